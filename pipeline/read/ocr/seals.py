"""Round seals: where they stand on a page, in red or in what a black-and-white scan left of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.read.ocr.engine import Gray
from pipeline.read.ocr.pixels import cv2

RED = 45  # how much redder than green and blue red ink is at least


@dataclass(frozen=True, slots=True)
class Circle:
    """A round seal, in pixels of the image it was found in."""

    x: float
    y: float
    radius: float


def seals(red: Gray, dpi: float) -> list[Circle]:
    """Round seals in red: rings of 28–42 mm across of which most of the way round is red."""
    mask: Gray = cv2.threshold(red, RED, 255, cv2.THRESH_BINARY)[1]
    found = [] if cv2.countNonZero(mask) < 5e-4 * mask.size else rings(mask, dpi)
    return [fitted(mask, circle, dpi) for circle in found]


def fitted(mask: Gray, circle: Circle, dpi: float) -> Circle:
    """A circle moved and widened by at most 1.5 mm to where most of its edge lies on ink, and the farthest out."""
    step = max(1.0, dpi / 150)
    shifts = np.arange(-0.06 * dpi, 0.06 * dpi + step, step)
    angles = np.linspace(0, 2 * np.pi, 180, endpoint=False)
    reach = (circle.radius + shifts)[:, None]
    along, down = reach * np.cos(angles), reach * np.sin(angles)
    best, found = -1.0, circle
    for dx in shifts:
        columns = np.clip(circle.x + dx + along, 0, mask.shape[1] - 1).astype(np.int32)
        for dy in shifts:
            lines = np.clip(circle.y + dy + down, 0, mask.shape[0] - 1).astype(np.int32)
            hits = (mask[lines, columns] > 0).mean(axis=1)
            at = int(np.argmax(hits))
            if hits[at] > best:
                best = float(hits[at])
                outer = max(i for i, hit in enumerate(hits) if hit > 0.9 * best)
                found = Circle(circle.x + dx, circle.y + dy, circle.radius + shifts[outer] + step)
    return found


def rings(mask: Gray, dpi: float) -> list[Circle]:
    """Circles of 28–42 mm across that a mask (255 where there is ink) draws most of the way round; four at most."""
    small_dpi = 36.0
    ratio = small_dpi / dpi
    size = (max(1, round(mask.shape[1] * ratio)), max(1, round(mask.shape[0] * ratio)))
    small = (cv2.resize(mask, size, interpolation=cv2.INTER_AREA) > 38).astype(np.float32)
    found: list[Circle] = []
    for x0, y0, x1, y1 in _large(small):
        part = small[y0:y1, x0:x1]
        while len(found) < 4:
            peak, px, py, radius = _ring(part, small_dpi)
            if peak < 0.6:
                break
            found.append(Circle((px + x0) / ratio, (py + y0) / ratio, (radius + 1.2) / ratio))
            cv2.circle(part, (px, py), radius + 2, 0.0, -1)
    return found


def _large(small: np.ndarray) -> list[tuple[int, int, int, int]]:
    """Where pieces of a seal's size stand, with room for the whole of it; places that overlap are one."""
    room, least = 30, 28  # pixels of 0.7 mm
    mask = np.zeros(small.shape, np.uint8)
    pieces = cv2.dilate((small > 0).astype(np.uint8), np.ones((3, 3), np.uint8))
    for x, y, wide, high, _ in cv2.connectedComponentsWithStats(pieces, connectivity=8)[2][1:].tolist():
        if max(wide, high) >= least:
            mask[max(0, y - room) : y + high + room, max(0, x - room) : x + wide + room] = 1
    places = cv2.connectedComponentsWithStats(mask, connectivity=8)[2][1:].tolist()
    return [(x, y, x + wide, y + high) for x, y, wide, high, _ in places]


def _ring(small: np.ndarray, dpi: float) -> tuple[float, int, int, int]:
    """The best circle in a mask: how much of it is drawn (0..1), its centre and its radius in pixels."""
    best = (0.0, 0, 0, 0)
    for radius in range(round(14 / 25.4 * dpi), round(21 / 25.4 * dpi) + 1):
        reach = radius + 2
        y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1]
        ring = (np.abs(np.hypot(x, y) - radius) < 0.75).astype(np.float32)
        answer = cv2.filter2D(small, -1, ring / ring.sum(), borderType=cv2.BORDER_CONSTANT)
        _, peak, _, at = cv2.minMaxLoc(answer)
        if peak > best[0]:
            best = (float(peak), int(at[0]), int(at[1]), radius)
    return best
