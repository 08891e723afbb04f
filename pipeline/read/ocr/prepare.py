"""What is done to a page's pixels before they are read: even paper, straight lines, ink told apart by colour.

Every step stands here because it was measured on real scans; `benchmarks/ocr.py` measures the whole again.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.read.ocr.engine import Colour, Gray
from pipeline.read.ocr.lifted import lifted
from pipeline.read.ocr.pixels import cv2, pieces
from pipeline.read.ocr.raster import Raster
from pipeline.read.ocr.seals import RED, Circle, seals

READ_DPI = 300  # what the engine reads best: 13-point letters with an x-height of 24 pixels
SURVEY_DPI = 150  # what layout is judged on: boxes to half a point, at a quarter of the cost

Window = tuple[int, int, int, int]  # left, top, breadth and height, in pixels


@dataclass(frozen=True, slots=True)
class Prepared:
    """An upright, straight page on even paper. All images show the same page area."""

    grey: Gray  # at `dpi`, without red; what the engine reads
    red: Gray | None  # at `dpi`, red print alone, seals left out; None where there is none
    blue: Gray | None  # at `dpi`, how much bluer than red each pixel is; None where there is no blue ink
    survey: Gray  # ink (255) on nothing (0) at SURVEY_DPI
    dpi: int
    turned: int  # quarter turns clockwise that made it upright
    skew: float  # degrees by which it was straightened
    lifted: tuple[Circle, ...] = ()  # seals without colour that were taken off, in points
    sealed: Gray | None = None  # `grey` with its seals, where some as black as print were taken off by their form alone

    @property
    def width(self) -> float:
        """Of the upright page, in points."""
        return float(self.grey.shape[1] * 72.0 / self.dpi)

    @property
    def height(self) -> float:
        return float(self.grey.shape[0] * 72.0 / self.dpi)


def small_ink(raster: Raster) -> Gray:
    """The page's ink at 75 dpi as it was scanned: enough to see how its lines run."""
    return ink_of(evened(scaled(cv2.cvtColor(raster.image, cv2.COLOR_RGB2GRAY), raster.dpi, 75), 75))


def prepare(raster: Raster, *, turned: int = 0, small: Gray | None = None) -> Prepared:
    """Make a page ready. `turned` quarter turns clockwise are applied first (0 where its lines already run across).

    `small` is the page's `small_ink`, where that is known.

    Inks are told apart as they were scanned; then each layer is straightened and brought to the engine's resolution
    in one step.
    """
    colour = turn(raster.image, turned)
    grey = cv2.cvtColor(colour, cv2.COLOR_RGB2GRAY)
    skew = skew_of(np.ascontiguousarray(np.rot90(small_ink(raster) if small is None else small, -turned)))
    skew = 0.0 if abs(skew) < 0.15 else skew
    dpi = READ_DPI if raster.dpi < READ_DPI * 0.9 else round(raster.dpi)
    layer = blue = None
    sample = np.ascontiguousarray(colour[::3, ::3])
    if (red_share(sample) > RED).mean() > 2e-4:
        red = red_share(colour)
        layer = _red_print(red, seals(red, raster.dpi), raster.dpi)
        grey = without_red(grey, colour, red)
    if (blue_share(sample) > BLUE).mean() > 2e-4:
        blue = blue_share(colour)
        blue = _straight(blue, skew, dpi / raster.dpi, paper=0, within=cv2.boundingRect(_over(blue, BLUE)))
    grey = _straight(evened(grey, raster.dpi), skew, dpi / raster.dpi)
    ink, off = ink_of(scaled(grey, dpi, SURVEY_DPI)), list[Circle]()
    if layer is None:
        grey, off = lifted(grey, ink, dpi)
    return Prepared(
        grey,
        None if layer is None else _straight(layer, skew, dpi / raster.dpi, within=cv2.boundingRect(_over(~layer, 0))),
        blue,
        ink_of(scaled(grey, dpi, SURVEY_DPI)) if off else ink,
        dpi,
        turned,
        skew,
        tuple(Circle(one.x * 72 / dpi, one.y * 72 / dpi, one.radius * 72 / dpi) for one in off),
    )


