"""Lines that the engine passed over: a paragraph's last short word, a name beside a seal.

An engine that looks for lines itself drops what it takes for noise, and says nothing of it. The pieces of ink tell what
it should have seen: letters in a row of which no line has a word are read by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from pipeline.read.ocr.engine import Mode, Seen
from pipeline.read.ocr.layout import level
from pipeline.read.ocr.lines import LED, ReadLine, around, lines_of
from pipeline.read.ocr.prepare import SURVEY_DPI
from pipeline.read.ocr.seals import Circle
from pipeline.read.ocr.survey import Boxes
from schemas.page import Box
from vietnamese.casing import sentence_case
from vietnamese.fold import key
from vietnamese.lexicon import words as listed
from vietnamese.syllable import is_syllable

_POINT = SURVEY_DPI / 72.0
_LOW, _HIGH = 3.5, 16.0  # points: letters without marks, and capitals of headings
_LEAST = 9.0  # points: the breadth of the shortest word that is looked for
_GAP = 2.0  # heights between words of a row
_SURE = 0.9
_GUESS = 0.5  # below it a word is a guess
_MOST_LOOKS = 12  # of a page: more rows than these are a picture
_MOST_LETTERS = 1500
_ABOVE, _BELOW = 4.5, 3.0  # points for marks

ReadBox = Callable[[Box, Mode], list[Seen]]


def with_missed(
    lines: Sequence[ReadLine], letters: Boxes, read: ReadBox, *, within: Sequence[Box], apart: Sequence[Circle]
) -> list[ReadLine]:
    """`lines` and those that were passed over among `letters` (pieces of ink, survey pixels).

    `within`: where columns of text stand (points); `apart`: seals, in which nothing is looked for.
    """
    boxes = _unread(lines, letters, within, apart)
    if not 0 < len(boxes) <= _MOST_LOOKS:
        return list(lines)
    out = list(lines)
    led = [line.box for line in lines if LED.search(key(line.text).lower())]
    for box in boxes:
        if any(level(box, other) for other in led):
            continue  # a number or a day written by hand is read by those who know figures
        words = _believed(read(box, Mode.LINE)) or _believed(read(box, Mode.WORD))
        near = min(lines, key=lambda line: _distance(box, line.row), default=None)
        if words and near is not None:
            _put(words, near, out)
    return out


def _put(words: list[Seen], near: ReadLine, out: list[ReadLine]) -> None:
    """Set words into the line that they stand in, in place of what was guessed there, or as a line of their own."""
    box = around(words)
    if near not in out or not level(box, near.row):
        out.extend(lines_of(words, band=near.band, column=near.column))
        return
    kept = [word for word in near.words if word.confidence >= _GUESS or any(map(str.isalnum, word.text))]
    mine = tuple(sorted((*kept, *words), key=lambda word: word.box.x0))
    out[out.index(near)] = replace(near, words=mine, box=around(mine))


def _believed(words: Sequence[Seen]) -> list[Seen]:
    """The words of a look as one line, none where one of them is not sure, or nothing like a word stands among them."""
    heads = listed("bodies", "heads")
    sure = all(
        word.confidence >= (_GUESS if sentence_case(word.text) in heads else _SURE) for word in words
    )  # a head of an office is known by its letters
    says = any(len(letters := re.sub(r"\W", "", word.text)) > 1 and is_syllable(letters) for word in words)
    return [replace(word, line=0) for word in words] if sure and says else []


def _distance(box: Box, other: Box) -> float:
    """How far apart two boxes stand; of those that touch it the one at its height is nearest."""
    aside = max(0.0, other.x0 - box.x1, box.x0 - other.x1)
    return aside + abs(other.y0 + other.y1 - box.y0 - box.y1) / 2


def _unread(lines: Sequence[ReadLine], letters: Boxes, within: Sequence[Box], apart: Sequence[Circle]) -> list[Box]:
    """The boxes (points) of letters in a row in which no line has a word, from top to bottom."""
    boxes = letters / _POINT
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2
    left = np.zeros(len(boxes), np.bool_)
    for box in within:
        left |= _inside(middles, box, 0.0)
    high = boxes[:, 3] - boxes[:, 1]
    left &= (high >= _LOW) & (high <= _HIGH)
    for line in lines:
        for word in line.words:
            left &= ~_inside(middles, word.box, 1.5)
    for circle in apart:
        left &= np.hypot(middles[:, 0] - circle.x, middles[:, 1] - circle.y) > 1.05 * circle.radius
    if not 1 <= left.sum() <= _MOST_LETTERS:
        return []
    return [box for box in map(_row, _grouped(boxes[left])) if box is not None]


def _inside(middles: np.ndarray, box: Box, reach: float) -> np.ndarray:
    x, y = middles[:, 0], middles[:, 1]
    inside: np.ndarray = (x > box.x0 - reach) & (x < box.x1 + reach) & (y > box.y0 - reach) & (y < box.y1 + reach)
    return inside


def _grouped(boxes: np.ndarray) -> list[np.ndarray]:
    """Boxes that stand in a row, near each other."""
    groups: list[list[np.ndarray]] = []
    for box in boxes[np.argsort(boxes[:, 0])]:
        for group in groups:
            last = group[-1]
            height = min(box[3] - box[1], last[3] - last[1])
            overlap = min(box[3], last[3]) - max(box[1], last[1])
            if overlap > 0.4 * height and box[0] - last[2] < _GAP * max(box[3] - box[1], last[3] - last[1]):
                group.append(box)
                break
        else:
            groups.append([box])
    return sorted((np.array(group) for group in groups), key=lambda group: float(group[:, 1].min()))


def _row(group: np.ndarray) -> Box | None:
    """The box of a group with room for marks, None where it is too short for a word or unlike letters of one size."""
    x0, y0, x1, y1 = group[:, 0].min(), group[:, 1].min(), group[:, 2].max(), group[:, 3].max()
    if x1 - x0 < _LEAST or y1 - y0 > 2.2 * float(np.median(group[:, 3] - group[:, 1])):
        return None
    return Box(float(x0) - 4, float(y0) - _ABOVE, float(x1) + 4, float(y1) + _BELOW)
