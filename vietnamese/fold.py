"""Folding: NFC, and keys that compare Vietnamese words without their accents.

`key` has exactly one character for each character of its text, so a match in the key is a match in the text at the
same offsets. That is why rules may be written once, without accents, and still lead home.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

# One kind of quote, dash, slash and space each; every one a single character, so that offsets stay.
_SAME = str.maketrans(
    {
        "\u00d0": "Đ",  # eth, typed for Đ
        "\u0110": "Đ",
        "\u00f0": "đ",
        "\u00a0": " ",
        "\u2007": " ",
        "\u202f": " ",
        "\u3000": " ",
        "\u2044": "/",  # the fraction slash, by which engines read `31/10`
        "\u2215": "/",
    }
)
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00ad"
_QUOTES = "\u2018\u2019\u201a\u201b\u2032\u00b4\u0060"
_DOUBLES = "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033"


def nfc(text: str) -> str:
    """`text` in NFC with eth as Đ and every kind of slash and of wide space as a plain one. Idempotent."""
    return unicodedata.normalize("NFC", text).translate(_SAME)


class _Key(dict[int, str]):
    """The map of `key`, filled as characters are met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = _fold_char(char)
        self[code] = folded
        return folded


def _fold_char(char: str) -> str:
    if char in "đĐ\u00d0\u00f0":
        return "d"
    if char in _DASHES:
        return "-"
    if char in "\u2044\u2215":
        return "/"
    if char in _QUOTES:
        return "'"
    if char in _DOUBLES:
        return '"'
    if char.isspace() and char != "\n":
        return " "
    bare = unicodedata.normalize("NFD", char)[0].lower()
    return bare if len(bare) == 1 else char


_KEY = _Key()


def key(text: str) -> str:
    """The accent-less lower-case key of `text`: same length, same offsets.

    >>> key("Sở Y tế Đồng Nai")
    'so y te dong nai'
    """
    return text.translate(_KEY)


# Where the tone stands in oa, oe, uy: both spellings are in use (hoà, hòa); the newer is the common form.
_TONES = (
    ("oà", "òa"), ("oá", "óa"), ("oả", "ỏa"), ("oã", "õa"), ("oạ", "ọa"),
    ("oè", "òe"), ("oé", "óe"), ("oẻ", "ỏe"), ("oẽ", "õe"), ("oẹ", "ọe"),
    ("uỳ", "ùy"), ("uý", "úy"), ("uỷ", "ủy"), ("uỹ", "ũy"), ("uỵ", "ụy"),
)  # fmt: skip


@cache
def _tone_pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    table = dict(_TONES)
    return re.compile(r"(?<![qQ])(" + "|".join(table) + r")(?!\w)", re.IGNORECASE), table


def tones(text: str) -> str:
    """`text` with the tone of final oa, oe, uy on the first vowel (hoà → hòa), `qu` left alone. Length unchanged."""
    pattern, table = _tone_pattern()

    def new(match: re.Match[str]) -> str:
        old = match[0]
        out = table[old.lower()]
        return "".join(o.upper() if c.isupper() else o for c, o in zip(old, out, strict=True))

    return pattern.sub(new, text)


def same(text: str) -> str:
    """The form in which two names are compared: NFC, tones in one place, lower case, single spaces."""
    return re.sub(r"\s+", " ", tones(nfc(text))).strip().casefold()
