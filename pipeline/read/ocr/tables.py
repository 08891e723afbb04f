"""Tables of a scan: grids of drawn rules, and their cells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.read.ocr.pixels import cv2
from pipeline.read.ocr.prepare import SURVEY_DPI
from pipeline.read.ocr.survey import Boxes, Survey
from schemas.page import Box

_POINT = SURVEY_DPI / 72.0
_JOIN = 5  # survey pixels by which ends of rules may miss each other


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell between drawn rules; `box` in points."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as drawn. `cells` from left to right, top to bottom."""

    box: Box
    rows: int
    columns: int
    cells: tuple[GridCell, ...]


def grids(page: Survey) -> list[Grid]:
    """The tables of a page: rules that touch each other and enclose at least two cells."""
    if len(page.across) < 2 or len(page.down) < 2:
        return []
    mask = np.zeros(page.shape, np.uint8)
    for x0, y0, x1, y1 in page.across:
        mask[max(0, y0 - 1) : y1 + 1, max(0, x0 - _JOIN) : x1 + _JOIN] = 255
    for x0, y0, x1, y1 in page.down:
        mask[max(0, y0 - _JOIN) : y1 + _JOIN, max(0, x0 - 1) : x1 + 1] = 255
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    out = []
    for label, (x, y, width, height, _) in enumerate(stats.tolist()):
        if label == 0 or width < 70 * _POINT or height < 14 * _POINT:
            continue
        part = labels[y : y + height, x : x + width] == label
        across, down = _inside(page.across, x, y, width, height), _inside(page.down, x, y, width, height)
        if len(across) < 2 or len(down) < 2:
            continue
        grid = _grid(part, across, down, x, y)
        if grid is not None:
            out.append(grid)
    return sorted(out, key=lambda grid: (grid.box.y0, grid.box.x0))


def _inside(boxes: Boxes, x: int, y: int, width: int, height: int) -> Boxes:
    keep = (
        (boxes[:, 0] >= x - 2)
        & (boxes[:, 2] <= x + width + 2)
        & (boxes[:, 1] >= y - 2)
        & (boxes[:, 3] <= y + height + 2)
    )
    return boxes[keep]


def _grid(part: np.ndarray, across: Boxes, down: Boxes, x: int, y: int) -> Grid | None:
    """The cells that a connected set of rules (True in `part`, whose corner is at x, y) encloses."""
    _, _, stats, _ = cv2.connectedComponentsWithStats((~part).astype(np.uint8), connectivity=4)
    height, width = part.shape
    rows = _levels((across[:, 1] + across[:, 3]) / 2)
    columns = _levels((down[:, 0] + down[:, 2]) / 2)
    cells = []
    for label, (cx, cy, cw, ch, area) in enumerate(stats.tolist()):
        touches_edge = cx == 0 or cy == 0 or cx + cw == width or cy + ch == height
        if label == 0 or touches_edge or cw < 7 * _POINT or ch < 7 * _POINT or area < 0.6 * cw * ch:
            continue
        top, bottom = _nearest(rows, y + cy), _nearest(rows, y + cy + ch)
        left, right = _nearest(columns, x + cx), _nearest(columns, x + cx + cw)
        box = Box((x + cx) / _POINT, (y + cy) / _POINT, (x + cx + cw) / _POINT, (y + cy + ch) / _POINT)
        cells.append(GridCell(top, left, max(1, bottom - top), max(1, right - left), box))
    if len(cells) < 2:
        return None
    cells = _numbered(cells)
    whole = Box(x / _POINT, y / _POINT, (x + width) / _POINT, (y + height) / _POINT)
    return Grid(
        whole,
        max(cell.row + cell.row_span for cell in cells),
        max(cell.column + cell.column_span for cell in cells),
        tuple(cells),
    )


def _levels(places: np.ndarray) -> list[float]:
    """Places of rules, those closer than 4 points taken as one."""
    levels: list[list[float]] = []
    for place in sorted(float(p) for p in places):
        if levels and place - levels[-1][-1] < 4 * _POINT:
            levels[-1].append(place)
        else:
            levels.append([place])
    return [sum(level) / len(level) for level in levels]


def _nearest(levels: list[float], place: float) -> int:
    return min(range(len(levels)), key=lambda i: abs(levels[i] - place))


def _numbered(cells: list[GridCell]) -> list[GridCell]:
    """Rows and columns counted from 0 without those in which no cell begins."""
    rows = sorted({cell.row for cell in cells})
    columns = sorted({cell.column for cell in cells})

    def count(levels: list[int], first: int, span: int) -> int:
        return max(1, sum(first <= level < first + span for level in levels))

    return sorted(
        (
            GridCell(
                rows.index(cell.row),
                columns.index(cell.column),
                count(rows, cell.row, cell.row_span),
                count(columns, cell.column, cell.column_span),
                cell.box,
            )
            for cell in cells
        ),
        key=lambda cell: (cell.row, cell.column),
    )
