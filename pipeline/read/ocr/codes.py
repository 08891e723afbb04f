"""Symbols and addresses looked at again, smaller: no dictionary helps an engine with `33/QĐ-CCATTP`.

At the size at which words are read best an engine sees two T for one, or drops a letter where several capitals stand
close; smaller, the letters come out as they are, though not at every size. So looks at three sizes vote with the first
one, each by how sure it is. Only what they make of a doubtful code is taken over: the rest of the line stays as it was.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import NamedTuple

from pipeline.read.ocr.engine import Mode, Seen
from pipeline.read.ocr.lines import STAMP, ReadLine
from schemas.page import Box
from vietnamese.fold import key
from vietnamese.kinds import abbreviations
from vietnamese.lexicon import words as listed
from vietnamese.syllable import is_syllable
from vietnamese.symbols import abbreviates

_CODE = re.compile(r"^\W*(?=.*[A-ZĐ]{2})[\w&.]*(?:[-/][\w&.]+)*\W*$|@")
_NO_CODE = re.compile(r"[/-]\d+[A-ZĐ]")  # a figure before the letters of a symbol is a letter misread
_SURE = 0.9  # confidence from which a code is not looked at again
_SIZES = (0.85, 0.75, 0.65)
_ENOUGH = 2  # looks that agree with the first reading: a third can't outvote them
_MOST = 8  # lines of a page
_ABOVE, _BELOW = 4.0, 3.0  # points for marks
_JOINED = re.compile(r"[/@]|\w-\w")
_OWN = re.compile(r"\W*Số\b")  # the letter's own number may be handwritten: its figures are read by themselves
_TWICE = re.compile("[ĐÐ]*Ð[ĐÐ]*")  # one letter read as two that look alike, or as the wrong one of them
_NUMBERED = re.compile(r"\d[/-](?:\d{4}/)?(?P<head>[^\W_]+)(?P<rest>\S*)")  # a number, its year, its symbol
_UNNUMBERED = re.compile(r"\W*/(?P<head>[^\W\d_]+)(?P<rest>\S*)")
_LETTERHEAD = 8  # lines of a page in which the issuer's name stands
_ASSEMBLY = re.compile(r"(?:UBTV)?QH\d{1,2}")
_DOUBLED = re.compile(r"([A-Z])\1\1|ĐĐ")  # TTT, ĐĐ
_SINGLE = 2  # times as much speaks for a reading without such: an engine doubles letters more than it drops them
_STROKE_LOST = frozenset({"QD"})  # the lexicon has it because typists write so; on a scan it is QĐ, badly read
_KNOWN = 4  # times as much speaks for a proper symbol as for another
_FIGURE = re.compile(r"(?:\d{1,4}|\d{1,2}[/.-]\d{1,2}(?:[/.-](?:\d{4}|\d\d))?)[.,;:)]*")  # of a date
_TORN = re.compile(r"\d{1,2}/(?:\d{1,2}/?)? \d{0,2}/?\d+\W*")  # a date with a space in it
_DATED = frozenset({"ngay", "thang", "nam"})
_REPORT = re.compile(r"\([bB]/[€C]\)")

ReadSmaller = Callable[[Box, Mode, float], list[Seen]]


class Say(NamedTuple):
    """What a look says in place of a line's words from `start` to `end`."""

    start: int
    end: int
    words: tuple[str, ...]


def codes_again(lines: Sequence[ReadLine], read: ReadSmaller) -> list[ReadLine]:
    """`lines` with the likeliest reading of their codes. `read` shows a box (points) at a part of its size."""
    out = [replace(line, words=tuple(map(_written, line.words))) for line in lines]
    offices = [line.text for line in lines[:_LETTERHEAD]]
    left = _MOST
    for i, line in enumerate(out):
        doubtful = _doubtful(line) if left and line.cell is None and line.band < STAMP // 2 else []
        if doubtful:
            left -= 1
            out[i] = _voted(line, doubtful, _looks(line, doubtful, offices, read), offices)
    return out


