from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese.calendar import Calendar, add_months, bounds, from_toml, vietnam

DAYS = st.dates(date(2019, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    "day",
    [
        date(2019, 4, 29),  # swapped with Saturday 4 May
        date(2021, 5, 3),  # 1 May fell on a Saturday
        date(2022, 5, 3),
        date(2023, 1, 20),  # Tết: 29 Chạp
        date(2024, 4, 29),
        date(2024, 9, 3),
        date(2025, 1, 27),
        date(2025, 5, 2),
        date(2026, 1, 2),  # ours: the package lacks it
        date(2026, 8, 31),
    ],
)
def test_offices_are_closed(day: date) -> None:
    assert not vietnam().is_working(day)


@pytest.mark.parametrize(
    "day",
    [date(2019, 1, 5), date(2019, 5, 4), date(2024, 5, 4), date(2025, 4, 26), date(2026, 1, 10), date(2026, 8, 22)],
)
def test_saturdays_that_are_worked(day: date) -> None:
    assert vietnam().is_working(day)


def test_working_days_over_tet() -> None:
    # Friday 24 January 2025; Tết is off from Monday 27 to Friday 31.
    assert vietnam().add_working_days(date(2025, 1, 24), 3) == date(2025, 2, 5)


def test_a_period_that_ends_on_a_day_off_ends_with_the_next_working_day() -> None:
    assert vietnam().end_of_period(date(2024, 4, 20), "P7D") == date(2024, 5, 2)  # 27 April: Saturday, then holidays


def test_a_period_of_hours_runs_over_days_off() -> None:
    assert vietnam().end_of_period(date(2024, 6, 7), "PT24H") == date(2024, 6, 8)  # Friday to Saturday


@pytest.mark.parametrize("year", [1, 1917, 2150, 9998])
def test_years_beyond_the_tables_have_weekends_at_least(year: int) -> None:
    assert vietnam().add_working_days(date(year, 6, 1), 10) > date(year, 6, 10)


def test_months_of_unequal_length() -> None:
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert add_months(date(2023, 12, 31), 2) == date(2024, 2, 29)
    assert add_months(date(2024, 3, 15), 12) == date(2025, 3, 15)


@pytest.mark.parametrize(
    ("duration", "end"),
    [
        ("P5D", "2024-06-10"),
        ("P1W", "2024-06-10"),
        ("PT24H", "2024-06-04"),
        ("P1M", "2024-07-03"),
        ("P1Y", "2025-06-03"),
    ],
)
def test_durations(duration: str, end: str) -> None:
    found = vietnam().end_of_period(date(2024, 6, 3), duration)
    assert found is not None
    assert found.isoformat() == end


@pytest.mark.parametrize("duration", ["", "P", "5D", "P5X", "P999999999Y"])
def test_what_is_no_duration(duration: str) -> None:
    assert vietnam().end_of_period(date(2024, 6, 3), duration) is None


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        ("2022-06-20", "2022-06-20", "2022-06-20"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2022", "2022-01-01", "2022-12-31"),
        ("2022-33", "2022-01-01", "2022-03-31"),
        ("2022-36", "2022-10-01", "2022-12-31"),
        ("2022-40", "2022-01-01", "2022-06-30"),
        ("2022-41", "2022-07-01", "2022-12-31"),
        ("2022/2030", "2022-01-01", "2030-12-31"),
    ],
)
def test_edtf(edtf: str, first: str, last: str) -> None:
    stretch = bounds(edtf)
    assert stretch is not None
    assert tuple(day.isoformat() for day in stretch) == (first, last)


@pytest.mark.parametrize("edtf", ["", "XXXX-06", "2022-13", "2022-37", "2022-02-30", "0000", "2022-6", "hôm nay"])
def test_what_is_no_edtf(edtf: str) -> None:
    assert bounds(edtf) is None


@given(DAYS, st.integers(1, 60))
def test_working_days_are_counted_one_by_one(start: date, days: int) -> None:
    calendar = vietnam()
    end = calendar.add_working_days(start, days)
    assert calendar.is_working(end)
    assert sum(calendar.is_working(start + timedelta(n)) for n in range(1, (end - start).days + 1)) == days


@given(DAYS, st.integers(1, 400))
def test_a_longer_period_never_ends_sooner(start: date, days: int) -> None:
    calendar = vietnam()
    shorter, longer = calendar.end_of_period(start, f"P{days}D"), calendar.end_of_period(start, f"P{days + 1}D")
    assert shorter is not None
    assert longer is not None
    assert start < shorter <= longer
    assert calendar.is_working(longer)


def test_corrections_win(tmp_path: Path) -> None:
    (tmp_path / "h.toml").write_text("[[off]]\ndate = 2024-06-03\n[[work]]\ndate = 2024-06-08\n", encoding="utf-8")
    mended = from_toml(tmp_path / "h.toml")
    assert not mended.is_working(date(2024, 6, 3))
    assert mended.is_working(date(2024, 6, 8))
    assert Calendar().is_working(date(2024, 6, 3))
