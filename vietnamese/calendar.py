"""Vietnam's working days, and how a period of time is counted and where a stretch of the calendar ends.

Periods follow Bộ luật Dân sự 2015: the first day is not counted (Điều 147), a month ends on the day of the same number
or, where there is none, on the month's last day (Điều 148), and a period whose last day is a day off ends with the next
working day (Điều 148). Days off are those of Bộ luật Lao động 2019, Điều 112, as the `holidays` package knows them,
corrected by `data/holidays.toml`.
"""

from __future__ import annotations

import re
import tomllib
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

_OVERRIDES = Path(__file__).resolve().parent.parent / "data" / "holidays.toml"
_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?)?")
_HALVES = {40: (1, 6), 41: (7, 12)}  # EDTF level 2: the two halves of a year
_FIRST_QUARTER = 33  # EDTF level 2: 33…36 are the quarters


@dataclass(frozen=True)
class Calendar:
    """A working calendar: Vietnam's public holidays, with `off` and `work` as corrections that win over them."""

    off: frozenset[date] = frozenset()
    work: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        """Whether offices are open on `day`."""
        if day in self.off:
            return False
        if day in self.work or day in _swapped_in(day.year):
            return True
        return day.weekday() < 5 and day not in _days_off(day.year)

    def next_working(self, day: date) -> date:
        """`day` itself when offices are open, else the first open day after it."""
        while not self.is_working(day):
            day += timedelta(days=1)
        return day

    def add_working_days(self, start: date, days: int) -> date:
        """The `days`-th working day after `start`, which is not counted itself."""
        day = start
        while days > 0:
            day += timedelta(days=1)
            if self.is_working(day):
                days -= 1
        return day

    def end_of_period(self, start: date, duration: str, *, working: bool = False) -> date | None:
        """The last day of a period of ISO 8601 `duration` that begins with the day after `start`.

        `working` counts its days as working days. A period of hours runs over days off. None where `duration` is none
        that is understood, or where it leads out of the calendar.
        """
        match = _DURATION.fullmatch(duration)
        if match is None or not any(match.groups()):
            return None
        years, months, weeks, days, hours = (int(group or 0) for group in match.groups())
        days += 7 * weeks + -(-hours // 24)
        try:
            if working:
                return self.add_working_days(add_months(start, 12 * years + months), days)
            end = add_months(start, 12 * years + months) + timedelta(days=days)
            return end if hours else self.next_working(end)
        except (OverflowError, ValueError):
            return None


def add_months(start: date, months: int) -> date:
    """The day of the same number `months` later; the month's last day where it has no such day.

    Raises:
        ValueError: out of the calendar.
    """
    count = start.year * 12 + start.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(start.day, _last(year, month + 1)))


def bounds(edtf: str) -> tuple[date, date] | None:
    """The first and the last day of an EDTF date: a day, month, quarter, half-year, year or an interval of these.

    None for what is no such date or no day of the calendar.

    >>> bounds("2022-33")
    (datetime.date(2022, 1, 1), datetime.date(2022, 3, 31))
    """
    if "/" in edtf:
        first, last = (bounds(part) for part in edtf.split("/", 1))
        return None if first is None or last is None else (first[0], last[1])
    match = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", edtf)
    if match is None:
        return None
    year, month, day = (None if group is None else int(group) for group in match.groups())
    if year is None or year == 0:
        return None
    try:
        if day is not None and month is not None:
            exact = date(year, month, day)
            return exact, exact
        first_month, last_month = _months(month)
        return date(year, first_month, 1), date(year, last_month, _last(year, last_month))
    except ValueError:
        return None


def _months(code: int | None) -> tuple[int, int]:
    """The first and last month that the second part of an EDTF date names; a wrong code gives month 0."""
    if code is None:
        return 1, 12
    if code in _HALVES:
        return _HALVES[code]
    if _FIRST_QUARTER <= code < _FIRST_QUARTER + 4:
        first = 3 * (code - _FIRST_QUARTER) + 1
        return first, first + 2
    return (code, code) if 1 <= code <= 12 else (0, 0)


def _last(year: int, month: int) -> int:
    return monthrange(year, month)[1] if 1 <= month <= 12 else 0


def from_toml(path: Path) -> Calendar:
    """A calendar with the corrections of a file: tables `off` and `work`, each row with a `date`.

    Raises:
        OSError, tomllib.TOMLDecodeError: the file can't be read.
    """
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return Calendar(
        off=frozenset(row["date"] for row in table.get("off", ())),
        work=frozenset(row["date"] for row in table.get("work", ())),
    )


@cache
def vietnam() -> Calendar:
    """Vietnam's calendar with the corrections that are shipped in `data/holidays.toml`."""
    return from_toml(_OVERRIDES)


@cache
def _days_off(year: int) -> frozenset[date]:
    from holidays import country_holidays

    return frozenset(country_holidays("VN", years=year).keys())


@cache
def _swapped_in(year: int) -> frozenset[date]:
    """The Saturdays of `year` that are worked for a bridge day."""
    from holidays import country_holidays

    return frozenset(day for day in country_holidays("VN", years=year).weekend_workdays if day.year == year)
