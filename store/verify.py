"""Whether every original is there and intact."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from store.book import Store
from store.errors import DamagedOriginal, NotFound
from store.tables import Original


@dataclass(frozen=True, slots=True)
class Report:
    """What was found. `unclaimed`: bytes that no letter was read from (set aside, or an import was stopped)."""

    intact: int
    missing: tuple[tuple[str, str], ...]  # (sha256, file name)
    damaged: tuple[tuple[str, str], ...]
    unclaimed: int


def verify(store: Store) -> Report:
    """Read every original and compare it with its SHA-256."""
    with store.read() as connection:
        known = {row.sha256: row.name for row in connection.execute(select(Original.sha256, Original.name))}
    originals = store.originals
    missing: list[tuple[str, str]] = []
    damaged: list[tuple[str, str]] = []
    for sha256, name in sorted(known.items()):
        try:
            originals.get(sha256)
        except NotFound:
            missing.append((sha256, name))
        except DamagedOriginal:
            damaged.append((sha256, name))
    unclaimed = sum(1 for sha256 in originals.all() if sha256 not in known)
    return Report(len(known) - len(missing) - len(damaged), tuple(missing), tuple(damaged), unclaimed)
