"""Documents of plain lines, and zoned ones whose cells are given, for tests of zones and of the header's extractors."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from schemas.page import Document, Line, Origin, Page, Source, Span
from schemas.zone import Cell, Zoned

SOURCE = Source("thu.txt", "0" * 64, "text/plain")


def document(text: str, *, origin: Origin = Origin.EMBEDDED) -> Document:
    """A document without boxes: every physical line that is not blank is a line, a form feed begins a page."""
    lines, pages = [], []
    at = row = 0
    for number, page in enumerate(text.split("\f"), start=1):
        start = at
        for printed in page.split("\n"):
            bare = printed.strip()
            if bare:
                low = at + printed.index(bare)
                lines.append(Line(number, low, low + len(bare), row, origin=origin))
            at += len(printed) + 1
            row += 1
        pages.append(Page(number, Span(start, at)))
    return Document(SOURCE, text.replace("\f", "\n"), tuple(lines), tuple(pages))


def zoned(*cells: tuple[Cell, str], origin: Origin = Origin.EMBEDDED) -> Zoned:
    """A zoned document of these cells; a text may hold several lines."""
    made = document("\n".join(text for _, text in cells), origin=origin)
    bounds = list(accumulate(len(text) + 1 for _, text in cells))
    kinds = tuple(cells[bisect_right(bounds, line.start)][0] for line in made.lines)
    return Zoned(made, made.lines, kinds, ())
