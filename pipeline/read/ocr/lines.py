"""A line as it was read, before it becomes a raw line of the page."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.read.engine import RawCellAt
from pipeline.read.ocr.engine import Seen
from schemas.page import Box
from vietnamese.syllable import is_syllable


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line as read, boxes in points of the straight page. Lines of one band stand in columns side by side."""

    words: tuple[Seen, ...]
    box: Box
    band: int
    column: int
    cell: RawCellAt | None = None

    @property
    def text(self) -> str:
        """The words with single spaces, none before a word that is glued to the one before."""
        out = ""
        for word in self.words:
            out += word.text if not out or word.glued else " " + word.text
        return out


def lines_of(words: list[Seen], *, band: int, column: int, cell: RawCellAt | None = None) -> list[ReadLine]:
    """The lines that an engine's words make up, each from left to right."""
    out: list[ReadLine] = []
    for number in dict.fromkeys(word.line for word in words):
        mine = tuple(sorted((word for word in words if word.line == number), key=lambda word: word.box.x0))
        box = mine[0].box
        for word in mine[1:]:
            box = box.union(word.box)
        out.append(ReadLine(mine, box, band, column, cell))
    return out


def without_dust(lines: list[ReadLine]) -> list[ReadLine]:
    """The lines that say something: specks, strokes and marks torn from their letters, read as signs, are left out."""
    return [line for line in lines if line.cell is not None or _says_something(line)]


def _says_something(line: ReadLine) -> bool:
    sure = sum(word.confidence for word in line.words) / len(line.words)
    if sure >= 0.75 and all(any(c.isalnum() for c in word.text) for word in line.words):
        return True
    for word in line.words:
        letters = "".join(c for c in word.text if c.isalnum())
        if len(letters) >= 3 and word.confidence >= 0.3:
            return True
        if len(letters) >= 2 and word.confidence >= 0.5 and is_syllable(letters):
            return True
    return sum(c.isalnum() for c in line.text) >= 8
