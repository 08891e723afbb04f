"""Workers that read pages side by side, each with an engine of its own; a worker that hangs is ended and replaced."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType

from pipeline.read.engine import RawPage
from pipeline.read.ocr.engine import Engine
from pipeline.read.ocr.raster import Limits
from pipeline.spawning import script_left_alone
from schemas.errors import MissingProgram

_START_SECONDS = 30.0  # to start a worker and load its model
_THREADS = ("OMP_THREAD_LIMIT", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")
_AHEAD = 4  # pages a worker may be ahead of the page that is waited for, so that memory stays flat


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    page: int | None = None
    since: float = 0.0


class Pool:
    """So many workers; use it in a `with`."""

    def __init__(self, jobs: int, engine: Callable[[], Engine], limits: Limits) -> None:
        self._jobs, self._engine, self._limits = jobs, engine, limits
        self._workers: list[_Worker] = []

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for worker in self._workers:
            _end(worker)
        self._workers.clear()

    def read(self, path: Path, pages: Sequence[int], *, until: float) -> Iterator[RawPage]:
        """The pages in order; none is begun after `until` (of the monotonic clock)."""
        from pipeline.read.ocr.reader import too_late

        waiting, done = list(pages), dict[int, RawPage]()
        while len(self._workers) < self._jobs:
            self._workers.append(self._start())
        for wanted in pages:
            while wanted not in done:
                if time.monotonic() > until:
                    done.update((number, too_late(number, self._limits)) for number in waiting)
                    waiting.clear()
                    if wanted in done:
                        break
                for worker in self._workers:
                    if worker.page is None and waiting and len(done) < _AHEAD * self._jobs:
                        worker.page, worker.since = waiting.pop(0), time.monotonic()
                        worker.pipe.send((str(path), worker.page))
                self._collect(done)
            yield done.pop(wanted)

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
            done[worker.page], worker.page = answer, None
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
        return _Worker(process, here)


def _end(worker: _Worker) -> None:
    worker.pipe.close()
    worker.process.kill()
    worker.process.join(timeout=5)


def _work(pipe: Connection, engine: Callable[[], Engine], limits: Limits) -> None:
    """A worker's life: a page in, a page out, until the other end closes."""
    from pipeline.read.ocr.pixels import cv2
    from pipeline.read.ocr.reader import read_one

    cv2.setNumThreads(1)
    while True:
        try:
            path, number = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            pipe.send(read_one(Path(path), number, engine, limits))
        except MissingProgram as error:
            pipe.send(error)
