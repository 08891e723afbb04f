"""Ink on a window of a line: type, digits in somebody's hand, letters that are no digits, and how a scanner wears it.

`scripts/figure_lines.py` puts windows together from these.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

import cv2
import numpy as np

from pipeline.read.ocr.digits import HEIGHT
from scripts.digit_strokes import Rng, curve, points_of, shaped, strokes_of
from scripts.letters.layout import font_file

WIDTH = 128  # pixels of a drawn window; a real one has any width
FINE = 3  # drawn so many times larger
# letters that clerks put behind a number, as strokes in hundredths: `152B` is another number than 1528
_LETTERS = (
    ("20,0 18,100", "20,2 70,5 75,35 25,48 80,60 75,95 18,100"),
    ("20,100 22,0 80,8 70,42 25,50 82,62 70,98 10,100",),
    ("15,0 12,60 15,95", "15,60 50,45 75,70 50,100 15,92"),
    ("75,50 40,42 12,70 30,100 65,85 75,50 72,95 95,98",),
    ("85,15 50,0 12,40 20,90 60,100 90,85",),
    ("78,52 40,42 14,70 40,102 84,90",),
    ("20,0 20,100", "5,4 75,8 88,50 60,98 18,100"),
    ("15,0 15,100", "80,0 80,100", "15,50 80,50"),
    ("20,0 18,100", "80,5 22,50", "22,50 85,100"),
)


@dataclass(slots=True)
class Window:
    """A window in the making: its ink (0..255) at three times its size, and the figures in it from left to right."""

    rng: Rng
    cap: float  # height of a printed capital in fine pixels
    base: float  # the baseline
    ink: Any = field(default_factory=lambda: np.zeros((HEIGHT * FINE, WIDTH * FINE), np.uint8))
    figures: list[tuple[int, float, float]] = field(default_factory=list)  # class, left, right (fine pixels)

    def add(self, layer: Any) -> None:
        np.maximum(self.ink, layer, out=self.ink)


@cache
def _font(face: str, size: int) -> Any:
    from PIL import ImageFont

    return ImageFont.truetype(str(font_file(face)), size)


def typeset(window: Window, text: str, x: float, face: str, *, base: float | None = None, tone: int = 255) -> float:
    """Set `text` from `x` on; the place after it."""
    from PIL import Image, ImageDraw

    font = _font(face, max(8, round(window.cap / 0.66)))
    image = Image.new("L", (window.ink.shape[1], window.ink.shape[0]), 0)
    at = (x, window.base if base is None else base)
    ImageDraw.Draw(image).text(at, text, fill=tone, font=font, anchor="ls")
    window.add(np.asarray(image))
    return float(x + font.getlength(text))


def drawn_by_hand(
    window: Window, curves: list[Any], x: float, foot: float, *, tall: float, pen: float, tone: int
) -> float:
    """Draw curves (in units of their height) with their left end at `x`; the place of their right end."""
    rng = window.rng
    every = np.vstack(curves)
    low = float(every[:, 0].min())
    layer = np.zeros_like(window.ink)
    for line in curves:
        points = np.stack([(line[:, 0] - low) * tall + x, foot + (line[:, 1] - 0.5) * tall], axis=1)
        width = max(1, round(pen * float(np.clip(rng.normal(1, 0.15), 0.6, 1.5))))
        cv2.polylines(
            layer, [np.round(points * 16).astype(np.int32).reshape(-1, 1, 2)], False, tone, width, cv2.LINE_AA, 4
        )
    window.add(layer)
    return x + (float(every[:, 0].max()) - low) * tall


def slash_by_hand(rng: Rng) -> list[Any]:
    lean = float(rng.uniform(0.1, 0.6))
    return [
        curve([(lean, -0.6), (lean / 2 + float(rng.normal(0, 0.04)), -0.1), (0.0, 0.6 + float(rng.uniform(-0.2, 0.2)))])
    ]


def no_digit(rng: Rng, how: dict[str, float]) -> list[Any]:
    """A letter, a wild stroke, or two digits on one place."""
    roll = rng.random()
    if roll < 0.6:
        return shaped([points_of(row) for row in _LETTERS[int(rng.integers(len(_LETTERS)))]], rng, how)
    if roll < 0.8:
        return [*strokes_of(int(rng.integers(10)), rng, how), *strokes_of(int(rng.integers(10)), rng, how)]
    points = [(float(rng.uniform(0, 1.1)), float(rng.uniform(-0.5, 0.5))) for _ in range(int(rng.integers(4, 9)))]
    return [curve(points)]


@cache
def _borrowable() -> dict[int, list[Any]]:
    """scikit-learn's digits (8 x 8), enlarged and sharpened back into strokes."""
    from sklearn.datasets import load_digits

    data = load_digits()
    out: dict[int, list[Any]] = {digit: [] for digit in range(10)}
    for image, target in zip(data.images, data.target, strict=True):
        large = cv2.resize((image * (255 / 16)).astype(np.uint8), (64, 64), interpolation=cv2.INTER_CUBIC)
        large = cv2.GaussianBlur(large, (0, 0), 2.5)
        sharp = np.clip((large.astype(np.float32) - 100) * 4, 0, 255).astype(np.uint8)
        ys, xs = np.nonzero(sharp > 60)
        out[int(target)].append(sharp[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1])
    return out


