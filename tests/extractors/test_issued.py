"""Place and date of a letter. All examples here are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import issued
from schemas.found import DayMention, Found, IssuedMention
from schemas.page import Origin
from schemas.zone import Cell
from tests.cells import zoned


def read(text: str) -> Found[IssuedMention]:
    (found,) = issued.extract(zoned((Cell.PLACE_DATE, text)))
    return found


@pytest.mark.parametrize(
    ("text", "place", "day"),
    [
        ("Hà Nội, ngày 05 tháng 3 năm 2031", "Hà Nội", (5, 3, 2031)),
        ("TP. Hồ Chí Minh, ngày 11 tháng 5 năm 2031", "TP. Hồ Chí Minh", (11, 5, 2031)),
        ("Kiên Giang. ngày 16 tháng 10 năm 2031", "Kiên Giang", (16, 10, 2031)),
        ("Hà Nội, ngày 2 0 tháng 8 năm 2031", "Hà Nội", (20, 8, 2031)),
        ("Hà Nội, ngày30 tháng 9 năm 2031", "Hà Nội", (30, 9, 2031)),
        ("ngày 5 tháng 3 năm 2031", None, (5, 3, 2031)),
        ("Hà Nội, ngày 05/3/2031", "Hà Nội", (5, 3, 2031)),
        ("HÀ NỘI, ngày 05 tháng 3 năm 2031", "Hà Nội", (5, 3, 2031)),
    ],
)
def test_what_is_plain(text: str, place: str | None, day: tuple[int, int, int]) -> None:
    found = read(text)
    assert found.value == IssuedMention(place, DayMention(*day))
    assert found.remarks == ()


@pytest.mark.parametrize(
    ("text", "day", "codes"),
    [
        ("Hà Nội, ngày     tháng 11 năm 2031", (None, 11, 2031), ["day-blank"]),
        ("Hà Nội, ngày ... tháng 11 năm 2031", (None, 11, 2031), ["day-blank"]),
        ("Hà Nội, ngày     tháng     năm 2031", (None, None, 2031), ["day-blank", "month-blank"]),
        ("Hà Nội, ngày AL tháng 5 năm 2031", (None, 5, 2031), ["day-unreadable"]),
        ("Hà Nội, ngày l8 tháng 5 năm 2031", (None, 5, 2031), ["day-unreadable"]),
        ("Hà Nội, ngày 99 tháng 5 năm 2031", (None, 5, 2031), ["day-unreadable"]),
        ("Hà Nội, ngày 5 tháng fp năm 2031", (None, None, 2031), ["month-unreadable"]),
    ],
)
def test_what_is_blank_or_unclear(text: str, day: tuple[int | None, int | None, int], codes: list[str]) -> None:
    found = read(text)
    assert found.value == IssuedMention("Hà Nội", DayMention(*day))
    assert [code for code, _ in found.remarks] == codes


def test_a_date_all_blank_is_none() -> None:
    found = read("Hà Nội, ngày   tháng   năm")
    assert found.value == IssuedMention("Hà Nội", None)


def test_a_place_whose_date_is_lost() -> None:
    found = read("Hà Nội,")
    assert found.value == IssuedMention("Hà Nội", None)
    assert [code for code, _ in found.remarks] == ["date-unreadable"]


def test_a_blank_on_a_scan_is_not_called_blank() -> None:
    (found,) = issued.extract(zoned((Cell.PLACE_DATE, "Hà Nội, ngày   tháng 5 năm 2031"), origin=Origin.OCR))
    assert [code for code, _ in found.remarks] == ["day-unreadable"]


def test_minutes_are_dated_by_the_meeting() -> None:
    made = zoned((Cell.KIND, "BIÊN BẢN HỌP"), (Cell.BODY, "Thời gian: 08h30 ngày 20/08/2031"))
    (found,) = issued.extract(made)
    assert found.value.day == DayMention(20, 8, 2031)
    assert issued.extract(zoned((Cell.KIND, "BÁO CÁO"), (Cell.BODY, "Thời gian: 08h30 ngày 20/08/2031"))) == []


@given(st.text(max_size=80))
def test_no_text_makes_it_raise(text: str) -> None:
    for found in issued.extract(zoned((Cell.PLACE_DATE, text))):
        day = found.value.day
        assert day is None or day.year is None or 1900 <= day.year <= 2099
