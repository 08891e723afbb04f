"""Who is meant by a unit's name in a question: the mentions that name it, and what was counted in."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from store import match
from store.unit_tables import Mention, MentionUnit, Succession, Unit
from store.units.gazetteer import Where, expand, gazetteer
from store.units.resolve import Own, bare, own_registry
from store.words import folded

# What follows a unit's name without making it another unit.
_PLACES = ("tinh ", "thanh pho ", "tp ", "huyen ", "thi xa ", "quan ", "xa ", "phuong ", "thuoc ")


@dataclass(frozen=True, slots=True)
class Who:
    """A unit as asked for, and the mentions that mean it. `notes` says in Vietnamese what was counted in.

    `parts`: mentions of units of which this one took over a subject only; they count where the directive speaks of it.
    """

    asked: str
    mentions: frozenset[int]
    notes: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    parts: Mapping[str, frozenset[int]] = field(default_factory=dict)


def who(connection: Connection, asked: str, *, on: dt.date) -> Who:
    """The unit of that name on a day, with all that it succeeds, itself or in a group; else a plain name."""
    unit = _unit(connection, asked, on)
    if unit is None:
        return by_name(connection, asked)
    wanted, subjects = _with_predecessors(connection, unit)
    whole: dict[int, tuple[str, str]] = {}
    parts: dict[str, set[int]] = defaultdict(set)
    query = select(MentionUnit.mention_id, MentionUnit.unit_id, MentionUnit.via).where(MentionUnit.unit_id.in_(wanted))
    for row in connection.execute(query.order_by(MentionUnit.via.desc())):
        subject = subjects.get(row.unit_id, "")
        if subject:
            parts[subject].add(row.mention_id)
        else:
            whole.setdefault(row.mention_id, (row.unit_id, row.via))
    named = by_name(connection, asked, exactly=True, unknown_only=True).mentions
    meant = {unit for unit, _ in whole.values()} | {u for u, s in subjects.items() if parts.get(s)}
    notes = _notes(connection, unit, meant, subjects)
    groups = {mention for mention, (_, via) in whole.items() if via == "group"}
    notes += _group_notes(connection, groups)
    only = {subject: frozenset(ids - whole.keys()) for subject, ids in parts.items()}
    return Who(asked, frozenset(whole) | named, notes, tuple(wanted), only)


def _unit(connection: Connection, asked: str, on: dt.date) -> str | None:
    """The one unit that the registry knows by this name."""
    if connection.scalar(select(Unit.id).where(Unit.id == asked)) is not None or gazetteer().body(asked) is not None:
        return asked
    own: Own = own_registry(connection)
    name = bare(folded(asked))
    for words in dict.fromkeys((folded(asked), name, expand(name))):
        if mine := own.units.get(words):
            return mine[0] if len(mine) == 1 else None
    found = gazetteer().find(name, Where(day=on.isoformat()))
    return None if found is None else found.id


def _with_predecessors(connection: Connection, unit: str) -> tuple[list[str], dict[str, str]]:
    """A unit with all that it succeeds; and, of those of which it took over a subject only, that subject."""
    known, wanted, subjects = gazetteer(), {unit: None}, dict[str, str]()
    todo = [unit]
    while todo:
        current = todo.pop(0)
        earlier = known.earlier(current)
        rows = select(Succession.unit_id, Succession.subject).where(Succession.successor_id == current)
        earlier += [(row.unit_id, row.subject or "") for row in connection.execute(rows)]
        for old, subject in earlier:
            if old not in wanted:
                wanted[old] = None
                if subject or current in subjects:
                    subjects[old] = subject or subjects[current]
                todo.append(old)
    return list(wanted), subjects


def _notes(connection: Connection, unit: str, meant: Iterable[str], subjects: Mapping[str, str]) -> tuple[str, ...]:
    query = select(Unit.id, Unit.name).where(Unit.id.in_(sorted(meant)))
    names = {row.id: row.name for row in connection.execute(query)}
    notes = []
    for each in sorted(names.keys() - {unit}):
        part = f" (phần {subjects[each]})" if subjects.get(each) else ""
        notes.append(f"gồm cả {names[each]} trước đây{part}")
    return tuple(notes)


def _group_notes(connection: Connection, mentions: Iterable[int]) -> tuple[str, ...]:
    query = (
        select(Mention.name).where(Mention.id.in_(sorted(mentions)[:200])).distinct().order_by(Mention.name).limit(4)
    )
    names = list(connection.scalars(query))
    more = " …" if len(names) > 3 else ""
    return (f"qua nhóm {', '.join(f'“{name}”' for name in names[:3])}{more}",) if names else ()


def by_name(connection: Connection, asked: str, *, exactly: bool = False, unknown_only: bool = False) -> Who:
    """The mentions whose words name `asked`: accents and case may lack, and all but the initials may.

    Exact names come first; where there are none, and `exactly` is not wanted, names that begin with it, then names that
    hold it, then names with these initials.
    """
    name = folded(asked)
    if not name:
        return Who(asked, frozenset())
    rows = [row for row in _candidates(connection, asked) if not unknown_only or row.status in ("new", "unknown")]
    for level in (is_name_of,) if exactly else (is_name_of, begins, holds_name):
        if hits := frozenset(row.id for row in rows if level(row.key, name)):
            return Who(asked, hits)
    if exactly or " " in name:
        return Who(asked, frozenset())
    return Who(asked, frozenset(_by_initials(connection, name)))


def is_name_of(name: str, asked: str) -> bool:
    """Whether a mention (folded) is `asked` itself, its head, or it with its place.

    >>> is_name_of("giam doc so y te", "so y te"), is_name_of("thanh tra so y te", "so y te")
    (True, False)
    """
    return any(
        whole == asked or (whole.startswith(asked + " ") and whole[len(asked) + 1 :].startswith(_PLACES))
        for whole in (name, bare(name))
    )


def begins(name: str, asked: str) -> bool:
    return name.startswith(asked + " ")


def holds_name(name: str, asked: str) -> bool:
    return f" {asked} " in f" {name} "


def initials(name: str) -> set[str]:
    """The abbreviations that a folded name's initials give, with `và` and without.

    >>> sorted(initials("so giao duc va dao tao"))
    ['sgddt', 'sgdvdt']
    """
    parts = name.split()
    return {"".join(p[0] for p in parts), "".join(p[0] for p in parts if p != "va")} if parts else set()


def _candidates(connection: Connection, asked: str) -> list[Any]:
    phrases = match.parse(f'"{asked.replace(chr(34), " ")}"')
    wanted = match.ids(phrases, connection.dialect, "mentions")
    if wanted is None:
        return []
    query = select(Mention.id, Mention.key, Mention.name, Mention.status).where(Mention.id.in_(wanted))
    return [row for row in connection.execute(query) if match.holds(phrases, row.name)]


def _by_initials(connection: Connection, short: str) -> list[int]:
    """The mentions whose names' initials are `short`. Reads every distinct name once; they are few."""
    wanted = [name for name in connection.scalars(select(Mention.key).distinct()) if short in initials(name)]
    return list(connection.scalars(select(Mention.id).where(Mention.key.in_(wanted))))