def _straight(layer: Gray, skew: float, ratio: float, *, paper: int = 255, within: Window | None = None) -> Gray:
    """A layer turned by `skew` degrees about its middle and made `ratio` times as large; `paper` fills the corners.

    `within`: all of the layer that matters, for a layer that is empty but for a seal and a signature.
    """
    height, width = layer.shape
    size = (max(1, round(width * ratio)), max(1, round(height * ratio)))
    if not skew:
        return layer if size == (width, height) else scaled(layer, 1.0, ratio)
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), skew, ratio)
    matrix[:, 2] += ((size[0] - width) / 2, (size[1] - height) / 2)
    out = np.full(size[::-1], paper, np.uint8)
    x0, y0, x1, y1 = (0, 0, *size) if within is None else _reach(within, matrix, size, round(8 * ratio))
    if x1 > x0 and y1 > y0:
        matrix[:, 2] -= (x0, y0)
        out[y0:y1, x0:x1] = cv2.warpAffine(
            layer,
            matrix,
            (x1 - x0, y1 - y0),
            flags=cv2.INTER_CUBIC,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=paper,
        )
    return out


def _reach(window: Window, matrix: NDArray[np.float64], size: tuple[int, int], room: int) -> Window:
    """Where a window comes to lie: the left, top, right and bottom of it, with some room, within an image's size."""
    x, y, wide, high = window
    corners = matrix @ np.array([[x, x + wide, x, x + wide], [y, y, y + high, y + high], [1, 1, 1, 1]])
    (left, top), (right, bottom) = corners.min(axis=1) - room, corners.max(axis=1) + room
    return max(0, int(left)), max(0, int(top)), min(size[0], math.ceil(right)), min(size[1], math.ceil(bottom))


def _over(layer: Gray, level: int) -> Gray:
    """255 where a layer is over a level."""
    out: Gray = cv2.threshold(layer, level, 255, cv2.THRESH_BINARY)[1]
    return out


BLUE = 28  # how much bluer than red ball-pen ink is at least


