"""Imports on a real Ray cluster of two nodes on this machine, workers and a node of which are killed on the way."""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from benchmarks.nodes import Nodes, records, two_nodes
from cli.importing import Job, Step, import_files
from cli.main import congvan
from pipeline.imports import Remote, each_letter
from pipeline.imports.cluster import Cluster, ClusterTrouble
from store import imports
from store.book import Store, open_store
from store.tables import LetterRow, Reading
from store.verify import verify

MEBIBYTE = 1 << 20
LETTERS = (
    "tong-dieu-tra-scan.pdf",  # of two pages
    "bao-cao-si-so.txt", "bao-ve-su-kien.docx", "che-do-bao-cao.pdf", "chuyen-doi-so.docx", "dinh-chinh.txt",
    "don-doc-de-an.md", "gop-y-du-thao.pdf", "ngung-cap-dien.html", "sot-xuat-huyet.pdf",
    "ve-sinh-moi-truong-xa-ky-so.pdf",
)  # fmt: skip


ON_SQLITE = pytest.mark.parametrize("place", ["sqlite"], indirect=True)


@pytest.fixture(scope="module")
def nodes() -> Iterator[Nodes]:
    """The cluster, which all imports here share: its workers stay warm."""
    with two_nodes() as made:
        made.join()
        yield made


def _job(store: Store, nodes: Nodes, *, parser: str = "pipeline:analyse", timeout: float = 120) -> Job:
    def runner() -> Cluster:
        return Cluster(nodes.address, parser=parser, timeout=timeout, memory=1024 * MEBIBYTE)

    return Job(store, "test", "test 1", parser=parser, batch=4, runner=runner)


def _once_each(store: Store, files: int) -> None:
    """Every file is in the ledger once, every reading stands in the store once, every original is intact."""
    with store.read() as connection:
        ledger = imports.ledger(connection)
        readings = connection.execute(select(Reading.sha256, Reading.part)).all()
        letters = len(connection.scalars(select(LetterRow.id)).all())
    assert Counter(entry.status for entry in ledger) == {"imported": files}
    assert len(set(readings)) == len(readings) == sum(entry.letters for entry in ledger)
    assert 0 < letters <= len(readings)
    report = verify(store)
    assert (report.intact, report.missing, report.damaged) == (files, (), ())


def _postgres_if_there(tmp_path: Path, server_missing: str | None) -> Iterator[str]:
    """A store on PostgreSQL, which clusters are for; on SQLite where none answers."""
    from tests.databases import schema

    if server_missing is not None:
        yield str(tmp_path / "there.db")
    else:
        with schema() as url:
            yield url


there = pytest.fixture(_postgres_if_there, name="there")


def test_what_is_killed_loses_and_doubles_nothing(  # noqa: PLR0917 (fixtures)
    nodes: Nodes, there: str, samples: Path, vietnamese_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The records are those of the embedded runner, byte for byte, also where a scan was taken apart."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for name in LETTERS:
        shutil.copy(samples / name, inbox / name)
    embedded = open_store(str(tmp_path / "here.db"), create=True)
    steps = list(import_files(Job(embedded, "test", "test 1", jobs=2), each_letter([inbox])))
    assert {step.what for step in steps} == {"imported"}
    monkeypatch.setattr("pipeline.imports.course.PAGES", 1)
    store = open_store(there, create=True, originals=str(tmp_path / "originals"))
    done: list[Step] = []
    for step in import_files(_job(store, nodes), each_letter([inbox])):
        done.append(step)
        if len(done) == 3:
            assert nodes.kill_worker()
        if len(done) == 6:
            nodes.kill_second()
    nodes.add()
    assert Counter(step.what for step in done) == {"imported": len(LETTERS)}
    _once_each(store, len(LETTERS))
    assert records(store) == records(embedded)
    embedded.close()
    store.close()


def test_a_run_that_is_stopped_goes_on_from_the_store_alone(nodes: Nodes, place: str, tmp_path: Path) -> None:
    inbox = _inbox(tmp_path, *map(str, range(30)))
    store = open_store(place, create=True, originals=str(tmp_path / "originals"))
    job = _job(store, nodes, parser="tests.parsers:invented")
    running = import_files(job, each_letter([inbox]))
    first = [next(running) for _ in range(7)]
    running.close()
    rest = list(import_files(job, each_letter([inbox])))
    assert {step.what for step in first} == {"imported"}
    assert len(rest) == 30
    assert Counter(step.what for step in rest)["there"] >= 7
    _once_each(store, 30)
    store.close()


@ON_SQLITE
def test_what_a_file_breaks_is_set_aside_as_on_one_machine(nodes: Nodes, store: Store, tmp_path: Path) -> None:
    inbox = _inbox(tmp_path, "1", "crash", "2", "fault", "locked", "3")
    steps = list(import_files(_job(store, nodes, parser="tests.parsers:invented"), each_letter([inbox])))
    found = {step.path.name: step.code for step in steps}
    assert [found[f"{n:03}.txt"] for n in range(6)] == [None, "crashed", None, "failed", "encrypted", None]
    with store.read() as connection:
        aside = {entry.code: entry.message for entry in imports.ledger(connection, status="set_aside")}
    assert "SIGKILL" in (aside["crashed"] or "")
    again = list(import_files(_job(store, nodes, parser="tests.parsers:invented"), each_letter([inbox])))
    assert {step.what for step in again} == {"there"}


@ON_SQLITE
def test_a_url_is_read_by_the_nodes(nodes: Nodes, store: Store, tmp_path: Path) -> None:
    inbox = _inbox(tmp_path, *map(str, range(40)))
    (inbox / "passed-over.yaml").touch()
    places = list(each_letter([Remote(f"file://{inbox}")]))
    assert len(places) == 40
    steps = list(import_files(_job(store, nodes, parser="tests.parsers:invented"), places))
    assert Counter(step.what for step in steps) == {"imported": 40}
    _once_each(store, 40)


def test_workers_that_may_take_more_than_a_node_has_are_refused(nodes: Nodes) -> None:
    with pytest.raises(ClusterTrouble, match="no node offers"):
        Cluster(nodes.address, memory=1 << 40)


def test_without_the_extra_it_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inbox = _inbox(tmp_path, "1")
    monkeypatch.setitem(sys.modules, "ray", None)
    place = str(tmp_path / "letters.db")
    answer = CliRunner().invoke(congvan, ["import", "--cluster", "local", "--store", place, str(inbox)])
    assert "pip install 'congvan[cluster]'" in str(answer.exception)


def test_a_url_without_a_cluster_is_refused_in_words(tmp_path: Path) -> None:
    answer = CliRunner().invoke(congvan, ["import", "--store", str(tmp_path / "letters.db"), "s3://letters"])
    assert answer.exit_code == 2
    assert "--cluster" in answer.output


def _inbox(folder: Path, *words: str) -> Path:
    inbox = folder / "inbox"
    inbox.mkdir()
    for number, word in enumerate(words):
        (inbox / f"{number:03}.txt").write_text(f"{word} {number}")
    return inbox
