"""Several readings of one name: what each says, and the name that they agree on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from pipeline.read.ocr.engine import Seen
from vietnamese.fold import key
from vietnamese.lexicon import words as listed
from vietnamese.persons import misread, set_apart, title_length
from vietnamese.syllable import is_syllable

_EDGE = re.compile(r"^[\W_]+|[\W_]+$")  # not figures: they are letters misread
_BEST, _SECOND = 0.85, 0.7  # confidences of the two surest readings that agree
_RIVAL = 0.3  # a reading as sure as this that says another name leaves it open,
_SURE_VOTES, _SURE_RIVAL = 4, 0.75  # or as this, where so many sure ones agree and it is not their tones alone
_MANY, _MANY_SURE, _FEW = 10, 5, 0.08  # of many looks: those for a name, the sure ones, the share of all others
_NEARLY_ALL = 0.9  # of many looks
_QUICK = 3  # readings that settle a name at once
_SPECK = 5.5  # points; a broader sign may be a word misread


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a row: its words, of which the last `count` are the name's.

    `valid`: it can be a person's name as printed. `cleaned`: of a row from which lines had been taken; `touched`: for
    each word of the name, whether that happened at the word. `respelt`: an l was read for the i of a name in Gi.
    """

    words: tuple[Seen, ...]
    count: int
    valid: bool
    cleaned: bool
    touched: tuple[bool, ...]
    respelt: bool = False

    @property
    def name(self) -> tuple[str, ...]:
        return tuple(word.text for word in self.words[len(self.words) - self.count :])

    @property
    def confidence(self) -> float:
        """Of the word that is least sure."""
        return min(word.confidence for word in self.words[len(self.words) - self.count :])


def reading_of(
    seen: Sequence[Seen],
    *,
    cleaned: bool = False,
    touched: Sequence[tuple[float, float]] = (),
    ends: tuple[float, float] | None = None,
) -> Reading | None:
    """What the engine's words say, specks at the ends left out; None where they are no two words.

    `touched` are stretches across the page (points) where lines were taken away. A reading that does not reach from
    one of `ends` (points) to the other lost a word there and is not valid: what is left of a name is another name.
    """
    words = _split(seen)
    while words and _is_speck(words[0]):
        words.pop(0)
    while words and _is_speck(words[-1]):
        words.pop()
    if not words:
        return None
    text = " ".join(word.text for word in words)
    titles = len(text[: title_length(text)].split())
    words = [word if i < titles else replace(word, text=_EDGE.sub("", word.text)) for i, word in enumerate(words)]
    respelt = any(word.text.startswith("Gl") for word in words[titles:])
    words = [word if i < titles else replace(word, text=_no_gl(word.text)) for i, word in enumerate(words)]
    name = [word.text for word in words[titles:]]
    if not 2 <= len(name) <= 6:
        return None
    hit = tuple(any(a < word.box.x1 and b > word.box.x0 for a, b in touched) for word in words[titles:])
    whole = ends is None or (words[0].box.x0 < ends[0] and words[-1].box.x1 > ends[1])
    return Reading(tuple(words), len(name), whole and _can_be(name), cleaned, hit, respelt)


def _no_gl(part: str) -> str:
    """A word with its Gl as Gi: no Vietnamese word begins with Gl, and engines take the one for the other."""
    return f"Gi{part[2:]}" if part.startswith("Gl") else part


def _is_speck(word: Seen) -> bool:
    return not any(c.isalnum() for c in word.text) and word.box.width <= _SPECK


def _split(seen: Sequence[Seen]) -> list[Seen]:
    """The words from left to right, those that were run together set apart."""
    out: list[Seen] = []
    for word in sorted(seen, key=lambda word: word.box.x0):
        text = unicodedata.normalize("NFC", word.text)
        parts = set_apart(text).split() if _EDGE.sub("", text).isalpha() else [text]
        out.extend(replace(word, text=part, line=0) for part in parts)
    return out


def _can_be(name: Sequence[str]) -> bool:
    if not 2 <= len(name) <= 5 or not all(map(_given, name[1:])):
        return False
    return _capitalised(name[0]) and name[0] in _surnames() and not misread(" ".join(name), sure=False)


def _given(part: str) -> bool:
    """Whether a word can be a middle or given name; of one letter there are hardly others than Ý."""
    return _capitalised(part) and is_syllable(part) and (len(part) > 1 or part in "YÝ")


