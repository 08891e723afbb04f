"""Sums over obligations: what each unit owes, by month and by issuer, on time against late. For boards and charts.

Each reads every obligation that is asked for, so on a large store it takes seconds; who shows them keeps them a while.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, literal, select

from schemas.obligation import LIVE
from store.filters import Query, conditions
from store.tables import Assignment, DirectiveRow, LetterRow
from store.unit_tables import Mention, MentionUnit, Unit


@dataclass(frozen=True, slots=True)
class Sums:
    """How many obligations: not done (`live`), of those late, due soon, without a day; and done, of those late."""

    live: int = 0
    late: int = 0
    soon: int = 0
    undated: int = 0
    done: int = 0
    done_late: int = 0


@dataclass(frozen=True, slots=True)
class UnitSums:
    """What one unit owes. `unit_id` where the registry knows it; else the name as letters write it."""

    name: str
    unit_id: str | None
    sums: Sums


@dataclass(frozen=True, slots=True)
class Named:
    """The sums of a month (`2024-03`) or of an issuer."""

    name: str
    sums: Sums


def sums(connection: Connection, query: Query, *, on: dt.date, soon: dt.timedelta) -> Sums:
    """The sums of all that is asked for, on a day; due soon is what falls due within `soon` from it."""
    row = connection.execute(_asked(connection, query, *_counts(on, soon))).one()
    return _sums(row)


def by_unit(connection: Connection, query: Query, *, on: dt.date, soon: dt.timedelta) -> list[UnitSums]:
    """What each unit owes, those with the most late first. A group's obligation counts for each of its members."""
    who = func.coalesce(MentionUnit.unit_id, literal("~") + Mention.key)
    role = () if query.role is None else (Assignment.role == query.role,)
    asked = (
        _asked(connection, query, who.label("who"), func.min(Mention.name).label("name"),
               func.min(Unit.name).label("known"), *_counts(on, soon, distinct=True))
        .join(Assignment, Assignment.directive_id == DirectiveRow.id)
        .join(Mention, Mention.id == Assignment.mention_id)
        .join(MentionUnit, MentionUnit.mention_id == Mention.id, isouter=True)
        .join(Unit, Unit.id == MentionUnit.unit_id, isouter=True)
        .where(DirectiveRow.state.in_(LIVE), *role)
        .group_by(who)
    )  # fmt: skip
    found = [
        UnitSums(row.known or row.name, None if row.who.startswith("~") else row.who, _sums(row))
        for row in connection.execute(asked)
    ]
    return sorted(found, key=lambda u: (-u.sums.late, -u.sums.soon, -u.sums.live, u.name))


def by_month(connection: Connection, query: Query, *, on: dt.date, months: int = 12) -> list[Named]:
    """The sums by month of the due day: half of `months` before `on`, the rest from its month on, none left out."""
    first = on.year * 12 + on.month - 1 - months // 2
    names = [f"{m // 12:04d}-{m % 12 + 1:02d}" for m in range(first, first + months)]
    start, end = dt.date.fromisoformat(names[0] + "-01"), _month_after(names[-1])
    month = _month(connection, DirectiveRow.due)
    asked = (
        _asked(connection, query, month.label("name"), *_counts(on, dt.timedelta(0)))
        .where(DirectiveRow.due >= start, DirectiveRow.due < end)
        .group_by(month)
    )
    found = {row.name: _sums(row) for row in connection.execute(asked)}
    return [Named(name, found.get(name, Sums())) for name in names]


def by_issuer(connection: Connection, query: Query, *, on: dt.date, soon: dt.timedelta, most: int = 10) -> list[Named]:
    """The sums of the issuers with the most that is not done, the first of them."""
    asked = _asked(connection, query, DirectiveRow.issuer_id.label("issuer"), *_counts(on, soon))
    rows = connection.execute(asked.group_by(DirectiveRow.issuer_id))
    found = {row.issuer: _sums(row) for row in rows if row.issuer is not None}
    names: dict[str, Sums] = {}
    for start in range(0, len(found), 500):
        chunk = list(found)[start : start + 500]
        for number, name in connection.execute(select(Mention.id, Mention.name).where(Mention.id.in_(chunk))):
            names[name] = _added(names.get(name, Sums()), found[number])
    kept = [Named(name, sums_) for name, sums_ in names.items() if sums_.live or sums_.done]
    return sorted(kept, key=lambda each: (-each.sums.live, each.name))[:most]


def _added(one: Sums, other: Sums) -> Sums:
    return Sums(*(getattr(one, f.name) + getattr(other, f.name) for f in fields(Sums)))


def _asked(connection: Connection, query: Query, *columns: Any) -> Select[Any]:
    chosen = select(*columns).select_from(DirectiveRow)
    if query.kind is not None:
        chosen = chosen.join(LetterRow, LetterRow.id == DirectiveRow.letter_id)
    return chosen.where(DirectiveRow.retired.is_(False), *conditions(query, connection))


def _counts(on: dt.date, soon: dt.timedelta, *, distinct: bool = False) -> list[ColumnElement[int]]:
    live, done = DirectiveRow.state.in_(LIVE), DirectiveRow.state == "done"
    due = DirectiveRow.due
    kinds: dict[str, ColumnElement[bool]] = {
        "live": live,
        "late": and_(live, due < on),
        "soon": and_(live, due >= on, due <= on + soon),
        "undated": and_(live, due.is_(None)),
        "done": done,
        "done_late": and_(done, DirectiveRow.done_on > due),
    }
    if distinct:
        return [func.count(case((holds, DirectiveRow.id)).distinct()).label(name) for name, holds in kinds.items()]
    return [func.count(case((holds, 1))).label(name) for name, holds in kinds.items()]


def _sums(row: Any) -> Sums:
    return Sums(row.live, row.late, row.soon, row.undated, row.done, row.done_late)


def _month(connection: Connection, day: Any) -> Any:
    """The month of a day as text, 2024-03."""
    if connection.dialect.name == "postgresql":
        return func.to_char(day, "YYYY-MM")
    return func.substr(day, 1, 7)


def _month_after(name: str) -> dt.date:
    year, month = int(name[:4]), int(name[5:])
    return dt.date(year + month // 12, month % 12 + 1, 1)
