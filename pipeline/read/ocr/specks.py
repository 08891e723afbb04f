"""Specks that an engine read as signs inside a line: stops where no sentence ends, quotes that nothing closes; dashes
read twice.

Only signs go, never letters or figures, and a word that loses one says what was read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from pipeline.read.ocr.engine import Seen
from pipeline.read.ocr.phrases import COMMON, phrases
from schemas.rule import DATA, load_toml
from vietnamese.fold import key, tones
from vietnamese.lexicon import words

_ALONE = re.compile(r"['‘’`´ˆ^¬¡¿]+")
_BEFORE = re.compile(r"(?:['‘’`´ˆ^¬¡¿]+|[.:;](?![.:;]))(?=[^\W\d_]{2})")
_BEFORE_A_BULLET = re.compile(r"[:;.,'‘’`´ˆ¬]{1,2}(?=[-–+](?:\w|$))")
_STOPPED = re.compile(r"(?P<said>.*?[^\W_]\)?[;.])(?P<tail>[-–~.:;,+'‘’`´ˆ]*)")
_DASHES = re.compile(r"[-–—]{2,3}")  # one dash, read as two
_DOTS = re.compile(r"\.{3}|…|/")
_QUOTE = re.compile(r"['‘’]")
_STOP = re.compile(r"([^\W\d_]{2,})[.:]")
_PLACES = re.compile(r"([^\W\d_]+)\.(?:([^\W\d_]+)([,.;]?))?")


def without_specks(line: Sequence[Seen]) -> list[Seen]:
    """The words of a line without such signs; handwriting and blanks stay as they are."""
    quotes = sum(len(_QUOTE.findall(word.text)) for word in line)
    out: list[Seen] = []
    for at, word in enumerate(line):
        inner = 0 < at < len(line) - 1
        if word.script != "print":
            out.append(word)
            continue
        if at == 0:
            bullet = _BEFORE_A_BULLET.match(word.text)
            out.append(word if bullet is None else _read(word, word.text[bullet.end() :]))
            continue
        if inner and _ALONE.fullmatch(word.text) and (quotes < 2 or not _QUOTE.search(word.text)):
            continue
        if inner and _DASHES.fullmatch(word.text):
            out.append(_read(word, "-"))
            continue
        if len(word.text) > 1 and word.text[0] == "-" and out[-1].text[-1:] == "-" and len(out[-1].text) > 1:
            out.append(_read(word, word.text[1:]))
            continue
        before = _BEFORE.match(word.text)
        speck = before is not None and (quotes < 2 or not _QUOTE.search(before[0]))
        out.append(_read(word, word.text[before.end() :]) if before is not None and speck else word)
    out = _without_tail(out)
    return [_unstopped(word, out[i + 1].text if i + 1 < len(out) else "") for i, word in enumerate(out)]


def _without_tail(line: list[Seen]) -> list[Seen]:
    """The words of a line without the signs behind its last stop: `- Như trên;-. +`."""
    last = next((i for i in reversed(range(len(line))) if any(map(str.isalnum, line[i].text))), None)
    if last is None or any(word.script != "print" or _DOTS.search(word.text) for word in line[last:]):
        return line
    word, stopped = line[last], _STOPPED.fullmatch(line[last].text)
    if stopped is None or (last + 1 == len(line) and stopped["tail"] == ""):
        return line
    return [*line[:last], word if stopped["tail"] == "" else _read(word, stopped["said"])]


def _unstopped(word: Seen, after: str) -> Seen:
    """A word without the stop after it where no sentence ends; between two kinds of places the dot was a comma."""
    if word.script != "print" or not any(sign in word.text for sign in ".:"):
        return word
    kinds = _PLACES.fullmatch(word.text)
    if kinds is not None and _place(kinds[1]) and _opens_place(kinds[2] or after):
        return _read(word, f"{kinds[1]}, {kinds[2]}{kinds[3]}" if kinds[2] else f"{kinds[1]},")
    stop = _STOP.fullmatch(word.text)
    if stop is None or not stop[1].islower() or not after[:1].islower():
        return word
    return _read(word, stop[1]) if stop[1] in _never_last() or _one_word(stop[1], after) else word


def _one_word(first: str, after: str) -> bool:
    """Whether two syllables make a word: `điện. tử`."""
    second = after.rstrip(".,;:)")
    if not second.isalpha() or _place(first):
        return False
    pair = (tones(first), tones(second))
    known = phrases().pairs.get((key(first), key(second)), {}).get(pair)
    return known is not None and known.weight >= COMMON


def _place(word: str) -> bool:
    return word.strip(".,;") in words("units", "places")


def _opens_place(word: str) -> bool:
    return any(place.split()[0] == word.strip(".,;") for place in words("units", "places"))


@cache
def _never_last() -> frozenset[str]:
    return frozenset(load_toml(DATA / "lexicon" / "repair.toml")["never_last"])


def _read(word: Seen, text: str) -> Seen:
    return replace(word, text=text, read_as=word.read_as or word.text)
