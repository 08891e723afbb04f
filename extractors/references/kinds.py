"""What documents are called where they are cited: the type word left of a number, the type in a symbol."""

from __future__ import annotations

import re
from functools import cache

from schemas.rule import DATA, load_toml
from vietnamese.fold import key


@cache
def names() -> dict[str, str]:
    """Type names as accent-less keys without spaces, and the kind each stands for."""
    rows = load_toml(DATA / "lexicon" / "cited.toml")["cited"]
    return {key(name).replace(" ", ""): row["kind"] for row in rows for name in row["names"]}


@cache
def _symbols() -> dict[str, str]:
    rows = load_toml(DATA / "lexicon" / "cited.toml")["cited"]
    return {_plain(symbol): row["kind"] for row in rows for symbol in row["symbols"]}


@cache
def verbs() -> frozenset[str]:
    """The kinds whose name is a verb too."""
    rows = load_toml(DATA / "lexicon" / "cited.toml")["cited"]
    return frozenset(row["kind"] for row in rows if row.get("verb", False))


@cache
def laws() -> frozenset[str]:
    """The kinds that carry a name of their own between type and number or day."""
    rows = load_toml(DATA / "lexicon" / "cited.toml")["cited"]
    return frozenset(row["kind"] for row in rows if row.get("law", False))


@cache
def pattern() -> str:
    """All type names as one pattern on the key, loose about spaces that OCR drops, longest first."""
    rows = load_toml(DATA / "lexicon" / "cited.toml")["cited"]
    keys = sorted({key(name) for row in rows for name in row["names"]}, key=len, reverse=True)
    return "(?:" + "|".join(r"\s?".join(re.escape(word) for word in name.split()) for name in keys) + ")"


def kind_of(word: str) -> str:
    """The kind that a matched type name (its key) stands for."""
    return names()[re.sub(r"\s", "", word)]


def kind_in(symbol: str) -> str | None:
    """The kind that the first part of a symbol stands for: `QĐ-UBND` → quyet_dinh; None for `UBND-NC`."""
    first = re.split(r"[-/]", symbol)[0]
    if re.match(r"QH\d|UBTVQH", first):
        return "luat" if first.startswith("QH") else "phap_lenh"
    if first == symbol:
        return None
    return _symbols().get(_plain(first))


def _plain(symbol: str) -> str:
    """Capitals kept, accents dropped: QĐ and QD are one, CT and CTr are two."""
    return "".join(bare.upper() if char.isupper() else bare for char, bare in zip(symbol, key(symbol), strict=True))
