"""Parts of a page set one under the other in one image, so that the engine reads them in one go and as one column.

Read alone, a small part gives the engine too little to judge the size of letters by: capitals lose their marks. Read
as a page, two columns run into each other. A stack has neither fault, and costs one call.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from pipeline.read.ocr.engine import Engine, Gray, Mode, Seen
from schemas.page import Box

_GAP = 0.14  # inches of white between parts
_EDGE = 12  # white pixels around everything
_SAVED = 0.85  # narrow and wide cells apart, where they have less than so much of the pixels of all together


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the page: where its pixels stand on the page (points), and the pixels."""

    box: Box
    image: Gray


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a part was set: its rows in the stack, and how far it was moved (pixels)."""

    top: int
    bottom: int
    dx: int
    dy: int


def cut(grey: Gray, box: Box, dpi: int) -> Part | None:
    """The pixels of a box (points), None where it is too small to hold a letter."""
    scale = dpi / 72.0
    x0, y0 = max(0, int(box.x0 * scale)), max(0, int(box.y0 * scale))
    x1, y1 = min(grey.shape[1], int(box.x1 * scale) + 1), min(grey.shape[0], int(box.y1 * scale) + 1)
    if x1 - x0 < 8 or y1 - y0 < 8:
        return None
    return Part(Box(x0 / scale, y0 / scale, x1 / scale, y1 / scale), grey[y0:y1, x0:x1])


def read_stack(
    parts: Sequence[Part], engine: Engine, *, dpi: int, mode: Mode, seconds: float, cells: bool = False
) -> list[list[Seen]]:
    """What the engine sees in each part; boxes in points of the page, lines numbered within the part.

    `cells`: the parts are cells of tables. They are set flush left, and narrow ones apart from wide ones: a tower of
    narrow cells as broad as the page is mostly white, and costs as much to look at as several pages. Columns of text
    stand as they do on the page: what stands out among them is judged better so.

    Raises:
        OcrTimeout, MissingProgram: as the engine does.
    """
    out: list[list[Seen]] = [[] for _ in parts]
    for chosen in _by_width(parts, round(_GAP * dpi)) if cells else [range(len(parts))]:
        if not chosen:
            continue
        image, places = _stacked([parts[i] for i in chosen], dpi, flush=cells)
        for word in engine.read(image, dpi=dpi, mode=mode, seconds=seconds):
            middle = (word.box.y0 + word.box.y1) / 2
            at = min(range(len(places)), key=lambda i: max(places[i].top - middle, middle - places[i].bottom, 0))
            out[chosen[at]].append(replace(word, box=_moved(word.box, places[at], dpi / 72.0)))
    return out


def _by_width(parts: Sequence[Part], gap: int) -> list[list[int]]:
    """Narrow parts and wide ones, where that saves a good part of the pixels; else all of them."""
    sizes = {i: (int(part.image.shape[1]), int(part.image.shape[0]) + gap) for i, part in enumerate(parts)}

    def pixels(chosen: Sequence[int]) -> int:
        return max((sizes[i][0] for i in chosen), default=0) * sum(sizes[i][1] for i in chosen)

    every = list(sizes)
    ways = [
        [[i for i in every if sizes[i][0] <= width], [i for i in every if sizes[i][0] > width]]
        for width in sorted({width for width, _ in sizes.values()})
    ]
    best = min(ways, key=lambda way: sum(map(pixels, way)), default=[every])
    return best if sum(map(pixels, best)) < _SAVED * pixels(every) else [every]


def _stacked(parts: Sequence[Part], dpi: int, *, flush: bool) -> tuple[Gray, list[_Place]]:
    """The parts under each other, and where each was set."""
    scale = dpi / 72.0
    gap = round(_GAP * dpi)
    left = min(round(part.box.x0 * scale) for part in parts)
    aside = [0 if flush else round(part.box.x0 * scale) - left for part in parts]
    width = max(x + part.image.shape[1] for x, part in zip(aside, parts, strict=True)) + 2 * _EDGE
    image = np.full((sum(part.image.shape[0] + gap for part in parts) + 2 * _EDGE, width), 255, np.uint8)
    places = []
    y = _EDGE
    for x, part in zip(aside, parts, strict=True):
        high, wide = part.image.shape
        image[y : y + high, x + _EDGE : x + _EDGE + wide] = part.image
        places.append(_Place(y, y + high, round(part.box.x0 * scale) - x - _EDGE, round(part.box.y0 * scale) - y))
        y += high + gap
    return image, places


def _moved(box: Box, place: _Place, scale: float) -> Box:
    """A box of the stack (pixels) on the page (points)."""
    return Box(
        (box.x0 + place.dx) / scale,
        (box.y0 + place.dy) / scale,
        (box.x1 + place.dx) / scale,
        (box.y1 + place.dy) / scale,
    )
