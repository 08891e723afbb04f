"""Where a clerk writes by hand on a first page: between `Số:` and `/SYMBOL`, between `ngày`, `tháng` and `năm`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.read.ocr.engine import Gray, Seen
from pipeline.read.ocr.figures import Place
from pipeline.read.ocr.pixels import cv2, pieces
from pipeline.read.ocr.prepare import ink_of
from schemas.page import Box
from vietnamese.fold import key

_NATIONAL = re.compile(r"cong h[o0]a|xa hoi chu|ch[uuụ] nghia|doc lap|hanh phuc")
_NUMBER = re.compile(r"^[\W_]{0,4}[s5$][o0e6ca]")
_SLASHED = re.compile(r"[/\\]\s*[A-ZĐÐ]|[/\\]\s*[a-zđ][A-ZĐÐ]|^\W*[Ss]ố\s*:")
_SYMBOL_ALONE = re.compile(r"^[\W_]{0,3}[/\\]\s*[A-ZĐÐ]{2,}")
_SLANT = 0.35  # of a capital's height: how far the foot of the printed slash reaches into the blank before it
_WRITTEN = 0.45  # of a capital's height; dots of forms and specks are lower
_NUMBER_WORD = re.compile(r"^\W{0,3}s[o0e6ca]\s?[:;.,]")


@dataclass(frozen=True, slots=True)
class Blank:
    """A place for handwriting; `box` in points, between the printed words around it."""

    what: str  # number | day | month
    box: Box
    place: Place  # what is looked at: the box with parts of its neighbours


def first_page(texts: Sequence[str]) -> int | None:
    """The index of the line with the national motto, None on a page that begins no letter."""
    for i, text in enumerate(texts):
        if _NATIONAL.search(key(text).lower()):
            return i
    return None


def number_line(texts: Sequence[str], start: int, end: int) -> int | None:
    """The line that begins with `Số` and goes on with a symbol, or the symbol alone, between two indexes."""
    alone = None
    for i in range(start, min(end, len(texts))):
        text = key(texts[i]).lower().replace("§", "s")
        if _NUMBER.match(text) and len(text) <= 60 and _SLASHED.search(texts[i]) and symbol_at(texts[i]):
            return i
        if alone is None and _SYMBOL_ALONE.match(texts[i]) and len(text) <= 30:
            alone = i
    return alone


def number_word_line(texts: Sequence[str], start: int, end: int) -> int | None:
    """The line that begins with `Số:` where nobody can tell a symbol in it."""
    for i in range(start, min(end, len(texts))):
        text = key(texts[i]).lower().replace("§", "s")
        if _NUMBER_WORD.match(text) and len(text) <= 40:
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
    """Where the symbol's first capital stands: after the first slash that capitals follow, else None."""
    slashed = re.search(r"[/\\]\s*(?=[A-ZĐÐÊ]|[a-zđ][A-ZĐÐ])", text)
    if slashed is not None:
        return slashed.end()
    dashed = re.search(r"(?<![A-ZĐÐ])[A-ZĐÐ]{2,}\s*[-–][A-ZĐÐ]*", text[3:])
    return None if dashed is None else dashed.start() + 3


def number_place(text: str, box: Box, grey: Gray, dpi: float) -> Place | None:
    """What of a number's line is looked at: all of it, and what stands before a symbol that was read alone."""
    wide = min(box.width, 170.0)  # where the date was read into the same line, only what is left of it
    found = capitals(grey, dpi, Box(box.x0 + 0.4 * wide, box.y0 - 2, box.x0 + wide, box.y1 + 2))
    if found is None:
        return None
    base, cap = found
    alone = 9.5 * cap if _SYMBOL_ALONE.match(text) else 0.0
    return Place(max(0.0, box.x0 - 0.5 * cap - alone), min(box.x1, box.x0 + 18 * cap), base, cap)


def capitals(grey: Gray, dpi: float, box: Box) -> tuple[float, float] | None:
    """The baseline and the height of the capitals in a box of the page (points): those of most of its pieces of ink."""
    point = dpi / 72.0
    x0, y0 = max(0, int(box.x0 * point)), max(0, int(box.y0 * point))
    part = grey[y0 : int(box.y1 * point), x0 : int(box.x1 * point)]
    if min(part.shape) < 6:
        return None
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink_of(part), connectivity=8)
    high = stats[1:, 3] / point
    letters = stats[1:][(high > 5.0) & (high < 15.0) & (stats[1:, 2] / point > 2.5)]
    if len(letters) < 3:
        return None
    base = float(np.median(letters[:, 1] + letters[:, 3])) / point + y0 / point
    return base, float(np.median(letters[:, 3])) / point


def inked(grey: Gray, dpi: float, blank: Blank) -> bool:
    """Whether anything as high as a figure's smaller half stands in a blank: where nothing does, nobody has written."""
    point, box, place = dpi / 72.0, blank.box, blank.place
    right = max(box.x0 + place.cap, box.x1 - _SLANT * place.cap)
    part = grey[max(0, int(box.y0 * point)) : int(box.y1 * point), max(0, int(box.x0 * point)) : int(right * point)]
    if min(part.shape) < 2:
        return True  # off the page: a person should look
    stats = pieces(ink_of(part))[1]
    return bool((stats[1:, 3] >= _WRITTEN * place.cap * point).any())


def date_blanks(letters: Sequence[Seen]) -> list[Blank]:
    """The places after `ngày` and after `tháng`, from the characters of the line."""
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
            before_em, after_em = _SHOWN[what]
            place = Place(left - before_em * em, right + after_em * em, bottom - 0.22 * em, 0.66 * em)
            out.append(Blank(what, box, place))
    return out


# how much of the words around a blank is looked at: the g of `tháng` in italics, cut off, looks like an 8
_SHOWN = {"day": (0.5, 0.5), "month": (0.05, 0.3)}
_EMS = {"ngay": 1.94, "thang": 2.28, "nam": 1.72}  # widths in Times Italic, in units of its size


def _span(letters: Sequence[Seen], at: int, word: str) -> Box | None:
    """The box of a printed word whose first character stands at `at`."""
    if at < 0:
        return None
    box = letters[at].box
    for letter in letters[at + 1 : at + len(word)]:
        box = box.union(letter.box)
    return box
