"""Which uploads are being read, where several desks share a store: who reads one says so again and again.

An upload whose reader has been silent for too long waits again, for any desk that can reach its inbox. A reader that
was only slow does no harm: the ledger of imports takes each file once, whoever brings it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy import ColumnElement, Connection, Update, and_, func, select

from store.desk.tables import Upload
from store.sql import table
from store.words import now

SILENT_S = 120.0


def still(connection: Connection, numbers: Collection[int]) -> None:
    """Say that these uploads are still being read."""
    uploads = table(Upload)
    chosen = uploads.c.id.in_(list(numbers)) & (uploads.c.status == "reading")
    connection.execute(uploads.update().where(chosen).values(changed_at=now()))


def silent(connection: Connection, *, since: float = SILENT_S) -> bool:
    """Whether there are uploads whose reader has said nothing for so many seconds."""
    return connection.execute(select(Upload.id).where(_silent(since)).limit(1)).first() is not None


def free(connection: Connection, *, since: float = SILENT_S) -> int:
    """Let such uploads wait again; gives how many."""
    return int(connection.execute(_again().where(_silent(since))).rowcount)


def give_up(connection: Connection, numbers: Collection[int]) -> None:
    """Let these uploads wait again, if they are still being read."""
    uploads = table(Upload)
    connection.execute(_again().where(uploads.c.id.in_(list(numbers)), uploads.c.status == "reading"))


def pulse(connection: Connection) -> tuple[int, ...]:
    """Some numbers that are others whenever an upload came or has moved on. Cheap to ask, however many there are."""
    waiting = select(func.count()).where(Upload.status == "queued").scalar_subquery()
    reading = select(func.count()).where(Upload.status == "reading").scalar_subquery()
    row = connection.execute(select(waiting, reading, func.coalesce(func.max(Upload.id), 0))).one()
    return tuple(int(each) for each in row)


def _again() -> Update:
    return table(Upload).update().values(status="queued", changed_at=now())


def _silent(since: float) -> ColumnElement[bool]:
    limit = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=since)
    return and_(Upload.status == "reading", Upload.changed_at <= limit.strftime("%Y-%m-%dT%H:%M:%S.%fZ"))
