"""Workers that read pages side by side, each with an engine of its own; a worker that hangs is ended and replaced.

A worker takes more than a second to start, as long as a page, so it stays for the next file; one that nobody gives a
page for a while ends itself.
"""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Lock

from pipeline.read.engine import RawPage
from pipeline.read.ocr.engine import Engine
from pipeline.read.ocr.raster import Limits
from pipeline.spawning import script_left_alone
from schemas.errors import MissingProgram

_START_SECONDS = 30.0  # to start a worker and load its model
_IDLE_SECONDS = 60.0  # a worker without a page ends itself then, and long before is given none
_AHEAD = 4  # pages a worker may be ahead of the page that is waited for, so that memory stays flat


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    page: int | None = None
    since: float = 0.0  # when it was given its page, or was last seen idle


_Key = tuple[int, int, Callable[[], Engine], Limits]
_idle: dict[_Key, list[Pool]] = {}  # by the process, for a forked one has no right to its parent's workers
_lock = Lock()


@contextmanager
def workers(jobs: int, engine: Callable[[], Engine], limits: Limits) -> Iterator[Pool]:
    """At most `jobs` workers for one file, those of an earlier one where they are idle."""
    key = (os.getpid(), jobs, engine, limits)
    with _lock:
        pool = _idle[key].pop() if _idle.get(key) else Pool(jobs, engine, limits)
    try:
        yield pool
    except BaseException:
        pool.end()
        raise
    with _lock:
        _idle.setdefault(key, []).append(pool)


class Pool:
    """So many workers, started as they are needed."""

    def __init__(self, jobs: int, engine: Callable[[], Engine], limits: Limits) -> None:
        self._jobs, self._engine, self._limits = jobs, engine, limits
        self._workers: list[_Worker] = []

    def end(self) -> None:
        for worker in self._workers:
            _end(worker)
        self._workers.clear()

    def read(self, path: Path, pages: Sequence[int], *, until: float) -> Iterator[RawPage]:
        """The pages in order; none is begun after `until` (of the monotonic clock)."""
        from pipeline.read.ocr.reader import too_late

        waiting, done = list(pages), dict[int, RawPage]()
        while len(self._workers) < min(self._jobs, len(waiting)):
            self._workers.append(self._start())
        for wanted in pages:
            while wanted not in done:
                if time.monotonic() > until:
                    done.update((number, too_late(number, self._limits)) for number in waiting)
                    waiting.clear()
                    if wanted in done:
                        break
                for at, worker in enumerate(self._workers):
                    if worker.page is None and waiting and len(done) < _AHEAD * self._jobs:
                        self._hand(at, path, waiting.pop(0))
                self._collect(done)
            yield done.pop(wanted)

    def _hand(self, at: int, path: Path, page: int) -> None:
        """Give a worker a page; one that has long had none may be about to end itself, so another takes its place."""
        if time.monotonic() - self._workers[at].since > _IDLE_SECONDS / 2:
            _end(self._workers[at])
            self._workers[at] = self._start()
        worker = self._workers[at]
        worker.page, worker.since = page, time.monotonic()
        worker.pipe.send((str(path), page))

    def _collect(self, done: dict[int, RawPage]) -> None:
        """Take what is ready; put a remark in the place of a page whose worker died or hangs."""
        busy = {worker.pipe: worker for worker in self._workers if worker.page is not None}
        for pipe in wait(list(busy), timeout=0.5):
            worker = busy[pipe]  # type: ignore[index]
            try:
                answer = worker.pipe.recv()
            except (EOFError, ConnectionResetError):
                self._replace(worker, done, "ocr-failed", "the engine broke down on it")
                continue
            if isinstance(answer, MissingProgram):
                raise answer
            assert worker.page is not None
            done[worker.page], worker.page, worker.since = answer, None, time.monotonic()
        patience = self._limits.seconds * 2 + _START_SECONDS
        for worker in self._workers:
            if worker.page is not None and time.monotonic() - worker.since > patience:
                self._replace(worker, done, "ocr-timeout", "it took too long")

    def _replace(self, worker: _Worker, done: dict[int, RawPage], code: str, why: str) -> None:
        from pipeline.read.ocr.reader import unread

        assert worker.page is not None
        done[worker.page] = unread(worker.page, code, f"Page {worker.page} was left out: {why}.")
        _end(worker)
        self._workers[self._workers.index(worker)] = self._start()

    def _start(self) -> _Worker:
        context = multiprocessing.get_context("spawn")
        here, there = context.Pipe()
        process = context.Process(target=_work, args=(there, self._engine, self._limits), daemon=True)
        with nullcontext() if self._engine.__module__ == "__main__" else script_left_alone():
            process.start()
        there.close()
        return _Worker(process, here, since=time.monotonic())


def _end(worker: _Worker) -> None:
    worker.pipe.close()
    worker.process.kill()
    worker.process.join(timeout=5)


def _work(pipe: Connection, engine: Callable[[], Engine], limits: Limits) -> None:
    """A worker's life: a page in, a page out, until the other end closes or asks for nothing more."""
    from pipeline.read.ocr.pixels import cv2
    from pipeline.read.ocr.reader import read_one

    cv2.setNumThreads(1)
    while True:
        try:
            if not pipe.poll(_IDLE_SECONDS):
                return
            path, number = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            pipe.send(read_one(Path(path), number, engine, limits))
        except MissingProgram as error:
            pipe.send(error)
