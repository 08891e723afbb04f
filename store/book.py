"""The store as a whole: where it is, whether this version can read it, reading and writing.

SQLite is the default (a path); PostgreSQL serves many users (a URL). Both behave alike because a store has one writer
at a time: `write` takes SQLite's write lock at its beginning, or an advisory lock of PostgreSQL. Writes are short (the
parsing is done before), and in return ids and the feed grow in the order of commits and no two writers can deadlock.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, select, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError

from store.errors import NewerStore, NoSuchStore, NotAStore, OlderStore, StoreError
from store.migrations import HEAD, VERSIONS
from store.originals import Originals
from store.sql import insert, table
from store.tables import Setting

DEFAULT = "congvan.db"
BUSY_MS = 60_000
CONNECTIONS = 16  # that are kept open: to open one anew costs a query's time, and its cache is empty
# Bytes up to which a SQLite store is read through a map of it, without copying. A larger one is not all in the memory,
# and a map reads 128 KB from the disk for each page that lacks: ten times what a question of it needs.
MAPPED = 1 << 30
_WRITER = 0x636F6E67  # the key of PostgreSQL's advisory lock
_WRITES = "congvan_writes"


class Store:
    """An open store. Use `open_store`."""

    def __init__(self, engine: Engine, where: str) -> None:
        self.engine = engine
        self.where = where  # as people see it: a path, or a URL without its password
        self._writing = threading.Lock()  # threads of one process take turns; SQLite's own lock is polled for

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one state of the store from its first question to its last."""
        options: dict[str, Any] = {}
        if self.engine.dialect.name == "postgresql":
            options["isolation_level"] = "REPEATABLE READ"
        with self.engine.connect().execution_options(**options) as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction as the store's only writer. Committed at the end, undone where an error leaves the block."""
        options = {_WRITES: True}
        with self._writing, self.engine.connect().execution_options(**options) as connection, connection.begin():
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _WRITER})
            yield connection

    @property
    def originals(self) -> Originals:
        """The folder or bucket with the files' bytes."""
        with self.read() as connection:
            place = connection.scalar(select(Setting.value).where(Setting.name == "originals"))
        if place is None:
            raise StoreError(f"{self.where} does not say where its originals are kept.")
        if "://" not in place and self.engine.dialect.name == "sqlite":
            place = str(Path(self.engine.url.database or ".").parent / place)
        return Originals(place)

    def close(self) -> None:
        self.engine.dispose()


def place(where: str | None) -> str:
    """The store that `where` (from --store), CONGVAN_STORE or the default names, in this order."""
    return where or os.environ.get("CONGVAN_STORE") or DEFAULT


def open_store(where: str | None = None, *, create: bool = False, originals: str | None = None) -> Store:
    """Open a store; with `create`, make it where there is none.

    Args:
        where: a path (SQLite) or a database URL; None for CONGVAN_STORE or `congvan.db` here.
        originals: where a store that is made keeps its originals, a folder or an fsspec URL (`s3://bucket/letters`);
            None for CONGVAN_ORIGINALS or a folder beside the store.

    Raises:
        NoSuchStore, NotAStore, NewerStore, OlderStore: as they say.
    """
    url, shown = _url(place(where))
    if url.drivername == "sqlite" and not create and not Path(url.database or "").exists():
        raise NoSuchStore(f"There is no store at {shown}.")
    store = Store(_engine(url), shown)
    try:
        version = _version(store)
        if version is None:
            if not create:
                raise NoSuchStore(f"There is no store at {shown}.")
            _migrate(store, originals=originals)
        elif version not in VERSIONS:
            raise NewerStore(f"The store {shown} has tables of version {version}.")
        elif version != HEAD:
            raise OlderStore(f"The store {shown} has tables of version {version}; this version is at {HEAD}.")
    except StoreError:
        store.close()
        raise
    return store


def upgrade(where: str | None = None) -> tuple[str, str]:
    """Bring a store's tables to this version; gives the version before and after.

    Raises:
        NoSuchStore, NotAStore, NewerStore: as they say.
    """
    url, shown = _url(place(where))
    if url.drivername == "sqlite" and not Path(url.database or "").exists():
        raise NoSuchStore(f"There is no store at {shown}.")
    store = Store(_engine(url), shown)
    try:
        version = _version(store)
        if version is None:
            raise NoSuchStore(f"There is no store at {shown}.")
        if version not in VERSIONS:
            raise NewerStore(f"The store {shown} has tables of version {version}.")
        _migrate(store)
    finally:
        store.close()
    return version, HEAD


