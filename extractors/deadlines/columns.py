"""Columns of a table that hold deadlines."""

from __future__ import annotations

import re

from schemas.rule import table
from schemas.zone import Block
from vietnamese.fold import key

_PLACE = re.compile(r"dia diem|phong (?:hoc|thi|hop)|giang vien|nguoi trinh bay|bao cao vien|khai mac")


def is_time_column(header: str) -> bool:
    """Whether a column so headed says when work must be done."""
    rule = next(rule for rule in table("deadlines-context").rules if rule.sets["side"] == "cell")
    return rule.pattern.search(key(header).strip()) is not None


def is_schedule(block: Block) -> bool:
    """Whether the row's table is a timetable of events, whose times end nothing."""
    return any(_PLACE.search(key(column.header)) for column in block.columns)
