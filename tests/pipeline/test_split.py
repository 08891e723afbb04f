"""A file that holds several letters: where they part, and what is no letter of its own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.read import read
from pipeline.split import enclosed_from, split
from pipeline.zone import zone
from schemas.page import Document, Origin, Remark
from schemas.zone import Cell

PAGE = "\n--- PAGE BREAK ---\n"


def letter(number: str = "12", day: str = "05", *, title: str = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") -> str:
    return (
        f"UBND TỈNH AN PHÚ\nSỞ Y TẾ\n{title}\nĐộc lập - Tự do - Hạnh phúc\nSố: {number}/SYT-NV\n"
        f"An Phú, ngày {day} tháng 3 năm 2024\nV/v báo cáo thuốc\n\nKính gửi: Các bệnh viện\n\n"
        "Đề nghị các đơn vị báo cáo trước ngày 20/3/2024./.\n\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n"
        "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n\nTrần Văn Ví Dụ\n"
    )


APPENDIX = "Phụ lục I\nDANH SÁCH\n(Kèm theo Công văn số 12/SYT-NV ngày 05/3/2024)\n1. Bệnh viện A\n"
FORM = (
    "Mẫu số 02\nTÊN ĐƠN VỊ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSố: ……/BC-…\n"
    "…, ngày … tháng … năm 2024\nBÁO CÁO\nKính gửi: Sở Y tế\nNơi nhận:\n- Như trên;\nTHỦ TRƯỞNG ĐƠN VỊ\n"
)
DRAFT = "DỰ THẢO\n" + letter("14", "06").replace("/SYT-NV", "/QĐ-UBND")
UNSIGNED = letter("   ", "    ").replace("/SYT-NV", "/QĐ-UBND")


def _split(folder: Path, text: str) -> list[Document]:
    (folder / "a.txt").write_text(text)
    document = read(folder / "a.txt")
    parts = split(document)
    for part in parts:
        _holds_together(part)
    assert "\n".join(line for part in parts for line in part.text.split("\n") if line.strip()) == "\n".join(
        line for line in document.text.split("\n") if line.strip()
    )
    return parts


def _holds_together(part: Document) -> None:
    end = 0
    for line in part.lines:
        assert not part.text[end : line.start].strip()
        assert part.line_text(line).strip() == part.line_text(line) != ""
        assert line.page in {page.number for page in part.pages}
        assert line.cell is None or line.cell.table < len(part.tables)
        end = line.end
    assert min(line.row for line in part.lines) == 0
    for page in part.pages:
        assert 0 <= page.span.start <= page.span.end <= len(part.text)


def _firsts(parts: list[Document]) -> list[str]:
    return [part.line_text(part.lines[0]) for part in parts]


def _pages(parts: list[Document]) -> list[tuple[int, int]]:
    return [(part.pages[0].number, part.pages[-1].number) for part in parts]


def test_one_letter_stays_one(tmp_path: Path) -> None:
    parts = _split(tmp_path, letter())
    assert len(parts) == 1
    assert parts[0] == read(tmp_path / "a.txt")


def test_letters_on_pages_of_their_own(tmp_path: Path) -> None:
    parts = _split(tmp_path, PAGE.join([letter(), APPENDIX, letter("88", "06"), "tiếp theo", letter("90", "07")]))
    assert _pages(parts) == [(1, 2), (3, 4), (5, 5)]
    assert _firsts(parts) == ["UBND TỈNH AN PHÚ"] * 3
    assert [part.line_text(part.lines[4]) for part in parts] == ["Số: 12/SYT-NV", "Số: 88/SYT-NV", "Số: 90/SYT-NV"]


@pytest.mark.parametrize("after", [APPENDIX, FORM, DRAFT, UNSIGNED, "Phụ lục\n" + letter("5")])
def test_appendices_forms_and_drafts_stay_with_their_letter(tmp_path: Path, after: str) -> None:
    assert len(_split(tmp_path, letter() + PAGE + after)) == 1


def test_on_paper_handwriting_that_nobody_can_read_numbers_a_letter_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(letter() + PAGE + UNSIGNED.replace("tháng 3", "tháng   "))
    typed = read(tmp_path / "a.txt")
    scanned = replace(typed, lines=tuple(replace(line, origin=Origin.OCR) for line in typed.lines))
    written = Remark("handwritten-number", "The number is written by hand.", page=2, pointer="/number")
    assert _pages(split(scanned)) == [(1, 2)]
    assert _pages(split(replace(scanned, remarks=(written,)))) == [(1, 1), (2, 2)]


def test_a_draft_that_a_letter_encloses_speaks_for_nothing_in_the_letter(tmp_path: Path) -> None:
    draft = DRAFT.replace("V/v báo cáo thuốc", "THÔNG TƯ\nQuy định về báo cáo thuốc")
    (tmp_path / "a.txt").write_text(letter().replace("V/v báo cáo thuốc", "V/v bấp cạo thuốt") + PAGE + draft)
    document = read(tmp_path / "a.txt")
    zoned = zone(document)
    where = enclosed_from(document)
    assert where is not None and document.text[where:].startswith("DỰ THẢO")
    assert all((cell is Cell.APPENDIX) == (line.page == 2) for line, cell in zip(zoned.lines, zoned.cells, strict=True))
    (tmp_path / "b.txt").write_text(letter() + PAGE + APPENDIX)
    assert enclosed_from(read(tmp_path / "b.txt")) is None


def test_the_last_letter_of_a_file_may_have_lost_its_end(tmp_path: Path) -> None:
    lost = letter("88", "06").split("Nơi nhận")[0]
    assert _pages(_split(tmp_path, PAGE.join([letter(), lost]))) == [(1, 1), (2, 2)]
    draft = letter("  ", "  ").split("Nơi nhận")[0]
    assert _pages(_split(tmp_path, PAGE.join([letter(), draft]))) == [(1, 2)]


def test_a_letter_after_a_form_is_one_again(tmp_path: Path) -> None:
    parts = _split(tmp_path, PAGE.join([letter(), FORM, letter("88", "06")]))
    assert _pages(parts) == [(1, 2), (3, 3)]


def test_without_pages_the_block_of_the_letterhead_begins_the_letter(tmp_path: Path) -> None:
    parts = _split(tmp_path, letter() + "\n" + letter("88", "06"))
    assert _firsts(parts) == ["UBND TỈNH AN PHÚ"] * 2
    assert parts[0].line_text(parts[0].lines[-1]) == "Trần Văn Ví Dụ"


def test_merged_columns_and_misread_titles(tmp_path: Path) -> None:
    second = letter("88", "06", title="SỞ Y TẾ CONG HOA XÂ HỘI CHU NGHIA VIET NAM").replace(
        "Số: 88/SYT-NV\nAn Phú, ngày 06", "Số: 88/SYT-NV An Phú, ngày 06"
    )
    assert len(_split(tmp_path, letter() + PAGE + second)) == 2


def test_a_letter_quoted_in_the_middle_of_another_is_none(tmp_path: Path) -> None:
    first, body, rest = letter().partition("Đề nghị các đơn vị")
    quoted = "nguyên văn như sau:\n" + letter("88", "06").split("Nơi nhận")[0]
    assert len(_split(tmp_path, first + quoted + body + rest)) == 1


def test_the_party_letterhead_begins_a_letter_too(tmp_path: Path) -> None:
    party = letter("332", "18", title="ĐẢNG CỘNG SẢN VIỆT NAM").replace("/SYT-NV", "-CV/ĐU")
    assert len(_split(tmp_path, letter() + PAGE + party)) == 2


def test_what_stands_before_the_first_letterhead_belongs_to_it(tmp_path: Path) -> None:
    parts = _split(tmp_path, "Ký bởi: Sở Y tế\nThời gian ký: 05/3/2024\n" + letter() + PAGE + letter("88", "06"))
    assert _firsts(parts) == ["Ký bởi: Sở Y tế", "UBND TỈNH AN PHÚ"]


def test_tables_are_numbered_anew(tmp_path: Path) -> None:
    table = "TT\tViệc\tĐơn vị\n1\tRà soát\tPhòng A\n2\tBáo cáo\tPhòng B\n"
    parts = _split(tmp_path, letter() + table + PAGE + letter("88", "06") + table)
    for part in parts:
        (found,) = part.tables
        assert found.index == 0
        assert [part.text[slice(*cell.span)] for cell in found.row(2)] == ["2", "Báo cáo", "Phòng B"]
