"""Where to read: the page cut into bands and columns, so that the engine never sees two columns as one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.read.ocr.pixels import runs
from pipeline.read.ocr.prepare import SURVEY_DPI
from pipeline.read.ocr.survey import Survey
from schemas.page import Box

_POINT = SURVEY_DPI / 72.0
_COLUMNS_APART = 10  # grid cells, about points, of white between columns that are side by side in a row
_LINE = 5  # grid cells: a row of text is as high at least
_GRAIN = 2  # survey pixels in one cell of the occupancy grid: about a point


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the page to be read as one column of lines. `box` in points; `column` counts from 0 in its band."""

    box: Box
    band: int
    column: int


@dataclass(frozen=True, slots=True)
class Corridor:
    """White space between two columns, in grid cells."""

    x: int
    y0: int
    y1: int
    worth: float  # text rows on both sides, and half of those on one side, by its width
    width: int


def regions(page: Survey, *, without: Sequence[Box] = ()) -> list[Region]:
    """Bands from top to bottom, each with one column or two; what stands in the boxes `without` (tables) is left out.

    A column never reaches over such a box.
    """
    grid = _grid(page, without)
    if not grid.any():
        return []
    out: list[Region] = []
    top = 0
    for low, high in [*_spans(without, grid.shape[0]), (grid.shape[0], grid.shape[0])]:
        part = np.zeros_like(grid)
        part[top:low] = grid[top:low]
        out.extend(_cut(part, top, low, len({region.band for region in out})))
        beside = np.zeros_like(grid)
        beside[low:high] = grid[low:high]  # what stands beside a table, or between its cells' letters and its frame
        out.extend(_band(beside, low, high, [0, grid.shape[1]], len({region.band for region in out})))
        top = high
    return out


def _spans(boxes: Sequence[Box], height: int) -> list[tuple[int, int]]:
    """The rows of the grid that boxes take, overlapping ones joined."""
    unit = _POINT / _GRAIN
    spans: list[tuple[int, int]] = []
    for low, high in sorted((max(0, int(box.y0 * unit)), min(height, int(box.y1 * unit) + 1)) for box in boxes):
        if spans and low < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(high, spans[-1][1]))
        else:
            spans.append((low, high))
    return spans


def _cut(grid: NDArray[np.bool_], start: int, end: int, band: int) -> list[Region]:
    """The bands between two rows of the grid."""
    if grid.sum() < 4:
        return []
    width = grid.shape[1]
    out: list[Region] = []
    y = start
    for corridor in sorted(_corridors(grid), key=lambda c: c.y0):
        top, bottom = _above(grid, corridor.y0, y), _above(grid, _next(grid, corridor.y1, end), corridor.y1)
        out.extend(_band(grid, y, top, [0, width], band))
        band += 1
        out.extend(_band(grid, top, bottom, [0, corridor.x, width], band))
        band += 1
        y = bottom
    out.extend(_band(grid, y, end, [0, width], band))
    return out


