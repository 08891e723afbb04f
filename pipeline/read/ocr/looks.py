"""A row of print under pen strokes and a seal, cleaned in several ways; each cleaning spares what another one spoils.

Print is told from pen by its weight: the stems of bold letters are broader than a pen's line or a seal's ring, and the
letters' own thin lines are short. What is taken away may take a mark with it, so the row as it was is a look too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from pipeline.read.ocr.engine import Gray
from pipeline.read.ocr.pixels import cv2
from pipeline.read.ocr.prepare import ink_of
from pipeline.read.ocr.survey import Boxes

_LONG = 14.0  # points: a thin line of a letter is shorter, a pen's is longer
_TALL, _WIDE = 22.0, 90.0  # points: no letter, nor some that touch, is larger
TALLER = 1.4  # marks over marks are told apart better in letters stretched so much
_SIZES = (0.7, 0.8, 0.9, 1.15, 1.3, 1.5, 1.8)
_SPECK = 0.7  # square points: the dot under a vowel is larger


@dataclass(frozen=True, slots=True)
class Look:
    """A row to be read, shown at `size` times its resolution.

    `cleaned`: its long thin lines are gone, so that marks may be.
    """

    image: Gray
    cleaned: bool
    size: float = 1.0


def stem_of(letters: Gray) -> float:
    """How many pixels broad the stems of some printed letters are; of bold type where those are bold."""
    ink = (ink_of(letters) > 0).astype(np.uint8)
    depths = cv2.distanceTransform(ink, cv2.DIST_L2, 3)
    depths = depths[depths > 0]
    return 2 * float(np.percentile(depths, 92)) if len(depths) else 0.0


def stems(grey: Gray, stem: float) -> Gray:
    """255 where strokes are nearly as broad as `stem` pixels."""
    size = max(3, round(0.72 * stem))
    out: Gray = cv2.morphologyEx(
        ink_of(grey), cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    )
    return out


def without_lines(grey: Gray, *, stem: float, dpi: int) -> Gray:
    """`grey` without long lines that are thinner than `stem` pixels, and without specks."""
    point = dpi / 72
    ink = ink_of(grey)
    broad = cv2.dilate(stems(grey, stem), np.ones((3, 3), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(cv2.bitwise_and(ink, cv2.bitwise_not(broad)), connectivity=8)
    long = np.hypot(stats[:, 2], stats[:, 3]) > _LONG * point
    long[0] = False
    gone = cv2.dilate(long[labels].astype(np.uint8), np.ones((3, 3), np.uint8))
    out = grey.copy()
    out[(gone > 0) & (broad == 0)] = 255
    return out


def without_specks(grey: Gray, *, dpi: int, above: int = 0) -> Gray:
    """`grey` without specks, and without what hangs in from its upper edge and ends before row `above` of pixels."""
    ink = ink_of(grey)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    gone = stats[:, 4] < _SPECK * (dpi / 72) ** 2
    gone |= (stats[:, 1] <= 1) & (stats[:, 1] + stats[:, 3] < above)
    gone[0] = False
    out = grey.copy()
    out[cv2.dilate(gone[labels].astype(np.uint8), np.ones((3, 3), np.uint8)) > 0] = 255
    return out


def pieces_of(grey: Gray, *, dpi: int, to: int) -> Boxes:
    """The boxes of the pieces of ink that may be letters, in pixels of `to` dots an inch."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink_of(grey), connectivity=8)
    point = dpi / 72
    stats = stats[1:]
    stats = stats[(stats[:, 4] > 1.7 * point * point) & (stats[:, 3] < _TALL * point) & (stats[:, 2] < _WIDE * point)]
    corners = np.stack([stats[:, 0], stats[:, 1], stats[:, 0] + stats[:, 2], stats[:, 1] + stats[:, 3]], axis=1)
    return (corners * (to / dpi)).astype(np.int32)


def looks(raw: Gray, clean: Gray, *, dpi: int) -> Iterator[Look]:
    """A row without lines and, by turns, as it was scanned: as it is, blurred, level, gaps closed, thinner, taller.

    No two looks show the same: one that changes nothing is left out.
    """
    done: list[Gray] = []
    for pair in zip(_ways(clean, dpi), _ways(raw, dpi), strict=True):
        for other, cleaned in zip(pair, (True, False), strict=True):
            if not any(other.shape == one.shape and np.array_equal(other, one) for one in done):
                done.append(other)
                yield Look(other, cleaned)


def _ways(image: Gray, dpi: int) -> Iterator[Gray]:
    level = _level(image)
    yield image
    yield _blurred(image, dpi / 190)
    yield level
    yield _closed(image, 1, round(dpi / 40))
    yield _blurred(_closed(image, round(dpi / 75), round(dpi / 75)), dpi / 250)
    yield _blurred(_closed(level, 1, round(dpi / 60)), dpi / 150)
    yield cv2.dilate(image, np.ones((2, 2), np.uint8))
    yield _taller(image)


def sizes(raw: Gray, clean: Gray, *, dpi: int) -> Iterator[Look]:
    """A row as it was scanned and without lines in many sizes: an engine's mistakes differ from one to the next."""
    for image, cleaned in ((raw, False),) if np.array_equal(raw, clean) else ((raw, False), (clean, True)):
        soft = _level(_blurred(image, dpi / 190))
        for size in _SIZES:
            yield Look(image, cleaned, size)
            yield Look(soft, cleaned, size)


def _taller(grey: Gray) -> Gray:
    out: Gray = cv2.resize(grey, None, fx=1.0, fy=TALLER, interpolation=cv2.INTER_CUBIC)
    return out


def _blurred(grey: Gray, sigma: float) -> Gray:
    out: Gray = cv2.GaussianBlur(grey, (0, 0), sigma)
    return out


def _closed(grey: Gray, wide: int, high: int) -> Gray:
    """Narrow gaps in the ink closed: streaks across letters, letters of which only the outline is left."""
    out: Gray = cv2.morphologyEx(grey, cv2.MORPH_OPEN, np.ones((high, wide), np.uint8))
    return out


def _level(grey: Gray) -> Gray:
    """The row turned level: a name that was stamped stands askew on a straight page."""
    height, width = grey.shape
    ys, xs = np.nonzero(ink_of(grey))
    if len(xs) < 50:
        return grey
    x, y = xs - width / 2, ys - height / 2

    def score(degrees: float) -> float:
        rows = np.round(y - x * np.tan(np.radians(degrees))).astype(np.int64)
        return float((np.bincount(rows - rows.min()).astype(np.float64) ** 2).sum())

    angle = max((d / 2 for d in range(-12, 13)), key=lambda d: (score(d), -abs(d)))
    if angle == 0:
        return grey
    room = round(abs(np.tan(np.radians(angle))) * width / 2) + 4
    padded = np.pad(grey, ((room, room), (0, 0)), constant_values=255)
    matrix = cv2.getRotationMatrix2D((width / 2, padded.shape[0] / 2), angle, 1.0)
    out: Gray = cv2.warpAffine(padded, matrix, (width, padded.shape[0]), flags=cv2.INTER_CUBIC, borderValue=255)
    return out
