"""A PDF page's characters, straight from pdfium, gathered into words with boxes in the page's seen coordinates.

pdfium gives each character's box, origin and text object. Properties of the font are asked once for each text object,
which is what makes this some ten times faster than asking for each character.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from schemas.page import Box
from vietnamese.legacy import Encoding, convert_run, font_encoding

_SPACES = frozenset((0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x20, 0xA0, 0x1680, 0x202F, 0x205F, 0x3000, *range(0x2000, 0x200B)))
_NOTHING = frozenset((0x00, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xFFFE, 0xFFFF))
_SPLIT = 0.28  # of the size: a gap that parts words where no space is written
_ITALIC_FLAG = 1 << 6
# pdfium's mark for a hyphen at a line's end and the soft hyphen (both are printed), and ligatures
_CHARS = {0x02: "-", 0xAD: "-", 0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl"}


@dataclass(slots=True, frozen=True)
class Style:
    """What a text object's characters share. `size` in points; `upright`: its line runs from left to right as seen."""

    font: str | None
    size: float
    bold: bool
    italic: bool
    color: str | None
    invisible: bool
    upright: bool


@dataclass(slots=True)
class Glyphs:
    """A word while it is laid out: its text, box, baseline (y, downwards) and style; `late`: from a flattened field."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    base: float
    style: Style
    late: bool = False

    @property
    def box(self) -> Box:
        return Box(self.x0, self.y0, self.x1, self.y1)


@dataclass(slots=True, frozen=True)
class Frame:
    """How user space becomes the page as it is seen: its crop box and its rotation in quarter turns clockwise."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int

    @property
    def width(self) -> float:
        return self.top - self.bottom if self.turns % 2 else self.right - self.left

    @property
    def height(self) -> float:
        return self.right - self.left if self.turns % 2 else self.top - self.bottom

    def point(self, x: float, y: float) -> tuple[float, float]:
        if self.turns == 0:
            return x - self.left, self.top - y
        if self.turns == 1:
            return y - self.bottom, x - self.left
        if self.turns == 2:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def corners(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """A rectangle of user space (x0 <= x1, y0 <= y1) as the seen page's left, top, right, bottom."""
        if self.turns == 0:
            return x0 - self.left, self.top - y1, x1 - self.left, self.top - y0
        ax, ay = self.point(x0, y0)
        bx, by = self.point(x1, y1)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        return Box(*self.corners(x0, y0, x1, y1))


def frame_of(page: Any) -> Frame:
    """The frame of a loaded pdfium page."""
    rect = pdfium.FS_RECTF()
    if not pdfium.FPDF_GetPageBoundingBox(page, rect) or rect.right <= rect.left or rect.top <= rect.bottom:
        width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
        return Frame(0.0, 0.0, width, height, 0)
    return Frame(rect.left, rect.bottom, rect.right, rect.top, pdfium.FPDFPage_GetRotation(page) % 4)


def count(text_page: Any) -> int:
    """The number of characters of a text page."""
    return max(0, int(pdfium.FPDFText_CountChars(text_page)))


def words_of(text_page: Any, frame: Frame, *, late_from: int) -> list[Glyphs]:
    """The words of a text page in the order of its content; characters from `late_from` on are a field's."""
    return _Gatherer(text_page, frame).run(late_from)


class _Gatherer:
    """One pass over a page's characters. A word's style is that of its first character."""

    def __init__(self, text_page: Any, frame: Frame) -> None:
        self._page = text_page
        self._frame = frame
        self._styles: dict[int | None, Style] = {}

    def run(self, late_from: int) -> list[Glyphs]:
        page = self._page
        rect = pdfium.FS_RECTF()
        x, y = ctypes.c_double(), ctypes.c_double()
        box_at, x_at, y_at = ctypes.byref(rect), ctypes.byref(x), ctypes.byref(y)
        unicode_of: Callable[[Any, int], int] = pdfium.FPDFText_GetUnicode
        loose_box, origin = pdfium.FPDFText_GetLooseCharBox, pdfium.FPDFText_GetCharOrigin
        seen, point = self._frame.corners, self._frame.point
        words: list[Glyphs] = []
        word: Glyphs | None = None
        for i in range(count(page)):
            code = unicode_of(page, i)
            if code in _SPACES:
                word = None
                continue
            if code in _NOTHING or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
                continue
            loose_box(page, i, box_at)
            origin(page, i, x_at, y_at)
            x0, y0, x1, y1 = seen(rect.left, rect.bottom, rect.right, rect.top)
            base = point(x.value, y.value)[1]
            late = i >= late_from
            char = _CHARS.get(code) or chr(code)
            if word is not None and word.late == late and _goes_on(word, x0, base):
                word.text += char
                word.x0, word.y0 = min(word.x0, x0), min(word.y0, y0)
                word.x1, word.y1 = max(word.x1, x1), max(word.y1, y1)
            else:
                word = Glyphs(char, x0, y0, x1, y1, base, self._style(i), late)
                words.append(word)
        return words

    def _style(self, i: int) -> Style:
        text_object = pdfium.FPDFText_GetTextObject(self._page, i)
        key = ctypes.cast(text_object, ctypes.c_void_p).value
        found = self._styles.get(key)
        if found is None:
            found = self._styles[key] = _style(self._page, i, text_object, self._frame)
        return found


def _goes_on(word: Glyphs, x0: float, base: float) -> bool:
    """Whether a character at `x0` on `base` continues a word."""
    size = word.style.size
    return not word.style.upright or (abs(base - word.base) < 0.25 * size and -size < x0 - word.x1 < _SPLIT * size)


def _style(page: Any, i: int, text_object: Any, frame: Frame) -> Style:
    buffer = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    length = pdfium.FPDFText_GetFontInfo(page, i, buffer, 128, ctypes.byref(flags))
    font = buffer.raw[: max(0, length - 1)].decode("utf-8", "replace") if 0 < length <= 128 else None
    name = (font or "").lower()
    matrix = pdfium.FS_MATRIX()
    scale = 1.0
    if pdfium.FPDFText_GetMatrix(page, i, ctypes.byref(matrix)):
        scale = math.hypot(matrix.c, matrix.d) or 1.0
    angle = math.degrees(pdfium.FPDFText_GetCharAngle(page, i)) + 90 * frame.turns
    mode = pdfium.FPDFTextObj_GetTextRenderMode(text_object) if text_object else 0
    return Style(
        font=font,
        size=round(pdfium.FPDFText_GetFontSize(page, i) * scale, 1) or 1.0,
        bold=pdfium.FPDFText_GetFontWeight(page, i) >= 600 or "bold" in name or "black" in name or mode == 2,
        italic=bool(flags.value & _ITALIC_FLAG) or "italic" in name or "oblique" in name,
        color=_color(page, i),
        invisible=mode == 3,
        upright=abs((angle + 180) % 360 - 180) < 20,
    )


def _color(page: Any, i: int) -> str | None:
    r, g, b, a = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFText_GetFillColor(page, i, *(ctypes.byref(c) for c in (r, g, b, a))):
        return None
    dark = max(r.value, g.value, b.value) < 48
    return None if dark else f"#{r.value:02x}{g.value:02x}{b.value:02x}"


def mend_legacy(words: list[Glyphs], trusted: frozenset[Encoding]) -> set[Encoding]:
    """Convert in place the words whose fonts stand for one of the `trusted` old encodings; those met."""
    met: set[Encoding] = set()
    for word in words:
        found = font_encoding(word.style.font)
        if found is not None and found[0] in trusted:
            word.text = convert_run(word.text, found[0], capitals=found[1])
            met.add(found[0])
    return met
