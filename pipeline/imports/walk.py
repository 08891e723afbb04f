"""The files that are meant by paths: a file is itself, a folder is the letters in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

# What letters are kept in. What else lies in a folder is passed over.
SUFFIXES = frozenset(
    {".pdf", ".docx", ".docm", ".dotx", ".doc", ".dot", ".wps", ".odt", ".rtf", ".txt", ".text", ".md", ".markdown"}
    | {".html", ".htm", ".xhtml", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp"}
)


def letter_files(paths: Iterable[Path]) -> list[Path]:
    """The files of `paths`, each once, in the order of their names; a named file is taken whatever its ending.

    Files and folders whose names begin with a dot or `~$` (editors' own) are passed over in folders.
    """
    found: dict[Path, None] = {}
    for path in paths:
        for file in _inside(path) if path.is_dir() else (path,):
            found.setdefault(file)
    return sorted(found, key=lambda file: file.as_posix())


def _inside(folder: Path) -> Iterator[Path]:
    for entry in folder.iterdir():
        if entry.name.startswith((".", "~$")):
            continue
        if entry.is_dir():
            yield from _inside(entry)
        elif entry.suffix.lower() in SUFFIXES and entry.is_file():
            yield entry
