"""Files into a store: the pipeline's workers on one side, the store's ledger on the other, one transaction a file.

A file's bytes are kept first and its letters are stored after, together with its line in the ledger. A kill between
the two leaves bytes that the next import finds in their place; a kill anywhere else leaves nothing or everything.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.imports import Outcome, Workers
from schemas.record import Letter
from store import imports, review
from store.book import Store
from store.imports import File
from store.letters import NewReading
from store.review import Reread

# Files that say nothing worth keeping: their bytes are not copied into the store.
NOT_KEPT = frozenset({"unsupported-type", "oversized", "empty"})


@dataclass(frozen=True, slots=True)
class Step:
    """A file is done: `what` is imported, there (already), or set_aside with `code` and `message`."""

    path: Path
    what: str
    letters: int = 0
    pages: int = 0
    code: str | None = None
    message: str | None = None


@dataclass(slots=True)
class Job:
    """What an import needs. `by` and `program` go into the audit and beside each reading."""

    store: Store
    by: str
    program: str
    jobs: int | None = None
    timeout: float = 600
    parser: str = "pipeline:analyse"


def import_files(
    job: Job, paths: Iterable[Path], *, again: bool = False, came_from: Mapping[Path, Path] | None = None
) -> Iterator[Step]:
    """Import files; yields a step for each as it is done, in no order.

    With `again`, also those that were set aside before. `came_from` says where a copy that is read came from.
    """
    digests: dict[Path, str] = {}
    seen: set[str] = set()
    known: list[Step] = []
    source = came_from or {}

    def new() -> Iterator[Path]:
        for path in paths:
            step, sha256 = _before(job, path, again=again)
            if step is None and sha256 in seen:
                step = Step(path, "there", message="the same bytes as another file of this import")
            if step is not None or sha256 is None:
                known.extend([step] if step is not None else [])
                continue
            digests[path] = sha256
            seen.add(sha256)
            yield path

    with Workers(job.jobs, timeout=job.timeout, parser=job.parser) as workers:
        for outcome in workers.outcomes(new()):
            yield from _drain(known)
            path = outcome.path
            yield _store(job, outcome, digests.pop(path), source.get(path, path))
        yield from _drain(known)


def retry(job: Job) -> Iterator[Step]:
    """Try again every file that was set aside, from the bytes that were kept or from where the file lay."""
    with job.store.read() as connection:
        entries = imports.ledger(connection, status="set_aside")
    originals = job.store.originals
    with tempfile.TemporaryDirectory(prefix="congvan-") as folder:
        came_from: dict[Path, Path] = {}
        for entry in entries:
            path = Path(entry.path)
            if originals.has(entry.sha256):
                path = Path(folder) / str(entry.id) / path.name
                path.parent.mkdir()
                path.write_bytes(originals.get(entry.sha256))
            elif not path.exists():
                yield Step(path, "set_aside", code="gone", message="The file is no longer there.")
                continue
            came_from[path] = Path(entry.path)
        yield from import_files(job, list(came_from), again=True, came_from=came_from)


def _drain(steps: list[Step]) -> Iterator[Step]:
    while steps:
        yield steps.pop(0)


def _before(job: Job, path: Path, *, again: bool) -> tuple[Step | None, str | None]:
    """A step when nothing is to be done with a file, else its SHA-256."""
    from store.originals import sha256_of

    try:
        sha256 = sha256_of(path)
    except OSError as error:
        message = f"{path} can't be opened: {error.strerror or error}."
        return Step(path, "set_aside", code="unreadable", message=message), None
    with job.store.read() as connection:
        entry = imports.known(connection, sha256)
    if entry is None or (again and entry.status == "set_aside"):
        return None, sha256
    if entry.status == "set_aside":
        return Step(path, "there", code=entry.code, message=f"set aside before: {entry.message}"), sha256
    return Step(path, "there", letters=entry.letters, pages=entry.pages), sha256


def _store(job: Job, outcome: Outcome, sha256: str, path: Path) -> Step:
    """Keep a file's bytes and what was read of it. `path` is where it came from."""
    readings = [
        NewReading(sha256, part, Letter.model_validate_json(record), record, text)
        for part, (record, text) in enumerate(zip(outcome.records, outcome.texts, strict=True))
    ]
    try:
        data = outcome.path.read_bytes() if outcome.code not in NOT_KEPT else b""
    except OSError as error:
        return Step(path, "set_aside", code="unreadable", message=f"{path} can't be opened: {error.strerror or error}.")
    changed = any(reading.letter.source.sha256 != sha256 for reading in readings)
    if changed or (data and hashlib.sha256(data).hexdigest() != sha256):
        return Step(path, "set_aside", code="changed", message="The file changed while it was read; import it again.")
    if data:
        job.store.originals.put(data)
    file = File(str(path.absolute()), path.name, sha256, outcome.path.stat().st_size)
    if outcome.code is not None:
        with job.store.write() as connection:
            imports.set_aside(
                connection, file, code=outcome.code, message=outcome.message or "", by=job.by, program=job.program
            )
        return Step(path, "set_aside", code=outcome.code, message=outcome.message)
    pages = sum(r.letter.source.pages[1] - r.letter.source.pages[0] + 1 for r in readings)
    with job.store.write() as connection:
        keys = imports.imported(connection, file, readings, pages=pages, by=job.by, program=job.program)
    if keys is None:
        return Step(path, "there", letters=len(readings), pages=pages)
    return Step(path, "imported", letters=len(keys), pages=pages)


def reread(
    store: Store, names: Sequence[str], *, jobs: int | None = None, parser: str = "pipeline:analyse"
) -> Iterator[Reread]:
    """Read the originals of these letters again (of all letters where none is named); yields what would change."""
    with store.read() as connection:
        wanted = review.originals_of(connection, names)
    originals = store.originals
    with tempfile.TemporaryDirectory(prefix="congvan-") as folder, Workers(jobs, parser=parser) as workers:

        def files() -> Iterator[Path]:
            for sha256, name in wanted:
                path = Path(folder) / sha256 / name
                path.parent.mkdir()
                path.write_bytes(originals.get(sha256))
                yield path

        for outcome in workers.outcomes(files()):
            outcome.path.unlink()
            if outcome.code is None:
                with store.write() as connection:
                    found = review.propose(connection, outcome.path.parent.name, outcome.records, said=outcome.texts)
                yield from found
