"""Parts of a page set one under the other in one image, so that the engine reads them in one go and as one column.

Read alone, a small part gives the engine too little to judge the size of letters by: capitals lose their marks. Read
as a page, two columns run into each other. A stack has neither fault, and costs one call.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.read.ocr.engine import Engine, Gray, Mode, Seen
from schemas.page import Box

_GAP = 0.14  # inches of white between parts
_EDGE = 12  # white pixels around everything


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


def read_stack(parts: Sequence[Part], engine: Engine, *, dpi: int, mode: Mode, seconds: float) -> list[list[Seen]]:
    """What the engine sees in each part; boxes in points of the page, lines numbered within the part.

    Raises:
        OcrTimeout, MissingProgram: as the engine does.
    """
    if not parts:
        return []
    scale = dpi / 72.0
    gap = round(_GAP * dpi)
    left = min(round(part.box.x0 * scale) for part in parts)
    width = max(round(part.box.x0 * scale) - left + part.image.shape[1] for part in parts) + 2 * _EDGE
    height = sum(part.image.shape[0] + gap for part in parts) + 2 * _EDGE
    image = np.full((height, width), 255, np.uint8)
    places = []
    y = _EDGE
    for part in parts:
        high, wide = part.image.shape
        x = round(part.box.x0 * scale) - left + _EDGE
        image[y : y + high, x : x + wide] = part.image
        places.append(_Place(y, y + high, round(part.box.x0 * scale) - x, round(part.box.y0 * scale) - y))
        y += high + gap
    out: list[list[Seen]] = [[] for _ in parts]
    for word in engine.read(image, dpi=dpi, mode=mode, seconds=seconds):
        middle = (word.box.y0 + word.box.y1) / 2
        at = min(range(len(places)), key=lambda i: max(places[i].top - middle, middle - places[i].bottom, 0))
        place = places[at]
        box = Box(
            (word.box.x0 + place.dx) / scale,
            (word.box.y0 + place.dy) / scale,
            (word.box.x1 + place.dx) / scale,
            (word.box.y1 + place.dy) / scale,
        )
        out[at].append(Seen(word.text, box, word.confidence, word.block, word.line))
    return out
