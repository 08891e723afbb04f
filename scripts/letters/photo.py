"""A letter photographed by hand: on a table, aslant, in uneven light, with the shadow of whoever holds the phone."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator
from PIL import Image, ImageDraw, ImageFilter

TABLE = (112, 84, 62)


def photographed(page: Image.Image, rng: Generator, *, aslant: float, shadow: float) -> Image.Image:
    """`page` (RGB) as a phone sees it.

    `aslant`: how far a corner is moved at most, as a share of the page's width. `shadow`: how much darker the darkest
    corner and the phone's shadow are, 0..1. The page keeps about its own size; the table shows on all sides.
    """
    wide, high = page.size
    margin = round(0.09 * wide)
    size = (wide + 2 * margin, high + 2 * margin)
    corners = np.array([(0, 0), (wide, 0), (wide, high), (0, high)], np.float64) + margin
    corners += rng.uniform(-aslant, aslant, (4, 2)) * wide
    table = _table(size, rng)
    at = _perspective(corners, [(0, 0), (wide, 0), (wide, high), (0, high)])
    seen = page.transform(size, Image.Transform.PERSPECTIVE, at, Image.Resampling.BICUBIC)
    mask = Image.new("L", size, 0)
    ImageDraw.Draw(mask).polygon([(float(x), float(y)) for x, y in corners], fill=255)
    table.paste(seen, mask=mask.filter(ImageFilter.GaussianBlur(1)))
    light = _light(size, rng, shadow)[..., None]
    return Image.fromarray(np.clip(np.asarray(table).astype(np.float32) * light, 0, 255).astype(np.uint8))


def _perspective(seen: np.ndarray, flat: list[tuple[int, int]]) -> list[float]:
    """The eight numbers that lead a point of the photograph to the flat page."""
    rows, values = [], []
    for (x, y), (u, v) in zip(seen.tolist(), flat, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    return [float(value) for value in np.linalg.solve(np.array(rows), np.array(values, np.float64))]


def _table(size: tuple[int, int], rng: Generator) -> Image.Image:
    """Wood, more or less: brown with darker streaks."""
    wide, high = size
    streaks = rng.normal(0, 9, (high // 12 + 1, wide // 60 + 1)).astype(np.float32)
    grain = np.asarray(Image.fromarray(streaks).resize(size, Image.Resampling.BICUBIC))
    return Image.fromarray(np.clip(np.array(TABLE, np.float32) + grain[..., None], 0, 255).astype(np.uint8))


def _light(size: tuple[int, int], rng: Generator, shadow: float) -> np.ndarray:
    """How much light falls on each pixel, 0..1: less and less towards one side, and a soft shadow from one edge."""
    wide, high = size
    angle = rng.uniform(0, 2 * np.pi)
    across, down = np.meshgrid(np.linspace(-0.5, 0.5, wide), np.linspace(-0.5, 0.5, high))
    slope = (across * np.cos(angle) + down * np.sin(angle) + 0.7) / 1.4
    dark = Image.new("L", (wide // 8, high // 8), 0)
    x, reach = rng.uniform(0.2, 0.8) * wide / 8, rng.uniform(0.2, 0.35) * wide / 8
    ImageDraw.Draw(dark).ellipse((x - reach, high / 8 * 0.6, x + reach, high / 8 * 1.4), fill=255)
    blurred = dark.filter(ImageFilter.GaussianBlur(wide / 8 * 0.05)).resize(size)
    out: np.ndarray = (1 - shadow * slope) * (1 - 0.7 * shadow * np.asarray(blurred) / 255)
    return out.astype(np.float32)
