"""The lines of authority and position over a black seal, looked at by themselves where the page's reading is not sure.

What stands there is one of few offices (`data/lexicon/positions.toml`), so a reading is worth believing where looks
agree on one of them letter by letter. What stands before it, a KT. or a PHÓ, must be read as well, or be seen to be
nothing; else what the page made of it stays before the office, and the extractor knows that it is not whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from math import hypot

import numpy as np
from numpy.typing import NDArray

from pipeline.read.ocr.engine import Gray, Mode, Seen
from pipeline.read.ocr.lines import STAMP, ReadLine, around
from pipeline.read.ocr.looks import looks
from pipeline.read.ocr.offices import Office, agreed, office_of, tail
from pipeline.read.ocr.pixels import cv2, pieces, runs
from pipeline.read.ocr.prepare import Prepared, ink_of
from pipeline.read.ocr.seals import Circle
from pipeline.read.ocr.signature import ReadImage
from pipeline.read.ocr.stack import cut
from schemas.page import Box

_OVER, _BESIDE = 2.6, 3.0  # of a seal's radius: so far above its middle and to its right its lines of office stand
_BROAD = 260.0  # points; a line as broad is the body's
_LETTERS = 4  # of an office at least
_CAPITALS = 0.6  # of a line's letters
_MOST = 8  # looks at a line
_GAP = 14.0  # points of white within the line at most
_CLOSE = 2.0  # points of white within a word at most
_ROOM = 5.0  # points to either side of a row
_DISC = 1.1  # of a seal's radius: its ring and what is left of it
_ABBREVIATED = re.compile(r"[^\W\d_]\.$")  # as an authority is, though nothing of it may be left
_LOST = 6.0  # points; what a reading leaves out at the beginning of a row is narrower, or it may be a word
_ROUND = 12.0  # points above and below a line in which its rows may stand
_FULL = 0.33  # of the fullest row of pixels: so full are those of capitals, and those of their marks are not
_LOW = 5.5  # points; capitals are taller
_TALL = 0.9  # of capitals: a word of them has strokes as tall


@dataclass(frozen=True, slots=True)
class Row:
    """A row of print: its place with room (points), from where to where its capitals stand down the page, and from
    where on tall strokes stand in it; as it was and without the seal."""

    box: Box
    top: float
    bottom: float
    first: float
    raw: Gray
    clean: Gray

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def settled(lines: Sequence[ReadLine], page: Prepared, read: ReadImage) -> list[ReadLine]:
    """`lines` with the offices over black seals as looks agree on them; `read` is the engine on an image at a place."""
    out = list(lines)
    for seal in page.lifted:
        over = [line for line in out if _over(line, seal) and _like_an_office(line)]
        found, gone = list[ReadLine](), list[ReadLine]()
        rows = _rows(over, page)
        for row in rows:
            own = [line for line in over if min(rows, key=lambda other: abs(_middle(line) - other.middle)) is row]
            office = _sure(own, row, seal) or _looked_at(row, own, seal, page, read)
            if office is not None:
                found.append(_as(office, row, over[0]))
                gone += own
        at = out.index(over[0]) if over else 0
        out = [line for line in (*out[:at], *found, *out[at:]) if line not in gone]
    return out


def _middle(line: ReadLine) -> float:
    return (line.box.y0 + line.box.y1) / 2


def _over(line: ReadLine, seal: Circle) -> bool:
    box, middle = line.box, (line.box.y0 + line.box.y1) / 2
    if line.cell is not None or line.band >= STAMP // 2 or box.width > _BROAD:
        return False
    across = box.x1 > seal.x and box.x0 < seal.x + _BESIDE * seal.radius
    return across and seal.y - _OVER * seal.radius < middle < seal.y - 0.3 * seal.radius


def _like_an_office(line: ReadLine) -> bool:
    letters = [c for c in line.text if c.isalpha()]
    return len(letters) >= _LETTERS and sum(c.isupper() for c in letters) >= _CAPITALS * len(letters)


def _sure(own: Sequence[ReadLine], row: Row, seal: Circle) -> Office | None:
    """What the page's own reading of a row says, where it says one office letter by letter and nothing else."""
    office = office_of(own[0].words) if len(own) == 1 else None
    judged = None if office is None else _judged(office, row, seal)
    return judged if judged is not None and judged.near == 100 and judged.whole else None


def _looked_at(row: Row, own: Sequence[ReadLine], seal: Circle, page: Prepared, read: ReadImage) -> Office | None:
    """The office of a row, as its looks agree with each other and with what the page made of it."""
    votes = [_judged(office, row, seal) for line in own if (office := office_of(line.words)) is not None]
    for look in islice(looks(row.raw, row.clean, dpi=page.dpi), _MOST):
        seen = [replace(word, line=0) for word in read(look.image, (row.box.x0, row.box.y0), Mode.LINE)]
        if (office := office_of(seen)) is not None:
            votes.append(_judged(office, row, seal))
        if (office := agreed(votes)) is not None:
            return office
    return tail(votes)


def _judged(office: Office, row: Row, seal: Circle) -> Office:
    """The reading, `whole` where nothing else stands before it in its row.

    Before a deputy's office and behind an authority no other word stands. What was read within the seal is the seal's
    where no stroke stands there that is as tall as capitals.
    """
    first = office.words[0].box.x0 < row.first + _LOST
    before = office.before
    if first:
        before = tuple(word for word in before if not _within(word.box, seal) or _ABBREVIATED.search(word.text))
    whole = bool(office.capacity or office.name.startswith("Phó") or first) and not before
    return replace(office, before=before, whole=whole)


