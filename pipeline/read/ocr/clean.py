"""The grey page without what is not print: rules, ball-pen strokes, rings of seals and signatures between the rows."""

from __future__ import annotations

import numpy as np

from pipeline.read.ocr.engine import Gray
from pipeline.read.ocr.pixels import cv2
from pipeline.read.ocr.prepare import SURVEY_DPI, Prepared, blue_share
from pipeline.read.ocr.survey import Survey
from schemas.page import Box

_POINT = SURVEY_DPI / 72.0


def without_rules(page: Prepared, seen: Survey) -> Gray:
    """The grey page with its rules painted white."""
    out = page.grey.copy()
    ratio = page.dpi / SURVEY_DPI
    for x0, y0, x1, y1 in (*seen.across, *seen.down):
        top, left = max(0, int((y0 - 1) * ratio)), max(0, int((x0 - 1) * ratio))
        out[top : int((y1 + 1) * ratio), left : int((x1 + 1) * ratio)] = 255
    return out


def without_pen(grey: Gray, page: Prepared) -> Gray:
    """Without large strokes in blue ink (signatures, initials); small blue print and handwritten numbers stay."""
    share = blue_share(page.colour)
    blue = (share > 28).astype(np.uint8)
    if blue.mean() < 2e-4:
        return grey
    point = page.colour_dpi / 72.0
    blue = cv2.morphologyEx(blue, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(blue, connectivity=8)
    large = (stats[:, 3] > 16 * point) | (stats[:, 2] > 30 * point)
    large[0] = False
    mask = cv2.dilate(large[labels].astype(np.uint8), np.ones((3, 3), np.uint8))
    size = (grey.shape[1], grey.shape[0])
    mask = cv2.resize(mask, size, interpolation=cv2.INTER_NEAREST)
    tinted = cv2.resize(share, size, interpolation=cv2.INTER_LINEAR) > 16
    out = grey.copy()
    # black print under the stroke has no tint of its own, and its edges are darker than the stroke's
    out[(mask > 0) & (grey > 45) & (tinted | (grey > 150))] = 255
    return out


def without_strokes(grey: Gray, page: Prepared, seen: Survey, rows: list[Box], area: Box) -> Gray:
    """Without the large pieces of ink in `area`, save where they cross one of `rows` (points): letters hang there."""
    x0, y0, x1, y1 = (max(0, int(value * _POINT)) for value in area)
    part = seen.bare[y0:y1, x0:x1]
    _, labels, stats, _ = cv2.connectedComponentsWithStats(part, connectivity=8)
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
