"""The directives of a unit, or of an issuer, in the order of days, sought in the index of its names alone.

A unit has many names (one for each office that writes to it, and for each time), and each name's directives stand in
the index in the order of their days. The index has all that is asked of an assignment, so ids are taken from it, in
windows of days that grow until they hold enough, and only those at the front are then looked up in `directives`, whose
rows lie all over the file. To look up all of a window would read thousands of pages for a unit with very many.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, ScalarSelect, Select, select, tuple_

from store.filters import Asking, Query, given, issuers
from store.sql import among
from store.tables import Assignment, DirectiveRow
from store.unit_tables import Mention

Chosen = Callable[[Connection, Query], Select[int]]  # the ids of directives that a query asks for
ENOUGH = 20  # times what is wanted is looked at first where a text is asked for: few have it


def by_names(query: Query) -> bool:
    """Whether the index of names answers: of whom it is given to, or of who issued it."""
    return query.who is not None or query.issuer is not None


def first_due(connection: Connection, query: Query) -> dt.date | None:
    """The first day on which anything is due of what is asked for by name: a look into the index for each name."""
    if query.who is not None:
        mentions = query.who.mentions.union(*query.who.parts.values())
        days = connection.scalars(_FIRST_OWED, {"ids": mentions})
    else:
        days = connection.scalars(select(_FIRST_ISSUED).where(Mention.id.in_(issuers(query.issuer or ""))))
    return min((day for day in days if day is not None), default=None)


def _earliest(due: Any, mention: Any) -> ScalarSelect[dt.date | None]:
    return select(due).where(mention == Mention.id, due.is_not(None)).order_by(due).limit(1).scalar_subquery()


_FIRST_OWED = select(_earliest(Assignment.due, Assignment.mention_id)).where(among(Mention.id, "ids"))
_FIRST_ISSUED = _earliest(DirectiveRow.due, DirectiveRow.issuer_id)


def first(
    connection: Connection, query: Query, parts: Iterable[Query], wanted: int, *, chosen: Chosen, undated: bool
) -> list[int]:
    """The first `wanted` ids of what is asked for by name: by day and id; without a day, by id.

    Args:
        parts: the query in windows that follow each other.
        chosen: what says in SQL all that a query asks.
    """
    # What the index of names said is not asked of the rows: no other index should answer then.
    rest = replace(query, due_from=None, due_to=None, context=None)
    rest = replace(rest, issuer=None) if query.who is None else replace(rest, who=None, role=None)
    order: Sequence[Any] = (DirectiveRow.id,) if undated else (DirectiveRow.due, DirectiveRow.id)
    found: list[int] = []
    for ids in _chunks(connection, parts, wanted if query.text is None else wanted * ENOUGH, undated=undated):
        asked = chosen(connection, rest).where(among(DirectiveRow.id, ids))
        found += connection.scalars(asked.order_by(*order).limit(wanted - len(found)))
        if len(found) >= wanted:
            break
    return found


def _chunks(connection: Connection, parts: Iterable[Query], few: int, *, undated: bool) -> Iterator[list[int]]:
    """Ids of directives in their order, `few` first, then ever more at once: most of them may not hold."""
    most = max(few, 1)
    waiting: dict[int, None] = {}  # a directive may name a unit twice, so a few more are asked for
    for part in parts:
        last: tuple[Any, ...] | None = None
        while True:
            asked = most + most // 4
            rows = connection.execute(_front(connection, part, last, asked, undated=undated)).all()
            waiting.update(dict.fromkeys(row[-1] for row in rows))
            if len(waiting) >= most:
                ids = list(waiting)
                yield ids[:most]
                waiting, most = dict.fromkeys(ids[most:]), most * 4
            if len(rows) < asked:
                break
            last = tuple(rows[-1])
    if waiting:
        yield list(waiting)


def _front(
    connection: Connection, part: Query, last: tuple[Any, ...] | None, most: int, *, undated: bool
) -> Select[Any]:
    """The first days and ids of a window, after `last`: only ids where there is no day."""
    part = part if part.context is not None else replace(part, context=Asking(dialect=connection.dialect))
    due, number = (DirectiveRow.due, DirectiveRow.id)
    if part.who is not None:
        due, number = (Assignment.due, Assignment.directive_id)
    columns: tuple[Any, ...] = (number,) if undated else (due, number)
    wanted = given(part) if part.who is not None else _issued(part)
    if not undated:
        wanted.append(due.is_not(None))
    if last is not None:
        wanted.append(number > last[0] if undated else tuple_(*columns) > tuple_(*last))
    return select(*columns).where(*wanted).order_by(*columns).limit(most)


def _issued(part: Query) -> list[ColumnElement[bool]]:
    """What a query, with its `context`, asks of the index of issuers."""
    wanted: list[ColumnElement[bool]] = [DirectiveRow.issuer_id.in_(issuers(part.issuer or ""))]
    if part.due_from is not None:
        wanted.append(DirectiveRow.due >= part.due_from)
    if part.due_to is not None:
        wanted.append(DirectiveRow.due <= part.due_to)
    if part.overdue_on is not None:
        wanted.append(DirectiveRow.due < part.overdue_on)
    asking = part.context
    if part.no_deadline or (asking is not None and asking.undated):
        wanted.append(DirectiveRow.due.is_(None))
    if asking is not None and asking.after is not None:
        wanted.append(DirectiveRow.id > asking.after)
    if asking is not None and asking.upto is not None:
        wanted.append(DirectiveRow.id <= asking.upto)
    return wanted
