"""Questions to the store, with typed answers. The CLI, the web and other programs ask these and write no SQL."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from sqlalchemy import Connection, Select, func, select

from schemas.obligation import Given, Limit, Obligation, code
from store import filters, match, owed
from store.filters import Asking, Query
from store.sql import among, table
from store.tables import Assignment, DeadlineRow, DirectiveRow, LetterRow, Recipient
from store.unit_tables import Mention, MentionUnit
from store.who import Who

MANY = 10_000  # counts stop here: "more than 10,000" says as much and costs little


def obligations(connection: Connection, query: Query, *, limit: int | None = 100, offset: int = 0) -> list[Obligation]:
    """What is asked for, the first due first, then what has no day."""
    wanted = None if limit is None else limit + offset
    if query.letter is not None:
        ids = _in_letter(connection, query, wanted)
    else:
        ids = [] if query.no_deadline else _first(connection, query, wanted, undated=False)
        if wanted is None or len(ids) < wanted:
            left = None if wanted is None else wanted - len(ids)
            ids += _first(connection, query, left, undated=True)
    found = load(connection, ids[offset:])
    return [o for o in found if query.text is None or match.holds(match.parse(query.text), o.text)]


def every(connection: Connection, query: Query, *, page: int = 1000) -> Iterator[Obligation]:
    """All that is asked for, page by page, in the order of ids: for exports."""
    for ids in _pages(connection, query, page):
        yield from (o for o in load(connection, ids) if filters.holds(query, o))


def _pages(connection: Connection, query: Query, page: int) -> Iterator[Sequence[int]]:
    """The ids of all that is asked for. A unit's are looked up once, for each look goes through all of them."""
    chosen = _chosen(connection, query).order_by(DirectiveRow.id)
    if query.who is not None:
        yield from _chunks(connection.scalars(chosen).all(), page)
        return
    last = 0
    while ids := connection.scalars(chosen.where(DirectiveRow.id > last).limit(page)).all():
        last = ids[-1]
        yield ids


def count(connection: Connection, query: Query, *, most: int = MANY) -> int:
    """How many obligations are asked for; `most` + 1 for any number above it."""
    parts: Iterable[Query] = [query]
    if query.who is not None and query.letter is None:
        dated = () if query.no_deadline else _dated(connection, query)
        parts = chain(dated, _undated(connection, query))
    found = 0
    for part in parts:
        inner = _chosen(connection, part).limit(most + 1 - found).subquery()
        found += int(connection.scalar(select(func.count()).select_from(inner)) or 0)
        if found > most:
            break
    return found


def _first(connection: Connection, query: Query, wanted: int | None, *, undated: bool) -> list[int]:
    """The first ids that are asked for: by day, or of what has no day."""
    parts = _undated(connection, query) if undated else _dated(connection, query)
    if owed.by_names(query) and wanted is not None:
        return owed.first(connection, query, parts, wanted, chosen=_chosen, undated=undated)
    order: Sequence[Any] = (DirectiveRow.due, DirectiveRow.id)
    if undated:
        # + 0: a window's are few and put in order by themselves; else PostgreSQL goes through all in order of ids
        order = (DirectiveRow.id + 0 if owed.by_names(query) else DirectiveRow.id,)
    found: list[int] = []
    for part in parts:
        left = None if wanted is None else wanted - len(found)
        found += connection.scalars(_chosen(connection, part).order_by(*order).limit(left))
        if wanted is not None and len(found) >= wanted:
            break
    return found


def _dated(connection: Connection, query: Query) -> Iterator[Query]:
    """What has a day; in windows of days that grow, where the index of names answers.

    A unit's directives stand in its names' indexes, each in the order of days. To merge hundreds of those for the first
    hundred rows would go through all that the unit ever was given.
    """
    if not owed.by_names(query):
        yield replace(query, due_from=query.due_from or dt.date.min)
        return
    first, last = query.due_from or owed.first_due(connection, query), query.due_to
    days: int | None = 6
    while first is not None and (last is None or first <= last):
        end = None if days is None else first + dt.timedelta(days=days)
        yield replace(query, due_from=first, due_to=_sooner(end, last))
        if days is None or end is None:
            return
        first, days = end + dt.timedelta(days=1), days * 8 if days < 10_000 else None


