"""The rows of print under a position, one of which may be the signer's name, as scanned and without pen and seal."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.read.ocr.blackseals import sealed_over
from pipeline.read.ocr.clean import without_pen
from pipeline.read.ocr.engine import Gray
from pipeline.read.ocr.looks import pieces_of, stem_of, stems, without_lines, without_specks
from pipeline.read.ocr.pixels import cv2
from pipeline.read.ocr.prepare import SURVEY_DPI, Prepared, ink_of
from pipeline.read.ocr.rows import rows
from pipeline.read.ocr.stack import cut
from schemas.page import Box

UNDER = 28.0  # points below the position from which on the name stands
ROOM = 5.0  # points to either side of the row
_NARROW = 36.0  # points; a name is broader
_THIN = 3.0  # pixels; stems of print are broader
_GAP = 11.0  # points of white within a name at most
_TALL = 4.5  # points; strokes of letters are as tall


@dataclass(frozen=True, slots=True)
class Row:
    """A row of print at the place: where it stands (points), as scanned and without lines, at the page's dpi.

    What was read before `begins` (points) is what is left of a seal.
    """

    box: Box
    raw: Gray
    clean: Gray
    begins: float


def rows_under(page: Prepared, position: Box, place: Box) -> list[Row]:
    """The rows of print at the place, from the lowest up.

    The page is taken with its rules: what looks like one at this place may be a row of bold letters that touch.
    """
    dpi = page.dpi
    part = cut(page.grey if page.sealed is None else page.sealed, place, dpi)
    bare = cut(without_pen(page.grey, page), place, dpi)
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
        if row.y0 < UNDER - 4:
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
        begins = box.x0 + _begins(images[1], dpi) / scale if sealed_over(box, page) else box.x0
        out.append(Row(box, images[0], images[1], begins))
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
    room = round(ROOM * scale)
    return max(0, left - room), min(broad.shape[1], right + room)


def _begins(clean: Gray, dpi: int) -> int:
    """The first column of pixels in which a stroke stands that is as tall as a letter's, as no rest of a ring is."""
    tall = np.ones((max(3, round(_TALL * dpi / 72)), 1), np.uint8)
    columns = np.nonzero(cv2.morphologyEx(ink_of(clean), cv2.MORPH_OPEN, tall).any(axis=0))[0]
    return int(columns[0]) if len(columns) else 0


def touched(row: Row, dpi: int) -> list[tuple[float, float]]:
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
