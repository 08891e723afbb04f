"""Sums that are dear to make on a large store: made at once where that is quick, else shown a little old and made anew
in the background.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

T = TypeVar("T")
QUICK_S = 0.05
_REST = 10  # what took a second is made again after ten at the earliest


@dataclass(frozen=True, slots=True)
class Snapshot(Generic[T]):
    """A value, the feed's cursor and the moment (UNIX time) it was made at, and how long that took, in seconds."""

    value: T
    cursor: int
    at: float
    took: float


class NotYet(Exception):
    """It is being counted, and is not there yet."""


class Snapshots:
    """The last snapshots of each question. Each is made once at a time, however many ask."""

    def __init__(self, most: int = 256) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._made: OrderedDict[Hashable, Snapshot[Any]] = OrderedDict()
        self._making: dict[Hashable, Future[Snapshot[Any]]] = {}
        self._workers = ThreadPoolExecutor(2, thread_name_prefix="sums")

    def get(
        self, question: Hashable, cursor: int, make: Callable[[], T], *, patience: float | None = None
    ) -> Snapshot[T]:
        """The answer to `question`, as of `cursor` or a little earlier. `make` must open what it needs by itself.

        Raises:
            NotYet: it has never been made, and is not after `patience` seconds.
        """
        with self._lock:
            known = self._made.get(question)
            if known is not None:
                self._made.move_to_end(question)
        if known is not None and known.cursor == cursor:
            return known
        if known is not None and known.took > QUICK_S:
            if time.time() - known.at > _REST * known.took:
                self._begin(question, cursor, make)
            return known
        try:
            return self._begin(question, cursor, make).result(patience)
        except TimeoutError as error:
            raise NotYet from error

    def close(self) -> None:
        self._workers.shutdown(wait=True, cancel_futures=True)

    def _begin(self, question: Hashable, cursor: int, make: Callable[[], T]) -> Future[Snapshot[T]]:
        with self._lock:
            going = self._making.get(question)
            if going is None:
                going = self._making[question] = self._workers.submit(self._make, question, cursor, make)
        return going

    def _make(self, question: Hashable, cursor: int, make: Callable[[], T]) -> Snapshot[T]:
        began = time.time()
        try:
            value = make()
            made = Snapshot(value, cursor, time.time(), time.time() - began)
            with self._lock:
                self._made[question] = made
                self._made.move_to_end(question)
                while len(self._made) > self._most:
                    self._made.popitem(last=False)
            return made
        finally:
            with self._lock:
                self._making.pop(question, None)
