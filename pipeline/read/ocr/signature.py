"""The name printed under a signature, looked at by itself where the page's reading of it is not sure.

A pen's strokes and a seal's ring cross the name, and an engine that reads the page as columns loses it among them. The
place is known: below the signer's position, in its column. The row of print there is read in several looks
(`looks.py`), and a name is taken only where looks agree; where none is, the row is left out of the text and a remark
shows the place. A name is never mended and never made of parts of several readings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from pipeline.read.ocr.clean import without_pen
from pipeline.read.ocr.engine import Gray, Mode, Seen
from pipeline.read.ocr.lines import STAMP, ReadLine, lines_of
from pipeline.read.ocr.looks import looks, pieces_of, stem_of, stems, without_lines, without_specks
from pipeline.read.ocr.naming import Reading, agreed, like_a_name, reading_of
from pipeline.read.ocr.prepare import SURVEY_DPI, Prepared
from pipeline.read.ocr.rows import rows
from pipeline.read.ocr.stack import cut
from schemas.page import Box, Remark
from vietnamese.fold import key
from vietnamese.lexicon import words

_SURE = 0.85  # confidence of the page's own reading from which no further look is needed
_NEAR = 76.0  # of 100: as near must a line come to a position's name
_REACH = 130.0  # points to either side of the position's middle
_UNDER, _DOWN = 28.0, 170.0  # points below the position between which the name stands
_BROAD = 200.0  # points; a line as broad is the body's
_NARROW = 36.0  # points; a name is broader
_THIN = 3.0  # pixels; stems of print are broader
_GAP = 11.0  # points of white within a name at most
_ROOM = 5.0  # points to either side of the row
_LOST = 9.0  # points; what a reading leaves out at an end of the row is narrower, or it may be a word
_FIRST = 2  # looks after which a row without anything like a name is given up
_PREFIX = re.compile(r"^\W*(?:tm|kt|k/t|tl|tuq|q)\s?[.,:/]\s?")

ReadImage = Callable[[Gray, tuple[float, float], Mode], list[Seen]]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of print at the place: where it stands (points), as scanned and without lines, at the page's dpi."""

    box: Box
    raw: Gray
    clean: Gray


def signed(
    lines: list[ReadLine], prepared: Prepared, *, page: int, read: ReadImage
) -> tuple[list[ReadLine], list[Remark]]:
    """`lines` with the signer's name read by itself where it was not read surely, and what a person should look at.

    `read` is the engine on an image whose corner stands at a place (points).
    """
    remarks: list[Remark] = []
    dpi = prepared.dpi
    for position in positions(lines, prepared.width):
        place = place_under(position, lines)
        inside = [line for line in lines if _within(line.box, place)]
        if any(_surely_named(line) for line in inside):
            continue
        for row in _rows(prepared, position.box, place):
            own = [line for line in inside if line.box.x0 > place.x0 and _in_row(line, row.box)]
            readings = _readings(row, own, dpi, read)
            if not any(like_a_name(one) for one in readings):
                continue
            name = agreed(readings)
            rest = [line for line in lines if line not in own or (name is None and not _named(line))]
            if name is not None:
                lines = [*rest, *lines_of(list(name.words), band=position.band, column=position.column)]
            else:
                lines = rest
                remarks.append(_remark(row, page))
            break
    return lines, remarks


def positions(lines: Sequence[ReadLine], width: float) -> list[ReadLine]:
    """The last line of each position printed in the right part of a page that is `width` points broad."""
    found = sorted((line for line in lines if _is_position(line, width)), key=lambda line: line.box.y0)
    return [
        line
        for i, line in enumerate(found)
        if not any(0 <= other.box.y0 - line.box.y0 < _UNDER and _above(line, other) for other in found[i + 1 :])
    ]


def place_under(position: ReadLine, lines: Sequence[ReadLine]) -> Box:
    """Where the signer's name stands under `position`, in points: down to the next line of the body."""
    box = position.box
    middle = (box.x0 + box.x1) / 2
    bottom = box.y1 + _DOWN
    for line in lines:
        broad = line.box.width > _BROAD and sum(word.confidence > 0.6 for word in line.words) >= 4
        if broad and line.box.y0 > box.y1 and line.box.x0 < middle < line.box.x1 - _BROAD / 4:
            bottom = min(bottom, line.box.y0)
    return Box(max(0.0, middle - _REACH), box.y1 + 4, middle + _REACH, max(box.y1 + 5, bottom))


def _is_position(line: ReadLine, width: float) -> bool:
    from rapidfuzz import fuzz, process

    text = line.text
    letters = [c for c in text if c.isalpha()]
    if line.cell is not None or line.band >= STAMP // 2 or (line.box.x0 + line.box.x1) / 2 < 0.45 * width:
        return False
    if not 5 <= len(letters) <= 32 or sum(c.isupper() for c in letters) < 0.8 * len(letters):
        return False
    bare = re.sub(r"[^a-z]", "", _PREFIX.sub("", key(text).lower()))
    return process.extractOne(bare, _positions(), scorer=fuzz.ratio, score_cutoff=_NEAR) is not None


@cache
def _positions() -> tuple[str, ...]:
    heads = words("positions", "positions")
    return tuple(re.sub(r"[^a-z]", "", key(name)) for name in (*heads, *(f"Phó {head}" for head in heads)))


def _above(line: ReadLine, other: ReadLine) -> bool:
    return min(line.box.x1, other.box.x1) > max(line.box.x0, other.box.x0)


