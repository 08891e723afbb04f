"""The rows of the arrival stamp as Phụ lục IV of Nghị định 30/2020 has it: ĐẾN beside `Số: ……` and `Ngày: ……`, then
`Chuyển: ……` and `Lưu hồ sơ số: ……`, which people write over the dots of.

The rows are told from their dots, the labels are read one by one: of the whole, written over, an engine reads little.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from rapidfuzz import fuzz

from pipeline.read.ocr.engine import Gray, Mode, Seen
from pipeline.read.ocr.marks import bare_letters
from pipeline.read.ocr.pixels import cv2, pieces
from pipeline.read.ocr.stamped import Inside, Label, Rows
from schemas.page import Box

_GAP = 3.2  # points between two dots of a row at most
_RUN, _LONG = 18.0, 30.0  # points: of a row of dots in one piece, and of one that is a row of the stamp
_THICK = 3.0  # points: a row of dots is thinner
_SAME = 4.0  # points between two rows at least
_ASIDE = 0.15  # of the stamp's breadth, left of the rows of number and day: there stands ĐẾN
_ABOVE, _BELOW = 12.0, 3.5  # points around a row's dots in which its label stands
_BEFORE = 2.5  # points of white before a label that are shown
_LABEL_GAP = 2.2  # points between the letters of a label at most
# how much of a label must be seen where it is looked for, in per cent; two letters are soon misread
_LIKE = {"Số:": 50.0, "Ngày:": 75.0, "Chuyển:": 70.0, "Lưu hồ sơ số:": 60.0}
_SHOWN = (20.0, 28.0)  # points of a row that are shown to the engine for its label


@dataclass(frozen=True, slots=True)
class Row:
    """A row of dots in a level stamp: from where to where, and its middle; points of the page."""

    x0: float
    x1: float
    y: float


@dataclass(frozen=True, slots=True)
class Standard:
    """A stamp of the standard form: its number's and its day's row with their labels, and the stamp without dots."""

    number: tuple[Label, Rows]
    date: tuple[Label, Rows]
    others: tuple[Label, ...]
    stamp: Inside


def standard(stamp: Inside, head: float) -> Standard | None:
    """The rows of a stamp of the standard form whose first row ends at `head` (points); None where it is none."""
    rows = [row for row in dots(stamp) if row.y > head + _SAME]
    beside = [row for row in rows if row.x0 > stamp.frame.x0 + _ASIDE * stamp.frame.width]
    if len(beside) < 2 or len(rows) < 3:
        return None
    clean = replace(stamp, image=without_dots(stamp, rows))
    number = _labelled("Số:", beside, (stamp, clean))
    if number is None:
        return None
    left, under = number[0].first.box.x0, [row for row in beside if row.y > number[1].y]
    date = _labelled("Ngày:", under, (stamp, clean), left=left)
    if date is None:
        return None
    apart = date[1].y - number[1].y
    below = [label for row in rows if row.y > date[1].y and (label := _other(row, left, stamp, clean)) is not None]
    if not below:
        return None
    first = Rows(number[1].y, min(apart, number[1].y - head), left)
    return Standard((number[0], first), (date[0], Rows(date[1].y, apart, left)), tuple(below), clean)


def _labelled(
    name: str, rows: Sequence[Row], shown: tuple[Inside, Inside], *, left: float | None = None
) -> tuple[Label, Row] | None:
    """The first of some rows that begins with a label: at `left`, or where its dots or those of the next row begin."""
    for i, row in enumerate(rows):
        for x0 in sorted({row.x0, min(one.x0 for one in rows[i : i + 2])}, reverse=True) if left is None else (left,):
            if (label := _label(name, row, x0, shown)) is not None:
                return label, row
    return None


def dots(stamp: Inside) -> list[Row]:
    """The rows of dots in a level stamp, from top to bottom."""
    point = stamp.dpi / 72.0
    closed = cv2.morphologyEx(stamp.ink(), cv2.MORPH_CLOSE, np.ones((1, int(_GAP * point)), np.uint8))
    runs = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, int(_RUN * point)), np.uint8))
    fat = cv2.morphologyEx(runs, cv2.MORPH_OPEN, np.ones((int(_THICK * point), 1), np.uint8))
    runs = cv2.bitwise_and(runs, cv2.bitwise_not(cv2.dilate(fat, np.ones((3, 3), np.uint8))))
    found = pieces(runs)[1][1:, :4] / point
    out: list[Row] = []
    for x, y, wide, high in sorted(found.tolist(), key=lambda one: float(one[1])):
        row = Row(stamp.frame.x0 + x, stamp.frame.x0 + x + wide, stamp.frame.y0 + y + high / 2)
        if wide < _LONG:
            continue
        if out and row.y - out[-1].y < _SAME:
            row = Row(min(row.x0, out[-1].x0), max(row.x1, out[-1].x1), out[-1].y)
            out.pop()
        out.append(row)
    return out


def without_dots(stamp: Inside, rows: Sequence[Row]) -> Gray:
    """The stamp's image without its rows of dots; where a stroke goes through them, they stay."""
    point, out = stamp.dpi / 72.0, stamp.image.copy()
    ink = stamp.ink() > 0
    reach = int(0.5 * point) + 1
    for row in rows:
        top = max(reach, int((row.y - stamp.frame.y0 - 0.6 * _THICK) * point))
        foot = min(len(out) - reach, int((row.y - stamp.frame.y0 + 0.6 * _THICK) * point))
        through = ink[top - reach : top].any(axis=0) | ink[foot : foot + reach].any(axis=0)
        out[top:foot, ~through] = 255
    return out


