"""A backup holds everything; what was changed in it is refused; what is there is never overwritten."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.backup import NotEmpty, backup, restore
from store.book import open_store
from store.errors import NotAStore, StoreError
from store.questions import LetterQuery, letters
from store.verify import verify
from tests.letters import letter
from tests.store.storing import put


def _filled(folder: Path) -> Path:
    place = folder / "letters.db"
    store = open_store(str(place), create=True)
    for n in range(3):
        sha256 = store.originals.put(f"bytes of {n}".encode())
        made = letter(number={"value": str(n), "symbol": "A", "raw": None})
        put(store, made, name=f"{n}.txt")
        with store.write() as connection:
            from sqlalchemy import text

            connection.execute(text("PRAGMA defer_foreign_keys = ON"))
            old = made.source.sha256
            assert old
            from tests.letters import sha

            for table in ("originals", "imports", "readings"):
                connection.execute(
                    text(f"UPDATE {table} SET sha256 = :new WHERE sha256 = :old"),
                    {"new": sha256, "old": sha(f"{n}.txt")},
                )
    store.close()
    return place


def test_a_store_comes_back_whole_somewhere_else(tmp_path: Path) -> None:
    place = _filled(tmp_path)
    store = open_store(str(place))
    done = backup(store, tmp_path / "b.tar")
    store.close()
    assert done.originals == 3
    (tmp_path / "new").mkdir()
    target = tmp_path / "new" / "other.db"
    assert restore(tmp_path / "b.tar", target) == done
    again = open_store(str(target))
    with again.read() as connection:
        assert len(letters(connection, LetterQuery())) == 3
    report = verify(again)
    assert (report.intact, report.missing, report.damaged) == (3, (), ())
    again.close()


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    place = _filled(tmp_path)
    store = open_store(str(place))
    backup(store, tmp_path / "b.tar")
    store.close()
    with pytest.raises(NotEmpty):
        restore(tmp_path / "b.tar", place)


@pytest.mark.parametrize("harm", ["cut", "changed", "other"])
def test_a_backup_that_is_not_whole_is_refused(tmp_path: Path, harm: str) -> None:
    store = open_store(str(_filled(tmp_path)))
    file = tmp_path / "b.tar"
    backup(store, file)
    store.close()
    data = file.read_bytes()
    if harm == "cut":
        file.write_bytes(data[: len(data) - 11_000])
    elif harm == "changed":
        file.write_bytes(data.replace(b"bytes of 1", b"bytes of 9"))
    else:
        file.write_bytes(b"no tar at all")
    with pytest.raises((NotAStore, StoreError)):
        restore(file, tmp_path / "r.db")
    assert not (tmp_path / "r.db").exists()
