"""The small lexicons of `data/lexicon` that say how names are written, as plain tuples, loaded once."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from vietnamese.fold import key

FOLDER = Path(__file__).resolve().parent.parent / "data" / "lexicon"


@cache
def words(file: str, field: str) -> tuple[str, ...]:
    """The list `field` of `data/lexicon/FILE.toml`, as written there."""
    raw = tomllib.loads((FOLDER / f"{file}.toml").read_text(encoding="utf-8"))
    return tuple(raw[field])


@cache
def keys(file: str, field: str) -> frozenset[str]:
    """The accent-less keys of `words(file, field)`."""
    return frozenset(key(word) for word in words(file, field))


@cache
def by_length(file: str, field: str) -> tuple[str, ...]:
    """The keys of `words(file, field)`, longest first: the order in which to try them."""
    return tuple(sorted(keys(file, field), key=lambda word: (-len(word), word)))
