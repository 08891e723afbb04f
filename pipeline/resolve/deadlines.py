"""Deadlines counted out: from what is written to a date and the last day on time.

The rules are those of the record (`trước ngày` is strict; `due` is the last calendar day on time), and of Bộ luật Dân
sự 2015, Điều 146-148, for periods and for đầu, giữa, cuối of a month or a year.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from schemas.found import DayMention, DeadlineMention
from schemas.record import Anchor, Bound, Deadline
from vietnamese.calendar import Calendar, bounds, vietnam

Findings = list[tuple[str, str]]

BEFORE_LETTER = "deadline-before-letter"  # the finding's code
_UNKNOWN_YEAR = "XXXX"
_WINDOW = 8  # years in which a day without a year is looked for: 29 February comes round


def resolve(
    mention: DeadlineMention,
    *,
    issued: date | str | None,
    calendar: Calendar | None = None,
    beside: Iterable[DeadlineMention] = (),
) -> tuple[Deadline, Findings]:
    """`mention` as the record's deadline, and what a person should know of it as (code, message).

    `issued` is the letter's own date, a date or EDTF (the day may be blank: `2024-03`), None where it has none. Then a
    year that is not printed is the one that all the letter's other deadlines (`beside`) agree on, if they do.
    """
    findings: Findings = []
    span = _span(issued) or _common_year(beside)
    when = _date(mention, span, findings)
    if mention.recurrence is not None:
        due = None
    elif mention.duration is not None:
        due = _counted(mention, span, calendar or vietnam(), findings)
    else:
        due = None if when is None else _last_on_time(when, mention, findings)
    if due is not None and span is not None and due < span[0] and mention.duration is None:
        findings.append((BEFORE_LETTER, f"The deadline {when} lies before the letter's own date."))
    deadline = Deadline(
        text=mention.text,
        bound=None if mention.bound is None else Bound(mention.bound),
        date=when,
        time=mention.time,
        duration=mention.duration,
        calendar="working" if mention.calendar == "working" else None,
        anchor=None if mention.anchor is None else Anchor(mention.anchor),
        recurrence=mention.recurrence,
        due=None if due is None else due.isoformat(),
    )
    return deadline, findings


def _span(issued: date | str | None) -> tuple[date, date] | None:
    """The first and last day that the letter's date may be."""
    if isinstance(issued, date):
        return issued, issued
    return None if issued is None else bounds(issued)


def _common_year(beside: Iterable[DeadlineMention]) -> tuple[date, date] | None:
    years = {mention.day.year for mention in beside if mention.day is not None and mention.day.year is not None}
    return bounds(f"{years.pop():04d}") if len(years) == 1 else None


def _date(mention: DeadlineMention, issued: tuple[date, date] | None, findings: Findings) -> str | None:
    if mention.day is not None:
        return _day(mention.day, issued, findings)
    if mention.edtf is None:
        return None
    if not mention.edtf.startswith(_UNKNOWN_YEAR):
        return mention.edtf if bounds(mention.edtf) else None
    return _infer(mention.edtf, issued, findings)


def _day(day: DayMention, issued: tuple[date, date] | None, findings: Findings) -> str | None:
    if day.month is None:
        return None
    year = _UNKNOWN_YEAR if day.year is None else f"{day.year:04d}"
    edtf = f"{year}-{day.month:02d}" + (f"-{day.day:02d}" if day.day is not None else "")
    if day.year is None:
        return _infer(edtf, issued, findings)
    if bounds(edtf) is None:
        findings.append(("date-impossible", f"There is no such day as {day.day}/{day.month}/{day.year}."))
        return None
    return edtf


def _infer(edtf: str, issued: tuple[date, date] | None, findings: Findings) -> str | None:
    """The first such time that does not end before the letter's date."""
    if issued is None:
        findings.append(("year-unknown", "No year is printed and the letter has no date to take it from."))
        return None
    first = issued[0]
    for year in range(first.year, first.year + _WINDOW + 1):
        guess = edtf.replace(_UNKNOWN_YEAR, f"{year:04d}")
        stretch = bounds(guess)
        if stretch is not None and stretch[1] >= first:
            findings.append(("year-inferred", f"No year is printed: {year} is taken from the letter's date."))
            return guess
    findings.append(("date-impossible", "There is no such day in any year."))
    return None


def _last_on_time(when: str, mention: DeadlineMention, findings: Findings) -> date | None:
    stretch = bounds(when)
    if stretch is None:
        return None
    if mention.bound == "before":
        if mention.time is not None:
            return stretch[1]
        try:
            return stretch[0] - timedelta(days=1)
        except OverflowError:
            findings.append(("date-impossible", f"There is no day before {when}."))
            return None
    return stretch[1]


def _counted(
    mention: DeadlineMention, issued: tuple[date, date] | None, calendar: Calendar, findings: Findings
) -> date | None:
    """The end of a period counted from the letter's date; None where it begins with an event or an unknown day."""
    if mention.anchor not in ("issue", "receipt") or mention.duration is None:
        return None
    if issued is None or issued[0] != issued[1]:
        findings.append(("deadline-uncounted", "The period can't be counted: the letter's day is not known."))
        return None
    due = calendar.end_of_period(issued[0], mention.duration, working=mention.calendar == "working")
    if due is not None and mention.anchor == "receipt":
        findings.append(("counted-from-issue", "Counted from the letter's date, for the day of receipt is not known."))
    return due
