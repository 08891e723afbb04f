"""The audit and the feed, which are one table: append-only lines in the order of commits."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from store.sql import insert, next_id, table
from store.tables import Change
from store.words import now


@dataclass(frozen=True, slots=True)
class Event:
    """Something that changed. `before` and `after` are values that JSON can hold, None where there is none."""

    what: str
    letter: str | None = None
    directive: str | None = None
    pointer: str | None = None
    before: Any = None
    after: Any = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the feed. `cursor` is what to ask after next time."""

    cursor: int
    at: str
    by: str
    event: Event


def log(connection: Connection, events: Sequence[Event], *, by: str) -> None:
    """Append events. Only the store's writer may: that is what keeps the feed in the order of commits."""
    if not events:
        return
    at, first = now(), next_id(connection, Change)
    rows = [
        {"id": number, "at": at, "by": by, "what": event.what, "letter": event.letter, "directive": event.directive,
         "pointer": event.pointer, "before": _json(event.before), "after": _json(event.after)}
        for number, event in enumerate(events, start=first)
    ]  # fmt: skip
    insert(connection, table(Change), rows)


def feed(connection: Connection, *, after: int = 0, limit: int = 1000, letter: str | None = None) -> list[Line]:
    """The lines after a cursor, oldest first. Who keeps the last cursor misses nothing and gets none twice."""
    query = select(Change).where(Change.id > after).order_by(Change.id).limit(limit)
    if letter is not None:
        query = query.where(Change.letter == letter)
    return [
        Line(r.id, r.at, r.by, Event(r.what, r.letter, r.directive, r.pointer, _value(r.before), _value(r.after)))
        for r in connection.execute(query)
    ]


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)


def _value(text: str | None) -> Any:
    return None if text is None else json.loads(text)
