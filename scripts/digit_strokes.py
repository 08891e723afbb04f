"""Handwritten digits as strokes: several ways of writing each, drawn with a pen that slants, shakes, blots and fades.

A stroke is a list of points in a unit box (x to the right, y down) through which a smooth curve runs; a style is a
list of strokes. The styles are those of Vietnamese offices: ones with a long upstroke, crossed sevens, open fours.
"""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

import cv2
import numpy as np

from schemas.rule import DATA

Stroke = list[tuple[float, float]]


@cache
def styles() -> dict[int, list[list[Stroke]]]:
    """The ways of writing each digit, from data/models/digit-strokes.toml."""
    out: dict[int, list[list[Stroke]]] = {digit: [] for digit in range(10)}
    for row in tomllib.loads((DATA / "models" / "digit-strokes.toml").read_text(encoding="utf-8"))["style"]:
        out[row["digit"]].append([points_of(stroke) for stroke in row["strokes"]])
    return out


def points_of(stroke: str) -> Stroke:
    """A stroke from "x,y x,y …" in hundredths of the unit box."""
    pairs = [point.split(",") for point in stroke.split()]
    return [(int(x) / 100, int(y) / 100) for x, y in pairs]


Rng = np.random.Generator


def curve(stroke: Stroke, steps: int = 12) -> Any:
    """Points of the smooth curve (Catmull–Rom) through a stroke's points; n x 2."""
    points = np.array(stroke, np.float64)
    if len(points) == 2:
        t = np.linspace(0, 1, steps)[:, None]
        return points[0] * (1 - t) + points[1] * t
    padded = np.vstack([2 * points[0] - points[1], points, 2 * points[-1] - points[-2]])
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    parts = []
    for p0, p1, p2, p3 in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        parts.append(
            0.5 * (2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2 + (3 * p1 - p0 - 3 * p2 + p3) * t**3)
        )
    parts.append(points[-1:])
    return np.vstack(parts)


def hand(rng: Rng) -> dict[str, float]:
    """How somebody writes: the digits of one number share it."""
    return {
        "slant": float(rng.normal(0.18, 0.2)),
        "aspect": float(np.clip(rng.normal(0.62, 0.14), 0.32, 1.05)),
        "thick": float(np.clip(rng.lognormal(np.log(0.09), 0.35), 0.04, 0.2)),
        "shake": float(abs(rng.normal(0.0, 0.04)) + 0.015),
        "turn": float(rng.normal(0, 0.06)),
    }


def strokes_of(digit: int, rng: Rng, how: dict[str, float]) -> list[np.ndarray]:
    """A digit's curves, in units of its height; drawn in a hand of its own."""
    ways = styles()[digit]
    return shaped(ways[int(rng.integers(len(ways)))], rng, how, narrow=0.62 if digit == 1 else 1.0)


def shaped(style: list[Stroke], rng: Rng, how: dict[str, float], *, narrow: float = 1.0) -> list[np.ndarray]:
    """The curves of some strokes as somebody writes them, in units of their height."""
    aspect = how["aspect"] * float(rng.normal(1, 0.1)) * narrow
    angle = how["turn"] + float(rng.normal(0, 0.05))
    out = []
    bend = rng.normal(0, how["shake"], (3, 2))
    for stroke in style:
        points = [(x + rng.normal(0, how["shake"]), y + rng.normal(0, how["shake"])) for x, y in stroke]
        line = curve(points)
        x, y = line[:, 0], line[:, 1]
        # one slow wave over the whole digit: hands are uneven, not only shaky
        x = x + bend[0, 0] * np.sin(np.pi * y) + bend[1, 0] * np.sin(2 * np.pi * y)
        y = y + bend[0, 1] * np.sin(np.pi * x) + bend[1, 1] * np.sin(2 * np.pi * x)
        x = (x - 0.5) * aspect + (0.5 - y) * how["slant"]
        x, y = x * np.cos(angle) - (y - 0.5) * np.sin(angle), x * np.sin(angle) + (y - 0.5) * np.cos(angle)
        out.append(np.stack([x, y], axis=1))
    return out


def drawn(curves: list[np.ndarray], rng: Rng, *, height: int, thick: float) -> Any:
    """Ink (255) on nothing (0): the curves drawn `height` pixels high with a pen of `thick` times the height."""
    scale = 4
    pad = 0.35
    every = np.vstack(curves)
    low, high = every.min(axis=0) - pad / 2, every.max(axis=0) + pad / 2
    width_px, height_px = (np.ceil((high - low) * height).astype(int) + 2).tolist()
    canvas = np.zeros((height_px * scale, width_px * scale), np.uint8)
    for line in curves:
        points = np.round((line - low) * height * scale * 16).astype(np.int32)
        press = float(np.clip(rng.normal(1, 0.15), 0.6, 1.5))
        width = max(1, round(thick * press * height * scale))
        cv2.polylines(canvas, [points.reshape(-1, 1, 2)], False, 255, width, cv2.LINE_AA, 4)
    return cv2.resize(canvas, (width_px, height_px), interpolation=cv2.INTER_AREA)
