"""Zoned documents made of plain paragraphs and tables, for tests of extractors."""

from __future__ import annotations

from itertools import pairwise

from schemas.page import Document, Line, Page, Source, Span
from schemas.zone import Block, BlockKind, Cell, Column, Zoned, join_spans


def body(*paragraphs: str, under: dict[int, int] | None = None, title: str = "") -> Zoned:
    """A letter whose body is `paragraphs`, which may hold line breaks; `under` gives a paragraph its parent."""
    return _zoned([(BlockKind.PARAGRAPH, (p,)) for p in paragraphs], headers=(), under=under or {}, title=title)


def rows(headers: tuple[str, ...], *cells: tuple[str, ...]) -> Zoned:
    """A letter whose body is one table."""
    return _zoned([(BlockKind.ROW, row) for row in cells], headers=headers, under={}, title="")


def _zoned(
    blocks: list[tuple[BlockKind, tuple[str, ...]]], *, headers: tuple[str, ...], under: dict[int, int], title: str
) -> Zoned:
    pieces = [title, *(piece for _, block in blocks for piece in block)]
    text = "\n".join(pieces)
    starts = [0]
    for piece in pieces[:-1]:
        starts.append(starts[-1] + len(piece) + 1)
    spans = [Span(start, start + len(piece)) for start, piece in zip(starts, pieces, strict=True)]
    made, at = [], 1
    for index, (kind, block) in enumerate(blocks):
        here = spans[at : at + len(block)]
        columns = tuple(
            Column(header, join_spans(text, [span])) for header, span in zip(headers, here, strict=True)
        ) if headers else ()  # fmt: skip
        made.append(
            Block(
                index,
                kind,
                join_spans(text, here),
                parent=under.get(index),
                columns=columns,
                table=0 if headers else None,
            )
        )
        at += len(block)
    lines, cells = _lines(text, len(title))
    document = Document(Source("thu.txt", "0" * 64, "text/plain"), text, lines, (Page(1, Span(0, len(text))),))
    return Zoned(document, lines, cells, tuple(made))


def _lines(text: str, title: int) -> tuple[tuple[Line, ...], tuple[Cell, ...]]:
    breaks = [-1, *(i for i, char in enumerate(text) if char == "\n"), len(text)]
    lines = tuple(Line(1, a + 1, b, row) for row, (a, b) in enumerate(pairwise(breaks)) if text[a + 1 : b].strip())
    return lines, tuple(Cell.TITLE if line.end <= title else Cell.BODY for line in lines)
