"""The body as a flat row of drafts: paragraphs, items, table rows, quoted law — before any is placed under another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby

from pipeline.zone.labels import Label
from pipeline.zone.paragraphs import Opened, paragraphs
from pipeline.zone.rows import Grid, Row, grid_of, grid_of_tabs, rows
from schemas.page import Document, Line, Span
from schemas.rule import DATA, load_toml
from schemas.zone import BlockKind, Flow, join_spans
from vietnamese.fold import key

_OPENS = re.compile(r"[:：]\s*$")
_ENDS = re.compile(r"""[.;!?…]["”’)\]]*\s*$|\./\.?\s*$""")
_QUOTED_AT_MOST = 60  # blocks: a quotation that never closes is not one


# A run without a word of three letters behind a stop; up to four letters behind the letter's last one.
_SPECKS_BEHIND = re.compile(
    r"(?<=\./\.)(?:[\W_]*\w{1,4}){0,3}[\W_]*$"
    r"|(?:(?<=[^\W\d_][^\W\d_][.;:])|(?<=[\d)][.;]))(?=[^\w]*[^\w\s.)”\"’…/])[\W_]*(?:\b[^\W_]{1,2}\b[\W_]*){0,3}$"
)
_SPECKS_BEFORE = re.compile(r"[_|`^~¿]+[\s_|`.,^~]*(?=\w)")


@dataclass(slots=True)
class Draft:
    """A block before its place is known."""

    kind: BlockKind
    flow: Flow
    label: Label | None = None
    row: Row | None = None
    bold: bool | None = None
    italic: bool | None = None

    @property
    def opens(self) -> bool:
        return _OPENS.search(self.flow.text) is not None

    @property
    def heads(self) -> bool:
        """Whether the block reads like a heading: it ends with a colon, or with nothing at all and is short."""
        text = self.flow.text
        return self.opens or (len(text) < 160 and _ENDS.search(text) is None)


def drafts(document: Document, body: Sequence[Line]) -> list[Draft]:
    """The blocks of the body's lines, in order, with quoted law marked."""
    out: list[Draft] = []
    grids: list[Grid] = []
    for (tabled, _), run in groupby(body, key=lambda line: _table_of(document, line)):
        chunk = list(run)
        if tabled is not None:
            grids.append(
                grid_of(document.tables[tabled], chunk) if tabled >= 0 else grid_of_tabs(document, chunk, tabled)
            )
            continue
        out.extend(_row_draft(row) for row in rows(document, grids))
        grids = []
        out.extend(_text_draft(document, opened) for opened in paragraphs(document, chunk))
    out.extend(_row_draft(row) for row in rows(document, grids))
    return _quotes(out)


def _table_of(document: Document, line: Line) -> tuple[int | None, int]:
    """The table a line stands in: a reader's by its index, -1 where tabs set columns apart, None outside tables."""
    if line.cell is not None and line.cell.table < len(document.tables):
        table = document.tables[line.cell.table]
        # A table of one column is a frame around text.
        return (table.index if table.columns > 1 else None), 0
    tabs = document.text.count("\t", line.start, line.end)
    return (-1 if tabs >= 2 else None), (tabs if tabs >= 2 else 0)


def _row_draft(row: Row) -> Draft:
    columns = [column for column in row.columns[row.label is not None :] if column.flow.text]  # the first is its number
    pieces: list[tuple[int, int, int]] = []
    at = 0
    for column in columns:
        pieces.extend((at + offset, start, length) for offset, start, length in column.flow.pieces)
        at += len(column.flow.text) + 1
    return Draft(BlockKind.ROW, Flow(" ".join(column.flow.text for column in columns), tuple(pieces)), row=row)


def _text_draft(document: Document, opened: Opened) -> Draft:
    spans = [Span(line.start, line.end) for line in opened.lines]
    if opened.label is not None:
        spans[0] = Span(min(spans[0].start + opened.label.length, spans[0].end), spans[0].end)
    flow = _clean(join_spans(document.text, spans))
    kind = BlockKind.PARAGRAPH if opened.label is None else BlockKind.ITEM
    return Draft(
        kind,
        flow,
        opened.label,
        bold=_all(line.bold for line in opened.lines),
        italic=_all(line.italic for line in opened.lines),
    )


def _clean(flow: Flow) -> Flow:
    """`flow` without the specks that OCR leaves before its first word and behind its last stop."""
    text = flow.text
    head = _SPECKS_BEFORE.match(text)
    low = 0 if head is None else head.end()
    tail = _SPECKS_BEHIND.search(text, max(low, len(text) - 60))
    high = len(text) if tail is None else tail.start()
    if low == 0 and high == len(text):
        return flow
    pieces = []
    for at, start, length in flow.pieces:
        first, last = max(at, low), min(at + length, high)
        if first < last:
            pieces.append((first - low, start + first - at, last - first))
    return Flow(text[low:high], tuple(pieces))


def _all(flags: Iterable[bool | None]) -> bool | None:
    known = [flag for flag in flags if flag is not None]
    return all(known) if known else None


def _quotes(drafts: list[Draft]) -> list[Draft]:
    """Mark the blocks inside quotation marks. Straight marks open and close in turn."""
    out = list(drafts)
    i = 0
    while i < len(out):
        text = out[i].flow.text
        opened = _left_open(text)
        if text[:1] in '“"' and not opened and text.rstrip(" .,;…").endswith(("”", '"')):
            out[i] = replace(out[i], kind=BlockKind.QUOTE)
        elif opened:
            last = _closes(out, i)
            if last is not None:
                for j in range(i if text[:1] in '“"' else i + 1, last + 1):
                    out[j] = replace(out[j], kind=BlockKind.QUOTE)
                i = last
        i += 1
    return out


def _left_open(text: str) -> bool:
    """Whether a quotation is open at the end of `text`; straight marks open and close in turn, whatever opened it."""
    if '"' not in text and "“" not in text:
        return False
    opened = False
    for char in text:
        if char == "“":
            opened = True
        elif char == "”":
            opened = False
        elif char == '"':
            opened = not opened
    return opened


def _closes(drafts: Sequence[Draft], start: int) -> int | None:
    """The block in which the quotation that `start` leaves open is closed."""
    for i in range(start + 1, min(len(drafts), start + _QUOTED_AT_MOST)):
        text = drafts[i].flow.text
        if key(text[:12]).startswith(_ordering()):
            return None  # law gives no orders to offices by name: the closing mark was lost
        if "”" in text and text.count("”") > text.count("“"):
            return i
        if text.count('"') % 2 == 1 and text[:1] != '"':
            return i
    return None


@cache
def _ordering() -> tuple[str, ...]:
    return tuple(load_toml(DATA / "lexicon" / "outline.toml")["quotes"]["never"])
