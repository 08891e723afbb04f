"""Older stores brought to today's tables: nothing that they hold changes, and the same questions are answered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, inspect, select

from store import migrations, who
from store.book import Store, open_store, upgrade
from store.errors import OlderStore
from store.filters import Query
from store.migrations import HEAD, VERSIONS
from store.questions import obligations
from store.search import search
from store.sql import table
from store.tables import Assignment, Citation, DeadlineRow, Recipient
from tests.letters import letter
from tests.store.storing import put

PARTS = (Assignment, DeadlineRow, Citation, Recipient)


def _back_to(store: Store, version: str) -> None:
    with store.write() as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(migrations.__file__).parent))
        config.attributes["connection"] = connection
        command.downgrade(config, version)


def _rows(connection: Connection) -> dict[str, list[Any]]:
    return {
        part.__tablename__: [
            tuple(row) for row in connection.execute(select(table(part)).order_by(*table(part).primary_key))
        ]
        for part in PARTS
    }


def _answers(connection: Connection) -> list[Any]:
    unit = Query(who=who.by_name(connection, "phong nghiep vu y"), role="support")
    return [
        [o.id for o in obligations(connection, unit)],
        [(hit.letter, hit.directive) for hit in search(connection, "thu* bao cao")],
        [(hit.letter, hit.directive) for hit in search(connection, "thuố*")],
        [(hit.letter, hit.directive) for hit in search(connection, "giam doc")],
    ]


@pytest.mark.parametrize("version", VERSIONS[3:-1])
def test_an_older_store_is_refused_then_upgraded_with_all_that_it_holds(store: Store, place: str, version: str) -> None:
    for number in range(3):
        put(store, letter(number={"value": str(number), "symbol": "SYT"}), name=f"{number}.txt", text="Toàn văn thuốc")
    with store.read() as connection:
        rows, answers = _rows(connection), _answers(connection)
    assert all(rows.values())
    assert all(answers)
    _back_to(store, version)
    with store.read() as connection:
        assert _rows(connection) == rows
    store.close()
    with pytest.raises(OlderStore, match="congvan store upgrade"):
        open_store(place)
    assert upgrade(place) == (version, HEAD)
    again = open_store(place)
    with again.read() as connection:
        assert _rows(connection) == rows
        assert _answers(connection) == answers
    put(again, letter(number={"value": "9", "symbol": "SYT"}), name="9.txt")
    again.close()


def test_an_upgraded_store_has_the_tables_of_a_new_one(store: Store, place: str) -> None:
    new = _shape(store)
    _back_to(store, VERSIONS[-2])
    store.close()
    upgrade(place)
    again = open_store(place)
    assert _shape(again) == new
    again.close()


def _shape(store: Store) -> Any:
    """What the database says of its tables; SQLite keeps the very statements."""
    with store.read() as connection:
        if connection.dialect.name == "sqlite":
            rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").all()
            return {row.name: " ".join(row.sql.split()) for row in rows}
        seen = inspect(connection)
        return {
            name: (
                sorted(column["name"] for column in seen.get_columns(name)),
                sorted((index["name"], tuple(index["column_names"])) for index in seen.get_indexes(name)),
                sorted(str(key["name"]) for key in seen.get_foreign_keys(name)),
            )
            for name in seen.get_table_names()
        }