def _url(where: str) -> tuple[URL, str]:
    """The database URL of `where`, and how to show it."""
    if "://" not in where:
        return URL.create("sqlite", database=str(Path(where).expanduser().absolute())), where
    try:
        url = make_url(where)
    except ArgumentError as error:
        raise NotAStore(f"{where} is no database URL.") from error
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise NotAStore(f"{url.render_as_string()}: a store is kept in SQLite or PostgreSQL.")
    return url, url.render_as_string(hide_password=True)


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "postgresql":
        try:
            engine = create_engine(url, pool_pre_ping=True, pool_size=CONNECTIONS, max_overflow=8)
        except ModuleNotFoundError as error:
            remedy = "Install it: pip install 'congvan[postgres]'."
            raise StoreError("PostgreSQL needs the package psycopg.", remedy=remedy) from error
        event.listen(engine, "connect", _plan_well)
        return engine
    kept = {"pool_size": CONNECTIONS, "max_overflow": 8} if url.database not in (None, "", ":memory:") else {}
    engine = create_engine(url, connect_args={"timeout": BUSY_MS / 1000, "check_same_thread": False}, **kept)

    @event.listens_for(engine, "connect")
    def _connect(raw: Any, _record: object) -> None:
        raw.isolation_level = None  # SQLAlchemy begins and ends transactions, not the driver
        cursor = raw.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        _wal(cursor)
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA synchronous = FULL")  # what was said to be imported outlives a power cut
        cursor.execute("PRAGMA journal_size_limit = 67108864")  # a log that a long question kept growing shrinks again
        cursor.execute("PRAGMA wal_autocheckpoint = 4000")  # a page that changes often goes home once in 16 MB of log
        cursor.execute("PRAGMA cache_size = -65536")
        cursor.execute(f"PRAGMA mmap_size = {MAPPED if _size(url) <= MAPPED else 0}")
        cursor.execute("PRAGMA temp_store = MEMORY")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _size(url: URL) -> int:
    """The bytes of a SQLite store; 0 for one that is to be made."""
    try:
        return Path(url.database or "").stat().st_size
    except OSError:
        return 0


def _plan_well(raw: Any, _record: object) -> None:
    """Have PostgreSQL plan each question by what is asked: a rare word and a common one are sought in other ways, and
    no disk of today takes four times as long for a page that is not the next one."""
    with raw.cursor() as cursor:
        cursor.execute("SET random_page_cost = 1.1; SET plan_cache_mode = force_custom_plan; SET jit = off")
    raw.commit()


def _wal(cursor: Any) -> None:
    """Turn on the write-ahead log. Two first openings at once can be refused without waiting, so this waits."""
    import sqlite3

    for attempt in range(50):
        try:
            if cursor.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or attempt == 49:
                raise
            time.sleep(0.05)
        else:
            return


def _version(store: Store) -> str | None:
    """The version of the store's tables; None where there are none at all."""
    try:
        with store.engine.connect() as connection:
            tables = inspect(connection).get_table_names()
            if "alembic_version" in tables and "settings" in tables:
                version: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
                return version
    except DatabaseError as error:
        raise NotAStore(f"{store.where} can't be opened: {_cause(error)}.") from error
    if tables:
        raise NotAStore(f"{store.where} has other tables ({', '.join(sorted(tables)[:3])} …).")
    return None


def _migrate(store: Store, *, originals: str | None = None) -> None:
    """Bring the tables to HEAD in one transaction, alone; a second comer finds the work done."""
    from alembic import command
    from alembic.config import Config

    with store.write() as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        if connection.scalar(select(Setting.value).where(Setting.name == "originals")) is None:
            insert(connection, table(Setting), [{"name": "originals", "value": _default(store, originals)}])


def _default(store: Store, originals: str | None) -> str:
    """Where a new store keeps its originals. SQLite: named relative to the store, to move together."""
    chosen = originals or os.environ.get("CONGVAN_ORIGINALS")
    if chosen is not None:
        return chosen if "://" in chosen else str(Path(chosen).absolute())
    if store.engine.dialect.name == "sqlite":
        return Path(store.engine.url.database or DEFAULT).with_suffix(".originals").name
    return str(Path("congvan.originals").absolute())


def _cause(error: Exception) -> str:
    return str(getattr(error, "orig", None) or error).strip().splitlines()[0].rstrip(".")
