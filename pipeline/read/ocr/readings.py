"""What the words of a run should be where OCR read their marks wrong: what speaks for each reading, and which wins.

A word that fits a neighbour as it was read stays, unless a longer phrase around it is surely another; a word that fits
none changes where one marking wins clearly.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from pipeline.read.ocr.phrases import COMMON, INNER, LETTERS, Pair, phrases
from vietnamese.fold import key, same
from vietnamese.lexicon import keys
from vietnamese.syllable import is_syllable

_TOKEN = re.compile(r"^([^\w]*)([^\W\d_]+)([^\w]*)$")
_TONES = "\u0300\u0301\u0303\u0309\u0323"

_ENOUGH_BARE = 0.9  # what must speak for another marking of a word that can't be right as it was read …
_ENOUGH_LOST = 1.4  # … of a word that may have lost its tone
_ENOUGH = 1.9  # … of a word that may be right
_ENOUGH_STANDING = 2.9  # … and of one that stands beside any other
_AGAINST = 1.5  # by how much an offer must outweigh what speaks for the word as it was read
_CLEAR = 0.3  # by how much the best marking must be ahead of the next
_MISREAD = frozenset({"đề", "đế"})  # alone hardly words of letters, where `để` is one of the commonest
_SELDOM = frozenset({"đề", "đẻ", "đế"})
OWN = 3  # times that a page must have a pair of words for it to speak

OwnPairs = dict[Pair, Counter[Pair]]  # a page's pairs by their keys, and how often it has each


class Token(NamedTuple):
    """A word of letters alone, with the signs around it."""

    lead: str
    core: str
    tail: str
    plain: str  # lower case, tones in one place
    key: str
    shape: str  # "l" lower, "C" capitalised, "U" all capitals
    bare: bool  # no Vietnamese syllable, or one that has lost its tone


@dataclass(frozen=True, slots=True)
class Offer:
    """Another reading of the words from `start` on, and how much speaks for it."""

    start: int
    syllables: tuple[str, ...]
    weight: float


@lru_cache(maxsize=1 << 15)
def token_of(text: str) -> Token | None:
    """The word of letters in `text`, None where it is none (codes, numbers, what is longer than a syllable)."""
    match = _TOKEN.match(text)
    if match is None or len(match[2]) > 7:
        return None
    core = match[2]
    shape = "l" if core.islower() else "U" if core.isupper() else "C" if core.istitle() else ""
    if not shape:
        return None
    plain = same(core)
    return Token(match[1], core, match[3], plain, key(plain), shape, not is_syllable(core) or _lost_tone(plain))


def better(tokens: list[Token], own: OwnPairs) -> dict[int, str]:
    """What the words of a run should be, where they should be others."""
    held, offers = _evidence(tokens, own)
    out: dict[int, str] = {}
    votes: dict[int, dict[str, float]] = {}
    for offer in offers:
        for at, weight in _votes(tokens, held, offer):
            mine, new = votes.setdefault(at, {}), offer.syllables[at - offer.start]
            mine[new] = mine.get(new, 0.0) + weight
    for at in range(len(tokens)):
        for lone in () if held[at] else _alone(tokens, at):
            mine = votes.setdefault(at, {})
            mine[lone] = mine.get(lone, 0.0) + 1.0
    best: list[tuple[float, int, str]] = []
    for at, options in votes.items():
        token = tokens[at]
        ranked = sorted(((w + 0.6 * _likeness(token.plain, o), w, o) for o, w in options.items()), reverse=True)
        enough = _enough(token, ranked[0][2])
        if ranked[0][1] >= enough and (len(ranked) == 1 or ranked[0][0] - ranked[1][0] >= _CLEAR):
            best.append((ranked[0][0], at, ranked[0][2]))
    for _, at, new in sorted(best, reverse=True):  # of two neighbours the surer, unless they go together
        if _fits(out.get(at - 1), new) and _fits(new, out.get(at + 1)):
            out[at] = new
    return out


def _fits(left: str | None, right: str | None) -> bool:
    """Whether two words may stand side by side as far as is known; always where one of them is not new."""
    if left is None or right is None:
        return True
    return (left, right) in phrases().pairs.get((key(left), key(right)), ())


def _alone(tokens: list[Token], at: int) -> tuple[str, ...]:
    """The words of letters that a word may be whatever stands beside it, where it can't be right as it was read."""
    known, token, after = phrases(), tokens[at], tokens[at + 1 : at + 2]
    if token.shape == "l" and token.plain not in known.syllables:
        return tuple(word for word in known.frequent.get(token.key, ()) if _likeness(token.plain, word) > 0.5)
    starts = (at == 0 and after and after[0].shape == "l") or (token.tail == ":" and not _capital(tokens, at - 1))
    if token.shape == "U" or (token.shape == "C" and not starts):
        return ()  # it may be a name
    lone = known.free.get(token.key)
    wrong = (token.plain in _MISREAD and (after or "(" in token.lead)) or (
        token.bare and token.plain not in known.whole
    )
    return (lone,) if lone is not None and lone != token.plain and wrong else ()


