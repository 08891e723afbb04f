"""Marks that OCR lost or changed, mended by what words go together; what was read is kept beside the word.

Only marks change, never letters (`thâm quyên` → `thẩm quyền`), but for the few letters that one letter is read for.
Evidence: `phrases` (dictionary, lexicons, gazetteer) and the page's own
other words. Numbers, symbols, dates, codes and names of people are never touched: a token with anything but letters in
it stays as read, and so do capitalised words but in phrases that are written with capitals.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.read.ocr.abbreviated import with_abbreviations
from pipeline.read.ocr.engine import Seen
from pipeline.read.ocr.lines import ReadLine
from pipeline.read.ocr.periods import with_periods
from pipeline.read.ocr.readings import OWN, OwnPairs, Token, better, token_of
from vietnamese.fold import key
from vietnamese.syllable import is_syllable

_JOINED = re.compile(r"^([^\W\d_][^\W\d_A-ZĐ]+)([A-ZĐÂÊÔƠƯĂ][^\W\d_A-ZĐ]+)(\W*)$")
_ABBREVIATED = re.compile(r"^([^\W\d_][^\W\d_A-ZĐ]+)([A-ZĐ]{2,6})(\W*)$")  # "phòngTCHC", "WebsiteSCV"
_FOREIGN = ("website", "web", "email", "fax")
_Y_TE = re.compile(r"^(Y)(tế)(\W*)$")  # the one letter that is a word and begins another


def repaired(lines: Sequence[ReadLine]) -> list[ReadLine]:
    """`lines` with marks mended. Words that changed say what was read in `read_as`."""
    lines = [replace(line, words=tuple(with_abbreviations(line.words))) for line in lines]
    flows: dict[tuple[int, int, object], list[tuple[int, int]]] = {}
    for i, line in enumerate(lines):
        flow = flows.setdefault((line.band, line.column, line.cell), [])
        flow.extend((i, j) for j in range(len(line.words)))
    out = [list(line.words) for line in lines]
    runs = [run for flow in flows.values() for run in _runs(out, flow)]
    own = _own_pairs(runs)
    for run in runs:
        for (i, j), new in _mended(run, own):
            word = out[i][j]
            out[i][j] = replace(word, text=new, read_as=word.read_as or word.text)
    return with_periods([replace(line, words=tuple(_apart(words))) for line, words in zip(lines, out, strict=True)])


def _apart(words: Iterable[Seen]) -> Iterable[Seen]:
    """Words that OCR ran together, cut where the next begins with a capital (`HàVăn`, `SởYtế`)."""
    for word in words:
        match = _two_words(word.text) if word.script == "print" else None
        if match is None:
            yield word
            continue
        at = word.box.x0 + word.box.width * len(match[1]) / len(word.text)
        yield replace(word, text=match[1], box=word.box._replace(x1=at), read_as=word.read_as or word.text)
        second = replace(word, text=match[2] + match[3], box=word.box._replace(x0=at), glued=False)
        yield from _apart([second])


def _two_words(text: str) -> re.Match[str] | None:
    joined = _JOINED.match(text)
    if joined is not None and is_syllable(joined[1]) and (is_syllable(joined[2]) or _Y_TE.match(joined[2])):
        return joined
    abbreviated = _ABBREVIATED.match(text)
    small = abbreviated is not None and abbreviated[1][1:].islower()
    if abbreviated is not None and small and (is_syllable(abbreviated[1]) or abbreviated[1].lower() in _FOREIGN):
        return abbreviated
    return _Y_TE.match(text)


Run = tuple[list[tuple[int, int]], list[Token], list[float]]  # places, words, confidences


def _runs(words: list[list[Seen]], flow: list[tuple[int, int]]) -> Iterator[Run]:
    """The words of a flow that follow each other with nothing between them but white space."""
    places, tokens, sure = list[tuple[int, int]](), list[Token](), list[float]()
    for place in flow:
        word = words[place[0]][place[1]]
        token = token_of(word.text) if word.script == "print" else None
        if tokens and (token is None or token.lead):
            yield places, tokens, sure
            places, tokens, sure = [], [], []
        if token is None:
            continue
        places.append(place)
        tokens.append(token)
        sure.append(word.confidence)
        if token.tail:
            yield places, tokens, sure
            places, tokens, sure = [], [], []
    if tokens:
        yield places, tokens, sure


def _own_pairs(runs: Iterable[Run]) -> OwnPairs:
    """The page's own pairs of surely read small words that it has several times, by their keys."""
    out: OwnPairs = {}
    for _, tokens, sure in runs:
        for at in range(len(tokens) - 1):
            a, b = tokens[at], tokens[at + 1]
            if a.shape == b.shape == "l" and sure[at] > 0.9 and sure[at + 1] > 0.9:
                out.setdefault((a.key, b.key), Counter())[a.plain, b.plain] += 1
    return {pair: found for pair, found in out.items() if max(found.values()) >= OWN}


def _mended(run: Run, own: OwnPairs) -> Iterator[tuple[tuple[int, int], str]]:
    """The places of a run whose words change, with their new text."""
    places, tokens, _ = run
    tokens = list(tokens)
    changed: dict[int, str] = {}
    for _ in range(3):  # a mended word is evidence for its neighbours
        changes = better(tokens, own)
        if not changes:
            break
        for at, new in changes.items():
            token = tokens[at]
            core = _cased(new, token.core)
            changed[at] = token.lead + core + token.tail
            tokens[at] = token._replace(core=core, plain=new, key=key(new), bare=False)
    for at, text in changed.items():
        yield places[at], text


def _cased(word: str, like: str) -> str:
    """`word` in the case of `like`; where its first letter is another one, the capital was a misreading too."""
    if like.isupper() and len(like) > 1:
        return word.upper()
    return word[0].upper() + word[1:] if like[0].isupper() and key(word[0]) == key(like[0]) else word
