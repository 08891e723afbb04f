"""What readings of a line of authority and position say: an office of the lexicon, and the one that they agree on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from pipeline.read.ocr.engine import Seen
from schemas.page import Box
from vietnamese.fold import key
from vietnamese.lexicon import words as listed

_NEAR = 88.0  # of 100: as near must a look's letters come to an office's to be a vote
_AGREE = 2  # looks that settle it, one of them letter by letter
_WRITTEN = 3  # looks that settle an authority with it: many a KT. is put in by hand
_PREFIX = re.compile(
    r"^\W*(?:(?P<signed>tm|kt|tl|tuq|q)\s?[.,:/]+|(?P<slashed>t/m|k/t|t/l)[.,:]?|(?P<bare>kt|tl|tm)(?=\s))\s*(?=[a-z])"
)


@dataclass(frozen=True, slots=True)
class Office:
    """What a reading says: an authority or none, an office of the lexicon, how near, and whether that is all.

    `before`: what was read before it and says nothing.
    """

    capacity: str
    name: str
    near: float
    words: tuple[Seen, ...]
    before: tuple[Seen, ...]
    whole: bool = False

    @property
    def says(self) -> tuple[str, str]:
        return self.capacity, self.name


def agreed(votes: Sequence[Office]) -> Office | None:
    """The office on which the votes agree that read their row from its beginning; None where they don't."""
    whole = [one for one in votes if one.whole]
    sure = [one for one in whole if one.near == 100]
    same = len({one.says for one in whole}) == 1
    return sure[0] if sure and same and len(whole) >= (_WRITTEN if sure[0].capacity else _AGREE) else None


def tail(votes: Sequence[Office]) -> Office | None:
    """The office on which votes agree that leave open what stands before it; it keeps what they made of that."""
    sure = [one for one in votes if one.near == 100]
    same = len({one.name for one in sure}) == 1
    return next((one for one in sure if one.before), None) if same and len(sure) >= _AGREE else None


def office_of(seen: Sequence[Seen]) -> Office | None:
    """The office that words come nearest to, None where they come near none; words may stand before it."""
    from rapidfuzz import fuzz, process

    words = [part for word in sorted(seen, key=lambda word: word.box.x0) for part in _parts(word)]
    for end in (0, -1):
        while words and not any(c.isalnum() for c in words[end].text):
            words.pop(end)
    best: Office | None = None
    for start in range(len(words)):
        text = key(" ".join(word.text for word in words[start:]))
        prefix = _PREFIX.match(text)
        bare = squeezed(text[prefix.end() if prefix else 0 :])
        found = process.extractOne(bare, _squeezed(), scorer=fuzz.ratio, score_cutoff=_NEAR)
        if found is not None and (best is None or found[1] > best.near):
            capacity = (prefix[prefix.lastgroup or 0]).replace("/", "").upper() if prefix else ""
            best = Office(capacity, _offices()[found[2]], found[1], tuple(words[start:]), tuple(words[:start]))
    return best


def squeezed(text: str) -> str:
    """The letters of a key, with a ? for each sign or figure within a word: something was not read there."""
    words = (re.sub(r"^[^a-z]+|[^a-z]+$", "", word) for word in text.split())
    return "".join(re.sub(r"[^a-z]", "?", word) for word in words)


def _parts(word: Seen) -> list[Seen]:
    """A word cut behind signs within it: an authority that was run together with the office."""
    parts = re.split(r"(?<=[.,:;])(?=\w)", word.text)
    step = word.box.width / len(word.text)
    starts = [word.box.x0 + step * sum(map(len, parts[:i])) for i in range(len(parts))]
    return [
        replace(word, text=part, box=Box(x, word.box.y0, x + step * len(part), word.box.y1))
        for part, x in zip(parts, starts, strict=True)
    ]


@cache
def _offices() -> tuple[str, ...]:
    heads = listed("positions", "positions")
    return (*heads, *(f"Phó {head}" for head in heads))


@cache
def _squeezed() -> tuple[str, ...]:
    return tuple(re.sub(r"[^a-z]", "", key(name)) for name in _offices())
