"""A line as it was read, before it becomes a raw line of the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.read.engine import RawCellAt
from pipeline.read.ocr.engine import Seen
from pipeline.read.ocr.specks import without_specks
from schemas.page import Box
from vietnamese.fold import key
from vietnamese.syllable import is_syllable

STAMP = 20_000  # the band of stamped words, which stand beside everything


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

    @property
    def row(self) -> Box:
        """Its box as high as most of its words are: specks that an engine takes for words reach into other lines."""
        tops, bottoms = sorted(word.box.y0 for word in self.words), sorted(word.box.y1 for word in self.words)
        middle = len(self.words) // 2
        return Box(self.box.x0, tops[middle], self.box.x1, bottoms[middle])


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


def sureness(*lines: ReadLine) -> float:
    """The mean confidence of the words, by their lengths; 0 where there are none."""
    words = [word for line in lines for word in line.words]
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / letters if letters else 0.0


def without_dust(lines: list[ReadLine]) -> list[ReadLine]:
    """The lines that say something: specks, strokes and marks torn from their letters, read as signs, are left out."""
    trimmed = [_trimmed(replace(line, words=tuple(without_specks(line.words)))) for line in lines]
    return [line for line in trimmed if line.words and (line.cell is not None or _says_something(line))]


_APART = 60.0  # points of white within a line, as between two columns
LED = re.compile(r"^\W*s[o0]\b|ng.y|th.ng")  # a line whose blanks are to be filled in: number, date


def apart(lines: list[ReadLine]) -> list[ReadLine]:
    """Lines cut where the engine read two columns as one (`Nơi nhận:` and the position beside it).

    A number's or a date's line has such gaps of its own, and so have lines with rows of dots, put in before.
    """
    out: list[ReadLine] = []
    for line in lines:
        if line.cell is not None or LED.search(key(line.text).lower()):
            out.append(line)
            continue
        ends = [i + 1 for i, (a, b) in enumerate(pairwise(line.words)) if b.box.x0 - a.box.x1 > _APART]
        for column, (start, end) in enumerate(pairwise([0, *ends, len(line.words)])):
            words = line.words[start:end]
            out.append(replace(line, words=words, box=around(words), column=line.column + column))
    return out


def around(words: Sequence[Seen]) -> Box:
    """The box of some words."""
    box = words[0].box
    for word in words[1:]:
        box = box.union(word.box)
    return box


def with_leaders(lines: list[ReadLine], rows: Sequence[Box]) -> list[ReadLine]:
    """Lines with the rows of dots that stand in them (points) as words of dots, where nothing was written on them."""
    out = list(lines)
    for row in rows:
        x, y = (row.x0 + row.x1) / 2, (row.y0 + row.y1) / 2
        near = [i for i, line in enumerate(out) if line.box.y0 < y < line.box.y1 + 3]
        if not near:
            continue
        at = min(near, key=lambda i: max(out[i].box.x0 - row.x1, row.x0 - out[i].box.x1, 0.0))
        line = out[at]
        if any(word.box.x0 < x < word.box.x1 for word in line.words):
            continue
        dots = Seen("." * max(3, round(row.width / 3.5)), row, 0.9, 0, 0)
        words = tuple(sorted((*line.words, dots), key=lambda word: word.box.x0))
        out[at] = replace(line, words=words, box=line.box.union(row))
    return out


_STRAY = "\"“”'‘’`´_~^|¬«»<>°"
_BULLETS = ("-", "–", "—", "+", "*", "•", "...", "…")


def _trimmed(line: ReadLine) -> ReadLine:
    """A line without what hangs on its ends: signs that are no words, quotes that nothing answers."""
    words = list(line.words)
    for end in (0, -1):
        while words and _is_stray(words[end], first=end == 0):
            words.pop(end)
    if not words:
        return replace(line, words=())
    text = " ".join(word.text for word in words)
    if not any(c in text[1:] for c in "”\"’'»"):
        words[0] = replace(words[0], text=words[0].text.lstrip(_STRAY) or words[0].text)
    if not any(c in text[:-1] for c in "“\"‘'«"):
        words[-1] = replace(words[-1], text=words[-1].text.rstrip(_STRAY) or words[-1].text)
    if words == list(line.words):
        return line
    box = words[0].box
    for word in words[1:]:
        box = box.union(word.box)
    return replace(line, words=tuple(words), box=box)


def _is_stray(word: Seen, *, first: bool) -> bool:
    if word.script != "print" or (first and word.text in _BULLETS) or word.confidence >= 0.75:
        return False
    if not first and set(word.text) <= set("./;:,"):
        return False
    text = word.text.strip("();:,./") if not first else word.text  # `(b/c);` at the end of a line says something
    return sum(c.isalnum() for c in text) < 0.5 * len(text) or not any(c.isalnum() for c in text)


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
