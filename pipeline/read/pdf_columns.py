"""Where a page has two columns side by side: its letterhead and its end, seldom anything between.

A gutter is a strip that no word of several rows in a row crosses, wider than the spaces of those rows. Two columns of
plain text have one as well as a list of short lines has, so a gutter counts only where the rows beside it look like
a letterhead or the end of a letter: capitals on the right, or Nơi nhận on the left.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.read.pdf_chars import Glyphs
from pipeline.read.pdf_rows import Row
from vietnamese.fold import key

_NARROWEST = 0.6  # of the size: the least gap in a row that can belong to a gutter
_CLEAR = 0.8  # of the size: a gap that begins a gutter
_SIGNED = 13  # sizes: the room for a signature and a seal above the name
_LABEL = re.compile(r"^(?:[-+•*–o§·▪➢❖✓]|\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-zđ]|[ivx]{1,5})[.):]?|stt|tt)$")
_LEFT = re.compile(r"^(?:\W*noi\s*nhan\b)")
_SUBJECT = re.compile(r"^\W*(?:v/v|ve\s+(?:viec\s+)?\w)")
_ENDS = re.compile(r"^\W*(?:kinh\s*(?:gui|goi|trinh))")
_RIGHT = re.compile(r"cong hoa xa hoi|doc lap\s*-?\s*tu do|dang cong san viet nam|^(?:tm|kt|tl|tuq|q)\s*[./]")


@dataclass(slots=True, frozen=True)
class Columns:
    """Rows `start` to `end` (exclusive) stand in two columns, parted at about `x`.

    The rows from `wide` on are the left column's alone: a subject whose lines run on below the right column.
    """

    start: int
    end: int
    x: float
    wide: int

    def split(self, index: int, row: Row) -> tuple[list[Glyphs], list[Glyphs]]:
        """The words of row `index` left and right of the gutter."""
        if index >= self.wide:
            return row.words, []
        left = [word for word in row.words if (word.x0 + word.x1) / 2 < self.x]
        right = [word for word in row.words if (word.x0 + word.x1) / 2 >= self.x]
        return left, right


def columns_of(rows: list[Row]) -> list[Columns]:
    """The two-column parts of a page, from top to bottom, without overlap."""
    out: list[Columns] = []
    i = 0
    while i < len(rows):
        best: Columns | None = None
        for gap in _gaps(rows[i], _CLEAR):
            found = _grow(rows, i, gap, floor=out[-1].end if out else 0)
            if found is not None and (best is None or found.end - found.start > best.end - best.start):
                best = found
        if best is None:
            i += 1
        else:
            out.append(best)
            i = best.end
    return out


def _gaps(row: Row, least: float) -> list[tuple[float, float]]:
    """The gaps between words that are wider than `least` sizes and than the row's own spaces."""
    gaps = []
    reach = row.words[0].x1
    for word in row.words[1:]:
        if word.x0 > reach:
            gaps.append((reach, word.x0))
        reach = max(reach, word.x1)
    widths = sorted(x1 - x0 for x0, x1 in gaps)
    usual = widths[len(widths) // 2] if len(widths) >= 4 else 0.0
    return [(x0, x1) for x0, x1 in gaps if x1 - x0 >= max(least * row.size, 1.6 * usual)]


def _grow(rows: list[Row], seed: int, gap: tuple[float, float], *, floor: int) -> Columns | None:
    """The rows around `seed` that leave the strip `gap` free, None where they are no two columns."""
    low, high = gap
    start, end = seed, seed + 1
    both = [seed]
    last_left = last_right = rows[seed]
    while end < len(rows):
        side = _side(rows[end], low, high)
        if side is None:
            break
        row = rows[end]
        left, right, low, high = side
        if left and right:
            both.append(end)
        before = last_left if left else last_right
        if row.top - before.bottom > (1.6 if left and not right else _SIGNED) * row.size:
            break
        if left:
            last_left = row
        if right:
            last_right = row
        end += 1
    while start > floor and rows[start].top - rows[start - 1].bottom < 1.2 * rows[start].size:
        side = _side(rows[start - 1], low, high)
        panel = all(word.late for word in rows[start - 1].words)  # a signature's panel is no part of the letterhead
        if side is None or panel:
            break
        start -= 1
        _, _, low, high = side
    found = Columns(start, _subject_end(rows, start, end, high), (low + high) / 2, end)
    return found if _believable(rows, found, both) else None


def _subject_end(rows: list[Row], start: int, end: int, high: float) -> int:
    """Where the subject that stands last in the left column ends, if its next lines reach below the right column."""
    last = rows[end - 1]
    subject = any(row.x0 < high and _SUBJECT.match(key(_text(row.words))) is not None for row in rows[start:end])
    while end < len(rows):
        row = rows[end]
        subject = subject or _SUBJECT.match(key(_text(row.words))) is not None
        near = row.top - last.bottom < 0.8 * row.size and row.x0 < high and row.x1 < high + 8 * row.size
        if not subject or not near or last.x0 >= high or _ENDS.match(key(_text(row.words))) is not None:
            break
        last = row
        end += 1
    return end


def _side(row: Row, low: float, high: float) -> tuple[bool, bool, float, float] | None:
    """Whether a row has words left and right of the strip, and the strip that it leaves; None where it crosses it."""
    if row.x1 <= high - 0.5 * row.size and row.x0 < low:
        return True, False, max(low, row.x1), high
    if row.x0 >= low + 0.5 * row.size and row.x1 > high:
        return False, True, low, min(high, row.x0)
    for x0, x1 in _gaps(row, _NARROWEST):
        inner = max(low, x0), min(high, x1)
        if inner[1] - inner[0] >= min(_NARROWEST * row.size, high - low):
            return True, True, *inner
    return None


def _believable(rows: list[Row], found: Columns, both: list[int]) -> bool:
    """Whether two columns are a letterhead or the end of a letter, by what stands in them."""
    pairs = [found.split(i, rows[i]) for i in range(found.start, found.wide)]
    lefts = [_text(left) for left, _ in pairs if left]
    rights = [_text(right) for _, right in pairs if right]
    if len(lefts) < 2 or len(rights) < 2:
        return False
    if all(_LABEL.match(key(left).strip()) is not None for left in lefts):
        return False
    if any(_LEFT.search(key(left)) for left in lefts) or any(_RIGHT.search(key(right)) for right in rights):
        return True
    first_left, first_right = found.split(both[0], rows[both[0]])
    return _capitals(_text(first_left)) and _capitals(_text(first_right)) and len(both) <= 4


def _text(words: list[Glyphs]) -> str:
    return " ".join(word.text for word in words)


def _capitals(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return len(letters) >= 6 and sum(char.isupper() for char in letters) >= 0.8 * len(letters)
