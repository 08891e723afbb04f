"""Rings of seals that are as black as print, taken off a page by their form.

A black-and-white scan leaves nothing to tell a seal's ink from print by, and its rings join the words that they cross
to one large piece. Unrolled about its middle a ring is a level line, thin and long; what goes on at right angles
through it is a letter's stroke and stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import hypot

import numpy as np
from numpy.typing import NDArray

from pipeline.read.ocr.engine import Gray
from pipeline.read.ocr.lifted import unrolled
from pipeline.read.ocr.looks import pieces_of
from pipeline.read.ocr.pixels import cv2, pieces
from pipeline.read.ocr.prepare import SURVEY_DPI, Prepared, ink_of, scaled
from pipeline.read.ocr.rows import rows
from pipeline.read.ocr.seals import Circle, fitted
from schemas.page import Box

_INNER, _OUTER = 0.55, 1.12  # of the radius: rings lie between
_DARK = 185  # grey levels; ink is darker
_RING = 1.06  # of a seal's radius: its outer edge, as far as it was found wrong
_ARC = 12.0  # points: no stroke of a letter runs along a ring so far
_THICK = (0.7, 1.0, 1.4, 2.0, 2.8)  # points: what rings are, the thinnest first
_UNEVEN = 0.5  # points: so much thicker than the rest is a ring here and there
_GAP = 3.0  # points: as broad is a stroke that crosses a ring
_BESIDE = 90.0  # points to either side of a seal in which rows that it crosses are looked for


def without_black_seals(page: Prepared, circles: Sequence[Circle]) -> Prepared:
    """The page without the seals in `circles` (points), and with the page as it was beside it."""
    grey, scale = page.grey.copy(), page.dpi / 72
    ink = (grey < _DARK).astype(np.uint8)
    apart = [one for i, one in enumerate(circles) if not any(_same(one, other) for other in circles[:i])]
    for circle in apart:
        place = fitted(ink, Circle(circle.x * scale, circle.y * scale, circle.radius * scale), page.dpi)
        _take_rings(grey, place, page.dpi)
        _take_words(grey, place, page.dpi)
    survey = ink_of(scaled(grey, page.dpi, SURVEY_DPI))
    return replace(page, grey=grey, survey=survey, lifted=(*page.lifted, *apart), sealed=page.grey)


def sealed_over(place: Box, page: Prepared) -> bool:
    """Whether a seal was taken off a place by its form alone: with its ring a mark may have gone, or a word."""
    return page.sealed is not None and any(_across(place, seal) for seal in page.lifted)


def _across(box: Box, seal: Circle) -> bool:
    """Whether any of a box lies on a seal."""
    x, y = min(max(seal.x, box.x0), box.x1), min(max(seal.y, box.y0), box.y1)
    return hypot(x - seal.x, y - seal.y) < _RING * seal.radius


def _same(one: Circle, other: Circle) -> bool:
    """Whether two rings are of one seal."""
    return bool(np.hypot(one.x - other.x, one.y - other.y) < 0.5 * other.radius)


def _take_rings(grey: Gray, circle: Circle, dpi: float) -> None:
    """Paint the rings about the middle of a circle (in pixels) white, in place."""
    first, last = max(4.0, _INNER * circle.radius), _OUTER * circle.radius
    around = unrolled(grey, circle, first, last, int(2 * np.pi * circle.radius))
    gone = _level_lines((around < _DARK).astype(np.uint8), dpi / 72)
    reach = int(last) + 2
    top, left = max(0, int(circle.y) - reach), max(0, int(circle.x) - reach)
    view = grey[top : int(circle.y) + reach, left : int(circle.x) + reach]
    mask = _rolled(gone, circle, first, (left, top), view.shape)
    stays = cv2.dilate(((view < _DARK) & ~mask).astype(np.uint8), _ones(3, 3)) > 0
    edges = cv2.dilate(mask.astype(np.uint8), _ones(5, 5)) > 0
    view[mask | (edges & ~stays)] = 255


def _take_words(grey: Gray, circle: Circle, dpi: float) -> None:
    """Paint white what stands in a seal (in pixels), in place, save in rows of print that begin or end beside it."""
    left, top, right, bottom = _window(grey, circle, dpi)
    view = grey[top:bottom, left:right]
    x, y = circle.x - left, circle.y - top
    labels, _, middles = pieces((view < _DARK).astype(np.uint8))
    inside = np.hypot(middles[:, 0] - x, middles[:, 1] - y) < circle.radius
    inside[0] = False
    gone = cv2.dilate(inside[labels].astype(np.uint8), _ones(3, 3)) > 0
    for first, last in _rows_beside(view, Circle(x, y, circle.radius), dpi):
        gone[max(0, int(first)) : int(last)] = False
    view[gone] = 255


def _window(grey: Gray, circle: Circle, dpi: float) -> tuple[int, int, int, int]:
    """The seal and what stands beside it, in pixels."""
    reach, beside = circle.radius + dpi / 12, circle.radius + _BESIDE * dpi / 72
    left, top = max(0, int(circle.x - beside)), max(0, int(circle.y - reach))
    return left, top, min(grey.shape[1], int(circle.x + beside)), min(grey.shape[0], int(circle.y + reach))


def _rows_beside(view: Gray, circle: Circle, dpi: float) -> list[tuple[float, float]]:
    """From where to where (pixels down) rows of print stand outside the circle, to either side of its middle."""
    boxes = pieces_of(view, dpi=round(dpi), to=round(SURVEY_DPI))
    ratio, point = SURVEY_DPI / dpi, dpi / 72
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2 / ratio, (boxes[:, 1] + boxes[:, 3]) / 2 / ratio
    outside = np.hypot(x - circle.x, y - circle.y) > circle.radius
    area = Box(0, 0, view.shape[1] / point, view.shape[0] / point)
    found = [row for side in (x > circle.x, x <= circle.x) for row in rows(boxes[outside & side], area)]
    return [(row.y0 * point, row.y1 * point) for row in found]


def _level_lines(ink: Gray, point: float) -> Gray:
    """Where long thin lines run from left to right (1), in an image whose right edge goes on at its left.

    From the thinnest on: what is thicker than the line about it is a stroke that crosses it, or a mark that touches it.
    """
    long, gap = round(_ARC * point), round(_GAP * point)
    rest = np.concatenate((ink[:, -long:], ink, ink[:, :long]), axis=1)
    out = np.zeros(rest.shape, np.uint8)
    for thick in _THICK:
        thin = rest & (1 - _as_tall(rest, thick * point))
        near = cv2.morphologyEx(cv2.dilate(thin, _ones(3, 1)), cv2.MORPH_CLOSE, _ones(1, gap))
        along = cv2.morphologyEx(near, cv2.MORPH_OPEN, _ones(1, long))
        found = along & rest & (1 - _as_tall(rest, (thick + _UNEVEN) * point))
        rest, out = rest & (1 - found), out | found
    return out[:, long:-long]


def _as_tall(ink: Gray, height: float) -> Gray:
    """The parts of ink that are taller than `height` pixels."""
    out: Gray = cv2.morphologyEx(ink, cv2.MORPH_OPEN, _ones(round(height) + 1, 1))
    return out


def _ones(high: int, wide: int) -> Gray:
    return np.ones((high, wide), np.uint8)


def _rolled(
    mask: Gray, circle: Circle, first: float, corner: tuple[int, int], shape: tuple[int, ...]
) -> NDArray[np.bool_]:
    """A mask of what is unrolled, laid back on the part of the page that begins at `corner` (across, down)."""
    down, across = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
    down, across = down + np.float32(corner[1] - circle.y), across + np.float32(corner[0] - circle.x)
    radius = np.hypot(across, down) - first
    angle = np.mod(np.arctan2(down, across), 2 * np.pi) * mask.shape[1] / (2 * np.pi)
    back = cv2.remap(
        mask * np.uint8(255),
        angle.astype(np.float32),
        radius.astype(np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_WRAP,
    )
    inside = (radius >= 0) & (radius < mask.shape[0] - 1)
    out: NDArray[np.bool_] = (back > 90) & inside
    return out
