"""Marks that OCR lost or changed, mended by what words go together; what was read is kept beside the word.

Only marks change, never letters (`thâm quyên` → `thẩm quyền`), and only where the word as read fits neither neighbour
and one other marking does. Evidence, in this order: the common words of underthesea's dictionary and data/lexicon/
repair.toml, and the page's own other words. Numbers, symbols, dates, codes and names of people are never touched:
a token with anything but letters in it, and capitalised words outside the phrases of letterheads, stay as read.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from itertools import pairwise

from pipeline.read.ocr.engine import Seen
from pipeline.read.ocr.lines import ReadLine
from schemas.rule import DATA, load_toml
from vietnamese.fold import key, same
from vietnamese.syllable import is_syllable

_JOINED = re.compile(r"^([^\W\d_][^\W\d_A-ZĐ]+)([A-ZĐÂÊÔƠƯĂ][^\W\d_A-ZĐ]+)(\W*)$")
_TOKEN = re.compile(r"^([^\w]*)([^\W\d_]+)([^\w]*)$")

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What goes together.

    `pairs` of neighbouring syllables, `variants` of an accent-less key, `free` words that stand alone.
    """

    pairs: frozenset[Pair]
    strong: frozenset[Pair]  # those that letters themselves are known to have
    variants: dict[str, tuple[str, ...]]
    free: frozenset[str] = frozenset()


def repaired(lines: Sequence[ReadLine]) -> list[ReadLine]:
    """`lines` with marks mended. Words that changed say what was read in `read_as`."""
    flows: dict[tuple[int, int, object], list[tuple[int, int]]] = {}
    for i, line in enumerate(lines):
        flow = flows.setdefault((line.band, line.column, line.cell), [])
        flow.extend((i, j) for j in range(len(line.words)))
    out = [list(line.words) for line in lines]
    own = _own_pairs(out, flows.values())
    for flow in flows.values():
        _mend(out, flow, own, bare_only=True)  # what is surely wrong first: a mended word is evidence for its neighbour
        _mend(out, flow, own, bare_only=False)
    return [replace(line, words=tuple(_apart(words))) for line, words in zip(lines, out, strict=True)]


def _apart(words: Iterable[Seen]) -> Iterable[Seen]:
    """Two syllables that OCR ran together, cut where the second begins with a capital (`HàVăn`)."""
    for word in words:
        match = _JOINED.match(word.text) if word.script == "print" else None
        if match is None or not (is_syllable(match[1]) and is_syllable(match[2])):
            yield word
            continue
        at = word.box.x0 + word.box.width * len(match[1]) / len(word.text)
        yield replace(word, text=match[1], box=word.box._replace(x1=at), read_as=word.read_as or word.text)
        yield replace(word, text=match[2] + match[3], box=word.box._replace(x0=at), glued=False)


def _own_pairs(words: list[list[Seen]], flows: Iterable[list[tuple[int, int]]]) -> Counter[Pair]:
    """The page's own pairs of surely read words."""
    out: Counter[Pair] = Counter()
    for flow in flows:
        for (i, j), (k, m) in pairwise(flow):
            a, b = words[i][j], words[k][m]
            if a.confidence > 0.9 and b.confidence > 0.9 and (pair := _pair(a.text, b.text)) is not None:
                out[pair] += 1
    return out


def _pair(a: str, b: str) -> Pair | None:
    left, right = _TOKEN.match(a), _TOKEN.match(b)
    if left is None or right is None or left[3] or right[1]:
        return None
    return _plain(left[2]), _plain(right[2])


def _plain(word: str) -> str:
    return same(word).lower()


def _mend(words: list[list[Seen]], flow: list[tuple[int, int]], own: Counter[Pair], *, bare_only: bool) -> None:
    for place, (i, j) in enumerate(flow):
        word = words[i][j]
        token = _TOKEN.match(word.text)
        if token is None or word.script != "print":
            continue
        before = words[flow[place - 1][0]][flow[place - 1][1]].text if place else ""
        after = words[flow[place + 1][0]][flow[place + 1][1]].text if place + 1 < len(flow) else ""
        if token[1] or _TOKEN.match(before) is None or _TOKEN.match(before)[3]:  # type: ignore[index]
            before = ""
        if token[3] or _TOKEN.match(after) is None or _TOKEN.match(after)[1]:  # type: ignore[index]
            after = ""
        if bare_only and is_syllable(token[2]) and not _lost_tone(_plain(token[2])):
            continue
        better = _better(token[2], _core(before), _core(after), own)
        if better is not None:
            text = token[1] + _cased(better, token[2]) + token[3]
            words[i][j] = replace(word, text=text, read_as=word.read_as or word.text)


