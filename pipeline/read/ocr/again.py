"""A second look at short lines: read alone, a line keeps marks that the engine cuts off when it reads a column.

Only doubtful lines, and names that are not quite sure, are looked at again, for each look costs as much as the first;
of the two readings the surer one stands. Looking at every short line again cost five times as many looks and found 2
more wrong characters in 233 lines.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace

from pipeline.read.ocr.engine import Mode, Seen
from pipeline.read.ocr.lines import STAMP, ReadLine, lines_of, sureness
from schemas.page import Box
from vietnamese.fold import key

_SHORT = 260.0  # points; lines of the body are longer
_DOUBTFUL = 0.85
_MOST = 40  # lines of a page
_GUESS = 0.6  # below it a line may be marks that the engine tore from the line under them
_ABOVE, _BELOW = 6.0, 3.0  # points for the marks over capitals and under vowels

# the number and the date, which are read digit by digit beside what the first look made of them
_FILLED = re.compile(r"^\W*s[o0e]\W|ng.y.*th.ng|/\s?\w+-")

ReadBox = Callable[[Box, Mode], list[Seen]]


def looked_at_again(lines: Sequence[ReadLine], read: ReadBox) -> list[ReadLine]:
    """`lines` with the surer of two readings where a second look was worth its time."""
    out = list(lines)
    left = _MOST
    for i, line in enumerate(lines):
        if line.cell is not None or line.band >= STAMP // 2 or left == 0:
            continue
        if not _doubtful(line) or _FILLED.search(key(line.text).lower()):
            continue
        left -= 1
        words = [replace(word, line=0) for word in read(_room(line, lines), Mode.LINE)]
        if not words:
            continue
        other = lines_of(words, band=line.band, column=line.column)[0]
        if _better(other, line):
            out[i] = other
    return out


def _better(other: ReadLine, line: ReadLine) -> bool:
    """Whether a second reading is to be believed: the surer one, or the same letters with marks the first had cut off.

    An engine is as sure of a word whose marks were cut off as of any other.
    """
    if len(other.text) < 0.7 * len(line.text):
        return False
    if _mixed(other.text) > _mixed(line.text):
        return False  # "vỆ sinh": marks were taken for the height of a capital
    if key(other.text) == key(line.text) and _marks(other.text) > _marks(line.text):
        return sureness(other) > sureness(line) - 0.1
    return sureness(other) >= sureness(line)


def _mixed(text: str) -> int:
    """How many words begin small and go on with a capital."""
    return sum(word[:1].islower() and word[1:2].isupper() for word in text.split())


def _marks(text: str) -> int:
    return sum(unicodedata.combining(c) > 0 for c in unicodedata.normalize("NFD", text))


def _doubtful(line: ReadLine) -> bool:
    """Whether a second look may find more: of a long line on the whole, of a short one by its least sure word.

    A line of capitals or of capitalised words is a body, a position or a name, where a lost mark makes another name.
    """
    if line.box.width > _SHORT:
        return sureness(line) < _DOUBTFUL
    return all(word.text[:1].isupper() for word in line.words) or min(w.confidence for w in line.words) < _DOUBTFUL


def _room(line: ReadLine, lines: Sequence[ReadLine]) -> Box:
    """The line's box with room for its marks, as far as its neighbours leave it."""
    above, below = _ABOVE, _BELOW
    middle = (line.box.y0 + line.box.y1) / 2
    for other in lines:
        beside = other.band == line.band and other.column == line.column and sureness(other) > _GUESS
        if other is line or not beside or min(other.box.x1, line.box.x1) <= max(other.box.x0, line.box.x0):
            continue
        if (other.box.y0 + other.box.y1) / 2 < middle:
            above = max(0.5, min(above, line.box.y0 - other.box.y1 + 1.0))
        else:
            below = max(0.5, min(below, other.box.y0 - line.box.y1 + 1.0))
    return Box(line.box.x0 - 4, line.box.y0 - above, line.box.x1 + 4, line.box.y1 + below)
