"""Units by what people type: their names with the place they belong to; and what settling a name would touch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, exists, func, or_, select
from sqlalchemy.orm import aliased

from store.tables import Assignment, DirectiveRow, LetterRow
from store.unit_tables import Mention, Unit, UnitName
from store.units.gazetteer import Where, gazetteer
from store.words import folded


@dataclass(frozen=True, slots=True)
class Choice:
    """A unit to choose. `parent` is the name of the body above it; `until` its last day (ISO), empty while it lives."""

    id: str
    name: str
    parent: str | None
    until: str


@dataclass(frozen=True, slots=True)
class Effect:
    """A directive that a settled name would concern: whose, in which letter."""

    letter: str
    directive: str
    text: str
    subject: str | None
    issuer: str


def names(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """The names of units by their ids, from the store or from what every office knows; unknown ids are left out."""
    wanted = list(dict.fromkeys(ids))
    found: dict[str, str] = {}
    for start in range(0, len(wanted), 500):
        query = select(Unit.id, Unit.name).where(Unit.id.in_(wanted[start : start + 500]))
        found.update((row.id, row.name) for row in connection.execute(query))
    known = gazetteer()
    for each in wanted:
        body = None if each in found else known.body(each)
        if body is not None:
            found[each] = body.name
    return found


def issuers(connection: Connection, keys: Iterable[str]) -> dict[str, str]:
    """How letterheads write the names of issuers, by their folded names."""
    wanted, found = list(dict.fromkeys(keys)), dict[str, str]()
    for start in range(0, len(wanted), 500):
        chunk = wanted[start : start + 500]
        query = select(Mention.key, func.min(Mention.name)).where(Mention.key.in_(chunk), Mention.part == "issuer")
        found.update((row[0], row[1]) for row in connection.execute(query.group_by(Mention.key)))
    return found


def named(connection: Connection, typed: str, *, limit: int = 12) -> list[Choice]:
    """The units whose names have what was typed, accents aside: the store's first, then what all offices know."""
    asked = folded(typed)
    if not asked:
        return []
    above = aliased(Unit)
    also = select(UnitName.unit_id).where(UnitName.key.startswith(asked, autoescape=True))
    query = (
        select(Unit.id, Unit.name, above.name.label("parent"), Unit.until)
        .join(above, above.id == Unit.parent_id, isouter=True)
        .where(or_(Unit.key.contains(asked, autoescape=True), Unit.id.in_(also)))
        .order_by(Unit.key.startswith(asked, autoescape=True).desc(), func.length(Unit.key), Unit.key)
        .limit(limit)
    )
    found = [
        Choice(row.id, row.name, row.parent, "" if row.until is None else row.until.isoformat())
        for row in connection.execute(query)
    ]
    if len(found) < limit:
        known = gazetteer()
        body = known.find(asked, Where())
        if body is not None and all(each.id != body.id for each in found):
            parent = None if body.parent is None else known.body(body.parent)
            found.append(Choice(body.id, body.name, None if parent is None else parent.name, body.until))
    return found


def written(connection: Connection, typed: str, *, limit: int = 8, secret: bool = True) -> list[str]:
    """Names as letters write them that begin with, or have, what was typed; those that are no known unit's.

    Without `secret`, names to which only letters marked MẬT give work are left out.
    """
    asked = folded(typed)
    if not asked:
        return []
    query = (
        select(func.min(Mention.name))
        .where(Mention.key.contains(asked, autoescape=True), Mention.part == "named")
        .group_by(Mention.key)
        .order_by(func.length(Mention.key), Mention.key)
        .limit(limit)
    )
    if not secret:
        open_work = (
            select(Assignment.position)
            .join(DirectiveRow, DirectiveRow.id == Assignment.directive_id)
            .join(LetterRow, LetterRow.id == DirectiveRow.letter_id)
            .where(Assignment.mention_id == Mention.id, LetterRow.secrecy.is_(None))
        )
        query = query.where(exists(open_work))
    return list(connection.scalars(query))


def effects(
    connection: Connection, name: str, *, issuer: str = "", secret: bool = True, limit: int = 200
) -> list[Effect]:
    """The directives, of letters past, that the name is given in; with `issuer` only of that office's letters.

    Without `secret`, those of letters marked MẬT are left out.
    """
    key, where = folded(name), folded(issuer)
    wanted = [or_(Mention.key == key, Mention.key.endswith(f" {key}", autoescape=True))]
    if where:
        wanted.append(Mention.issuer == where)
    if not secret:
        wanted.append(LetterRow.secrecy.is_(None))
    query = (
        select(LetterRow.key, DirectiveRow.uid, DirectiveRow.text, LetterRow.subject, Mention.issuer)
        .select_from(Assignment)
        .join(Mention, Mention.id == Assignment.mention_id)
        .join(DirectiveRow, DirectiveRow.id == Assignment.directive_id)
        .join(LetterRow, LetterRow.id == DirectiveRow.letter_id)
        .where(DirectiveRow.retired.is_(False), *wanted)
        .order_by(LetterRow.id.desc(), DirectiveRow.position)
        .limit(limit)
    )
    return [Effect(r.key, r.uid, r.text, r.subject, r.issuer) for r in connection.execute(query)]


def settled(connection: Connection, ids: Sequence[str]) -> list[Choice]:
    """The units of these ids, as choices."""
    named_ = names(connection, ids)
    return [Choice(each, named_[each], None, "") for each in ids if each in named_]
