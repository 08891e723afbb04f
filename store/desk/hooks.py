"""Webhooks and the log of their deliveries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, select

from store import changes
from store.changes import Line
from store.desk.tables import Delivery, Hook
from store.errors import NotFound
from store.facets import facts
from store.provenance import cursor
from store.sql import insert_missing, next_id, table
from store.words import now

# After how long a delivery that failed is tried again; when all have passed, it has failed for good.
BACK_OFF = tuple(dt.timedelta(seconds=s) for s in (10, 60, 300, 1800, 7200, 21_600, 86_400))
TAKEN = dt.timedelta(minutes=5)  # longer than twenty deliveries that nobody answers
PRIVATE = ("letter.read", "letter.reviewed")  # of the desk itself: never told
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Target:
    """Whom to tell. `events` are kinds of event, none for all; `secret`: also of letters marked MẬT."""

    id: int
    url: str
    key: str
    events: tuple[str, ...]
    secret: bool
    cursor: int
    active: bool
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A line of the log."""

    id: int
    hook: int
    change: int
    status: str
    attempts: int
    answer: int | None
    message: str | None
    at: str
    next_at: str | None


def add(connection: Connection, url: str, *, key: str, events: Sequence[str], secret: bool, by: str) -> int:
    """Tell `url` of what happens from now on; gives the hook's id."""
    number = next_id(connection, Hook)
    row = {"id": number, "url": url, "key": key, "events": " ".join(events), "secret": secret, "active": True,
           "cursor": cursor(connection), "by": by, "at": now()}  # fmt: skip
    insert_missing(connection, table(Hook), [row])
    return number


def remove(connection: Connection, number: int) -> None:
    """Tell no more.

    Raises:
        NotFound: there is no such hook.
    """
    if connection.execute(delete(Hook).where(Hook.id == number)).rowcount == 0:
        raise NotFound(f"No webhook has the number {number}.")


def hooks(connection: Connection) -> list[Target]:
    """All hooks."""
    return [_target(row) for row in connection.execute(select(Hook).order_by(Hook.id))]


def get(connection: Connection, number: int) -> Target:
    """The hook of that id.

    Raises:
        NotFound: there is none.
    """
    row = connection.execute(select(Hook).where(Hook.id == number)).one_or_none()
    if row is None:
        raise NotFound(f"No webhook has the number {number}.")
    return _target(row)


def enqueue(connection: Connection) -> int:
    """Put what has happened into the log, for each hook what it is to be told; gives how many deliveries that made."""
    made = 0
    for hook in hooks(connection):
        if not hook.active:
            continue
        lines = changes.feed(connection, after=hook.cursor, limit=_BATCH)
        if not lines:
            continue
        first, at = next_id(connection, Delivery), now()
        told = seen(connection, lines, secret=hook.secret)
        told = [line for line in told if not hook.events or line.event.what in hook.events]
        rows = [
            {"id": first + n, "hook_id": hook.id, "change_id": line.cursor, "status": "waiting", "attempts": 0,
             "at": at, "next_at": at}
            for n, line in enumerate(told)
        ]  # fmt: skip
        insert_missing(connection, table(Delivery), rows)
        one = table(Hook).c.id == hook.id
        connection.execute(table(Hook).update().where(one).values(cursor=lines[-1].cursor))
        made += len(rows)
    return made


def seen(connection: Connection, lines: Sequence[Line], *, secret: bool) -> list[Line]:
    """The lines of the feed that may be told: without `secret` none of letters marked MẬT; never who read what."""
    told = [line for line in lines if line.event.what not in PRIVATE]
    if secret:
        return told
    known = facts(connection, [line.event.letter for line in told if line.event.letter is not None])
    return [
        line
        for line in told
        if line.event.letter is None or (line.event.letter in known and known[line.event.letter].secrecy is None)
    ]


def due(connection: Connection, *, limit: int = 20) -> list[tuple[Sent, Target, Line]]:
    """The deliveries whose time has come, each with its hook and its line of the feed."""
    chosen = select(Delivery).where(Delivery.status == "waiting", Delivery.next_at <= now())
    found = []
    targets = {hook.id: hook for hook in hooks(connection)}
    for row in connection.execute(chosen.order_by(Delivery.next_at, Delivery.id).limit(limit)).all():
        lines = changes.feed(connection, after=row.change_id - 1, limit=1)
        if row.hook_id in targets and lines:
            found.append((_sent(row), targets[row.hook_id], lines[0]))
    return found


def take(connection: Connection, *, limit: int = 20) -> list[tuple[Sent, Target, Line]]:
    """As `due`, for whoever sends them now: until they are tried, or that takes too long, no other desk gets them."""
    found = due(connection, limit=limit)
    later = (dt.datetime.now(dt.UTC) + TAKEN).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    ids = [sent.id for sent, _, _ in found]
    connection.execute(table(Delivery).update().where(table(Delivery).c.id.in_(ids)).values(next_at=later))
    return found


def tried(connection: Connection, sent: Sent, *, delivered: bool, answer: int | None, message: str | None) -> None:
    """Note how a try ended, and when the next is."""
    attempts = sent.attempts + 1
    values: dict[str, Any] = {"attempts": attempts, "answer": answer, "message": message, "next_at": None}
    if delivered:
        values["status"] = "delivered"
    elif attempts > len(BACK_OFF):
        values["status"] = "failed"
    else:
        later = dt.datetime.now(dt.UTC) + BACK_OFF[attempts - 1]
        values.update(status="waiting", next_at=later.strftime("%Y-%m-%dT%H:%M:%S.%fZ"))
    connection.execute(table(Delivery).update().where(table(Delivery).c.id == sent.id).values(**values))


def again(connection: Connection, hook: int, number: int) -> None:
    """Send a delivery once more, now.

    Raises:
        NotFound: there is no such delivery.
    """
    d = table(Delivery)
    renewed = d.update().where(d.c.id == number, d.c.hook_id == hook)
    if connection.execute(renewed.values(status="waiting", attempts=0, next_at=now())).rowcount == 0:
        raise NotFound(f"Webhook {hook} has no delivery {number}.")


def log(connection: Connection, hook: int, *, before: int | None = None, limit: int = 50) -> list[Sent]:
    """The deliveries of a hook, the newest first."""
    chosen = select(Delivery).where(Delivery.hook_id == hook).order_by(Delivery.id.desc()).limit(limit)
    if before is not None:
        chosen = chosen.where(Delivery.id < before)
    return [_sent(row) for row in connection.execute(chosen)]


def waiting(connection: Connection) -> int:
    """How many deliveries wait."""
    return int(connection.scalar(select(func.count()).where(Delivery.status == "waiting")) or 0)


def _target(row: Any) -> Target:
    return Target(
        row.id, row.url, row.key, tuple(row.events.split()), row.secret, row.cursor, row.active, row.by, row.at
    )  # fmt: skip


def _sent(row: Any) -> Sent:
    return Sent(
        row.id, row.hook_id, row.change_id, row.status, row.attempts, row.answer, row.message, row.at, row.next_at
    )
