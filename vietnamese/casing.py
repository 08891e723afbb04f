"""Sentence case for names that are printed all in capitals: SỞ Y TẾ → Sở Y tế.

Capitals carry no information about case, so the names of places, the words that begin a body's name and the
abbreviations come from the lexicon.
"""

from __future__ import annotations

import re
from functools import cache

from vietnamese.fold import key, tones
from vietnamese.lexicon import by_length, keys, words

_WORD = re.compile(r"[^\W_]+")
_VOWELS = set("aeiouy")


def shouted(text: str, *, share: float = 0.75) -> bool:
    """Whether `text` is printed in capitals: at least `share` of its letters."""
    letters = [c for c in text if c.isalpha()]
    return bool(letters) and sum(c.isupper() for c in letters) >= share * len(letters)


def sentence_case(text: str, *, name: bool = True) -> str:
    """`text` in sentence case if it is printed in capitals, else as it is. The length stays.

    `name` says whether it is a body's or position's name, in which heads take capitals; in a title only places do.

    >>> sentence_case("SỞ Y TẾ")
    'Sở Y tế'
    >>> sentence_case("ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI")
    'Ủy ban nhân dân tỉnh Quảng Ngãi'
    """
    if not shouted(text):
        return text
    out = list(text.lower())
    folded = key(text)
    spans = [match.span() for match in _WORD.finditer(text)]
    for start, end in spans:
        if _abbreviation(text[start:end], folded[start:end]):
            out[start:end] = text[start:end]
    _raise(out, spans[0][0] if spans else 0)
    for start in _inner_heads(tones(text.lower()), spans) if name else ():
        _raise(out, start)
    for start, end in _places(folded):
        for word in _WORD.finditer(folded, start, end):
            _raise(out, word.start())
    return "".join(out)


def name_case(text: str) -> str:
    """A person's name printed in capitals with a capital for each word: TRẦN VĂN AN → Trần Văn An."""
    if not shouted(text):
        return text
    return " ".join(part[:1].upper() + part[1:].lower() for part in text.split(" "))


def _raise(out: list[str], at: int) -> None:
    if at < len(out):
        out[at] = out[at].upper()


def _abbreviation(word: str, folded: str) -> bool:
    """Words of the list of abbreviations, and words without a vowel, which can be nothing else."""
    return folded in keys("bodies", "abbreviations") or (len(word) > 1 and not _VOWELS & set(folded) and word.isalpha())


@cache
def _heads() -> tuple[tuple[re.Pattern[str], str, bool], ...]:
    """Heads of bodies and positions as written, longest first, and whether the word after one takes a capital.

    They keep their accents here, for without them PHỐ is PHÓ.
    """
    capital = set(words("bodies", "capital_after"))
    named = capital | set(words("bodies", "heads")) | set(words("positions", "positions"))
    named |= set(words("bodies", "neutral"))
    ordered = sorted(named, key=lambda head: (-len(head), head))
    return tuple(
        (re.compile(rf"(?<!\w)(?<!xã ){re.escape(tones(head.lower()))}(?!\w)"), head, head in capital)
        for head in ordered
    )


def _inner_heads(lower: str, spans: list[tuple[int, int]]) -> list[int]:
    """Where words inside the name take a capital: as the heads have them, and the word after some heads."""
    taken: list[tuple[int, int]] = []
    raised = []
    starts = [start for start, _ in spans]
    for pattern, head, capital in _heads():
        for match in pattern.finditer(lower):
            if any(a < match.end() and match.start() < b for a, b in taken):
                continue
            taken.append(match.span())
            if match.start() == 0 or capital or len(head) > 3:
                raised += [match.start() + k for k, c in enumerate(head) if c.isupper()]
            if capital:
                after = next((s for s in starts if s >= match.end()), None)
                if after is not None:
                    raised.append(after)
                    raised += _after_joint(lower, after, starts)
    return raised


def _after_joint(lower: str, start: int, starts: list[int]) -> list[int]:
    """In `Lao động - Thương binh và Xã hội` the words after a dash and after `và` take capitals too."""
    out = []
    for match in re.finditer(r"\s*-\s*(?=\w)|(?<= )và (?=\w)", lower[start:]):
        at = start + match.end()
        if at in starts:
            out.append(at)
    return out


def _places(folded: str) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for place in by_length("places", "names"):
        at = folded.find(place)
        while at >= 0:
            end = at + len(place)
            alone = not folded[at - 1 : at].isalnum() and not folded[end : end + 1].isalnum()
            if alone and not any(a < end and at < b for a, b in out):
                out.append((at, end))
            at = folded.find(place, end)
    return out