def _core(text: str) -> str:
    match = _TOKEN.match(text)
    return match[2] if match else ""


def _better(word: str, before: str, after: str, own: Counter[Pair]) -> str | None:
    """Another marking of `word` that fits its neighbours where `word` fits neither; None to leave it."""
    if not 2 <= len(word) <= 7 or not (word.islower() or word.isupper() or word.istitle()):
        return None
    capital = word[0].isupper()
    evidence = solemn() if capital else common()
    plain = _plain(word)
    prior, following = _plain(before) if before else "", _plain(after) if after else ""

    def support(option: str) -> tuple[float, float]:
        """What the neighbours say for an option: all evidence, and that of letters alone."""
        weak = strong = 0.0
        for pair in ((prior, option), (option, following)):
            if pair[0] and pair[1]:
                letters = pair in evidence.strong or (not capital and own[pair] > 2)
                strong += letters
                weak += letters or pair in evidence.pairs
        return weak, strong

    if support(plain)[0]:
        return None
    bare = not is_syllable(word) or _lost_tone(plain)
    ranked = []
    for option in evidence.variants.get(key(plain), ()):
        weak, strong = support(option)
        lone = option in evidence.free and (bare or (plain, option) == _EVER)
        if option != plain and (strong or weak >= 2 or (bare and weak) or lone):
            ranked.append((weak + 0.5 * strong + 0.6 * lone + 0.4 * (_quality(option) == _quality(plain)), option))
    ranked.sort(reverse=True)
    if not ranked or (len(ranked) > 1 and ranked[1][0] > ranked[0][0] - 0.3):
        return None  # none, or two that fit as well as each other
    return ranked[0][1]


_EVER = ("đề", "để")  # alone, `đề` is hardly a word of letters, and `để` one of the commonest


def _lost_tone(word: str) -> bool:
    """Whether a word has â, ê or ô without a tone: the marking that OCR makes of ấ ầ ẩ ẫ ậ and the like."""
    return any(c in "âêô" for c in word) and not any(c in _TONES for c in unicodedata.normalize("NFD", word))


_TONES = "\u0300\u0301\u0303\u0309\u0323"


def _quality(word: str) -> str:
    """The word without its tone, with the marks that make vowels (â, ê, ô, ơ, ư, ă)."""
    kept = "".join(c for c in unicodedata.normalize("NFD", word) if c not in _TONES)
    return unicodedata.normalize("NFC", kept)


def _cased(word: str, like: str) -> str:
    """`word` in the case of `like`."""
    if like.isupper():
        return word.upper()
    return word[0].upper() + word[1:] if like[0].isupper() else word


@cache
def common() -> Evidence:
    """Pairs of the dictionary's common words and of letters' phrases."""
    entries = resources.files("underthesea").joinpath("corpus/data/Viet74K.txt").read_text(encoding="utf-8")
    lexicon = load_toml(DATA / "lexicon" / "repair.toml")
    phrases = [line for line in entries.splitlines() if line == line.lower()]
    return _evidence(phrases, lexicon["phrases"], frozenset(lexicon["free"]))


@cache
def solemn() -> Evidence:
    """Pairs of letterheads and signatures: bodies, positions, kinds of documents, provinces."""
    phrases = list(load_toml(DATA / "lexicon" / "repair.toml")["solemn"])
    with (DATA / "gazetteer" / "provinces.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            phrases += [row["name"], row["short"]]
    return _evidence([], phrases, frozenset())


def _evidence(dictionary: Iterable[str], letters: Iterable[str], free: frozenset[str]) -> Evidence:
    pairs: set[Pair] = set()
    variants: dict[str, set[str]] = {key(word): {word} for word in free}
    strong: set[Pair] = set()
    for phrases, into in ((dictionary, pairs), (letters, strong)):
        for phrase in phrases:
            syllables = [_plain(word) for word in re.findall(r"[^\W\d_]+", phrase)]
            into.update(pairwise(syllables))
            for syllable in syllables:
                variants.setdefault(key(syllable), set()).add(syllable)
    ordered = {k: tuple(sorted(v)) for k, v in variants.items()}
    return Evidence(frozenset(pairs | strong), frozenset(strong), ordered, free)
