"""The index of words behind the search: letters, directives and the names of units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from sqlalchemy import Connection, text

from store import vocabulary
from store.sql import bulk
from store.words import bare, lines_of, pieces, words


def add(connection: Connection, table: str, texts: Sequence[tuple[int, str]]) -> None:
    """Index texts under the ids of their rows in `table` (letters, directives or mentions)."""
    if not texts:
        return
    if connection.dialect.name == "sqlite":
        rows: list[tuple[Any, ...]] = _both(connection, table, texts)
        bulk(connection, f"{table}_words", ("rowid", "plain", "folded"), rows)
    else:
        rows = [(number, vector(written)) for number, written in texts]
        bulk(connection, f"{table}_words", ("id", "words"), rows)


def remove(connection: Connection, table: str, texts: Iterable[tuple[int, str]]) -> None:
    """Take texts out of the index. They must be the texts that were indexed: SQLite's index keeps no copy."""
    gone = list(texts)
    if not gone:
        return
    if connection.dialect.name == "sqlite":
        sql = f"INSERT INTO {table}_words ({table}_words, rowid, plain, folded) VALUES ('delete', ?, ?, ?)"
        connection.exec_driver_sql(sql, _both(connection, table, gone, by=-1))
    else:
        connection.execute(text(f"DELETE FROM {table}_words WHERE id = :id"), [{"id": number} for number, _ in gone])


def _both(
    connection: Connection, table: str, texts: Sequence[tuple[int, str]], *, by: int = 1
) -> list[tuple[int, str, str]]:
    """Texts as SQLite's index has them, their words counted on the way."""
    cut = [(number, pieces(written)) for number, written in texts]
    if table != "mentions":
        vocabulary.count(connection, Counter(chain.from_iterable(each for _, each in cut)), by=by)
    return [(number, *lines_of(each)) for number, each in cut]


def vector(written: str) -> str:
    """A text as PostgreSQL's tsvector: each word as written and folded, in the same place."""
    places: dict[str, list[str]] = {}
    plain = words(written)
    for at, (word, without) in enumerate(zip(plain, bare(plain), strict=True), start=1):
        for form in (word, without) if word != without else (word,):
            places.setdefault(form, []).append(str(min(at, 16_383)))
    return " ".join(f"'{word}':{','.join(at[:255])}" for word, at in sorted(places.items()))
