"""Tables: column widths by what they hold, wrapped cells, drawn rules; a row is not parted over pages."""

from __future__ import annotations

from collections.abc import Sequence

from scripts.letters.layout import LEFT, RIGHT, Line, Row, Setter, Word, break_lines
from scripts.letters.model import Block

SIZE = 12.0
PAD = 4.0
LEADING = SIZE * 1.25


def table(setter: Setter, rows: Sequence[Block]) -> None:
    """Set a table; the head is bold and repeated on each page."""
    widths = column_widths(rows)
    head = rows[0] if rows[0].role == "columns" else None
    for row in rows:
        height = _height(row, widths)
        if setter.y + height > 785:
            setter.new_page()
            if head is not None and row is not head:
                _row(setter, head, widths)
        _row(setter, row, widths)
    setter.y += 8


def column_widths(rows: Sequence[Block]) -> list[float]:
    """Share the page's width by the square root of each column's text, narrow ones (STT) kept narrow."""
    count = len(rows[0].cells)
    longest = [max(len(row.cells[i].text) for row in rows) for i in range(count)]
    shares = [max(3.2, min(length, 120) ** 0.62) for length in longest]
    return [(RIGHT - LEFT) * share / sum(shares) for share in shares]


def _height(row: Block, widths: Sequence[float]) -> float:
    return max(len(lines) for lines in _lines(row, widths)) * LEADING + 2 * PAD


def _lines(row: Block, widths: Sequence[float]) -> list[list[tuple[Row, float, bool]]]:
    bold = row.role == "columns"
    return [
        break_lines(cell.runs, width - 2 * PAD, size=SIZE, first=0.0, bold=bold)
        for cell, width in zip(row.cells, widths, strict=True)
    ]


def _row(setter: Setter, row: Block, widths: Sequence[float]) -> None:
    height = _height(row, widths)
    top, x = setter.y, LEFT
    for lines, width in zip(_lines(row, widths), widths, strict=True):
        y = top + PAD - 2
        for words, natural, _ in lines:
            y += LEADING
            centred = row.role == "columns" or width < 40
            at = x + (width - natural) / 2 if centred else x + PAD
            out = []
            for text, face, wide, space in words:
                out.append(Word(text, at, wide, face, SIZE))
                at += wide + space
            setter.sheets.lines.append(Line(setter.page, y, tuple(out), "table", order=top))
        x += width
    right = x
    setter.rule(LEFT, top, right, top)
    setter.rule(LEFT, top + height, right, top + height)
    x = LEFT
    for width in [0.0, *widths]:
        x += width
        setter.rule(x, top, x, top + height)
    setter.y = top + height
