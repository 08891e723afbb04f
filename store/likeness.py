"""How alike two letters' texts are, whoever typed, printed or scanned them: by the runs of three words that they share.

A sketch of 64 bytes stands for a text's runs (one-permutation min-hashing: Li, Owen and Zhang, 2012), so that hundreds
of letters of a day can be compared without reading their texts; the few that come near are then compared word by
word.
"""

from __future__ import annotations

import zlib
from collections import Counter
from dataclasses import dataclass

from store.words import bare, words

BINS = 64
ENOUGH = 40  # words below which a text says too little to tell letters apart by
SHARED = 0.55  # of all runs: two readings of one page share that much when one word in ten is read wrong
NEAR = 0.4  # of a sketch's estimate, whose error is about 0.06: what is worth reading
FIGURES = 0.8  # of the figures: letters made from one template differ in these, readings of one letter hardly do


@dataclass(frozen=True, slots=True)
class Shape:
    """What of a text is compared: its runs of three words, as hashes, and its figures."""

    runs: frozenset[int]
    figures: Counter[str]


def shape(text: str) -> Shape | None:
    """The shape of a text; None for one that says too little."""
    said = bare(words(text))
    if len(said) < ENOUGH:
        return None
    return Shape(frozenset(_runs(said)), Counter(word for word in said if word.isdigit()))


def sketch(text: str) -> bytes | None:
    """64 bytes by which `likeness` is estimated; None for a text that says too little."""
    said = bare(words(text))
    if len(said) < ENOUGH:
        return None
    least = [-1] * BINS
    for run in set(_runs(said)):
        place, value = run & (BINS - 1), run >> 6
        if least[place] < 0 or value < least[place]:
            least[place] = value
    return bytes(0 if value < 0 else 1 + value % 255 for value in least)


def estimate(ours: bytes, theirs: bytes) -> float:
    """The likeness of two texts as far as their sketches tell it, 0 to 1.

    >>> estimate(bytes([1] * 64), bytes([1] * 64))
    1.0
    """
    filled = met = 0
    for one, other in zip(ours, theirs, strict=True):
        filled += bool(one or other)
        met += one == other != 0
    return max(0.0, (met / filled - 1 / 255) / (1 - 1 / 255)) if filled else 0.0


def likeness(ours: Shape, theirs: Shape) -> float:
    """Which part of the runs of either is in both (Jaccard), 0 to 1."""
    return len(ours.runs & theirs.runs) / len(ours.runs | theirs.runs)


def same_text(ours: Shape, theirs: Shape) -> bool:
    """Whether two texts are one letter's: nearly the same words, and of the figures of the one that has fewer (its head
    may be lost) all but a few in the other."""
    figures = min(sum(ours.figures.values()), sum(theirs.figures.values()))
    agree = sum((ours.figures & theirs.figures).values())
    return likeness(ours, theirs) >= SHARED and agree >= FIGURES * figures


def _runs(said: list[str]) -> list[int]:
    hashes = [_hash(word) for word in said]
    return [
        (((one * 0x9E3779B1 ^ two) * 0x85EBCA6B ^ three) * 0xC2B2AE35 >> 16) & 0xFFFFFFFF
        for one, two, three in zip(hashes, hashes[1:], hashes[2:], strict=False)
    ]


def _hash(word: str) -> int:
    found = _HASHES.get(word)
    if found is None:
        found = zlib.crc32(word.encode())
        if len(_HASHES) < 200_000:
            _HASHES[word] = found
    return found


_HASHES: dict[str, int] = {}
