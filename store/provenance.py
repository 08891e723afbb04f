"""Where a letter came from, the files that hold it and its place in each; and which version of it,
or of the whole store, this is."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from schemas.record import Letter
from store.tables import Change, LetterRow, Original, Reading

UNCHANGING = ("letter.read", "letter.reviewed")


@dataclass(frozen=True, slots=True)
class Copy:
    """A document of a file that is this letter; `part` counts the file's documents from 0, `pages` are the file's."""

    sha256: str
    part: int
    name: str
    media_type: str
    pages: tuple[int, int]
    text_origin: str
    size: int
    at: str


def copies(connection: Connection, key: str) -> list[Copy]:
    """The copies of the letter `key`, the first that came first."""
    query = (
        select(Reading.sha256, Reading.part, Reading.record, Reading.at, Original.name, Original.size)
        .join(LetterRow, LetterRow.id == Reading.letter_id)
        .join(Original, Original.sha256 == Reading.sha256)
        .where(LetterRow.key == key)
        .order_by(Reading.id)
    )
    found = []
    for row in connection.execute(query):
        source = Letter.model_validate_json(row.record).source
        found.append(
            Copy(row.sha256, row.part, row.name, source.media_type, source.pages, source.text_origin.value,
                 row.size, row.at)
        )  # fmt: skip
    return found


def version(connection: Connection, key: str) -> int:
    """The version of a letter: the feed's cursor at its last change. Grows with each; 0 for a letter never seen.

    That somebody read it, or was done with its review, changes nothing in it.
    """
    changed = select(func.max(Change.id)).where(Change.letter == key, Change.what.not_in(UNCHANGING))
    return int(connection.scalar(changed) or 0)


def cursor(connection: Connection) -> int:
    """The feed's last cursor; 0 in an empty store."""
    return int(connection.scalar(select(func.max(Change.id))) or 0)
