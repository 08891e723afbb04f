"""Tables of the body as rows under their column headers, also continued over pages without repeated headers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from schemas.page import Document, Line, Span, Table
from schemas.rule import DATA, load_toml
from schemas.zone import Column, Flow, join_spans
from vietnamese.fold import key
from vietnamese.numerals import mend_digits


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells under their headers, the mark in its index column, and the table it stands in."""

    columns: tuple[Column, ...]
    label: str | None
    table: int
    heading: bool  # a row that spans the table and only names what follows


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as rows of cells; each cell is the spans of its text."""

    table: int
    width: int
    rows: tuple[tuple[tuple[Span, ...], ...], ...]
    merged: frozenset[int] = frozenset()  # rows of which one cell spans the table


def grid_of(table: Table, lines: Sequence[Line]) -> Grid:
    """The grid of a reader's table, from its lines that are in the body. A cell merged downwards is repeated."""
    spans: dict[tuple[int, int], list[Span]] = {}
    for line in lines:
        if line.cell is not None:
            spans.setdefault((line.cell.row, line.cell.column), []).append(Span(line.start, line.end))
    cells: dict[tuple[int, int], tuple[Span, ...]] = {at: tuple(found) for at, found in spans.items()}
    merged = set()
    for cell in table.cells:
        text = cells.get((cell.row, cell.column), ())
        if text and cell.column_span >= max(2, table.columns):
            merged.add(cell.row)
        for row in range(cell.row + 1, cell.row + cell.row_span):
            cells.setdefault((row, cell.column), text)
    rows = sorted({row for row, _ in cells})
    grid = tuple(tuple(cells.get((row, column), ()) for column in range(table.columns)) for row in rows)
    return Grid(table.index, table.columns, grid, frozenset(i for i, row in enumerate(rows) if row in merged))


def grid_of_tabs(document: Document, lines: Sequence[Line], index: int) -> Grid:
    """The grid of lines whose columns are set apart by tabs."""
    rows = []
    for line in lines:
        cells: list[tuple[Span, ...]] = []
        start = line.start
        for part in document.line_text(line).split("\t"):
            end = start + len(part)
            cells.append((Span(start, end),) if part.strip() else ())
            start = end + 1
        rows.append(tuple(cells))
    return Grid(index, max(len(row) for row in rows), tuple(rows))


def rows(document: Document, grids: Iterable[Grid]) -> list[Row]:
    """The rows of consecutive tables; a table of the same width without a head of its own goes on the one before."""
    out: list[Row] = []
    headers: tuple[str, ...] = ()
    width = 0
    for grid in grids:
        first, found = _headers(document, grid)
        continued = bool(out) and grid.width == width
        if found or not continued:
            headers = found
        width = grid.width
        for i, cells in enumerate(grid.rows):
            if i < first:
                continue
            row = _row(document, grid, i, cells, headers)
            if row is None:
                continue
            if continued and i == first and not found and _goes_on(row, out[-1]):
                out[-1] = _append(document, out[-1], cells)
            else:
                out.append(row)
    return out


def _headers(document: Document, grid: Grid) -> tuple[int, tuple[str, ...]]:
    """How many rows are the head, and the header of each column (empty where there is no head)."""
    heads: list[list[str]] = []
    for cells in grid.rows[:3]:
        texts = [join_spans(document.text, spans).text for spans in cells]
        filled = [text for text in texts if text]
        known = sum(_heads().match(key(text)) is not None for text in filled)
        if not filled or any(len(text) > 60 for text in filled):
            break
        index = _index().match(key(texts[0])) is not None
        under = bool(heads) and not texts[0][:1].isdigit() and known >= len(filled) / 2
        if (index and len(filled) > 1) or (known >= 2 and known * 2 >= len(filled)) or under:
            heads.append(texts)
        else:
            break
    if not heads:
        return 0, ()
    columns = []
    for i in range(grid.width):
        parts = dict.fromkeys(row[i] for row in heads if i < len(row) and row[i])
        columns.append(" ".join(parts))
    return len(heads), tuple(columns)


def _row(
    document: Document, grid: Grid, index: int, cells: tuple[tuple[Span, ...], ...], headers: tuple[str, ...]
) -> Row | None:
    flows = [join_spans(document.text, spans) for spans in cells]
    filled = [i for i, flow in enumerate(flows) if flow.text]
    if not filled:
        return None
    if headers and all(flows[i].text == headers[i] for i in filled if i < len(headers)):
        return None  # the head repeated on a new page
    label = None
    body = filled
    number = mend_digits(flows[0].text)
    if _is_index(number) and (not headers or _index().match(key(headers[0])) or not headers[0]):
        label, body = number, [i for i in filled if i != 0]
    if not body or _counts_columns(flows):
        return None
    columns = tuple(Column(headers[i] if i < len(headers) else "", flow) for i, flow in enumerate(flows))
    heading = index in grid.merged or (len(body) == 1 and len(flows) > 2 and body[0] <= 1)
    return Row(columns, label, grid.table, heading)


def _is_index(text: str) -> bool:
    return re.fullmatch(r"(?:\d{1,3}(?:\.\d{1,2}){0,3}|[IVX]{1,5}|[a-zđA-Z])[.)]?|[-+*]", text) is not None


def _counts_columns(flows: Sequence[Flow]) -> bool:
    """A row that numbers the columns: (1) (2) (3)."""
    texts = [flow.text.strip("() ") for flow in flows if flow.text]
    return len(texts) > 2 and texts == [str(i) for i in range(1, len(texts) + 1)]


def _goes_on(row: Row, before: Row) -> bool:
    """Whether a page's first row only ends the row that the page before began."""
    if row.label is not None or before.label is None:
        return False
    first = next((column.flow.text for column in row.columns if column.flow.text), "")
    return not row.columns[0].flow.text and (first[:1].islower() or not before_ends(before, row))


def before_ends(before: Row, row: Row) -> bool:
    """Whether the cells of `before` that `row` would continue are ended by a full stop."""
    return all(
        a.flow.text.rstrip().endswith((".", ";", "!")) or not a.flow.text
        for a, b in zip(before.columns, row.columns, strict=False)
        if b.flow.text
    )


def _append(document: Document, before: Row, cells: tuple[tuple[Span, ...], ...]) -> Row:
    columns = []
    for i, column in enumerate(before.columns):
        more = cells[i] if i < len(cells) else ()
        spans = [Span(start, start + length) for _, start, length in column.flow.pieces]
        columns.append(replace(column, flow=join_spans(document.text, [*spans, *more])) if more else column)
    return replace(before, columns=tuple(columns))


@cache
def _heads() -> re.Pattern[str]:
    words = load_toml(DATA / "lexicon" / "outline.toml")["columns"]
    return re.compile(rf"(?:{'|'.join(map(re.escape, [*words['index'], *words['heads']]))})\b")


@cache
def _index() -> re.Pattern[str]:
    words = load_toml(DATA / "lexicon" / "outline.toml")["columns"]
    return re.compile(rf"(?:{'|'.join(map(re.escape, words['index']))})\.?$")
