"""Filters of obligations. Each row says one thing three times: in SQL, in Python, and in Vietnamese for people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Dialect, Select, and_, exists, or_, select, true

from schemas.obligation import LIVE, Obligation
from store import match
from store.sql import among
from store.tables import Assignment, DirectiveRow, LetterRow
from store.unit_tables import Mention
from store.who import Who
from store.words import folded

STATE_NAMES = {"open": "chưa thực hiện", "in_progress": "đang thực hiện", "done": "hoàn thành", "cancelled": "huỷ bỏ"}
ROLE_NAMES = {"lead": "chủ trì", "support": "phối hợp"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """How a query is asked: of which database, and of which part of the directives, for a database that would go
    through all of a unit's to find the first hundred."""

    dialect: Dialect
    undated: bool = False  # of what has no day only
    after: int | None = None  # of rows with ids above this
    upto: int | None = None  # and not above this
    few: bool = False  # these are so few that each is looked at, and not all that a unit was ever given


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is asked of obligations; None (or empty) asks nothing. The field names are those of FILTERS."""

    who: Who | None = None
    role: str | None = None  # lead | support, of `who` where one is given
    due_from: dt.date | None = None
    due_to: dt.date | None = None
    overdue_on: dt.date | None = None
    no_deadline: bool | None = None
    recurring: bool | None = None
    states: tuple[str, ...] = ()
    issuer: str | None = None
    letter: str | None = None  # its key
    kind: str | None = None
    issued_from: dt.date | None = None
    issued_to: dt.date | None = None
    text: str | None = None
    secret: bool | None = None  # False leaves out what letters marked MẬT order
    context: Asking | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter. `sql` speaks of `directives` joined to `letters`; `holds` of what such a row became."""

    name: str
    sql: Callable[[Any, Query], ColumnElement[bool]]
    holds: Callable[[Any, Query, Obligation], bool]
    says: Callable[[Any], str]


def given(query: Query) -> list[ColumnElement[bool]]:
    """What a query, with its `context`, asks of assignments: to whom, in which role, in which window of days or of ids.

    The window is said of the assignment too, for it is in the index of each name.
    """
    wanted: list[ColumnElement[bool]] = []
    if query.who is not None:
        named: ColumnElement[bool] = among(Assignment.mention_id, query.who.mentions)
        for subject, mentions in query.who.parts.items():
            about = or_(*(_words(f'"{part.strip()}"', query, Assignment.directive_id) for part in subject.split(";")))
            named = or_(named, and_(among(Assignment.mention_id, mentions), about))
        wanted.append(named)
    if query.role is not None:
        wanted.append(Assignment.role == query.role)
    if query.due_from is not None:
        wanted.append(Assignment.due >= query.due_from)
    if query.due_to is not None:
        wanted.append(Assignment.due <= query.due_to)
    if query.overdue_on is not None:
        wanted.append(Assignment.due < query.overdue_on)
    asking = query.context
    if query.no_deadline or (asking is not None and asking.undated):
        wanted.append(Assignment.due.is_(None))
    if asking is not None and asking.after is not None:
        wanted.append(Assignment.directive_id > asking.after)
    if asking is not None and asking.upto is not None:
        wanted.append(Assignment.directive_id <= asking.upto)
    return wanted


def _assigned(query: Query) -> ColumnElement[bool]:
    """Whether the directive is given to whom the query asks for, in the role that it asks for."""
    wanted, asking = given(query), query.context
    if query.who is None or (asking is not None and asking.few):
        return exists(select(Assignment.position).where(Assignment.directive_id == DirectiveRow.id, *wanted))
    chosen = select(Assignment.directive_id).where(*wanted).cte()
    # PostgreSQL would go through all directives in their order instead, hoping for the first hundred to come soon.
    return DirectiveRow.id.in_(select(chosen.prefix_with("MATERIALIZED", dialect="postgresql").c.directive_id))


def _is_assigned(query: Query, found: Obligation) -> bool:
    meant = None if query.who is None else set(query.who.mentions)
    if query.who is not None and meant is not None:
        for subject, mentions in query.who.parts.items():
            if any(match.holds(match.parse(f'"{part.strip()}"'), found.text) for part in subject.split(";")):
                meant |= mentions
    return any(
        (meant is None or given.mention in meant) and (query.role is None or given.role == query.role)
        for given in found.assignees
    )


def _words(asked: str, query: Query, directive: Any = None) -> ColumnElement[bool]:
    assert query.context is not None
    ids = match.ids(match.parse(asked), query.context.dialect, "directives")
    row = DirectiveRow.id if directive is None else directive
    found: ColumnElement[bool] = true() if ids is None else row.in_(ids)
    return found


def issuers(asked: str) -> Select[int]:
    """The mentions of letterheads that name an issuer, with its place or without."""
    name = folded(asked)
    longer = and_(Mention.key >= f"{name} ", Mention.key < f"{name}!")  # ! comes after the space
    return select(Mention.id).where(Mention.part == "issuer", or_(Mention.key == name, longer))


def _is_issuer(asked: str, _query: Query, found: Obligation) -> bool:
    name, bare = folded(asked), folded(found.issuer or "")
    return bare == name or bare.startswith(name + " ")


def day(value: dt.date) -> str:
    """A day as Vietnamese pages write it: 05/02/2024."""
    return value.strftime("%d/%m/%Y")


