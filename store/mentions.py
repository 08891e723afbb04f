"""Mentions: units' names as written, each in its context, once."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import Connection, select

from schemas.record import Letter
from store import index
from store.sql import Row, insert, next_id, table
from store.unit_tables import Mention
from store.units.resolve import resolve
from store.words import folded

# The days on which the state's units changed their names' meaning as a whole: ministries, then provinces.
REORGANISATIONS = ("2025-01-01", "2025-03-01", "2025-07-01")


class Context(NamedTuple):
    """What a name is understood by: who wrote it, where and when. Folded; empty where the letter does not say."""

    issuer: str
    parent: str
    place: str
    era: str

    @classmethod
    def of(cls, letter: Letter) -> Context:
        return _context(letter.issuer.name, letter.issuer.parent, letter.issued.place, letter.issued.date)


@lru_cache(maxsize=10_000)
def _context(issuer: str | None, parent: str | None, place: str | None, issued: str | None) -> Context:
    return Context(folded(issuer or ""), folded(parent or ""), folded(place or ""), era(issued))


class Scope(NamedTuple):
    """Where names stand: their context, and whether in the letterhead (`issuer`) or elsewhere (`named`)."""

    context: Context
    part: str = "named"

    def digest(self, name: str) -> str:
        """What stands for a name here, whatever letter has it."""
        c = self.context
        whole = "\x1f".join((name, c.issuer, c.parent, c.place, c.era, self.part))
        return hashlib.blake2b(whole.encode(), digest_size=12).hexdigest()


Names = dict[Scope, set[str]]  # what is to be known
Mentions = dict[Scope, dict[str, int]]  # the ids of mentions by name


def era(issued: str | None) -> str:
    """The first day of the time in which names mean what they did at `issued` (EDTF); empty when that is unknown.

    >>> era("2025-03-05"), era("2019"), era(None)
    ('2025-03-01', '0001-01-01', '')
    """
    if issued is None:
        return ""
    return max((day for day in REORGANISATIONS if day <= issued), default="0001-01-01")


def mention_ids(connection: Connection, names: Names) -> Mentions:
    """The ids of names; those that are new to the store are added. Only the store's writer may call it."""
    wanted = {scope.digest(name): (scope, name) for scope, all_ in names.items() for name in sorted(all_)}
    found = _known(connection, list(wanted))
    if missing := [digest for digest in wanted if digest not in found]:
        first = next_id(connection, Mention)
        rows: list[Row] = []
        for number, digest in enumerate(missing, start=first):
            (context, part), name = wanted[digest]
            found[digest] = number
            rows.append(
                {"id": number, "digest": digest, "name": name, "key": folded(name), "part": part,
                 "issuer": context.issuer, "parent": context.parent, "place": context.place, "era": context.era}
            )  # fmt: skip
        insert(connection, table(Mention), rows)
        index.add(connection, "mentions", [(row["id"], row["name"]) for row in rows])
        resolve(connection, [row["id"] for row in rows])
    ids: Mentions = {scope: {} for scope in names}
    for digest, (scope, name) in wanted.items():
        ids[scope][name] = found[digest]
    return ids


def _known(connection: Connection, digests: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(digests), 500):
        chunk = digests[start : start + 500]
        query = select(Mention.digest, Mention.id).where(Mention.digest.in_(chunk))
        found.update((digest, number) for digest, number in connection.execute(query))
    return found
