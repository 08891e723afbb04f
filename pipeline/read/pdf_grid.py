"""Tables from the lines that a page draws: pdfplumber's table finder, fed with the lines that pdfium reports.

pdfplumber snaps and joins the lines, and finds the cells between their crossings. What it leaves to its caller is done
here: the sides of a table that are drawn open are closed, and its cells, which are boxes, get rows, columns and spans.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from pipeline.read.engine import RawCell, RawTable
from pipeline.read.pdf_drawn import Drawn
from schemas.page import Box

_NEAR = 3.0  # points within which lines are the same line, or meet; pdfplumber's own default
_MOST_PAIRS = 250_000  # of a horizontal and a vertical line; hatching and graph paper have more
_MOST_CROSSINGS = 4_000

_Edge: TypeAlias = dict[str, float | str]  # as pdfplumber names their parts
_Bounds: TypeAlias = tuple[float, float, float, float]  # left, top, right, bottom


def tables_of(drawn: Drawn) -> list[RawTable]:
    """The tables of two columns and more that the lines of a page draw, from top to bottom."""
    if len(drawn.horizontal) < 2 or len(drawn.vertical) < 2:
        return []
    lines = [_across((b.y0 + b.y1) / 2, b.x0, b.x1) for b in drawn.horizontal]
    lines += [_down((b.x0 + b.x1) / 2, b.y0, b.y1) for b in drawn.vertical]
    tables = [_table(cells) for group in _groups(_merged(lines)) for cells in _cells(_closed(group))]
    tables.sort(key=lambda table: (table[1].y0, table[1].x0))
    return [table for table, _ in tables if table.columns > 1]


def _across(y: float, left: float, right: float) -> _Edge:
    return {"x0": left, "x1": right, "top": y, "bottom": y, "width": right - left, "height": 0.0, "orientation": "h"}


def _down(x: float, top: float, bottom: float) -> _Edge:
    return {"x0": x, "x1": x, "top": top, "bottom": bottom, "width": 0.0, "height": bottom - top, "orientation": "v"}


def _merged(edges: list[_Edge]) -> list[_Edge]:
    from pdfplumber.table import merge_edges

    merged: list[_Edge] = merge_edges(edges, _NEAR, _NEAR, _NEAR, _NEAR)
    return merged


def _crossings(edges: list[_Edge]) -> dict[tuple[float, float], dict[str, list[_Edge]]]:
    """Where edges meet, and which; nothing for a drawing that has far too many lines for a table."""
    from pdfplumber.table import edges_to_intersections

    across = sum(edge["orientation"] == "h" for edge in edges)
    if across * (len(edges) - across) > _MOST_PAIRS:
        return {}
    met: dict[tuple[float, float], dict[str, list[_Edge]]] = edges_to_intersections(edges, _NEAR, _NEAR)
    return met if len(met) <= _MOST_CROSSINGS else {}


def _groups(edges: list[_Edge]) -> list[list[_Edge]]:
    """Edges that meet each other, directly or through others."""
    groups: list[dict[int, _Edge]] = []
    for met in _crossings(edges).values():
        group = {id(edge): edge for edge in (*met["v"], *met["h"])}
        apart = []
        for other in groups:
            if group.keys().isdisjoint(other):
                apart.append(other)
            else:
                group |= other
        groups = [*apart, group]
    return [list(group.values()) for group in groups]


def _closed(group: list[_Edge]) -> list[_Edge]:
    """A group's edges with its frame: many tables are drawn without their left and right sides, or all four."""
    left, right = _least(group, "x0"), _most(group, "x1")
    top, bottom = _least(group, "top"), _most(group, "bottom")
    frame = [_across(_drawn(group, "h", "top", y), left, right) for y in (top, bottom)]
    frame += [_down(_drawn(group, "v", "x0", x), top, bottom) for x in (left, right)]
    return _merged(group + frame)


def _drawn(group: list[_Edge], orientation: str, part: str, at: float) -> float:
    """Where a side of the frame is drawn: a side beside the line that it completes would shift that line."""
    lines = [float(edge[part]) for edge in group if edge["orientation"] == orientation]
    nearest = min(lines, key=lambda line: abs(line - at))
    return nearest if abs(nearest - at) <= _NEAR else at


def _least(group: Iterable[_Edge], part: str) -> float:
    return min(float(edge[part]) for edge in group)


def _most(group: Iterable[_Edge], part: str) -> float:
    return max(float(edge[part]) for edge in group)


def _cells(edges: list[_Edge]) -> list[list[_Bounds]]:
    """The cells of each table that edges make."""
    from pdfplumber.table import cells_to_tables, intersections_to_cells

    tables: list[list[_Bounds]] = cells_to_tables(intersections_to_cells(_crossings(edges)))
    return tables


def _table(cells: list[_Bounds]) -> tuple[RawTable, Box]:
    """The grid of cells: a row begins where one of them begins, and a cell spans the rows that begin beside it."""
    xs, ys = sorted({cell[0] for cell in cells}), sorted({cell[1] for cell in cells})
    placed = [
        RawCell(
            ys.index(y0),
            xs.index(x0),
            sum(y0 <= y < y1 for y in ys),
            sum(x0 <= x < x1 for x in xs),
            Box(x0, y0, x1, y1),
        )
        for x0, y0, x1, y1 in sorted(cells, key=lambda cell: (cell[1], cell[0]))
    ]
    box = Box(xs[0], ys[0], max(cell[2] for cell in cells), max(cell[3] for cell in cells))
    return RawTable(len(ys), len(xs), tuple(placed), box), box
