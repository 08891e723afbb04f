"""The name printed under a signature, looked at by itself where the page's reading of it is not sure.

A pen's strokes and a seal's ring cross the name, and an engine that reads the page as columns loses it among them. The
place is known: below the signer's position, in its column. The row of print there is read in several looks
(`looks.py`), and a name is taken only where looks agree; where none is, the row is left out of the text and a remark
shows the place. A name is never mended and never made of parts of several readings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from typing import Protocol

from pipeline.read.ocr.blackseals import sealed_over
from pipeline.read.ocr.engine import Gray, Mode, Seen
from pipeline.read.ocr.lines import STAMP, ReadLine, lines_of
from pipeline.read.ocr.looks import Look, looks, sizes
from pipeline.read.ocr.namerows import ROOM, UNDER, Row, rows_under, touched
from pipeline.read.ocr.naming import Reading, agreed, by_many, guessed, like_a_name, quickly, reading_of
from pipeline.read.ocr.prepare import Prepared
from pipeline.read.ocr.stack import cut
from schemas.page import Box, Remark, doubted
from vietnamese.fold import key
from vietnamese.lexicon import words

_SURE = 0.85  # confidence of the page's own reading from which no further look is needed
_PLAIN = 0.95  # confidence of each word of a name from which its marks are not looked at again
_SMALLER = 0.65  # of the page's resolution
_NEAR = 76.0  # of 100: as near must a line come to a position's name
_REACH = 130.0  # points to either side of the position's middle
_DOWN = 170.0  # points below the position to which the name stands
_BROAD = 200.0  # points; a line as broad is the body's
_LOST = 9.0  # points; what a reading leaves out at an end of the row is narrower, or it may be a word
_FIRST = 2  # looks after which a row without anything like a name is given up
_PREFIX = re.compile(r"^\W*(?:tm|kt|k/t|tl|tuq|q)\s?[.,:/]\s?")


class ReadImage(Protocol):
    """The engine on an image whose corner stands at a place (points), shown at `size` times its resolution."""

    def __call__(self, image: Gray, at: tuple[float, float], mode: Mode, size: float = 1.0) -> list[Seen]: ...


def signed(
    lines: list[ReadLine], prepared: Prepared, *, page: int, read: ReadImage
) -> tuple[list[ReadLine], list[Remark]]:
    """`lines` with the signer's name read by itself where it was not read surely, and what a person should look at.

    `read` is the engine on an image whose corner stands at a place (points).
    """
    remarks: list[Remark] = []
    found = positions(lines, prepared.width)
    for position in (*found, *_over_seals(found, prepared)):
        place = place_under(position, lines)
        inside = [line for line in lines if _within(line.box, place)]
        sure = [] if sealed_over(place, prepared) else [line for line in inside if _surely_named(line)]
        if sure:
            doubted = [line for line in sure if _marked_otherwise(line, prepared, read)]
            lines = [line for line in lines if line not in doubted]
            remarks += [_remark(line.box, page, line.text, why="has marks that read otherwise") for line in doubted]
            continue
        for row in rows_under(prepared, _print(position, inside), place):
            own = [line for line in inside if line.box.x0 > place.x0 and _in_row(line, row.box)]
            readings = _readings(row, own, prepared, read)
            if not any(like_a_name(one) for one in readings):
                continue
            name = agreed(readings)
            if name is None and any(one.valid for one in readings):
                name, more = _in_many_sizes(row, readings, prepared.dpi, read)
                readings += more
            rest = [line for line in lines if line not in own or (name is None and not _to_go(line, prepared))]
            if name is not None:
                lines = [*rest, *lines_of(list(name.words), band=position.band, column=position.column)]
            else:
                lines = rest
                remarks.append(_remark(row.box, page, guessed(readings)))
            break
        else:
            hidden = [line for line in inside if _to_go(line, prepared) and sealed_over(line.box, prepared)]
            lines = [line for line in lines if line not in hidden]
            remarks += [_remark(line.box, page, guessed(_of(line))) for line in hidden]
    return lines, remarks


def positions(lines: Sequence[ReadLine], width: float) -> list[ReadLine]:
    """The last line of each position printed in the right part of a page that is `width` points broad."""
    found = sorted((line for line in lines if _is_position(line, width)), key=lambda line: line.box.y0)
    return [
        line
        for i, line in enumerate(found)
        if not any(0 <= other.box.y0 - line.box.y0 < UNDER and _above(line, other) for other in found[i + 1 :])
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


def _to_go(line: ReadLine, page: Prepared) -> bool:
    """Whether a line that no look confirmed is a name, or may be one of which a seal's ring made another."""
    return any(one.valid or (sealed_over(line.box, page) and like_a_name(one)) for one in _of(line))


