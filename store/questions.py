"""Questions to the store, with typed answers. The CLI, the web and other programs ask these and write no SQL."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select

from schemas.obligation import Given, Limit, Obligation, code
from store import filters, match
from store.filters import Query
from store.sql import table
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
        ids = [] if query.no_deadline else _dated(connection, query, wanted)
    if query.letter is None and (wanted is None or len(ids) < wanted):
        undated = _chosen(connection, query, DirectiveRow.due.is_(None)).order_by(DirectiveRow.id)
        ids += connection.scalars(undated.limit(None if wanted is None else wanted - len(ids))).all()
    found = load(connection, ids[offset:])
    return [o for o in found if query.text is None or match.holds(match.parse(query.text), o.text)]


def every(connection: Connection, query: Query, *, page: int = 1000) -> Iterator[Obligation]:
    """All that is asked for, page by page, in the order of ids: for exports."""
    last = 0
    while True:
        chosen = _chosen(connection, query, DirectiveRow.id > last).order_by(DirectiveRow.id).limit(page)
        ids = connection.scalars(chosen).all()
        if not ids:
            return
        last = ids[-1]
        yield from (o for o in load(connection, ids) if filters.holds(query, o))


def count(connection: Connection, query: Query, *, most: int = MANY) -> int:
    """How many obligations are asked for; `most` + 1 for any number above it."""
    inner = _chosen(connection, query).limit(most + 1).subquery()
    return int(connection.scalar(select(func.count()).select_from(inner)) or 0)


def _dated(connection: Connection, query: Query, wanted: int | None) -> list[int]:
    """The ids of what has a day, the first due first.

    A unit's directives stand in its names' indexes, each in the order of days. To merge hundreds of those for the first
    hundred rows, a window of days is read that grows until it holds enough.
    """
    order = (DirectiveRow.due, DirectiveRow.id)
    first, last = query.due_from or _first_due(connection, query), query.due_to
    if wanted is None or query.who is None or first is None:
        if query.who is not None and first is None:
            return []
        chosen = _chosen(connection, query, DirectiveRow.due.is_not(None)).order_by(*order).limit(wanted)
        return list(connection.scalars(chosen))
    found: list[int] = []
    days = 6
    while len(found) < wanted and first is not None and (last is None or first <= last):
        end = None if days > 10_000 else first + dt.timedelta(days=days)
        part = replace(query, due_from=first, due_to=_sooner(end, last))
        found += connection.scalars(_chosen(connection, part).order_by(*order).limit(wanted - len(found))).all()
        if end is None:
            break
        first, days = end + dt.timedelta(days=1), days * 8
    return found


def _in_letter(connection: Connection, query: Query, wanted: int | None) -> list[int]:
    """The ids of a letter's directives, with a day and without at once: they are few, and to look for those without a
    day by themselves would go through all that have none in the store."""
    order = (DirectiveRow.due.is_(None), DirectiveRow.due, DirectiveRow.id)
    return list(connection.scalars(_chosen(connection, query).order_by(*order).limit(wanted)))


def _sooner(one: dt.date | None, other: dt.date | None) -> dt.date | None:
    return one if other is None else other if one is None else min(one, other)


def _first_due(connection: Connection, query: Query) -> dt.date | None:
    """The first day on which whom is asked for owes anything: a look into the index for each name."""
    if query.who is None:
        return None
    inner = select(Assignment.due).where(Assignment.mention_id == Mention.id, Assignment.due.is_not(None))
    first = inner.order_by(Assignment.due).limit(1).scalar_subquery()
    mentions = query.who.mentions.union(*query.who.parts.values())
    days: list[dt.date | None] = []
    for chunk in _chunks(sorted(mentions)):
        days += connection.scalars(select(first).where(Mention.id.in_(chunk)))
    return min((day for day in days if day is not None), default=None)


def _chosen(connection: Connection, query: Query, *more: ColumnElement[bool]) -> Select[int]:
    """The ids of directives that are asked for; a unit's are taken from its names' indexes."""
    asked = replace(query, context=connection.dialect)
    chosen = select(DirectiveRow.id).where(DirectiveRow.retired.is_(False), *filters.conditions(asked), *more)
    if query.kind is not None:
        chosen = chosen.join(LetterRow, LetterRow.id == DirectiveRow.letter_id)
    return chosen


def load(connection: Connection, ids: Sequence[int]) -> list[Obligation]:
    """The obligations with these ids, in this order."""
    if not ids:
        return []
    answer = table(LetterRow).alias("answer")
    query = (
        select(
            DirectiveRow, LetterRow.key, LetterRow.kind, LetterRow.number, LetterRow.symbol, LetterRow.issued,
            LetterRow.subject, LetterRow.arrival_number, LetterRow.issuer_parent, LetterRow.secrecy,
            Mention.name.label("issuer"),
            answer.c.number.label("answer_number"), answer.c.symbol.label("answer_symbol"),
        )
        .join(LetterRow, LetterRow.id == DirectiveRow.letter_id)
        .join(Mention, Mention.id == LetterRow.issuer_id, isouter=True)
        .join(answer, answer.c.id == DirectiveRow.answer_id, isouter=True)
    )  # fmt: skip
    rows: dict[int, Any] = {}
    given: dict[int, list[Given]] = defaultdict(list)
    limits: dict[int, list[Limit]] = defaultdict(list)
    for chunk in _chunks(ids):
        rows.update((r.id, r) for r in connection.execute(query.where(DirectiveRow.id.in_(chunk))))
        for number, each in _given(connection, chunk):
            given[number].append(each)
        for number, limit in _limits(connection, chunk):
            limits[number].append(limit)
    return [_obligation(rows[i], tuple(given[i]), tuple(limits[i])) for i in ids if i in rows]


def _obligation(r: Any, given: tuple[Given, ...], limits: tuple[Limit, ...]) -> Obligation:
    return Obligation(
        id=r.uid, letter=r.key, kind=r.kind, number=r.number, symbol=r.symbol, issued=r.issued, issued_on=r.issued_on,
        issuer=r.issuer, parent=r.issuer_parent, subject=r.subject, ordinal=r.ordinal, text=r.text, action=r.action,
        assignees=given, deadlines=limits, submit_to=r.submit_to, due=r.due, state=r.state, done_on=r.done_on,
        retired=r.retired, arrival_number=r.arrival_number, answer=code(r.answer_number, r.answer_symbol),
        secrecy=r.secrecy,
    )  # fmt: skip


def _given(connection: Connection, ids: Sequence[int]) -> Iterator[tuple[int, Given]]:
    query = (
        select(Assignment.directive_id, Assignment.role, Mention.name, Mention.id)
        .join(Mention, Mention.id == Assignment.mention_id)
        .where(Assignment.directive_id.in_(ids))
        .order_by(Assignment.directive_id, Assignment.position)
    )
    rows = connection.execute(query).all()
    meant: dict[int, list[str]] = defaultdict(list)
    units = select(MentionUnit.mention_id, MentionUnit.unit_id).order_by(MentionUnit.mention_id, MentionUnit.unit_id)
    for chunk in _chunks(sorted({row.id for row in rows})):
        for mention, unit in connection.execute(units.where(MentionUnit.mention_id.in_(chunk))):
            meant[mention].append(unit)
    for row in rows:
        yield row.directive_id, Given(row.name, row.role, row.id, tuple(meant[row.id]))


def _limits(connection: Connection, ids: Sequence[int]) -> Iterator[tuple[int, Limit]]:
    query = select(DeadlineRow).where(DeadlineRow.directive_id.in_(ids))
    for r in connection.execute(query.order_by(DeadlineRow.directive_id, DeadlineRow.position)):
        yield r.directive_id, Limit(r.text, r.bound, r.date, r.time, r.recurrence, r.due)


def _chunks(ids: Sequence[int], size: int = 500) -> Iterator[Sequence[int]]:
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
        sent = select(Recipient.letter_id).where(Recipient.mention_id.in_(sorted(query.recipient.mentions)))
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