def _undated(connection: Connection, query: Query) -> Iterator[Query]:
    """What has no day, in windows of ids that grow: without a day, a name's index is in the order of ids."""
    if any(each is not None for each in (query.due_from, query.due_to, query.overdue_on)):
        return
    asking = Asking(dialect=connection.dialect, undated=True)
    if not owed.by_names(query):
        yield replace(query, context=asking)
        return
    last = connection.scalar(select(func.max(DirectiveRow.id))) or 0
    after, width = 0, 2_000
    while after < last:
        yield replace(query, context=replace(asking, after=after, upto=after + width))
        after, width = after + width, width * 8


def _in_letter(connection: Connection, query: Query, wanted: int | None) -> list[int]:
    """The ids of a letter's directives, with a day and without at once: they are few, and to look for those without a
    day by themselves would go through all that have none in the store."""
    order = (DirectiveRow.due.is_(None), DirectiveRow.due, DirectiveRow.id)
    return list(connection.scalars(_chosen(connection, query).order_by(*order).limit(wanted)))


def _sooner(one: dt.date | None, other: dt.date | None) -> dt.date | None:
    return one if other is None else other if one is None else min(one, other)


def _chosen(connection: Connection, query: Query) -> Select[int]:
    """The ids of directives that are asked for; a unit's are taken from its names' indexes."""
    chosen = select(DirectiveRow.id).where(DirectiveRow.retired.is_(False), *filters.conditions(query, connection))
    if query.kind is not None:
        chosen = chosen.join(LetterRow, LetterRow.id == DirectiveRow.letter_id)
    return chosen


def load(connection: Connection, ids: Sequence[int]) -> list[Obligation]:
    """The obligations with these ids, in this order."""
    if not ids:
        return []
    rows = {row.id: row for row in connection.execute(_WHOLE, {"ids": ids}).all()}
    given: dict[int, list[Given]] = defaultdict(list)
    limits: dict[int, list[Limit]] = defaultdict(list)
    for number, each in _given(connection, ids):
        given[number].append(each)
    for number, limit in _limits(connection, [row.id for row in rows.values() if row.limits]):
        limits[number].append(limit)
    return [_obligation(rows[i], tuple(given[i]), tuple(limits[i])) for i in ids if i in rows]


_ANSWER = table(LetterRow).alias("answer")
_WHOLE = (
    select(
        *table(DirectiveRow).c, LetterRow.key, LetterRow.kind, LetterRow.number, LetterRow.symbol, LetterRow.issued,
        LetterRow.subject, LetterRow.arrival_number, LetterRow.issuer_parent, LetterRow.secrecy,
        Mention.name.label("issuer"),
        _ANSWER.c.number.label("answer_number"), _ANSWER.c.symbol.label("answer_symbol"),
    )
    .join(LetterRow, LetterRow.id == DirectiveRow.letter_id)
    .join(Mention, Mention.id == LetterRow.issuer_id, isouter=True)
    .join(_ANSWER, _ANSWER.c.id == DirectiveRow.answer_id, isouter=True)
    .where(among(DirectiveRow.id, "ids"))
)  # fmt: skip
_GIVEN = (
    select(Assignment.directive_id, Assignment.role, Mention.name, Mention.id)
    .join(Mention, Mention.id == Assignment.mention_id)
    .where(among(Assignment.directive_id, "ids"))
    .order_by(Assignment.directive_id, Assignment.position)
)
_MEANT = (
    select(MentionUnit.mention_id, MentionUnit.unit_id)
    .where(among(MentionUnit.mention_id, "ids"))
    .order_by(MentionUnit.mention_id, MentionUnit.unit_id)
)
_LIMITS = (
    select(*table(DeadlineRow).c)
    .where(among(DeadlineRow.directive_id, "ids"))
    .order_by(DeadlineRow.directive_id, DeadlineRow.position)
)


