"""What Vietnamese words go together, looked up without their marks: the evidence by which OCR's marks are mended.

Sources: the common words of underthesea's dictionary, the phrases of data/lexicon/repair.toml, and the project's own
lexicons and gazetteer of what letters name (heads of units, fields, positions, kinds of documents, actions, provinces).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import NamedTuple

from schemas.rule import DATA, load_toml
from vietnamese.fold import key, nfc, same, tones
from vietnamese.lexicon import words

Pair = tuple[str, str]

INNER, COMMON, LETTERS = 0.5, 1.0, 2.0  # what a pair says: part of a longer word; a word; a phrase of letters

_ABBREVIATION = re.compile(r"\b[^\W\d_a-zà-ỹ]{2,}\b|&")
_SYLLABLE = re.compile(r"[^\W\d_]+")
_LEXICONS = (
    ("units", ("bodies", "persons", "kinds", "whole", "introducers", "compounds", "classes")),
    ("orders", ("actions", "adverbs")),
    ("positions", ("positions", "collectives")),
    ("bodies", ("heads",)),
)


class Known(NamedTuple):
    """What is known of a pair: its weight, and whether its syllables are somewhere written with a capital."""

    weight: float
    first: bool = False
    second: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Three or more syllables that go together; `capital` says which are written with one."""

    keys: tuple[str, ...]
    syllables: tuple[str, ...]
    capital: tuple[bool, ...]
    letters: bool  # from letters, not from the dictionary
    named: bool = False  # only a name, never of small words alone


@dataclass(frozen=True, slots=True)
class Phrases:
    """`pairs` and `long` are found by the keys of two syllables: those of the pair, and the first two of the phrase."""

    pairs: dict[Pair, dict[Pair, Known]]
    long: dict[tuple[str, ...], tuple[Phrase, ...]]
    free: dict[str, str]  # words that stand alone, by their keys
    standing: frozenset[str]  # words that stand beside any other
    frequent: dict[str, tuple[str, ...]]  # both, by their keys
    whole: frozenset[str]  # words that have no tone and have lost none
    syllables: frozenset[str]  # every syllable that any of the sources has
    letters: dict[str, str]  # letters that one letter was read for, at the beginning of a word


@cache
def phrases() -> Phrases:
    """All that is known, loaded once in a process (some 0.3 s)."""
    own = load_toml(DATA / "lexicon" / "repair.toml")
    index = _Index()
    for syllables, keys in _dictionary():
        index.add_common(syllables, keys)
    for phrase in (*own["phrases"], *own["solemn"], *_lexicons(), *_gazetteer()):
        index.add(*_written(phrase), COMMON if phrase.count(" ") > 1 else LETTERS)
    for head in words("units", "field_heads"):
        for field in _spelt(words("units", "fields")):
            index.add_long(*_written(f"{head} {field}"), letters=True, named=True)
    for name in _column("districts", "name"):
        index.add_long(*_written(name), letters=True, named=True)
    index.syllables.update(own["free"], own["standing"], own["whole"])
    frequent: dict[str, tuple[str, ...]] = {}
    for word in sorted({*own["free"], *own["standing"]}):
        frequent[key(word)] = (*frequent.get(key(word), ()), word)
    return Phrases(
        index.pairs,
        {start: tuple(found.values()) for start, found in index.long.items()},
        {key(word): word for word in own["free"]},
        frozenset(own["standing"]),
        frequent,
        frozenset(own["whole"]),
        frozenset(index.syllables),
        own["letters"],
    )


class _Index:
    """The pairs and long phrases as they are gathered."""

    def __init__(self) -> None:
        self.pairs: dict[Pair, dict[Pair, Known]] = {}
        self.long: dict[tuple[str, ...], dict[tuple[str, ...], Phrase]] = {}
        self.syllables: set[str] = set()

    def add_common(self, syllables: tuple[str, ...], keys: tuple[str, ...]) -> None:
        """Add a word of the dictionary, before any phrase."""
        self.syllables.update(syllables)
        known = _COMMON if len(syllables) == 2 else _INNER
        for pair, at in zip(pairwise(syllables), pairwise(keys), strict=True):
            of = self.pairs.get(at)
            if of is None:
                self.pairs[at] = {pair: known}
            elif known is _COMMON or pair not in of:
                of[pair] = known
        if len(syllables) > 2:
            small = (False,) * len(syllables)
            self.long.setdefault(keys[:2], {})[syllables] = Phrase(keys, syllables, small, letters=False)

    def add(self, syllables: tuple[str, ...], capital: tuple[bool, ...], weight: float) -> None:
        """Add a phrase of letters; `weight` is what each of its pairs says."""
        keys = tuple(map(key, syllables))
        self.syllables.update(syllables)
        for at, pair in enumerate(pairwise(syllables)):
            of = self.pairs.setdefault((keys[at], keys[at + 1]), {})
            old = of.get(pair, _INNER)
            of[pair] = Known(max(weight, old.weight), capital[at] or old.first, capital[at + 1] or old.second)
        self.add_long(syllables, capital, letters=True)

    def add_long(
        self, syllables: tuple[str, ...], capital: tuple[bool, ...], *, letters: bool, named: bool = False
    ) -> None:
        """Add a phrase of three syllables and more as a whole."""
        if len(syllables) > 2:
            keys = tuple(map(key, syllables))
            of = self.long.setdefault(keys[:2], {})
            old = of.get(syllables)
            if old is not None:
                capital = tuple(a or b for a, b in zip(capital, old.capital, strict=True))
                letters, named = letters or old.letters, named and old.named
            of[syllables] = Phrase(keys, syllables, capital, letters, named)


_INNER, _COMMON = Known(INNER), Known(COMMON)


def _written(phrase: str) -> tuple[tuple[str, ...], tuple[bool, ...]]:
    """The syllables of a phrase, and which are written with a capital."""
    found = _SYLLABLE.findall(phrase)
    return tuple(map(same, found)), tuple(word[0].isupper() for word in found)


def _dictionary() -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The common words (those without a capital), with the keys of their syllables."""
    raw = resources.files("underthesea").joinpath("corpus/data/Viet74K.txt").read_text(encoding="utf-8")
    text = tones(nfc(raw))  # as `same`, once for all
    for line, bare in zip(text.split("\n"), key(text).split("\n"), strict=True):
        if line.islower():
            plain = line.replace(" ", "").isalpha()
            yield (
                tuple(line.split() if plain else _SYLLABLE.findall(line)),
                tuple(bare.split() if plain else _SYLLABLE.findall(bare)),
            )


def _lexicons() -> Iterator[str]:
    """What letters call units, offices, documents and work, but for abbreviations."""
    for file, fields in _LEXICONS:
        for field in fields:
            yield from _spelt(words(file, field))
    yield from _spelt(words("units", "fields"))


def _gazetteer() -> Iterator[str]:
    for file, column in (("provinces", "name"), ("provinces", "short"), ("ministries", "name"), ("bodies", "name")):
        yield from _spelt(_column(file, column))


def _column(file: str, column: str) -> Iterator[str]:
    with (DATA / "gazetteer" / f"{file}.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            yield row[column]


def _spelt(names: Iterable[str]) -> Iterator[str]:
    return (part for name in names if not _ABBREVIATION.search(name) for part in re.split(r"\s*[,(){}:;/–-]\s*", name))
