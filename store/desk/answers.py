"""Answers that were given, so that a request that is sent again is answered and not done again."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from sqlalchemy import Connection, delete, select

from store.desk.tables import Answer
from store.sql import insert_missing, table
from store.words import now

KEPT = dt.timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Given:
    """An answer. `request` is the digest of the request that it was given to."""

    request: str
    status: int
    body: str


def digest(*parts: bytes) -> str:
    """The digest of a request."""
    return hashlib.sha256(b"\x1f".join(parts)).hexdigest()


def given(connection: Connection, who: str, key: str) -> Given | None:
    """What was answered to this key of this caller, None when it is new."""
    row = connection.execute(select(Answer).where(Answer.who == who, Answer.key == key)).one_or_none()
    return None if row is None else Given(row.request, row.status, row.body)


def keep(connection: Connection, who: str, key: str, answer: Given) -> None:
    """Keep an answer, and forget those that are old."""
    old = (dt.datetime.now(dt.UTC) - KEPT).strftime("%Y-%m-%dT%H:%M:%S")
    connection.execute(delete(Answer).where(Answer.at < old))
    row = {"who": who, "key": key, "request": answer.request, "status": answer.status, "body": answer.body, "at": now()}
    insert_missing(connection, table(Answer), [row])
