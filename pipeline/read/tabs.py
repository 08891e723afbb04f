"""Tables made of tabs: runs of lines that tabs divide into the same number of columns."""

from __future__ import annotations

import re

from pipeline.read.engine import RawCell, RawCellAt, RawLine, RawTable

_LABEL = re.compile(r"^\s*(?:[-+•*–o§·]|\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-zđ]|[IVX]{1,5})[.):]|(?:\d{1,2}\.)+\d{1,2})$")
_TABS = re.compile(r"\t+")


def tab_run(lines: list[str], start: int) -> int:
    """Where the table of tabs that begins at `start` ends; `start` if none does.

    Three columns make a table from two lines on, two columns (often a letterhead or the end of a letter) from three.
    """
    columns = _columns(lines[start])
    end = start
    while columns > 1 and end < len(lines) and _columns(lines[end]) == columns:
        end += 1
    return end if end - start >= (2 if columns > 2 else 3) else start


def tab_table(lines: list[str], row: int, index: int) -> tuple[list[RawLine], RawTable]:
    """The table that `lines` are, as the page's table `index`; its first line stands in physical row `row`."""
    out = []
    cells = []
    for i, line in enumerate(lines):
        for column, part in enumerate(_TABS.split(line.strip())):
            out.append(RawLine(part, row=row + i, cell=RawCellAt(index, i, column)))
            cells.append(RawCell(i, column))
    return out, RawTable(len(lines), _columns(lines[0]), tuple(cells))


def _columns(line: str) -> int:
    """Into how many columns tabs divide a line; 1 where a tab only sets a list's label apart."""
    if "\t" not in line:
        return 1
    parts = _TABS.split(line.strip())
    if len(parts) == 2 and _LABEL.match(parts[0]) is not None:
        return 1
    return len(parts)
