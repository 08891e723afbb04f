"""Who has a letter open right now, so that two people know of each other. Kept in memory: it is about this minute."""

from __future__ import annotations

import threading
import time

LASTS_S = 45


class Presence:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen: dict[str, dict[str, tuple[str, float]]] = {}

    def here(self, letter: str, tab: str, name: str) -> list[str]:
        """Note that `tab` has `letter` open; gives the names of the others who have."""
        now = time.monotonic()
        with self._lock:
            tabs = self._seen.setdefault(letter, {})
            tabs[tab] = (name, now)
            for each, (_, at) in list(tabs.items()):
                if now - at > LASTS_S:
                    del tabs[each]
            if len(self._seen) > 2000:
                self._seen = {k: v for k, v in self._seen.items() if any(now - at < LASTS_S for _, at in v.values())}
            return sorted(who for each, (who, _) in tabs.items() if each != tab)
