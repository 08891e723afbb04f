"""Tables from drawn lines: merged cells, open sides, double and cut borders, hatching."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.read.engine import RawTable
from pipeline.read.pdf_drawn import Drawn
from pipeline.read.pdf_grid import tables_of
from schemas.page import Box

Run = tuple[float, float, float]  # where a line stands, from, to


def drawn(across: Iterable[Run], down: Iterable[Run]) -> Drawn:
    return Drawn([Box(a, y, b, y) for y, a, b in across], [Box(x, a, x, b) for x, a, b in down])


def spans(table: RawTable) -> list[tuple[int, int, int, int]]:
    return [(cell.row, cell.column, cell.row_span, cell.column_span) for cell in table.cells]


def test_a_grid_has_its_rows_and_columns() -> None:
    (table,) = tables_of(drawn([(y, 50, 350) for y in (100, 130, 170)], [(x, 100, 170) for x in (50, 120, 350)]))
    assert (table.rows, table.columns) == (2, 2)
    assert table.box == Box(50, 100, 350, 170)
    assert [cell.box for cell in table.cells][:2] == [Box(50, 100, 120, 130), Box(120, 100, 350, 130)]


def test_what_no_line_divides_is_one_cell_with_spans() -> None:
    across = [(100, 50, 350), (130, 120, 350), (160, 50, 350), (190, 50, 350)]
    down = [(50, 100, 190), (120, 100, 190), (240, 130, 190), (350, 100, 190)]
    (table,) = tables_of(drawn(across, down))
    assert spans(table) == [
        (0, 0, 2, 1),  # over two rows
        (0, 1, 1, 2),  # over two columns
        (1, 1, 1, 1),
        (1, 2, 1, 1),
        (2, 0, 1, 1),
        (2, 1, 1, 1),
        (2, 2, 1, 1),
    ]


def test_open_sides_are_closed() -> None:
    rows, columns = (100, 130, 160, 190), (120, 240)
    (table,) = tables_of(drawn([(y, 50, 350) for y in rows], [(x, 100, 190) for x in columns]))
    assert (table.rows, table.columns) == (3, 3)
    assert table.box == Box(50, 100, 350, 190)
    (inner,) = tables_of(drawn([(y, 50, 350) for y in rows], [(x, 70, 220) for x in columns]))
    assert (inner.rows, inner.columns) == (5, 3)


def test_double_borders_that_stop_at_the_inner_line_keep_their_cells() -> None:
    across = [(y + d, 50 - 2 * d, 350 + 2 * d) for y in (100, 190) for d in (0.75, -0.75)]
    across += [(y + d, a, b) for y in (130, 160) for d in (0.75, -0.75) for a, b in ((52, 119), (121, 349))]
    down = [(x + d, 98, 192) for x in (50, 350) for d in (0.75, -0.75)]
    down += [(120 + d, a, b) for d in (0.75, -0.75) for a, b in ((102, 129), (131, 159), (161, 189))]
    (table,) = tables_of(drawn(across, down))
    assert (table.rows, table.columns, len(table.cells)) == (3, 2, 6)


def test_two_tables_of_one_margin_stay_apart() -> None:
    across = [(y, 50, 350) for y in (100, 130, 300, 330)]
    down = [(x, y, y + 30) for x in (50, 120, 350) for y in (100, 300)]
    first, second = tables_of(drawn(across, down))
    assert first.box == Box(50, 100, 350, 130)
    assert second.box == Box(50, 300, 350, 330)


def test_one_column_and_hatching_are_no_tables() -> None:
    frame = drawn([(y, 50, 350) for y in (100, 130, 160)], [(x, 100, 160) for x in (50, 350)])
    assert tables_of(frame) == []
    paper = drawn([(4 * y, 0, 590) for y in range(200)], [(4 * x, 0, 800) for x in range(140)])
    assert tables_of(paper) == []
