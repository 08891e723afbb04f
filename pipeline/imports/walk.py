"""The files that are meant by paths: a file is itself, a folder is the letters in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.imports.places import NoSuchPlace, Place, Remote, system_of

# What letters are kept in. What else lies in a folder is passed over.
SUFFIXES = frozenset(
    {".pdf", ".docx", ".docm", ".dotx", ".doc", ".dot", ".wps", ".odt", ".rtf", ".txt", ".text", ".md", ".markdown"}
    | {".html", ".htm", ".xhtml", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp"}
)


def letter_files(paths: Iterable[Path]) -> list[Path]:
    """The files of `paths`, each once, in the order of their names; a named file is taken whatever its ending.

    Files and folders whose names begin with a dot or `~$` (editors' own) are passed over in folders. A folder is gone
    through once, so that a link back to it makes no circle. What can't be opened (a folder without permission, a
    broken link) stands for itself in the list: reading it says why.
    """
    found: dict[Path, None] = {}
    for path in paths:
        for file in _inside(path, set()) if path.is_dir() else (path,):
            found.setdefault(file)
    return sorted(found, key=lambda file: file.as_posix())


def each_letter(places: Iterable[Place]) -> Iterator[Place]:
    """As `letter_files`, also of URLs, one after the other as they are found: there may be more than can be held.

    Raises:
        NoSuchPlace: there is nothing at a URL, or it can't be asked.
    """
    for place in places:
        if isinstance(place, Remote):
            yield from _behind(place)
        elif place.is_dir():
            yield from _inside(place, set())
        else:
            yield place


def _behind(place: Remote) -> Iterator[Remote]:
    system, root = system_of(place.url)
    try:
        if system.isfile(root):
            yield place
            return
        if not system.exists(root):
            raise NoSuchPlace(f"There is nothing at {place}.")
        for folder, inner, names in system.walk(root, on_error="raise"):
            inner[:] = sorted(name for name in inner if not name.startswith("."))
            for name in sorted(names):
                if not name.startswith((".", "~$")) and Path(name).suffix.lower() in SUFFIXES:
                    yield Remote(system.unstrip_protocol(f"{folder}/{name}"))
    except NoSuchPlace:
        raise
    except Exception as error:  # each place has errors of its own; a list that breaks off must not look like the end
        raise NoSuchPlace(f"{place} can't be listed: {type(error).__name__}: {error}.") from error


def _inside(folder: Path, been: set[tuple[int, int]]) -> Iterator[Path]:
    """The letters in a folder; `been` are the folders gone through, by device and inode."""
    try:
        status = folder.stat()
        entries = sorted(folder.iterdir(), reverse=True)
    except OSError:
        yield folder
        return
    if (status.st_dev, status.st_ino) in been:
        return
    been.add((status.st_dev, status.st_ino))
    while entries:  # let go of one by one: there may be a million
        entry = entries.pop()
        if entry.name.startswith((".", "~$")):
            continue
        if _is_dir(entry):
            yield from _inside(entry, been)
        elif entry.suffix.lower() in SUFFIXES and (entry.is_file() or entry.is_symlink()):
            yield entry


def _is_dir(entry: Path) -> bool:
    """Whether it is a folder; not where even that can't be asked."""
    try:
        return entry.is_dir()
    except OSError:
        return False
