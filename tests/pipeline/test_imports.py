"""Workers: the order, and what a bad file costs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.imports import Workers, letter_files
from pipeline.imports.course import Course
from pipeline.imports.units import Answer, Told, Unit, answer
from pipeline.imports.walk import SUFFIXES
from pipeline.read.sniff import _ENDINGS


def _files(folder: Path, *words: str) -> list[Path]:
    paths = [folder / f"{number:03}.txt" for number in range(len(words))]
    for path, word in zip(paths, words, strict=True):
        path.write_text(f"{word} {path.name}")
    return paths


def test_outcomes_come_in_the_order_of_the_files(tmp_path: Path) -> None:
    paths = _files(tmp_path, *map(str, range(20)))
    with Workers(3, parser="tests.parsers:invented") as workers:
        assert [outcome.path for outcome in workers.in_order(paths)] == paths


def test_a_bad_file_costs_only_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.imports.crew.START_S", 0)
    paths = _files(tmp_path, "1", "crash", "2", "hang", "fault", "locked", "none", "3")
    with Workers(2, timeout=4, parser="tests.parsers:invented") as workers:
        outcomes = list(workers.in_order(paths))
    codes = [outcome.code for outcome in outcomes]
    assert codes == [None, "crashed", None, "hung", "failed", "encrypted", None, None]
    assert [len(outcome.records) for outcome in outcomes] == [1, 0, 1, 0, 0, 0, 0, 1]
    assert "SIGKILL" in (outcomes[1].message or "")
    assert outcomes[5].status == 12


def test_no_worker_outlives_its_pool(tmp_path: Path) -> None:
    workers = Workers(2, timeout=60, parser="tests.parsers:invented")
    with workers:
        outcomes = workers.outcomes(_files(tmp_path, "1", "2", "hang"))
        next(outcomes)
        processes = [worker.process for worker in workers.crew.idle]
        outcomes.close()
    assert processes
    assert not any(process.is_alive() for process in processes)


def test_of_a_folder_the_letters_are_taken_and_a_named_file_whatever_it_is(tmp_path: Path) -> None:
    for name in ("b.PDF", "a.txt", "a.yaml", ".hidden.txt", "~$a.docx", "sub/c.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = [path.relative_to(tmp_path).as_posix() for path in letter_files([tmp_path, tmp_path / "a.txt"])]
    assert found == ["a.txt", "b.PDF", "sub/c.html"]
    assert letter_files([tmp_path / "a.yaml"]) == [tmp_path / "a.yaml"]


def test_a_link_back_makes_no_circle_and_a_broken_one_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch()
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "back").symlink_to(tmp_path)
    (tmp_path / "sub" / "gone.pdf").symlink_to(tmp_path / "nowhere.pdf")
    (tmp_path / "sub" / "self.txt").symlink_to(tmp_path / "sub" / "self.txt")
    found = [path.relative_to(tmp_path).as_posix() for path in letter_files([tmp_path])]
    assert found == ["a.txt", "sub/gone.pdf", "sub/self.txt"]


def test_a_folder_that_cannot_be_opened_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").touch()
    (tmp_path / "closed").mkdir()
    listed = Path.iterdir

    def refused(folder: Path) -> Iterator[Path]:
        if folder.name == "closed":
            raise PermissionError(13, "Permission denied")
        return listed(folder)

    monkeypatch.setattr(Path, "iterdir", refused)
    assert letter_files([tmp_path]) == [tmp_path / "a.txt", tmp_path / "closed"]


def test_folders_are_searched_for_what_readers_read() -> None:
    assert frozenset(_ENDINGS) == SUFFIXES


def test_a_file_that_is_not_there_is_an_outcome(tmp_path: Path) -> None:
    with Workers(1, parser="tests.parsers:invented") as workers:
        (outcome,) = workers.outcomes([tmp_path / "gone.txt"])
    assert outcome.code == "unreadable"
    assert os.fspath(tmp_path) in (outcome.message or "")


def test_how_far_a_file_is_counts_the_pages_of_all_its_units() -> None:
    course = Course(Path("a.pdf"), apart=True)
    assert course.pages(course.first(), Told(1, 3)) == (1, 3)  # a short scan is one unit
    out = course.settle(course.first(), Answer(wanted=tuple(range(1, 11))))
    assert isinstance(out, list)
    assert [len(unit.numbers) for unit in out] == [4, 4, 2]
    assert course.pages(out[0], Told(1, 4)) == (1, 10)
    assert course.pages(out[1], Told(2, 4)) == (3, 10)
    assert course.pages(out[0], Told(4, 4)) == (6, 10)


def test_a_worker_tells_of_each_page_before_it_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.read.engine import RawPage
    from pipeline.read.ocr import reader

    monkeypatch.setattr(reader.OcrReader, "__call__", lambda _, __, pages: (RawPage(number=n) for n in pages))
    told: list[Told] = []
    found = answer(Unit(tmp_path / "a.pdf", (3, 4, 5)), lambda _: [], apart=True, tell=told.append)
    assert [each.done for each in told] == [1, 2, 3]
    assert found.read is not None
