"""The symbol of a letter against the name of its office: SYT is Sở Y tế, CT-KK a paper of Cục Thuế.

A digit of a handwritten number, or the slash, is read by OCR as a letter glued before the symbol (`ICT-KK`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from vietnamese.kinds import abbreviations

_WORD = re.compile(r"[^\W_]+")
_DIGIT = re.compile(r"[IJLOZl\d]{1,2}")  # what a figure or the slash is read as
_LIKE = str.maketrans("105", "TOS")


def unglued(symbol: str, names: Sequence[str]) -> str:
    """`symbol` without what OCR glued before its first part, where the names of the letterhead prove what that was.

    >>> unglued("ICT-KK", ["CỤC THUẾ", "TỈNH HÀ GIANG"]), unglued("SY1-NV", ["SỞ Y TẾ"]), unglued("KCT-KK", ["SỞ Y TẾ"])
    ('CT-KK', 'SYT-NV', 'KCT-KK')
    """
    head, joint, rest = re.fullmatch(r"([^-/]*)([-/]?)(.*)", symbol, re.DOTALL).groups()  # type: ignore[union-attr]
    if head in abbreviations() or abbreviates(head, names):
        return symbol
    follows = any(abbreviates(part, names) for part in re.split(r"[-/]", rest))
    cut = [head[n:] for n in (1, 2) if _DIGIT.fullmatch(head[:n])]
    for part in (head.translate(_LIKE), *cut, re.sub(r"^(\D*)\d(\D*)$", r"\1\2", head)):
        if part == head or len(part) < 2:
            continue
        if abbreviates(part, names) or (follows and part in abbreviations()):
            return f"{part}{joint}{rest}"
    return symbol


def abbreviates(part: str, names: Sequence[str]) -> bool:
    """Whether `part` is how the office's own name, given in its lines, begins when it is cut to initials."""
    if len(part) < 2:
        return False
    for at in range(len(names)):
        initials = "".join(_initial(word) for word in _WORD.findall(" ".join(names[at:])))
        if initials.startswith(part.upper()):
            return True
    return False


def _initial(word: str) -> str:
    """The first letter of a word; an abbreviation (UBND) stays whole. The lines are in capitals, or not at all."""
    return word if word in ("UBND", "HĐND", "BHXH", "TTYT") else unicodedata.normalize("NFD", word[0].upper())[0]
