"""Files into a store: the pipeline's runner on one side, the store's ledger on the other.

A file's bytes are kept first and its letters are stored after, together with its line in the ledger. A kill between
the two leaves bytes that the next import finds in their place; a kill anywhere else leaves nothing or everything. Files
that are done at about the same time may share a transaction (`Job.batch`): then all of them are in the store, or none.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from cli.storing import Done, Ready, Step, ready, stored
from pipeline.imports import Look, Outcome, Place, Remote, Runner, Workers
from store import imports, review
from store.book import Store
from store.review import Reread

__all__ = ["Job", "Step", "import_files", "reread", "retry"]

LONGEST_S = 1.0  # what is done waits no longer for others to be stored with


@dataclass(slots=True)
class Job:
    """What an import needs. `by` and `program` go into the audit and beside each reading.

    `timeout` is in seconds and `memory` in bytes, for one unit of work. `batch`: files that are stored at once.
    `runner` makes what reads the files; None for processes of this machine.
    """

    store: Store
    by: str
    program: str
    jobs: int | None = None
    timeout: float = 600
    parser: str = "pipeline:analyse"
    memory: int | None = None
    batch: int = 1
    runner: Callable[[], Runner] | None = None
    told: Callable[[Place, int, int], None] | None = None  # hears of a scan how many pages are read, of how many

    def reading(self) -> Runner:
        made = self.runner() if self.runner is not None else None
        runner = made or Workers(self.jobs, timeout=self.timeout, parser=self.parser, memory=self.memory)
        runner.told = self.told
        return runner


def import_files(
    job: Job, places: Iterable[Place], *, again: bool = False, came_from: Mapping[Place, Place] | None = None
) -> Iterator[Step]:
    """Import files; yields a step for each as it is done, in no order.

    With `again`, also those that were set aside before. `came_from` says where a copy that is read came from.
    """
    with job.reading() as runner:
        yield from _Import(job, runner, again=again, came_from=came_from or {}).steps(places)


class _Import:
    """One import. It holds what is on its way and nothing of what is done, however many files there are."""

    def __init__(self, job: Job, runner: Runner, *, again: bool, came_from: Mapping[Place, Place]) -> None:
        self._job, self._runner, self._again, self._came_from = job, runner, again, came_from
        self._originals = job.store.originals
        self._seen: dict[Place, Look] = {}  # of the files on their way
        self._under_way: set[str] = set()  # their digests, and those that were set aside by this import
        self._done: list[Done] = []  # not stored yet
        self._since = 0.0

    def steps(self, places: Iterable[Place]) -> Iterator[Step]:
        looks, more = self._runner.looks(places), True
        while more or self._runner.busy:
            while more and self._runner.free:
                seen = next(looks, None)
                if seen is None:
                    more = False
                elif (step := self._take(seen)) is not None:
                    yield step
            outcomes = self._runner.done(LONGEST_S if self._done else None)
            if outcomes and not self._done:
                self._since = time.monotonic()
            self._done += [self._of(outcome) for outcome in outcomes]
            if len(self._done) >= self._job.batch or (self._done and time.monotonic() - self._since > LONGEST_S):
                yield from self._store()
        yield from self._store()

    def _take(self, seen: Look) -> Step | None:
        """Give a file to the runner; a step where there is nothing to be done with it."""
        if seen.error is not None:
            return Step(seen.place, "set_aside", code="unreadable", message=seen.error)
        if seen.sha256 in self._under_way:
            return Step(seen.place, "there", message="the same bytes as another file of this import")
        with self._job.store.read() as connection:
            entry = imports.known(connection, seen.sha256)
        if entry is not None and entry.status == "set_aside" and not self._again:
            return Step(seen.place, "there", code=entry.code, message=f"set aside before: {entry.message}")
        if entry is not None and entry.status != "set_aside":
            return Step(seen.place, "there", letters=entry.letters, pages=entry.pages)
        self._seen[seen.place] = seen
        self._under_way.add(seen.sha256)
        self._runner.give(seen.place, seen)
        return None

    def _of(self, outcome: Outcome) -> Done:
        seen = self._seen.pop(outcome.path)
        return Done(outcome, seen, self._came_from.get(outcome.path, outcome.path))

    def _store(self) -> Iterator[Step]:
        """Store what is done: in one transaction, and one by one where that fails, so that only one can be to blame."""
        done, self._done = self._done, []
        found = [ready(each, self._originals) for each in done]
        yield from (each for each in found if isinstance(each, Step))
        good = [each for each in found if isinstance(each, Ready)]
        try:
            steps = self._stored(good)
        except DBAPIError:
            if len(good) == 1:
                raise
            steps = [step for each in good for step in self._stored([each])]
        for each, step in zip(good, steps, strict=True):
            if step.what != "set_aside" or not self._again:
                self._under_way.discard(each.file.sha256)
        yield from steps

    def _stored(self, good: list[Ready]) -> list[Step]:
        if not good:
            return []
        with self._job.store.write() as connection:
            return [stored(connection, each, by=self._job.by, program=self._job.program) for each in good]


def retry(job: Job) -> Iterator[Step]:
    """Try again every file that was set aside, from the bytes that were kept or from where the file lay."""
    with job.store.read() as connection:
        entries = imports.ledger(connection, status="set_aside")
    originals = job.store.originals
    with tempfile.TemporaryDirectory(prefix="congvan-") as folder:
        came_from: dict[Place, Place] = {}
        for entry in entries:
            place = place_of(entry.path)
            try:
                data = originals.get(entry.sha256) if originals.has(entry.sha256) else place.read_bytes()
            except OSError:
                yield Step(place, "set_aside", code="gone", message="The file is no longer there.")
                continue
            path = Path(folder) / str(entry.id) / place.name
            path.parent.mkdir()
            path.write_bytes(data)
            came_from[path] = place
        yield from import_files(job, list(came_from), again=True, came_from=came_from)


def place_of(text: str) -> Place:
    """The place that a path or a URL names."""
    return Remote(text) if "://" in text else Path(text)


def reread(
    store: Store, names: Sequence[str], *, jobs: int | None = None, parser: str = "pipeline:analyse"
) -> Iterator[Reread]:
    """Read the originals of these letters again (of all letters where none is named); yields what would change."""
    with store.read() as connection:
        wanted = review.originals_of(connection, names)
    originals = store.originals
    with tempfile.TemporaryDirectory(prefix="congvan-") as folder, Workers(jobs, parser=parser) as workers:

        def files() -> Iterator[Path]:
            for sha256, name in wanted:
                path = Path(folder) / sha256 / name
                path.parent.mkdir()
                path.write_bytes(originals.get(sha256))
                yield path

        for outcome in workers.outcomes(files()):
            assert isinstance(outcome.path, Path)
            outcome.path.unlink()
            if outcome.code is None:
                with store.write() as connection:
                    found = review.propose(connection, outcome.path.parent.name, outcome.records, said=outcome.texts)
                yield from found
