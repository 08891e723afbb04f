"""The grey page without what is not print: rules, ball-pen strokes, rings of seals and signatures between the rows."""

from __future__ import annotations

import numpy as np

from pipeline.read.ocr.engine import Gray
from pipeline.read.ocr.pixels import cv2, pieces
from pipeline.read.ocr.prepare import BLUE, SURVEY_DPI, Prepared, scaled
from pipeline.read.ocr.survey import Survey
from schemas.page import Box

_POINT = SURVEY_DPI / 72.0


def without_rules(page: Prepared, seen: Survey) -> Gray:
    """The grey page with its rules and its rows of dots painted white: of dots an engine makes letters."""
    out = page.grey.copy()
    ratio = page.dpi / SURVEY_DPI
    for x0, y0, x1, y1 in (*seen.across, *seen.down, *seen.leaders):
        top, left = max(0, int((y0 - 1) * ratio)), max(0, int((x0 - 1) * ratio))
        out[top : int((y1 + 1) * ratio), left : int((x1 + 1) * ratio)] = 255
    return out


def without_pen(grey: Gray, page: Prepared) -> Gray:
    """Without large strokes in blue ink (signatures, initials); small blue print and handwritten numbers stay."""
    if page.blue is None:
        return grey
    tinted = cv2.threshold(page.blue, BLUE, 255, cv2.THRESH_BINARY)[1]
    small = (scaled(tinted, page.dpi, SURVEY_DPI) > 40).astype(np.uint8)  # a thin stroke is one pixel of four
    labels, stats, _ = pieces(small)
    out = grey.copy()
    ratio = page.dpi / SURVEY_DPI
    for label, (x, y, wide, high, _) in enumerate(stats.tolist()):
        if label == 0 or (high <= 16 * _POINT and wide <= 30 * _POINT):
            continue
        x0, y0, x1, y1 = max(0, x - 2), max(0, y - 2), x + wide + 2, y + high + 2
        stroke = cv2.dilate((labels[y0:y1, x0:x1] == label).astype(np.uint8), np.ones((3, 3), np.uint8))
        window = (slice(int(y0 * ratio), int(y1 * ratio)), slice(int(x0 * ratio), int(x1 * ratio)))
        view, blue = out[window], page.blue[window]
        mask = cv2.resize(stroke, (view.shape[1], view.shape[0]), interpolation=cv2.INTER_NEAREST) > 0
        # black print under the stroke has no tint of its own, and its edges are darker than the stroke's
        view[mask & (view > 45) & ((blue > 16) | (view > 150))] = 255
    return out


def without_strokes(grey: Gray, page: Prepared, seen: Survey, rows: list[Box], area: Box) -> Gray:
    """Without the large pieces of ink in `area`, save where they cross one of `rows` (points): letters hang there."""
    x0, y0, x1, y1 = (max(0, int(value * _POINT)) for value in area)
    part = seen.bare[y0:y1, x0:x1]
    labels, stats, _ = pieces(part)
    large = (stats[:, 3] > 22 * _POINT) | (stats[:, 2] > 90 * _POINT)
    large[0] = False
    mask = cv2.dilate(large[labels].astype(np.uint8), np.ones((3, 3), np.uint8))
    for row in rows:
        top, bottom = int(row.y0 * _POINT) - y0, int(row.y1 * _POINT) - y0
        left, right = int(row.x0 * _POINT) - x0, int(row.x1 * _POINT) - x0
        mask[max(0, top) : max(0, bottom), max(0, left) : max(0, right)] = 0
    ratio = page.dpi / SURVEY_DPI
    fy0, fx0 = int(y0 * ratio), int(x0 * ratio)
    fy1, fx1 = min(grey.shape[0], int(y1 * ratio)), min(grey.shape[1], int(x1 * ratio))
    full = cv2.resize(mask, (fx1 - fx0, fy1 - fy0), interpolation=cv2.INTER_NEAREST)
    out = grey.copy()
    out[fy0:fy1, fx0:fx1][full > 0] = 255
    return out
