from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.resolve.deadlines import resolve
from schemas.found import DayMention, DeadlineMention
from schemas.record import Deadline

ISSUED = date(2022, 6, 1)  # a Wednesday


def day(bound: str, d: int, m: int, y: int | None = None, *, time: str | None = None) -> DeadlineMention:
    return DeadlineMention("…", bound, day=DayMention(d, m, y), time=time)


def vague(bound: str, edtf: str) -> DeadlineMention:
    return DeadlineMention("…", bound, edtf=edtf)


def period(duration: str, anchor: str | None, *, calendar: str | None = None) -> DeadlineMention:
    return DeadlineMention("…", "within", duration=duration, anchor=anchor, calendar=calendar)


def codes(findings: list[tuple[str, str]]) -> list[str]:
    return [code for code, _ in findings]


@pytest.mark.parametrize(
    ("mention", "when", "due"),
    [
        (day("before", 20, 6, 2022), "2022-06-20", "2022-06-19"),
        (day("before", 20, 6, 2022, time="17:00"), "2022-06-20", "2022-06-20"),
        (day("by", 20, 6, 2022), "2022-06-20", "2022-06-20"),
        (vague("by", "2022-33"), "2022-33", "2022-03-31"),
        (vague("by", "2022"), "2022", "2022-12-31"),
        (vague("before", "2022-08"), "2022-08", "2022-07-31"),
        (vague("by", "2022-40"), "2022-40", "2022-06-30"),
        (vague("by", "XXXX-33"), "2023-33", "2023-03-31"),
        (vague("by", "XXXX"), "2022", "2022-12-31"),
        (day("before", 1, 6), "2022-06-01", "2022-05-31"),
        (day("before", 31, 5), "2023-05-31", "2023-05-30"),
        (day("by", 29, 2), "2024-02-29", "2024-02-29"),
    ],
)
def test_dates(mention: DeadlineMention, when: str, due: str) -> None:
    deadline, _ = resolve(mention, issued=ISSUED)
    assert (deadline.date, deadline.due) == (when, due)


def test_an_unprinted_year_is_a_finding() -> None:
    assert codes(resolve(day("before", 15, 7), issued=ISSUED)[1]) == ["year-inferred"]
    assert codes(resolve(day("before", 15, 7, 2022), issued=ISSUED)[1]) == []


def test_a_letter_whose_day_is_blank_gives_the_year() -> None:
    deadline, _ = resolve(day("before", 15, 4), issued="2024-03")
    assert deadline.date == "2024-04-15"


def test_without_any_date_the_year_stays_unknown() -> None:
    deadline, findings = resolve(day("before", 15, 4), issued=None)
    assert (deadline.date, deadline.due, codes(findings)) == (None, None, ["year-unknown"])


def test_without_a_date_the_other_deadlines_give_the_year_if_they_agree() -> None:
    one = day("before", 15, 4)
    assert resolve(one, issued=None, beside=[day("before", 25, 3, 2025), one])[0].date == "2025-04-15"
    assert resolve(one, issued=None, beside=[day("by", 25, 3, 2025), day("by", 1, 1, 2026)])[0].date is None


def test_a_day_that_does_not_exist() -> None:
    deadline, findings = resolve(day("before", 31, 6, 2022), issued=ISSUED)
    assert (deadline.date, deadline.due, codes(findings)) == (None, None, ["date-impossible"])


def test_a_deadline_before_the_letter_is_a_finding() -> None:
    deadline, findings = resolve(day("before", 20, 1, 2021), issued=ISSUED)
    assert (deadline.due, codes(findings)) == ("2021-01-19", ["deadline-before-letter"])


@pytest.mark.parametrize(
    ("mention", "due", "found"),
    [
        (period("P5D", "issue", calendar="working"), "2022-06-08", []),
        (period("P5D", "receipt", calendar="working"), "2022-06-08", ["counted-from-issue"]),
        (period("P10D", "issue"), "2022-06-13", []),  # 11 June is a Saturday
        (period("PT24H", "issue"), "2022-06-02", []),
        (period("P5D", "event"), None, []),
        (period("P5D", None), None, []),
    ],
)
def test_periods(mention: DeadlineMention, due: str | None, found: list[str]) -> None:
    deadline, findings = resolve(mention, issued=ISSUED)
    assert (deadline.due, deadline.date, codes(findings)) == (due, None, found)


def test_a_period_is_not_counted_from_a_blank_day() -> None:
    deadline, findings = resolve(period("P5D", "issue"), issued="2022-06")
    assert (deadline.due, codes(findings)) == (None, ["deadline-uncounted"])


def test_a_rhythm_has_no_end() -> None:
    mention = DeadlineMention("hằng quý", None, recurrence="FREQ=MONTHLY;INTERVAL=3")
    deadline, findings = resolve(mention, issued=ISSUED)
    assert deadline == Deadline.model_validate({"text": "hằng quý", "recurrence": "FREQ=MONTHLY;INTERVAL=3"})
    assert findings == []


DAYS = st.dates(date(2019, 1, 1), date(2027, 12, 31))


@given(DAYS, DAYS)
def test_before_is_one_day_sooner_than_by(issued: date, limit: date) -> None:
    before, _ = resolve(day("before", limit.day, limit.month, limit.year), issued=issued)
    by, _ = resolve(day("by", limit.day, limit.month, limit.year), issued=issued)
    assert before.due is not None
    assert by.due == limit.isoformat()
    assert date.fromisoformat(by.due) - date.fromisoformat(before.due) == timedelta(1)


@given(DAYS, DAYS)
def test_an_inferred_day_is_the_first_on_or_after_the_letter(issued: date, limit: date) -> None:
    deadline, _ = resolve(day("by", limit.day, limit.month), issued=issued)
    assert deadline.date is not None
    found = date.fromisoformat(deadline.date)
    assert found >= issued
    assert (found.day, found.month) == (limit.day, limit.month)
    leap = limit.month == 2 and limit.day == 29
    assert found - issued < timedelta(366 * (8 if leap else 1))


@given(DAYS, st.integers(1, 90), st.booleans())
def test_a_longer_period_is_never_due_sooner(issued: date, days: int, working: bool) -> None:
    calendar = "working" if working else None
    one = resolve(period(f"P{days}D", "issue", calendar=calendar), issued=issued)[0].due
    other = resolve(period(f"P{days + 1}D", "issue", calendar=calendar), issued=issued)[0].due
    assert one is not None
    assert other is not None
    assert issued.isoformat() < one <= other


@given(st.integers(-5, 40), st.integers(-5, 20), st.integers(0, 9999) | st.none(), st.sampled_from(["before", "by"]))
def test_no_printed_day_raises(d: int, m: int, y: int | None, bound: str) -> None:
    resolve(day(bound, d, m, y), issued=ISSUED)