def _within(box: Box, place: Box) -> bool:
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    return place.x0 < x < place.x1 and place.y0 < y < place.y1


def _in_row(line: ReadLine, row: Box) -> bool:
    middle = (line.box.y0 + line.box.y1) / 2
    return row.y0 - 2 < middle < row.y1 + 2 and min(line.box.x1, row.x1) > max(line.box.x0, row.x0)


def _named(line: ReadLine) -> bool:
    """Whether the page's reading of a line is a name, sure or not."""
    reading = reading_of(line.words)
    return reading is not None and reading.valid


def _surely_named(line: ReadLine) -> bool:
    reading = reading_of(line.words)
    return reading is not None and reading.valid and reading.confidence >= _SURE


def _rows(page: Prepared, position: Box, place: Box) -> list[Row]:
    """The rows of print at the place, from the lowest up.

    The page is taken with its rules: what looks like one at this place may be a row of bold letters that touch.
    """
    dpi = page.dpi
    part, bare = cut(page.grey, place, dpi), cut(without_pen(page.grey, page), place, dpi)
    title, red = cut(page.grey, position, dpi), None if page.red is None else cut(page.red, place, dpi)
    stem = 0.0 if title is None else stem_of(title.image)
    if part is None or bare is None or stem < _THIN:
        return []
    raw, penless = (image if red is None else np.minimum(image, red.image) for image in (part.image, bare.image))
    scale = dpi / 72
    clean = without_lines(penless, stem=stem, dpi=dpi)
    broad = stems(penless, stem)
    height, width = clean.shape
    found = rows(pieces_of(clean, dpi=dpi, to=SURVEY_DPI), Box(0, 0, width / scale, height / scale))
    out = []
    for row in reversed(found):
        if row.y0 < _UNDER - 4:
            continue
        left, right = _whole(broad, row, scale)
        if right - left < _NARROW * scale or left <= 1 or right >= width - 1:
            continue  # a piece of ornament, or a line that goes on beside the place
        top, bottom = max(0, int(row.y0 * scale) - 6), min(height, int(row.y1 * scale) + 6)
        above = int((row.y0 + 4.5) * scale) - top
        images = [without_specks(image[top:bottom, left:right], dpi=dpi, above=above) for image in (raw, clean)]
        box = Box(
            part.box.x0 + left / scale,
            part.box.y0 + top / scale,
            part.box.x0 + right / scale,
            part.box.y0 + bottom / scale,
        )
        out.append(Row(box, images[0], images[1]))
    return out


def _whole(broad: Gray, row: Box, scale: float) -> tuple[int, int]:
    """The pixels between which a row's broad strokes stand without a gap: a word that hangs on a seal belongs to it."""
    top, bottom = int((row.y0 + 5) * scale), int((row.y1 - 4) * scale)
    columns = np.nonzero((broad[top:bottom] > 0).sum(axis=0) > scale / 2)[0]
    middle = (row.x0 + row.x1) / 2 * scale
    inside = columns[(columns > row.x0 * scale) & (columns < row.x1 * scale)]
    if not len(inside):
        return max(0, int(row.x0 * scale)), min(broad.shape[1], int(row.x1 * scale))
    left = right = int(inside[np.abs(inside - middle).argmin()])
    for column in columns[columns < left][::-1]:
        left = int(column) if left - column < _GAP * scale else left
    for column in columns[columns > right]:
        right = int(column) if column - right < _GAP * scale else right
    room = round(_ROOM * scale)
    return max(0, left - room), min(broad.shape[1], right + room)


def _readings(row: Row, own: Sequence[ReadLine], dpi: int, read: ReadImage) -> list[Reading]:
    """What the looks show, and what the page's reading made of the row."""
    at = (row.box.x0, row.box.y0)
    touched = _touched(row, dpi)
    ends = (row.box.x0 + _ROOM + _LOST, row.box.x1 - _ROOM - _LOST)
    out = [one for line in own if (one := reading_of(line.words, touched=touched, ends=ends)) is not None]
    for i, look in enumerate(looks(row.raw, row.clean, dpi=dpi)):
        if i == _FIRST and not any(like_a_name(one) for one in out):
            break
        seen = [_in(word, row.box) for word in read(look.image, at, Mode.LINE)]
        one = reading_of(seen, cleaned=look.cleaned, touched=touched, ends=ends)
        if one is not None:
            out.append(one)
    return out


def _in(word: Seen, row: Box) -> Seen:
    """The word as high as its row: a look may have been turned or stretched."""
    return replace(word, box=Box(word.box.x0, row.y0, word.box.x1, row.y1))


def _touched(row: Row, dpi: int) -> list[tuple[float, float]]:
    """From where to where (points across the page) cleaning took ink out of the row."""
    columns = np.nonzero((row.raw.astype(np.int16) + 60 < row.clean).sum(axis=0) > 1)[0]
    if not len(columns):
        return []
    breaks = np.nonzero(np.diff(columns) > 3)[0]
    starts, ends = np.concatenate(([0], breaks + 1)), np.concatenate((breaks, [len(columns) - 1]))
    scale = dpi / 72
    return [
        (row.box.x0 + float(columns[a]) / scale, row.box.x0 + float(columns[b]) / scale)
        for a, b in zip(starts, ends, strict=True)
    ]


def _remark(row: Row, page: int) -> Remark:
    message = "The name under the signature is crossed by pen or seal and is not surely read. Look at the crop."
    return Remark("signer-unreadable", message, page, row.box, "/signer/name")
