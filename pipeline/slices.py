"""Parts of a document as documents of their own: offsets, rows and tables begin anew, page numbers stay the file's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from schemas.page import CellAt, Document, Line, Page, Remark, Signature, Span, Table


def cut(document: Document, starts: Sequence[int]) -> list[Document]:
    """`document` cut before each of the lines `starts` (ascending indices, none of them 0)."""
    bounds = [0, *starts, len(document.lines)]
    return [_part(document, bounds, i) for i in range(len(bounds) - 1)]


def _part(document: Document, bounds: list[int], index: int) -> Document:
    first, last = bounds[index], bounds[index + 1]
    lines = document.lines[first:last]
    start = 0 if index == 0 else lines[0].start
    end = document.lines[last].start if last < len(document.lines) else len(document.text)
    text = document.text[start:end].rstrip() if last < len(document.lines) else document.text[start:end]
    pages = _pages(document, first, last)
    numbers = {page.number for page in pages}
    kept = sorted({line.cell.table for line in lines if line.cell is not None})
    tables = {old: new for new, old in enumerate(kept)}
    row = min((line.row for line in lines), default=0)
    return replace(
        document,
        text=text,
        lines=tuple(_line(line, start, row, tables) for line in lines),
        pages=tuple(_page(page, start, len(text)) for page in pages),
        tables=tuple(_table(document.tables[old], new, start, len(text)) for old, new in tables.items()),
        signatures=tuple(s for s in document.signatures if _belongs(s, numbers, index)),
        remarks=tuple(r for r in document.remarks if r.page is None or r.page in numbers),
    )


def _belongs(item: Signature | Remark, numbers: set[int], index: int) -> bool:
    """Whether something belongs to a part by its page; without a page it belongs to the first."""
    return index == 0 if item.page is None else item.page in numbers


def _pages(document: Document, first: int, last: int) -> list[Page]:
    """The pages that the lines `first` to `last` stand on, and pages without lines up to the next part."""
    low = document.pages[0].number if first == 0 else document.lines[first].page
    if last == len(document.lines):
        high = document.pages[-1].number
    else:
        after = document.lines[last]
        shared = document.lines[last - 1].page == after.page
        high = after.page if shared else after.page - 1
    return [page for page in document.pages if low <= page.number <= high]


def _line(line: Line, start: int, row: int, tables: dict[int, int]) -> Line:
    cell = line.cell
    return replace(
        line,
        start=line.start - start,
        end=line.end - start,
        row=line.row - row,
        words=tuple(replace(word, start=word.start - start, end=word.end - start) for word in line.words),
        cell=None if cell is None else CellAt(tables[cell.table], cell.row, cell.column),
    )


def _page(page: Page, start: int, length: int) -> Page:
    return replace(page, span=_within(page.span, start, length))


def _table(table: Table, index: int, start: int, length: int) -> Table:
    cells = tuple(replace(cell, span=_within(cell.span, start, length)) for cell in table.cells)
    return replace(table, index=index, cells=cells)


def _within(span: Span, start: int, length: int) -> Span:
    low = min(max(span.start - start, 0), length)
    return Span(low, min(max(span.end - start, low), length))
