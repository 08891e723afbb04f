"""Tables of a scan: grids of drawn rules, and their cells."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pipeline.read.ocr.pixels import cv2, pieces, runs
from pipeline.read.ocr.prepare import SURVEY_DPI
from pipeline.read.ocr.survey import Boxes, Survey
from schemas.page import Box

_POINT = SURVEY_DPI / 72.0
_JOIN = 5  # survey pixels by which ends of rules may miss each other
_REACH = 12  # survey pixels by which the end of a rule that runs to another may miss it
_MEANT = 0.3  # the share of an edge that must be drawn for the rest to be a gap in it: of cells that are one none is


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
    labels, stats, _ = pieces(mask)
    out = []
    for label, (x, y, width, height, _) in enumerate(stats.tolist()):
        if label == 0 or width < 70 * _POINT or height < 14 * _POINT:
            continue
        across, down = _of(labels, label, page.across), _of(labels, label, page.down)
        if len(across) < 2 or len(down) < 2:
            continue
        part = labels[y : y + height, x : x + width] == label
        if _grid(part, across, down, x, y) is None:
            continue  # a stamp's frame, too, and what is drawn over letters
        _close(part, across - (x, y, x, y), down - (x, y, x, y))
        grid = _grid(part, across, down, x, y)
        if grid is not None:
            out.append(grid)
    return sorted(out, key=lambda grid: (grid.box.y0, grid.box.x0))


def _of(labels: np.ndarray, label: int, rules: Boxes) -> Boxes:
    """The rules that belong to a connected set; an underlined word in a cell belongs to none."""
    middles = (rules[:, :2] + rules[:, 2:]) // 2
    mine: Boxes = rules[labels[middles[:, 1], middles[:, 0]] == label]
    return mine


def _close(part: np.ndarray, across: Boxes, down: Boxes) -> None:
    """Draw the gaps in rules: of an edge between two crossing rules most is drawn, or nothing of it is meant.

    A scanner loses ends and stretches of thin rules, most of all near the paper's edge, and one gap makes two cells
    one, or opens a cell to the outside. `part` is drawn on; the rules' places are in its pixels.
    """
    _close_across(part, across, down)
    turned = [boxes[:, [1, 0, 3, 2]] for boxes in (down, across)]
    _close_across(part.T, *turned)


def _close_across(part: np.ndarray, across: Boxes, down: Boxes) -> None:
    middles = (across[:, 1] + across[:, 3]) / 2
    levels = _levels(middles)
    at = np.array([_nearest(levels, middle) for middle in middles])
    for i, level in enumerate(levels):
        pieces = across[at == i]
        drawn = np.zeros(part.shape[1], np.bool_)
        for x0, _, x1, _ in pieces:
            drawn[max(0, x0) : x1] = True
        for start, end in _missing(drawn, _edges(down, level, frame=i in (0, len(levels) - 1))):
            near = pieces[(pieces[:, 0] <= end + _JOIN) & (pieces[:, 2] >= start - _JOIN)]
            part[max(0, near[:, 1].min() - 1) : near[:, 3].max() + 1, start : end + 1] = True


def _edges(down: Boxes, level: float, *, frame: bool) -> list[tuple[int, int]]:
    """The stretches of a level between rules that cross it; the frame's side is one."""
    crossing = down if frame else down[(down[:, 1] - _REACH <= level) & (down[:, 3] + _REACH >= level)]
    places = [round(place) for place in _levels((crossing[:, 0] + crossing[:, 2]) / 2)]
    return [(places[0], places[-1])] if frame else list(pairwise(places))


def _missing(drawn: np.ndarray, edges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The stretches where nothing is drawn of edges of which most is."""
    out = []
    for left, right in edges:
        edge = drawn[left:right]
        if len(edge) == 0 or not _MEANT <= float(edge.mean()) < 1.0:
            continue
        out += [(left + a, left + b) for a, b in runs(~edge)]
    return out


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