def _surely_named(line: ReadLine) -> bool:
    return any(one.valid and one.confidence >= _SURE for one in _of(line))


def _marked_otherwise(line: ReadLine, page: Prepared, read: ReadImage) -> bool:
    """Whether a name that was read a little less surely than print is has other marks where it is shown smaller."""
    if min(word.confidence for word in line.words) >= _PLAIN:
        return False
    row = line.row
    part = cut(page.grey, Box(row.x0 - 4, row.y0 - 4, row.x1 + 4, row.y1 + 3), page.dpi)
    if part is None:
        return False
    seen = read(part.image, (part.box.x0, part.box.y0), Mode.LINE, _SMALLER)
    other = " ".join(word.text for word in sorted(seen, key=lambda word: word.box.x0))
    return key(other) == key(line.text) and other != line.text


def _over_seals(found: Sequence[ReadLine], page: Prepared) -> list[ReadLine]:
    """Where the position stands over each black seal over which none was read."""
    if page.sealed is None:
        return []
    out = []
    for x, y, radius in ((seal.x, seal.y, seal.radius) for seal in page.lifted):
        if not any(line.box.x1 > x and y - 3 * radius < line.box.y1 < y for line in found):
            out.append(ReadLine((), Box(x, y - 1.4 * radius, x + 2 * radius, y - 0.6 * radius), 0, 0))
    return out


def _print(position: ReadLine, inside: Sequence[ReadLine]) -> Box:
    """Where the block's type can be looked at: its position, or what may be its name where none was read."""
    like = [line.box for line in inside if any(map(like_a_name, _of(line)))]
    return like[0] if like and not position.words else position.box


def _readings(row: Row, own: Sequence[ReadLine], page: Prepared, read: ReadImage) -> list[Reading]:
    """What the looks show, and what the page's reading made of the row."""
    lost, ends, cleaned = touched(row, page.dpi), _ends(row), sealed_over(row.box, page)
    seen_before = (
        reading_of([word for word in line.words if word.box.x1 > row.begins], cleaned=cleaned, touched=lost, ends=ends)
        for line in own
    )
    out = [one for one in seen_before if one is not None]
    for i, look in enumerate(looks(row.raw, row.clean, dpi=page.dpi)):
        if (i == _FIRST and not any(like_a_name(one) for one in out)) or quickly(out):
            break
        out += _shown(row, [look], page.dpi, read)
    return out


def _in_many_sizes(
    row: Row, before: Sequence[Reading], dpi: int, read: ReadImage
) -> tuple[Reading | None, list[Reading]]:
    """The name that nearly all sizes of a row show, None where they don't, and what each showed.

    Where the row as it was says nothing, what is shown of the cleaned one could not be believed.
    """
    many = list(sizes(row.raw, row.clean, dpi=dpi))
    readings = _shown(row, (look for look in many if not look.cleaned), dpi, read)
    if any(one.valid for one in readings):
        readings += _shown(row, (look for look in many if look.cleaned), dpi, read)
    return by_many(readings, before, looks=len(many)), readings


def _of(line: ReadLine) -> list[Reading]:
    reading = reading_of(line.words)
    return [] if reading is None else [reading]


def _shown(row: Row, some: Iterable[Look], dpi: int, read: ReadImage) -> list[Reading]:
    """What the engine makes of some looks at a row."""
    lost, ends, at = touched(row, dpi), _ends(row), (row.box.x0, row.box.y0)
    out = []
    for look in some:
        seen = [_in(word, row.box) for word in read(look.image, at, Mode.LINE, look.size) if word.box.x1 > row.begins]
        one = reading_of(seen, cleaned=look.cleaned, touched=lost, ends=ends)
        out += [] if one is None else [one]
    return out


def _ends(row: Row) -> tuple[float, float]:
    """The points between which no word of the row is lost."""
    return max(row.box.x0 + ROOM, row.begins) + _LOST, row.box.x1 - ROOM - _LOST


def _in(word: Seen, row: Box) -> Seen:
    """The word as high as its row: a look may have been turned or stretched."""
    return replace(word, box=Box(word.box.x0, row.y0, word.box.x1, row.y1))


def _remark(place: Box, page: int, guess: str, *, why: str = "is crossed by pen or seal") -> Remark:
    message = doubted(f"The name under the signature {why} and is not surely read", guess)
    return Remark("signer-unreadable", message, page, place, "/signer/name", guess)
