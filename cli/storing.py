"""One file that was read, into the store: its bytes checked and kept, its letters and its line in the ledger."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Connection

from pipeline.imports import Look, Outcome, Place
from schemas.record import Letter
from store import imports
from store.imports import File
from store.letters import NewReading
from store.originals import Originals

# Files that say nothing worth keeping: their bytes are not copied into the store.
NOT_KEPT = frozenset({"unsupported-type", "oversized", "empty"})


@dataclass(frozen=True, slots=True)
class Step:
    """A file is done: `what` is imported, there (already), or set_aside with `code` and `message`."""

    path: Place
    what: str
    letters: int = 0
    pages: int = 0
    code: str | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """A file that was read, what a look at it told before, and where it came from."""

    outcome: Outcome
    seen: Look
    place: Place


@dataclass(frozen=True, slots=True)
class Ready:
    """A file whose bytes are among the originals, ready for the ledger."""

    file: File
    place: Place
    readings: tuple[NewReading, ...]
    code: str | None
    message: str | None


def ready(done: Done, originals: Originals) -> Ready | Step:
    """Keep a file's bytes, unless whoever read it has; a step where the file is no longer what was read."""
    outcome, sha256, place = done.outcome, done.seen.sha256, done.place
    readings = tuple(
        NewReading(sha256, part, Letter.model_validate_json(record), record, text)
        for part, (record, text) in enumerate(zip(outcome.records, outcome.texts, strict=True))
    )
    changed = any(reading.letter.source.sha256 != sha256 for reading in readings)
    if not outcome.kept and outcome.code not in NOT_KEPT:
        try:
            data = outcome.path.read_bytes()
        except OSError as error:
            message = f"{place} can't be opened: {error.strerror or error}."
            return Step(place, "set_aside", code="unreadable", message=message)
        changed = changed or hashlib.sha256(data).hexdigest() != sha256
        if not changed:
            originals.put(data)
    if changed or outcome.code == "changed":
        return Step(place, "set_aside", code="changed", message="The file changed while it was read; import it again.")
    file = File(str(place.absolute()), place.name, sha256, done.seen.size)
    return Ready(file, place, readings, outcome.code, outcome.message)


@cache
def _originals(place: str) -> Originals:
    return Originals(place)


def keep(place: str, data: bytes, code: str | None) -> bool:
    """Keep a file's bytes among the originals at `place`, on whichever machine this is; says whether they were worth
    it. `code` is that of the file's error."""
    if code in NOT_KEPT:
        return False
    _originals(place).put(data)
    return True


def stored(connection: Connection, done: Ready, *, by: str, program: str) -> Step:
    """Store a file's letters, or note why it was set aside."""
    if done.code is not None:
        imports.set_aside(connection, done.file, code=done.code, message=done.message or "", by=by, program=program)
        return Step(done.place, "set_aside", code=done.code, message=done.message)
    sources = [reading.letter.source.pages for reading in done.readings]
    pages = sum(last - first + 1 for first, last in sources)
    keys = imports.imported(connection, done.file, done.readings, pages=pages, by=by, program=program)
    if keys is None:
        return Step(done.place, "there", letters=len(done.readings), pages=pages)
    return Step(done.place, "imported", letters=len(keys), pages=pages)
