"""The little SQL that every part of the store needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table, func, select
from sqlalchemy.dialects import postgresql, sqlite

from store.base import Base

Row = dict[str, Any]  # a row for an insert, by column


def table(model: type[Base]) -> Table:
    """The table of a model."""
    found = model.__table__
    assert isinstance(found, Table)
    return found


def next_id(connection: Connection, model: type[Base]) -> int:
    """The first free id of a table. Only the store's writer may ask: it is alone, so what is free stays free."""
    column = table(model).c.id
    return int(connection.scalar(select(func.coalesce(func.max(column), 0))) or 0) + 1


def insert(connection: Connection, into: Table, rows: Sequence[Row]) -> None:
    """Insert rows, none being no work."""
    if rows:
        connection.execute(into.insert(), rows)


def insert_missing(connection: Connection, into: Table, rows: Sequence[Row]) -> None:
    """Insert rows, leaving those whose keys are there as they are."""
    if not rows:
        return
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    connection.execute(dialect.insert(into).on_conflict_do_nothing(), rows)
