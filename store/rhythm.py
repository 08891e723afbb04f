"""Recurring obligations: on which days of a window they fall due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from dateutil.rrule import rrulestr
from sqlalchemy import Connection

from schemas.obligation import Obligation
from store.filters import Query
from store.questions import every

MOST = 400  # days of one rhythm in a window: a daily report for a year


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A day on which a recurring obligation falls due."""

    day: dt.date
    obligation: Obligation


def occurrences(connection: Connection, query: Query, *, start: dt.date, end: dt.date) -> list[Occurrence]:
    """The days from `start` to `end` on which recurring obligations that are asked for fall due, in order."""
    asked = replace(query, recurring=True, due_from=None, due_to=None, overdue_on=None)
    found = [Occurrence(day, o) for o in every(connection, asked) for day in days(o, start=start, end=end)]
    return sorted(found, key=lambda each: (each.day, each.obligation.letter, each.obligation.id))


def days(found: Obligation, *, start: dt.date, end: dt.date) -> Iterator[dt.date]:
    """The days of an obligation's rhythms from `start` to `end`; none before its letter was issued.

    A rhythm that says no day (`hằng tháng`) falls due on the last day of its week, month, quarter, half-year or year.
    """
    first = max(start, found.issued_on) if found.issued_on is not None else start
    for limit in found.deadlines:
        if limit.recurrence is not None:
            yield from _days(limit.recurrence, first, end)


def _days(rule: str, start: dt.date, end: dt.date) -> Iterator[dt.date]:
    parts = dict(part.split("=", 1) for part in rule.upper().split(";") if "=" in part)
    interval = int(parts.get("INTERVAL", "1")) if parts.get("INTERVAL", "1").isdecimal() else 1
    if parts.get("FREQ") == "WEEKLY" and "BYDAY" not in parts:
        rule += ";BYDAY=FR"  # the working week's last
    if parts.get("FREQ") == "MONTHLY" and interval > 1:  # quarters and half-years end with theirs
        months = ",".join(str(month) for month in range(interval, 13, interval))
        rule = ";".join(f"{k}={v}" for k, v in parts.items() if k != "INTERVAL") + f";BYMONTH={months}"
    if parts.get("FREQ") == "YEARLY" and "BYMONTH" not in parts:
        rule += ";BYMONTH=12"
    if parts.get("FREQ") in ("MONTHLY", "YEARLY") and "BYMONTHDAY" not in parts and "BYDAY" not in parts:
        rule += ";BYMONTHDAY=-1"
    try:
        rhythm = rrulestr(rule, dtstart=dt.datetime.combine(start, dt.time()))
    except ValueError:
        return  # a rhythm that no calendar knows is shown by its words only
    for count, moment in enumerate(rhythm):
        if moment.date() > end or count >= MOST:
            return
        yield moment.date()
