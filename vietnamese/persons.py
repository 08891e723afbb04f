"""People's names: what looks like one. Vietnamese names are two to six words, the family name first."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import pairwise

from vietnamese.fold import key
from vietnamese.lexicon import keys, words
from vietnamese.syllable import is_syllable

_FOREIGN = re.compile(r"[fjwz]|\b[^aeiouy\W]{2,}\b")  # letters and syllables that no Vietnamese name has
_OFFICE = re.compile(
    r"(?:pho )?(?:giam|chu (?:tich|nhiem)|cuc truong|vu truong|truong phong|hieu truong|chanh|tong giam)\b"
)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def person_likeness(text: str) -> float:
    """How much the whole of `text` looks like one person's name, 0..1.

    1 needs a known family name and every word capitalised; a text of capitals only, or with an unknown family name,
    is less sure.
    """
    parts = text.split()
    if not 2 <= len(parts) <= 6 or len(text) > 40:
        return 0.0
    if not all(_WORD.fullmatch(part) and part[0].isupper() for part in parts):
        return 0.0
    if any(len(part) > 7 and "-" not in part for part in parts) or _FOREIGN.search(key(text)):
        return 0.0
    if key(text) in keys("places", "names"):
        return 0.1
    if _OFFICE.match(key(text)):
        return 0.0
    known = key(parts[0]) in keys("persons", "surnames")
    shouted = all(part.isupper() for part in parts)
    if any(part.isupper() and len(part) > 1 for part in parts) and not shouted:
        known = False
    likeness = 0.95 if known else 0.45
    if shouted:
        likeness -= 0.25
    return likeness if len(parts) <= 5 else likeness - 0.2


def is_person(text: str) -> bool:
    """Whether `text` is, as far as its form tells, a person's name.

    >>> is_person("Trần Thị Bình An")
    True
    >>> is_person("Sở Y tế")
    False
    """
    return person_likeness(text) >= 0.7


def misread(name: str, *, sure: bool) -> bool:
    """Whether a name that OCR read can't be as it was printed; `sure` says whether OCR was sure of its first word.

    A family name is known with its accents: `Trân` is Trần with a mark lost. One that is not known counts where OCR was
    sure of it. Every other word must be a syllable; `Thi` inside a name is Thị without its mark.

    >>> [misread(name, sure=True) for name in ("Trần Thị Mẫu", "Trân Thị Mẫu", "TA Văn Mẫu", "Trần Thi Mẫu")]
    [False, True, True, True]
    """
    parts = name.split()
    lower = unicodedata.normalize("NFC", name).lower().split()
    shouted = name.isupper()
    if len(lower) == 2 and len(lower[0]) == 1:
        return True  # the rest of a name whose first word a seal hides, more often than a whole one with A or Y
    if any(len(part) > 1 and part.isupper() and not shouted for part in parts) or "thi" in lower[1:-1]:
        return True
    if lower[:1] and lower[0] not in _surnames() and (key(lower[0]) in keys("persons", "surnames") or not sure):
        return True
    return not all(_valid(part) for part in lower)


def _valid(part: str) -> bool:
    return part in _surnames() or all(is_syllable(word) for word in re.findall(r"[^\W\d_]{2,}", part))


@cache
def _surnames() -> frozenset[str]:
    return frozenset(word.lower() for word in words("persons", "surnames"))


@cache
def _titles() -> re.Pattern[str]:
    titles = "|".join(re.escape(title) for title in sorted(words("persons", "titles"), key=lambda t: (-len(t), t)))
    return re.compile(rf"(?:(?:{titles})(?:\s?[.,-]\s?|\s+|$))+", re.IGNORECASE)


def title_length(text: str) -> int:
    """How many characters the academic titles at the beginning of `text` take (`BS.CKII. Trần An` → 9)."""
    match = _titles().match(text)
    return match.end() if match else 0


def set_apart(text: str) -> str:
    """A name whose words were run together, set apart before each capital: TrầnVăn An → Trần Văn An."""
    return "".join(f" {b}" if a.islower() and b.isupper() else b for a, b in pairwise(f" {text}"))
