"""Originals: files' bytes under their SHA-256, unchanged, in a folder or a bucket (fsspec)."""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from schemas.errors import MissingProgram
from store.errors import DamagedOriginal, NotFound


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Originals:
    """A content-addressed folder: `ab/cdef…`. What is in it is never written again, only read and checked."""

    def __init__(self, place: str) -> None:
        """`place` is a folder or an fsspec URL such as `s3://bucket/letters`.

        Raises:
            MissingProgram: the package that reads such places isn't installed.
        """
        import fsspec

        self.place = place
        try:  # others put originals there too, so no listing is kept
            self._fs, self._root = fsspec.core.url_to_fs(place, use_listings_cache=False)
        except ImportError as error:
            remedy = "Install it: pip install 'congvan[s3]' for s3://."
            raise MissingProgram(f"Originals in {place} need another package ({error}).", remedy=remedy) from error
        self._local = "file" in (self._fs.protocol if isinstance(self._fs.protocol, tuple) else (self._fs.protocol,))

    def path(self, sha256: str) -> str:
        return f"{self._root}/{sha256[:2]}/{sha256[2:]}"

    def has(self, sha256: str) -> bool:
        return bool(self._fs.exists(self.path(sha256)))

    def put(self, data: bytes) -> str:
        """Keep `data`; gives its SHA-256. All or nothing, also when the power fails; keeping it twice is no error."""
        sha256 = hashlib.sha256(data).hexdigest()
        if self.has(sha256):
            return sha256
        if self._local:
            _put_local(Path(self.path(sha256)), data)
        else:
            self._fs.pipe_file(self.path(sha256), data)  # buckets show an object only when it is whole
        return sha256

    def get(self, sha256: str) -> bytes:
        """The bytes, verified.

        Raises:
            NotFound: there is no such original.
            DamagedOriginal: the bytes are not those that were kept.
        """
        try:
            data: bytes = self._fs.cat_file(self.path(sha256))
        except FileNotFoundError as error:
            raise NotFound(f"The original {sha256[:12]} is not in {self.place}.") from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise DamagedOriginal(f"The original {sha256[:12]} in {self.place} has changed.")
        return data

    def all(self) -> Iterator[str]:
        """The SHA-256 of everything that is there."""
        if not self._fs.exists(self._root):
            return
        found: Any = self._fs.find(self._root)
        for path in sorted(found):
            *_, folder, name = str(path).replace("\\", "/").split("/")
            if len(folder) == 2 and len(name) == 62:
                yield folder + name


def _put_local(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{uuid.uuid4().hex}.part")
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
