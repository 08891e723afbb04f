"""What is written into the arrival stamp, row by row: figures by hand, or dates put in with another stamp.

The rows of a stamp are even, so two that the engine read tell where the others are. A row's writing reaches into the
rows beside it: its pieces of ink are told from theirs by where their middles are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from rapidfuzz import fuzz

from pipeline.read.ocr.engine import Gray, Mode, Seen
from pipeline.read.ocr.figures import Place, chances_of, read_figures
from pipeline.read.ocr.marks import ReadImage, bare_letters
from pipeline.read.ocr.meant import days_of, judged, meant
from pipeline.read.ocr.pixels import cv2, pieces
from schemas.page import Box

_LABELS = {"number": "Số:", "date": "Ngày:"}
_ROWS = {"Số:": 0, "Số đến:": 0, "Ngày:": 1, "Ngày đến:": 1, "Chuyển:": 2}
_BELOW = {0: 0.0, 1: 0.23, 2: 0.18}  # of a label's height: how far it reaches under its baseline
_LONG = {0: 1.0, 1: 1.85}  # of the rows' distance: the length of a label that was not read by itself
_DISTANCE = (7.0, 26.0)  # points from row to row
_TALLER = 1.35  # written figures are so much taller than the capitals that the net measures by
_TALL = 0.62  # of the rows' distance: no letter of a label is so tall
_CORE = (0.65, 0.05)  # of the rows' distance above the baseline: where a row's figures are
_CROSSED = 0.2  # of the rows' distance: what reaches so far into the core of a row belongs to it too
_LEAST = 0.1  # of all that may be written: so much must be a day after the letter's, or none is believed
_LIKE = 60.0  # how much of a label must be seen where it is known to stand, in per cent


@dataclass(frozen=True, slots=True)
class Label:
    """A label of the stamp as the engine read it: its words, and the sure ones after it."""

    name: str
    words: tuple[Seen, ...]  # as written in its place
    first: Seen  # as read
    rest: tuple[Seen, ...]

    @property
    def clean(self) -> bool:
        """Whether its first word was read by itself, without figures that were written close to it."""
        text = self.first.text
        same = bare_letters(text) == bare_letters(self.name.split()[0])
        return same and not any(char.isdigit() for char in text)


@dataclass(frozen=True, slots=True)
class Rows:
    """Where the rows stand: the first one's baseline, their distance, their left edge; points of the page."""

    base: float
    distance: float
    left: float

    def below(self, row: int) -> Rows:
        """The rows from a later one on."""
        return Rows(self.base + row * self.distance, self.distance, self.left)


@dataclass(frozen=True, slots=True)
class Inside:
    """What stands within the stamp's frame (points of the page), and what reads it."""

    image: Gray
    dpi: int
    frame: Box
    read: ReadImage
    month: date | None = None  # in which the letter was sent, as far as that is known: its first day

    def ink(self) -> Gray:
        """255 where something stands."""
        out: Gray = cv2.threshold(self.image, 150, 255, cv2.THRESH_BINARY_INV)[1]
        return out

    def pieces(self) -> tuple[Any, Any, Any]:
        """Pieces of ink: labels, rows of x, y, width and height, and middles, in points of the page."""
        labels, stats, middles = pieces(self.ink())
        point, corner = self.dpi / 72.0, np.array([self.frame.x0, self.frame.y0])
        found = stats[:, :4] / point
        found[:, :2] += corner
        return labels, found, middles / point + corner

    def pixels(self, box: Box) -> tuple[float, float, float, float]:
        """A box of the page in pixels of the image."""
        point, left, top = self.dpi / 72.0, self.frame.x0, self.frame.y0
        return (box.x0 - left) * point, (box.y0 - top) * point, (box.x1 - left) * point, (box.y1 - top) * point


@dataclass(frozen=True, slots=True)
class Doubt:
    """A row in which something stands that can't be read surely. `what`: number or date."""

    what: str
    box: Box
    guess: str = ""


def rows_of(labels: list[Label], title: Box) -> Rows | None:
    """The rows of a stamp whose title's letters end at the foot of `title`; None where the labels don't say."""
    bases: dict[int, float] = {}
    for label in labels:
        row = _ROWS.get(label.name)
        if row is not None and label.clean:
            bases.setdefault(row, label.first.box.y1 - _BELOW[row] * label.first.box.height)
    if not bases:
        return None
    first, last = min(bases), max(bases)
    distance = (
        (bases[last] - bases[first]) / (last - first) if last > first else (bases[first] - title.y1) / (first + 1)
    )
    if not _DISTANCE[0] <= distance <= _DISTANCE[1]:
        return None
    left = min(label.first.box.x0 for label in labels if label.name in _ROWS)
    return Rows(bases[last] - last * distance, distance, left)


