"""Words of time beside their like: `nắm 2025` is `năm 2025`, `quý IH` `quý III`, `Pừ ngày` `Từ ngày`; reading is kept.

A quarter and a chapter have Roman figures, whose strokes an engine joins into an H; no quarter has that name. A chapter
does so only after the letter has one numbered I.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.read.ocr.engine import Seen
from pipeline.read.ocr.lines import ReadLine
from vietnamese.fold import key

_FROM = re.compile(r"[^\W\d_]ừ")
_YEAR = re.compile(r"^(?:19|20)\d\d\b")
_QUARTER = re.compile(r"^([IH]*H[IH]*)(?=$|[\W_])")
_CHAPTER = re.compile(r"^([IH]*H[IH]*)\.$")
_ROMAN = {2: "II", 3: "III", 4: "III"}  # of strokes, H being two; there is no IIII

Place = tuple[int, int]


def with_periods(lines: Sequence[ReadLine]) -> list[ReadLine]:
    """`lines` with the words of time mended, each by its neighbour."""
    words = [list(line.words) for line in lines]
    numbered = False
    for line, row in zip(lines, words, strict=True):
        if line.cell is None and row and len(row) > 1:
            numbered |= row[0].text == "I."
            match = _CHAPTER.match(row[0].text) if numbered and row[1].text[:1].isupper() else None
            if match is not None:
                row[0] = _meant(row[0], _roman(match[1]) + ".")
    for (i, j), (k, m) in _neighbours(lines):
        first, second = words[i][j], words[k][m]
        if first.text.islower() and key(first.text) == "nam" and _YEAR.match(second.text):
            words[i][j] = _meant(first, "năm")
        if key(second.text).lower() == "ngay" and _FROM.fullmatch(first.text):
            words[i][j] = _meant(first, "Từ" if first.text[0].isupper() else "từ")
        match = _QUARTER.match(second.text) if key(first.text).lower() == "quy" else None
        if match is not None:
            words[k][m] = _meant(second, _roman(match[1]) + second.text[match.end() :])
    return [replace(line, words=tuple(row)) for line, row in zip(lines, words, strict=True)]


def _roman(strokes: str) -> str:
    return _ROMAN[min(4, sum(2 if char == "H" else 1 for char in strokes))]


def _meant(word: Seen, text: str) -> Seen:
    return word if word.text == text else replace(word, text=text, read_as=word.read_as or word.text)


def _neighbours(lines: Sequence[ReadLine]) -> Iterator[tuple[Place, Place]]:
    """Printed words that follow each other in a column or cell, across the ends of its lines."""
    flows: dict[tuple[int, int, object], list[Place]] = {}
    for i, line in enumerate(lines):
        flow = flows.setdefault((line.band, line.column, line.cell), [])
        flow.extend((i, j) for j, word in enumerate(line.words) if word.script == "print")
    for flow in flows.values():
        yield from pairwise(flow)
