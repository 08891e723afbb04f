"""What stands on a page before anything is read: drawn rules, pieces of ink, and which of them look like letters."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.read.ocr.engine import Gray
from pipeline.read.ocr.pixels import cv2, pieces
from pipeline.read.ocr.prepare import SURVEY_DPI

_POINT = SURVEY_DPI / 72.0  # pixels of the survey in one point

Boxes = NDArray[np.int32]  # n x 4: x0, y0, x1, y1 in pixels of the survey


@dataclass(frozen=True, slots=True)
class Survey:
    """The pieces of a page, in pixels of the survey (150 dpi)."""

    shape: tuple[int, int]
    across: Boxes  # horizontal rules
    down: Boxes  # vertical rules
    letters: Boxes  # pieces of ink of a letter's size, rules taken out
    strokes: Boxes  # larger pieces: signatures, frames, pictures
    leaders: Boxes  # rows of dots that hold a place open
    frames: Boxes  # pieces of all ink that are as large as a stamp's frame
    ink: Gray  # all ink
    bare: Gray  # the ink without the rules


def survey(ink: Gray) -> Survey:
    """Take the page's ink (255 on 0, 150 dpi) apart."""
    shape = (int(ink.shape[0]), int(ink.shape[1]))
    x0, y0, x1, y1 = _inked(ink)  # of red print there is little, and all that is done takes as long as there is paper
    found = _survey(ink[y0:y1, x0:x1])
    bare = np.zeros_like(ink)
    bare[y0:y1, x0:x1] = found.bare
    across, down, letters, strokes, dots, frames = (
        boxes + np.array([x0, y0, x0, y0], np.int32)
        for boxes in (found.across, found.down, found.letters, found.strokes, found.leaders, found.frames)
    )
    return Survey(shape, across, down, _away_from_edge(letters, shape), strokes, dots, frames, ink, bare)


def _inked(ink: Gray) -> tuple[int, int, int, int]:
    """The left, top, right and bottom of all ink, with the room that looking for rules in it needs."""
    x, y, wide, high = cv2.boundingRect(ink)
    room = round(6 * _POINT)
    return max(0, x - room), max(0, y - room), x + wide + room, y + high + room


def _survey(ink: Gray) -> Survey:
    """The survey of a part of a page, with the pieces at its edge."""
    across_mask, down_mask = _runs(ink, wide=True), _runs(ink, wide=False)
    rules = cv2.dilate(across_mask, np.ones((3, 1), np.uint8)) | cv2.dilate(down_mask, np.ones((1, 3), np.uint8))
    bare: Gray = cv2.bitwise_and(ink, cv2.bitwise_not(rules))
    stats = pieces(bare)[1][1:]
    width, height, area = stats[:, 2], stats[:, 3], stats[:, 4]
    boxes = np.stack([stats[:, 0], stats[:, 1], stats[:, 0] + width, stats[:, 1] + height], axis=1).astype(np.int32)
    letter = (height >= 2.5 * _POINT) & (height <= 22 * _POINT) & (width <= 90 * _POINT) & (area >= 6)
    letter &= ~((width > 6 * height) & (height < 3.5 * _POINT))  # a dash or a rule's rest
    stroke = (height > 22 * _POINT) | (width > 90 * _POINT)
    shape = (int(ink.shape[0]), int(ink.shape[1]))
    dots = boxes[(height <= 2.6 * _POINT) & (width <= 2.6 * _POINT) & (area >= 2)]
    return Survey(
        shape,
        _boxes(across_mask),
        _boxes(down_mask),
        boxes[letter],
        boxes[stroke],
        leaders(dots, shape),
        _of_a_stamp(ink),
        ink,
        bare,
    )


def _of_a_stamp(ink: Gray) -> Boxes:
    """The pieces of 34 to 240 points across and 14 to 140 high, in pixels of the survey."""
    stats = pieces(ink)[1][1:]
    boxes: Boxes = np.concatenate((stats[:, :2], stats[:, :2] + stats[:, 2:4]), axis=1)
    wide, high = (boxes[:, 2] - boxes[:, 0]) / _POINT, (boxes[:, 3] - boxes[:, 1]) / _POINT
    return boxes[(wide >= 34) & (wide <= 240) & (high >= 14) & (high <= 140)]


def leaders(dots: Boxes, shape: tuple[int, int]) -> Boxes:
    """Rows of at least six dots that stand close and evenly, as no marks of letters do."""
    mask = np.zeros(shape, np.uint8)
    for x0, y0, x1, y1 in dots:
        mask[y0:y1, x0:x1] = 255
    reach = round(4.2 * _POINT)
    joined = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((1, reach), np.uint8))
    rows = _boxes(joined)
    rows = rows[(rows[:, 2] - rows[:, 0] >= 14 * _POINT) & (rows[:, 3] - rows[:, 1] <= 3.6 * _POINT)]
    middles = (dots[:, :2] + dots[:, 2:]) / 2
    kept = []
    for row in rows:
        inside = (middles[:, 0] >= row[0]) & (middles[:, 0] <= row[2])
        inside &= (middles[:, 1] >= row[1]) & (middles[:, 1] <= row[3])
        steps = np.diff(np.sort(middles[inside, 0]))
        if len(steps) >= 5 and np.median(np.abs(steps - np.median(steps))) <= 0.3 * np.median(steps):
            kept.append(row)
    return np.array(kept, np.int32).reshape(-1, 4)


def _runs(ink: Gray, *, wide: bool) -> Gray:
    """Straight thin runs of ink: at least 34 points long (a row of letters has gaps), at most 2.4 points thick."""
    long, thick = round(34 * _POINT), round(2.4 * _POINT) + 1
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, 3) if wide else (3, 1), np.uint8))
    runs = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, long) if wide else (long, 1), np.uint8))
    fat = cv2.morphologyEx(runs, cv2.MORPH_OPEN, np.ones((thick, 1) if wide else (1, thick), np.uint8))
    out: Gray = cv2.bitwise_and(runs, cv2.bitwise_not(fat))
    return out


def _boxes(mask: Gray) -> Boxes:
    """The boxes of the pieces of a mask of which little is set: outlines cost less than labels there."""
    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    boxes = [(x, y, x + wide, y + high) for x, y, wide, high in map(cv2.boundingRect, outlines)]
    return np.array(boxes, np.int32).reshape(-1, 4)


def _away_from_edge(boxes: Boxes, shape: tuple[int, int]) -> Boxes:
    """Without the pieces at the paper's edge: shadows, holes and staples."""
    edge = round(6 * _POINT)
    inside = (
        (boxes[:, 0] > edge) & (boxes[:, 2] < shape[1] - edge) & (boxes[:, 1] > edge) & (boxes[:, 3] < shape[0] - edge)
    )
    return boxes[inside]