def _looks(line: ReadLine, doubtful: Sequence[int], offices: Sequence[str], read: ReadSmaller) -> list[list[Seen]]:
    """The line seen at each size; the last is not asked where the others say what was read at first.

    One look that says the same is not enough, for what is doubled at one size is mostly doubled at the next; and for
    a symbol that nothing speaks for all are asked, for another reading may have what this one lacks.
    """
    asked = [line.words[i].text for i in doubtful]
    early = all(_proper(text, offices) or _NUMBERED.search(text) is None for text in asked)
    row = line.row
    box = Box(row.x0 - 4, row.y0 - _ABOVE, row.x1 + 4, row.y1 + _BELOW)
    looks: list[list[Seen]] = []
    for size in _SIZES:
        seen = [_written(replace(word, line=0)) for word in read(box, Mode.LINE, size)]
        looks.append(sorted(seen, key=lambda word: word.box.x0))
        if early and len(looks) == _ENOUGH and all(_confirms(line, doubtful, look) for look in looks):
            break
    return looks


def _confirms(line: ReadLine, doubtful: Sequence[int], look: list[Seen]) -> bool:
    """Whether a look says of every doubtful code what was read at first."""
    said = {(say.start, say.words) for say, _ in _says(line, look) if say.end == say.start + 1}
    return all(
        (i, (line.words[i].text,)) in said and not _odd(line.words[i].text) and not _spoilt(line.words, i)
        for i in doubtful
    )


def _written(word: Seen) -> Seen:
    """The word without what letters never have: Ð is Đ, or half of one, and `(b/€)` is `(b/c)`."""
    text = _REPORT.sub("(b/c)", _TWICE.sub("Đ", word.text))
    return word if text == word.text else replace(word, text=text)


def _doubtful(line: ReadLine) -> list[int]:
    """Where in a line there are codes that were not surely read, or not as symbols are written."""
    # among capitals a word of capitals is no code (a position under a seal), but in a list it is (`- BGĐ SYT;`)
    item = line.text.startswith(("-", "–", "+"))
    capitals = not item and sum(word.text.isupper() for word in line.words) > 0.6 * len(line.words)
    return [
        i
        for i, word in enumerate(line.words)
        if (word.confidence < _SURE and _is_code(word) and (not capitals or _JOINED.search(word.text)))
        or (word.script == "print" and (_odd(word.text) or _spoilt(line.words, i)))
    ]


def _spoilt(words: Sequence[Seen], at: int) -> bool:
    """Whether a word should be a figure of a date, and has what no figure has (`ngày 2] tháng`), or a space in it."""
    text, after = words[at].text, words[at + 1].text if at + 1 < len(words) else ""
    before = words[at - 1].text if at else ""
    if _TORN.fullmatch(f"{text} {after}") or _TORN.fullmatch(f"{before} {text}"):
        return True
    has_figure = any(char.isdigit() for char in text)
    return has_figure and key(before).lower() in _DATED and _FIGURE.fullmatch(text) is None


def _proper(text: str, offices: Sequence[str]) -> int:
    """How much a symbol has that speaks for it, 0 to 2.

    First a kind's or the issuer's abbreviation, or one with a small letter; behind that the issuer's. A symbol before
    which the handwritten number could not be read begins with its slash.
    """
    match = _NUMBERED.search(text) or _UNNUMBERED.match(text)
    if match is None or match["head"] in _STROKE_LOST:
        return 0
    head = match["head"] in abbreviations() or _ASSEMBLY.fullmatch(match["head"]) is not None
    small = any(part in listed("bodies", "with_small_letters") for part in _parts(match))
    behind = any(len(part) > 2 and abbreviates(part, offices) for part in _parts(match)[1:])
    return int(small or head or abbreviates(match["head"], offices)) + int(head and behind)


def _odd(text: str) -> bool:
    """Whether a symbol has what hardly any has: small letters, a figure first, a lost stroke, a doubled letter."""
    match = _NUMBERED.search(text)
    if match is None or not re.search("[A-ZĐ]{2}", text) or _ASSEMBLY.fullmatch(match["head"]):
        return False
    doubled = _DOUBLED.search(match["head"] + match["rest"])
    if doubled or match["head"] in _STROKE_LOST or any(char.isdigit() for char in match["head"]):
        return True
    written = {*listed("bodies", "with_small_letters"), *abbreviations()}
    return any(not part.isupper() and part not in written for part in _parts(match))