def _capital(tokens: list[Token], at: int) -> bool:
    """Whether a word stands at a place that begins with a capital."""
    return at >= 0 and tokens[at].shape != "l"


def _enough(token: Token, meant: str) -> float:
    """What must speak for another marking of a word."""
    known = phrases()
    if token.plain in known.standing and token.plain not in _SELDOM:
        return _ENOUGH_STANDING
    if token.plain in known.whole:
        return _ENOUGH
    if token.bare or token.plain in _SELDOM or token.plain not in known.syllables:
        return _ENOUGH_BARE
    return _ENOUGH_LOST if _likeness(token.plain, meant) == 1.0 else _ENOUGH


def _votes(tokens: list[Token], held: list[float], offer: Offer) -> Iterator[tuple[int, float]]:
    """The places of the words that an offer would change, and what it says for each; none if it can't be so."""
    size, standing = len(offer.syllables), phrases().standing
    places = range(offer.start, offer.start + size)
    differing = [at for at in places if tokens[at].plain != offer.syllables[at - offer.start]]
    rest = [at for at in places if at not in differing]
    long, weight = size > 2, offer.weight
    if not long and rest:
        if tokens[rest[0]].plain in standing:
            weight -= 0.5 * (weight >= LETTERS)
        elif not held[rest[0]]:
            weight *= 1.5  # as it was read, the other word too goes with nothing
        elif held[rest[0]] >= COMMON:
            weight -= 0.5 * (weight >= LETTERS)  # the other word has its own
    elif rest and all(held[at] for at in rest) and (differing[0] > rest[-1] or differing[-1] < rest[0]):
        weight = min(weight, LETTERS if weight == size else COMMON)  # what it is put to is a word without it
    if 2 * len(differing) > size + 1 or any(
        held[at] and min(weight, offer.weight) < held[at] + _AGAINST for at in differing
    ):
        return
    if rest or weight >= LETTERS or all(tokens[at].bare for at in differing):
        for at in differing:
            yield at, weight


def _evidence(tokens: list[Token], own: OwnPairs) -> tuple[list[float], list[Offer]]:
    """How much speaks for each word as it was read, and what else the words may be."""
    held, offers = _held(tokens), list[Offer]()
    for at, (a, b) in enumerate(pairwise(tokens)):
        here = (a.plain, b.plain)
        for pair, of in phrases().pairs.get((a.key, b.key), {}).items():
            written = (of.first, of.second)
            if pair != here and _written(tokens, at, pair, written, letters=of.weight != COMMON):
                offers.append(Offer(at, pair, of.weight))
        counted = own.get((a.key, b.key))
        if counted is not None and a.shape == b.shape == "l":
            if counted[here] >= OWN and not a.bare and not b.bare:
                held[at], held[at + 1] = max(held[at], INNER), max(held[at + 1], INNER)
            for pair, count in counted.items():
                if pair != here and count >= max(OWN, 3 * counted[here]):
                    offers.append(Offer(at, pair, COMMON))
        offers.extend(_long(tokens, at, held))
        offers.extend(_letters(tokens, at))
    return held, offers


