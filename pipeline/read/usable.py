"""How usable a text layer is: a letter's text consists of Vietnamese syllables with their marks, numbers and codes.

Four kinds of garbage are common: question marks where letters were lost, letters of another encoding, the guesses of an
OCR that knew no Vietnamese, and codes of symbol fonts without a map to Unicode.
"""

from __future__ import annotations

import re

from vietnamese.syllable import is_syllable

FEW = 12  # words: too few to judge a text by
_TOKEN = re.compile(r"\S+")
_LETTERS = re.compile(r"[^\W\d_]+")
_CODE = re.compile(r"^[A-ZĐƠƯÂÊÔĂ&]{1,12}$|^\W+$|^[\d.,:/()%–-]+$|@|https?:|www\.|\.vn\b|\.com\b")
_LOST = re.compile(r"[^\W\d_]\?|\?[^\W\d_]|[\ufffd\u0000-\u0008\ue000-\uf8ff]")
_MIXED = re.compile(r"[^\W\d_]\d[a-zà-ỹ]")  # a figure inside a word: `Đ6c l6p`
_MARKED_USUALLY = 0.45  # the least share of marked words in running Vietnamese; it is about 0.75
_LATIN = re.compile(r"^[A-Za-z]+$")
_ENGLISH = re.compile(r"(?:the|of|and|to|in|a|is|for|on|that|by|with|as|are|be|this|or|from|at|an|it|which|not)", re.I)


def usable(text: str) -> float:
    """How much of `text` reads as a Vietnamese letter would, from 0 (garbage) to 1; 1 where there is nothing to judge.

    A clean letter scores above 0.85, a fair OCR above 0.7, text with lost or foreign marks below 0.5.
    """
    words = good = marked = lost = 0
    for token in _TOKEN.findall(text):
        if _LOST.search(token) is not None and not token.endswith("?"):
            words += 1
            lost += 1
            continue
        if _CODE.search(token) is not None:
            continue
        if _MIXED.search(token) is not None:
            words += 1
            lost += 1
            continue
        for word in _LETTERS.findall(token):
            if len(word) < 2:
                continue
            words += 1
            if is_syllable(word):
                good += 1
                marked += not word.isascii()
            elif _LATIN.match(word) is None:
                lost += 1
    if words < FEW:
        return 0.0 if lost > words / 2 and lost else 1.0
    foreign = _foreign(text)
    accented = 1.0 if foreign else min(1.0, marked / (_MARKED_USUALLY * words))
    share = (words - lost) / words if foreign else good / words
    return round(share * accented * (1 - lost / words), 3)


def _foreign(text: str) -> bool:
    """Whether a text is clean writing in another language, such as an English attachment."""
    words = _LETTERS.findall(text)
    plain = sum(_LATIN.match(word) is not None for word in words)
    common = sum(_ENGLISH.fullmatch(word) is not None for word in words)
    return plain > 0.97 * len(words) and common > 0.15 * len(words)
