"""From raw pages to a `Document`: one text, and every line, word and cell with its place in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.read.engine import Raw, RawLine, RawPage, RawTable, RawWord
from schemas.page import Box, CellAt, Document, Line, Page, Rule, Source, Span, Table, TableCell, Word
from vietnamese.fold import nfc

# Characters without a width say nothing on paper, but break words apart: zero-width space and joiners, marks of
# direction, byte order mark, and the control characters.
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufff9-\ufffb]"
)
_BREAKS = re.compile("[\n\r\u000b\u000c\u0085\u2028\u2029]+")
_PAGE_GAP = "\n\n"


def clean(text: str) -> str:
    """`text` in NFC, without invisible characters; a line break inside it becomes a space."""
    if text.isascii() and text.isprintable():
        return text
    text = _INVISIBLE.sub("", text)
    return nfc(_BREAKS.sub(" ", text))


def build(raw: Raw, source: Source) -> Document:
    """Assign offsets: pages in order, a line break between lines, one more where a row is left blank."""
    text = _Text()
    pages: list[Page] = []
    tables: list[Table] = []
    for page in raw.pages:
        pages.append(_page(page, text, tables))
    return Document(
        source=source,
        text="".join(text.parts),
        lines=tuple(text.lines),
        pages=tuple(pages),
        tables=tuple(tables),
        signatures=tuple(raw.signatures),
        remarks=(*raw.remarks, *(remark for page in raw.pages for remark in page.remarks)),
        layout=raw.layout,
        meta=dict(raw.meta),
    )


@dataclass(slots=True)
class _Text:
    """The text as it grows."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    lines: list[Line] = field(default_factory=list)
    row: int = 0  # the first row of the page that is being laid

    def add(self, part: str) -> None:
        self.parts.append(part)
        self.length += len(part)


def _page(page: RawPage, text: _Text, tables: list[Table]) -> Page:
    if text.length:
        text.add(_PAGE_GAP)
    start = text.length
    first = len(text.lines)
    last_row: int | None = None
    for line in page.lines:
        if _line(line, page.number, text, len(tables), last_row):
            last_row = line.row
    mine = text.lines[first:]
    tables.extend([_table(table, len(tables) + i, page.number, mine) for i, table in enumerate(page.tables)])
    text.row = max((line.row for line in mine), default=text.row - 1) + 1
    return Page(
        number=page.number,
        span=Span(start, text.length),
        width=page.width,
        height=page.height,
        origin=page.origin,
        needs_ocr=page.needs_ocr,
        rules=tuple(Rule(page.number, box) for box in page.rules),
        turned=page.turned,
        skew=page.skew,
    )


def _line(raw: RawLine, page: int, text: _Text, tables_before: int, last_row: int | None) -> bool:
    """Lay one line, if it shows anything."""
    words = [(word, shown) for word in raw.words if (shown := clean(word.text).strip())]
    body = "" if words else clean(raw.text).rstrip()
    if not words and not body.strip():
        return False
    if last_row is not None:
        text.add("\n\n" if raw.row > last_row + 1 else "\n")
    indent = len(body) - len(body.lstrip())
    start = text.length + indent
    placed = _words(words, text) if words else ()
    if body:
        text.add(body)
    cell = None if raw.cell is None else CellAt(tables_before + raw.cell.table, raw.cell.row, raw.cell.column)
    text.lines.append(
        Line(
            page=page,
            start=start,
            end=text.length,
            row=text.row + raw.row,
            box=raw.box if raw.box is not None else _union([word.box for word in placed]),
            words=placed,
            bold=raw.bold,
            italic=raw.italic,
            size=raw.size,
            cell=cell,
            origin=raw.origin,
        )
    )
    return True


def _words(words: list[tuple[RawWord, str]], text: _Text) -> tuple[Word, ...]:
    placed = []
    for i, (word, shown) in enumerate(words):
        if i and word.gap:
            text.add(" " * word.gap)
        start = text.length
        text.add(shown)
        placed.append(
            Word(
                start,
                text.length,
                word.box,
                word.font,
                word.size,
                word.bold,
                word.italic,
                word.color,
                word.confidence,
                word.origin,
                word.read_as,
            )
        )
    return tuple(placed)


def _table(raw: RawTable, index: int, page: int, lines: list[Line]) -> Table:
    places: dict[tuple[int, int], Span] = {}
    for line in lines:
        if line.cell is not None and line.cell.table == index:
            at = (line.cell.row, line.cell.column)
            before = places.get(at)
            places[at] = Span(line.start if before is None else before.start, line.end)
    here = lines[0].start if lines else 0
    cells = []
    for cell in raw.cells:
        span = places.get((cell.row, cell.column), Span(here, here))
        here = span.end
        cells.append(TableCell(cell.row, cell.column, span, cell.box, cell.row_span, cell.column_span))
    return Table(index, page, raw.rows, raw.columns, tuple(cells), raw.box)


def _union(boxes: list[Box]) -> Box | None:
    if not boxes:
        return None
    box = boxes[0]
    for other in boxes[1:]:
        box = box.union(other)
    return box
