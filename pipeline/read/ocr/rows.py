"""Rows of letters in a part of the page, told from the pieces of ink alone; signatures and dust make none."""

from __future__ import annotations

import numpy as np

from pipeline.read.ocr.pixels import runs
from pipeline.read.ocr.prepare import SURVEY_DPI
from pipeline.read.ocr.survey import Boxes
from schemas.page import Box

_POINT = SURVEY_DPI / 72.0


def rows(letters: Boxes, box: Box) -> list[Box]:
    """The rows of at least three aligned letters inside `box`, from top to bottom; in points, marks included.

    `letters` are pieces of ink in pixels of the survey.
    """
    x0, y0, x1, y1 = (value * _POINT for value in box)
    inside = letters[
        (letters[:, 0] >= x0 - 2) & (letters[:, 2] <= x1 + 2) & (letters[:, 1] >= y0 - 2) & (letters[:, 3] <= y1 + 2)
    ]
    heights = inside[:, 3] - inside[:, 1]
    core = inside[(heights >= 3.5 * _POINT) & (heights <= 16 * _POINT)]
    if len(core) < 3:
        return []
    top = int(core[:, 1].min())
    profile = np.zeros(int(core[:, 3].max()) - top + 1, np.int64)
    for a, b, c, d in core:
        middle, reach = (b + d) / 2 - top, (d - b) * 0.25
        profile[int(middle - reach) : int(middle + reach) + 1] += c - a
    out = []
    for first, past in runs(profile > 0):
        middles = (core[:, 1] + core[:, 3]) / 2 - top
        mine = core[(middles >= first - 1) & (middles <= past)]
        if (row := _row(mine)) is not None:
            out.append(row)
    return _with_marks(out)


def _row(pieces: Boxes) -> Box | None:
    """The box of a row, None where the pieces don't look like letters in a row."""
    if len(pieces) < 3 or (pieces[:, 2] - pieces[:, 0]).sum() < 12 * _POINT:
        return None
    height = float(np.median(pieces[:, 3] - pieces[:, 1]))
    order = pieces[np.argsort(pieces[:, 0])]
    gaps = order[1:, 0] - np.maximum.accumulate(order[:, 2])[:-1]
    near = np.concatenate((gaps, [1e9])) < 2.5 * height
    near |= np.concatenate(([1e9], gaps)) < 2.5 * height
    kept = order[near]
    if len(kept) < 3:
        return None
    return Box(*(float(v) / _POINT for v in (kept[:, 0].min(), kept[:, 1].min(), kept[:, 2].max(), kept[:, 3].max())))


def _with_marks(found: list[Box]) -> list[Box]:
    """Rows made taller by room for the marks above and below, as far as their neighbours leave it."""
    out = []
    for i, row in enumerate(found):
        above = found[i - 1].y1 if i else -1e9
        below = found[i + 1].y0 if i + 1 < len(found) else 1e9
        top = max(row.y0 - 4.5, min(row.y0, (above + row.y0) / 2))
        bottom = min(row.y1 + 3.0, max(row.y1, (below + row.y1) / 2))
        out.append(Box(row.x0 - 4, top, row.x1 + 4, bottom))
    return out
