"""Plain text and Markdown: encodings, pages, front matter, tables, marks."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read import ReadSettings, read
from pipeline.read.markdown import inline, is_markdown, read_lines
from pipeline.read.text import front_matter, plain_lines, split_pages
from schemas.errors import OversizedFile
from schemas.page import Document, Table

LETTER = "SỞ Y TẾ AN PHÚ\nSố: 12/SYT-NV\n\nKính gửi: Các bệnh viện\nĐề nghị báo cáo trước ngày 15/3/2024./.\n"


def _read(folder: Path, data: bytes | str, name: str = "thu.txt") -> Document:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read(path)


def _texts(document: Document) -> list[str]:
    return [document.line_text(line) for line in document.lines]


def _grid(document: Document, table: Table) -> list[list[str]]:
    rows: list[list[str]] = [["" for _ in range(table.columns)] for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row][cell.column] = document.text[cell.span.start : cell.span.end]
    return rows


@pytest.mark.parametrize(
    "data",
    [
        LETTER.encode(),
        LETTER.encode("utf-8-sig"),
        LETTER.encode("utf-16"),
        LETTER.encode("utf-16-le"),
        LETTER.encode("utf-16-be"),
        unicodedata.normalize("NFD", LETTER).encode(),
        LETTER.replace("\n", "\r\n").encode(),
    ],
    ids=["utf-8", "bom", "utf-16", "le", "be", "nfd", "crlf"],
)
def test_every_form_of_unicode_gives_the_same_lines(tmp_path: Path, data: bytes) -> None:
    document = _read(tmp_path, data)
    assert _texts(document) == [line for line in LETTER.split("\n") if line]
    assert unicodedata.is_normalized("NFC", document.text)
    assert not document.remarks


def test_old_encodings_leave_a_remark(tmp_path: Path) -> None:
    old = "Thùc hiÖn C«ng v¨n sè 7 cña Bé Thñy lîi, ®Ò nghÞ c¸c x· b¸o c¸o"
    for data in (old.encode("latin-1"), old.encode()):
        document = _read(tmp_path, data)
        assert document.text == "Thực hiện Công văn số 7 của Bộ Thủy lợi, đề nghị các xã báo cáo"
        assert [remark.code for remark in document.remarks] == ["legacy-encoding"]


def test_a_few_damaged_bytes_do_not_spoil_utf8(tmp_path: Path) -> None:
    document = _read(tmp_path, LETTER.encode()[:-3] + b"\xff\n")
    assert _texts(document)[:2] == ["SỞ Y TẾ AN PHÚ", "Số: 12/SYT-NV"]
    assert [remark.code for remark in document.remarks] == ["damaged-text"]


def test_blank_lines_are_gaps_in_the_rows(tmp_path: Path) -> None:
    document = _read(tmp_path, "A\nB\n\n\nC\n")
    assert [line.row for line in document.lines] == [0, 1, 4]


def test_blanks_inside_a_line_stay_and_those_around_it_are_not_its_text(tmp_path: Path) -> None:
    document = _read(tmp_path, "    Số:      /SYT-NV\t Hà Tân, ngày    tháng 3   \n")
    assert _texts(document) == ["Số:      /SYT-NV\t Hà Tân, ngày    tháng 3"]


def test_front_matter_is_set_aside(tmp_path: Path) -> None:
    document = _read(tmp_path, "---\nnumber: 12/SYT\ntitle: 'Một thư'\n---\nKính gửi: Sở Y tế\n")
    assert _texts(document) == ["Kính gửi: Sở Y tế"]
    assert document.meta == {"number": "12/SYT", "title": "Một thư"}


@pytest.mark.parametrize(
    "text", ["---\nĐây là một câu, không phải trường\n---\nThân", "----\na: b\n----", "Số: 1\n---\na: b"]
)
def test_rules_of_dashes_are_no_front_matter(text: str) -> None:
    assert front_matter(text) == (text, {})


@pytest.mark.parametrize(
    "text",
    [
        "A\n--- PAGE 2 ---\nB",
        "A\n\n--- PAGE BREAK ---\n\n--- PAGE 2 ---\nB",
        "A\fB",
        "--- PAGE 1 ---\nA\n=== TRANG 2/2 ===\nB",
    ],
)
def test_page_marks_make_pages(text: str) -> None:
    assert [page.strip() for page in split_pages(text)] == ["A", "B"]


def test_pages_hold_their_lines(tmp_path: Path) -> None:
    document = _read(tmp_path, "A\nB\n--- PAGE BREAK ---\nC\n")
    assert [(document.line_text(line), line.page) for line in document.lines] == [("A", 1), ("B", 1), ("C", 2)]
    assert [document.text[page.span.start : page.span.end].split() for page in document.pages] == [["A", "B"], ["C"]]


def test_runs_of_tabs_make_tables(tmp_path: Path) -> None:
    document = _read(tmp_path, "Phân công:\nTT\tViệc\tĐơn vị\n1\tRà soát\tPhòng A\n2\tBáo cáo\tPhòng B\nHết.\n")
    (table,) = document.tables
    assert _grid(document, table) == [
        ["TT", "Việc", "Đơn vị"],
        ["1", "Rà soát", "Phòng A"],
        ["2", "Báo cáo", "Phòng B"],
    ]
    assert [line.row for line in document.lines] == [0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4]


def test_tabs_after_list_labels_make_no_table() -> None:
    assert plain_lines("1.\tRà soát\n2.\tBáo cáo\n3.\tTổng hợp\n-\tKhác")[1] == []


def test_a_file_that_is_too_long_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x" * 100)
    with pytest.raises(OversizedFile):
        read(tmp_path / "a.txt", settings=ReadSettings(max_characters=50))


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("**Kính gửi:** Ngân hàng *An Phú*", "Kính gửi: Ngân hàng An Phú"),
        ("**BỘ LAO ĐỘNG****VÀ XÃ HỘI**", "BỘ LAO ĐỘNG VÀ XÃ HỘI"),
        ("Xem [Công văn 5](http://a.vn/x_(1).html) và ![ảnh](a.png)", "Xem Công văn 5 và "),
        ("1\\. Rà soát \\*", "1. Rà soát *"),
        ("a_b_c và _nghiêng_", "a_b_c và nghiêng"),
        ("Số: 5/SYT &amp; BYT<br>", "Số: 5/SYT & BYT"),
        ("* Lưu ý: 2 * 3", "* Lưu ý: 2 * 3"),
        ("<thu@anphu.gov.vn>", "thu@anphu.gov.vn"),
    ],
)
def test_marks_come_off_and_the_text_stays(marked: str, plain: str) -> None:
    assert inline(marked) == plain


def test_markdown_tables(tmp_path: Path) -> None:
    text = (
        "# Tiêu đề\n\n| SỞ Y TẾ ------- | **CỘNG HÒA** |\n|---|---|\n| Số: 5/SYT<br>V/v x | Hà Tân, ngày 1 |\n\n"
        "Kính gửi: A\n\n|  |  |\n| --- | --- |\n| Nơi nhận: - A; | GIÁM ĐỐC \\| B |\n"
    )
    document = _read(tmp_path, text)
    assert document.source.media_type == "text/markdown"
    assert [_grid(document, table) for table in document.tables] == [
        [["SỞ Y TẾ -------", "CỘNG HÒA"], ["Số: 5/SYT\nV/v x", "Hà Tân, ngày 1"]],
        [["Nơi nhận: - A;", "GIÁM ĐỐC | B"]],
    ]
    rows = {document.line_text(line): line.row for line in document.lines}
    assert rows["Số: 5/SYT"] == rows["Hà Tân, ngày 1"] < rows["V/v x"] < rows["Kính gửi: A"]


def test_bold_goes_on_over_lines() -> None:
    lines, _ = read_lines("**KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC**\n\nTrần Văn Ví Dụ")
    assert [(line.text, line.bold) for line in lines if line.text] == [
        ("KT. GIÁM ĐỐC", True), ("PHÓ GIÁM ĐỐC", True), ("Trần Văn Ví Dụ", None),
    ]  # fmt: skip


def test_rules_and_underlines_of_headings_go() -> None:
    lines, _ = read_lines("Tiêu đề\n=======\n\n---\n```\nmã\n```\n> trích\n")
    assert [line.text for line in lines if line.text] == ["Tiêu đề", "mã", "trích"]


@pytest.mark.parametrize("text", ["Số: 5/SYT\n- Như trên;\n* Ghi chú\n_____\n", "a | b\nc | d", "5 * 3 * 2 = 30"])
def test_plain_letters_are_no_markdown(text: str) -> None:
    assert not is_markdown(text)


@given(st.text(alphabet="ab|*_-#[]()\\\n\t <>&`~=:", max_size=120))
def test_no_text_makes_markdown_raise(text: str) -> None:
    lines, tables = read_lines(text)
    for line in lines:
        assert line.cell is None or line.cell.table < len(tables)


@given(st.text(max_size=200))
def test_lines_lie_over_the_text(text: str) -> None:
    from pipeline.read.build import build
    from pipeline.read.engine import Raw, RawPage
    from schemas.page import Source

    lines, tables = plain_lines(text)
    document = build(Raw("text/plain", [RawPage(1, lines, tables)]), Source("a", "0", "text/plain"))
    end = 0
    for line in document.lines:
        assert not document.text[end : line.start].strip()
        assert document.line_text(line) == document.line_text(line).strip() != ""
        end = line.end
    assert not document.text[end:].strip()


@pytest.mark.parametrize(
    "sign", ["[", "![", "](", "*a", "**a ", "_a ", "`a", "<a ", "|", "| --- ", "&a", "\\", "-", "[a](b"]
)
def test_no_line_takes_long(sign: str) -> None:
    import time

    started = time.process_time()
    read_lines(sign * (10_000 // len(sign)))
    is_markdown(sign * (10_000 // len(sign)))
    assert time.process_time() - started < 1.0
