"""Word files: what is printed, all of it, once; and nothing that is not."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.parser import parse_xml

from pipeline.read import read
from pipeline.read.docx_numbers import Numbering, format_number
from schemas.page import Document

NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
MakeDocx = Callable[..., Document]


def _xml(text: str) -> Any:
    head, _, rest = text.partition(">")
    return parse_xml(f"{head} {NS}>{rest}" if not head.endswith("/") else f"{head[:-1]} {NS}/>")


@pytest.fixture
def made(tmp_path: Path) -> MakeDocx:
    """A reader of bodies: raw XML of paragraphs and tables in, the document out."""

    def make(*blocks: str, numbering: str | None = None, edit: Callable[[Any], None] | None = None) -> Document:
        file = docx.Document()
        body = file.element.body
        for block in blocks:
            body.insert(len(body) - 1, _xml(block))
        if numbering is not None:
            root = file.part.numbering_part.element
            for child in list(root):
                root.remove(child)
            for child in list(_xml(f"<w:numbering>{numbering}</w:numbering>")):
                root.append(child)
        if edit is not None:
            edit(file)
        file.save(str(tmp_path / "a.docx"))
        return read(tmp_path / "a.docx")

    return make


def _texts(document: Document) -> list[str]:
    return [document.line_text(line) for line in document.lines]


def _p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"


def _item(text: str, num: int, level: int = 0) -> str:
    return _p(text, f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{num}'/></w:numPr>")


def _level(at: int, style: str, text: str, extra: str = "", start: int = 1) -> str:
    return (
        f"<w:lvl w:ilvl='{at}'><w:start w:val='{start}'/><w:numFmt w:val='{style}'/>{extra}"
        f"<w:lvlText w:val='{text}'/></w:lvl>"
    )


LISTS = (
    "<w:abstractNum w:abstractNumId='1'>"
    + _level(0, "upperRoman", "%1.")
    + _level(1, "decimal", "%2.")
    + _level(2, "decimal", "%2.%3.")
    + _level(3, "lowerLetter", "%4)")
    + _level(4, "bullet", "-")
    + "</w:abstractNum><w:abstractNum w:abstractNumId='2'>"
    + _level(0, "bullet", "\uf0b7")
    + _level(1, "bullet", "\uf0d8")
    + "</w:abstractNum><w:abstractNum w:abstractNumId='3'>"
    + _level(0, "upperRoman", "Điều %1", start=3)
    + _level(1, "decimal", "%1.%2", extra="<w:isLgl/>")
    + "</w:abstractNum>"
    "<w:num w:numId='1'><w:abstractNumId w:val='1'/></w:num>"
    "<w:num w:numId='2'><w:abstractNumId w:val='2'/></w:num>"
    "<w:num w:numId='3'><w:abstractNumId w:val='3'/></w:num>"
    "<w:num w:numId='4'><w:abstractNumId w:val='1'/>"
    "<w:lvlOverride w:ilvl='1'><w:startOverride w:val='1'/></w:lvlOverride></w:num>"
)


def test_generated_numbers_stand_in_the_text(made: MakeDocx) -> None:
    document = made(
        _item("Mục đích", 1), _item("Một", 1, 1), _item("Hai", 1, 1),
        _item("Nhỏ", 1, 2), _item("a", 1, 3),
        _item("b", 1, 3), _item("gạch", 1, 4), _item("Yêu cầu", 1), _item("Lại một", 1, 1), _item("Nhỏ", 1, 2),
        numbering=LISTS,
    )  # fmt: skip
    assert _texts(document) == [
        "I. Mục đích", "1. Một", "2. Hai", "2.1. Nhỏ", "a) a", "b) b", "- gạch",
        "II. Yêu cầu", "1. Lại một", "1.1. Nhỏ",
    ]  # fmt: skip


def test_lists_of_one_definition_count_on_unless_their_start_is_overridden(made: MakeDocx) -> None:
    document = made(
        _item("x", 1, 1), _item("y", 1, 1), _p("giữa"), _item("z", 1, 1), _item("mới", 4, 1), _item("tiếp", 4, 1),
        numbering=LISTS,
    )  # fmt: skip
    assert _texts(document) == ["1. x", "2. y", "giữa", "3. z", "1. mới", "2. tiếp"]


def test_bullets_of_symbol_fonts_legal_numbers_and_starts(made: MakeDocx) -> None:
    document = made(_item("x", 2), _item("y", 2, 1), _item("phạm vi", 3), _item("z", 3, 1), numbering=LISTS)
    assert _texts(document) == ["• x", "➢ y", "Điều III phạm vi", "3.1 z"]


def test_an_empty_numbered_paragraph_counts_and_prints_nothing(made: MakeDocx) -> None:
    assert _texts(made(_item("x", 1, 1), _item("", 1, 1), _item("z", 1, 1), numbering=LISTS)) == ["1. x", "3. z"]


def test_numbers_that_a_style_brings(made: MakeDocx) -> None:
    def style(file: Any) -> None:
        added = file.styles.add_style("Khoan", WD_STYLE_TYPE.PARAGRAPH)
        added.element.get_or_add_pPr().append(_xml("<w:numPr><w:numId w:val='5'/></w:numPr>"))
        for paragraph in file.paragraphs:
            paragraph.style = added

    lists = (
        f"<w:abstractNum w:abstractNumId='9'>{_level(0, 'decimal', '%1.')}"
        + _level(1, "lowerLetter", "%2)", extra="<w:pStyle w:val='Khoan'/>")
        + "</w:abstractNum><w:num w:numId='5'><w:abstractNumId w:val='9'/></w:num>"
    )
    document = made(_p("x"), _p("y"), numbering=lists, edit=style)
    assert _texts(document) == ["a) x", "b) y"]


@pytest.mark.parametrize(
    ("count", "style", "shown"),
    [
        (4, "decimal", "4"), (4, "decimalZero", "04"), (27, "lowerLetter", "aa"), (28, "upperLetter", "BB"),
        (1994, "upperRoman", "MCMXCIV"), (49, "lowerRoman", "xlix"), (3, "none", ""), (0, "lowerLetter", "0"),
    ],
)  # fmt: skip
def test_number_formats(count: int, style: str, shown: str) -> None:
    assert format_number(count, style) == shown


def test_a_list_that_is_not_defined_has_no_label() -> None:
    assert Numbering(None).label("7", 0) == ""


def test_what_is_printed_and_what_is_not(made: MakeDocx) -> None:
    document = made(
        "<w:p><w:r><w:t>Giữ </w:t></w:r><w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>thêm</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r></w:p>",
        "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>"
        "<w:r><w:t>mã</w:t></w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>kết quả</w:t></w:r>"
        "<w:r><w:fldChar w:fldCharType='end'/></w:r><w:hyperlink><w:r><w:t> liên kết</w:t></w:r></w:hyperlink></w:p>",
        "<w:p><w:r><w:t>SỞ Y TẾ</w:t><w:tab/><w:t>CỘNG HÒA</w:t><w:br/>"
        "<w:t>Số</w:t><w:noBreakHyphen/><w:t>1</w:t></w:r></w:p>",
        "<w:sdt><w:sdtContent>" + _p("trong khung") + "</w:sdtContent></w:sdt>",
        "<w:p><w:r><w:rPr><w:caps/></w:rPr><w:t>viết hoa</w:t></w:r>"
        "<w:r><w:sym w:font='Wingdings' w:char='F0FC'/></w:r></w:p>",
    )
    assert _texts(document) == ["Giữ thêm", "kết quả liên kết", "SỞ Y TẾ\tCỘNG HÒA", "Số-1", "trong khung", "VIẾT HOA✓"]
    assert [remark.code for remark in document.remarks] == ["tracked-changes"]


def test_text_boxes_come_once(made: MakeDocx) -> None:
    box = f"<w:txbxContent>{_p('HỎA TỐC')}</w:txbxContent>"
    document = made(
        "<w:p><w:r><w:t>Kính gửi</w:t></w:r><w:r><mc:AlternateContent>"
        f"<mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>",
        f"<w:p><w:r><w:pict><v:textbox>{box.replace('HỎA TỐC', 'MẬT')}</v:textbox></w:pict></w:r></w:p>",
    )
    assert _texts(document) == ["Kính gửi", "HỎA TỐC", "MẬT"]


def _tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(_p(t) for t in text.split('|'))}</w:tc>"


def test_tables_with_merged_cells(made: MakeDocx) -> None:
    document = made(
        "<w:tbl><w:tr>"
        + _tc("TT", "<w:vMerge w:val='restart'/>")
        + _tc("Thời gian", "<w:gridSpan w:val='2'/>")
        + "</w:tr><w:tr>"
        + _tc("", "<w:vMerge/>")
        + _tc("từ|ngày")
        + _tc("đến")
        + "</w:tr><w:tr><w:trPr><w:del/></w:trPr>"
        + _tc("bỏ")
        + "</w:tr></w:tbl>",
        _p("sau"),
    )
    (table,) = document.tables
    assert (table.rows, table.columns) == (2, 3)
    assert [(c.row, c.column, c.row_span, c.column_span) for c in table.cells] == [
        (0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1),
    ]  # fmt: skip
    assert [(document.line_text(line), line.row) for line in document.lines] == [
        ("TT", 0), ("Thời gian", 0), ("từ", 1), ("ngày", 2), ("đến", 1), ("sau", 3),
    ]  # fmt: skip
    assert document.text[slice(*table.cells[2].span)] == "từ\nngày"


def test_tables_inside_cells_and_frames_around_tables(made: MakeDocx) -> None:
    inner = f"<w:tbl><w:tr>{_tc('a')}{_tc('b')}</w:tr></w:tbl>"
    in_cell = made(f"<w:tbl><w:tr><w:tc>{_p('x')}{inner}{_p('y')}</w:tc>{_tc('z')}</w:tr></w:tbl>")
    assert len(in_cell.tables) == 1
    assert [(in_cell.line_text(line), line.row) for line in in_cell.lines] == [
        ("x", 0), ("a", 1), ("b", 1), ("y", 2), ("z", 0),
    ]  # fmt: skip
    framed = made(f"<w:tbl><w:tr><w:tc>{_p('x')}{inner}{_p('y')}</w:tc></w:tr></w:tbl>")
    assert [(t.rows, t.columns) for t in framed.tables] == [(1, 2)]
    assert _texts(framed) == ["x", "a", "b", "y"]


def test_looks_come_from_runs_styles_and_defaults(made: MakeDocx) -> None:
    document = made(
        "<w:p><w:r><w:rPr><w:b/><w:sz w:val='28'/></w:rPr><w:t>ĐẬM CẢ</w:t></w:r><w:r><w:t> x</w:t></w:r></w:p>",
        "<w:p><w:pPr><w:pStyle w:val='Heading1'/></w:pPr><w:r><w:t>Tiêu đề</w:t></w:r></w:p>",
        "<w:p><w:pPr><w:pStyle w:val='Heading1'/></w:pPr>"
        "<w:r><w:rPr><w:b w:val='0'/><w:i/></w:rPr><w:t>nghiêng</w:t></w:r></w:p>",
    )
    assert [(line.bold, line.italic) for line in document.lines] == [(True, False), (True, False), (False, True)]
    assert document.lines[0].size == 14.0


def test_fonts_of_old_encodings_are_converted_run_by_run(made: MakeDocx) -> None:
    def run(font: str, text: str) -> str:
        fonts = f"<w:rPr><w:rFonts w:ascii='{font}' w:hAnsi='{font}'/></w:rPr>"
        return f"<w:r>{fonts}<w:t xml:space='preserve'>{text}</w:t></w:r>"

    document = made(
        f"<w:p>{run('.VnTimeH', 'ñy ban nh©n d©n')}{run('Arial', ' Số 5 ')}{run('.VnTime', 'cña tØnh')}</w:p>",
        f"<w:p>{run('VNI-Times', 'Thöïc hieän Coâng vaên')}</w:p>",
        f"<w:p>{run('.VnTime', 'Chữ Unicode trong phông cũ')}</w:p>",
    )
    assert _texts(document) == ["ỦY BAN NHÂN DÂN Số 5 của tỉnh", "Thực hiện Công văn", "Chữ Unicode trong phông cũ"]
    assert [remark.code for remark in document.remarks] == ["legacy-encoding"]


def test_pages_begin_at_breaks(made: MakeDocx) -> None:
    document = made(
        _p("một"),
        "<w:p><w:r><w:t>hai</w:t><w:br w:type='page'/><w:t>ba</w:t></w:r></w:p>",
        "<w:p><w:r><w:lastRenderedPageBreak/><w:t>bốn</w:t></w:r></w:p>",
        "<w:p><w:r><w:t>năm </w:t><w:lastRenderedPageBreak/><w:t>liền</w:t></w:r></w:p>",
        _p("sáu"),
        _p("bảy", "<w:pageBreakBefore/>"),
        _p("", "<w:sectPr/>"),
        _p("tám"),
    )
    assert [(document.line_text(line), line.page) for line in document.lines] == [
        ("một", 1), ("hai", 1), ("ba", 2), ("bốn", 3), ("năm liền", 3), ("sáu", 4), ("bảy", 5), ("tám", 6),
    ]  # fmt: skip


def test_headers_that_say_something_and_footnotes_come_along(made: MakeDocx) -> None:
    def edit(file: Any) -> None:
        section = file.sections[0]
        section.header.paragraphs[0].text = "SỞ Y TẾ AN PHÚ"
        section.footer.paragraphs[0].text = "Trang 1/2"

    assert _texts(made(_p("Kính gửi"), edit=edit)) == ["SỞ Y TẾ AN PHÚ", "Kính gửi"]


def test_word_97_opendocument_and_rtf_through_libreoffice(made: MakeDocx, tmp_path: Path, libreoffice: str) -> None:
    import subprocess

    original = made(
        _item("Rà soát", 1, 1), _item("Báo cáo", 1, 1),
        "<w:p><w:r><w:rPr><w:rFonts w:ascii='.VnTime' w:hAnsi='.VnTime'/></w:rPr><w:t>cña tØnh ñy</w:t></w:r></w:p>",
        f"<w:tbl><w:tr>{_tc('TT')}{_tc('Việc')}</w:tr></w:tbl>", _p("./."), numbering=LISTS,
    )  # fmt: skip
    assert _texts(original) == ["1. Rà soát", "2. Báo cáo", "của tỉnh ủy", "TT", "Việc", "./."]
    for kind in ("doc", "odt", "rtf"):
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        command = [libreoffice, "--headless", profile, "--convert-to", kind, "--outdir", str(tmp_path)]
        subprocess.run([*command, str(tmp_path / "a.docx")], check=True, capture_output=True, timeout=120)
        document = read(tmp_path / f"a.{kind}")
        assert _texts(document) == _texts(original), kind
        assert len(document.tables) == 1


def test_without_libreoffice_the_error_says_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.read import office
    from schemas.errors import MissingProgram

    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(office, "_MAC", tmp_path / "none")
    (tmp_path / "a.rtf").write_text("{\\rtf1 x}")
    with pytest.raises(MissingProgram, match="libreoffice-writer"):
        read(tmp_path / "a.rtf")


def test_a_conversion_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.read import ReadSettings
    from schemas.errors import OversizedFile

    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nsleep 60\n")
    program.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda name: str(program))
    (tmp_path / "a.rtf").write_text("{\\rtf1 x}")
    with pytest.raises(OversizedFile, match=r"0\.2 seconds"):
        read(tmp_path / "a.rtf", settings=ReadSettings(office_timeout=0.2))


def test_old_text_is_converted_even_if_no_font_says_so(made: MakeDocx) -> None:
    old = "Thùc hiÖn C«ng v¨n sè 7 cña Bé Thñy lîi, ®Ò nghÞ c¸c x· Ðp cäc, b¸o c¸o tr\u00adíc ngµy 15/3"
    document = made(_p("SỞ Y TẾ AN PHÚ"), _p(old))
    assert _texts(document) == [
        "SỞ Y TẾ AN PHÚ", "Thực hiện Công văn số 7 của Bộ Thủy lợi, đề nghị các xã ép cọc, báo cáo trước ngày 15/3",
    ]  # fmt: skip
    assert [remark.code for remark in document.remarks] == ["legacy-encoding"]
