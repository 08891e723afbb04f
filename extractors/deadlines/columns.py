"""Where a bare time is a deadline: a table's column of times, and what follows a label (`Thời gian hoàn thành:`)."""

from __future__ import annotations

import re

from schemas.rule import table
from schemas.zone import Block
from vietnamese.fold import key

_PLACE = re.compile(r"dia diem|phong (?:hoc|thi|hop)|giang vien|nguoi trinh bay|bao cao vien|khai mac")

_LABEL = re.compile(
    r"(?<!\w)(?:thoi gian|thoi han|tien do|thoi diem)\s+(?P<of>hoan thanh|thuc hien|ket thuc|bao cao|nop|gui|trinh)"
    r"[^.;:()]{0,30}:\s?"
)
_SPAN_OF_WORK = 0.7  # `thời gian thực hiện` may be the time that the work takes and not its end


def labelled(folded: str) -> tuple[int, int, float]:
    """The stretch of a key that a label declares to be a time, and how sure that is; an empty stretch without one."""
    label = _LABEL.search(folded)
    if label is None:
        return 0, 0, 0.0
    stop = re.compile(r"[.;](?=\s|$)").search(folded, label.end())
    return label.end(), stop.start() if stop else len(folded), _SPAN_OF_WORK if label["of"] == "thuc hien" else 1.0


def is_time_column(header: str) -> bool:
    """Whether a column so headed says when work must be done."""
    rule = next(rule for rule in table("deadlines-context").rules if rule.sets["side"] == "cell")
    return rule.pattern.search(key(header).strip()) is not None


def is_schedule(block: Block) -> bool:
    """Whether the row's table is a timetable of events, whose times end nothing."""
    return any(_PLACE.search(key(column.header)) for column in block.columns)
