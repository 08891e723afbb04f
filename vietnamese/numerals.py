"""Numbers as letters write them: digits, Vietnamese words, Roman numerals.

Words are read by their accent-less key, so that `hai mươi lăm`, `HAI MƯƠI LĂM` and OCR's `hai muơi lãm` are one.
"""

from __future__ import annotations

import re

from vietnamese.fold import key

_UNITS = {
    "khong": 0, "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "lam": 5, "nham": 5,
    "sau": 6, "bay": 7, "tam": 8, "chin": 9,
}  # fmt: skip
_SCALES = {"nghin": 1_000, "ngan": 1_000}
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_ROMAN_FORM = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")

# The words above as one pattern on the key, for rule tables that must find a number before its value is asked.
WORDS = r"(?:muoi|tram|linh|le|khong|mot|hai|ba|bon|tu|nam|lam|nham|sau|bay|tam|chin)"


def number(text: str) -> int | None:
    """The value of digits or number words below a million; None where `text` is no number.

    >>> number("hai mươi lăm"), number("05"), number("mười"), number("một trăm linh tư"), number("việc")
    (25, 5, 10, 104, None)
    """
    bare = key(text).strip()
    if re.fullmatch(r"[0-9]{1,9}", bare):
        return int(bare)
    words = bare.split()
    if not words:
        return None
    total = 0
    group: list[str] = []
    for word in words:
        if word in _SCALES:
            head = _below_thousand(group)
            if head is None or total:
                return None
            total = head * _SCALES[word]
            group = []
        else:
            group.append(word)
    tail = _below_thousand(group) if group else 0
    return None if tail is None else total + tail


def _below_thousand(words: list[str]) -> int | None:
    """`một trăm hai mươi lăm` → 125; None where the words make no number."""
    if not words:
        return None
    value = 0
    rest = list(words)
    if len(rest) > 1 and rest[1] == "tram":
        if rest[0] not in _UNITS:
            return None
        value = _UNITS[rest[0]] * 100
        rest = rest[2:]
        if rest and rest[0] in ("linh", "le"):
            return value + _UNITS[rest[1]] if len(rest) == 2 and rest[1] in _UNITS else None
        if not rest:
            return value
    tens = _below_hundred(rest)
    return None if tens is None else value + tens


def _below_hundred(words: list[str]) -> int | None:
    match words:
        case [unit] if unit in _UNITS:
            return _UNITS[unit]
        case ["muoi"]:
            return 10
        case ["muoi", unit] if unit in _UNITS:
            return 10 + _UNITS[unit]
        case [tens, "muoi"] if tens in _UNITS:
            return _UNITS[tens] * 10
        case [tens, "muoi", unit] if tens in _UNITS and unit in _UNITS:
            return _UNITS[tens] * 10 + _UNITS[unit]
        case _:
            return None


# Letters that OCR takes for digits, in a run with real digits (`1l/12/2O17`). What is all I is a Roman numeral.
_MIXED = re.compile(r"(?<![^\W_])(?=[lIOo|/.]*\d)(?=[\d/.]*[lIOo|])[\dlIOo|]+(?:[/.][\dlIOo|]+)*(?![^\W_])")
_PART = re.compile(r"(?!I+(?![\dlOo|]))[\dlIOo|]+")
_DIGITS = str.maketrans("lI|Oo", "11100")


def mend_digits(text: str) -> str:
    """`text` with l, I, | and O inside dates and numbers as the digits they are; length unchanged.

    >>> mend_digits("ngày 1l/12/2O17, quý I/2022")
    'ngày 11/12/2017, quý I/2022'
    """
    return _MIXED.sub(lambda run: _PART.sub(lambda part: part[0].translate(_DIGITS), run[0]), text)


def roman(text: str) -> int | None:
    """The value of a Roman numeral in capitals; None where `text` is none.

    >>> roman("IV"), roman("XII"), roman("IIII"), roman("")
    (4, 12, None, None)
    """
    if not text or not _ROMAN_FORM.fullmatch(text):
        return None
    values = [_ROMAN[char] for char in text]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))