def _long(tokens: list[Token], at: int, held: list[float]) -> Iterator[Offer]:
    """The phrases that the words from `at` on may be; where they are one, it holds them."""
    for phrase in phrases().long.get((tokens[at].key, tokens[at + 1].key), ()):
        mine = tokens[at : at + len(phrase.keys)]
        if tuple(token.key for token in mine) != phrase.keys:
            continue
        if all(token.plain == syllable for token, syllable in zip(mine, phrase.syllables, strict=True)):
            held[at : at + len(mine)] = [max(old, float(len(mine))) for old in held[at : at + len(mine)]]
        elif phrase.named and all(token.shape == "l" for token in mine):
            continue
        elif _written(tokens, at, phrase.syllables, phrase.capital, letters=phrase.letters):
            yield Offer(at, phrase.syllables, len(mine) - (0.0 if phrase.letters else 0.5))


def _letters(tokens: list[Token], at: int) -> Iterator[Offer]:
    """What a word may be of which one letter was read for two, with the word after it."""
    word, after = tokens[at], tokens[at + 1]
    meant = phrases().letters.get(word.key[0])
    if meant is None or word.shape == "U" or not at:
        return
    for pair, of in phrases().pairs.get((meant + word.key[1:], after.key), {}).items():
        if pair[1] == after.plain and of.weight >= LETTERS:
            yield Offer(at, pair, of.weight)


def _held(tokens: list[Token]) -> list[float]:
    """How much its neighbours speak for each word as it was read; a neighbour that has a better one says little."""
    pairs = phrases().pairs
    weights = [0.0]
    for a, b in pairwise(tokens):
        known = pairs.get((a.key, b.key), {}).get((a.plain, b.plain))
        weights.append(known.weight if known is not None else 0.0)
    weights.append(0.0)
    held = [0.0] * len(tokens)
    for at in range(len(tokens) - 1):
        before, weight, after = weights[at : at + 3]
        held[at] = max(held[at], min(weight, INNER) if after > weight else weight)
        held[at + 1] = max(held[at + 1], min(weight, INNER) if before > weight else weight)
    return held


def _written(tokens: list[Token], at: int, syllables: Sequence[str], capital: Sequence[bool], *, letters: bool) -> bool:
    """Whether words may be a phrase that is written with these capitals: what keeps names from changing."""
    mine, after = tokens[at : at + len(capital)], tokens[at + len(capital) :]
    if all(token.shape == "l" for token in mine):
        return True
    if capital[-1] and mine[-1].plain != syllables[-1] and after and after[0].shape == mine[-1].shape:
        return False  # a name that goes on is another name
    if all(token.shape == "U" for token in mine):
        return letters and (len(capital) > 2 or not _in_name(tokens, at, most=4))
    before = tokens[at - 1].shape if at else "l"
    if mine[0].shape != "l" and before != "l" and (not capital[0] or _in_name(tokens, at)):
        return False
    return all(written or token.shape == "l" for token, written in zip(mine[1:], capital[1:], strict=True))


def _in_name(tokens: list[Token], at: int, *, most: int = 6) -> bool:
    """Whether the capitals around a place may be a person's name: not too many, and a surname first."""
    shape, start, end = tokens[at].shape, at, at
    while start and tokens[start - 1].shape == shape:
        start -= 1
    while end < len(tokens) and tokens[end].shape == shape:
        end += 1
    return 2 <= end - start <= most and tokens[start].key in keys("persons", "surnames")


def _lost_tone(word: str) -> bool:
    """Whether a word has â, ê or ô without a tone: the marking that OCR makes of ấ ầ ẩ ẫ ậ and the like."""
    return any(c in "âêô" for c in word) and not any(c in _TONES for c in unicodedata.normalize("NFD", word))


@lru_cache(maxsize=1 << 12)
def _likeness(read: str, meant: str) -> float:
    """How like OCR it is to read one marking for another, 0..1."""
    tones = [{c for c in unicodedata.normalize("NFD", word) if c in _TONES} for word in (read, meant)]
    likeness = 1.0 if _quality(read) == _quality(meant) else 0.4
    if tones[0] and tones[0] != tones[1]:
        likeness -= 0.3
    return max(0.0, likeness)


def _quality(word: str) -> str:
    """The word without its tone, with the marks that make vowels (â, ê, ô, ơ, ư, ă)."""
    kept = "".join(c for c in unicodedata.normalize("NFD", word) if c not in _TONES)
    return unicodedata.normalize("NFC", kept)
