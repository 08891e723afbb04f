"""What figures in the arrival stamp may mean: a number, a day of the calendar; and how sure of it is sure enough."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from pipeline.read.ocr.engine import Seen

_FIGURES = 6  # of a number at most
_DATE = re.compile(r"(\d\d?)/(\d\d?)/(\d{4}|\d\d)")
_YEARS = range(1990, 2100)
_ON_ITS_WAY = 91  # days from the first of the letter's month: seldom does a letter arrive two months after it was sent
# as for a letter's own number and day
AGREED, PRINTED = 0.3, 0.9
SURE = {"number": 0.85, "date": 0.9}
VERY_SURE = 0.95  # where the engine read something else, and of days where those before the letter's are left out


def meant(what: str, chances: Mapping[str, float]) -> dict[str, float]:
    """The chances of the texts that are a number, or a day of the calendar as it is written without zeros."""
    out: dict[str, float] = {}
    for text, chance in chances.items():
        number = text if text.isdigit() and len(text) <= _FIGURES else None
        said = _day(text) if what == "date" else number
        if said is not None:
            out[said] = out.get(said, 0.0) + chance
    return out


def days_of(month: date) -> list[str]:
    """All ways to write the days on which a letter of a month may arrive (`month`: its first day)."""
    out: dict[str, None] = {}
    for day in (month + timedelta(days) for days in range(_ON_ITS_WAY)):
        for written in (f"{day.day}/{day.month}", f"{day.day:02d}/{day.month:02d}", f"{day.day:02d}/{day.month}"):
            out.update(dict.fromkeys((f"{written}/{day.year % 100:02d}", f"{written}/{day.year}")))
    return list(out)


def judged(what: str, chances: Mapping[str, float], rest: Sequence[Seen], *, known: bool) -> tuple[str | None, float]:
    """The text that is sure, weighing what the engine read (`rest`) against the net's chances.

    `known`: the chances are of the days after the letter's alone.
    """
    said = "".join(word.text for word in rest)
    printed = (_day(re.sub(r"[-.]", "/", said)) or "") if what == "date" else said if said.isdigit() else ""
    trust = min((word.confidence for word in rest), default=0.0)
    best = max(chances, key=lambda one: chances[one], default="")
    share = chances.get(best, 0.0)
    if printed and printed == best and share >= AGREED:
        return printed, max(trust, share)
    if printed and not best and trust >= PRINTED:
        return printed, trust
    least = VERY_SURE if printed or (known and what == "date") else SURE[what]
    return (best, share) if share >= least else (None, share)


def _day(text: str) -> str | None:
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    day, month, year = (int(part) for part in match.groups())
    year += 2000 if year < 100 else 0
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return f"{found.day}/{found.month}/{found.year}" if found.year in _YEARS else None