def without_red(grey: Gray, colour: Colour, red: Gray) -> Gray:
    """Where there is red ink, the red channel: red is nearly as bright there as paper, black print under it is not."""
    near = cv2.dilate((red > RED // 2).astype(np.uint8), np.ones((3, 3), np.uint8))
    levels = np.where(np.arange(256) > 150, 255, np.minimum(255, np.arange(256) * 1.15)).astype(np.uint8)
    out = grey.copy()
    cv2.copyTo(cv2.LUT(cv2.extractChannel(colour, 0), levels), near, out)
    return out


def _red_print(red: Gray, circles: list[Circle], dpi: float) -> Gray | None:
    """Red ink as grey on white, without the seals; None where hardly any is left."""
    mask = _over(red, RED)
    x0, y0, wide, high = cv2.boundingRect(mask)
    ink = cv2.dilate(mask[y0 : y0 + high, x0 : x0 + wide], np.ones((3, 3), np.uint8))
    discs = np.zeros(ink.shape, np.uint8)
    labels, stats, middles = pieces(ink)
    inside = (stats[:, 2] > 0.5 * dpi) & (stats[:, 3] > 0.5 * dpi)
    whole = np.zeros(len(stats), np.bool_)  # pieces of a seal that nothing else hangs on
    for circle in circles:
        x, y, reach = circle.x - x0, circle.y - y0, 1.1 * circle.radius
        within = (stats[:, 0] > x - reach) & (stats[:, 0] + stats[:, 2] < x + reach)
        whole |= within & (stats[:, 1] > y - reach) & (stats[:, 1] + stats[:, 3] < y + reach) & (stats[:, 4] > dpi)
        cv2.circle(discs, (round(x), round(y)), round(circle.radius), 1, -1)
        inside |= np.hypot(middles[:, 0] - x, middles[:, 1] - y) < circle.radius
    rest = red.copy()
    # letters whose middle lies outside a seal stay whole; the ring and what hangs on it goes as far as the disc reaches
    rest[y0 : y0 + high, x0 : x0 + wide][(inside[labels] & (discs > 0)) | (inside & whole)[labels]] = 0
    if (rest > RED).sum() < 30 * (dpi / 100) ** 2:
        return None
    out: Gray = cv2.LUT(rest, np.clip(255 - (np.arange(256) - 18) * 2.4, 0, 255).astype(np.uint8))
    return out


def turn(image: Colour, quarters: int) -> Colour:
    """`image` turned clockwise by so many quarters."""
    return np.ascontiguousarray(np.rot90(image, -quarters)) if quarters % 4 else image


def lines_run_down(ink: Gray) -> bool:
    """Whether the text lines of a page (`small_ink` of it) run from top to bottom: a page that lies on its side."""
    text = _text_only(ink > 0)
    if text.sum() < 500:
        return False
    if _sharpness(text.sum(axis=1)) > 1.3 * _sharpness(text.sum(axis=0)):
        return False  # plainly upright, as nearly all are: without straightening it both ways first
    return _levelled_sharpness(np.ascontiguousarray(ink.T)) > _levelled_sharpness(ink) * 1.6


def _levelled_sharpness(ink: Gray) -> float:
    """How sharply lines across `ink` stand apart once they are level: lines that slope blur into each other."""
    skew = skew_of(ink)
    level = _straight(ink, skew, 1.0, paper=0)
    return _sharpness(_text_only(level > 127).sum(axis=1))


def _text_only(ink: np.ndarray) -> np.ndarray:
    """Ink without long runs (rules, borders), which look like lines of text in both directions."""
    binary = ink.astype(np.uint8)
    long = cv2.morphologyEx(binary, cv2.MORPH_OPEN, np.ones((1, 90), np.uint8))
    long |= cv2.morphologyEx(binary, cv2.MORPH_OPEN, np.ones((90, 1), np.uint8))
    out: np.ndarray = (binary & ~cv2.dilate(long, np.ones((3, 3), np.uint8))) > 0
    return out


def _sharpness(profile: np.ndarray) -> float:
    """How strongly a projection rises and falls from one pixel row to the next."""
    steps = np.diff(profile.astype(np.float64))
    return float((steps**2).sum() / max(1.0, profile.sum()))


def skew_of(ink: Gray) -> float:
    """Degrees to turn (counter-clockwise positive, as cv2) so that lines run level; 0 where there is little to judge.

    The angle within ±5° whose row sums vary most: coarse in half degrees, then in twentieths.
    """
    if int((ink > 0).sum()) < 500:
        return 0.0
    ys, xs = np.nonzero(_text_only(ink > 0))
    if len(xs) < 400:
        return 0.0
    if len(xs) > 60_000:
        keep = np.random.default_rng(0).choice(len(xs), 60_000, replace=False)
        ys, xs = ys[keep], xs[keep]
    x, y = xs - ink.shape[1] // 2, ys - ink.shape[0] // 2  # whole numbers: halves would round two rows into one

    def score(degrees: float) -> float:
        angle = math.radians(degrees)
        rows = np.round(y * math.cos(angle) - x * math.sin(angle)).astype(np.int64)
        return float((np.bincount(rows - rows.min()).astype(np.float64) ** 2).sum())

    best = max((d / 2 for d in range(-10, 11)), key=score)
    best = max((best + d / 20 for d in range(-10, 11)), key=score)
    return best if score(best) > 1.03 * score(0.0) else 0.0


def scaled(grey: Gray, dpi: float, to: float) -> Gray:
    ratio = to / dpi
    if abs(ratio - 1) < 0.02:
        return grey
    way = cv2.INTER_AREA if ratio < 1 else cv2.INTER_CUBIC
    size = (max(1, round(grey.shape[1] * ratio)), max(1, round(grey.shape[0] * ratio)))
    height, width = grey.shape
    if ratio < 0.2 and min(height, width) > 64:  # by halves first: OpenCV has a fast way for just that
        grey = cv2.resize(grey[: height // 2 * 2, : width // 2 * 2], (width // 2, height // 2), interpolation=way)
    out: Gray = cv2.resize(grey, size, interpolation=way)
    return out


def evened(grey: Gray, dpi: float) -> Gray:
    """Divide by the paper's own brightness, so that shade, yellowing and what shines through turn white."""
    small = scaled(grey, dpi, 25)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((5, 5), np.uint8)), 21)
    paper = cv2.resize(np.maximum(paper, 40), (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    out: Gray = cv2.divide(grey, paper, scale=255)
    return out


def ink_of(grey: Gray) -> Gray:
    """255 where there is ink. Otsu's threshold, held within what paper and print leave open."""
    otsu, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    out: Gray = cv2.threshold(grey, min(200.0, max(110.0, otsu)), 255, cv2.THRESH_BINARY_INV)[1]
    return out


def red_share(colour: Colour) -> Gray:
    """How much redder than green and blue each pixel is, 0..255."""
    r, g, b = (cv2.extractChannel(colour, k) for k in range(3))  # a quarter of the time of cv2.split
    out: Gray = cv2.subtract(r, cv2.max(g, b))
    return out


def blue_share(colour: Colour) -> Gray:
    """How much bluer than red each pixel is, 0..255 (ball-pen blue and violet)."""
    out: Gray = cv2.subtract(cv2.extractChannel(colour, 2), cv2.extractChannel(colour, 0))
    return out
