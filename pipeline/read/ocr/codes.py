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
from vietnamese.kinds import abbreviations
from vietnamese.lexicon import words as listed
from vietnamese.syllable import is_syllable

_CODE = re.compile(r"^\W*(?=.*[A-ZĐ]{2})[\w&.]*(?:[-/][\w&.]+)*\W*$|@")
_NO_CODE = re.compile(r"[/-]\d+[A-ZĐ]")  # a figure before the letters of a symbol is a letter misread
_SURE = 0.9  # confidence from which a code is not looked at again
_SIZES = (0.85, 0.75, 0.65)
_ENOUGH = 2  # looks that agree with the first reading: a third can't outvote them
_MOST = 8  # lines of a page
_ABOVE, _BELOW = 5.0, 3.0  # points for marks
_OWN = re.compile(r"\W*Số\b")  # the letter's own number may be handwritten: its figures are read by themselves
_TWICE = re.compile("[ĐÐ]*Ð[ĐÐ]*")  # one letter read as two that look alike, or as the wrong one of them
_NUMBERED = re.compile(r"\d/(?:\d{4}/)?(?P<head>[^\W_]+)(?P<rest>\S*)")  # a number, its year, its symbol
_ASSEMBLY = re.compile(r"(?:UBTV)?QH\d{1,2}")
_STROKE_LOST = frozenset({"QD"})  # the lexicon has it because typists write so; on a scan it is QĐ, badly read
_KNOWN = 4  # times as much speaks for a proper symbol as for another
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
    left = _MOST
    for i, line in enumerate(out):
        doubtful = _doubtful(line) if left and line.cell is None and line.band < STAMP // 2 else []
        if doubtful:
            left -= 1
            out[i] = _voted(line, doubtful, _looks(line, doubtful, read))
    return out


def _looks(line: ReadLine, doubtful: Sequence[int], read: ReadSmaller) -> list[list[Seen]]:
    """The line seen at each size; the last is not asked where the others say what was read at first."""
    box = Box(line.box.x0 - 4, line.box.y0 - _ABOVE, line.box.x1 + 4, line.box.y1 + _BELOW)
    looks: list[list[Seen]] = []
    for size in _SIZES:
        seen = [_written(replace(word, line=0)) for word in read(box, Mode.LINE, size)]
        looks.append(sorted(seen, key=lambda word: word.box.x0))
        if len(looks) == _ENOUGH and all(_confirms(line, doubtful, look) for look in looks):
            break
    return looks


def _confirms(line: ReadLine, doubtful: Sequence[int], look: list[Seen]) -> bool:
    """Whether a look says of every doubtful code what was read at first."""
    said = {(say.start, say.words) for say, _ in _says(line, look) if say.end == say.start + 1}
    return all((i, (line.words[i].text,)) in said and not _odd(line.words[i].text) for i in doubtful)


def _written(word: Seen) -> Seen:
    """The word without what letters never have: Ð is Đ, or half of one, and `(b/€)` is `(b/c)`."""
    text = _REPORT.sub("(b/c)", _TWICE.sub("Đ", word.text))
    return word if text == word.text else replace(word, text=text)


def _doubtful(line: ReadLine) -> list[int]:
    """Where in a line there are codes that were not surely read, or not as symbols are written."""
    return [
        i
        for i, word in enumerate(line.words)
        if (word.confidence < _SURE and _is_code(word)) or (word.script == "print" and _odd(word.text))
    ]


def _proper(text: str) -> bool:
    """Whether a symbol has what speaks for it: a kind's abbreviation first, or one with a small letter."""
    match = _NUMBERED.search(text)
    if match is None or match["head"] in _STROKE_LOST:
        return False
    head = match["head"] in abbreviations() or _ASSEMBLY.fullmatch(match["head"]) is not None
    return head or any(part in listed("bodies", "with_small_letters") for part in _parts(match))


def _odd(text: str) -> bool:
    """Whether a symbol has a part as none has: small letters, a figure at its head, a letter without stroke."""
    match = _NUMBERED.search(text)
    if match is None or not re.search("[A-ZĐ]{2}", text) or _ASSEMBLY.fullmatch(match["head"]):
        return False
    if match["head"] in _STROKE_LOST or any(char.isdigit() for char in match["head"]):
        return True
    written = {*listed("bodies", "with_small_letters"), *abbreviations()}
    return any(not part.isupper() and part not in written for part in _parts(match))


def _parts(numbered: re.Match[str]) -> list[str]:
    """The parts of a symbol that have letters."""
    return [part for part in re.findall(r"[^\W_]+", numbered["head"] + numbered["rest"]) if not part.isdecimal()]


def _is_code(word: Seen) -> bool:
    return word.script == "print" and _CODE.search(word.text) is not None and not is_syllable(word.text.strip(".,;:()"))


def _voted(line: ReadLine, doubtful: Sequence[int], looks: Sequence[list[Seen]]) -> ReadLine:
    """The line with what most looks make of its doubtful codes."""
    votes: Counter[Say] = Counter()
    said: dict[Say, list[Seen]] = {}
    for words in (list(line.words), *looks):
        for say, seen in _says(line, words):
            known = _KNOWN if any(map(_proper, say.words)) else 1
            votes[say] += int(1000 * known * min(word.confidence for word in seen))
            if say not in said or seen[0].confidence > said[say][0].confidence:
                said[say] = seen
    chosen: list[Say] = []
    for i in doubtful:
        best = max((say for say in votes if say.start <= i < say.end), key=lambda say: votes[say])
        if all(best.end <= other.start or best.start >= other.end for other in chosen):
            chosen.append(best)
    out = list(line.words)
    for say in sorted(chosen, reverse=True):
        out[say.start : say.end] = said[say]
    return replace(line, words=tuple(out))


def _says(line: ReadLine, words: list[Seen]) -> list[tuple[Say, list[Seen]]]:
    """What a look says of each word of a line, or of some together; nothing where it saw no code in a code's place."""
    mine, theirs = [word.text for word in line.words], [word.text for word in words]
    own = _OWN.match(line.text) is not None
    out = []
    for what, a0, a1, b0, b1 in SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes():
        if what in ("equal", "replace") and a1 - a0 == b1 - b0:
            pieces = [(a0 + k, a0 + k + 1, words[b0 + k : b0 + k + 1]) for k in range(a1 - a0)]
        else:
            pieces = [(a0, a1, words[b0:b1])] if what == "replace" and b1 - b0 < a1 - a0 else []
        for start, end, seen in pieces:
            texts = tuple(word.text for word in seen)
            same = list(texts) == mine[start:end]
            if same or (all(map(_is_code, (*line.words[start:end], *seen))) and _can_be(texts, mine[start:end], own)):
                out.append((Say(start, end, texts), seen))
    return out


def _can_be(texts: Sequence[str], first: Sequence[str], own: bool) -> bool:
    return not any(map(_NO_CODE.search, texts)) and not (own and _digits(texts) != _digits(first))


def _digits(words: Sequence[str]) -> str:
    return "".join(char for word in words for char in word if char.isdigit())
