"""A page photographed on a table, made flat: found by its four edges and brought back to a sheet of A4."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.read.ocr.engine import Colour, Gray
from pipeline.read.ocr.pixels import cv2

_SMALL = 640  # pixels of the longer side on which the page is looked for
_A4 = (8.27, 11.69)  # inches
_LEAST, _MOST = 0.2, 0.97  # share of the picture that the page covers
_FOUR = 0.96  # of the bright patch's hull: as much must four straight edges hold, or it is no sheet
_SIDES = (1.15, 1.75)  # long to short side: A4 has 1.41, and slant changes it
_BRIGHTER = 35.0  # grey levels between paper and what lies around it; half of it in the shade
_REACH = 10  # pixels of the small picture: so far from the rough side is its edge looked for
_SEEN = 0.75  # of each side must be an edge
_EDGE = 0.012  # of the picture's longer side: corners as near as this to the picture's are no paper's edge

Points = NDArray[np.float32]  # 4 x 2, clockwise from the top left


class Flat(NamedTuple):
    """A page without slant, and its resolution: the sheet is taken to be A4."""

    image: Colour
    dpi: float


def flattened(image: Colour, *, most_dpi: float) -> Flat | None:
    """The sheet in a photograph, at its own resolution or `most_dpi`; None where no sheet's edges are seen.

    A sheet is the largest patch that is brighter than what lies around it, where four straight edges bound it.
    """
    ratio = _SMALL / max(image.shape[:2])
    if ratio >= 1:
        return None
    small = cv2.resize(image, None, fx=ratio, fy=ratio, interpolation=cv2.INTER_AREA)
    corners = _sheet(small)
    if corners is None:
        return None
    corners = (corners + 0.5) / ratio - 0.5
    top, right, bottom, left = (float(np.hypot(*(b - a))) for a, b in pairwise([*corners, corners[0]]))
    across, down = max(top, bottom), max(left, right)
    inches = _A4 if down > across else _A4[::-1]
    dpi = min(most_dpi, max(across / inches[0], down / inches[1]))
    wide, high = round(inches[0] * dpi), round(inches[1] * dpi)
    flat = np.array([(0, 0), (wide, 0), (wide, high), (0, high)], np.float32)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), flat)
    out: Colour = cv2.warpPerspective(
        image, matrix, (wide, high), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return Flat(out, dpi)


def _sheet(small: Colour) -> Points | None:
    """The corners of the sheet in a small picture, None where there is none or it fills the picture.

    Paper is brighter than what it lies on, or less coloured; where a shadow falls it is darker than paper elsewhere, so
    several levels are tried. Whatever they give must have a sheet's edges all the way round.
    """
    soft = cv2.GaussianBlur(small, (0, 0), 1.2)
    grey = cv2.cvtColor(soft, cv2.COLOR_RGB2GRAY)
    colour = cv2.subtract(cv2.max(cv2.max(soft[..., 0], soft[..., 1]), soft[..., 2]), soft.min(axis=2))
    level = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[0]
    tinted = cv2.threshold(colour, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[0]
    patches = [(grey > level * share) for share in (1.0, 0.85, 0.7, 0.55, 1.15)] + [colour < tinted]
    best: tuple[float, Points] | None = None
    for patch in patches:
        rough = _patch(patch.astype(np.uint8))
        corners = None if rough is None else _drawn_to_edges(rough, grey)
        if corners is None or not _like_a_sheet(corners, grey.shape):
            continue
        seen = _edge_seen(corners, grey)
        if seen >= _SEEN and (best is None or seen > best[0]):
            best = seen, corners
    return None if best is None else best[1]


def _patch(bright: Gray) -> Points | None:
    """The corners of the largest patch, where four straight sides hold it."""
    bright = cv2.morphologyEx(bright, cv2.MORPH_CLOSE, np.ones((13, 13), np.uint8))  # print is no hole in the paper
    bright = cv2.morphologyEx(bright, cv2.MORPH_OPEN, np.ones((9, 9), np.uint8))
    outlines, _ = cv2.findContours(bright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not outlines:
        return None
    hull = cv2.convexHull(max(outlines, key=cv2.contourArea))
    area = cv2.contourArea(hull)
    if not _LEAST * bright.size < area < _MOST * bright.size:
        return None
    corners = _four(hull)
    return corners if corners is not None and abs(cv2.contourArea(corners) / area - 1) < 1 - _FOUR else None


def _four(hull: NDArray[np.int32]) -> Points | None:
    """The four corners of a hull, clockwise from the top left; None where it has more or fewer."""
    round_it = cv2.arcLength(hull, True)
    for share in (0.01, 0.02, 0.03, 0.05):
        corners = cv2.approxPolyDP(hull, share * round_it, True)[:, 0, :].astype(np.float32)
        if len(corners) == 4:
            middle = corners.mean(axis=0)
            angles = np.arctan2(corners[:, 1] - middle[1], corners[:, 0] - middle[0])
            corners = corners[np.argsort(angles)]  # clockwise on a picture, whose y runs down
            first = int(np.argmin(corners.sum(axis=1)))
            out: Points = np.roll(corners, -first, axis=0)
            return out
    return None


def _across(a: Any, b: Any, grey: Gray) -> tuple[Any, Any, Any]:
    """Points along a side from `a` to `b`, the direction out of the sheet, and how the grey falls off across it.

    The fall is that from 3 pixels within to 3 pixels without, for each point (rows) and each shift of it outwards
    (columns, -_REACH.._REACH pixels).
    """
    along = np.linspace(0.04, 0.96, 60)[:, None]
    points = a + (b - a) * along
    out = np.array([b[1] - a[1], a[0] - b[0]]) / max(1.0, float(np.hypot(*(b - a))))
    shifts = np.arange(-_REACH - 3, _REACH + 4)
    at = points[:, None, :] + out * shifts[None, :, None]
    x = np.clip(np.round(at[..., 0]), 0, grey.shape[1] - 1).astype(np.int64)
    y = np.clip(np.round(at[..., 1]), 0, grey.shape[0] - 1).astype(np.int64)
    levels = grey[y, x].astype(np.float64)
    return points, out, levels[:, : 2 * _REACH + 1] - levels[:, 6:]


def _drawn_to_edges(corners: Points, grey: Gray) -> Points | None:
    """The corners where straight lines meet that follow the steepest falls beside the sides."""
    lines = []
    for a, b in pairwise([*corners, corners[0]]):
        points, out, falls = _across(a, b, grey)
        at = points + out * (falls.argmax(axis=1) - _REACH)[:, None]
        steep = falls.max(axis=1) > _BRIGHTER / 2
        if steep.sum() < 15:
            return None
        vx, vy, x, y = cv2.fitLine(at[steep].astype(np.float32), cv2.DIST_HUBER, 0, 0.01, 0.01)[:, 0].tolist()
        lines.append((vy, -vx, vy * x - vx * y))
    meet = []
    for one, other in pairwise([lines[-1], *lines]):
        matrix = np.array([one[:2], other[:2]])
        if abs(np.linalg.det(matrix)) < 0.3:
            return None
        meet.append(np.linalg.solve(matrix, np.array([one[2], other[2]])))
    return np.array(meet, np.float32)


def _edge_seen(corners: Points, grey: Gray) -> float:
    """How much of the side of which least is seen is an edge, from bright within to dark without, 0..1."""
    falls = [
        _across(a, b, grey)[2][:, _REACH - 2 : _REACH + 3].max(axis=1) for a, b in pairwise([*corners, corners[0]])
    ]
    return min(float((fall > _BRIGHTER / 2).mean()) for fall in falls)


def _like_a_sheet(corners: Points, shape: tuple[int, ...]) -> bool:
    """Whether a quadrilateral has a sheet's sides and does not fill the picture."""
    top, right, bottom, left = (float(np.hypot(*(b - a))) for a, b in pairwise([*corners, corners[0]]))
    across, down = (top + bottom) / 2, (left + right) / 2
    if not _SIDES[0] <= max(across, down) / max(1.0, min(across, down)) <= _SIDES[1]:
        return False
    high, wide = shape[:2]
    ends = np.array([(0, 0), (wide - 1, 0), (wide - 1, high - 1), (0, high - 1)], np.float32)
    return not (np.hypot(*(corners - ends).T) <= _EDGE * max(high, wide)).all()
