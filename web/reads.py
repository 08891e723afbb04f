"""Reads of letters marked MẬT go into the audit. Written apart from the request, which holds the store to read only."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from store import changes

if TYPE_CHECKING:
    from store.book import Store

_AGAIN_S = 60  # a page and its pictures are one read


class Reads:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._last: dict[tuple[str, str], float] = {}

    def note(self, letter: str, by: str) -> None:
        """Write into the audit that somebody read a letter; what they read a moment ago is the same read."""
        now = time.monotonic()
        with self._lock:
            if now - self._last.get((letter, by), -_AGAIN_S) < _AGAIN_S:
                return
            self._last = {who: at for who, at in self._last.items() if now - at < _AGAIN_S}
            self._last[letter, by] = now
        with self._store.write() as connection:
            changes.log(connection, [changes.Event("letter.read", letter=letter)], by=by)
