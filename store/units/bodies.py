"""What a unit of the state is: a body with its lifetime, a kind of body that each place has; where a name is read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Body:
    """A unit. `since` and `until` are its first and last day (ISO), empty where there is none."""

    id: str
    name: str
    kind: str
    parent: str | None = None
    since: str = ""
    until: str = ""

    def alive(self, day: str) -> bool:
        return (not self.since or self.since <= day) and (not self.until or day <= self.until)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A kind of body that each place of a level has."""

    id: str
    name: str
    level: str  # province | district | commune
    kind: str
    since: str
    until: str


@dataclass(frozen=True, slots=True)
class Where:
    """What a name without a place is understood by: the letter's province and district, and its day (ISO)."""

    province: Body | None = None
    district: Body | None = None
    day: str | None = None
    commune: Body | None = None


_COMMITTEES = {"province": "ubnd", "district": "ubnd-huyen", "commune": "ubnd-xa"}


def in_place(pattern: Pattern, place: Body) -> Body:
    """The body of a pattern in a place; it lives while both do."""
    since = max(pattern.since, place.since)
    until = min((day for day in (pattern.until, place.until) if day), default="")
    name = f"{pattern.name} {place.name[:1].lower()}{place.name[1:]}"
    parent = f"{_COMMITTEES[place.kind]}.{place.id}"
    mine = f"{pattern.id}.{place.id}"
    return Body(mine, name, pattern.kind, None if parent == mine else parent, since, until)


def one(found: list[Body], day: str | None) -> Body | None:
    """The one that lived on a day; without a day, the only one there ever was."""
    if day is not None and len(found) > 1:
        found = [body for body in found if body.alive(day)]
    return found[0] if len(found) == 1 else None
