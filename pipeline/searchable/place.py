"""From the page as it was read (upright, straightened) back to the page as its file has it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from pipeline.read.pdf_chars import Frame


@dataclass(frozen=True, slots=True)
class Place:
    """`frame` is the page's crop box and rotation; `turned` and `skew` are what reading did to it (`schemas.page`)."""

    frame: Frame
    turned: int = 0
    skew: float = 0.0

    def point(self, x: float, y: float) -> tuple[float, float]:
        """User space of a point (points from the top left) of the page as read."""
        wide, high = self.frame.width, self.frame.height
        middle = (high / 2, wide / 2) if self.turned % 2 else (wide / 2, high / 2)
        angle = math.radians(self.skew)
        dx, dy = x - middle[0], y - middle[1]
        x = middle[0] + dx * math.cos(angle) - dy * math.sin(angle)
        y = middle[1] + dx * math.sin(angle) + dy * math.cos(angle)
        for _ in range(self.turned % 4):  # a quarter back, counter-clockwise
            x, y = y, middle[0] * 2 - x
            middle = (middle[1], middle[0])
        return self._user(x, y)

    def matrix(self, x: float, y: float) -> tuple[float, float, float, float, float, float]:
        """The text matrix for a line that runs to the right from (x, y) on the page as read."""
        ox, oy = self.point(x, y)
        rx, ry = self.point(x + 1, y)
        ux, uy = self.point(x, y - 1)
        return rx - ox, ry - oy, ux - ox, uy - oy, ox, oy

    def _user(self, x: float, y: float) -> tuple[float, float]:
        """The inverse of `Frame.point`."""
        frame = self.frame
        if frame.turns == 0:
            return frame.left + x, frame.top - y
        if frame.turns == 1:
            return frame.left + y, frame.bottom + x
        if frame.turns == 2:
            return frame.right - x, frame.bottom + y
        return frame.right - y, frame.top - x
