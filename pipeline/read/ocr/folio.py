"""The page's number: one or two figures alone at the top, which an engine takes for dust among columns of lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from pipeline.read.ocr.again import ReadBox
from pipeline.read.ocr.engine import Mode
from pipeline.read.ocr.lines import ReadLine, lines_of
from pipeline.read.ocr.prepare import SURVEY_DPI
from pipeline.read.ocr.survey import Survey
from schemas.page import Box

_POINT = SURVEY_DPI / 72.0
_TOP = 70.0  # points from the paper's edge: the upper margin is 20–25 mm
_WIDE = 30.0  # points: three figures between dashes
_ASIDE = 110.0  # points from the middle of the page
_BAND = -1_000  # a band of its own


def with_page_number(lines: Sequence[ReadLine], seen: Survey, read: ReadBox) -> list[ReadLine]:
    """`lines` with the page's number where it stands alone at the top and was passed over."""
    box = _alone(seen)
    if box is None or any(_meet(line.box, box) for line in lines):
        return list(lines)
    words = [replace(word, line=0) for word in read(box, Mode.LINE)]
    if not "".join(word.text for word in words).strip("-–—. ").isdecimal():
        return list(lines)
    return [*lines_of(words, band=_BAND, column=0), *lines]


def _alone(seen: Survey) -> Box | None:
    """The box (points) of at most four small pieces that make the page's first row, near its middle."""
    if not len(seen.letters):
        return None
    first = seen.letters[np.argmin(seen.letters[:, 1])]
    row = seen.letters[(seen.letters[:, 1] < first[3]) & (seen.letters[:, 3] > first[1])]
    x0, y0 = (float(v) / _POINT for v in row[:, :2].min(axis=0))
    x1, y1 = (float(v) / _POINT for v in row[:, 2:].max(axis=0))
    middle = seen.shape[1] / _POINT / 2
    if len(row) > 4 or y1 > _TOP or x1 - x0 > _WIDE or abs((x0 + x1) / 2 - middle) > _ASIDE:
        return None
    return Box(x0 - 6, y0 - 5, x1 + 6, y1 + 5)


def _meet(a: Box, b: Box) -> bool:
    return min(a.x1, b.x1) > max(a.x0, b.x0) and min(a.y1, b.y1) - max(a.y0, b.y0) > 0.4 * min(a.height, b.height)
