"""A letter's record as others are given it: with the ids of the units that its names mean, if the store knows them.

What the store keeps is what was read, without ids; what a name means may be settled later, for letters past.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, select

from schemas.record import Letter
from store import load
from store.load import Stored
from store.mentions import Context, Names, Scope
from store.rows import add_names, as_above
from store.unit_tables import Mention, MentionUnit


def shown(connection: Connection, name: str) -> Stored:
    """The letter that is named, as `store.load.letter` gives it, with the ids of units.

    Raises:
        NotFound, Ambiguous: as `store.load.letter`.
    """
    stored = load.letter(connection, name)
    return replace(stored, record=with_units(connection, stored.record))


def with_units(connection: Connection, letter: Letter) -> Letter:
    """A letter that is in the store with the ids of the units that its names mean.

    A group's name has no id, for it means several; `Như trên` has one where there is one addressee. An id that a
    person's correction gave stays.
    """
    meant = _meant(connection, letter)
    context = Context.of(letter)

    def unit(name: str | None, known: str | None, part: str = "named") -> str | None:
        return known if known is not None or name is None else meant.get(Scope(context, part).digest(name))

    addressees = tuple(each.model_copy(update={"unit_id": unit(each.name, each.unit_id)}) for each in letter.addressees)
    above = addressees[0].unit_id if len(addressees) == 1 else None
    distribution = tuple(
        each.model_copy(update={"unit_id": above if as_above(each.name) else unit(each.name, each.unit_id)})
        for each in letter.distribution
    )
    directives = tuple(
        each.model_copy(update={"assignees": tuple(
            given.model_copy(update={"unit_id": unit(given.name, given.unit_id)}) for given in each.assignees
        )})
        for each in letter.directives
    )  # fmt: skip
    issuer = letter.issuer.model_copy(update={"unit_id": unit(letter.issuer.name, letter.issuer.unit_id, "issuer")})
    return letter.model_copy(
        update={"issuer": issuer, "addressees": addressees, "distribution": distribution, "directives": directives}
    )


def _meant(connection: Connection, letter: Letter) -> dict[str, str]:
    """By the digests of a letter's names, the one unit that each means."""
    wanted: Names = {}
    add_names(wanted, letter)
    digests = sorted({scope.digest(name) for scope, names in wanted.items() for name in names})
    found: dict[str, list[str]] = {}
    for start in range(0, len(digests), 500):
        query = select(Mention.digest, MentionUnit.unit_id).join(MentionUnit, MentionUnit.mention_id == Mention.id)
        query = query.where(Mention.digest.in_(digests[start : start + 500]), MentionUnit.via == "itself")
        for digest, unit in connection.execute(query):
            found.setdefault(digest, []).append(unit)
    return {digest: units[0] for digest, units in found.items() if len(units) == 1}
