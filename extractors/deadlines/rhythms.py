"""Rhythms: lists of them, and a day that goes with one (`hàng tháng … trước ngày 25`)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from vietnamese.numerals import number

if TYPE_CHECKING:
    from extractors.deadlines.candidates import Candidate
    from schemas.found import DeadlineMention

_REACH = 160  # characters between a rhythm and the day that goes with it
_MEMBER = re.compile(
    r"(?P<times>0?[1-4]|mot|hai)\s+lan\s?(?:/|trong|moi|mot)\s?(?:0?1\s?|mot\s)?(?P<per>tuan|thang|quy|nam)(?!\w)"
    r"|(?:(?P<count>\d{1,2}|mot|hai|ba|bon|nam|sau|chin)\s+)?(?P<unit>ngay|tuan|thang|quy|nam)(?!\w)"
    r"(?:\s?(?:/|mot|moi)?\s?(?:0?1|mot)?\s?lan)?"
)
_YEAR = 12
_RHYTHMS = ("every", "weekly", "daily", "yearly")


def rhythms(printed: str) -> list[str]:
    """The RRULEs of a list: `hang thang, quy, 6 thang, nam` is four.

    >>> rhythms("6 thang, hang nam")
    ['FREQ=MONTHLY;INTERVAL=6', 'FREQ=YEARLY']
    """
    out = []
    for match in _MEMBER.finditer(printed):
        rule = _often(match) if match["per"] else _rule(number(match["count"] or "1") or 1, match["unit"])
        if rule is not None and rule not in out:
            out.append(rule)
    return out


def _often(match: re.Match[str]) -> str | None:
    """`02 lần/năm` is every half-year; what does not divide into months is no rhythm that can be told."""
    times, months = number(match["times"]) or 1, {"thang": 1, "quy": 3, "nam": 12}.get(match["per"])
    if months is None:
        return "FREQ=WEEKLY" if times == 1 else None
    return None if months % times else _rule(months // times, "thang")


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
    """Hours, days of the month and days without a year, joined to the rhythm of their sentence.

    An hour or a day of the month beside no rhythm is dropped.
    """
    used: set[int] = set()
    out: list[Candidate] = []
    for one in found:
        if not _waits(one):
            continue
        beside = [other for other in found if other.form in _RHYTHMS and _beside(one, other, folded)]
        joined = _joined(one, beside, used)
        if joined is not None:
            out.append(joined)
        elif one.form == "day":
            out.append(one)
    return out + [one for one in found if id(one) not in used and not _waits(one)]


def _waits(one: Candidate) -> bool:
    """Whether a reading may be a part of a rhythm: an hour, a day of the month, a day without a year."""
    day = one.mention.day
    return one.form in ("dom", "hour") or (one.form == "day" and day is not None and day.year is None)


def _beside(one: Candidate, other: Candidate, folded: str) -> bool:
    """Whether two readings stand in one sentence and near."""
    low, high = sorted((one, other), key=lambda c: c.start)
    between = folded[low.end : high.start]
    return len(between) <= _REACH and re.search(r"[.;]\s", between) is None


def _joined(one: Candidate, beside: Iterable[Candidate], used: set[int]) -> Candidate | None:
    """`one` as a day or an hour of the rhythms beside it; those it stands for are entered in `used`."""
    for other in beside:
        recurrence = _with(other.mention.recurrence or "", one.mention)
        if recurrence is None:
            continue
        if other.form != "yearly":
            used.add(id(other))
        mention = replace(one.mention, bound=None, day=None, recurrence=recurrence)
        return replace(one, mention=mention, confidence=max(one.confidence, other.confidence), form="joined")
    return None


def _with(rule: str, mention: DeadlineMention) -> str | None:
    """A rhythm with the day or the hour of `mention`, None where they don't go together."""
    day = mention.day
    if day is None:
        return rule if rule.startswith(("FREQ=DAILY", "FREQ=WEEKLY")) else None
    if day.month is None:
        return f"{rule};BYMONTHDAY={day.day}" if rule.startswith("FREQ=MONTHLY") else None
    yearly = rule == "FREQ=MONTHLY;INTERVAL=6" or rule.startswith("FREQ=YEARLY")
    return f"FREQ=YEARLY;BYMONTH={day.month};BYMONTHDAY={day.day}" if yearly else None
