"""What letters together show to be wrong, missing or to be decided, for the page of things to look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from schemas.obligation import LIVE, Obligation
from store import chains, review
from store.desk import watch
from store.filters import Query
from store.provenance import cursor
from store.questions import Brief, obligations
from web.desk import Desk
from web.people import Person

KINDS = ("changes", "later", "contradictions", "missing", "gaps")
MOST = 100
PATIENCE_S = 3.0
Rows = list[Any]


@dataclass(frozen=True, slots=True)
class Change:
    """A later letter that replaces or amends an earlier one, with what the earlier one still orders."""

    later: Brief
    relation: str
    earlier: Brief
    open: tuple[Obligation, ...]
    limits: tuple[str, ...]  # deadlines that the later letter itself sets, as written


def found(desk: Desk, person: Person, kind: str, issuer: str | None) -> Rows:
    """The rows of one kind. What reads the whole archive is counted in the background on a large one.

    Raises:
        NotYet: it is still being counted.
    """
    secret = person.secret
    if kind == "gaps" and issuer is None:
        return []
    with desk.store.read() as connection:
        last = cursor(connection)

    def make() -> Rows:
        with desk.store.read() as connection:
            match kind:
                case "changes":
                    return list(review.proposals(connection, limit=MOST, secret=secret))
                case "later":
                    return list(chains.later_deadlines(connection, limit=MOST, secret=secret))
                case "contradictions":
                    return list(chains.contradictions(connection, limit=MOST, secret=secret))
                case "missing":
                    return list(chains.not_in_archive(connection, limit=MOST, secret=secret))
                case _:
                    return list(chains.gaps(connection, issuer=issuer, limit=10 * MOST, secret=secret))

    question = ("attention", kind, issuer if kind == "gaps" else None, secret)
    return desk.snapshots.get(question, last, make, patience=PATIENCE_S).value


def changes(connection: Connection, proposals: list[review.Proposal]) -> list[Change]:
    """Proposals with their letters; those that were decided since they were found are left out."""
    known = watch.briefs(connection, [key for each in proposals for key in (each.later, each.earlier)])
    out = []
    for each in proposals:
        owed = tuple(obligations(connection, Query(letter=each.earlier, states=LIVE), limit=50))
        if not owed or review.is_settled(connection, each.later, each.earlier):
            continue
        own = obligations(connection, Query(letter=each.later), limit=20)
        limits = tuple(dict.fromkeys(limit.text for o in own for limit in o.deadlines if limit.due is not None))
        if each.later in known and each.earlier in known:
            out.append(Change(known[each.later], each.relation, known[each.earlier], owed, limits[:3]))
    return out
