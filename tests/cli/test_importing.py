"""Imports end to end: once each, killed at random, two at a time, set aside and tried again."""

from __future__ import annotations

import threading
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import select

from benchmarks.kills import problems, round_of_kills
from cli.importing import Job, Step, import_files, reread, retry
from cli.watching import arrivals
from pipeline.imports import letter_files
from store import imports
from store.book import Store, open_store
from store.errors import DamagedOriginal, NotFound
from store.originals import Originals
from store.tables import LetterRow
from store.verify import verify


def _inbox(folder: Path, *words: str) -> Path:
    inbox = folder / "inbox"
    inbox.mkdir(exist_ok=True)
    for number, word in enumerate(words):
        (inbox / f"{number:03}.txt").write_text(f"{word} {number}")
    return inbox


def _run(store: Store, inbox: Path, **options: bool) -> list[Step]:
    job = Job(store, "test", "test 1", jobs=2, timeout=60, parser="tests.parsers:invented")
    return list(import_files(job, letter_files([inbox]), **options))


def test_importing_twice_imports_once(store: Store, tmp_path: Path) -> None:
    inbox = _inbox(tmp_path, *map(str, range(8)), "locked", "crash")
    (inbox / "copy.txt").write_bytes((inbox / "000.txt").read_bytes())
    first, second = Counter(s.what for s in _run(store, inbox)), Counter(s.what for s in _run(store, inbox))
    assert first == {"imported": 8, "there": 1, "set_aside": 2}
    assert second == {"there": 11}
    report = verify(store)
    assert (report.intact, report.missing, report.damaged) == (8, (), ())


def test_what_was_set_aside_can_be_tried_again_also_when_the_file_is_gone(
    store: Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    inbox = _inbox(tmp_path, "locked", "1")
    _run(store, inbox)
    (inbox / "000.txt").unlink()
    job = Job(store, "test", "test 1", jobs=1, parser="tests.parsers:forgiving")
    steps = list(retry(job))
    assert [(step.what, step.path.name) for step in steps] == [("imported", "000.txt")]
    with store.read() as connection:
        (entry,) = [e for e in imports.ledger(connection) if e.attempts == 2]
    assert (entry.status, entry.path) == ("imported", str(inbox / "000.txt"))


def test_two_imports_at_once_are_safe(place: str, tmp_path: Path) -> None:
    inbox = _inbox(tmp_path, *map(str, range(30)))
    steps: list[Step] = []

    def go() -> None:
        mine = open_store(place, create=True, originals=str(tmp_path / "originals"))
        steps.extend(_run(mine, inbox))
        mine.close()

    threads = [threading.Thread(target=go) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(step.what for step in steps) == {"imported": 30, "there": 30}
    opened = open_store(place)
    with opened.read() as connection:
        assert sorted(connection.scalars(select(LetterRow.subject))) == [f"{n:03}.txt" for n in range(30)]
    opened.close()


def test_an_import_killed_at_random_loses_and_doubles_nothing(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONGVAN_ORIGINALS", str(tmp_path / "originals"))
    kills, wrong = round_of_kills(tmp_path, files=60, seed=11, longest=1.0, most=6, place=place)
    assert kills >= 1
    assert wrong == []


def test_the_check_after_kills_can_fail(place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONGVAN_ORIGINALS", str(tmp_path / "originals"))
    round_of_kills(tmp_path, files=3, seed=1, longest=1.0, most=0, place=place)
    assert problems(place, [tmp_path / "a.txt"]) != []


def test_a_damaged_or_missing_original_is_found(store: Store, tmp_path: Path) -> None:
    _run(store, _inbox(tmp_path, "1", "2"))
    kept = store.originals
    first, second = sorted(kept.all())
    Path(kept.path(first)).write_bytes(b"something else")
    Path(kept.path(second)).unlink()
    report = verify(store)
    assert ([s for s, _ in report.damaged], [s for s, _ in report.missing]) == ([first], [second])
    with pytest.raises(DamagedOriginal):
        kept.get(first)


def test_what_arrives_in_a_watched_folder_is_imported_once_it_is_whole(store: Store, tmp_path: Path) -> None:
    inbox = _inbox(tmp_path, "1", "2")
    job = Job(store, "test", "test 1", jobs=1, parser="tests.parsers:invented")
    assert list(arrivals(job, inbox, every=0.01, rounds=1)) == []  # it may still be growing
    assert len(list(arrivals(job, inbox, every=0.01, rounds=3))) == 2
    (inbox / "later.txt").write_text("3 later")
    assert [step.path.name for step in arrivals(job, inbox, every=0.01, rounds=2)] == ["later.txt"]


def test_reading_again_shows_what_would_change_and_changes_nothing(store: Store, tmp_path: Path) -> None:
    _run(store, _inbox(tmp_path, "1", "2"))
    with store.read() as connection:
        key, number = connection.execute(
            select(LetterRow.key, LetterRow.number).order_by(LetterRow.number)
        ).first() or ("", "")
    found = {each.key: each.differences for each in reread(store, [key], jobs=1, parser="tests.parsers:forgiving")}
    assert ("/number/value", number) in [(d.pointer, d.ours) for d in found[key]]
    with store.read() as connection:
        assert connection.scalar(select(LetterRow.number).where(LetterRow.key == key)) == number
    assert list(reread(store, [key], jobs=1, parser="tests.parsers:invented")) == []


def test_originals_can_be_kept_in_a_bucket(tmp_path: Path) -> None:
    kept = Originals("memory://bucket/letters")
    sha256 = kept.put(b"a letter")
    assert kept.put(b"a letter") == sha256
    assert (kept.get(sha256), list(kept.all()), kept.has("0" * 64)) == (b"a letter", [sha256], False)
    with pytest.raises(NotFound):
        kept.get("0" * 64)