def _above(grid: NDArray[np.bool_], row: int, least: int) -> int:
    """Where a band that begins with the text row at `row` is cut from what stands above it.

    Close under the row above, for the marks over capitals are too small to be in the grid and belong to the lower row.
    """
    above = np.nonzero(grid[least:row].any(axis=1))[0]
    last = least + int(above[-1]) + 1 if len(above) else least
    return min(row, last + min(2, (row - last) // 3)) if len(above) else last


def _next(grid: NDArray[np.bool_], row: int, end: int) -> int:
    """The first text row at or below `row`."""
    below = np.nonzero(grid[row:end].any(axis=1))[0]
    return row + int(below[0]) if len(below) else end


def _grid(page: Survey, without: Sequence[Box]) -> NDArray[np.bool_]:
    """Which cells of the page letters stand in."""
    height, width = page.shape[0] // _GRAIN + 1, page.shape[1] // _GRAIN + 1
    grid = np.zeros((height, width), np.bool_)
    for boxes in (page.letters, page.leaders):  # a column does not end in the middle of a row of dots
        for x0, y0, x1, y1 in boxes // _GRAIN:
            grid[y0 : y1 + 1, x0 : x1 + 1] = True
    unit = _POINT / _GRAIN
    for box in without:
        grid[
            max(0, int(box.y0 * unit)) : int(box.y1 * unit) + 1, max(0, int(box.x0 * unit)) : int(box.x1 * unit) + 1
        ] = False
    return grid


def _band(grid: NDArray[np.bool_], y0: int, y1: int, edges: list[int], band: int) -> list[Region]:
    """The columns of a band, each trimmed to its letters (with a margin for marks above and below)."""
    out = []
    for column, (x0, x1) in enumerate(pairwise(edges)):
        part = grid[y0:y1, x0:x1]
        if part.sum() < 4:
            continue
        columns = np.nonzero(part.any(axis=0))[0]
        rows = np.nonzero(part.any(axis=1))[0]
        unit = _GRAIN / _POINT
        left, right = max(x0, x0 + columns[0] - 5), min(x1, x0 + columns[-1] + 6)
        top, bottom = max(y0, y0 + rows[0] - 5), min(y1, y0 + rows[-1] + 6)
        out.append(Region(Box(left * unit, top * unit, right * unit, bottom * unit), band, column))
    return out


def _corridors(grid: NDArray[np.bool_]) -> list[Corridor]:
    """White corridors with text rows on both sides, best first, none over another."""
    _, xs = np.nonzero(grid)
    left, right = int(np.percentile(xs, 0.5)), int(np.percentile(xs, 99.5))
    span = right - left
    candidates: list[Corridor] = []
    before = np.logical_or.accumulate(grid, axis=1)
    after = np.logical_or.accumulate(grid[:, ::-1], axis=1)[:, ::-1]
    xs = np.arange(left + span // 5, right - span // 6, 2)
    for x, white in _white(grid, xs, before[:, xs - 1], after[:, xs]):
        candidates.extend(_at(grid, x, white, before[:, x - 1], after[:, x]))
    candidates.sort(key=lambda c: (c.worth, c.width), reverse=True)
    kept: list[Corridor] = []
    for candidate in candidates:
        if all(candidate.y1 <= k.y0 or candidate.y0 >= k.y1 for k in kept):
            kept.append(candidate)
    return kept


def _white(
    grid: NDArray[np.bool_], xs: NDArray[np.int_], left: NDArray[np.bool_], right: NDArray[np.bool_]
) -> list[tuple[int, list[tuple[int, int]]]]:
    """The columns of `xs` with runs of at least 22 rows that are white for 6 points around, with text on both sides.

    `left` and `right` say of each row and column whether there are letters before and after. All columns at once, one
    under the other: by themselves they take ten times as long.
    """
    half = 3
    ink = np.pad(np.cumsum(grid, axis=1), ((0, 0), (1, 0)))
    white = ink[:, np.minimum(xs + half, grid.shape[1])] == ink[:, np.maximum(xs - half, 0)]
    rows = grid.shape[0] + 1  # a row between columns, which ends each run
    under = [np.pad(what.T, ((0, 0), (0, 1))).ravel() for what in (white, left, right)]
    edges = np.nonzero(np.diff(np.concatenate(([0], under[0].astype(np.int8), [0]))))[0]
    y0, y1 = edges[::2], edges[1::2]
    texts = [np.concatenate(([0], np.cumsum(what))) for what in under[1:]]
    kept = (y1 - y0 >= 22) & (np.minimum(*(text[y1] - text[y0] for text in texts)) >= 2 * _LINE)
    found: dict[int, list[tuple[int, int]]] = {}
    for a, b in zip(y0[kept].tolist(), y1[kept].tolist(), strict=True):
        found.setdefault(int(xs[a // rows]), []).append((a % rows, a % rows + b - a))
    return list(found.items())


def _at(grid: NDArray[np.bool_], x: int, white: list[tuple[int, int]], left: Any, right: Any) -> list[Corridor]:
    """The corridors in the white runs of rows around column `x`.

    `left` and `right` say of each row whether it has letters before and after `x`.
    """
    before, after = runs(left), runs(right)
    out = []
    for y0, y1 in white:
        # a text row that goes on outside the run crosses the corridor: only whole rows count
        lefts = [(a, b) for a, b in before if a >= y0 and b <= y1 and b - a >= _LINE]
        rights = [(a, b) for a, b in after if a >= y0 and b <= y1 and b - a >= _LINE]
        for last in (0, -1):  # nor does a paragraph's last line that has a wide space there
            while lefts and rights and _is_one_line(grid, x, lefts[last], rights[last]):
                lefts.pop(last)
                rights.pop(last)
        if min(len(lefts), len(rights)) < 2:
            continue
        top, bottom = min(lefts[0][0], rights[0][0]), max(lefts[-1][1], rights[-1][1])
        rows = sum(any(a < d and c < b for c, d in rights) for a, b in lefts)
        empty: Any = ~np.asarray(grid[top:bottom].any(axis=0))
        a = b = x
        while a > 0 and empty[a - 1]:
            a -= 1
        while b < grid.shape[1] and empty[b]:
            b += 1
        if rows < 2 or (rows < 3 and b - a < 14):
            continue
        worth = (rows + (len(lefts) + len(rights) - 2 * rows) / 2) * min(b - a, 12)
        out.append(Corridor((a + b) // 2, top, bottom, worth, b - a))
    return out


def _is_one_line(grid: NDArray[np.bool_], x: int, left: tuple[int, int], right: tuple[int, int]) -> bool:
    """Whether the rows on both sides of `x` are level, and no farther apart than words of one line are."""
    (a, b), (c, d) = left, right
    if min(b, d) - max(a, c) < 0.5 * min(b - a, d - c):
        return False
    inked = np.nonzero(grid[min(a, c) : max(b, d)].any(axis=0))[0]
    before, after = inked[inked < x], inked[inked >= x]
    return len(before) > 0 and len(after) > 0 and int(after[0] - before[-1]) < _COLUMNS_APART
