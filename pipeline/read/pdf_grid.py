"""Tables from the lines that a page draws: lines that cross make a grid, what no line divides is one cell."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.read.engine import RawCell, RawTable
from pipeline.read.pdf_drawn import Drawn
from schemas.page import Box

_NEAR = 3.0  # points within which lines are the same line, or meet
_MOST_CELLS = 20_000


@dataclass(slots=True, frozen=True)
class _Edge:
    """A line at `at` (its y if horizontal, x if vertical) from `low` to `high`."""

    at: float
    low: float
    high: float


def tables_of(drawn: Drawn) -> list[RawTable]:
    """The tables of two columns and more that the lines of a page draw, from top to bottom."""
    if len(drawn.horizontal) < 2 or len(drawn.vertical) < 2:
        return []
    across = _merge([_Edge((box.y0 + box.y1) / 2, box.x0, box.x1) for box in drawn.horizontal])
    down = _merge([_Edge((box.x0 + box.x1) / 2, box.y0, box.y1) for box in drawn.vertical])
    tables = [_table(h, v) for h, v in _groups(across, down)]
    return sorted((t for t in tables if t is not None), key=lambda t: (t.box or Box(0, 0, 0, 0)).y0)


def _merge(edges: list[_Edge]) -> list[_Edge]:
    """Edges on one line that touch become one, and lines closer than `_NEAR` become one line."""
    out: list[_Edge] = []
    group: list[_Edge] = []
    for edge in sorted(edges, key=lambda e: e.at):
        if group and (edge.at - group[-1].at > _NEAR / 2 or edge.at - group[0].at > _NEAR):
            out += _joined(group)
            group = []
        group.append(edge)
    return out + (_joined(group) if group else [])


def _joined(group: list[_Edge]) -> list[_Edge]:
    at = sum(edge.at for edge in group) / len(group)
    out: list[_Edge] = []
    for edge in sorted(group, key=lambda e: e.low):
        if out and edge.low <= out[-1].high + _NEAR:
            out[-1] = _Edge(at, out[-1].low, max(out[-1].high, edge.high))
        else:
            out.append(_Edge(at, edge.low, edge.high))
    return out


def _groups(across: list[_Edge], down: list[_Edge]) -> list[tuple[list[_Edge], list[_Edge]]]:
    """Lines that cross each other, directly or through others."""
    parent = list(range(len(across) + len(down)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, h in enumerate(across):
        for j, v in enumerate(down, start=len(across)):
            if h.low - _NEAR <= v.at <= h.high + _NEAR and v.low - _NEAR <= h.at <= v.high + _NEAR:
                parent[root(j)] = root(i)
    groups: dict[int, tuple[list[_Edge], list[_Edge]]] = {}
    for i, h in enumerate(across):
        groups.setdefault(root(i), ([], []))[0].append(h)
    for j, v in enumerate(down, start=len(across)):
        groups.setdefault(root(j), ([], []))[1].append(v)
    return [(h, v) for h, v in groups.values() if len(h) >= 2 and v]


def _table(across: list[_Edge], down: list[_Edge]) -> RawTable | None:
    """The grid of one group of lines; a side that is left open is closed where the other lines end."""
    left, right = min(h.low for h in across), max(h.high for h in across)
    top, bottom = min(v.low for v in down), max(v.high for v in down)
    ys = _positions([h.at for h in across] + [top, bottom])
    xs = _positions([v.at for v in down] + [left, right])
    if len(xs) < 3 or len(ys) < 2 or len(xs) * len(ys) > _MOST_CELLS:
        return None
    across = [*across, _Edge(ys[0], left, right), _Edge(ys[-1], left, right)]
    down = [*down, _Edge(xs[0], top, bottom), _Edge(xs[-1], top, bottom)]
    return _cells(xs, ys, across, down)


def _positions(values: list[float]) -> list[float]:
    out: list[float] = []
    for value in sorted(values):
        if not out or value - out[-1] > _NEAR:
            out.append(value)
    return out


def _cells(xs: list[float], ys: list[float], across: list[_Edge], down: list[_Edge]) -> RawTable | None:
    """Unite the fields of the grid that no line parts; each union is a cell with spans."""
    columns, rows = len(xs) - 1, len(ys) - 1
    owner = list(range(rows * columns))

    def root(i: int) -> int:
        while owner[i] != i:
            i = owner[i]
        return i

    for r in range(rows):
        for c in range(columns):
            here = r * columns + c
            if c + 1 < columns and not _covers(down, xs[c + 1], ys[r], ys[r + 1]):
                owner[root(here + 1)] = root(here)
            if r + 1 < rows and not _covers(across, ys[r + 1], xs[c], xs[c + 1]):
                a, b = root(here), root(here + columns)
                owner[max(a, b)] = min(a, b)
    spans: dict[int, list[int]] = {}
    for r in range(rows):
        for c in range(columns):
            span = spans.setdefault(root(r * columns + c), [r, c, r, c])
            span[0], span[1] = min(span[0], r), min(span[1], c)
            span[2], span[3] = max(span[2], r), max(span[3], c)
    row_at = {r: i for i, r in enumerate(sorted({span[0] for span in spans.values()}))}
    column_at = {c: i for i, c in enumerate(sorted({span[1] for span in spans.values()}))}
    if len(column_at) < 2:
        return None
    cells = [
        RawCell(
            row_at[r0],
            column_at[c0],
            sum(r0 <= r <= r1 for r in row_at),
            sum(c0 <= c <= c1 for c in column_at),
            Box(xs[c0], ys[r0], xs[c1 + 1], ys[r1 + 1]),
        )
        for r0, c0, r1, c1 in sorted(map(tuple, spans.values()))
    ]
    return RawTable(len(row_at), len(column_at), tuple(cells), Box(xs[0], ys[0], xs[-1], ys[-1]))


def _covers(edges: list[_Edge], at: float, low: float, high: float) -> bool:
    """Whether one of the edges at `at` runs along most of `low` to `high`."""
    middle = (low + high) / 2
    return any(abs(edge.at - at) <= _NEAR and edge.low <= middle <= edge.high for edge in edges)
