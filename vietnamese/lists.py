"""Lists of names as letters print them (Kính gửi, Nơi nhận): cut into entries, whole over their lines.

An entry begins at a bullet, after a semicolon, or on a new line when the entry before it is complete.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from vietnamese.syllable import is_syllable

_BULLET = re.compile(r"\s*(?:[-~+–—−•*>=ˆ¬©®]{1,4}|[“‘'`´.·|\x22]{1,2}\s?[-~–—=])\s*(?=\S)")
_INNER = re.compile(r";|(?<=[;:.)])\s+[-–+•]\s+|\s+(?=[-–]?\s?[LlIt]ưu\s?:)")
_STRAY = re.compile(r"^(?:[a-zđ|_\d.,'‘’`]\s+)(?=[^\W\d_]{2})|\s+[|_.,'‘’`„]$")
_HANGS = re.compile(r"(?:[,(&/-]|\b(?:và|thuộc|các|của|tại|ở|cho|với|hoặc|trực|trên))$", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2}")
_SHORT = re.compile(r"[A-ZĐ]{3}")  # an office by three letters: "VP Sở; NVY"
_EDGE = " \t.,;:-–—−~+*•©®_|/\\=>“”‘’'`´\""


def entries(
    text: str, lines: Iterable[tuple[int, int]], *, opens: re.Pattern[str] | None = None
) -> list[list[tuple[int, int]]]:
    """The stretches of `text` that make up each entry of the list printed on `lines` (offsets into `text`).

    `opens`: a line that matches it begins an entry even without a bullet, unless the line before it plainly goes on.
    """
    out: list[list[tuple[int, int]]] = []
    closed = True
    hangs = False
    for start, end in lines:
        bullet = _BULLET.match(text, start, end)
        at = bullet.end() if bullet else start
        fresh = (
            bullet is not None or closed or (opens is not None and bool(opens.match(text, start, end)) and not hangs)
        )
        for low, high in _pieces(text, at, end):
            bare = text[low:high].strip(_EDGE)
            if not bare or (low > at and len(bare) <= 3 and not bare.startswith("(") and not _SHORT.fullmatch(bare)):
                continue  # what is left after the last semicolon is dust
            aside = text[low:high].lstrip().startswith("(") and out
            if aside or (not fresh and out):
                out[-1].append((low, high))
            else:
                out.append([(low, high)])
            fresh = True
        tail = text[start:end].rstrip(" \t_|")
        hangs = _HANGS.search(tail) is not None
        closed = tail.endswith((";", ".", "…")) and not tail.endswith(("TP.", "Tp.", "P.", "T.", "Q."))
    return out


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """`text[start:end]` cut after semicolons and before inner bullets, never inside parentheses."""
    cuts = [start]
    for match in _INNER.finditer(text, start, end):
        depth = text.count("(", cuts[-1], match.start()) - text.count(")", cuts[-1], match.start())
        if depth <= 0:
            cuts.append(match.end())
    cuts.append(end)
    return [(low, high) for low, high in pairwise(cuts) if low < high]


def is_words(text: str) -> bool:
    """Whether an entry is words rather than what OCR makes of a stamp or a signature."""
    letters = "".join(c for c in text if c.isalpha())
    scrap = len(letters) <= 3 and not letters.isupper() and not letters.islower() and not is_syllable(letters)
    return _WORD.search(text) is not None and 2 * len(letters) >= len(text.replace(" ", "")) and not scrap


def trimmed(text: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """An entry's pieces without the dust at its two ends; inside it only stray letters at a line's edges go."""
    out = []
    for i, (start, end) in enumerate(pieces):
        low, high = trim(text, start, end)
        if i + 1 < len(pieces):
            high = max(high, len(text[start:end].rstrip(" \t_|;")) + start)
        if i > 0:
            low = min(low, start + len(text[start:end]) - len(text[start:end].lstrip(" \t_|")))
            stray = _STRAY.match(text[low:high])
            low += stray.end() if stray else 0
        if low < high:
            out.append((low, high))
    return out


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """`start` and `end` without the bullets, punctuation and stray single letters at the edges of `text[start:end]`."""
    while True:
        while start < end and text[start] in _EDGE:
            start += 1
        while end > start and text[end - 1] in _EDGE:
            end -= 1
        stray = _STRAY.search(text[start:end])
        if stray is None:
            return start, end
        if stray.start() == 0:
            start += stray.end()
        else:
            end = start + stray.start()
