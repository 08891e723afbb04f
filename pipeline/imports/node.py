"""What runs on a node of a cluster: a unit is carried out by a process of its own, as on one machine.

So a file that breaks its process breaks that process, which says so; whatever else ends, ended for other reasons, and
the cluster begins the unit again elsewhere.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version
from pathlib import Path

from pipeline.imports.crew import Crew
from pipeline.imports.places import Look, Place, Remote, look
from pipeline.imports.units import BROKE, Answer, Unit
from schemas.errors import CongvanError

Keep = Callable[[bytes, str | None], bool]
_FILES = 4  # files that a process of a node keeps at hand, for further units of theirs


class OtherVersion(CongvanError):
    """A node runs another version than the one that started the import."""

    exit_status = 2
    code = "other-version"
    meaning = "Records of one import must come from one version."
    remedy = "Install the same version on all nodes."


@dataclass(frozen=True, slots=True)
class Setup:
    """What all units of an import share. `timeout` in seconds and `memory` in bytes, for one unit.

    `keep` puts a file's bytes among the originals, given what its error was, and says whether it did; None where nodes
    can't reach them.
    """

    parser: str
    timeout: float
    memory: int
    version: str
    keep: Keep | None = None


def carry_out(setup: Setup, unit: Unit, seen: Look, data: bytes | None, *read: bytes) -> tuple[Answer, bytes | None]:
    """Carry out a unit of a file; the pages that it recognised, if it did, stand beside the answer.

    `data`: the file's bytes, None where they are fetched from its URL. `read`: pages that other units recognised.

    Raises:
        OtherVersion: this node runs another version.
    """
    if version("congvan") != setup.version:
        raise OtherVersion(f"A node runs congvan {version('congvan')}, the import {setup.version}.")
    try:
        path = _files().at(seen, data)
    except OSError as error:
        message = f"{seen.place} can't be opened: {error.strerror or error}."
        return Answer(code="unreadable", message=message, status=10), None
    if path is None:
        return Answer(code="changed", message="The file changed while it was read.", status=1), None
    wanted = replace(unit, path=path, read=None if unit.read is None else read)
    answered = _crew(setup.parser, setup.timeout, setup.memory).carry_out(0, wanted)
    pages, answered = answered.read, replace(answered, read=None)
    final = not unit.numbers and not answered.wanted and answered.code not in BROKE
    if final and setup.keep is not None:
        answered = replace(answered, kept=setup.keep(path.read_bytes(), answered.code))
    return answered, pages


def look_at(places: Sequence[Place]) -> list[Look]:
    """A look at each of some files."""
    return [look(place) for place in places]


@cache
def _crew(parser: str, timeout: float, memory: int) -> Crew[int]:
    return Crew(parser, timeout=timeout, memory=memory)


@cache
def _files() -> _Files:
    return _Files()


class _Files:
    """Files at hand, in a folder that goes with this process, or is cleared away by the next when it was killed."""

    def __init__(self) -> None:
        around = Path(tempfile.gettempdir())
        for folder in around.glob("congvan-node-*"):
            _clear(folder)
        self._folder = Path(tempfile.mkdtemp(prefix="congvan-node-"))
        self._lock = os.open(self._folder / ".lock", os.O_CREAT | os.O_RDWR)
        fcntl.flock(self._lock, fcntl.LOCK_EX)  # let go by the system, however this process ends
        self._paths: OrderedDict[tuple[str, str], Path] = OrderedDict()

    def at(self, seen: Look, data: bytes | None) -> Path | None:
        """A file under its own name; None where its bytes are not those that were looked at."""
        key = (seen.sha256, seen.place.name)
        if key in self._paths:
            self._paths.move_to_end(key)
            return self._paths[key]
        while len(self._paths) >= _FILES:
            shutil.rmtree(self._paths.popitem(last=False)[1].parent, ignore_errors=True)
        path = self._folder / seen.sha256[:16] / seen.place.name
        path.parent.mkdir(exist_ok=True)
        digest = hashlib.sha256()
        with path.open("wb") as file:
            parts = seen.place.parts() if data is None and isinstance(seen.place, Remote) else (data or b"",)
            for part in parts:
                digest.update(part)
                file.write(part)
        if digest.hexdigest() != seen.sha256:
            shutil.rmtree(path.parent, ignore_errors=True)
            return None
        self._paths[key] = path
        return path


def _clear(folder: Path) -> None:
    """Take away the folder of a process that is no more."""
    try:
        lock = os.open(folder / ".lock", os.O_RDWR)
    except OSError:
        return  # just being made, or somebody else's
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)
    except OSError:
        pass  # its process lives
    finally:
        os.close(lock)