def borrowed_digit(window: Window, digit: int, x: float, foot: float, *, tall: float, tone: int) -> float:
    """Put one of scikit-learn's digits on the window; its breadth."""
    rng = window.rng
    ways = _borrowable()[digit]
    ink = ways[int(rng.integers(len(ways)))]
    high = max(6, round(tall))
    wide = max(3, round(high * ink.shape[1] / ink.shape[0] * float(rng.uniform(0.75, 1.1))))
    lean = float(rng.normal(0.15, 0.15))
    room = int(abs(lean) * high) + 1
    small = cv2.resize(ink, (wide, high), interpolation=cv2.INTER_AREA)
    if rng.random() < 0.4:
        small = cv2.erode(small, np.ones((2, 2), np.uint8))
    matrix = np.array([[1, -lean, lean * high if lean > 0 else 0], [0, 1, 0]], np.float32)
    small = cv2.warpAffine(small, matrix, (wide + room, high))
    layer = np.zeros_like(window.ink)
    top, left = round(foot) - high, round(x)
    y0, x0 = max(0, top), max(0, left)
    part = small[y0 - top : max(0, layer.shape[0] - top), x0 - left : max(0, layer.shape[1] - left)]
    layer[y0 : y0 + part.shape[0], x0 : x0 + part.shape[1]] = part
    window.add((layer * (tone / 255)).astype(np.uint8))
    return float(wide + room)


def dots(window: Window, x0: float, x1: float) -> None:
    """The dotted line that is written on."""
    rng = window.rng
    step = window.cap * float(rng.uniform(0.25, 0.55))
    size = max(1, round(window.cap * float(rng.uniform(0.03, 0.07))))
    layer = np.zeros_like(window.ink)
    for x in np.arange(x0, x1, step):
        cv2.circle(layer, (round(float(x)), round(window.base)), size, 255, -1, cv2.LINE_AA)
    window.add(layer)


def scanned(ink: Any, rng: Rng) -> Any:
    """The fine ink as a scanner leaves it, at the window's own size; 255 where it is darkest."""
    if rng.random() < 0.5:
        ink = _elastic(ink, rng)
    if rng.random() < 0.1:
        ink = cv2.dilate(ink, np.ones((2, 2), np.uint8))
    shrink = float(rng.uniform(0.3, 0.95))  # of 375 dpi: what the page was scanned at
    small = cv2.resize(ink, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    if rng.random() < 0.5:
        small = cv2.GaussianBlur(small, (0, 0), float(rng.uniform(0.3, 1.0)))
    if rng.random() < 0.3:
        small = small.astype(np.float32) + rng.normal(0, rng.uniform(3, 20), small.shape)
        small = np.clip(small, 0, 255).astype(np.uint8)
    if rng.random() < 0.2:
        small = np.where(small > rng.uniform(40, 110), 255, 0).astype(np.uint8)
    if rng.random() < 0.2:
        _, packed = cv2.imencode(".jpg", 255 - small, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(25, 80))])
        unpacked: Any = cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE)
        small = 255 - unpacked
    out = cv2.resize(small, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA if shrink > 1 / 3 else cv2.INTER_LINEAR)
    return np.clip(out.astype(np.float32) * float(rng.uniform(0.75, 1.25)), 0, 255).astype(np.uint8)


def _elastic(ink: Any, rng: Rng) -> Any:
    """Slow waves over the whole window."""
    high, wide = ink.shape
    reach = float(rng.uniform(1, 4))
    shift = [
        cv2.resize(rng.normal(0, reach, (4, 12)).astype(np.float32), (wide, high), interpolation=cv2.INTER_CUBIC)
        for _ in range(2)
    ]
    y, x = np.mgrid[0:high, 0:wide].astype(np.float32)
    return cv2.remap(ink, x + shift[0], y + shift[1], cv2.INTER_LINEAR)
