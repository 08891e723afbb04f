"""The ledger of imports: what became of each file, once for each content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select, update

from store import changes, letters
from store.changes import Event
from store.letters import NewReading
from store.sql import insert, insert_missing, next_id, table
from store.tables import Import, Original
from store.words import now


@dataclass(frozen=True, slots=True)
class File:
    """A file as it came: where from, its content's SHA-256 and size in bytes."""

    path: str
    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the ledger. `status` is imported or set_aside; `code` and `message` say why it was set aside."""

    id: int
    sha256: str
    path: str
    status: str
    code: str | None
    message: str | None
    attempts: int
    letters: int
    pages: int
    at: str


def known(connection: Connection, sha256: str) -> Entry | None:
    """What became of this content, None when it is new."""
    row = connection.execute(select(*_COLUMNS).where(Import.sha256 == sha256)).one_or_none()
    return None if row is None else Entry(*tuple(row))


def imported(
    connection: Connection, file: File, readings: Sequence[NewReading], *, pages: int, by: str, program: str
) -> list[str] | None:
    """Store a file's letters; gives their keys, None when another import stored the same content first."""
    entry = known(connection, file.sha256)
    if entry is not None and entry.status == "imported":
        return None
    _keep(connection, file)
    keys = letters.add(connection, readings, by=by, program=program)
    _enter(connection, file, entry, status="imported", letters=len(keys), pages=pages, program=program)
    return keys


def set_aside(connection: Connection, file: File, *, code: str, message: str, program: str, by: str) -> None:
    """Note that a file could not be read, and why. A file that was imported meanwhile stays imported."""
    entry = known(connection, file.sha256)
    if entry is not None and entry.status == "imported":
        return
    _enter(connection, file, entry, status="set_aside", code=code, message=message, program=program)
    event = Event("import.set_aside", pointer=file.sha256, after={"path": file.path, "code": code})
    changes.log(connection, [event], by=by)


def ledger(connection: Connection, *, status: str | None = None, limit: int | None = None) -> list[Entry]:
    """The lines of the ledger, newest first."""
    query = select(*_COLUMNS).order_by(Import.id.desc()).limit(limit)
    if status is not None:
        query = query.where(Import.status == status)
    return [Entry(*tuple(row)) for row in connection.execute(query)]


def totals(connection: Connection) -> dict[str, int]:
    """How many files have each status."""
    query = select(Import.status, func.count()).group_by(Import.status)
    return {row[0]: row[1] for row in connection.execute(query)}


def _keep(connection: Connection, file: File) -> None:
    row = {"sha256": file.sha256, "name": file.name, "size": file.size, "kept_at": now()}
    insert_missing(connection, table(Original), [row])


def _enter(
    connection: Connection,
    file: File,
    entry: Entry | None,
    *,
    status: str,
    program: str,
    code: str | None = None,
    message: str | None = None,
    letters: int = 0,
    pages: int = 0,
) -> None:
    values: dict[str, object] = {
        "path": file.path, "status": status, "code": code, "message": message, "letters": letters, "pages": pages,
        "at": now(), "program": program,
    }  # fmt: skip
    if entry is None:
        number = next_id(connection, Import)
        insert(connection, table(Import), [{"id": number, "sha256": file.sha256, **values}])
    else:
        again = update(Import).where(Import.id == entry.id).values(**values, attempts=entry.attempts + 1)
        connection.execute(again)


_COLUMNS = (
    Import.id, Import.sha256, Import.path, Import.status, Import.code, Import.message, Import.attempts,
    Import.letters, Import.pages, Import.at,
)  # fmt: skip
