"""The little SQL that every part of the store needs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Date, Dialect, Table, Text, TypeDecorator, bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType

from store.base import Base

Row = dict[str, Any]  # a row for an insert, by column
COPIED = 20  # rows from which on PostgreSQL takes them by COPY


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
    """Insert rows, none being no work. All have the columns that the first has."""
    if not rows:
        return
    names = tuple(rows[0])
    pick = itemgetter(*names) if len(names) > 1 else lambda row: (row[names[0]],)
    values = list(map(pick, rows))
    if connection.dialect.name == "sqlite":
        days = [at for at, name in enumerate(names) if isinstance(into.c[name].type, Date)]
        values = _with_days_as_text(values, days)
    bulk(connection, into.name, names, values)


def bulk(connection: Connection, into: str, names: tuple[str, ...], rows: Sequence[tuple[Any, ...]]) -> None:
    """Rows as tuples into a table, by what is quickest on either database.

    The statement goes to the driver as it is: SQLAlchemy's own way takes a fifth of the time of a load.
    """
    columns = ", ".join(f'"{name}"' for name in names)
    if connection.dialect.name == "sqlite" or len(rows) < COPIED:
        mark = "?" if connection.dialect.name == "sqlite" else "%s"
        values = ", ".join([mark] * len(names))
        connection.exec_driver_sql(f'INSERT INTO "{into}" ({columns}) VALUES ({values})', list(rows))
        return
    cursor: Any = connection.connection.cursor()
    with cursor.copy(f'COPY "{into}" ({columns}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row(row)


def make_room(connection: Connection) -> None:
    """Let a connection that writes many rows at once hold the pages that it changes until it commits.

    In a large store a thousand letters change ten thousand pages all over the indexes. SQLite would write those that
    do not fit its cache and read them again, several times in one transaction; and it would carry them from its log
    into the store after each commit, where most change again with the next.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA cache_size = -393216")  # 384 MB, at most, and only for this connection
        connection.exec_driver_sql("PRAGMA wal_autocheckpoint = 131072")  # pages: 512 MB of log
        connection.exec_driver_sql("PRAGMA journal_size_limit = 1073741824")  # the log's file stays for the next round


class _Iso(dict[dt.date | None, str | None]):
    """Days as SQLite keeps them, each written once."""

    def __missing__(self, day: dt.date) -> str:
        if len(self) > 100_000:
            return day.isoformat()
        found = self[day] = day.isoformat()
        return found


_ISO = _Iso({None: None})


def _with_days_as_text(rows: list[tuple[Any, ...]], days: list[int]) -> list[tuple[Any, ...]]:
    """Rows with their days as SQLite keeps them; done by columns, which is the quick way."""
    if not days:
        return rows
    columns: list[Any] = list(zip(*rows, strict=True))
    for at in days:
        columns[at] = map(_ISO.__getitem__, columns[at])
    return list(zip(*columns, strict=True))


def insert_missing(connection: Connection, into: Table, rows: Sequence[Row]) -> None:
    """Insert rows, leaving those whose keys are there as they are."""
    if not rows:
        return
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    connection.execute(dialect.insert(into).on_conflict_do_nothing(), rows)


class _Ids(TypeDecorator[Any]):
    """Numbers as one parameter: a JSON list for SQLite, an array for PostgreSQL."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:
        listed = ",".join(map(str, value))
        return f"[{listed}]" if dialect.name == "sqlite" else f"{{{listed}}}"


class Among(FunctionElement[bool]):
    """Whether a column of numbers is one of many. The statement is the same for any count of them, so that neither
    SQLAlchemy nor the database reads it anew; `IN` with hundreds of parameters costs more than the answer."""

    type: Any = NullType()  # were it Boolean, SQLite would be asked whether it is 1, which no index answers
    inherit_cache = True
    name = "among"


def among(column: Any, ids: Iterable[int] | str) -> Among:
    """`column IN ids`; a name in place of ids stands for ids that are given when the statement runs."""
    given = bindparam(ids, type_=_Ids) if isinstance(ids, str) else bindparam(None, sorted(ids), type_=_Ids)
    return Among(column, given)


@compiles(Among, "sqlite")
def _among_sqlite(element: Among, compiler: Any, **kw: Any) -> str:
    column, ids = (compiler.process(each, **kw) for each in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({ids}))"


@compiles(Among, "postgresql")
def _among_postgresql(element: Among, compiler: Any, **kw: Any) -> str:
    column, ids = (compiler.process(each, **kw) for each in element.clauses)
    return f"{column} = ANY (CAST({ids} AS BIGINT[]))"
