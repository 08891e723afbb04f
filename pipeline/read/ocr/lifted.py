"""Seals lifted off a page without colour, where they are paler than print.

In grey the red of a seal is a level of its own between paper and print, and ink over ink darkens. So a seal's rings
are divided out (a ring is as dark all the way round as the median of its circle, whatever crosses it), and of what is
left in the disc, its words and ornaments, whatever is nowhere as dark as print goes. Where a scanner made black of
everything that is not white there is nothing to tell them apart by; `lifted` leaves such a page as it is
(`blackseals.py` goes by the form).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.read.ocr.engine import Gray
from pipeline.read.ocr.pixels import cv2, pieces
from pipeline.read.ocr.seals import Circle, fitted, rings

_APART = 30.0  # grey levels between print and a seal that can be told apart
_EDGE = 1.02  # of the radius: what lies farther out is no part of the seal
_INNER = 0.5  # of the radius: rings are farther out
_HANGING = 1.7  # points: no thin part of a letter is farther from its stems
_PRINT = 15  # per cent of the pixels inside strokes that are darker than print is as a rule


@dataclass(frozen=True, slots=True)
class Level:
    """A seal's place, and how dark it and the print around it are (0 black, 255 paper)."""

    circle: Circle
    profile: NDArray[np.float64]  # the median over each circle about its middle, by its radius in pixels
    seal: float
    print: float


def lifted(grey: Gray, ink: Gray, dpi: float) -> tuple[Gray, list[Circle]]:
    """`grey` (evened, no colour) without the seals that are paler than its print, and where they were, in pixels.

    `ink` is 255 where `grey` has ink, at any resolution: large pieces of it may be seals.
    """
    found = [
        level for circle in _circles(ink, grey.shape[1] / ink.shape[1], dpi) if (level := _level(grey, circle, dpi))
    ]
    if not found:
        return grey, []
    out = grey.copy()
    for level in found:
        _lift(out, level, dpi)
    return out, [level.circle for level in found]


def _circles(ink: Gray, ratio: float, dpi: float) -> list[Circle]:
    """Rings among the large pieces of ink, in pixels of the page."""
    small_dpi = dpi / ratio
    least, most = round(small_dpi * 60 / 72), round(small_dpi * 200 / 72)
    stats = pieces(ink)[1][1:]
    large = stats[(stats[:, 2] > least) & (stats[:, 3] > least) & (stats[:, 3] < most)]
    pad = round(small_dpi * 4 / 72)
    out: list[Circle] = []
    for x, y, wide, high, _ in large.tolist():
        for circle in rings(np.pad(ink[y : y + high, x : x + wide], pad), small_dpi):
            out.append(Circle((circle.x - pad + x) * ratio, (circle.y - pad + y) * ratio, circle.radius * ratio))
    return [one for one in out if not any(_inside(one, other) for other in out)]


def _inside(one: Circle, other: Circle) -> bool:
    """Whether a ring is the smaller of two about the same middle."""
    return one.radius < other.radius and np.hypot(one.x - other.x, one.y - other.y) < 0.3 * other.radius


def _level(grey: Gray, circle: Circle, dpi: float) -> Level | None:
    """The seal in a circle, None where it is as dark as print."""
    ring = _middled(grey, fitted((grey < 190).astype(np.uint8), circle, dpi), dpi)
    round_it = unrolled(grey, ring, 0.0, 1.15 * ring.radius, 1440)
    profile = np.median(round_it, axis=1).astype(np.float64)
    rim = slice(int(0.9 * ring.radius), int(_EDGE * ring.radius) + 1)
    paler = float(np.median(round_it[rim].min(axis=0)))
    dark = grey[cv2.erode((grey < 128).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0]
    if not len(dark):
        return None
    printed = float(np.percentile(dark, _PRINT))
    return Level(ring, profile, float(profile[rim].min()), printed) if paler - printed > _APART else None


def unrolled(grey: Gray, circle: Circle, first: float, last: float, angles: int) -> Gray:
    """The page around a circle's middle: a row for each radius from `first` on, a column for each angle."""
    angle = np.linspace(0, 2 * np.pi, angles, endpoint=False, dtype=np.float32)
    radius = np.arange(first, last, 1.0, dtype=np.float32)[:, None]
    across, down = circle.x + radius * np.cos(angle), circle.y + radius * np.sin(angle)
    out: Gray = cv2.remap(
        grey,
        across.astype(np.float32),
        down.astype(np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=255,
    )
    return out


def _middled(grey: Gray, circle: Circle, dpi: float) -> Circle:
    """The circle moved to where its ring is sharpest, to half a pixel."""
    best, found = -1.0, circle
    for step in (3.0, 1.5, 1.0, 0.5):
        x, y = found.x, found.y
        for dx in np.arange(-2, 3) * step:
            for dy in np.arange(-2, 3) * step:
                moved = Circle(float(x + dx), float(y + dy), circle.radius)
                around = unrolled(grey, moved, circle.radius - 0.06 * dpi, circle.radius + 0.04 * dpi, 360)
                sharp = float(((255.0 - around.mean(axis=1)) ** 2).sum())
                if sharp > best:
                    best, found = sharp, moved
    return found


def _lift(page: Gray, level: Level, dpi: float) -> None:
    """Take a seal off a page, in place."""
    circle, reach = level.circle, level.circle.radius * 1.1
    top, left = max(0, int(circle.y - reach)), max(0, int(circle.x - reach))
    view = page[top : int(circle.y + reach), left : int(circle.x + reach)]
    down, across = np.ogrid[top : top + view.shape[0], left : left + view.shape[1]]
    radius = np.hypot(across - circle.x, down - circle.y)
    shade = np.interp(radius, np.arange(len(level.profile)), level.profile)
    ring = (shade < 230) & (radius > _INNER * circle.radius) & (radius < 1.08 * circle.radius)
    clear = 255.0 * (view - level.print) / np.maximum(shade - level.print, 12.0)
    view[ring] = np.clip(clear, 0, 255).astype(np.uint8)[ring]
    _without_pale(view, radius < circle.radius + 3, level, dpi)


def _without_pale(view: Gray, disc: NDArray[np.bool_], level: Level, dpi: float) -> None:
    """Take out of a disc, in place, the pieces that are nowhere as dark as print, and what hangs on print."""
    soft = cv2.GaussianBlur(view, (0, 0), 0.7 * dpi / 300)
    darkest, palest = (level.print + share * (level.seal - level.print) for share in (0.5, 0.7))
    labels, stats, _ = pieces(((view < 190) & disc).astype(np.uint8))
    dark = np.bincount(labels[soft < palest], minlength=len(stats))
    pale = dark < np.maximum(4, 0.03 * stats[:, 4])
    pale[0] = False
    gone = cv2.dilate(pale[labels].astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    gone |= cv2.distanceTransform((soft >= palest).astype(np.uint8), cv2.DIST_L2, 3) > _HANGING * dpi / 72
    view[gone & disc & (soft > darkest)] = 255
