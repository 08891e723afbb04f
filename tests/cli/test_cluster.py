"""Imports on a real Ray cluster of two nodes on this machine, workers and a node of which are killed on the way."""

from __future__ import annotations

import shutil
import socket
import sys
import uuid
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from benchmarks.nodes import Nodes, records, two_nodes
from cli.importing import Job, Step, import_files
from cli.main import congvan
from cli.storing import keep
from pipeline.imports import Remote, each_letter
from pipeline.imports.cluster import Cluster, ClusterTrouble, _knock
from pipeline.imports.places import NoSuchPlace
from store import imports
from store.book import Store, open_store
from store.errors import DamagedOriginal
from store.originals import Originals
from store.tables import LetterRow, Reading
from store.verify import verify
from tests.buckets import s3_server

MEBIBYTE = 1 << 20
LETTERS = (
    "tong-dieu-tra-scan.pdf",  # of two pages
    "bao-cao-si-so.txt", "bao-ve-su-kien.docx", "che-do-bao-cao.pdf", "chuyen-doi-so.docx", "dinh-chinh.txt",
    "don-doc-de-an.md", "gop-y-du-thao.pdf", "ngung-cap-dien.html", "sot-xuat-huyet.pdf",
    "ve-sinh-moi-truong-xa-ky-so.pdf",
)  # fmt: skip


ON_SQLITE = pytest.mark.parametrize("place", ["sqlite"], indirect=True)


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """A bucket on a real server; its address stands in the environment, as it does on the nodes of a cluster."""
    with s3_server() as around, pytest.MonkeyPatch.context() as patch:
        for name, value in around.items():
            patch.setenv(name, value)
        import fsspec

        fsspec.filesystem("s3").mkdir("archive")
        yield "archive"


@pytest.fixture(scope="module")
def nodes(bucket: str) -> Iterator[Nodes]:
    """The cluster, which all imports here share: its workers stay warm."""
    with two_nodes() as made:
        made.join()
        yield made


def _job(store: Store, nodes: Nodes, *, parser: str = "pipeline:analyse", timeout: float = 120) -> Job:
    place = store.originals.place
    keeper = partial(keep, place) if "://" in place else None

    def runner() -> Cluster:
        return Cluster(nodes.address, parser=parser, timeout=timeout, memory=1024 * MEBIBYTE, keep=keeper)

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


@ON_SQLITE
def test_letters_and_originals_in_buckets(
    nodes: Nodes, bucket: str, place: str, samples: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nodes read and keep them; this process touches no bytes. Each read of an original is checked."""
    import fsspec

    system = fsspec.filesystem("s3")
    root = f"{bucket}/{uuid.uuid4().hex[:8]}"
    for name in LETTERS[1:5]:
        system.pipe_file(f"{root}/in/2024/{name}", (samples / name).read_bytes())
    system.pipe_file(f"{root}/in/broken.pdf", b"%PDF-1.7 broken")
    system.pipe_file(f"{root}/in/broken.xlsx", b"passed over")
    store = open_store(place, create=True, originals=f"s3://{root}/originals")
    with monkeypatch.context() as patch:
        patch.setattr(Originals, "put", lambda *_: pytest.fail("this process keeps originals"))
        steps = list(import_files(_job(store, nodes), each_letter([Remote(f"s3://{root}/in")])))
    assert Counter((step.what, step.code) for step in steps) == {("imported", None): 4, ("set_aside", "truncated"): 1}
    report = verify(store)
    assert (report.intact, report.unclaimed) == (4, 1)
    with store.read() as connection:
        entry = imports.ledger(connection, status="imported")[0]
    assert entry.path.startswith(f"s3://{root}/in/2024/")
    kept = store.originals
    assert kept.get(entry.sha256) == (samples / Path(entry.path).name).read_bytes()
    system.pipe_file(kept.path(entry.sha256), b"something else")
    with pytest.raises(DamagedOriginal):
        kept.get(entry.sha256)
    assert [sha256 for sha256, _ in verify(store).damaged] == [entry.sha256]
    store.close()


def test_a_bucket_that_is_not_there_is_an_error_and_no_empty_import(bucket: str) -> None:
    for url in ("s3://nowhere/in", f"s3://{bucket}/nothing", "zz://letters"):
        with pytest.raises(NoSuchPlace):
            list(each_letter([Remote(url)]))


def test_workers_that_may_take_more_than_a_node_has_are_refused(nodes: Nodes) -> None:
    with pytest.raises(ClusterTrouble, match="no node offers"):
        Cluster(nodes.address, memory=1 << 40)


def test_a_cluster_that_is_not_there_is_said_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(ClusterTrouble, match="Nobody answers"):
        _knock(f"127.0.0.1:{port}")


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
