"""The types of documents by their headings and abbreviations: THÔNG BÁO, KẾ HOẠCH, `QĐ` in a symbol."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import Any

from vietnamese.fold import key
from vietnamese.lexicon import FOLDER

_OTHER_WORD = re.compile(r"(?:don (?:vi|gia|hang|nguyen|thuoc|phuong|duong)|luat su|luat gia)\b")  # no đơn, no luật
_EDGE = " .,;:_-|*~—–=()'\""


@cache
def headings() -> dict[str, str]:
    """Keys of headings → slug of the type; of papers that are no official documents → `other:REASON`."""
    out: dict[str, str] = {}
    for row in _rows("kinds", "kind"):
        if row["slug"] not in ("cong_van", "van_ban"):
            for name in (row["name"], *row.get("aliases", ())):
                out[key(name)] = row["slug"]
    for row in _rows("others", "other"):
        for name in row["headings"]:
            out[key(name)] = f"other:{row['reason']}"
    return out


@cache
def abbreviations() -> dict[str, str]:
    """Abbreviations in symbols → slug. Case matters: CT is not CTr, TC not TTr."""
    return {short: row["slug"] for row in _rows("kinds", "kind") for short in row["abbreviations"]}


@cache
def reasons() -> dict[str, str]:
    """Reason slug of a paper that is no official document → the sentence that says so."""
    return {row["reason"]: row["message"] for row in _rows("others", "other")}


def heading_kind(text: str) -> str | None:
    """The type that `text` names as a heading: the name alone, or in capitals with more after it. OCR errors allowed.

    >>> heading_kind("THÔNG BÁO")
    'thong_bao'
    >>> heading_kind("Thông báo số 12 của Sở") is None
    True
    """
    bare = re.sub(r"\s+", " ", key(text)).strip(_EDGE)
    if not 3 <= len(bare) <= 110:
        return None
    if bare in headings():
        return headings()[bare]
    letters = [c for c in text if c.isalpha()]
    if sum(map(str.isupper, letters)) < 0.6 * len(letters):
        return None
    spread = re.sub(r"(?<=\b\w)\s(?=\w\b)", "", bare)  # K Ế H O Ạ C H
    if spread in _joined():
        return _joined()[spread]
    longest = None if _OTHER_WORD.match(bare) else _longest_beginning(bare)
    if longest is not None and len(bare) <= len(longest) + (70 if headings()[longest].startswith("other") else 34):
        return headings()[longest]
    return _near(bare)


def _longest_beginning(bare: str) -> str | None:
    return max((name for name in _beginnings() if bare.startswith(name + " ")), key=len, default=None)


@cache
def _joined() -> dict[str, str]:
    """Headings without their spaces."""
    return {name.replace(" ", ""): slug for name, slug in headings().items()}


@cache
def _beginnings() -> tuple[str, ...]:
    """Headings that more may follow on their line. A short one begins too many words: ĐIỆN LỰC is no Điện."""
    return tuple(name for name in headings() if len(name) >= 6 or name in ("luat", "don"))


@cache
def _of_length(length: int) -> tuple[str, ...]:
    return tuple(name for name in headings() if abs(len(name) - length) <= 1 and len(name) >= 6)


def _near(bare: str) -> str | None:
    """The heading that differs by an OCR error or two."""
    from rapidfuzz import process
    from rapidfuzz.distance import Levenshtein

    if len(bare) < 6:
        return None
    near = _of_length(len(bare))
    found = process.extractOne(bare, near, scorer=Levenshtein.distance, score_cutoff=1 if len(bare) < 9 else 2)
    return headings()[found[0]] if found else None


def _rows(file: str, field: str) -> list[dict[str, Any]]:
    raw: dict[str, list[dict[str, Any]]] = tomllib.loads((FOLDER / f"{file}.toml").read_text(encoding="utf-8"))
    return raw[field]
