"""Frames of a stamp's size, told from their drawn lines: whole though the paper's edge cuts them off on a side, and
clean of the letter's lines that run into them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.read.ocr.engine import Gray
from pipeline.read.ocr.pixels import cv2
from pipeline.read.ocr.prepare import SURVEY_DPI
from pipeline.read.ocr.survey import Survey
from schemas.page import Box

_POINT = SURVEY_DPI / 72.0
_WIDE, _HIGH = (60.0, 240.0), (34.0, 140.0)  # points: how large such a stamp is
_HEAD = (9.0, 28.0)  # points: the row with the office's name
_ASIDE = 16.0  # points: how far the ends of a frame's lines stand from each other, one of them worn off
_ROOM = 4.0  # points around a frame that is made level
_THIN = 2.6  # points: no drawn line is thicker
_EDGE = 8.0  # points: a run of so many along an edge is the frame's line
_NEAR = 3.5  # points: how far from where it should be an edge's line is


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame on the page (points): its outer box, the foot of its first row, and by how many degrees it is askew."""

    box: Box
    head: float
    degrees: float


def ruled(seen: Survey) -> list[Frame]:
    """Frames of three lines across in the upper part of the page: top, foot of the first row, and bottom.

    No other line runs from side to side: rows of dots begin behind a label, tables have more lines.
    """
    across = seen.across / _POINT
    wide = across[:, 2] - across[:, 0]
    across = across[(across[:, 3] < 0.6 * seen.shape[0] / _POINT) & (wide >= _WIDE[0]) & (wide <= _WIDE[1])]
    across = across[np.argsort(across[:, 1], kind="stable")]
    out = []
    for i, top in enumerate(across):
        below = [line for line in across[i + 1 :] if _same(top, line) and line[1] - top[1] >= _HEAD[0]]
        if len(below) < 2 or below[0][1] - top[1] > _HEAD[1]:
            continue
        head, foot = below[0], below[1]
        if not _HIGH[0] <= foot[3] - top[1] <= _HIGH[1] or foot[1] - head[3] < _HEAD[0]:
            continue
        lines = (top, head, foot)
        x0, x1 = min(line[0] for line in lines), max(line[2] for line in lines)
        degrees = float(np.median([_slope(seen.ink, line) for line in lines]))
        out.append(Frame(Box(float(x0), float(top[1]), float(x1), float(foot[3])), float(head[3]), degrees))
    return out


def framed(outline: NDArray[np.bool_], degrees: float, where: Box) -> Frame | None:
    """The frame that a piece of ink is (its pixels on the survey, its box in points), with the line under its first
    row; None where it has none."""
    high, wide = outline.shape
    matrix = cv2.getRotationMatrix2D((wide / 2, high / 2), degrees, 1.0)
    mask = cv2.warpAffine(outline.astype(np.uint8), matrix, (wide, high), flags=cv2.INTER_NEAREST)
    runs = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((1, round(_EDGE * _POINT)), np.uint8))
    lines = np.nonzero((runs > 0).sum(axis=1) > 0.6 * wide)[0] / _POINT
    if not len(lines):
        return None
    head = lines[(lines > lines[0] + _HEAD[0]) & (lines < lines[0] + _HEAD[1])]
    return Frame(where, where.y0 + float(head[-1]), degrees) if len(head) else None


def _same(a: Any, b: Any) -> bool:
    """Whether two lines begin and end at nearly the same places."""
    return bool(abs(a[0] - b[0]) < _ASIDE and abs(a[2] - b[2]) < _ASIDE)


def _slope(ink: Gray, line: Any) -> float:
    """By how many degrees a drawn line falls to the right."""
    x0, y0, x1, y1 = (int(value * _POINT) for value in line)
    ys, xs = np.nonzero(ink[max(0, y0 - 1) : y1 + 2, x0:x1])
    return float(np.degrees(np.arctan(np.polyfit(xs, ys, 1)[0]))) if len(xs) > 1 else 0.0


def level_within(layer: Gray, dpi: int, frame: Frame) -> tuple[Gray, Box]:
    """What stands in a frame, turned level and without the frame's lines; and its place on the page (points)."""
    point = dpi / 72.0
    x0, y0 = (max(0, int((value - _ROOM) * point)) for value in (frame.box.x0, frame.box.y0))
    part = layer[y0 : int((frame.box.y1 + _ROOM) * point), x0 : int((frame.box.x1 + _ROOM) * point)]
    high, wide = part.shape
    matrix = cv2.getRotationMatrix2D((wide / 2, high / 2), frame.degrees, 1.0)
    level: Gray = cv2.warpAffine(part, matrix, (wide, high), flags=cv2.INTER_CUBIC, borderValue=255)
    where = Box(x0 / point, y0 / point, (x0 + wide) / point, (y0 + high) / point)
    inner = frame.box
    for near, across in ((inner.y0, True), (frame.head, True), (inner.y1, True), (inner.x0, False), (inner.x1, False)):
        _without_edge(level, point, near - (where.y0 if across else where.x0), across=across)
    return level, where


def _without_edge(image: Gray, point: float, near: float, *, across: bool) -> None:
    """Take a frame's line that runs `near` so many points from the image's edge off it, in place."""
    view = image if across else image.T
    y0, y1 = max(0, int((near - _NEAR) * point)), int((near + _NEAR) * point)
    ink = cv2.threshold(np.ascontiguousarray(view[y0:y1]), 160, 255, cv2.THRESH_BINARY_INV)[1]
    runs = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, round(_EDGE * point)), np.uint8))
    gone = cv2.bitwise_and(cv2.dilate(runs, np.ones((5, 3), np.uint8)), ink)
    tall = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((round(_THIN * point), 1), np.uint8))
    view[y0:y1][(cv2.dilate(gone, np.ones((3, 3), np.uint8)) > 0) & (tall == 0)] = 255
