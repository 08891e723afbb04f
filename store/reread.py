"""Letters read again with the rules of today: what would change stands beside what is until a person accepts it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, select, update

from schemas.record import Letter
from store import changes, letters, load, texts
from store.changes import Event
from store.compose import Difference, best, differences
from store.letters import NewReading, derive, letter_key, put_text
from store.sql import insert, table
from store.tables import Import, LetterRow, Original, Pending, Reading, Text
from store.words import now


@dataclass(frozen=True, slots=True)
class Reread:
    """What newer rules make of a letter: where it would differ, with corrections already won. `new`: a document that
    was not told from its neighbours before; `subject` is what it is about."""

    key: str
    differences: tuple[Difference, ...]
    new: bool = False
    subject: str | None = None


def originals_of(connection: Connection, names: Sequence[str]) -> list[tuple[str, str]]:
    """The originals of these letters, of all letters where none is named, as (SHA-256, file name)."""
    query = select(Original.sha256, Original.name).join(Reading, Reading.sha256 == Original.sha256).distinct()
    if names:
        query = query.where(Reading.letter_id.in_([load.find(connection, name) for name in names]))
    return [(row.sha256, row.name) for row in connection.execute(query.order_by(Original.sha256))]


def propose(connection: Connection, sha256: str, records: Sequence[str], *, said: Sequence[str] = ()) -> list[Reread]:
    """Keep what newer rules read of an original beside what stands; gives what would change. Nothing changes yet.

    `said` are the documents' texts, one for each record or none at all. A letter whose text alone is new is given with
    no differences. A document that is no longer told from its neighbours stays as it was.
    """
    found = []
    told = dict(enumerate(said))
    connection.execute(delete(Pending).where(Pending.sha256 == sha256))
    query = select(Reading.id, Reading.part, Reading.record, LetterRow.key, Text.reading_id, Text.text)
    query = query.join(LetterRow, LetterRow.id == Reading.letter_id).join(
        Text, Text.letter_id == LetterRow.id, isouter=True
    )
    known = connection.execute(query.where(Reading.sha256 == sha256).order_by(Reading.part)).all()
    for row in known:
        new = records[row.part] if row.part < len(records) else row.record
        value = None if new == row.record else new
        connection.execute(update(Reading).where(Reading.id == row.id).values(proposed=value))
        retold = _retold(row, told.get(row.part, ""))
        if retold:
            _keep(connection, sha256, row.part, told[row.part])
        if value is not None:
            now_, then = load.letter(connection, row.key).record, load.letter(connection, row.key, proposed=True).record
            found.append(Reread(row.key, tuple(differences(now_, then))))
        elif retold:
            found.append(Reread(row.key, ()))
    for part in sorted(set(range(len(records))) - {row.part for row in known}):
        key = letter_key(sha256, part)
        _keep(connection, sha256, part, told.get(part, ""), key=key, record=records[part])
        subject = Letter.model_validate_json(records[part]).subject
        found.append(Reread(key, (), new=True, subject=subject))
    return found


def _retold(row: Any, text: str) -> bool:
    """Whether a reading's text is news: its letter has none, or has this reading's and it was another."""
    return bool(text) and (row.text is None or (row.reading_id == row.id and texts.unpack(row.text) != text))


def _keep(
    connection: Connection, sha256: str, part: int, text: str, *, key: str | None = None, record: str | None = None
) -> None:
    row = {"sha256": sha256, "part": part, "key": key, "record": record, "text": texts.pack(text), "at": now()}
    insert(connection, table(Pending), [row])


def accept(connection: Connection, key: str, *, by: str, program: str) -> list[Difference]:
    """Let what newer rules read of a letter stand; corrections and progress stay. A new document becomes a letter.

    Raises:
        NotFound: no letter, and no new document, has that key.
    """
    new = connection.execute(select(Pending).where(Pending.key == key)).one_or_none()
    if new is not None:
        _accept_new(connection, new, by=by, program=program)
        return []
    before = load.letter(connection, key)
    was = texts.indexed(connection, before.id)
    proposed = Reading.letter_id == before.id, Reading.proposed.is_not(None)
    renewed = {"record": Reading.proposed, "proposed": None, "program": program, "at": now()}
    changed = connection.execute(update(Reading).where(*proposed).values(**renewed)).rowcount
    retold = _accept_texts(connection, before.id)
    if not changed and not retold:
        return []
    after = load.letter(connection, key)
    derive(connection, before.id, after.record, was=was)
    found = differences(before.record, after.record)
    events = [
        Event("letter.reread", letter=before.key, pointer=d.pointer, before=d.ours, after=d.theirs) for d in found
    ]
    changes.log(connection, events, by=by)
    return found


def _accept_new(connection: Connection, new: Any, *, by: str, program: str) -> None:
    """Store a document that was not told from its neighbours before."""
    connection.execute(delete(Pending).where(Pending.sha256 == new.sha256, Pending.part == new.part))
    record = Letter.model_validate_json(new.record)
    reading = NewReading(new.sha256, new.part, record, new.record, texts.unpack(new.text))
    letters.add(connection, [reading], by=by, program=program)
    count = select(func.count()).select_from(Reading).where(Reading.sha256 == new.sha256).scalar_subquery()
    connection.execute(update(Import).where(Import.sha256 == new.sha256).values(letters=count))


def _accept_texts(connection: Connection, letter_id: int) -> bool:
    """Let the newer text of a letter's most trusted reading be the letter's; says whether there was one."""
    query = (
        select(Reading.id, Reading.record, Pending.text, Pending.sha256, Pending.part)
        .join(Pending, (Pending.sha256 == Reading.sha256) & (Pending.part == Reading.part))
        .where(Reading.letter_id == letter_id)
        .order_by(Reading.id)
    )
    rows = connection.execute(query).all()
    if not rows:
        return False
    records = [Letter.model_validate_json(row.record) for row in rows]
    row = rows[records.index(best(records))]
    put_text(connection, letter_id, row.id, texts.unpack(row.text))
    for each in rows:
        connection.execute(delete(Pending).where(Pending.sha256 == each.sha256, Pending.part == each.part))
    return True