def _label(name: str, row: Row, left: float, shown: tuple[Inside, Inside]) -> Label | None:
    """The label before a row of dots, read with its dots and without; None where it is another or none."""
    for stamp in shown:
        for wide in _SHOWN:
            box = Box(left - _BEFORE, row.y - _ABOVE, left + wide, row.y + _BELOW)
            text = "".join(word.text for word in _seen(stamp, box))[: len(name)]
            if fuzz.ratio(bare_letters(name), bare_letters(text)) >= _LIKE[name]:
                first = Seen(name, box._replace(x0=left, x1=_end(shown[1], row, left)), 0.9, 0, 0)
                return Label(name, (first,), first, ())
    return None


def _end(stamp: Inside, row: Row, left: float) -> float:
    """Where the letters of a label end that begins at `left`: they stand closer than writing does."""
    _, found, middles = stamp.pieces()
    mine = (middles[:, 1] > row.y - _ABOVE) & (middles[:, 1] < row.y + _BELOW) & (found[:, 3] < _ABOVE)
    mine &= (found[:, 0] > left - 3) & (found[:, 0] < left + _SHOWN[1])
    mine[0] = False
    end = left + _SHOWN[0] / 2
    for x, wide in sorted(zip(found[mine, 0].tolist(), found[mine, 2].tolist(), strict=True)):
        if x - end > _LABEL_GAP:
            break
        end = max(end, x + wide)
    return end


def _other(row: Row, left: float, *shown: Inside) -> Label | None:
    """`Chuyển` or `Lưu hồ sơ số`, where a row below begins with it: at the frame, or under the other labels."""
    frame = shown[0].frame
    for x0, x1 in ((frame.x0 + 5, frame.x0 + 0.5 * frame.width), (left - _BEFORE, left + _SHOWN[1])):
        box = Box(x0, row.y - _ABOVE, x1, row.y + _BELOW)
        for stamp in shown:
            text = bare_letters("".join(word.text for word in _seen(stamp, box)))
            for name in ("Lưu hồ sơ số:", "Chuyển:"):
                letters = bare_letters(name)
                if len(text) >= 0.6 * len(letters) and fuzz.partial_ratio(letters, text) >= _LIKE[name]:
                    part = Seen(name, box, 0.9, 0, 0)
                    return Label(name, (part,), part, ())
    return None


def _seen(stamp: Inside, box: Box) -> list[Seen]:
    x0, y0, x1, y1 = (max(0, int(value)) for value in stamp.pixels(box))
    part = stamp.image[y0:y1, x0:x1]
    return stamp.read(part, (box.x0, box.y0), Mode.LINE) if min(part.shape, default=0) >= 8 else []
