"""What is known of letters and directives beside the words they have: for narrowing a search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from store.tables import DirectiveRow, LetterRow
from store.unit_tables import Mention


@dataclass(frozen=True, slots=True)
class Facts:
    """A letter's kind, urgency, secrecy, year of issue and issuer; None where it has none."""

    kind: str
    urgency: str | None
    secrecy: str | None
    year: str | None
    issuer: str | None


def facts(connection: Connection, keys: Sequence[str]) -> dict[str, Facts]:
    """The facts of letters by their keys."""
    found: dict[str, Facts] = {}
    wanted = list(dict.fromkeys(keys))
    for start in range(0, len(wanted), 500):
        query = (
            select(LetterRow.key, LetterRow.kind, LetterRow.urgency, LetterRow.secrecy, LetterRow.issued, Mention.name)
            .join(Mention, Mention.id == LetterRow.issuer_id, isouter=True)
            .where(LetterRow.key.in_(wanted[start : start + 500]))
        )
        for r in connection.execute(query):
            found[r.key] = Facts(r.kind, r.urgency, r.secrecy, None if r.issued is None else r.issued[:4], r.name)
    return found


def states(connection: Connection, directives: Sequence[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """The states of directives, by their letters' keys and their ids."""
    found: dict[tuple[str, str], str] = {}
    wanted = set(directives)
    keys = sorted({key for key, _ in wanted})
    for start in range(0, len(keys), 500):
        query = (
            select(LetterRow.key, DirectiveRow.uid, DirectiveRow.state)
            .join(LetterRow, LetterRow.id == DirectiveRow.letter_id)
            .where(LetterRow.key.in_(keys[start : start + 500]))
        )
        for r in connection.execute(query):
            if (r.key, r.uid) in wanted:
                found[r.key, r.uid] = r.state
    return found
