"""Sentences of a flow: where one ends and the next begins, in letters full of abbreviations, codes and lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from vietnamese.lexicon import words

_STOP = re.compile(r"[.!?…]+[\"”’)]*(?=\s+(?:[^\w\s]{1,2}\s*)?(?P<next>[^\W\d_]))")


_FAR = 600  # characters: no bracket stays open longer


def sentences(text: str, start: int = 0) -> Iterator[tuple[int, int]]:
    """The sentences of `text` from `start`, as offsets without the white space between them."""
    low = start
    for stop in _STOP.finditer(text, start):
        if not stop["next"].isupper() or _abbreviation(text, stop.start()) or _inside(text, low, stop.end()):
            continue
        yield low, stop.end()
        low = stop.end()
        while low < len(text) and text[low].isspace():
            low += 1
    if text[low:].strip():
        yield low, len(text.rstrip())


def _abbreviation(text: str, dot: int) -> bool:
    """Whether the dot at `dot` ends an abbreviation or a single letter (TP. Huế, ThS. Lan, Q. 5)."""
    if text[dot] != ".":
        return False
    low = dot
    while low > 0 and (text[low - 1].isalpha() or text[low - 1] == "."):
        low -= 1
    word = text[low:dot]
    return word in _abbreviations() or (len(word) == 1 and word.isupper())


def _inside(text: str, low: int, stop: int) -> bool:
    """Whether a bracket opened in this sentence is still open at `stop`."""
    low = max(low, stop - _FAR)
    return text.count("(", low, stop) > text.count(")", low, stop) and ")" in text[stop : stop + 300]


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(words("orders", "abbreviations"))
