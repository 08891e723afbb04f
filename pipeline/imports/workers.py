"""Workers: processes that parse files, one each. One that crashes or hangs takes its file with it and nothing else."""

from __future__ import annotations

import importlib
import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import forkserver
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from schemas.errors import CongvanError
from schemas.record import Letter

if TYPE_CHECKING:
    from pipeline import Parsed

CRASHED, HUNG = "crashed", "hung"
START_S = 120  # a worker's first file waits for the language's models to load
_LOADED_ONCE = ["pipeline.read.text", "pipeline.split", "pipeline.zone", "pipeline.extract", "pipeline.assemble"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file: its records as JSON, or why there are none.

    `code` is that of the error (`schemas.errors`), or `crashed`, `hung`, `failed`; `status` the exit status it means.
    """

    path: Path
    records: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()  # the text of each document, empty where the parser gives records only
    code: str | None = None
    message: str | None = None
    status: int = 0


class _Worker:
    """One process and the pipe to it."""

    def __init__(self, context: BaseContext, parser: str) -> None:
        self.pipe, theirs = multiprocessing.Pipe()
        self.process: BaseProcess = context.Process(target=_work, args=(theirs, parser), daemon=True)  # type: ignore[attr-defined]
        self.process.start()
        theirs.close()
        self.path: Path | None = None
        self.until = 0.0
        self.fresh = True

    def give(self, path: Path, timeout: float) -> None:
        self.path = path
        self.until = time.monotonic() + timeout + (START_S if self.fresh else 0)
        self.fresh = False
        self.pipe.send(str(path))

    def stop(self) -> None:
        self.pipe.close()
        self.process.kill()
        self.process.join()


def start_server() -> None:
    """Start the process that workers are forked from, without waiting for it; it loads what they all need, once.

    Called early, the loading goes on while the caller prepares its own part. Later calls do nothing.
    """
    forkserver.set_forkserver_preload(_LOADED_ONCE)
    forkserver.ensure_running()


class Workers:
    """A pool. Used as a context; `outcomes` may be asked for many batches."""

    def __init__(self, jobs: int | None = None, *, timeout: float = 600, parser: str = "pipeline:parse") -> None:
        """`timeout` is in seconds, for one file; `parser` is `module:function` from a path to records, or to what
        `pipeline.analyse` gives."""
        self.jobs = jobs if jobs is not None else len(os.sched_getaffinity(0))
        self.timeout = timeout
        self._parser = parser
        self._context = multiprocessing.get_context("forkserver")
        start_server()
        self._idle: list[_Worker] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        while self._idle:
            self._idle.pop().stop()

    def outcomes(self, paths: Iterable[Path]) -> Iterator[Outcome]:
        """The outcome of each file as it comes. `paths` is read only as fast as workers are free."""
        todo, busy = iter(paths), list[_Worker]()
        try:
            more = True
            while more or busy:
                while more and len(busy) < self.jobs:
                    path = next(todo, None)
                    if path is None:
                        more = False
                        break
                    worker = self._idle.pop() if self._idle else _Worker(self._context, self._parser)
                    worker.give(path, self.timeout)
                    busy.append(worker)
                yield from self._collect(busy)
        finally:
            for worker in busy:
                worker.stop()

    def in_order(self, paths: Iterable[Path]) -> Iterator[Outcome]:
        """As `outcomes`, in the order of `paths`."""
        order: deque[Path] = deque()

        def noted() -> Iterator[Path]:
            for path in paths:
                order.append(path)
                yield path

        done: dict[Path, Outcome] = {}
        for outcome in self.outcomes(noted()):
            done[outcome.path] = outcome
            while order and order[0] in done:
                yield done.pop(order.popleft())

    def _collect(self, busy: list[_Worker]) -> Iterator[Outcome]:
        """Wait until a worker answers, dies or has had its time; what it was at, is done."""
        if not busy:
            return
        patience = max(0.0, min(worker.until for worker in busy) - time.monotonic())
        ready = set(wait([worker.pipe for worker in busy], timeout=patience))
        for worker in list(busy):
            if worker.pipe in ready:
                busy.remove(worker)
                yield self._answer(worker)
            elif time.monotonic() >= worker.until:
                busy.remove(worker)
                worker.stop()
                yield _failure(worker, HUNG, f"It was not read after {self.timeout:.0f} seconds and was stopped.")

    def _answer(self, worker: _Worker) -> Outcome:
        assert worker.path is not None
        try:
            records, texts, code, message, status = worker.pipe.recv()
        except (EOFError, ConnectionResetError):
            worker.process.join(5)
            worker.stop()
            return _failure(worker, CRASHED, f"Reading it ended the process ({_ending(worker.process.exitcode)}).")
        self._idle.append(worker)
        return Outcome(worker.path, tuple(records), tuple(texts), code, message, status)


def _failure(worker: _Worker, code: str, message: str) -> Outcome:
    assert worker.path is not None
    return Outcome(worker.path, code=code, message=message, status=1)


def _ending(status: int | None) -> str:
    if status is not None and status < 0:
        return signal.Signals(-status).name
    return f"exit status {status}"


def outcome_of(path: Path, parse: Callable[[Path], Sequence[Letter | Parsed]]) -> Outcome:
    """Parse a file in this process."""
    try:
        found = parse(path)
        letters = [each if isinstance(each, Letter) else each.letter for each in found]
        texts = ["" if isinstance(each, Letter) else each.document.text for each in found]
        return Outcome(path, tuple(letter.model_dump_json() for letter in letters), tuple(texts))
    except CongvanError as error:
        return Outcome(path, code=error.code, message=str(error), status=error.exit_status)
    except OSError as error:
        message = f"{path} can't be opened: {error.strerror or error}."
        return Outcome(path, code="unreadable", message=message, status=10)


def _work(pipe: Connection, parser: str) -> None:
    """A worker's life: a path comes, an answer goes, until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends its workers
    threading.Thread(target=_die_with_parent, daemon=True).start()
    module, _, name = parser.partition(":")
    parse: Callable[[Path], Sequence[Letter | Parsed]] = getattr(importlib.import_module(module), name)
    while True:
        try:
            path = Path(pipe.recv())
        except (EOFError, ConnectionError):
            return
        try:
            outcome = outcome_of(path, parse)
        except Exception as error:  # noqa: BLE001 (a bug in a reader must cost one file, not the import)
            message = f"A fault in congvan itself: {type(error).__name__}: {error}"
            outcome = Outcome(path, code="failed", message=message, status=1)
        try:
            pipe.send((outcome.records, outcome.texts, outcome.code, outcome.message, outcome.status))
        except ConnectionError:
            return  # the parent has gone, and with it whoever wanted the answer


def _die_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
