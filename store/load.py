"""A letter out of the store, whole: its record, where it came from, and the ids by which people name it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from schemas.record import Letter
from store.errors import Ambiguous, NotFound
from store.tables import LetterRow, Original, Reading
from store.words import identity

_KEY = re.compile(r"[0-9a-f]{4,16}")


@dataclass(frozen=True, slots=True)
class Stored:
    """A letter in the store. `copies` are the names of the files it came in."""

    id: int
    key: str
    record: Letter
    copies: tuple[str, ...]


def find(connection: Connection, name: str) -> int:
    """The row id of the letter that people name by its key, the beginning of it, or number/symbol.

    Raises:
        NotFound, Ambiguous: as they say.
    """
    query = select(LetterRow.id, LetterRow.key).order_by(LetterRow.id).limit(8)
    found: Sequence[Any] = []
    if _KEY.fullmatch(name):
        found = connection.execute(query.where(LetterRow.key >= name, LetterRow.key < name + "g")).all()
    if not found and "/" in name:
        number, _, symbol = name.partition("/")
        found = connection.execute(query.where(LetterRow.identity == identity(number, symbol))).all()
    if not found:
        raise NotFound(f"No letter in the store is called {name}.", remedy="`congvan letters` lists them.")
    if len(found) > 1:
        keys = ", ".join(row.key for row in found)
        raise Ambiguous(f"Several letters are called {name}: {keys}.", remedy="Name one of these.")
    return int(found[0].id)


def letter(connection: Connection, name: str) -> Stored:
    """The letter that is named by its key, the beginning of it, or number/symbol.

    Raises:
        NotFound, Ambiguous: as they say.
    """
    letter_id = find(connection, name)
    readings = connection.execute(
        select(Reading.record, Original.name)
        .join(Original, Original.sha256 == Reading.sha256)
        .where(Reading.letter_id == letter_id)
        .order_by(Reading.id)
    ).all()
    key = connection.scalar(select(LetterRow.key).where(LetterRow.id == letter_id))
    record = Letter.model_validate_json(readings[0].record)
    return Stored(letter_id, str(key), record, tuple(row.name for row in readings))
