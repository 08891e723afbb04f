"""The whole text of letters, kept small: what the search reads and what copies are recognised by."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from sqlalchemy import Connection, select

from store.likeness import sketch
from store.sql import Row
from store.tables import LetterRow, Text
from store.words import WORD

# A word's place in PostgreSQL's index is at most 16,383; what stands later in a long document is kept, not indexed.
INDEXED = 16_000


@dataclass(frozen=True, slots=True)
class Indexed:
    """What the index has of a letter: `words` are its head's (`LetterRow.words`), then its text."""

    words: str
    text: str

    @property
    def whole(self) -> str:
        return whole(self.words, self.text)


def whole(head: str, text: str) -> str:
    """What is indexed of a letter: its head, then its text, as far as the index reaches."""
    both = f"{head}\n{text}" if text else head
    if len(both) <= 2 * INDEXED:  # a word and what parts it from the next are two characters at least
        return both
    for number, found in enumerate(WORD.finditer(both)):
        if number == INDEXED:
            return both[: found.start()]
    return both


def row(letter_id: int, reading_id: int, text: str) -> Row:
    """The row of a letter's text, as its reading `reading_id` has it."""
    return {"letter_id": letter_id, "reading_id": reading_id, "sketch": sketch(text), "text": pack(text)}


def indexed(connection: Connection, letter_id: int) -> Indexed:
    """What the index has of a letter now."""
    query = select(LetterRow.words, Text.text).join(Text, Text.letter_id == LetterRow.id, isouter=True)
    found = connection.execute(query.where(LetterRow.id == letter_id)).one()
    return Indexed(found.words, unpack(found.text))


def pack(text: str) -> bytes:
    return zlib.compress(text.encode(), 6)


def unpack(packed: bytes | None) -> str:
    """A text as it was; nothing for letters whose text was never kept."""
    return "" if packed is None else zlib.decompress(packed).decode()
