"""A copy of the whole store in one file, made while it is in use, and a store made of such a copy."""

from __future__ import annotations

import hashlib
import io
import json
import sqlite3
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from store.book import Store, open_store
from store.errors import DamagedOriginal, NotAStore, StoreError
from store.migrations import HEAD
from store.originals import Originals
from store.tables import Original
from store.words import now

_ABOUT, _STORE = "congvan-backup.json", "store.db"


class NotEmpty(StoreError):
    exit_status = 49
    code = "not-empty"
    meaning = "A backup is restored to a place where nothing is, so that nothing is lost."
    remedy = "Name another place with --store."


@dataclass(frozen=True, slots=True)
class Copied:
    """What a backup holds: how many originals, and their bytes."""

    originals: int
    size: int


def backup(store: Store, out: Path) -> Copied:
    """Write the store and its originals to `out` (a tar file). The store may be in use; the copy is of one moment.

    Originals are checked on the way: a damaged one stops the backup, which then leaves no file.

    Raises:
        StoreError: a store on PostgreSQL, which its own tools copy.
        DamagedOriginal, NotFound: an original that is not as it was imported.
    """
    if store.engine.dialect.name != "sqlite":
        raise StoreError(
            "PostgreSQL makes its own backups.",
            remedy="Use pg_dump for the database, and copy the folder or bucket of originals.",
        )
    part = out.with_name(out.name + ".part")
    try:
        with tempfile.TemporaryDirectory(prefix="congvan-") as folder, tarfile.open(part, "w") as tar:
            snapshot = Path(folder) / _STORE
            _snapshot(Path(store.engine.url.database or ""), snapshot)
            copy = open_store(str(snapshot))
            with copy.read() as connection:
                digests = list(connection.scalars(select(Original.sha256).order_by(Original.sha256)))
            copy.close()
            about = {"made": now(), "tables": HEAD, "originals": len(digests), "store": _digest(snapshot)}
            _add(tar, _ABOUT, json.dumps(about).encode())
            tar.add(snapshot, arcname=_STORE)
            originals, size = store.originals, 0
            for sha256 in digests:
                data = originals.get(sha256)
                size += len(data)
                _add(tar, f"originals/{sha256[:2]}/{sha256[2:]}", data)
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
    return Copied(len(digests), size)


def restore(file: Path, place: Path) -> Copied:
    """Make a store at `place` of a backup; every byte is checked before the store is put there.

    Raises:
        NotEmpty: there is something at `place`.
        NotAStore: `file` is no backup, or was cut off.
        DamagedOriginal: bytes that are not those that were backed up.
    """
    originals = place.with_suffix(".originals")
    if place.exists() or originals.exists():
        raise NotEmpty(f"There is something at {place if place.exists() else originals}.")
    try:
        with tarfile.open(file) as tar:
            about = json.loads(_read(tar, _ABOUT))
            count, size = 0, 0
            keeper = Originals(str(originals.absolute()))
            with tempfile.TemporaryDirectory(prefix="congvan-", dir=place.absolute().parent) as folder:
                snapshot = Path(folder) / _STORE
                snapshot.write_bytes(_read(tar, _STORE))
                if _digest(snapshot) != about["store"]:
                    raise DamagedOriginal(f"The store in {file} has changed.")
                for member in tar:
                    if member.isfile() and member.name.startswith("originals/"):
                        data = _read(tar, member.name)
                        if "".join(member.name.split("/")[1:]) != keeper.put(data):
                            raise DamagedOriginal(f"{member.name} in {file} has changed.")
                        count, size = count + 1, size + len(data)
                if count != about["originals"]:
                    raise NotAStore(f"{file} was cut off: {count} of {about['originals']} originals are in it.")
                _point(snapshot, originals.name)
                snapshot.replace(place)
    except (tarfile.TarError, KeyError, ValueError, EOFError) as error:
        raise NotAStore(f"{file} is no backup, or was cut off: {error}.") from error
    return Copied(count, size)


def _snapshot(source: Path, target: Path) -> None:
    """One moment of a SQLite store, while others write."""
    with sqlite3.connect(source) as one, sqlite3.connect(target) as other:
        one.backup(other)
    one.close()
    other.close()


def _point(store: Path, originals: str) -> None:
    """Let the restored store know the folder of originals beside it."""
    with sqlite3.connect(store) as connection:
        connection.execute("UPDATE settings SET value = ? WHERE name = 'originals'", (originals,))
    connection.close()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _add(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(data)
    tar.addfile(member, io.BytesIO(data))


def _read(tar: tarfile.TarFile, name: str) -> bytes:
    file = tar.extractfile(name)
    if file is None:
        raise KeyError(name)
    return file.read()
