"""A letter out of the store, whole: its record, where it came from, and the ids by which people name it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from schemas.record import Letter
from store.compose import Fix, compose
from store.errors import Ambiguous, NotFound
from store.tables import Correction, LetterRow, Original, Reading
from store.words import identity

_KEY = re.compile(r"[0-9a-f]{4,16}")


@dataclass(frozen=True, slots=True)
class Stored:
    """A letter in the store. `copies` are the names of the files it came in, `readings` what each says by itself."""

    id: int
    key: str
    record: Letter
    copies: tuple[str, ...]
    readings: tuple[Letter, ...] = ()


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


def letter(connection: Connection, name: str, *, proposed: bool = False) -> Stored:
    """The letter that is named by its key, the beginning of it, or number/symbol, as it stands.

    With `proposed`, as it would stand if what newer rules read were accepted.

    Raises:
        NotFound, Ambiguous: as they say.
    """
    return whole(connection, find(connection, name), proposed=proposed)


def whole(connection: Connection, letter_id: int, *, proposed: bool = False) -> Stored:
    """The letter of a row id, composed of its readings and corrections."""
    rows = connection.execute(
        select(Reading.record, Reading.proposed, Original.name)
        .join(Original, Original.sha256 == Reading.sha256)
        .where(Reading.letter_id == letter_id)
        .order_by(Reading.id)
    ).all()
    texts = [row.proposed if proposed and row.proposed is not None else row.record for row in rows]
    readings = tuple(Letter.model_validate_json(text) for text in texts)
    key = connection.scalar(select(LetterRow.key).where(LetterRow.id == letter_id))
    record = compose(readings, fixes(connection, letter_id))
    return Stored(letter_id, str(key), record, tuple(row.name for row in rows), readings)


def fixes(connection: Connection, letter_id: int) -> list[Fix]:
    """The corrections that hold, in the order in which they were made; of one pointer, the last."""
    query = select(Correction.pointer, Correction.after).where(
        Correction.letter_id == letter_id, Correction.withdrawn.is_(False)
    )
    last: dict[str, Fix] = {}
    for pointer, after in connection.execute(query.order_by(Correction.id)):
        last.pop(pointer, None)
        last[pointer] = Fix(pointer, None if after is None else json.loads(after))
    return list(last.values())
