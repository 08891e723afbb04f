"""The block of who approves a plan (`DUYỆT / GIÁM ĐỐC SỞ / …`): printed beside or under the signer's, and no signer."""

from __future__ import annotations

import re

from schemas.page import Line
from schemas.zone import Cell, Zoned
from vietnamese.fold import key

_APPROVES = re.compile(r"\W{0,4}(?:phe\s?duyet|duyet|phe chuan|xac nhan cua|y kien cua)\b")


def approving(zoned: Zoned) -> frozenset[int]:
    """Where the lines begin that belong to who approves: the line that says so and what stands under it."""
    signing = zoned.of(Cell.AUTHORITY, Cell.SIGNER)
    out: set[int] = set()
    for line in zoned.of(Cell.AUTHORITY, Cell.SIGNER, Cell.DECORATION):
        if _APPROVES.match(key(zoned.text(line))) is None:
            continue
        out.add(line.start)
        out.update(other.start for other in signing if other.start > line.start and _under(line, other))
    return frozenset(out)


def _under(line: Line, other: Line) -> bool:
    """Whether `other` stands in the column of `line`, below it; without boxes, on the next row."""
    if line.page != other.page:
        return False
    if line.box is None or other.box is None:
        return other.row - line.row == 1
    middle = (other.box.x0 + other.box.x1) / 2
    return other.box.y0 > line.box.y0 and line.box.x0 - 20 <= middle <= line.box.x1 + 20
