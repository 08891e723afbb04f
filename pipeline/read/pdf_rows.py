"""Words into rows by their baselines, and rows into lines with the blanks between words kept as runs of spaces."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from pipeline.read.engine import RawCellAt, RawLine, RawWord
from pipeline.read.pdf_chars import Glyphs
from schemas.page import Box, Origin
from vietnamese.torn import torn

_SAME_BASE = 0.3  # of the size: baselines that are one line's
_RAISED = 0.55  # of the size: how far a smaller word may stand above or below its line's baseline
_TOUCHING = 0.06  # of the size: parts of one word, torn apart by a change of font
_ONE_SPACE = 1.0  # of the size: up to here a gap is one space, however a justified line stretched it
_SPACE = 0.3  # of the size: what a space takes in a longer gap
_MAX_GAP = 40


@dataclass(slots=True)
class Row:
    """Words on one baseline, from left to right."""

    words: list[Glyphs]
    base: float
    size: float
    top: float = 0.0
    bottom: float = 0.0

    def close(self) -> Row:
        """Sort the words and settle the row's box."""
        self.words = _join_torn(sorted(self.words, key=lambda word: word.x0))
        self.top = min(word.y0 for word in self.words)
        self.bottom = max(word.y1 for word in self.words)
        return self

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return max(word.x1 for word in self.words)


def rows_of(words: Iterable[Glyphs]) -> list[Row]:
    """The rows of upright words, from top to bottom. Raised and lowered small words join the row that they touch."""
    rows: list[Row] = []
    for word in sorted(words, key=lambda word: (word.base, word.x0)):
        _place(word, rows)
    return sorted((row.close() for row in _united(rows)), key=lambda row: row.base)


def _united(rows: list[Row]) -> list[Row]:
    """Rows of raised or lowered marks only, put into the larger row beside whose words they stand."""
    out: list[Row] = []
    for i, row in enumerate(rows):
        home = next((other for other in (*rows[i + 1 : i + 3], *reversed(out[-2:])) if _hangs_on(row, other)), None)
        if home is None:
            out.append(row)
        else:
            home.words += row.words
    return out


def _hangs_on(row: Row, other: Row) -> bool:
    if row.size >= 0.8 * other.size or abs(row.base - other.base) > _RAISED * other.size:
        return False
    return all(_beside(word, other, other.size) for word in row.words)


def fill_in(late: Iterable[Glyphs], rows: list[Row]) -> list[Glyphs]:
    """Put fields' words into the rows that they fill; those that fill none.

    The text of a flattened field often stands a few points off the line that it fills: it joins the row whose height
    it shares, where it covers no word of it.
    """
    stray = [word for word in late if not _fill(word, rows)]
    for row in rows:
        row.close()
    return stray


def _place(word: Glyphs, rows: list[Row]) -> None:
    size = word.style.size
    for row in reversed(rows[-4:]):
        larger, smaller = max(size, row.size), min(size, row.size)
        reach = _RAISED * larger if smaller < 0.8 * larger and _beside(word, row, larger) else _SAME_BASE * smaller
        if abs(word.base - row.base) <= reach:
            if size > 1.1 * row.size:
                row.base, row.size = word.base, size
            row.words.append(word)
            return
    rows.append(Row([word], word.base, size))


def _beside(word: Glyphs, row: Row, size: float) -> bool:
    """Whether a word nearly touches one of the row's."""
    return any(-0.1 * size < max(word.x0 - other.x1, other.x0 - word.x1) < 0.35 * size for other in row.words)


def _fill(word: Glyphs, rows: list[Row]) -> bool:
    """Put a field's word into the row that it stands in, if it covers nothing there."""
    best: tuple[float, Row] | None = None
    for row in rows:
        top, bottom = row.base - 0.8 * row.size, row.base + 0.2 * row.size
        shared = min(bottom, word.y1) - max(top, word.y0)
        if shared < 0.5 * min(bottom - top, word.y1 - word.y0) or word.style.size < 0.6 * row.size:
            continue
        if any(min(other.x1, word.x1) - max(other.x0, word.x0) > 0.25 * (word.x1 - word.x0) for other in row.words):
            continue
        if best is None or shared > best[0]:
            best = (shared, row)
    if best is None:
        return False
    best[1].words.append(word)
    return True


def _join_torn(words: list[Glyphs]) -> list[Glyphs]:
    """Join words that touch, and pieces that are no words: one word whose letters come from two fonts."""
    out: list[Glyphs] = []
    for word in words:
        last = out[-1] if out else None
        if last is not None and last.late == word.late:
            size = max(last.style.size, word.style.size)
            same = abs(last.base - word.base) < 0.15 * size or _belongs_above(last, word)
            reach = _ONE_SPACE / 2 if torn(last.text, word.text) else _TOUCHING
            if same and -0.5 * size < word.x0 - last.x1 < reach * size and word.x1 > last.x1:
                last.text += word.text
                last.x1, last.y0, last.y1 = word.x1, min(last.y0, word.y0), max(last.y1, word.y1)
                continue
        out.append(word)
    return out


def _belongs_above(word: Glyphs, raised: Glyphs) -> bool:
    """Whether a raised mark is part of the word before it (8h30, m2); a raised figure may be a note's, and is not."""
    if raised.style.size > 0.8 * word.style.size or raised.base >= word.base:
        return False
    return (raised.text.isalpha() and len(raised.text) <= 2) or (word.text.endswith("m") and raised.text in ("2", "3"))


def line_of(words: list[Glyphs], origin: Origin, cell: RawCellAt | None = None) -> RawLine:
    """One line of words that stand in order; its look is that of most of its characters."""
    size = _size(words)
    usual = _usual_gap(words)
    raw = []
    letters = bold = italic = 0
    before: Glyphs | None = None
    for word in words:
        raw.append(
            RawWord(
                word.text,
                word.box,
                font=word.style.font,
                size=word.style.size,
                bold=word.style.bold,
                italic=word.style.italic,
                color=word.style.color,
                origin=Origin.WIDGET if word.late else origin,
                gap=0 if before is None else spaces(word.x0 - before.x1, size, usual),
            )
        )
        before = word
        letters += len(word.text)
        bold += len(word.text) * word.style.bold
        italic += len(word.text) * word.style.italic
    late = sum(word.late for word in words)
    return RawLine(
        words=tuple(raw),
        bold=2 * bold > letters,
        italic=2 * italic > letters,
        size=size,
        cell=cell,
        origin=Origin.WIDGET if 2 * late > len(words) else origin,
    )


def spaces(gap: float, size: float, usual: float) -> int:
    """How many spaces a gap of so many points is worth; `usual` is the gap that justification gave the line."""
    return 1 if gap <= max(_ONE_SPACE * size, 1.5 * usual) else min(_MAX_GAP, max(2, round(gap / (_SPACE * size))))


def _usual_gap(words: list[Glyphs]) -> float:
    """The median gap between a line's words; 0 where there are too few to tell a blank from a stretched space."""
    gaps = [b.x0 - a.x1 for a, b in pairwise(words)]
    return median(gaps) if len(gaps) >= 4 else 0.0


def _size(words: list[Glyphs]) -> float:
    return median(word.style.size for word in words for _ in word.text)


def box_of(words: list[Glyphs]) -> Box:
    """The box around words."""
    return Box(min(w.x0 for w in words), min(w.y0 for w in words), max(w.x1 for w in words), max(w.y1 for w in words))
