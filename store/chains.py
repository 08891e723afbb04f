"""What a letter caused and what caused it; and what citations show to be wrong or missing."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import ColumnElement, Connection, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute

from schemas.obligation import code
from store.sql import table
from store.tables import Citation, DirectiveRow, LetterRow
from store.unit_tables import Mention

DEEP = 20  # steps of a chain; citations can go in circles


@dataclass(frozen=True, slots=True)
class Link:
    """A letter of a chain: `depth` steps above (negative) or below the one asked about, and who issued it when."""

    key: str
    depth: int
    relation: str
    code: str | None
    issued: str | None
    issuer: str | None
    subject: str | None
    due: dt.date | None  # the first day due in it
    open_directives: int
    kind: str


def chain(connection: Connection, letter_id: int) -> list[Link]:
    """The letters that a letter implements, up to the first, and those that implement it, down to the last."""
    above = _walk(connection, letter_id, up=True)
    below = _walk(connection, letter_id, up=False)
    steps = {**{number: (-depth, relation) for number, (depth, relation) in above.items()}, **below}
    found = [_link(row, *steps[row.id]) for row in connection.execute(_brief().where(LetterRow.id.in_(list(steps))))]
    return sorted(found, key=lambda link: (link.depth, link.issued or "", link.key))


def _walk(connection: Connection, start: int, *, up: bool) -> dict[int, tuple[int, str]]:
    """The letters that are reached by implementing citations, with their distance. Circles end where they began."""
    mine, other = (Citation.letter_id, Citation.cited_id) if up else (Citation.cited_id, Citation.letter_id)
    found: dict[int, tuple[int, str]] = {}
    edge, depth = [start], 0
    while edge and depth < DEEP:
        depth += 1
        query = select(other, Citation.relation).where(
            mine.in_(edge), Citation.relation == "implements", other.is_not(None)
        )
        rows = connection.execute(query).all()
        edge = sorted({row[0] for row in rows if row[0] is not None} - found.keys() - {start})
        found.update({row[0]: (depth, row[1]) for row in rows if row[0] in edge})
    return found


def _brief() -> Select[int, str, str | None, str | None, str | None, str | None, str | None, dt.date | None, int, str]:
    work = (DirectiveRow.letter_id == LetterRow.id, DirectiveRow.retired.is_(False))
    due = select(func.min(DirectiveRow.due)).where(*work).scalar_subquery()
    live = select(func.count()).where(*work, DirectiveRow.state.in_(("open", "in_progress"))).scalar_subquery()
    columns = (LetterRow.id, LetterRow.key, LetterRow.number, LetterRow.symbol, LetterRow.issued, Mention.name,
               LetterRow.subject, due.label("due"), live.label("live"), LetterRow.kind)  # fmt: skip
    return select(*columns).join(Mention, Mention.id == LetterRow.issuer_id, isouter=True)


def _link(row: object, depth: int, relation: str) -> Link:
    _, key, number, symbol, issued, issuer, subject, due, live, kind = tuple(row)  # type: ignore[arg-type, var-annotated]
    return Link(key, depth, relation, code(number, symbol), issued, issuer, subject, due, live, kind)


@dataclass(frozen=True, slots=True)
class LaterDeadline:
    """A letter that gives until `due`, while the letter that it implements wanted it by `above_due`."""

    letter: str
    directive: str
    due: dt.date
    above: str
    above_due: dt.date


def later_deadlines(connection: Connection, *, limit: int = 100, secret: bool = True) -> list[LaterDeadline]:
    """Deadlines that a letter sets later than the last day of the letter it implements.

    Without `secret`, here and below, letters marked MẬT are as if they were not there.
    """
    lower, upper = table(LetterRow).alias("lower"), table(LetterRow).alias("upper")
    work = table(DirectiveRow).alias("above")
    last = (
        select(work.c.letter_id, func.max(work.c.due).label("due"))
        .where(work.c.due.is_not(None), work.c.retired.is_(False))
        .group_by(work.c.letter_id)
        .subquery()
    )
    query = (
        select(lower.c.key, DirectiveRow.uid, DirectiveRow.due, upper.c.key, last.c.due)
        .select_from(Citation)
        .join(lower, lower.c.id == Citation.letter_id)
        .join(upper, upper.c.id == Citation.cited_id)
        .join(last, last.c.letter_id == upper.c.id)
        .join(DirectiveRow, DirectiveRow.letter_id == lower.c.id)
        .where(Citation.relation == "implements", DirectiveRow.due > last.c.due, DirectiveRow.retired.is_(False))
        .order_by(DirectiveRow.due, DirectiveRow.id)
        .limit(limit)
    )
    if not secret:
        query = query.where(lower.c.secrecy.is_(None), upper.c.secrecy.is_(None))
    return [LaterDeadline(*tuple(row)) for row in connection.execute(query)]


@dataclass(frozen=True, slots=True)
class Missing:
    """A letter that is cited and not in the archive, and by how many."""

    kind: str
    code: str
    date: str | None
    issuer: str | None
    cited_by: int


def not_in_archive(connection: Connection, *, limit: int = 100, secret: bool = True) -> list[Missing]:
    """Letters cited by number that the archive lacks, the most cited first. Laws are left out: they are no letters."""
    laws = ("hien_phap", "luat", "bo_luat", "phap_lenh", "nghi_dinh", "thong_tu", "thong_tu_lien_tich", "lenh")
    count = func.count(func.distinct(Citation.letter_id))
    query = (
        select(Citation.kind, func.min(Citation.number), func.min(Citation.symbol), Citation.date,
               func.min(Citation.issuer), count)
        .where(Citation.identity.is_not(None), Citation.cited_id.is_(None), Citation.kind.not_in(laws))
        .group_by(Citation.identity, Citation.kind, Citation.date)
        .order_by(count.desc(), Citation.identity, Citation.date)
        .limit(limit)
    )  # fmt: skip
    if not secret:
        query = query.where(_not_secret(Citation.letter_id))
    return [Missing(r[0], code(r[1], r[2]) or "", r[3], r[4], r[5]) for r in connection.execute(query)]


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers of an issuer's year that are not in the archive, `first` to `last`."""

    issuer: str
    symbol: str
    year: int
    first: int
    last: int


