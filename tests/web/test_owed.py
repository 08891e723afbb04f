"""The board, the obligations of a question in every view, and their exports."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from schemas.obligation import Obligation
from web import charts, owed
from web.snapshots import NotYet, Snapshots

ON = "on=2024-03-15"


def test_the_board_counts_what_the_lists_show(desk: TestClient) -> None:
    html = desk.get(f"/board?{ON}&lang=en").text
    links = re.findall(r'href="(/obligations\?[^"]*)"[^>]*>(?:<b>)?(\d+)', html)
    assert len(links) > 6
    for href, number in links:
        shown = desk.get(href.replace("&amp;", "&")).text
        counted = re.search(r">(\d+) obligations?\.", shown)
        assert counted is not None, href
        assert counted[1] == number, href


def test_a_units_page_has_what_it_owes_with_the_overdue_first(desk: TestClient) -> None:
    html = desk.get("/obligations?unit=benh+vien+truc+thuoc&window=all&on=2024-03-25").text
    assert "báo cáo tình hình sử dụng thuốc" in html
    assert "due late" in html


@pytest.mark.parametrize("view", owed.VIEWS)
def test_every_view_shows_what_is_due(desk: TestClient, view: str) -> None:
    html = desk.get(f"/obligations?window=all&view={view}&month=2024-03&{ON}").text
    assert "sử dụng thuốc" in html
    assert 'aria-current="page"' in html


def test_odd_filters_are_left_out_and_break_nothing(desk: TestClient) -> None:
    for odd in ("on=x", "month=2024-99", "page=-3", "page=abc", "window=zzz", "role=boss", "q=%22", "q=*", "unit=%00"):
        assert desk.get(f"/obligations?{odd}").status_code == 200, odd
        assert desk.get(f"/board?{odd}").status_code == 200, odd


def test_each_view_exports_what_it_shows(desk: TestClient) -> None:
    rows = list(csv.reader(io.StringIO(desk.get(f"/obligations.csv?window=all&{ON}").content.decode("utf-8-sig"))))
    assert len(rows) == 1 + 4
    rows = list(
        csv.reader(io.StringIO(desk.get("/obligations.csv?window=late&on=2024-03-25").content.decode("utf-8-sig")))
    )
    assert len(rows) == 1 + 1
    book = load_workbook(io.BytesIO(desk.get(f"/board.xlsx?{ON}").content))
    assert book.active is not None
    assert book.active.max_row > 4
    calendar = desk.get("/obligations.ics?window=all")
    assert calendar.headers["content-type"].startswith("text/calendar")
    assert calendar.text.count("BEGIN:VEVENT") == 2
    assert len(desk.get("/letters.jsonl").text.splitlines()) == 3
    assert len(list(csv.reader(io.StringIO(desk.get("/letters.csv").text)))) == 4
    assert desk.get("/obligations.exe").status_code == 404


def _due(day: str | None) -> Obligation:
    return Obligation(
        id="d", letter="l", kind="cong_van", number=None, symbol=None, issued=None, issued_on=None, issuer=None,
        parent=None, subject=None, ordinal=None, text="t", action=None, assignees=(), deadlines=(), submit_to=None,
        due=None if day is None else dt.date.fromisoformat(day), state="open", done_on=None, retired=False,
    )  # fmt: skip


@pytest.mark.parametrize("month", ["2024-02-01", "2024-09-01", "2023-10-01"])
def test_a_calendar_has_whole_weeks_and_every_day_of_its_month_once(month: str) -> None:
    first = dt.date.fromisoformat(month)
    squares = [square for week in owed.weeks(first, [_due(month), _due(None)]) for square in week]
    assert squares[0].day.weekday() == 0
    assert squares[-1].day.weekday() == 6
    inside = [square.day for square in squares if square.inside]
    assert inside == [first + dt.timedelta(days=n) for n in range((owed.next_month(first) - first).days)]
    assert sum(len(square.due) for square in squares) == 1


def test_a_timeline_ends_with_what_has_no_day() -> None:
    found = owed.stations([_due(None), _due("2024-05-02"), _due("2024-05-01"), _due("2024-05-02")])
    assert [(station.day and station.day.day, len(station.due)) for station in found] == [(1, 1), (2, 2), (None, 1)]


def test_a_chart_says_its_numbers_and_escapes_its_names() -> None:
    drawn = charts.columns(
        "<t>", [charts.Bar("<b>", (charts.Part(3, "late", "muộn"), charts.Part(0, "open", "mở")), "/x?a=1&b=2")]
    )
    assert "<b>" not in drawn
    assert "&lt;b&gt;: 3 muộn" in drawn
    assert 'href="/x?a=1&amp;b=2"' in drawn
    assert charts.columns("empty", []).startswith("<svg")


def test_a_snapshot_is_made_anew_only_when_something_changed() -> None:
    made = []
    snapshots = Snapshots()
    for cursor in (1, 1, 2):
        snapshots.get("q", cursor, lambda: made.append(1))
    snapshots.close()
    assert len(made) == 2


def test_a_count_that_takes_long_is_said_to_go_on_and_is_made_once() -> None:
    import threading

    let_go, made = threading.Event(), []

    def count() -> int:
        let_go.wait(10)
        made.append(1)
        return 7

    snapshots = Snapshots()
    for _ in range(3):
        with pytest.raises(NotYet):
            snapshots.get("q", 1, count, patience=0.01)
    let_go.set()
    assert snapshots.get("q", 1, count).value == 7
    assert len(made) == 1
    snapshots.close()


def test_the_board_says_that_it_is_counting(desk: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from web.pages import board

    def late(*_: object, **__: object) -> None:
        raise NotYet

    monkeypatch.setattr(board, "_board", late)
    answer = desk.get("/board")
    assert answer.status_code == 200
    assert "Đang đếm" in answer.text
