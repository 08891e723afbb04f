"""Every test of the store runs on SQLite and on PostgreSQL; each has a store of its own that is gone afterwards."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from store.book import Store, open_store

SERVER = os.environ.get("CONGVAN_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/test")


def _server_missing() -> str | None:
    """Why there is no PostgreSQL to test with; None where there is."""
    try:
        import psycopg
    except ModuleNotFoundError:
        return "the package psycopg is missing"
    try:
        psycopg.connect(SERVER, connect_timeout=2).close()
    except psycopg.OperationalError as error:
        return f"no PostgreSQL answers at {SERVER} (CONGVAN_TEST_POSTGRES names another): {str(error).splitlines()[0]}"
    return None


@pytest.fixture(scope="session")
def server_missing() -> str | None:
    return _server_missing()


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path, server_missing: str | None) -> Iterator[str]:
    """Where a store can be made, on either database."""
    if request.param == "sqlite":
        yield str(tmp_path / "letters.db")
        return
    if server_missing is not None:
        pytest.skip(server_missing)
    with schema() as url:
        yield url


@contextmanager
def schema() -> Iterator[str]:
    """A schema of its own on the server, as the URL of a store; gone afterwards."""
    import psycopg

    name = f"congvan_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(SERVER, autocommit=True) as admin:
        admin.execute(f"CREATE SCHEMA {name}")
        yield f"{SERVER}?options=-csearch_path%3D{name}"
        admin.execute(f"DROP SCHEMA {name} CASCADE")


@pytest.fixture
def store(place: str, tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    made = open_store(place, create=True, originals=str(tmp_path / "originals"))
    yield made
    made.close()
