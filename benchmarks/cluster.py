"""The embedded runner against Ray on the same cores, in one run; the driver's memory; kills.

    python -m benchmarks.cluster                  # throughput, start-up and memory
    python -m benchmarks.cluster --hurt           # all sample letters on two nodes, killed on the way

Both sides import the same letters into a store of their own, in turn, round by round, with warm workers; what it takes
to get there is said apart. The machine may be shared, so that the processor time of all processes of a side stands
beside the wall clock.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.nodes import cpu_of_tree, records, two_nodes
from cli.importing import Job, import_files
from pipeline.imports import Runner, Workers, each_letter
from pipeline.imports.cluster import Cluster
from store.book import Store, open_store
from store.verify import verify

LETTERS = Path(__file__).parent.parent / "data" / "letters"
CAN_BE_COPIED = {".txt", ".md", ".html", ".pdf"}  # to which a comment can be added, so that a copy is another file
MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Run:
    """What an import took: wall clock and processor time in seconds, of all processes and of this one; and its size."""

    wall: float
    cpu: float
    here: float
    pages: int
    letters: int


def samples(*, scanned: bool) -> list[Path]:
    """The sample letters that are scans, or those that are not, and can be copied."""
    found = [path for path in sorted(LETTERS.iterdir()) if path.suffix in CAN_BE_COPIED]
    return [path for path in found if (path.stem.endswith("-scan") and path.suffix == ".pdf") == scanned]


def copies(files: list[Path], folder: Path, *, count: int, mark: str) -> None:
    """`count` copies of each file, each another file by its bytes."""
    folder.mkdir()
    for path in files:
        for number in range(count):
            note = f"{mark}-{number}"
            ending = f"<!-- {note} -->\n" if path.suffix == ".html" else f"% {note}\n" if path.suffix == ".pdf" else ""
            data = path.read_bytes() + (ending or f"\n\n{note}\n").encode()
            (folder / f"{path.stem}-{note}{path.suffix}").write_bytes(data)


def kept_warm(runner: Runner) -> Runner:
    """A runner that outlives the imports it is used for; ends with this process."""
    runner.close = lambda: None  # type: ignore[method-assign]
    return runner


def one_import(store: Store, runner: Runner, folder: Path, *, batch: int = 1) -> Run:
    """Import a folder, and measure it."""
    job = Job(store, "bench", "bench 1", batch=batch, runner=lambda: runner)
    wall, cpu, here = time.monotonic(), cpu_of_tree(os.getpid()), time.process_time()
    steps = list(import_files(job, each_letter([folder])))
    assert {step.what for step in steps} == {"imported"}, [step for step in steps if step.what != "imported"][:3]
    return Run(
        time.monotonic() - wall, cpu_of_tree(os.getpid()) - cpu, time.process_time() - here,
        sum(step.pages for step in steps), sum(step.letters for step in steps),
    )  # fmt: skip


def throughput(folder: Path, *, jobs: int, rounds: int, typed: int, scanned: int) -> None:
    """Compare the two, and say what a page costs."""
    sides: dict[str, tuple[Runner, int]] = {}
    made: dict[str, Callable[[], Runner]] = {
        "embedded": lambda: Workers(jobs, parser="pipeline:analyse"),
        "Ray": lambda: Cluster("local", jobs=jobs),
    }
    for name, make in made.items():
        start = time.monotonic()
        runner = kept_warm(make())
        copies(samples(scanned=False)[:4] + samples(scanned=True)[:1], folder / f"{name}-warm", count=jobs, mark="warm")
        store = open_store(str(folder / f"{name}-warm.db"), create=True)
        begun = time.monotonic() - start
        one_import(store, runner, folder / f"{name}-warm")
        store.close()
        sides[name] = (runner, 64 if name == "Ray" else 1)
        print(f"start-up of {name}: {begun:.1f} s, and the first letters {time.monotonic() - start - begun:.1f} s")
    for kind, files, count in (("typed", samples(scanned=False), typed), ("scanned", samples(scanned=True), scanned)):
        found: dict[str, list[Run]] = {name: [] for name in sides}
        for number in range(rounds):
            copies(files, folder / f"{kind}-{number}", count=count, mark=f"{kind}{number}")
            for name in sorted(sides, reverse=number % 2 == 1):
                runner, batch = sides[name]
                store = open_store(str(folder / f"{name}-{kind}-{number}.db"), create=True)
                found[name].append(one_import(store, runner, folder / f"{kind}-{number}", batch=batch))
                store.close()
        report(kind, found)
        costs(kind, found["embedded"][0], folder, folder / f"{kind}-0")


def report(kind: str, found: dict[str, list[Run]]) -> None:
    """Pages a second of each side, and the ratio of the two by both clocks."""
    for name, runs in found.items():
        pace = statistics.median(run.pages / run.wall for run in runs)
        spent = statistics.median(run.cpu / run.pages for run in runs)
        here = statistics.median(run.here / run.letters for run in runs)
        print(
            f"{kind:8} {name:9} {pace:7.2f} pages/s, {spent:6.3f} CPU s a page; the writer: {here:.4f} CPU s a letter"
        )
    pairs = list(zip(found["embedded"], found["Ray"], strict=True))
    walls = [here.wall / there.wall for here, there in pairs]
    cpus = [here.cpu / there.cpu for here, there in pairs]
    shown = ", ".join(f"{each:.2f}" for each in walls)
    print(f"{kind:8} Ray : embedded = {statistics.median(walls):.2f} by the wall ({shown}), "
          f"{statistics.median(cpus):.2f} by processor time")  # fmt: skip


def costs(kind: str, run: Run, folder: Path, letters: Path) -> None:
    """What a letter takes in the store, and as it came."""
    place = folder / f"embedded-{kind}-0.db"
    rows = sum(path.stat().st_size for path in folder.glob(f"{place.name}*"))
    came: float = sum(path.stat().st_size for path in letters.iterdir())
    kept, came = rows / run.letters / 1024, came / run.pages / 1024
    print(f"{kind:8} {kept:.1f} KiB a letter in the store, {came:.1f} KiB a page as it came, "
          f"{run.pages / run.letters:.2f} pages a letter")  # fmt: skip


def memory(folder: Path, *, files: int, place: str | None) -> None:
    """What the driver holds while it imports many small files. SQLite's own cache grows to 64 MiB first."""
    inbox = folder / "many"
    inbox.mkdir()
    for number in range(files):
        (inbox / f"{number:06}.txt").write_text(f"{number} a small file")
    where = str(folder / "many.db") if place is None else place
    store = open_store(where, create=True, originals=str(folder / "originals"))
    runner = Cluster("local", parser="tests.parsers:invented")
    job = Job(store, "bench", "bench 1", batch=64, runner=lambda: kept_warm(runner))
    start, held = time.monotonic(), list[tuple[int, int]]()
    for done, _ in enumerate(import_files(job, each_letter([inbox])), 1):
        if done % (files // 5) == 0 or done == files // 20:
            held.append((done, _own_kib()))
    pace = files / (time.monotonic() - start)
    print(f"driver, {files} small files at {pace:.0f} a second: "
          + ", ".join(f"{done}: {kib / 1024:.0f} MiB" for done, kib in held))  # fmt: skip
    store.close()


def _own_kib() -> int:
    """The memory of this process that is its own, in KiB."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("RssAnon"))


def hurt(folder: Path, *, every: float) -> bool:
    """All sample letters on two nodes, a worker killed every so many seconds and a node once; says if all is well."""
    inbox = folder / "inbox"
    inbox.mkdir()
    for path in LETTERS.iterdir():
        if path.is_file() and path.suffix != ".yaml":
            shutil.copy(path, inbox)
    here = open_store(str(folder / "here.db"), create=True)
    counts = [len(list(import_files(Job(here, "bench", "bench 1"), each_letter([inbox]))))]
    there = open_store(str(folder / "there.db"), create=True)
    kills, nodes_killed, last = 0, 0, time.monotonic()
    with two_nodes() as nodes:
        job = Job(there, "bench", "bench 1", batch=16, runner=lambda: Cluster(nodes.address, memory=1024 * MEBIBYTE))
        steps = 0
        for _ in import_files(job, each_letter([inbox])):
            steps += 1
            if steps == counts[0] // 2:
                nodes.kill_second()
                nodes.add()
                nodes_killed += 1
            elif time.monotonic() - last > every:
                kills, last = kills + nodes.kill_worker(second=kills % 2 == 1), time.monotonic()
        counts.append(steps)
    same = records(here) == records(there)
    said = "the same byte for byte" if same else "NOT THE SAME"
    print(f"{counts[0]} files, {kills} workers and {nodes_killed} node killed: {counts[1]} steps, "
          f"{len(records(there))} records, {said}; {verify(there)}")  # fmt: skip
    here.close()
    there.close()
    return same and counts[0] == counts[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--typed", type=int, default=8, help="copies of each typed letter, a round")
    parser.add_argument("--scanned", type=int, default=1, help="copies of each scan, a round")
    parser.add_argument("--files", type=int, default=10_000, help="small files for the driver's memory")
    parser.add_argument("--store", help="an empty PostgreSQL schema for the small files; SQLite where none is named")
    parser.add_argument("--hurt", action="store_true", help="kill workers and a node in place of measuring")
    parser.add_argument("--every", type=float, default=3.0, help="seconds between kills")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="congvan-cluster-") as place:
        folder = Path(place)
        if options.hurt:
            sys.exit(0 if hurt(folder, every=options.every) else 1)
        if options.rounds:
            throughput(folder, jobs=options.jobs, rounds=options.rounds, typed=options.typed, scanned=options.scanned)
        if options.files:
            memory(folder, files=options.files, place=options.store)


if __name__ == "__main__":
    main()
