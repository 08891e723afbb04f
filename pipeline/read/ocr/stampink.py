"""Which ink in a stamp's frame is the stamp's, and which the letter's that stands under it or runs into it.

The letter's is what goes on outside the frame: letters across its lines, and words of a line that stands beside it.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from pipeline.read.ocr.engine import Gray
from pipeline.read.ocr.pixels import cv2, pieces
from pipeline.read.ocr.prepare import SURVEY_DPI
from pipeline.read.ocr.survey import Survey
from schemas.page import Box

_POINT = SURVEY_DPI / 72.0
_AROUND = 16.0  # points around the frame that are looked at
_OVER = 2.5  # points: what reaches so far over the frame's box goes on outside it
_RUN = 14.0  # points: a drawn line, a row of dots
_GAP = 3.2  # points between two dots
_THIN = 2.9  # points: no line is thicker
_LETTER = (3.5, 16.0)  # points: how tall letters are, marks and all
_SPACE = 6.0  # points between two words of a line
_EATEN = 4.0  # points more where the frame's line stands between them, and a stem in it
_HEAD = 0.25  # of the frame's height: its first row, which is full of print
_EVEN = 1.8  # points: two letters of a line begin or end at the same height, as stems and bows do
_MARK = 5.0  # points between a letter and its mark


def stamp_ink(seen: Survey, box: Box) -> tuple[Gray, Gray, tuple[int, int]]:
    """The stamp's ink in and on its frame (`box` in points), the letter's, and the corner of both: survey's pixels."""
    left, top = (max(0, int((value - _AROUND) * _POINT)) for value in (box.x0, box.y0))
    ink = seen.ink[top : int((box.y1 + _AROUND) * _POINT), left : int((box.x1 + _AROUND) * _POINT)]
    frame = np.array(box) * _POINT - [left, top, left, top]
    lines = _lines(ink, frame)
    clear = cv2.bitwise_and(ink, ~lines)
    # a letter's stems through a line, and its feet in it
    through = cv2.morphologyEx(clear, cv2.MORPH_CLOSE, np.ones((7, 1), np.uint8))
    through = cv2.bitwise_or(through, cv2.dilate(clear, np.ones((5, 1), np.uint8)))
    rest = cv2.bitwise_and(ink, cv2.bitwise_or(~lines, through))
    labels, stats, _ = pieces(rest)
    boxes = np.concatenate((stats[:, :2], stats[:, :2] + stats[:, 2:4]), axis=1)
    over = _OVER * _POINT
    out = (boxes[:, 0] < frame[0] - over) | (boxes[:, 1] < frame[1] - over)
    out |= (boxes[:, 2] > frame[2] + over) | (boxes[:, 3] > frame[3] + over)
    out[0] = False
    out |= _cut_through(boxes, out, frame)
    on = _going_on(boxes, out, frame)
    kept = out | on
    stays: Gray = np.where(kept[labels], rest, 0)
    gone = cv2.bitwise_or(lines, np.where(kept[labels], np.uint8(0), rest))
    gone[: max(0, int(frame[1] - over))] = 0
    gone[int(frame[3] + over) + 1 :] = 0
    gone = cv2.dilate(gone, np.ones((3, 3), np.uint8))
    gone[stays > 0] = 0
    for x0, y0, x1, y1 in boxes[on].tolist():  # dots under a letter hurt it less than what takes its feet away
        gone[y0 : y1 + 2, x0:x1] = 0
    return gone, stays, (left, top)


def _lines(ink: Gray, frame: Any) -> Gray:
    """The drawn lines and rows of dots in a frame."""
    out = np.zeros_like(ink)
    thin = round(_THIN * _POINT)
    for across in (True, False):
        view = ink if across else np.ascontiguousarray(ink.T)
        closed = cv2.morphologyEx(view, cv2.MORPH_CLOSE, np.ones((1, round(_GAP * _POINT) if across else 3), np.uint8))
        runs = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, round(_RUN * _POINT)), np.uint8))
        fat = cv2.morphologyEx(runs, cv2.MORPH_OPEN, np.ones((thin, 1), np.uint8))
        runs = cv2.bitwise_and(runs, ~cv2.dilate(fat, np.ones((1, 3), np.uint8)))
        runs = cv2.dilate(runs, np.ones((3, 1), np.uint8))
        out = cv2.bitwise_or(out, runs if across else runs.T)
    out = cv2.bitwise_and(out, ink)
    x0, y0, x1, y1 = (int(value) for value in frame + np.array([-1, -1, 1, 1]) * _OVER * _POINT)
    inside: Gray = np.zeros_like(out)
    inside[max(0, y0) : y1 + 1, max(0, x0) : x1 + 1] = out[max(0, y0) : y1 + 1, max(0, x0) : x1 + 1]
    return inside


def _cut_through(boxes: Any, out: Any, frame: Any) -> Any:
    """The pieces inside that begin at the frame's upper or lower line where one outside ends: a letter's other half."""
    near = _OVER * _POINT
    halves = np.zeros_like(out)
    for edge, inner, outer in ((frame[1], 1, 3), (frame[3], 3, 1)):
        ends = boxes[out & (np.abs(boxes[:, outer] - edge) <= near)]
        for i in np.nonzero(~out & (np.abs(boxes[:, inner] - edge) <= near))[0].tolist():
            halves[i] = bool(((ends[:, 0] < boxes[i, 2]) & (ends[:, 2] > boxes[i, 0])).any())
    halves[0] = False
    return halves


def _going_on(boxes: Any, out: Any, frame: Any) -> Any:
    """The pieces inside that a line of letters outside goes on with, from either side, and the marks on them."""
    high = (boxes[:, 3] - boxes[:, 1]) / _POINT
    letter = (high >= _LETTER[0]) & (high <= _LETTER[1])
    letter &= out | (boxes[:, 3] > frame[1] + _HEAD * (frame[3] - frame[1]))
    kept = np.zeros(len(boxes), np.bool_)
    for near, far, sign in ((0, 2, 1), (2, 0, -1)):
        chain = out & letter
        order = np.argsort(-sign * boxes[:, far], kind="stable")
        for i in order[letter[order] & ~out[order]].tolist():
            gap = sign * (boxes[chain, near] - boxes[i, far]) / _POINT
            across = (boxes[chain, near] > frame[far]) if sign > 0 else (boxes[chain, near] < frame[far])
            level = np.abs(boxes[chain][:, 1::2] - boxes[i, 1::2]).min(axis=1) <= _EVEN * _POINT
            level &= np.minimum(boxes[chain, 3], boxes[i, 3]) > np.maximum(boxes[chain, 1], boxes[i, 1])
            chain[i] = bool((level & (gap <= np.where(across, _SPACE + _EATEN, _SPACE)) & (gap > -2 * _SPACE)).any())
        kept |= chain & ~out
    marks = np.zeros_like(kept)
    for x0, y0, x1, y1 in boxes[kept].tolist():
        middle = (boxes[:, 0] + boxes[:, 2]) / 2
        near = np.minimum(np.abs(boxes[:, 3] - y0), np.abs(boxes[:, 1] - y1)) <= _MARK * _POINT
        marks |= (middle >= x0) & (middle <= x1) & near & (high < _LETTER[0])
    marks[0] = False
    return kept | marks
