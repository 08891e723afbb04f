"""The queue of letters that a person should look at, the most doubtful first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, select

from store import load
from store.desk.tables import Review
from store.sql import insert_missing, table
from store.tables import LetterRow
from store.unit_tables import Mention
from store.words import now

MANY = 10_000


@dataclass(frozen=True, slots=True)
class Waiting:
    """A letter in the queue. `by` and `at` where somebody has begun with it."""

    key: str
    kind: str
    number: str | None
    symbol: str | None
    issued: str | None
    issuer: str | None
    subject: str | None
    doubts: int
    by: str | None = None
    at: str | None = None


def queue(connection: Connection, *, secret: bool, limit: int = 50, offset: int = 0) -> list[Waiting]:
    """The letters with doubts that nobody is done with; with `secret` also those marked MẬT."""
    most = limit + offset
    fresh = _letters(LetterRow.findings).where(*_fresh(secret)).order_by(LetterRow.findings.desc(), LetterRow.id.desc())
    begun = _letters(Review.doubts, Review.by, Review.at).join(Review, Review.letter_id == LetterRow.id)
    begun = begun.where(*_begun(secret)).order_by(Review.doubts.desc(), LetterRow.id.desc())
    found = [Waiting(*row) for row in connection.execute(fresh.limit(most))]
    found += [Waiting(*row) for row in connection.execute(begun.limit(most))]
    found.sort(key=lambda each: -each.doubts)
    return found[offset : offset + limit]


def waiting(connection: Connection, *, secret: bool) -> int:
    """How many letters are in the queue; MANY + 1 for any number above it."""
    fresh = select(LetterRow.id).where(*_fresh(secret)).limit(MANY + 1).subquery()
    begun = select(Review.letter_id).join(LetterRow, LetterRow.id == Review.letter_id).where(*_begun(secret)).subquery()
    numbers = [connection.scalar(select(func.count()).select_from(each)) or 0 for each in (fresh, begun)]
    return min(MANY + 1, sum(numbers))


def note(connection: Connection, name: str, *, doubts: int, done: bool, by: str) -> None:
    """Note how far the review of a letter is."""
    values = {"doubts": doubts, "done": done, "by": by, "at": now()}
    letter_id = load.find(connection, name)
    insert_missing(connection, table(Review), [{"letter_id": letter_id, **values}])
    connection.execute(table(Review).update().where(table(Review).c.letter_id == letter_id).values(**values))


def _letters(doubts: Any, *more: Any) -> Select[Any]:
    return select(
        LetterRow.key, LetterRow.kind, LetterRow.number, LetterRow.symbol, LetterRow.issued, Mention.name,
        LetterRow.subject, doubts, *more,
    ).join(Mention, Mention.id == LetterRow.issuer_id, isouter=True)  # fmt: skip


def _fresh(secret: bool) -> list[ColumnElement[bool]]:
    begun = exists(select(Review.letter_id).where(Review.letter_id == LetterRow.id))
    return [LetterRow.findings > 0, ~begun, *_seen(secret)]


def _begun(secret: bool) -> list[ColumnElement[bool]]:
    return [and_(Review.done.is_(False), Review.doubts > 0), *_seen(secret)]


def _seen(secret: bool) -> list[ColumnElement[bool]]:
    return [] if secret else [LetterRow.secrecy.is_(None)]
