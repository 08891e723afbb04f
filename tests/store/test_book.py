"""Making, opening and upgrading a store."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

import store.unit_tables
from store.base import Base
from store.book import Store, open_store, upgrade
from store.errors import NewerStore, NoSuchStore, NotAStore, OlderStore
from store.migrations import HEAD, VERSIONS
from tests.letters import letter
from tests.store.storing import put


def test_versions_are_those_of_the_migrations() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(store.__file__).parent / "migrations"))
    scripts = list(ScriptDirectory.from_config(config).walk_revisions())
    assert tuple(script.revision for script in reversed(scripts)) == VERSIONS


def test_migrations_make_the_tables_of_the_models(store: Store) -> None:
    with store.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = [d for d in compare_metadata(context, Base.metadata) if "_words" not in str(d)]
    assert differences == []


def test_a_store_opens_again(store: Store, place: str) -> None:
    open_store(place).close()


def test_no_store_is_an_error_unless_one_is_to_be_made(place: str) -> None:
    with pytest.raises(NoSuchStore):
        open_store(place)


def test_a_newer_store_is_refused(store: Store, place: str) -> None:
    with store.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerStore, match="9999"):
        open_store(place)
    with pytest.raises(NewerStore):
        upgrade(place)


def test_an_older_store_says_what_to_run(store: Store, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.book.VERSIONS", (*VERSIONS, "9998"))
    monkeypatch.setattr("store.book.HEAD", "9998")
    with pytest.raises(OlderStore, match="congvan store upgrade"):
        open_store(place)


def test_upgrading_a_store_of_today_changes_nothing(store: Store, place: str) -> None:
    assert upgrade(place) == (HEAD, HEAD)


def test_what_is_no_store_is_said_to_be_none(tmp_path: Path) -> None:
    garbage = tmp_path / "letters.db"
    garbage.write_bytes(b"not a database at all" * 100)
    with pytest.raises(NotAStore):
        open_store(str(garbage))
    other = tmp_path / "other.db"
    sqlite3.connect(other).execute("CREATE TABLE recipes (name TEXT)").connection.close()
    with pytest.raises(NotAStore, match="recipes"):
        open_store(str(other), create=True)
    with pytest.raises(NotAStore):
        open_store("mysql://somewhere/letters")


def test_the_audit_can_only_grow(store: Store) -> None:
    put(store, letter())
    for edit in ("DELETE FROM changes", "UPDATE changes SET by = 'nobody'"):
        with pytest.raises(DatabaseError, match="append-only"), store.write() as connection:
            connection.execute(text(edit))
