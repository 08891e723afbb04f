"""The board of all units, and the obligations of one of them or of any question, as a list, a calendar, a timeline."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from export.xlsx import Heading
from schemas.obligation import official_state
from schemas.record import Kind
from store import board, questions
from store.filters import Query, sentence
from store.provenance import cursor
from vietnamese.fold import key
from web import asking, charts, exports, owed
from web.charts import Bar, Part
from web.desk import Desk, Reader, TheDesk
from web.pages.letter import tone
from web.people import Person
from web.render import link, page, words_of
from web.snapshots import NotYet, Snapshot
from web.trouble import NotThere
from web.words import Words

router = APIRouter(include_in_schema=False)
LIST = 50
PATIENCE_S = 0.08  # a board that takes longer to count says so at once and looks again
COUNTED = 1000  # counts stop here; to count on costs more than all the rest of the page
MANY = 1000  # what a calendar's month or a timeline shows at most


@dataclass(frozen=True, slots=True)
class Board:
    """The board as an address asks for it: the units that its filters leave, and all sums."""

    query: Query
    on: dt.date
    units: list[board.UnitSums]
    made: Snapshot[dict[str, Any]]


def board_of(desk: Desk, request: Request, person: Person, *, patience: float | None = None) -> Board:
    asked = request.query_params
    on = asking.day(asked, "on") or asking.today()
    query = Query(
        role=asking.one_of(asked, "role", ("lead", "support")),
        issuer=asking.words(asked, "issuer"),
        secret=None if person.secret else False,
    )
    made = _board(desk, query, on, patience=patience)
    wanted = key(asked.get("name", "").strip())
    return Board(query, on, [unit for unit in made.value["units"] if not wanted or wanted in key(unit.name)], made)


@router.get("/board")
def show(request: Request, desk: TheDesk, person: Reader) -> HTMLResponse:
    try:
        found = board_of(desk, request, person, patience=PATIENCE_S)
    except NotYet:
        return page(request, "counting.html", person=person)
    number = asking.number(request.query_params, "page", 1)
    first, made = (number - 1) * LIST, found.made
    return page(
        request, "board.html", person=person, on=found.on, asked=found.query, units=found.units[first : first + LIST],
        number=number, more=len(found.units) > first + LIST, sums=made.value["sums"], at=made.at, old=made.took > 1,
        **_charts(words_of(request), made.value),
    )  # fmt: skip


def warm(desk: Desk) -> None:
    """Make the sums of the board that most people open first."""
    for secret in (None, False) if desk.settings.accounts else (None,):
        try:
            _board(desk, Query(secret=secret), asking.today(), patience=0)
        except NotYet:
            continue


def _board(desk: Desk, query: Query, on: dt.date, *, patience: float | None = None) -> Snapshot[dict[str, Any]]:
    """All sums of the board, kept a while on a large store."""
    with desk.store.read() as connection:
        last = cursor(connection)

    def make() -> dict[str, Any]:
        with desk.store.read() as connection:
            return {
                "units": board.by_unit(connection, query, on=on, soon=owed.WEEK),
                "sums": board.sums(connection, replace(query, role=None), on=on, soon=owed.WEEK),
                "months": board.by_month(connection, query, on=on),
                "issuers": board.by_issuer(connection, query, on=on, soon=owed.WEEK),
            }

    return desk.snapshots.get(("board", query.role, query.issuer, query.secret, on), last, make, patience=patience)


def _charts(words: Words, made: dict[str, Any]) -> dict[str, Any]:
    months = [_month_bar(words, each) for each in made["months"]]
    issuers = [
        Bar(each.name, _parts(words, each.sums), link("/obligations", {"issuer": each.name}))
        for each in made["issuers"]
    ]
    sums: board.Sums = made["sums"]
    in_time = (
        Bar(words("window.done"), (Part(sums.done - sums.done_late, "done", words("chart.on_time")),
                                  Part(sums.done_late, "late", words("chart.too_late"))),
            link("/obligations", {"window": "done"})),
        Bar(words("chart.not_done"), (Part(sums.live - sums.late, "open", words("chart.in_time")),
                                      Part(sums.late, "late", words("chart.late"))),
            link("/obligations", {})),
    )  # fmt: skip
    return {
        "chart_months": charts.columns(words("chart.by_month"), months),
        "chart_issuers": charts.rows(words("chart.by_issuer"), issuers) if issuers else None,
        "chart_time": charts.rows(words("chart.in_time_or_late"), in_time, label=125),
    }


def _month_bar(words: Words, each: board.Named) -> Bar:
    first = dt.date.fromisoformat(each.name + "-01")
    last = owed.next_month(first) - dt.timedelta(days=1)
    href = link("/obligations", {"window": "all", "from": first, "to": last})
    return Bar(f"{first.month}/{first.year % 100:02d}", _parts(words, each.sums), href)


def _parts(words: Words, sums: board.Sums) -> tuple[Part, ...]:
    return (
        Part(sums.late, "late", words("chart.late")),
        Part(sums.live - sums.late, "open", words("chart.in_time")),
        Part(sums.done, "done", words("chart.done")),
    )


@router.get("/board.{form}")
def board_as_file(request: Request, desk: TheDesk, person: Reader, form: str) -> Response:
    """The board as csv or xlsx, all units that the filters leave."""
    words, asked = words_of(request), board_of(desk, request, person)
    if form not in ("csv", "xlsx"):
        raise NotThere
    headings = [Heading(words.field("Đơn vị"), 60)]
    headings += [Heading(words(f"window.{name}"), 16) for name in ("late", "week", "live", "undated")]
    rows = ((u.name, u.sums.late, u.sums.soon, u.sums.live, u.sums.undated) for u in asked.units)
    title = words("board.file", day=words.day(asked.on))
    return exports.table(form, headings, rows, title=title, name=f"nhiem-vu-theo-don-vi-{asked.on}")


@router.get("/obligations.{form}")
def obligations_as_file(request: Request, desk: TheDesk, person: Reader, form: str) -> Response:
    """What the list shows, all of it."""
    if form not in exports.TYPES:
        raise NotThere
    with desk.store.read() as connection:
        asked = owed.asked_of(connection, request.query_params, person)
        query = owed.of_month(asked) if asked.view == "calendar" else asked.query
        found = questions.every(connection, query)
        return exports.obligations(form, found, on=asked.on, said=sentence(query), name=f"nhiem-vu-{asked.on}")


@router.get("/obligations")
def obligations(request: Request, desk: TheDesk, person: Reader) -> HTMLResponse:
    words, number = words_of(request), asking.number(request.query_params, "page", 1, most=2000)
    with desk.store.read() as connection:
        asked = owed.asked_of(connection, request.query_params, person)
        query, most, first = asked.query, LIST, (number - 1) * LIST
        if asked.view == "calendar":
            query, most, first = owed.of_month(asked), MANY, 0
        elif asked.view == "timeline":
            most, first = MANY, 0
        found = questions.obligations(connection, query, limit=most + 1, offset=first)
        total = questions.count(connection, query, most=COUNTED)
        summed = None
        if asked.query.who is not None:
            plain = Query(who=asked.query.who, role=asked.query.role, secret=asked.query.secret)
            summed = _unit_sums(desk, plain, asked.unit or "", asked.on)
    return page(
        request, "obligations.html", person=person, asked=asked, found=found[:most], number=number,
        more=len(found) > most, total=total, many=COUNTED, said=_said(words, asked.query),
        weeks=owed.weeks(asked.month, found[:most]) if asked.view == "calendar" else None,
        stations=owed.stations(found[:most]) if asked.view == "timeline" else None,
        before=owed.month_before(asked.month), after=owed.next_month(asked.month),
        sums=None if summed is None else summed["sums"],
        chart=None if summed is None else _unit_chart(words, summed["months"], asked),
        windows=owed.WINDOWS, kinds=tuple(Kind), tone=tone, official=official_state,
    )  # fmt: skip


def _unit_sums(desk: Desk, query: Query, unit: str, on: dt.date) -> dict[str, Any]:
    with desk.store.read() as connection:
        last = cursor(connection)

    def make() -> dict[str, Any]:
        with desk.store.read() as connection:
            return {
                "sums": board.sums(connection, query, on=on, soon=owed.WEEK),
                "months": board.by_month(connection, query, on=on),
            }

    return desk.snapshots.get(("unit", unit, query.role, query.secret, on), last, make).value


def _unit_chart(words: Words, months: list[board.Named], asked: owed.Asked) -> Any:
    bars = []
    for each in months:
        bar = _month_bar(words, each)
        bars.append(replace(bar, href=None if bar.href is None else f"{bar.href}&{link('', {'unit': asked.unit})[1:]}"))
    return charts.columns(words("chart.by_month"), bars, width=330, height=190)


def _said(words: Words, query: Query) -> str | None:
    """The question as a sentence; the store's filters say it in Vietnamese."""
    return sentence(query) if words.language == "vi" else None