def written(what: str, label: Label | None, line: Rows, stamp: Inside) -> tuple[tuple[Seen, ...], Doubt | None]:
    """A row's label and what stands behind it; and where a person should look. `line`: the rows from this one on."""
    short = label is not None and label.clean and label.name == _LABELS[what]
    long = _LONG[list(_LABELS).index(what)] * line.distance
    start = label.first.box.x1 if label is not None and short else line.left + long
    ink, box, crossed = _alone(stamp, line, start)
    row = Box(start, line.base - line.distance, stamp.frame.x1, line.base + 0.2 * line.distance)
    if box is None and crossed:
        return label.words if label is not None else (), Doubt(what, row)
    if box is None:  # a row that nobody filled in, or print that is smaller than writing
        return (*label.words, *label.rest) if label is not None else (), None
    high = max(4.0, box.height) / _TALLER
    place = Place(box.x0 - stamp.frame.x0 - 4, box.x1 - stamp.frame.x0 + 4, line.base - stamp.frame.y0, high)
    chances = _days(ink, stamp, place) if what == "date" else meant(what, read_figures(ink, stamp.dpi, place))
    words = label.words if label is not None else _named(what, line, start, stamp)
    text, share = judged(what, chances, label.rest if label is not None else (), known=stamp.month is not None)
    if not words or text is None or crossed:
        return words, Doubt(what, row.union(box), max(chances, key=lambda one: chances[one], default=""))
    return (*words, Seen(text, box, round(share, 3), 0, 0, script="hand")), None


def _days(ink: Gray, stamp: Inside, place: Place) -> dict[str, float]:
    """The chances of the days that may be written in a place: of those after the letter's, where that is known."""
    if stamp.month is None:
        return meant("date", read_figures(ink, stamp.dpi, place))
    spelled = days_of(stamp.month)
    chances = meant("date", chances_of(ink, stamp.dpi, place, spelled))
    whole = max(_LEAST, sum(chances.values()))
    return {text: chance / whole for text, chance in chances.items()}


def _alone(stamp: Inside, line: Rows, start: float) -> tuple[Gray, Box | None, bool]:
    """The stamp with a row's figures alone, and their box, as high as most of them; no box where there are none.

    And whether something crosses the row that is not told from another row's writing: a figure may hang on it.
    """
    labels, found, middles = stamp.pieces()
    across, down = middles[:, 0], middles[:, 1]
    tall = found[:, 3] > _TALL * line.distance  # no letter of a label: a figure that was written close to it
    mine = (down > line.base - line.distance) & (down < line.base + 0.12 * line.distance)
    behind = (across > start) | (tall & (across > line.left + 0.5 * line.distance))
    mine &= found[:, 3] > 0.3 * line.distance
    mine[0] = False
    label, mine = mine & ~behind, mine & behind
    upper, lower = line.base - _CORE[0] * line.distance, line.base - _CORE[1] * line.distance
    within = np.minimum(found[:, 1] + found[:, 3], lower) - np.maximum(found[:, 1], upper)
    crossing = behind & ~mine & (within > _CROSSED * line.distance)
    crossing[0] = False
    out = np.full_like(stamp.image, 255)
    if not mine.any():
        return out, None, bool(crossing.any())
    mask = cv2.dilate(mine[labels].astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    out[mask] = stamp.image[mask]
    ends, found = found[:, 0] + found[:, 2], found[mine]
    high = float(np.median(found[:, 3]))
    x0, x1 = float(found[:, 0].min()), float((found[:, 0] + found[:, 2]).max())
    # where writing is no taller than print, what stands close before it may be its first figure
    cut = high <= _TALL * line.distance and bool((label & (ends > x0 - 0.4 * line.distance)).any())
    middle = float(np.median(found[:, 1] + found[:, 3] / 2))
    return out, Box(x0, middle - high / 2, x1, middle + high / 2), cut or bool(crossing.any())


def _named(what: str, line: Rows, start: float, stamp: Inside) -> tuple[Seen, ...]:
    """A row's label, where it stands in its place and the engine passed over it among the writing; else nothing."""
    box = Box(line.left - 2, line.base - 0.95 * line.distance, start, line.base + 0.35 * line.distance)
    labels, found, _ = stamp.pieces()
    tall = found[:, 3] > _TALL * line.distance
    tall[0] = False
    image = np.where(tall[labels], np.uint8(255), stamp.image)
    x0, y0, x1, y1 = (max(0, int(value)) for value in stamp.pixels(box))
    part = image[y0:y1, x0:x1]
    if min(part.shape) < 8:
        return ()
    seen = bare_letters("".join(word.text for word in stamp.read(part, (box.x0, box.y0), Mode.LINE)))
    label = _LABELS[what]
    return (Seen(label, box, 0.9, 0, 0),) if fuzz.ratio(bare_letters(label), seen) >= _LIKE else ()
