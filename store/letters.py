"""Letters into the store: new ones in batches, known ones again when their record changes."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from sqlalchemy import Connection, bindparam, delete, select, update

from schemas.record import Letter
from store import changes, citations, index, load, texts
from store.changes import Event
from store.compose import best
from store.mentions import Names, mention_ids
from store.rows import Head, Rows, add_names, add_parts, add_work, directive_row, letter_row, storable
from store.sql import Row, insert, make_room, next_id, table
from store.tables import Assignment, Citation, DeadlineRow, DirectiveRow, LetterRow, Reading, Recipient, Text
from store.texts import Indexed
from store.twins import Twin, fingerprint, twin
from store.words import now

MANY = 500  # letters at once, from which on a connection is given room for them


@dataclass(frozen=True, slots=True)
class NewReading:
    """A record that the machine made: of document `part` (from 0) of the original `sha256`."""

    sha256: str
    part: int
    letter: Letter
    json: str  # the record byte for byte
    text: str = ""  # the document's whole text, for the search; empty where it is not known


def letter_key(sha256: str, part: int) -> str:
    """The id that a letter keeps for ever: of the first original that it came in."""
    return hashlib.sha256(f"{sha256}/{part}".encode()).hexdigest()[:12]


def add(connection: Connection, readings: Sequence[NewReading], *, by: str, program: str) -> list[str]:
    """Store what was read: a letter that is in the store gets another copy, a new one is added; gives the keys.

    Only the store's writer may call it.
    """
    keys: list[str] = []
    for reading in map(_storable, readings):
        same = twin(connection, reading.letter, reading.text)
        if same is not None and same.copy:
            _add_copy(connection, same, reading, by=by, program=program)
            keys.append(same.key)
            continue
        keys += add_new(connection, [reading], by=by, program=program)
        if same is not None:
            event = Event("letter.duplicate_number", letter=keys[-1], after={"other": same.key})
            changes.log(connection, [event], by=by)
    return keys


def _add_copy(connection: Connection, same: Twin, reading: NewReading, *, by: str, program: str) -> None:
    """Another file of a letter: its record stands beside the first, and the letter is the best of both."""
    reading_id = next_id(connection, Reading)
    row = {
        "id": reading_id, "sha256": reading.sha256, "part": reading.part, "record": reading.json,
        "letter_id": same.letter_id, "proposed": None, "program": program, "at": now(),
    }  # fmt: skip
    was = texts.indexed(connection, same.letter_id)
    insert(connection, table(Reading), [row])
    stored = load.whole(connection, same.letter_id)
    if reading.text and (not was.text or best(stored.readings) is stored.readings[-1]):
        put_text(connection, same.letter_id, reading_id, reading.text)
    derive(connection, same.letter_id, stored.record, was=was)
    event = Event("letter.copy", letter=same.key, after={"file": reading.letter.source.name, "sha256": reading.sha256})
    changes.log(connection, [event], by=by)


def add_new(connection: Connection, readings: Sequence[NewReading], *, by: str, program: str) -> list[str]:
    """Store letters that are known to be new, in one go; gives their keys. Only the store's writer may call it.

    Two thousand at once cost a quarter less each than five hundred do.
    """
    if not readings:
        return []
    if len(readings) >= MANY:
        make_room(connection)
    with _no_collector():
        return _add_new(connection, readings, by=by, program=program)


@contextmanager
def _no_collector() -> Iterator[None]:
    """Python's search for cycles does not run meanwhile: rows have none, and it goes through all of them, again and
    again, for a sixth of the time of a load."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _add_new(connection: Connection, readings: Sequence[NewReading], *, by: str, program: str) -> list[str]:
    readings = [_storable(reading) for reading in readings]
    at, rows = now(), Rows()
    wanted: Names = {}
    for reading in readings:
        add_names(wanted, reading.letter)
    mentions = mention_ids(connection, wanted)
    first_letter, first_reading = next_id(connection, LetterRow), next_id(connection, Reading)
    directive_id = next_id(connection, DirectiveRow)
    letter_rows: list[Row] = []
    reading_rows: list[Row] = []
    text_rows: list[Row] = []
    for offset, reading in enumerate(readings):
        letter, letter_id = reading.letter, first_letter + offset
        head = Head.of(letter, mentions)
        letter_rows.append(
            {"id": letter_id, "key": letter_key(reading.sha256, reading.part), **letter_row(letter, head),
             "text_hash": fingerprint(letter), "added_at": at, "changed_at": at}
        )  # fmt: skip
        reading_rows.append(
            {"id": first_reading + offset, "sha256": reading.sha256, "part": reading.part, "letter_id": letter_id,
             "record": reading.json, "proposed": None, "program": program, "at": at}
        )  # fmt: skip
        if reading.text:
            text_rows.append(texts.row(letter_id, first_reading + offset, reading.text))
        add_parts(rows, letter_id, letter, head)
        for position, directive in enumerate(letter.directives):
            rows.directives.append(
                {"id": directive_id, "letter_id": letter_id, **directive_row(directive, position, head)}
            )
            add_work(rows, directive_id, directive, head)
            directive_id += 1
    insert(connection, table(LetterRow), letter_rows)
    insert(connection, table(Reading), reading_rows)
    insert(connection, table(Text), text_rows)
    insert(connection, table(DirectiveRow), rows.directives)
    _insert_parts(connection, rows)
    said = (texts.whole(row["words"], reading.text) for row, reading in zip(letter_rows, readings, strict=True))
    index.add(connection, "letters", list(zip((row["id"] for row in letter_rows), said, strict=True)))
    index.add(connection, "directives", [(row["id"], row["text"]) for row in rows.directives])
    citations.link(connection, [row["id"] for row in letter_rows])
    keys = [row["key"] for row in letter_rows]
    changes.log(connection, [Event("letter.added", letter=key) for key in keys], by=by)
    return keys