def gaps(connection: Connection, *, issuer: str | None = None, limit: int = 200, secret: bool = True) -> list[Gap]:
    """Holes in the numbers of each issuer, symbol and year, between the lowest and the highest that are there."""
    from store.filters import issuers

    query = (
        select(Mention.name, LetterRow.symbol, LetterRow.issued_on, LetterRow.number)
        .join(Mention, Mention.id == LetterRow.issuer_id)
        .where(LetterRow.number.is_not(None), LetterRow.symbol.is_not(None), LetterRow.issued_on.is_not(None))
    )
    if issuer is not None:
        query = query.where(LetterRow.issuer_id.in_(issuers(issuer)))
    if not secret:
        query = query.where(LetterRow.secrecy.is_(None))
    there: dict[tuple[str, str, int], set[int]] = defaultdict(set)
    for name, symbol, day, number in connection.execute(query):
        if number is not None and number.isdecimal() and day is not None:
            there[name, symbol or "", day.year].add(int(number))
    found = []
    for (name, symbol, year), numbers in sorted(there.items()):
        ordered = sorted(numbers)
        for before, after in pairwise(ordered):
            if after > before + 1:
                found.append(Gap(name, symbol, year, before + 1, after - 1))
    return found[:limit]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A letter that is cited with several days: `days` with the letters that say so."""

    code: str
    issuer: str | None
    days: tuple[tuple[str, tuple[str, ...]], ...]


def contradictions(connection: Connection, *, limit: int = 100, secret: bool = True) -> list[Contradiction]:
    """Numbers of one year that are cited with different days, as if by one issuer: one of them is wrong."""
    several = (
        select(Citation.identity)
        .where(Citation.identity.is_not(None), Citation.date.is_not(None))
        .group_by(Citation.identity)
        .having(func.count(func.distinct(Citation.date)) > 1)
    )
    query = (
        select(Citation.identity, Citation.number, Citation.symbol, Citation.date, Citation.issuer, LetterRow.key)
        .join(LetterRow, LetterRow.id == Citation.letter_id)
        .where(Citation.identity.in_(several), Citation.date.is_not(None))
        .order_by(Citation.identity, Citation.date, LetterRow.key)
    )
    if not secret:
        query = query.where(LetterRow.secrecy.is_(None))
    said: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    names: dict[tuple[str, str], tuple[str, str | None]] = {}
    for r in connection.execute(query):
        if r.date is not None and len(r.date) == 10:  # numbers begin anew each year
            at = (r.identity or "", r.date[:4])
            said[at][r.date].append(r.key)
            names.setdefault(at, (code(r.number, r.symbol) or "", r.issuer))
    found = [
        Contradiction(*names[at], tuple((day, tuple(dict.fromkeys(keys))) for day, keys in sorted(days.items())))
        for at, days in said.items()
        if len(days) > 1
    ]
    return found[:limit]


def namesakes(connection: Connection, letter_id: int) -> list[str]:
    """The keys of other letters with a letter's number, symbol, issuer and year: Nghị định 30 asks to warn of them."""
    me, issuer = table(LetterRow).alias("me"), table(Mention).alias("my_issuer")
    query = (
        select(LetterRow.key, LetterRow.issued, me.c.issued)
        .join(me, me.c.identity == LetterRow.identity)
        .join(issuer, issuer.c.id == me.c.issuer_id)
        .join(Mention, Mention.id == LetterRow.issuer_id)
        .where(me.c.id == letter_id, LetterRow.id != letter_id)
        .where(Mention.key == issuer.c.key, Mention.parent == issuer.c.parent)
        .order_by(LetterRow.id)
    )
    return [row[0] for row in connection.execute(query) if None in (row[1], row[2]) or row[1][:4] == row[2][:4]]


def _not_secret(letter_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """That the letter is none of those marked MẬT, which are few."""
    return letter_id.not_in(select(LetterRow.id).where(LetterRow.secrecy.is_not(None)))