FILTERS: tuple[Filter, ...] = (
    Filter(
        "who",
        lambda _, query: _assigned(query),
        lambda _, query, o: _is_assigned(query, o),
        lambda who: f"giao cho {who.asked}" + (f" ({'; '.join(who.notes)})" if who.notes else ""),
    ),
    Filter(
        "role",
        lambda _, query: _assigned(query),
        lambda _, query, o: _is_assigned(query, o),
        lambda role: f"với vai trò {ROLE_NAMES[role]}",
    ),
    Filter(
        "due_from",
        lambda start, _: DirectiveRow.due >= start,
        lambda start, _, o: o.due is not None and o.due >= start,
        lambda start: f"có hạn từ ngày {day(start)}",
    ),
    Filter(
        "due_to",
        lambda end, _: DirectiveRow.due <= end,
        lambda end, _, o: o.due is not None and o.due <= end,
        lambda end: f"có hạn đến ngày {day(end)}",
    ),
    Filter(
        "overdue_on",
        lambda on, _: and_(DirectiveRow.due < on, DirectiveRow.state.in_(LIVE)),
        lambda on, _, o: o.due is not None and o.due < on and o.state in LIVE,
        lambda on: f"quá hạn tính đến ngày {day(on)}",
    ),
    Filter(
        "no_deadline",
        lambda yes, _: DirectiveRow.limits == 0 if yes else DirectiveRow.limits > 0,
        lambda yes, _, o: (not o.deadlines) == yes,
        lambda yes: "không có thời hạn" if yes else "có thời hạn",
    ),
    Filter(
        "recurring",
        lambda yes, _: DirectiveRow.recurring.is_(yes),
        lambda yes, _, o: any(d.recurrence is not None for d in o.deadlines) == yes,
        lambda yes: "định kỳ" if yes else "không định kỳ",
    ),
    Filter(
        "states",
        lambda states, _: DirectiveRow.state.in_(states),
        lambda states, _, o: o.state in states,
        lambda states: " hoặc ".join(STATE_NAMES[state] for state in states),
    ),
    Filter(
        "issuer",
        lambda name, _: DirectiveRow.issuer_id.in_(issuers(name)),
        _is_issuer,
        lambda name: f"do {name} ban hành",
    ),
    Filter(
        "letter",
        lambda key, _: DirectiveRow.letter_id == select(LetterRow.id).where(LetterRow.key == key).scalar_subquery(),
        lambda key, _, o: o.letter == key,
        lambda key: f"trong văn bản {key}",
    ),
    Filter(
        "kind",
        lambda kind, _: LetterRow.kind == kind,
        lambda kind, _, o: o.kind == kind,
        lambda kind: f"thuộc loại {kind}",
    ),
    Filter(
        "issued_from",
        lambda start, _: DirectiveRow.issued_on >= start,
        lambda start, _, o: o.issued_on is not None and o.issued_on >= start,
        lambda start: f"ban hành từ ngày {day(start)}",
    ),
    Filter(
        "issued_to",
        lambda end, _: DirectiveRow.issued_on <= end,
        lambda end, _, o: o.issued_on is not None and o.issued_on <= end,
        lambda end: f"ban hành đến ngày {day(end)}",
    ),
    Filter(
        "text",
        _words,
        lambda asked, _, o: match.holds(match.parse(asked), o.text),
        lambda asked: f"có từ “{asked}”",
    ),
    Filter(
        "secret",
        lambda yes, _: _marked_secret() if yes else ~_marked_secret(),
        lambda yes, _, o: (o.secrecy is not None) == yes,
        lambda yes: "trong văn bản mật" if yes else "không kể văn bản mật",
    ),
)


def _marked_secret() -> ColumnElement[bool]:
    return DirectiveRow.letter_id.in_(select(LetterRow.id).where(LetterRow.secrecy.is_not(None)))


def asked(query: Query) -> list[tuple[Filter, Any]]:
    """The filters that a query uses, with their values, in the order of the table."""
    values = {f.name: getattr(query, f.name) for f in fields(query)}
    return [(filter_, values[filter_.name]) for filter_ in FILTERS if values[filter_.name] not in (None, ())]


def conditions(query: Query, connection: Connection) -> list[ColumnElement[bool]]:
    """The query in SQL, of the part of the directives that its `context` says."""
    query = query if query.context is not None else replace(query, context=Asking(dialect=connection.dialect))
    found = [filter_.sql(value, query) for filter_, value in asked(query)]
    asking = query.context
    if asking is None or query.who is not None:  # a unit's part is said of its assignments, which is quicker
        return found
    if asking.undated:
        found.append(DirectiveRow.due.is_(None))
    if asking.after is not None:
        found.append(DirectiveRow.id > asking.after)
    if asking.upto is not None:
        found.append(DirectiveRow.id <= asking.upto)
    return found


def holds(query: Query, found: Obligation) -> bool:
    """The query's meaning: whether an obligation is one of those asked for."""
    return all(filter_.holds(value, query, found) for filter_, value in asked(query))


def sentence(query: Query) -> str:
    """What is shown, in Vietnamese: `Nhiệm vụ giao cho Sở Y tế, có hạn đến ngày 05/02/2024.`"""
    said = [filter_.says(value) for filter_, value in asked(query)]
    return ("Nhiệm vụ " + ", ".join(said) if said else "Tất cả nhiệm vụ") + "."