def _within(box: Box, seal: Circle) -> bool:
    return hypot((box.x0 + box.x1) / 2 - seal.x, (box.y0 + box.y1) / 2 - seal.y) < _DISC * seal.radius


def _rows(over: Sequence[ReadLine], page: Prepared) -> list[Row]:
    """The rows of print in some lines, from the top; two rows that touch may have been read as one line."""
    out: list[Row] = []
    for line in over:
        for top, bottom in _bands(line, page):
            middle = (top + bottom) / 2
            if not any(row.top < middle < row.bottom for row in out):
                row = _row(line, top, bottom, page)
                out += [] if row is None else [row]
    return sorted(out, key=lambda row: row.top)


def _bands(line: ReadLine, page: Prepared) -> list[tuple[float, float]]:
    """From where to where (points down) capitals stand in and about a line; its beginning is under the seal."""
    box = line.box
    part = cut(page.grey, Box(box.x0 + box.width / 3, max(0.0, box.y0 - _ROUND), box.x1, box.y1 + _ROUND), page.dpi)
    if part is None:
        return []
    profile = (ink_of(part.image) > 0).sum(axis=1)
    scale = page.dpi / 72
    out: list[tuple[float, float]] = []
    for a, b in runs(profile > _FULL * profile.max()):
        if b - a > 2 * _LOW * scale:
            third = (b - a) // 3
            between = a + third + int(np.argmin(profile[a + third : b - third]))
            out += [(a, between), (between, b)]
        else:
            out.append((a, b))
    found = [(part.box.y0 + a / scale, part.box.y0 + b / scale) for a, b in out if b - a > _LOW * scale]
    return [(a, b) for a, b in found if a < box.y1 and b > box.y0]


def _row(line: ReadLine, top: float, bottom: float, page: Prepared) -> Row | None:
    """The row between two heights (points), as far to the left as strokes stand in it."""
    box, high = line.box, bottom - top
    place = Box(max(0.0, box.x0 - 90), max(0.0, top - 0.45 * high), box.x1 + 30, bottom + 0.25 * high)
    clean, raw = (
        cut(page.grey, place, page.dpi),
        cut(page.grey if page.sealed is None else page.sealed, place, page.dpi),
    )
    if clean is None or raw is None:
        return None
    scale = page.dpi / 72
    first, last = int((top - clean.box.y0) * scale), int((bottom - clean.box.y0) * scale)
    tall = _tall(clean.image, first, last)
    left, right = (box.x0 - clean.box.x0) * scale, (box.x1 - clean.box.x0) * scale
    for column in tall[tall < left][::-1]:
        left = float(column) if left - column < _GAP * scale else left
    inked = np.nonzero((ink_of(clean.image)[first:last] > 0).any(axis=0))[0]
    for column in inked[inked > right]:
        right = float(column) if column - right < _CLOSE * scale else right
    inside = tall[(tall >= left - 1) & (tall <= right + 1)]
    begins = float(inside[0]) if len(inside) else left
    a, b = max(0, int(left - _ROOM * scale)), min(clean.image.shape[1], int(right + _ROOM * scale))
    images = [_alone(part.image[:, a:b], first, last) for part in (raw, clean)]
    where = Box(clean.box.x0 + a / scale, clean.box.y0, clean.box.x0 + b / scale, clean.box.y1)
    return Row(where, top, bottom, clean.box.x0 + begins / scale, images[0], images[1])


def _tall(image: Gray, first: int, last: int) -> NDArray[np.int64]:
    """The columns in which a stroke stands that is nearly as tall as the capitals between two rows of pixels."""
    band = (ink_of(image)[first:last] > 0).astype(np.uint8)
    tall = cv2.morphologyEx(band, cv2.MORPH_OPEN, np.ones((max(3, round(_TALL * (last - first))), 1), np.uint8))
    return np.nonzero(tall.any(axis=0))[0]


def _alone(image: Gray, first: int, last: int) -> Gray:
    """The image without what hangs in from the rows above and below."""
    labels, stats, _ = pieces((ink_of(image) > 0).astype(np.uint8))
    top, bottom = stats[:, 1], stats[:, 1] + stats[:, 3]
    gone = ((top <= 1) & (bottom <= first + 2)) | ((bottom >= image.shape[0] - 1) & (top >= last - 2))
    gone[0] = False
    out = image.copy()
    out[cv2.dilate(gone[labels].astype(np.uint8), np.ones((3, 3), np.uint8)) > 0] = 255
    return out


def _as(office: Office, row: Row, line: ReadLine) -> ReadLine:
    """The line as the office is printed: in capitals, each word as broad as its letters ask."""
    box = around(office.words)
    box = Box(box.x0, row.top - 2, box.x1, row.bottom + 2)
    parts = [
        *(word.text for word in office.before),
        *([f"{office.capacity}."] if office.capacity else []),
        *office.name.upper().split(),
    ]
    read_as = " ".join(word.text for word in office.words)
    step = box.width / sum(len(part) + 1 for part in parts)
    out, x = [], box.x0
    for part in parts:
        reach = x + step * (len(part) + 1)
        out.append(Seen(part, Box(x, box.y0, reach - step, box.y1), 0.9, 0, 0, read_as=read_as))
        x = reach
    return replace(line, words=tuple(out), box=box)
