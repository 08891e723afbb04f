"""Uploads are read in the background, one after the other by all cores; what waits outlives a stop of the desk."""

from __future__ import annotations

import logging
import os
import re
import shutil
import threading
import uuid
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from sqlalchemy.exc import SQLAlchemyError

from cli.importing import Job, Step, import_files
from schemas.errors import CongvanError
from store.desk import uploads
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
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to read; what was being read when the desk stopped is read again."""
        with self._store.write() as connection:
            uploads.again(connection, status="reading")
        self._wake.set()
        self._thread = threading.Thread(target=self._run, name="import", daemon=True)
        self._thread.start()

    def stop(self, patience: float = 20) -> None:
        """Take nothing new, and wait for what is being read; what does not end in time is read again next time."""
        self._stop.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(patience)

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
                by = uploads.next_sender(connection)
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

    def _queued(self, claimed: dict[Place, File], by: str) -> Iterator[Path]:
        """The files of a sender that wait, as readers become free; ends when none waits, or the desk stops."""
        while not self._stop.is_set():
            with self._store.write() as connection:
                file = uploads.claim(connection, by=by)
            if file is None:
                return
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
