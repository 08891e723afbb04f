"""Which units a name in a letter means: by what a person said, the office's own registry, or the gazetteer."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Connection, delete, select, update

from schemas.rule import DATA, load_toml
from store.sql import insert, insert_missing, table
from store.unit_tables import Mention, MentionUnit, Settlement, Unit, UnitName
from store.units.communes import is_commune
from store.units.gazetteer import Body, Gazetteer, Where, expand, gazetteer
from store.words import folded
from vietnamese.leaders import without_leader

LAST_DAYS = {
    "0001-01-01": "2024-12-31",
    "2025-01-01": "2025-02-28",
    "2025-03-01": "2025-06-30",
    "2025-07-01": "9999-12-31",
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a mention means. `status`: unit, group, settled (by a person) or unknown."""

    status: str
    units: tuple[str, ...] = ()


@cache
def _groups() -> tuple[tuple[str, str], ...]:
    """The folded beginnings of groups' names with their members, longest first."""
    rows = load_toml(DATA / "lexicon" / "units_meant.toml")["group"]
    pairs = [(expand(folded(begin)), str(row["members"])) for row in rows for begin in row["begins"]]
    return tuple(sorted(pairs, key=lambda pair: len(pair[0]), reverse=True))


def bare(name: str) -> str:
    """A folded name without the words for its head: what the head owes, the unit owes."""
    return without_leader(name, deputies=True)


@lru_cache(maxsize=20_000)
def context(issuer: str, parent: str, place: str, era: str) -> Where:
    """The province, district and day by which the names in a letter are understood."""
    known, day = gazetteer(), LAST_DAYS.get(era)
    where = Where(day=day)
    province = district = None
    for words in (issuer, parent, place):
        found = _place_in(known, expand(words), where) if words else None
        if found is not None and found.kind == "district" and district is None:
            district = found
            province = province or known.bodies.get(found.parent or "")
        elif found is not None and found.kind == "province" and province is None:
            province = found
    if district is not None and province is not None and district.parent != province.id:
        district = None
    around = Where(province, district, day)
    commune = next(
        (found for words in (issuer, parent) if (found := _commune_in(known, expand(words), around)) is not None), None
    )
    return Where(province, district, day, commune)


def _commune_in(known: Gazetteer, words: str, where: Where) -> Body | None:
    """The commune at the end of a name: `uy ban nhan dan xa tan hoa`."""
    parts = words.split()
    for start in range(len(parts)):
        rest = " ".join(parts[start:])
        if is_commune(rest):
            found = known.commune(rest, where)
            if found is not None:
                return found
    return None


def _place_in(known: Gazetteer, words: str, where: Where) -> Body | None:
    """The place at the end of a name: `uy ban nhan dan tinh an phu`, `an phu`."""
    parts = words.split()
    for start in range(len(parts)):
        rest = " ".join(parts[start:])
        if rest in ("tinh", "thanh pho", "huyen", "quan", "thi xa"):
            return None
        place = known.place(rest, where)
        if place is not None:
            return place
    return None


def meaning(known: Gazetteer, own: Own, mention: Any) -> Meaning:
    """What a mention means, when nobody has settled it."""
    settled = own.settled.get((mention.key, mention.issuer), own.settled.get((mention.key, "")))
    if settled is not None:
        return Meaning("settled", settled)
    where = context(mention.issuer, mention.parent, mention.place, mention.era)
    name = bare(mention.key)
    for words in dict.fromkeys((mention.key, name)):
        if mine := own.units.get(words) or own.units.get(expand(words)):
            return Meaning("unit", mine) if len(mine) == 1 else Meaning("unknown")
        found = known.find(words, where)
        if found is not None:
            return Meaning("unit", (found.id,))
    return _group(known, own, expand(name), where, mention)


