"""Rhythms: lists of them, and a day that goes with one (`hàng tháng … trước ngày 25`)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from vietnamese.numerals import number

if TYPE_CHECKING:
    from extractors.deadlines.candidates import Candidate

_REACH = 160  # characters between a rhythm and the day that goes with it
_MEMBER = re.compile(
    r"(?:(?P<count>\d{1,2}|mot|hai|ba|bon|nam|sau|chin)\s+)?(?P<unit>ngay|tuan|thang|quy|nam)(?!\w)"
    r"(?:\s?(?:/|mot|moi)?\s?(?:0?1|mot)?\s?lan)?"
)
_YEAR = 12


def rhythms(printed: str) -> list[str]:
    """The RRULEs of a list: `hang thang, quy, 6 thang, nam` is four.

    >>> rhythms("6 thang, hang nam")
    ['FREQ=MONTHLY;INTERVAL=6', 'FREQ=YEARLY']
    """
    out = []
    for match in _MEMBER.finditer(printed):
        rule = _rule(number(match["count"] or "1") or 1, match["unit"])
        if rule not in out:
            out.append(rule)
    return out


def _rule(count: int, unit: str) -> str:
    if unit in ("quy", "thang"):
        months = count * 3 if unit == "quy" else count
        if months == 9:  # the report of nine months comes once a year
            return "FREQ=YEARLY;BYMONTH=9"
        if months % _YEAR:
            return "FREQ=MONTHLY" + (f";INTERVAL={months}" if months > 1 else "")
        count, unit = months // _YEAR, "nam"
    freq = {"ngay": "DAILY", "tuan": "WEEKLY", "nam": "YEARLY"}[unit]
    return f"FREQ={freq}" + (f";INTERVAL={count}" if count > 1 else "")


def combine(found: list[Candidate], folded: str) -> list[Candidate]:
    """Days without a month or a year, joined to the rhythm of their sentence; bare days without one dropped."""
    used: set[int] = set()
    out: list[Candidate] = []
    for one in found:
        if one.form == "dom" or (one.form == "day" and one.mention.day is not None and one.mention.day.year is None):
            joined = _joined(one, [c for c in found if c.form == "every" and _beside(one, c, folded)], used)
            if joined is None and one.form == "day":
                out.append(one)
            elif joined is not None:
                out.append(joined)
        elif one.form != "every":
            out.append(one)
    return out + [c for c in found if c.form == "every" and id(c) not in used]


def _beside(one: Candidate, other: Candidate, folded: str) -> bool:
    """Whether two readings stand in one sentence and near."""
    low, high = sorted((one, other), key=lambda c: c.start)
    between = folded[low.end : high.start]
    return len(between) <= _REACH and re.search(r"[.;]\s", between) is None


def _joined(one: Candidate, beside: Iterable[Candidate], used: set[int]) -> Candidate | None:
    """`one` as a day of the rhythms beside it; those it stands for are entered in `used`."""
    day = one.mention.day
    if day is None:
        return None
    for other in beside:
        rule = other.mention.recurrence or ""
        if day.month is None and rule.startswith("FREQ=MONTHLY"):
            recurrence = f"{rule};BYMONTHDAY={day.day}"
        elif day.month is not None and rule in ("FREQ=YEARLY", "FREQ=MONTHLY;INTERVAL=6"):
            recurrence = f"FREQ=YEARLY;BYMONTH={day.month};BYMONTHDAY={day.day}"
        else:
            continue
        used.add(id(other))
        mention = replace(one.mention, bound=None, day=None, recurrence=recurrence)
        return replace(one, mention=mention, confidence=max(one.confidence, other.confidence), form="joined")
    return None
