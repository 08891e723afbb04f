"""Grids of drawn rules: what a scanner loses of a rule neither joins two cells nor opens one to the outside."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.read.ocr.engine import Gray
from pipeline.read.ocr.survey import survey
from pipeline.read.ocr.tables import Grid, grids

LEFT, RIGHT, TOP, BOTTOM = 100, 900, 100, 400
ACROSS, DOWN = (100, 200, 300, 400), (100, 350, 900)


def drawn() -> Gray:
    """A table of three rows and two columns, 255 on 0 at 150 dpi."""
    page = np.zeros((600, 1000), np.uint8)
    for y in ACROSS:
        page[y - 1 : y + 2, LEFT : RIGHT + 1] = 255
    for x in DOWN:
        page[TOP : BOTTOM + 1, x - 1 : x + 2] = 255
    return page


def cells(page: Gray) -> list[tuple[int, int, int, int]]:
    found = grids(survey(page))
    return [(cell.row, cell.column, cell.row_span, cell.column_span) for cell in only(found).cells]


def only(found: list[Grid]) -> Grid:
    assert len(found) == 1
    return found[0]


WHOLE = [(row, column, 1, 1) for row in range(3) for column in range(2)]


def test_a_table_has_a_cell_wherever_rules_enclose_one() -> None:
    assert cells(drawn()) == WHOLE


@pytest.mark.parametrize(
    "gap",
    [
        (slice(195, 206), slice(500, 640)),  # between two rows
        (slice(195, 206), slice(740, 910)),  # … at the frame
        (slice(230, 260), slice(345, 356)),  # between two columns
        (slice(90, 140), slice(890, 910)),  # in the frame's side
    ],
)
def test_a_gap_in_a_rule_is_closed(gap: tuple[slice, slice]) -> None:
    page = drawn()
    page[gap] = 0
    assert cells(page) == WHOLE


def test_a_corner_that_a_scanner_lost_is_closed() -> None:
    page = drawn()
    page[320:410, 90:220] = 0
    assert cells(page) == WHOLE


def test_cells_that_are_one_stay_one() -> None:
    page = drawn()
    page[195:206, 355:895] = 0  # of the edge between the two nothing is drawn
    assert cells(page) == [(0, 0, 1, 1), (0, 1, 2, 1), (1, 0, 1, 1), (2, 0, 1, 1), (2, 1, 1, 1)]


def test_an_underlined_word_parts_no_cell() -> None:
    page = drawn()
    page[249:251, 400:800] = 255
    assert cells(page) == WHOLE