def _obligation(r: Any, given: tuple[Given, ...], limits: tuple[Limit, ...]) -> Obligation:
    return Obligation(
        id=r.uid, letter=r.key, kind=r.kind, number=r.number, symbol=r.symbol, issued=r.issued, issued_on=r.issued_on,
        issuer=r.issuer, parent=r.issuer_parent, subject=r.subject, ordinal=r.ordinal, text=r.text, action=r.action,
        assignees=given, deadlines=limits, submit_to=r.submit_to, due=r.due, state=r.state, done_on=r.done_on,
        retired=r.retired, arrival_number=r.arrival_number, answer=code(r.answer_number, r.answer_symbol),
        secrecy=r.secrecy,
    )  # fmt: skip


def _given(connection: Connection, ids: Sequence[int]) -> Iterator[tuple[int, Given]]:
    rows = connection.execute(_GIVEN, {"ids": ids}).all()
    meant: dict[int, list[str]] = defaultdict(list)
    for mention, unit in connection.execute(_MEANT, {"ids": {row.id for row in rows}}).all():
        meant[mention].append(unit)
    for directive, role, name, mention in rows:
        yield directive, Given(name, role, mention, tuple(meant.get(mention, ())))


def _limits(connection: Connection, ids: Sequence[int]) -> Iterator[tuple[int, Limit]]:
    if not ids:
        return
    for r in connection.execute(_LIMITS, {"ids": ids}).all():
        yield r.directive_id, Limit(r.text, r.bound, r.date, r.time, r.recurrence, r.due)


def _chunks(ids: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), size):
        yield ids[start : start + size]


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterQuery:
    """What is asked of letters; None asks nothing."""

    kind: str | None = None
    issuer: str | None = None
    recipient: Who | None = None  # whom they go to: in Kính gửi or Nơi nhận, itself or in a group
    issued_from: dt.date | None = None
    issued_to: dt.date | None = None
    with_directives: bool | None = None
    with_findings: bool | None = None
    secret: bool | None = None  # False leaves out those marked MẬT


@dataclass(frozen=True, slots=True)
class Brief:
    """A letter in a list."""

    key: str
    kind: str
    number: str | None
    symbol: str | None
    issued: str | None
    issuer: str | None
    subject: str | None
    directives: int
    findings: int


def letters(connection: Connection, query: LetterQuery, *, limit: int | None = 100, offset: int = 0) -> list[Brief]:
    """Letters, the newest first, those without a day last."""
    count = select(func.count()).where(DirectiveRow.letter_id == LetterRow.id, DirectiveRow.retired.is_(False))
    directives = count.scalar_subquery()
    chosen = select(
        LetterRow.key, LetterRow.kind, LetterRow.number, LetterRow.symbol, LetterRow.issued,
        Mention.name, LetterRow.subject, directives, LetterRow.findings,
    ).join(Mention, Mention.id == LetterRow.issuer_id, isouter=True)  # fmt: skip
    if query.kind is not None:
        chosen = chosen.where(LetterRow.kind == query.kind)
    if query.issuer is not None:
        chosen = chosen.where(LetterRow.issuer_id.in_(filters.issuers(query.issuer)))
    if query.recipient is not None:
        sent = select(Recipient.letter_id).where(among(Recipient.mention_id, query.recipient.mentions))
        chosen = chosen.where(LetterRow.id.in_(sent))
    if query.issued_from is not None:
        chosen = chosen.where(LetterRow.issued_on >= query.issued_from)
    if query.issued_to is not None:
        chosen = chosen.where(LetterRow.issued_on <= query.issued_to)
    if query.with_directives is not None:
        chosen = chosen.where((directives > 0) == query.with_directives)
    if query.with_findings is not None:
        chosen = chosen.where((LetterRow.findings > 0) == query.with_findings)
    if query.secret is not None:
        chosen = chosen.where(LetterRow.secrecy.is_not(None) if query.secret else LetterRow.secrecy.is_(None))
    chosen = chosen.order_by(LetterRow.issued_on.desc().nulls_last(), LetterRow.id.desc()).limit(limit).offset(offset)
    return [Brief(*tuple(row)) for row in connection.execute(chosen)]
