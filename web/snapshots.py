"""Sums that are dear to make on a large store: made at once where that is quick, else shown a little old and made anew
in the background.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
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


class Snapshots:
    """The last snapshots of each question."""

    def __init__(self, most: int = 256) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._made: OrderedDict[Hashable, Snapshot[Any]] = OrderedDict()
        self._making: set[Hashable] = set()
        self._workers = ThreadPoolExecutor(1, thread_name_prefix="sums")

    def get(self, question: Hashable, cursor: int, make: Callable[[], T]) -> Snapshot[T]:
        """The answer to `question`, as of `cursor` or a little earlier. `make` must open what it needs by itself."""
        with self._lock:
            known = self._made.get(question)
            if known is not None:
                self._made.move_to_end(question)
        if known is None or (known.cursor != cursor and known.took <= QUICK_S):
            return self._make(question, cursor, make)
        if known.cursor != cursor and time.time() - known.at > _REST * known.took:
            with self._lock:
                start = question not in self._making
                self._making.add(question)
            if start:
                self._workers.submit(self._again, question, cursor, make)
        return known

    def close(self) -> None:
        self._workers.shutdown(wait=True, cancel_futures=True)

    def _again(self, question: Hashable, cursor: int, make: Callable[[], T]) -> None:
        try:
            self._make(question, cursor, make)
        finally:
            with self._lock:
                self._making.discard(question)

    def _make(self, question: Hashable, cursor: int, make: Callable[[], T]) -> Snapshot[T]:
        began = time.time()
        value = make()
        made = Snapshot(value, cursor, time.time(), time.time() - began)
        with self._lock:
            self._made[question] = made
            self._made.move_to_end(question)
            while len(self._made) > self._most:
                self._made.popitem(last=False)
        return made
