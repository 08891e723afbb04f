"""On which days recurring obligations fall due."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from schemas.obligation import Limit
from store.book import Store
from store.filters import Query
from store.rhythm import days, occurrences
from tests.export.samples import RHYTHM
from tests.letters import directive, letter
from tests.store.storing import put


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=25", ["2024-05-25", "2024-06-25"]),
        ("FREQ=MONTHLY", ["2024-05-31", "2024-06-30"]),
        ("FREQ=MONTHLY;INTERVAL=3", ["2024-06-30"]),
        ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=10", ["2024-06-10"]),
        ("FREQ=MONTHLY;INTERVAL=6", ["2024-06-30"]),
        ("FREQ=YEARLY", []),
        ("FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=1", ["2024-06-01"]),
        ("FREQ=WEEKLY;BYDAY=MO;COUNT=2", ["2024-05-06", "2024-05-13"]),
        ("FREQ=NEVER", []),
        ("nonsense", []),
    ],
)
def test_days_of_a_rhythm(rule: str, expected: list[str]) -> None:
    found = replace(RHYTHM, deadlines=(Limit("định kỳ", None, None, None, rule, None),))
    window = {"start": dt.date(2024, 5, 1), "end": dt.date(2024, 6, 30)}
    assert [day.isoformat() for day in days(found, **window)] == expected


def test_no_day_before_the_letter() -> None:
    found = list(days(RHYTHM, start=dt.date(2024, 1, 1), end=dt.date(2024, 4, 1)))
    assert found == [dt.date(2024, 3, 25)]


def test_occurrences_of_what_is_asked_for(store: Store) -> None:
    limits = [{"text": "hằng tháng", "recurrence": "FREQ=MONTHLY;BYMONTHDAY=20"}]
    put(store, letter(directives=[directive("d", "Báo cáo", deadlines=limits, who=[("Phòng A", "lead")])]))
    window = {"start": dt.date(2024, 4, 1), "end": dt.date(2024, 5, 31)}
    with store.read() as connection:
        found = occurrences(connection, Query(due_from=dt.date(2024, 4, 1)), **window)
        assert occurrences(connection, Query(role="support"), **window) == []
    assert [str(each.day) for each in found] == ["2024-04-20", "2024-05-20"]
