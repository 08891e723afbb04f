"""Obligations as views ask for them: the filters of an address, the days of a calendar, the stations of a timeline."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from sqlalchemy import Connection
from starlette.datastructures import QueryParams

from schemas.obligation import LIVE, Obligation
from schemas.record import Kind, Role
from store.filters import Query
from store.tables import STATES
from store.units.naming import names
from store.who import Who, who
from web import asking
from web.people import Person

WEEK = dt.timedelta(days=7)
VIEWS = ("list", "calendar", "timeline")
WINDOWS = ("live", "late", "week", "month", "undated", "recurring", "done", "all")


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks of obligations; `query` is the store's question, the rest is for the page's form."""

    query: Query
    unit: str | None  # as asked: a name, or a unit's id
    unit_name: str | None
    window: str
    view: str
    on: dt.date
    month: dt.date  # of the calendar, its first day


def asked_of(connection: Connection, asked: QueryParams, person: Person) -> Asked:
    """Read an address. The names of its filters are those of the API too."""
    on = asking.day(asked, "on") or asking.today()
    unit = asking.words(asked, "unit")
    window = asking.one_of(asked, "window", WINDOWS) or "live"
    meant: Who | None = None if unit is None else who(connection, unit, on=on)
    query = Query(
        who=meant,
        role=asking.one_of(asked, "role", tuple(Role)),
        issuer=asking.words(asked, "issuer"),
        kind=asking.one_of(asked, "kind", tuple(Kind)),
        text=asking.words(asked, "q"),
        letter=asking.words(asked, "letter"),
        secret=None if person.secret else False,
        **_window(
            window, on, asking.day(asked, "from"), asking.day(asked, "to"), asking.one_of(asked, "state", STATES)
        ),  # type: ignore[arg-type]
    )
    month = _month(asked.get("month", ""), on)
    name = unit if meant is None or unit is None else (names(connection, [unit]).get(unit) or unit)
    return Asked(query, unit, name, window, asking.one_of(asked, "view", VIEWS) or "list", on, month)


def _window(
    window: str, on: dt.date, start: dt.date | None, end: dt.date | None, state: str | None
) -> dict[str, object]:
    """The filters of a named window of time; days that are given narrow it."""
    found: dict[str, object] = {}
    if window in ("live", "week", "month", "undated", "recurring"):
        found["states"] = LIVE
    if window == "late":
        found["overdue_on"] = on
    elif window == "week":
        found.update(due_from=on, due_to=on + WEEK)
    elif window == "month":
        found.update(due_from=on, due_to=on + dt.timedelta(days=31))
    elif window == "undated":
        found["no_deadline"] = True
    elif window == "recurring":
        found["recurring"] = True
    elif window == "done":
        found["states"] = ("done",)
    if start is not None:
        found["due_from"] = start
    if end is not None:
        found["due_to"] = end
    if state is not None:
        found["states"] = (state,)
    return found


def _month(text: str, on: dt.date) -> dt.date:
    try:
        return dt.date.fromisoformat(text + "-01")
    except ValueError:
        return on.replace(day=1)


def of_month(asked: Asked) -> Query:
    """What a calendar's month shows of what is asked for."""
    end = next_month(asked.month) - dt.timedelta(days=1)
    return replace(asked.query, due_from=asked.month, due_to=end, overdue_on=None)


def next_month(day: dt.date) -> dt.date:
    return (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)


def month_before(day: dt.date) -> dt.date:
    return (day.replace(day=1) - dt.timedelta(days=1)).replace(day=1)


@dataclass(frozen=True, slots=True)
class Square:
    """A day of a calendar, with what falls due on it."""

    day: dt.date
    inside: bool
    due: tuple[Obligation, ...]


def weeks(month: dt.date, found: Sequence[Obligation]) -> list[list[Square]]:
    """The weeks of a month from Monday on, with the days of the months beside it that fill them."""
    start, end = month - dt.timedelta(days=month.weekday()), next_month(month)
    by_day: dict[dt.date, list[Obligation]] = {}
    for each in found:
        if each.due is not None:
            by_day.setdefault(each.due, []).append(each)
    out = []
    while start < end:
        days = [start + dt.timedelta(days=n) for n in range(7)]
        out.append([Square(d, d.month == month.month, tuple(by_day.get(d, ()))) for d in days])
        start += dt.timedelta(days=7)
    return out


@dataclass(frozen=True, slots=True)
class Station:
    """A day of a timeline, with what is due on it; None for what has no day."""

    day: dt.date | None
    due: tuple[Obligation, ...]


def stations(found: Sequence[Obligation]) -> list[Station]:
    """The days on which something is due, in order, what has no day last."""
    ordered = sorted(found, key=lambda o: (o.due is None, o.due or dt.date.max))
    return [Station(day, tuple(each)) for day, each in groupby(ordered, key=lambda o: o.due)]
