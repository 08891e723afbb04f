"""Where files lie: on this machine, or behind a URL that fsspec reads (`s3://bucket/letters/a.pdf`)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from schemas.errors import CongvanError, MissingProgram

_PART = 8 << 20  # bytes


class NoSuchPlace(CongvanError):
    """A URL that can't be read from."""

    exit_status = 2
    code = "no-such-place"
    remedy = "Name a folder, or a URL such as s3://bucket/letters that can be read from here and from every node."


@dataclass(frozen=True, slots=True, order=True)
class Remote:
    """A file behind a URL. It answers as much of what a `Path` does as an import asks."""

    url: str

    @property
    def name(self) -> str:
        return self.url.rpartition("/")[2]

    def read_bytes(self) -> bytes:
        """The file's bytes.

        Raises:
            OSError: it can't be read, for whatever reason the place has.
        """
        system, path = system_of(self.url)
        with _as_os_errors():
            data: bytes = system.cat_file(path)
        return data

    def parts(self) -> Iterator[bytes]:
        """As `read_bytes`, part by part, for files of any size."""
        system, path = system_of(self.url)
        with _as_os_errors(), system.open(path, "rb", block_size=_PART) as file:
            while part := file.read(_PART):
                yield part

    def as_posix(self) -> str:
        return self.url

    def absolute(self) -> Remote:
        return self

    def __str__(self) -> str:
        return self.url


@contextmanager
def _as_os_errors() -> Iterator[None]:
    """Each place has errors of its own; to an import they are one."""
    try:
        yield
    except (OSError, CongvanError):
        raise
    except Exception as error:
        raise OSError(f"{type(error).__name__}: {error}") from error


Place: TypeAlias = Path | Remote


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at a file tells: its SHA-256 and size in bytes, or why it can't be opened."""

    place: Place
    sha256: str = ""
    size: int = 0
    error: str | None = None


def look(place: Place) -> Look:
    """Look at a file."""
    try:
        if isinstance(place, Remote):
            digest, size = hashlib.sha256(), 0
            for part in place.parts():
                digest.update(part)
                size += len(part)
            return Look(place, digest.hexdigest(), size)
        with place.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            return Look(place, sha256, file.tell())
    except OSError as error:
        return Look(place, error=f"{place} can't be opened: {error.strerror or error}.")


def system_of(url: str) -> tuple[Any, str]:
    """The fsspec file system of a URL, and the path in it. It keeps no listings: folders are large, and change.

    Raises:
        MissingProgram: the package that reads such places isn't installed.
        NoSuchPlace: no package reads such places.
    """
    import fsspec

    try:
        system, path = fsspec.core.url_to_fs(url, use_listings_cache=False)
    except ImportError as error:
        remedy = "Install it: pip install 'congvan[s3]' for s3://."
        raise MissingProgram(f"Reading {url} needs another package ({error}).", remedy=remedy) from error
    except ValueError as error:
        raise NoSuchPlace(f"{url} can't be read: {error}.") from error
    return system, str(path)