def _group(known: Gazetteer, own: Own, name: str, where: Where, mention: Any) -> Meaning:
    for begin, members in _groups():
        if name != begin and not name.startswith(begin + " "):
            continue
        if members == "own":
            issuer = known.find(mention.issuer, where)
            roots = own.units.get(mention.issuer) or (() if issuer is None else (issuer.id,))
            return Meaning("group", tuple(child for root in roots for child in own.children.get(root, ())))
        if members == "ministries":
            found = [b for b in known.bodies.values() if b.kind == "ministry" and b.alive(where.day or "9999-12-31")]
            return Meaning("group", tuple(b.id for b in found))
        if where.province is None:
            return Meaning("group")
        wanted = [p.id for p in known.kinds.values() if members in (p.id, p.kind)]
        bodies = [b for pattern in wanted for b in known.within(pattern, where.province, where.district)]
        return Meaning("group", tuple(b.id for b in bodies if where.day is None or b.alive(where.day)))
    return Meaning("unknown")


@dataclass(frozen=True, slots=True)
class Own:
    """What the store itself knows: the office's units by folded name, their children, and what people settled."""

    units: dict[str, tuple[str, ...]]
    children: dict[str, tuple[str, ...]]
    settled: dict[tuple[str, str], tuple[str, ...]]


def own_registry(connection: Connection) -> Own:
    units: dict[str, list[str]] = {}
    children: dict[str, list[str]] = {}
    rows = select(Unit.id, Unit.key, Unit.parent_id, Unit.source).where(Unit.source == "office").order_by(Unit.id)
    for row in connection.execute(rows):
        units.setdefault(row.key, []).append(row.id)
        if row.parent_id is not None:
            children.setdefault(row.parent_id, []).append(row.id)
    for unit, key in connection.execute(select(UnitName.unit_id, UnitName.key).order_by(UnitName.unit_id)):
        if unit not in units.setdefault(key, []):
            units[key].append(unit)
    settled = {(row.key, row.issuer): tuple(json.loads(row.units)) for row in connection.execute(select(Settlement))}
    return Own({k: tuple(v) for k, v in units.items()}, {k: tuple(v) for k, v in children.items()}, settled)


def resolve(connection: Connection, mention_ids: Sequence[int]) -> None:
    """Say what these mentions mean, anew. Only the store's writer may call it."""
    known, own = gazetteer(), own_registry(connection)
    for start in range(0, len(mention_ids), 500):
        chunk = mention_ids[start : start + 500]
        rows = connection.execute(select(Mention).where(Mention.id.in_(chunk))).all()
        meanings = [(row.id, meaning(known, own, row)) for row in rows]
        keep(connection, {unit for _, meant in meanings for unit in meant.units})
        connection.execute(delete(MentionUnit).where(MentionUnit.mention_id.in_(chunk)))
        insert(connection, table(MentionUnit), [
            {"mention_id": number, "unit_id": unit, "via": "group" if meant.status == "group" else "itself"}
            for number, meant in meanings for unit in meant.units
        ])  # fmt: skip
        for status in sorted({meant.status for _, meant in meanings}):
            ids = [number for number, meant in meanings if meant.status == status]
            connection.execute(update(Mention).where(Mention.id.in_(ids)).values(status=status))


def keep(connection: Connection, unit_ids: Iterable[str]) -> None:
    """Have units of the gazetteer, with their parents, as rows of the registry."""
    known, rows = gazetteer(), dict[str, dict[str, object]]()
    for unit_id in sorted(unit_ids):
        chain, current = list[Body](), known.body(unit_id)
        while current is not None and current.id not in rows:
            chain.append(current)
            current = None if current.parent is None else known.body(current.parent)
        for body in reversed(chain):
            rows[body.id] = {
                "id": body.id, "name": body.name, "key": folded(body.name), "kind": body.kind,
                "parent_id": body.parent, "since": _day(body.since), "until": _day(body.until), "source": "gazetteer",
            }  # fmt: skip
    insert_missing(connection, table(Unit), list(rows.values()))


def _day(iso: str) -> object:
    import datetime as dt

    return dt.date.fromisoformat(iso) if iso else None
