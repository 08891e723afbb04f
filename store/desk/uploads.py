"""Files that came over the web: what waits, what is being read, what became of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from store.desk.tables import Upload
from store.errors import NotFound
from store.sql import insert, next_id, table
from store.tables import LetterRow, Reading
from store.words import now

DONE = ("imported", "there", "set_aside")


@dataclass(frozen=True, slots=True)
class File:
    """An upload. `letters` are keys; `code` and `message` say why it was set aside."""

    id: int
    batch: str
    name: str
    place: str
    size: int
    status: str
    code: str | None
    message: str | None
    letters: tuple[str, ...]
    pages: int
    by: str
    at: str
    changed_at: str


def add(connection: Connection, *, batch: str, name: str, place: str, size: int, by: str) -> int:
    """Queue a file whose bytes lie at `place`; gives its id."""
    number, at = next_id(connection, Upload), now()
    row = {"id": number, "batch": batch, "name": name, "place": place, "size": size, "status": "queued", "by": by,
           "at": at, "changed_at": at, "letters": "", "pages": 0}  # fmt: skip
    insert(connection, table(Upload), [row])
    return number


def next_sender(connection: Connection, *, within: str = "") -> str | None:
    """Who sent the first file that waits in the inbox `within` (of any, where none is named); None where none waits."""
    waits = Upload.status == "queued", Upload.place.startswith(within, autoescape=True)
    found = select(Upload.by).where(*waits).order_by(Upload.id).limit(1)
    sender: str | None = connection.scalar(found)
    return sender


def claim(connection: Connection, *, by: str, within: str = "") -> File | None:
    """The first file of a sender that waits in the inbox `within`, now being read; None where none waits."""
    waits = Upload.status == "queued", Upload.place.startswith(within, autoescape=True)
    waiting = _files().where(*waits, Upload.by == by)
    row = connection.execute(waiting.order_by(Upload.id).limit(1)).one_or_none()
    if row is None:
        return None
    change(connection, row.id, status="reading")
    return _file(row)


def change(connection: Connection, number: int, *, status: str, **values: Any) -> None:
    """Note what became of a file: `status`, and of `code`, `message`, `letters` (keys) and `pages` what there is."""
    if "letters" in values:
        values["letters"] = " ".join(values["letters"])
    one = table(Upload).c.id == number
    connection.execute(table(Upload).update().where(one).values(status=status, changed_at=now(), **values))


def again(connection: Connection, numbers: Sequence[int] | None = None, *, status: str) -> int:
    """Put files of a status into the queue again (those of `numbers`, or all); gives how many."""
    values = {"status": "queued", "code": None, "message": None, "changed_at": now()}
    chosen = table(Upload).update().where(table(Upload).c.status == status)
    if numbers is not None:
        chosen = chosen.where(table(Upload).c.id.in_(numbers))
    return int(connection.execute(chosen.values(**values)).rowcount)


def get(connection: Connection, number: int) -> File:
    """The file of that id.

    Raises:
        NotFound: there is none.
    """
    row = connection.execute(_files().where(Upload.id == number)).one_or_none()
    if row is None:
        raise NotFound(f"No upload has the number {number}.")
    return _file(row)


def files(
    connection: Connection, *, batch: str | None = None, status: str | None = None, before: int | None = None,
    limit: int = 100,
) -> list[File]:  # fmt: skip
    """Uploads, the newest first."""
    chosen = _files().order_by(Upload.id.desc()).limit(limit)
    if batch is not None:
        chosen = chosen.where(Upload.batch == batch)
    if status is not None:
        chosen = chosen.where(Upload.status == status)
    if before is not None:
        chosen = chosen.where(Upload.id < before)
    return [_file(row) for row in connection.execute(chosen)]


def totals(connection: Connection, *, batch: str | None = None) -> dict[str, int]:
    """How many files have each status."""
    chosen = select(Upload.status, func.count()).group_by(Upload.status)
    if batch is not None:
        chosen = chosen.where(Upload.batch == batch)
    return {row[0]: row[1] for row in connection.execute(chosen)}


def keys_of(connection: Connection, sha256: str) -> list[str]:
    """The keys of the letters that an original holds."""
    query = select(LetterRow.key).join(Reading, Reading.letter_id == LetterRow.id).where(Reading.sha256 == sha256)
    return list(dict.fromkeys(connection.scalars(query.order_by(Reading.part))))


def _files() -> Any:
    return select(table(Upload))


def _file(row: Any) -> File:
    return File(
        row.id, row.batch, row.name, row.place, row.size, row.status, row.code, row.message,
        tuple(row.letters.split()), row.pages, row.by, row.at, row.changed_at,
    )  # fmt: skip
