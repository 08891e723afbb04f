"""A folder that is watched: what arrives is imported once it has stopped growing."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from cli.importing import Job, Step, import_files
from pipeline.imports import letter_files

Stamp = tuple[int, int]  # size in bytes, time of change in nanoseconds


def arrivals(job: Job, folder: Path, *, every: float, rounds: int | None = None) -> Iterator[Step]:
    """Look at `folder` each `every` seconds (`rounds` times, or for ever) and import files that two looks find alike.

    What was imported before is known by its content, so that a restart imports nothing twice.
    """
    last: dict[Path, Stamp] = {}
    done: dict[Path, Stamp] = {}
    seen = 0
    while rounds is None or seen < rounds:
        if seen:
            time.sleep(every)
        seen += 1
        now = _stamps(folder)
        ready = [path for path, stamp in now.items() if last.get(path) == stamp and done.get(path) != stamp]
        last = now
        if ready:
            yield from (step for step in import_files(job, ready) if step.what != "there")
            done.update((path, now[path]) for path in ready)


def _stamps(folder: Path) -> dict[Path, Stamp]:
    found = {}
    for path in letter_files([folder]):
        try:
            stat = path.stat()
        except OSError:
            continue  # gone between the list and the look
        found[path] = (stat.st_size, stat.st_mtime_ns)
    return found
