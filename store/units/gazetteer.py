"""The units that every office knows: the government, ministries, provinces, districts, and their bodies by pattern.

Facts are in `data/gazetteer`. A body in a place (`so-y-te.tinh-an-phu`) exists by pattern and is not listed anywhere.
Names are compared folded, with abbreviations written out.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache

from schemas.rule import DATA
from store.units.bodies import Body, Pattern, Where, in_place, one
from store.units.communes import communes, is_commune
from store.words import folded

__all__ = ["Body", "Gazetteer", "Pattern", "Where", "expand", "gazetteer", "one"]


@dataclass(slots=True)
class Gazetteer:
    """All tables, by folded name."""

    named: dict[str, list[Body]] = field(default_factory=lambda: defaultdict(list))  # central bodies
    provinces: dict[str, list[Body]] = field(default_factory=lambda: defaultdict(list))  # by name without tinh
    districts: dict[str, list[Body]] = field(default_factory=lambda: defaultdict(list))  # by full name: huyen a
    patterns: dict[str, list[Pattern]] = field(default_factory=lambda: defaultdict(list))
    bodies: dict[str, Body] = field(default_factory=dict)  # central bodies and places by id
    kinds: dict[str, Pattern] = field(default_factory=dict)  # patterns by id
    before: dict[str, list[tuple[str, str]]] = field(
        default_factory=lambda: defaultdict(list)
    )  # (predecessor, subject)
    longest: int = 1  # words of the longest name of a pattern

    def body(self, unit_id: str) -> Body | None:
        """The unit of an id, None for one that the gazetteer does not have."""
        if unit_id in self.bodies:
            return self.bodies[unit_id]
        kind, _, place_id = unit_id.partition(".")
        pattern = self.kinds.get(kind)
        if pattern is None:
            return communes().bodies.get(unit_id) if is_commune(unit_id.replace("-", " ")) else None
        place = communes().bodies.get(place_id) if pattern.level == "commune" else self.bodies.get(place_id)
        return None if place is None else in_place(pattern, place)

    def place(self, words: str, where: Where) -> Body | None:
        """The province or district that these words name, if they name one: `tinh an phu`, `an phu`, `tinh`, ``."""
        if words in ("", "tinh", "thanh pho", "tinh nha"):
            return where.province
        if words in ("huyen", "quan", "thi xa"):
            return where.district
        if words in ("xa", "phuong", "thi tran", "dac khu"):
            return where.commune
        bare = words.removeprefix("tinh ").removeprefix("thanh pho ")
        found = one(self.provinces.get(bare, []), where.day)
        if found is not None:
            return found
        return self.commune(words, where) if is_commune(words) else self.district(words, where)

    def commune(self, words: str, where: Where) -> Body | None:
        """The commune that these words name, with its district and province where they are named too or known."""
        parts = words.split()
        for cut in range(len(parts), 1, -1):
            found = communes().named.get(" ".join(parts[:cut]), [])
            if where.day is not None:
                found = [each for each in found if each.alive(where.day)]
            rest = " ".join(parts[cut:])
            around = [self.place(rest, where)] if rest else [where.district, where.province]
            if not found or (rest and around[0] is None):
                continue
            for above in around:
                inside = found if above is None else [each for each in found if self._is_above(above, each)]
                if len(inside) == 1:
                    return inside[0]
        return None

    def _is_above(self, above: Body, commune: Body) -> bool:
        """Whether a commune lies in a district or province of its time."""
        parent = self.bodies.get(commune.parent or "")
        return parent is not None and above.id in (parent.id, parent.parent)

    def district(self, words: str, where: Where) -> Body | None:
        """The district that these words name, with its province where it is named too or known."""
        for cut in range(len(words.split()), 0, -1):
            name, rest = " ".join(words.split()[:cut]), " ".join(words.split()[cut:])
            found = self.districts.get(name, [])
            province = one(self.provinces.get(rest.removeprefix("tinh "), []), where.day) if rest else where.province
            if rest and province is None:
                continue
            if province is not None:
                found = [d for d in found if d.parent in {province.id, *self.predecessors(province.id)}]
            if len(found) == 1:
                return found[0]
        return None

    def find(self, words: str, where: Where) -> Body | None:
        """The unit that a folded name means in its place and time; None where that is not sure."""
        name = expand(words)
        if name in self.named:
            return one(self.named[name], where.day)
        parts = name.split()
        for cut in range(min(len(parts), self.longest), 0, -1):
            patterns = self.patterns.get(" ".join(parts[:cut]))
            if patterns is None:
                continue
            rest = " ".join(parts[cut:]).removeprefix("thuoc ")
            place = self.place(rest, where)
            for level, own in (("commune", where.commune), ("district", where.district)):
                if not rest and own is not None and any(p.level == level for p in patterns):
                    place = own
                    break
            for pattern in patterns:
                if place is not None and pattern.level == place.kind:
                    return in_place(pattern, place)
        return None

    def earlier(self, unit_id: str) -> list[tuple[str, str]]:
        """The units that this one directly succeeds, each with the subject that it took over; empty for all of it."""
        kind, _, place = unit_id.partition(".")
        found = list(self.before[unit_id]) if unit_id in self.before else []
        if is_commune(unit_id.replace("-", " ")):
            found += [(old, "") for old in communes().before.get(unit_id, ())]
        if is_commune(place.replace("-", " ")):
            found += [(f"{kind}.{old}", "") for old in communes().before.get(place, ())]
        if place:
            found += [(f"{kind}.{old}", subject) for old, subject in self.before.get(place, ())]
            found += [(f"{old}.{place}", subject) for old, subject in self.before.get(kind, ())]
        return [(old, subject) for old, subject in found if self._existed(old)]

    def _existed(self, unit_id: str) -> bool:
        body = self.body(unit_id)
        return body is None or not body.since or not body.until or body.since <= body.until

    def predecessors(self, unit_id: str) -> list[str]:
        """The ids of all units that this one succeeds, the nearest first."""
        found: dict[str, None] = {}
        todo = [unit_id]
        while todo:
            for old, _ in self.earlier(todo.pop(0)):
                if old not in found and old != unit_id:
                    found[old] = None
                    todo.append(old)
        return list(found)

    def within(self, pattern_id: str, province: Body, district: Body | None = None) -> list[Body]:
        """The bodies of a pattern in a province: its own, or one for each of its districts, or of the communes of its
        district or, since there are no districts, of the province."""
        pattern = self.kinds[pattern_id]
        if pattern.level == "commune":
            return [in_place(pattern, b) for b in communes().inside.get((district or province).id, ())]
        if pattern.level == "province":
            return [in_place(pattern, province)]
        own = {province.id, *self.predecessors(province.id)}
        return [in_place(pattern, b) for b in self.bodies.values() if b.kind == "district" and b.parent in own]


def expand(words: str) -> str:
    """A folded name with its abbreviations written out.

    >>> expand("ubnd tinh an phu")
    'uy ban nhan dan tinh an phu'
    """
    table = _abbreviations()
    parts, out, at = words.split(), [], 0
    while at < len(parts):
        for size in (3, 2, 1):
            long = table.get(" ".join(parts[at : at + size]))
            if long is not None:
                out.append(long)
                at += size
                break
        else:
            out.append(parts[at])
            at += 1
    return " ".join(out)


@cache
def _abbreviations() -> dict[str, str]:
    return {row["short"]: row["long"] for row in _rows("abbreviations")}


@cache
def gazetteer() -> Gazetteer:
    """The tables, loaded once."""
    made = Gazetteer()
    for row in _rows("ministries"):
        body = Body(row["id"], row["name"], row["kind"], None, row["since"], row["until"])
        made.bodies[body.id] = body
        for name in {expand(folded(n)) for n in (row["name"], *_list(row["aliases"]))}:
            made.named[name].append(body)
    for row in _rows("provinces"):
        body = Body(row["id"], row["name"], "province", None, row["since"], row["until"])
        made.bodies[body.id] = body
        made.provinces[folded(row["short"])].append(body)
        if row["successor"]:
            made.before[row["successor"]].append((body.id, ""))
    for row in _rows("districts"):
        body = Body(row["id"], row["name"], "district", row["province"], "", row["until"])
        made.bodies[body.id] = body
        made.districts[folded(row["name"])].append(body)
    for row in _rows("bodies"):
        pattern = Pattern(row["id"], row["name"], row["level"], row["kind"], row["since"], row["until"])
        made.kinds[pattern.id] = pattern
        for name in {expand(folded(n)) for n in (row["name"], *_list(row["aliases"]))}:
            made.patterns[name].append(pattern)
            made.longest = max(made.longest, len(name.split()))
    for row in _rows("successions"):
        made.before[row["successor"]].append((row["unit"], row["subject"]))
    return made


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / "gazetteer" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _list(text: str) -> list[str]:
    return [part for part in text.split(";") if part]