def _storable(reading: NewReading) -> NewReading:
    """A reading whose letter can stand in tables; its record stays byte for byte."""
    return replace(reading, letter=storable(reading.letter)) if "\\u0000" in reading.json else reading


def put_text(connection: Connection, letter_id: int, reading_id: int, text: str) -> None:
    """Let `text`, of one of its readings, be a letter's text. `derive` must follow, and be told what was indexed."""
    connection.execute(delete(Text).where(Text.letter_id == letter_id))
    insert(connection, table(Text), [texts.row(letter_id, reading_id, text)])


def derive(connection: Connection, letter_id: int, letter: Letter, *, was: Indexed | None = None) -> None:
    """Make the tables say what `letter` says, for a letter that is in the store. `was`: what the index has of it, where
    its text has changed since.

    Directives keep their rows, and so their progress, by their ids; one that the record no longer has is retired when
    it has progress and deleted when it has none.
    """
    letter = storable(letter)
    wanted: Names = {}
    add_names(wanted, letter)
    head = Head.of(letter, mention_ids(connection, wanted))
    letters, directives = table(LetterRow), table(DirectiveRow)
    said = texts.indexed(connection, letter_id)
    old = {row.uid: row for row in connection.execute(select(directives).where(directives.c.letter_id == letter_id))}
    live = [row for row in old.values() if not row.retired]
    index.remove(connection, "letters", [(letter_id, (said if was is None else was).whole)])
    index.remove(connection, "directives", [(row.id, row.text) for row in live])
    for part in (Citation, Recipient):
        connection.execute(delete(part).where(part.letter_id == letter_id))
    ids = [row.id for row in old.values()]
    for parts in (Assignment, DeadlineRow):
        connection.execute(delete(parts).where(parts.directive_id.in_(ids)))

    rows, new = Rows(), letter_row(letter, head)
    connection.execute(
        update(letters).where(letters.c.id == letter_id).values(**new, text_hash=fingerprint(letter), changed_at=now())
    )
    add_parts(rows, letter_id, letter, head)
    next_directive = next_id(connection, DirectiveRow)
    work: list[tuple[int, str]] = []
    for position, directive in enumerate(letter.directives):
        row = directive_row(directive, position, head)
        known = old.pop(directive.id, None)
        if known is None:
            number, next_directive = next_directive, next_directive + 1
            rows.directives.append({"id": number, "letter_id": letter_id, **row})
        else:
            number = known.id
            connection.execute(
                update(directives).where(directives.c.id == bindparam("at")).values(**row), {"at": number}
            )
        add_work(rows, number, directive, head)
        work.append((number, directive.text))
    kept = [row.id for row in old.values() if row.state != "open"]
    gone = [row.id for row in old.values() if row.state == "open"]
    connection.execute(update(directives).where(directives.c.id.in_(kept)).values(retired=True))
    connection.execute(delete(directives).where(directives.c.id.in_(gone)))
    insert(connection, directives, rows.directives)
    _insert_parts(connection, rows)
    index.add(connection, "letters", [(letter_id, texts.whole(str(new["words"]), said.text))])
    index.add(connection, "directives", work)
    citations.link(connection, [letter_id])


def _insert_parts(connection: Connection, rows: Rows) -> None:
    insert(connection, table(Assignment), rows.assignments)
    insert(connection, table(DeadlineRow), rows.deadlines)
    insert(connection, table(Citation), rows.citations)
    insert(connection, table(Recipient), rows.recipients)
