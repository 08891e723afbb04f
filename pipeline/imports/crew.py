"""Processes that carry out units, one at a time each. One that crashes or hangs takes its unit with it and no more."""

from __future__ import annotations

import importlib
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import forkserver
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import Generic, TypeVar

from pipeline.imports.units import CRASHED, FAILED, HUNG, Answer, Parse, Tell, Told, Unit, answer, comes_apart
from pipeline.spawning import script_left_alone

START_S = 120  # a worker's first unit waits for the language's models to load
_LOADED_ONCE = ["pipeline.read.text", "pipeline.split", "pipeline.zone", "pipeline.extract", "pipeline.assemble"]

T = TypeVar("T")


class _Worker(Generic[T]):
    """One process and the pipe to it; `ticket` is whoever gave the unit's own."""

    def __init__(self, context: BaseContext, parser: str, memory: int | None) -> None:
        self.pipe, theirs = multiprocessing.Pipe()
        self.process: BaseProcess = context.Process(target=_work, args=(theirs, parser, memory), daemon=True)  # type: ignore[attr-defined]
        with script_left_alone():
            self.process.start()
        theirs.close()
        self.ticket: T | None = None
        self.until = 0.0
        self.fresh = True

    def give(self, ticket: T, unit: Unit, timeout: float) -> None:
        self.ticket = ticket
        self.until = time.monotonic() + timeout + (START_S if self.fresh else 0)
        self.fresh = False
        self.pipe.send(unit)

    def stop(self) -> None:
        self.pipe.close()
        self.process.kill()
        self.process.join()


def start_server() -> None:
    """Start the process that workers are forked from, without waiting for it; it loads what they all need, once.

    Called early, the loading goes on while the caller prepares its own part. Later calls do nothing.
    """
    forkserver.set_forkserver_preload(_LOADED_ONCE)
    with script_left_alone(), _one_thread_each():
        forkserver.ensure_running()


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Processes that share the cores gain nothing by threads of their own: OCR takes a tenth more with two."""
    said = os.environ.get("OMP_NUM_THREADS")
    os.environ["OMP_NUM_THREADS"] = said or "1"
    try:
        yield
    finally:
        if said is None:
            del os.environ["OMP_NUM_THREADS"]


class Crew(Generic[T]):
    """The processes. At most as many units may be out as are wanted at once; the caller counts."""

    def __init__(self, parser: str, *, timeout: float, memory: int | None = None) -> None:
        """`timeout` is in seconds, for one unit; `memory` in bytes, for one process, None for no bound."""
        self.timeout = timeout
        self._parser, self._memory = parser, memory
        self._context = multiprocessing.get_context("forkserver")
        start_server()
        self.idle: list[_Worker[T]] = []
        self._busy: list[_Worker[T]] = []

    def give(self, ticket: T, unit: Unit) -> None:
        """Have a unit carried out."""
        worker = self.idle.pop() if self.idle else _Worker[T](self._context, self._parser, self._memory)
        worker.give(ticket, unit, self.timeout)
        self._busy.append(worker)

    def collect(self, patience: float | None) -> Iterator[tuple[T, Answer | Told]]:
        """Wait until a worker answers, dies or has had its time, at most `patience` seconds; that ends its unit.
        Or until it tells how far it is, which does not."""
        if not self._busy:
            return
        left = max(0.0, min(worker.until for worker in self._busy) - time.monotonic())
        left = left if patience is None else min(left, patience)
        ready = set(wait([worker.pipe for worker in self._busy], timeout=left))
        for worker in list(self._busy):
            ticket = worker.ticket
            assert ticket is not None
            if worker.pipe in ready:
                answered = self._answer(worker)
                if isinstance(answered, Answer):
                    self._busy.remove(worker)
                yield ticket, answered
            elif time.monotonic() >= worker.until:
                self._busy.remove(worker)
                worker.stop()
                said = f"It was not read after {self.timeout:.0f} seconds and was stopped."
                yield ticket, Answer(code=HUNG, message=said, status=1)

    def _answer(self, worker: _Worker[T]) -> Answer | Told:
        try:
            answered: Answer | Told = worker.pipe.recv()
        except (EOFError, ConnectionResetError):
            worker.process.join(5)
            worker.stop()
            said = f"Reading it ended the process ({_ending(worker.process.exitcode)})."
            return Answer(code=CRASHED, message=said, status=1)
        if isinstance(answered, Answer):
            self.idle.append(worker)
        return answered

    def carry_out(self, ticket: T, unit: Unit) -> Answer:
        """Have one unit carried out and wait for its answer, where no other is out."""
        self.give(ticket, unit)
        while True:
            for _, answered in self.collect(None):
                if isinstance(answered, Answer):
                    return answered

    def drop(self) -> None:
        """End the processes that are at work."""
        while self._busy:
            self._busy.pop().stop()

    def close(self) -> None:
        """End all processes."""
        self.drop()
        while self.idle:
            self.idle.pop().stop()


def _ending(status: int | None) -> str:
    if status is not None and status < 0:
        return signal.Signals(-status).name
    return f"exit status {status}"


def guarded(unit: Unit, parse: Parse, *, apart: bool, tell: Tell | None = None) -> Answer:
    """Carry out a unit; a bug in a reader must cost one file, not the import."""
    try:
        return answer(unit, parse, apart=apart, tell=tell)
    except MemoryError:
        return Answer(code=CRASHED, message="Reading it takes more memory than a worker may have.", status=1)
    except Exception as error:  # noqa: BLE001 (whatever it is, it becomes the file's own)
        return Answer(code=FAILED, message=f"A fault in congvan itself: {type(error).__name__}: {error}", status=1)


def _work(pipe: Connection, parser: str, memory: int | None) -> None:
    """A worker's life: a unit comes, an answer goes, until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends its workers
    threading.Thread(target=_die_with_parent, daemon=True).start()
    module, _, name = parser.partition(":")
    parse: Parse = getattr(importlib.import_module(module), name)
    if memory is not None:
        _bound(memory)
    while True:
        try:
            unit = pipe.recv()
        except (EOFError, ConnectionError):
            return
        answered = guarded(unit, parse, apart=comes_apart(parser), tell=pipe.send)
        try:
            pipe.send(answered)
        except ConnectionError:
            return  # the parent has gone, and with it whoever wanted the answer


def _bound(memory: int) -> None:
    """Let this process hold so many bytes of its own and no more; asking for more fails, here and in libraries."""
    try:
        import resource
    except ImportError:  # a system without such limits
        return
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))


def _die_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