def _capitalised(part: str) -> bool:
    return part.isalpha() and part[0].isupper() and (len(part) == 1 or part[1:].islower())


@cache
def _surnames() -> frozenset[str]:
    return frozenset(unicodedata.normalize("NFC", name) for name in listed("persons", "surnames"))


def like_a_name(reading: Reading) -> bool:
    """Whether at least two words of the reading are capitalised syllables, as only a name's are in a row."""
    return sum(len(part) > 1 and _capitalised(part) and is_syllable(part) for part in reading.name) >= 2


def agreed(readings: Sequence[Reading]) -> Reading | None:
    """The surest reading of the name that readings agree on, None where they don't agree or none is sure."""
    by_name = _by_name(readings)
    if not by_name:
        return None
    name, votes = max(by_name.items(), key=lambda item: (len(item[1]), max(one.confidence for one in item[1])))
    votes = sorted(votes, key=lambda one: -one.confidence)
    sure = len(votes) >= 2 and votes[0].confidence >= _BEST and votes[1].confidence >= _SECOND
    outvoted = _SURE_RIVAL if sum(one.confidence >= _BEST for one in votes) >= _SURE_VOTES else _RIVAL
    rival = any(
        one.confidence >= (_RIVAL if key(" ".join(other)) == key(" ".join(name)) else outvoted)
        for other, those in by_name.items()
        if other != name
        for one in those
    )
    if not sure or rival or not _as_spelt(votes) or not _marks_seen(name, votes, readings):
        return None
    return votes[0]


def by_many(many: Sequence[Reading], before: Sequence[Reading], *, looks: int) -> Reading | None:
    """The surest reading of the name that nearly all of many looks agree on; None where few do, or another is sure.

    `looks`: how many were taken. Where another name was sure `before`, all but a few of them must agree.
    """
    by_name = _by_name(many)
    if not by_name:
        return None
    name, votes = max(by_name.items(), key=lambda item: len(item[1]))
    sure = [one for one in votes if one.confidence >= _BEST]
    others = [one for one in many if one.valid and one.name != name]
    surely = any(one.valid and one.name != name and one.confidence >= _BEST for one in before)
    enough = _NEARLY_ALL * looks if surely else _MANY
    if len(votes) < enough or len(sure) < _MANY_SURE or len(others) > _FEW * len(votes):
        return None
    if any(one.confidence >= _BEST for one in others) or not _as_spelt(votes):
        return None
    return max(sure, key=lambda one: one.confidence) if _marks_seen(name, votes, [*before, *many]) else None


def _as_spelt(votes: Sequence[Reading]) -> bool:
    """Whether readings say the name as it is spelt, without a letter set right."""
    return sum(not one.respelt and one.confidence >= _SECOND for one in votes) >= 2


def _by_name(readings: Sequence[Reading]) -> dict[tuple[str, ...], list[Reading]]:
    out: dict[tuple[str, ...], list[Reading]] = {}
    for reading in readings:
        if reading.valid:
            out.setdefault(reading.name, []).append(reading)
    return out


def guessed(readings: Sequence[Reading]) -> str:
    """The name that most readings say, as no more than a guess; empty where none says what can be a name."""
    by_name = _by_name(readings)
    return " ".join(max(by_name.items(), key=lambda item: len(item[1]))[0]) if by_name else ""


def quickly(readings: Sequence[Reading]) -> bool:
    """Whether the first looks settle it: some say one name surely, one of them of the row as it was, none another."""
    valid = [one for one in readings if one.valid]
    if len(valid) < _QUICK or any(one.confidence < _BEST or one.respelt for one in valid):
        return False
    return len({one.name for one in valid}) == 1 and not all(one.cleaned for one in valid)


def _marks_seen(name: tuple[str, ...], votes: Sequence[Reading], readings: Sequence[Reading]) -> bool:
    """Whether each word from which lines were taken was read so beside the lines as well: a mark may have gone too.

    A family name shows by itself that it lost no mark, unless another one differs from it in marks alone.
    """
    untouched = [one for one in readings if not one.cleaned and one.count == len(name)]
    for i, part in enumerate(name):
        if not any(one.touched[i] for one in votes):
            continue
        alone = i == 0 and sum(key(surname) == key(part) for surname in _surnames()) == 1
        if not alone and not any(one.name[i] == part for one in untouched):
            return False
    return True
