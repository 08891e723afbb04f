"""The office's own units, kept as a table that people edit, and what people settle about names."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TextIO

from sqlalchemy import Connection, delete, func, or_, select, update

from store import changes
from store.changes import Event
from store.errors import NotFound, Refused
from store.sql import insert, insert_missing, next_id, table
from store.tables import Assignment, DirectiveRow, LetterRow
from store.unit_tables import Mention, Settlement, Succession, Unit, UnitName
from store.units.gazetteer import gazetteer
from store.units.resolve import keep, resolve
from store.words import folded, now

COLUMNS = ("id", "name", "aliases", "kind", "parent", "since", "until", "successors")


@dataclass(frozen=True, slots=True)
class OfficeUnit:
    """A row of the table: an office's unit. `successors` are ids; a subject after `=`: `phong-b=đấu thầu`."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    kind: str = "unit"
    parent: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    successors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A name that no unit is known for: in whose letters, and how many directives it is given."""

    name: str
    key: str
    issuer: str
    directives: int


def save(connection: Connection, units: Sequence[OfficeUnit], *, by: str) -> None:
    """Add units or replace those of the same ids, and say anew what the names in letters mean by them.

    Raises:
        Refused: a parent or a successor that nobody knows.
    """
    mine = {unit.id for unit in units}
    keep(connection, {u.parent for u in units if u.parent is not None and u.parent not in mine} | _outside(units, mine))
    known = set(connection.scalars(select(Unit.id))) | mine
    events = []
    for unit in units:
        wanted = [p for p in (unit.parent, *(s.partition("=")[0] for s in unit.successors)) if p is not None]
        if strange := [each for each in wanted if each not in known]:
            raise Refused(f"{unit.id}: no unit is called {', '.join(strange)}.")
        events.append(Event("unit.saved", pointer=unit.id, after={"name": unit.name, "aliases": list(unit.aliases)}))
    rows = [
        {"id": u.id, "name": u.name, "key": folded(u.name), "kind": u.kind, "parent_id": None, "since": u.since,
         "until": u.until, "source": "office"}
        for u in units
    ]  # fmt: skip
    insert_missing(connection, table(Unit), rows)
    for row, unit in zip(rows, units, strict=True):
        connection.execute(update(Unit).where(Unit.id == unit.id).values(**{**row, "parent_id": unit.parent}))
        connection.execute(delete(UnitName).where(UnitName.unit_id == unit.id))
        connection.execute(delete(Succession).where(Succession.unit_id == unit.id))
        names = [{"unit_id": unit.id, "name": alias, "key": folded(alias)} for alias in unit.aliases]
        insert(connection, table(UnitName), names)
        insert(connection, table(Succession), [
            {"unit_id": unit.id, "successor_id": other, "subject": subject or None, "on": None}
            for other, _, subject in (s.partition("=") for s in unit.successors)
        ])  # fmt: skip
    _again(connection, [folded(name) for u in units for name in (u.name, *u.aliases)])
    changes.log(connection, events, by=by)


def _outside(units: Sequence[OfficeUnit], mine: set[str]) -> set[str]:
    return {s.partition("=")[0] for unit in units for s in unit.successors} - mine


def alias(connection: Connection, unit_id: str, name: str, *, by: str) -> None:
    """Give a unit another name.

    Raises:
        NotFound: no unit has that id.
    """
    if gazetteer().body(unit_id) is not None:
        keep(connection, {unit_id})
    if connection.scalar(select(Unit.id).where(Unit.id == unit_id)) is None:
        raise NotFound(f"No unit has the id {unit_id}.", remedy="`congvan units find NAME` gives ids.")
    insert_missing(connection, table(UnitName), [{"unit_id": unit_id, "name": name, "key": folded(name)}])
    _again(connection, [folded(name)])
    changes.log(connection, [Event("unit.alias", pointer=unit_id, after=name)], by=by)


def settle(connection: Connection, name: str, unit_ids: Sequence[str], *, by: str, issuer: str = "") -> int:
    """Say once what a name means, for letters past and to come; gives how many mentions it settles.

    `issuer` limits it to one office's letters; no `unit_ids` says that the name means no unit.

    Raises:
        NotFound: no unit has one of the ids.
    """
    keep(connection, {unit for unit in unit_ids if gazetteer().body(unit) is not None})
    known = set(connection.scalars(select(Unit.id).where(Unit.id.in_(list(unit_ids)))))
    if strange := [unit for unit in unit_ids if unit not in known]:
        raise NotFound(f"No unit has the id {', '.join(strange)}.", remedy="`congvan units find NAME` gives ids.")
    key, where = folded(name), folded(issuer)
    connection.execute(delete(Settlement).where(Settlement.key == key, Settlement.issuer == where))
    row = {"id": next_id(connection, Settlement), "key": key, "issuer": where, "units": json.dumps(list(unit_ids)),
           "by": by, "at": now()}  # fmt: skip
    insert(connection, table(Settlement), [row])
    changes.log(
        connection, [Event("unit.settled", pointer=name, after={"issuer": issuer, "units": list(unit_ids)})], by=by
    )
    return _again(connection, [key])


def unresolved(connection: Connection, *, limit: int = 100, secret: bool = True) -> list[Unresolved]:
    """The names that no unit is known for, those with the most directives first.

    Without `secret`, what letters marked MẬT order is not counted, and names that only they have are left out.
    """
    count = func.count(Assignment.directive_id)
    query = (
        select(func.min(Mention.name), Mention.key, Mention.issuer, count)
        .join(Assignment, Assignment.mention_id == Mention.id)
        .where(Mention.status == "unknown")
        .group_by(Mention.key, Mention.issuer)
        .order_by(count.desc(), Mention.key, Mention.issuer)
        .limit(limit)
    )
    if not secret:
        hidden = select(DirectiveRow.id).join(LetterRow, LetterRow.id == DirectiveRow.letter_id)
        query = query.where(Assignment.directive_id.not_in(hidden.where(LetterRow.secrecy.is_not(None))))
    return [Unresolved(row[0], row[1], row[2], row[3]) for row in connection.execute(query)]


def _again(connection: Connection, keys: Sequence[str]) -> int:
    """Say anew what mentions of these names mean, also with a head before them, and all groups of own units."""
    wanted = [Mention.status == "group"]
    wanted += [or_(Mention.key == key, Mention.key.endswith(f" {key}", autoescape=True)) for key in keys]
    ids = connection.scalars(select(Mention.id).where(or_(*wanted))).all()
    resolve(connection, ids)
    return len(ids)


def write_csv(connection: Connection, file: TextIO) -> int:
    """The office's units as a table to edit; gives how many."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    names, followers = dict[str, list[str]](), dict[str, list[str]]()
    for unit, name in connection.execute(select(UnitName.unit_id, UnitName.name).order_by(UnitName.name)):
        names.setdefault(unit, []).append(name)
    for after in connection.execute(select(Succession).order_by(Succession.successor_id)):
        subject = f"={after.subject}" if after.subject else ""
        followers.setdefault(after.unit_id, []).append(after.successor_id + subject)
    rows = connection.execute(select(Unit).where(Unit.source == "office").order_by(Unit.id)).all()
    for row in rows:
        writer.writerow([row.id, row.name, ";".join(names.get(row.id, [])), row.kind, row.parent_id or "",
                         row.since or "", row.until or "", ";".join(followers.get(row.id, []))])  # fmt: skip
    return len(rows)


def read_csv(file: TextIO) -> list[OfficeUnit]:
    """The units of a table as `write_csv` writes it.

    Raises:
        Refused: a column that is not known, a row without id or name, a day that is none.
    """
    rows = csv.DictReader(file)
    if strange := set(rows.fieldnames or ()) - set(COLUMNS):
        raise Refused(f"The table has columns that are not known: {', '.join(sorted(strange))}.")
    units = []
    for number, row in enumerate(rows, start=2):
        try:
            units.append(_unit(row))
        except (KeyError, ValueError) as error:
            raise Refused(f"Line {number} of the table is no unit: {error}.") from error
    return units


def _unit(row: dict[str, str]) -> OfficeUnit:
    if not row["id"] or not row["name"]:
        raise ValueError("it needs an id and a name")
    since, until = (dt.date.fromisoformat(row[c]) if row.get(c) else None for c in ("since", "until"))
    return OfficeUnit(
        row["id"], row["name"], _list(row.get("aliases")), row.get("kind") or "unit", row.get("parent") or None,
        since, until, _list(row.get("successors")),
    )  # fmt: skip


def _list(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (text or "").split(";") if part.strip())
