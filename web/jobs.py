"""Uploads are read in the background, one after the other by all cores; what waits outlives a stop of the desk."""

from __future__ import annotations

import logging
import os
import re
import shutil
import threading
import time
import uuid
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from sqlalchemy.exc import SQLAlchemyError

from cli.importing import Job, Step, import_files
from schemas.errors import CongvanError
from store.desk import lease, uploads
from store.desk.uploads import File
from store.originals import sha256_of
from web.trouble import TooLarge

if TYPE_CHECKING:
    from pipeline.imports import Place
    from store.book import Store
    from web.measures import Measures
    from web.settings import Settings

_log = logging.getLogger("congvan.web")
_CHUNK = 1 << 20
_LOOK_S = 1.0  # how often a desk looks for what others have done
_BAD = re.compile(r'[\x00-\x1f<>:"|?*\\]+')


class Jobs:
    """The inbox and the thread that empties it."""

    def __init__(self, store: Store, settings: Settings, measures: Measures, *, inbox: Path, program: str) -> None:
        self._store = store
        self._settings = settings
        self._measures = measures
        self._program = program
        self.inbox = inbox
        self.version = 0  # grows with each change, for pages that watch
        self.pages: dict[int, tuple[int, int]] = {}  # of files that are being read: pages read, of how many
        self._mine: set[int] = set()  # what this desk is reading
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Begin to read; what was being read when the desk stopped is read again.

        Only PostgreSQL is shared by several desks: there, what another may be reading is its own until it is silent.
        """
        with self._store.write() as connection:
            lease.free(connection, since=lease.SILENT_S if self._shared else 0)
        self._wake.set()
        for name, work in (("import", self._run), ("uploads", self._watch)):
            self._threads.append(threading.Thread(target=work, name=name, daemon=True))
            self._threads[-1].start()

    @property
    def _shared(self) -> bool:
        return self._store.engine.dialect.name == "postgresql"

    def stop(self, patience: float = 20) -> None:
        """Take nothing new, and wait for what is being read; what does not end in time is read again next time."""
        self._stop.set()
        self._wake.set()
        until = time.monotonic() + patience
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))
        if self._mine:
            with self._store.write() as connection:
                lease.give_up(connection, self._mine)

    def receive(self, source: BinaryIO, name: str, *, batch: str, by: str) -> int:
        """Keep an upload's bytes and queue it; gives its id. When this returns, the file outlives a power cut.

        Raises:
            TooLarge: it is larger than the desk allows.
        """
        folder = self.inbox / uuid.uuid4().hex[:12]
        folder.mkdir(parents=True)
        path, size = folder / file_name(name), 0
        try:
            with path.open("wb") as out:
                while chunk := source.read(_CHUNK):
                    size += len(chunk)
                    if size > self._settings.upload_bytes:
                        raise TooLarge(f"{name}: > {self._settings.upload_bytes >> 20} MB")
                    out.write(chunk)
                out.flush()
                os.fsync(out.fileno())
            with self._store.write() as connection:
                number = uploads.add(connection, batch=batch, name=name[:500], place=str(path), size=size, by=by)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        self.changed()
        self._wake.set()
        return number

    def retry(self, numbers: list[int] | None = None) -> int:
        """Read set-aside uploads again; gives how many."""
        with self._store.write() as connection:
            count = uploads.again(connection, numbers, status="set_aside")
        self.changed()
        self._wake.set()
        return count

    def changed(self) -> None:
        self.version += 1

    def read_all(self) -> None:
        """Read what waits, one sender's files after the other's (for the audit), until nothing waits."""
        while not self._stop.is_set():
            with self._store.read() as connection:
                by = uploads.next_sender(connection, within=self._within)
            if by is None:
                return
            claimed: dict[Place, File] = {}
            job = Job(
                self._store, by, self._program, jobs=self._settings.jobs, parser=self._settings.parser,
                told=partial(self._told, claimed),
            )  # fmt: skip
            for step in import_files(job, self._queued(claimed, by), again=True):
                self._done(claimed.pop(step.path), step)

    def _run(self) -> None:
        while not self._stop.is_set():
            self._wake.wait()
            self._wake.clear()
            if self._stop.is_set():
                return
            try:
                self.read_all()
            except (CongvanError, SQLAlchemyError, OSError) as error:
                _log.exception("import stopped", exc_info=error)
                self._stop.wait(5)
                self._wake.set()

    def _watch(self) -> None:
        """Notice what other desks of the same store do, and let them know what this one is at."""
        seen: tuple[int, ...] = ()
        said = time.monotonic()
        while not self._stop.wait(_LOOK_S):
            try:
                with self._store.read() as connection:
                    found, silent = lease.pulse(connection), self._shared and lease.silent(connection)
                if found != seen:
                    seen = found
                    self.changed()
                    self._wake.set()
                if silent or (self._mine and time.monotonic() - said > lease.SILENT_S / 4):
                    said = time.monotonic()
                    with self._store.write() as connection:
                        lease.still(connection, tuple(self._mine))
                        if silent and lease.free(connection):
                            self._wake.set()
            except SQLAlchemyError as error:
                _log.exception("uploads", exc_info=error)

    @property
    def _within(self) -> str:
        """The inbox that this desk can reach. Another's is another's, unless it is the same folder."""
        return f"{self.inbox}{os.sep}"

    def _queued(self, claimed: dict[Place, File], by: str) -> Iterator[Path]:
        """The files of a sender that wait, as readers become free; ends when none waits, or the desk stops."""
        while not self._stop.is_set():
            with self._store.write() as connection:
                file = uploads.claim(connection, by=by, within=self._within)
            if file is None:
                return
            self._mine.add(file.id)
            self.changed()
            path = Path(file.place)
            if not path.exists():
                self._done(file, Step(path, "set_aside", code="gone", message="The file is no longer in the inbox."))
                continue
            claimed[path] = file
            yield path

    def _told(self, claimed: dict[Place, File], place: Place, done: int, of: int) -> None:
        file = claimed.get(place)
        if file is not None:
            self.pages[file.id] = (done, of)
            self.changed()

    def _done(self, file: File, step: Step) -> None:
        path = Path(file.place)
        self.pages.pop(file.id, None)
        keys: list[str] = []
        if step.what != "set_aside":
            sha256 = sha256_of(path)
            with self._store.read() as connection:
                keys = uploads.keys_of(connection, sha256)
        what = "set_aside" if step.code is not None else step.what
        with self._store.write() as connection:
            uploads.change(
                connection, file.id, status=what, code=step.code, message=step.message, letters=keys, pages=step.pages
            )
        self._mine.discard(file.id)
        self._measures.event(f"upload_{what}")
        if what != "set_aside":
            shutil.rmtree(path.parent, ignore_errors=True)
        self.changed()


def file_name(name: str) -> str:
    """A name that can stand on this disk: the last part of a path, without what names can't have.

    >>> file_name("../../etc/passwd"), file_name("thư đến/số 5: a?.pdf"), file_name("..")
    ('passwd', 'số 5 a .pdf', 'tep')
    """
    bare = _BAD.sub(" ", name.replace("\\", "/").rsplit("/", 1)[-1]).strip(" .")
    while len(bare.encode()) > 200:
        stem, dot, suffix = bare.rpartition(".")
        bare = (stem[:-1] + dot + suffix) if dot and len(suffix) < 10 else bare[:-1]
    return bare or "tep"
