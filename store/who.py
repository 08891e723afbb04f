"""Who is meant by a unit's name in a question: the mentions that name it, and why each does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, select

from store import match
from store.unit_tables import Mention
from store.words import folded

# Who acts for a unit is the unit: `Giám đốc Sở Y tế` owes what `Sở Y tế` owes.
HEADS = (
    "giam doc", "pho giam doc", "thu truong", "lanh dao", "truong", "pho truong", "chu tich", "pho chu tich",
    "bo truong", "hieu truong", "chanh van phong", "ban giam doc", "ong giam doc", "dong chi giam doc",
)  # fmt: skip
# What follows a unit's name without making it another unit.
PLACES = ("tinh", "thanh pho", "tp", "huyen", "thi xa", "quan", "xa", "phuong", "thuoc", "va")


@dataclass(frozen=True, slots=True)
class Who:
    """A unit as asked for, and the mentions that mean it. `notes` says in Vietnamese what was counted in."""

    asked: str
    mentions: frozenset[int]
    notes: tuple[str, ...] = ()


def by_name(connection: Connection, asked: str) -> Who:
    """The mentions whose words name `asked`: accents and case may lack, and so may all but the initials.

    Exact names come first; where there are none, names that begin with it; then names that hold it.
    """
    bare = folded(asked)
    if not bare:
        return Who(asked, frozenset())
    found = {row.id: row.key for row in _candidates(connection, asked)}
    found = {number: name for number, name in found.items() if name}
    for level in (is_name_of, begins, holds_name):
        if hits := frozenset(number for number, name in found.items() if level(name, bare)):
            return Who(asked, hits)
    short = bare.replace(" ", "")
    return Who(asked, frozenset(_by_initials(connection, short)) if " " not in bare else frozenset())


def is_name_of(name: str, asked: str) -> bool:
    """Whether a mention (folded) is `asked` itself, its head, or it with its place.

    >>> is_name_of("giam doc so y te", "so y te"), is_name_of("thanh tra so y te", "so y te")
    (True, False)
    """
    for head in ("", *HEADS):
        start = f"{head} {asked}" if head else asked
        if name == start:
            return True
        if name.startswith(start + " ") and name[len(start) + 1 :].startswith(tuple(f"{place} " for place in PLACES)):
            return True
    return False


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


def _candidates(connection: Connection, asked: str) -> Iterable[Mention]:
    phrases = match.parse(f'"{asked.replace(chr(34), " ")}"')
    wanted = match.ids(phrases, connection.dialect, "mentions")
    if wanted is None:
        return []
    query = select(Mention.id, Mention.key, Mention.name).where(Mention.id.in_(wanted))
    return [row for row in connection.execute(query) if match.holds(phrases, row.name)]  # type: ignore[misc]


def _by_initials(connection: Connection, short: str) -> list[int]:
    """The mentions whose names' initials are `short`. Reads every distinct name once; they are few."""
    keys = [row.key for row in connection.execute(select(Mention.key).distinct())]
    wanted = [name for name in keys if short in initials(name)]
    return [row.id for row in connection.execute(select(Mention.id).where(Mention.key.in_(wanted)))]
