"""Where a clerk writes by hand on a first page: between `Số:` and `/SYMBOL`, between `ngày`, `tháng` and `năm`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.read.ocr.engine import Seen
from schemas.page import Box
from vietnamese.fold import key

_NUMBER = re.compile(r"^[\W_]{0,4}[s5$][o0e6c]")
_NATIONAL = re.compile(r"cong h[o0]a|xa hoi chu|ch[uuụ] nghia|doc lap|hanh phuc")

_SLASHED = re.compile(r"[/\\]\s*[A-ZĐÐ]|^\W*[Ss]ố\s*:")


@dataclass(frozen=True, slots=True)
class Blank:
    """A place for handwriting; `box` in points, between the printed words around it."""

    what: str  # number | day | month
    box: Box
    top: float  # of the capitals beside it, in points
    size: float  # their height, in points


def first_page(texts: Sequence[str]) -> int | None:
    """The index of the line with the national motto, None on a page that begins no letter."""
    for i, text in enumerate(texts):
        if _NATIONAL.search(key(text).lower()):
            return i
    return None


def number_line(texts: Sequence[str], start: int, end: int) -> int | None:
    """The line that begins with `Số` and goes on with a symbol, between two indexes."""
    for i in range(start, min(end, len(texts))):
        text = key(texts[i]).lower().replace("§", "s")
        if _NUMBER.match(text) and len(text) <= 60 and _SLASHED.search(texts[i]) and symbol_at(texts[i]):
            return i
    return None


def date_line(texts: Sequence[str], start: int, end: int) -> int | None:
    """The line with `ngày … tháng … năm`, between two indexes."""
    for i in range(start, min(end, len(texts))):
        text = key(texts[i]).lower()
        if "ngay" in text and re.search(r"th[ai]ng|nam", text) and len(text) <= 70:
            return i
    return None


def symbol_at(text: str) -> int | None:
    """Where the symbol's first capital stands: after the last slash that capitals follow, else None."""
    best = None
    for match in re.finditer(r"[/\\]\s*(?=[A-ZĐÐÊ])", text):
        best = match.end() if best is None else best
    if best is not None:
        return best
    dashed = re.search(r"(?<![A-ZĐÐ])[A-ZĐÐ]{2,}\s*[-–][A-ZĐÐ]*", text[3:])
    return None if dashed is None else dashed.start() + 3


def number_blank(letters: Sequence[Seen]) -> Blank | None:
    """The place between `Số:` and the symbol's first capital (the slash included), from the line's characters."""
    text = "".join(letter.text[0] for letter in letters)
    at = symbol_at(text)
    if at is None or at < 2:
        return None
    start = re.search(r"[Ss5§$]", text[:at])
    first = 0 if start is None else start.start()
    size = _cap_height([letter for letter in letters[at:] if letter.text.isupper()])
    # `Số` is 1.06 em wide, and a capital 0.66 em high: boxes of characters beside handwriting are not to be trusted
    left = letters[first].box.x0 + 1.62 * size
    if first + 1 < at:
        left = min(left, max(letters[first + 1].box.x1, letters[first].box.x0 + 1.35 * size) + 0.05 * size)
    top = min(letter.box.y0 for letter in letters[at:]) - 0.75 * size
    bottom = max(letter.box.y1 for letter in letters[at : at + 3]) + 0.6 * size
    box = Box(left, top, letters[at].box.x0 - 0.05 * size, bottom)
    return Blank("number", box, box.y0 + 0.75 * size, size) if box.x1 - box.x0 > 0.6 * size else None


def date_blanks(letters: Sequence[Seen]) -> list[Blank]:
    """The places after `ngày` and after `tháng`."""
    text = key("".join(letter.text[0] for letter in letters)).lower()
    spans = {
        word: _span(letters, text.rfind(word, 0, None if word == "nam" else text.rfind("nam") + 1 or None), word)
        for word in _EMS
    }
    ems = sorted((span.x1 - span.x0) / _EMS[word] for word, span in spans.items() if span is not None)
    if not ems:
        return []
    em = ems[0] if len(ems) < 3 else ems[1]
    out = []
    for what, before, after in (("day", "ngay", "thang"), ("month", "thang", "nam")):
        a, b = spans[before], spans[after]
        if a is None or b is None:
            continue
        # where handwriting touches a printed word, the word's own width says where it ends
        left = min(a.x1, a.x0 + 1.03 * _EMS[before] * em)
        right = max(b.x0, b.x1 - 1.03 * _EMS[after] * em)
        if right - left > 0.3 * em:
            top, bottom = min(a.y0, b.y0), max(a.y1, b.y1)
            box = Box(left, top - 0.35 * em, right, bottom + 0.1 * em)
            out.append(Blank(what, box, bottom - 0.88 * em, 0.66 * em))
    return out


_EMS = {"ngay": 1.94, "thang": 2.28, "nam": 1.72}  # widths in Times Italic, in units of its size


def _span(letters: Sequence[Seen], at: int, word: str) -> Box | None:
    """The box of a printed word whose first character stands at `at`."""
    if at < 0:
        return None
    box = letters[at].box
    for letter in letters[at + 1 : at + len(word)]:
        box = box.union(letter.box)
    return box


def _cap_height(letters: Sequence[Seen]) -> float:
    heights = sorted(letter.box.height for letter in letters)
    return heights[len(heights) // 2] if heights else 9.0
