"""Offsets: every line, word and cell lies over the text; OCR's pages take the place of those without text."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from pipeline.read.build import build, clean
from pipeline.read.engine import Raw, RawCell, RawCellAt, RawLine, RawPage, RawTable, RawWord, ReadSettings
from pipeline.read.recognise import recognise
from schemas.page import Box, Document, Origin, Source

SOURCE = Source("a.pdf", "0" * 64, "application/pdf")


def word(text: str, x: float = 0, y: float = 0, *, gap: int = 1, origin: Origin = Origin.EMBEDDED) -> RawWord:
    return RawWord(text, Box(x, y, x + 10 * len(text), y + 12), gap=gap, origin=origin)


def built(*pages: RawPage) -> Document:
    return build(Raw("application/pdf", list(pages), layout=True), SOURCE)


def test_words_lie_over_their_characters_in_nfc() -> None:
    nfd = unicodedata.normalize("NFD", "Số:")
    line = RawLine(words=(word(nfd), word("12\u200b", 40), word("/SYT", 90, gap=4), word("\u200b", 200)))
    document = built(RawPage(1, [line]))
    assert document.text == "Số: 12    /SYT"
    assert [document.text[w.start : w.end] for w in document.lines[0].words] == ["Số:", "12", "/SYT"]
    assert document.lines[0].box == Box(0, 0, 130, 12)


def test_rows_run_on_over_pages() -> None:
    document = built(
        RawPage(1, [RawLine("a", row=0), RawLine("  ", row=1), RawLine("b", row=2)]),
        RawPage(2),
        RawPage(3, [RawLine("c", row=0)]),
    )
    assert [(document.line_text(line), line.row, line.page) for line in document.lines] == [
        ("a", 0, 1), ("b", 2, 1), ("c", 3, 3),
    ]  # fmt: skip
    assert [document.text[slice(*page.span)].strip() for page in document.pages] == ["a\n\nb", "", "c"]
    assert [document.page_of(line.start) for line in document.lines] == [1, 1, 3]


def test_tables_of_later_pages_get_later_numbers_and_cells_their_text() -> None:
    table = RawTable(1, 2, (RawCell(0, 0), RawCell(0, 1)))
    page = [RawLine("x", cell=RawCellAt(0, 0, 0)), RawLine("y", row=1, cell=RawCellAt(0, 0, 0))]
    document = built(RawPage(1, page, [table]), RawPage(2, page, [table]))
    assert [t.index for t in document.tables] == [0, 1]
    assert [line.cell.table for line in document.lines if line.cell is not None] == [0, 0, 1, 1]
    for found in document.tables:
        assert [document.text[slice(*cell.span)] for cell in found.cells] == ["x\ny", ""]


@given(st.lists(st.tuples(st.text(max_size=12), st.integers(0, 3)), max_size=8))
def test_no_text_breaks_the_invariant(lines: list[tuple[str, int]]) -> None:
    document = built(RawPage(1, [RawLine(text, row=i * 2) for i, (text, _) in enumerate(lines)]))
    end = 0
    for line in document.lines:
        assert document.text[end : line.start].strip() == ""
        assert "\n" not in document.line_text(line) != ""
        end = line.end
    assert unicodedata.is_normalized("NFC", document.text)


def test_clean_drops_what_has_no_width_and_keeps_tabs() -> None:
    assert clean("a\u200bb\ufeff\u00a0c\td\u0007\u2028e") == "ab c\td e"


def _ocr(*lines: RawLine) -> ReadSettings:
    def engine(path: Path, pages: object) -> list[RawPage]:
        return [RawPage(1, list(lines), origin=Origin.OCR)]

    return ReadSettings(ocr=engine)


def test_a_panel_stays_in_one_piece_before_what_stands_below_it() -> None:
    panel = [RawLine(words=(word(t, 300, y, origin=Origin.WIDGET),)) for t, y in (("Ký", 10), ("bởi", 22))]
    page = RawPage(1, panel, needs_ocr=True)
    read = [
        RawLine(words=(word("nhiễu", 100, 12),)),
        RawLine(words=(word("Kỵ", 300, 11),)),
        RawLine(words=(word("Số", 0, 50),)),
    ]
    (merged,) = recognise(Path("a.pdf"), [page], _ocr(*read))
    assert ["".join(w.text for w in line.words) for line in merged.lines] == ["nhiễu", "Ký", "bởi", "Số"]
    assert not merged.needs_ocr


def test_an_exact_number_fills_the_blank_that_it_stands_in() -> None:
    page = RawPage(1, [RawLine(words=(word("152", 40, 2, origin=Origin.WIDGET),))], needs_ocr=True)
    read = RawLine(words=(word("Số:", 0), word("/SYT", 90)))
    (merged,) = recognise(Path("a.pdf"), [page], _ocr(read))
    assert [[w.text for w in line.words] for line in merged.lines] == [["Số:", "152", "/SYT"]]


def test_pages_that_ocr_did_not_return_say_so() -> None:
    pages = [RawPage(1, needs_ocr=True), RawPage(2, needs_ocr=True), RawPage(3)]
    read = recognise(Path("a.pdf"), pages, _ocr(RawLine("x")))
    assert [(page.needs_ocr, [remark.code for remark in page.remarks]) for page in read] == [
        (False, []), (True, ["needs-ocr"]), (False, []),
    ]  # fmt: skip
