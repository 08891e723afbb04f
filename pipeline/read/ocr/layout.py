"""Lines in reading order with their rows: side by side in a band share a row; a table's lines stay cell by cell."""

from __future__ import annotations

from pipeline.read.engine import RawLine, RawWord
from pipeline.read.ocr.engine import Seen
from pipeline.read.ocr.lines import STAMP, ReadLine
from schemas.page import Box, Origin


def laid_out(groups: list[list[ReadLine]]) -> list[RawLine]:
    """Lines in reading order with their rows: side by side in a band share a row; a table's lines stay cell by cell."""
    out: list[RawLine] = []
    row = -1
    bottom = 0.0
    for group in groups:
        top = min(line.box.y0 for line in group)
        height = max(line.box.height for line in group)
        row += 2 if row >= 0 and group[0].cell is None and top - bottom > 1.1 * height else 1
        bottom = max(bottom, *(line.box.y1 for line in group))
        for line in group:
            out.append(
                RawLine(
                    row=row,
                    words=tuple(_word(word) for word in line.words),
                    box=line.box,
                    size=_size(line),
                    cell=line.cell,
                    origin=Origin.OCR,
                )
            )
    return out


def rows_of(lines: list[ReadLine]) -> list[list[ReadLine]]:
    """Groups of lines that stand side by side, from top to bottom."""
    loose = sorted((line for line in lines if line.cell is None), key=_height)
    groups: list[list[ReadLine]] = []
    for line in loose:
        last = groups[-1] if groups else []
        beside = [other for other in last if other.column != line.column and other.band == line.band]
        if last and len(beside) == len(last) and any(level(line.box, other.box) for other in beside):
            last.append(line)
        else:
            groups.append([line])
    for group in groups:
        group.sort(key=lambda line: line.box.x0)
    cells = [line for line in lines if line.cell is not None]
    tables: dict[int, list[ReadLine]] = {}
    for line in cells:
        assert line.cell is not None
        tables.setdefault(line.cell.table, []).append(line)
    for mine in tables.values():
        top = min(line.box.y0 for line in mine)
        at = next((i for i, group in enumerate(groups) if min(line.box.y0 for line in group) > top), len(groups))
        groups[at:at] = [[line] for line in mine]
    return groups


def _height(line: ReadLine) -> float:
    """Where a line stands among the others: its middle; a stamp comes before the text that it stands beside."""
    return line.box.y0 if line.band == STAMP else (line.box.y0 + line.box.y1) / 2


def level(a: Box, b: Box) -> bool:
    """Whether two lines stand at the same height."""
    return min(a.y1, b.y1) - max(a.y0, b.y0) > 0.5 * min(a.height, b.height)


def _word(word: Seen) -> RawWord:
    return RawWord(
        word.text,
        word.box,
        confidence=round(word.confidence, 3),
        origin=Origin.OCR,
        gap=0 if word.glued else 1,
        read_as=word.read_as,
    )


def _size(line: ReadLine) -> float | None:
    """The font's size in points, guessed from the line's height (marks above and below make it vary)."""
    return round(line.box.height * 0.95, 1) if line.words else None