def _parts(numbered: re.Match[str]) -> list[str]:
    """The parts of a symbol that have letters."""
    return [part for part in re.findall(r"[^\W_]+", numbered["head"] + numbered["rest"]) if not part.isdecimal()]


def _is_code(word: Seen) -> bool:
    return word.script == "print" and _CODE.search(word.text) is not None and not is_syllable(word.text.strip(".,;:()"))


def _voted(line: ReadLine, doubtful: Sequence[int], looks: Sequence[list[Seen]], offices: Sequence[str]) -> ReadLine:
    """The line with what most looks make of its doubtful codes. `offices`: lines in which the issuer's name stands."""
    votes: Counter[Say] = Counter()
    said: dict[Say, list[Seen]] = {}
    for words in (list(line.words), *looks):
        for say, seen in _says(line, words):
            proper = max(int(_mends(line, say)), *(_proper(text, offices) for text in say.words))
            single = 1 if any(map(_DOUBLED.search, say.words)) else _SINGLE
            votes[say] += int(1000 * single * _KNOWN**proper * min(word.confidence for word in seen))
            if say not in said or seen[0].confidence > said[say][0].confidence:
                said[say] = seen
    chosen: list[Say] = []
    for i in doubtful:
        best = max((say for say in votes if say.start <= i < say.end), key=lambda say: votes[say], default=None)
        if best is not None and all(best.end <= other.start or best.start >= other.end for other in chosen):
            chosen.append(best)
    out = list(line.words)
    for say in sorted(chosen, reverse=True):
        out[say.start : say.end] = said[say]
    return replace(line, words=tuple(out))


def _says(line: ReadLine, words: list[Seen]) -> list[tuple[Say, list[Seen]]]:
    """What a look says of each word of a line, or of some together; nothing where it saw no code in a code's place.

    Of the letter's own number only the symbol: its figures are read by those who know handwriting.
    """
    first = 0
    if _OWN.match(line.text) is not None:
        first, their_first = _slashed(line.words), _slashed(words)
        if first < 0 or their_first < 0:
            return []
        before = line.words[first].text.partition("/")[0]
        symbol = before + "/" + words[their_first].text.partition("/")[2]
        after = [word for word in words[their_first + 1 :] if any(char.isalnum() for char in word.text)]
        words = [replace(words[their_first], text=symbol), *after]
    mine, theirs = [word.text for word in line.words[first:]], [word.text for word in words]
    out = []
    for what, a0, a1, b0, b1 in SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes():
        if what in ("equal", "replace") and a1 - a0 == b1 - b0:
            pieces = [(a0 + k, a0 + k + 1, words[b0 + k : b0 + k + 1]) for k in range(a1 - a0)]
        else:
            pieces = [(a0, a1, words[b0:b1])] if what == "replace" and b1 - b0 < a1 - a0 else []
        for start, end, seen in pieces:
            texts, span = tuple(word.text for word in seen), line.words[first + start : first + end]
            coded = all(map(_is_code, (*span, *seen))) and not any(map(_NO_CODE.search, texts))
            say = Say(first + start, first + end, texts)
            if list(texts) == mine[start:end] or coded or _mends(line, say):
                out.append((say, seen))
    return out


def _mends(line: ReadLine, say: Say) -> bool:
    """Whether a look says a figure of a date in place of a spoilt one."""
    own = [word.text for word in line.words[say.start : say.end]]
    spoilt = all(_spoilt(line.words, i) for i in range(say.start, say.end))
    return spoilt and list(say.words) != own and len(say.words) == 1 and _FIGURE.fullmatch(say.words[0]) is not None


def _slashed(words: Sequence[Seen]) -> int:
    """The first word with a slash, -1 where there is none."""
    return next((i for i, word in enumerate(words) if "/" in word.text), -1)
