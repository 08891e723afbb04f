"""The ink of a blank: what was written there, without the printed neighbours that reach into its box."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from pipeline.read.ocr.blanks import Blank
from pipeline.read.ocr.engine import Gray
from pipeline.read.ocr.pixels import cv2
from pipeline.read.ocr.prepare import ink_of


@dataclass(frozen=True, slots=True)
class Strip:
    """What was written in a blank, 255 on 0 and trimmed; `whole` where no digit can have been lost with the slash."""

    ink: Gray
    whole: bool = True


def strip(grey: Gray, dpi: int, blank: Blank) -> Strip:
    """The written ink of a blank of the grey page (rules taken out); 4 x 4 of nothing if there is none."""
    scale = dpi / 72.0
    size = blank.size * scale
    beyond = int(0.3 * size) if blank.what == "number" else 0  # where the slash may still stand
    x0, y0 = max(0, int(blank.box.x0 * scale)), max(0, int(blank.box.y0 * scale))
    x1, y1 = int(blank.box.x1 * scale), int(blank.box.y1 * scale)
    window = grey[y0:y1, x0 : x1 + beyond]
    if window.shape[0] < 6 or window.shape[1] < 6:
        return Strip(np.zeros((4, 4), np.uint8))
    ink = ink_of(window)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    top = (blank.top - blank.box.y0) * scale
    keep = _written(stats, top, size, float(x1 + beyond - x0))
    out = np.where(keep[labels], 255, 0).astype(np.uint8)
    if blank.what != "number":
        return Strip(_trimmed(out))
    out, whole = _without_slash(out, top, size, x1 - x0)
    return Strip(_trimmed(out), whole)


def _written(stats: Any, top: float, size: float, width: float) -> Any:
    """Which pieces stand in the row of the capitals (`top` to `top + size`) and are no dust, dot or rule."""
    keep = np.zeros(len(stats), np.bool_)
    for i in range(1, len(stats)):
        x, y, wide, high = (float(v) for v in stats[i, :4])
        within = min(y + high, top + size) - max(y, top)
        dot = high < 0.35 * size and wide < 0.35 * size
        rule = wide > 2.5 * high and high < 0.3 * size
        edge = (x <= 1 or x + wide >= width - 1) and wide < 0.3 * size and within < 0.8 * size
        keep[i] = within >= min(0.4 * size, 0.5 * high) and not dot and not rule and not edge
    return keep


def _without_slash(out: Gray, top: float, size: float, right: int) -> tuple[Gray, bool]:
    """Take out the printed slash before the symbol (which begins about `right`), and what stands after it.

    It is a straight, thin, rising piece near the end; where it hangs on the symbol or on a digit, what lies beyond the
    line on which it should stand; then a narrow last digit may go with it, and the second answer is False.
    """
    _, labels, stats, _ = cv2.connectedComponentsWithStats(out, connectivity=8)
    for i in sorted(range(1, len(stats)), key=lambda i: -int(stats[i, 0] + stats[i, 2])):
        x, wide, high = int(stats[i, 0]), float(stats[i, 2]), float(stats[i, 3])
        if x + wide < right - 0.9 * size:
            break
        ys, xs = np.nonzero(labels == i)
        straight = -float(np.corrcoef(xs, ys)[0, 1]) if np.ptp(xs) > 0 and np.ptp(ys) > 0 else 0.0
        if straight > 0.88 and wide < 0.68 * size and 0.6 * size < high < 1.5 * size:
            out[labels == i] = 0
            out[:, x + int(wide) :] = 0
            return out, True
    y, _ = np.mgrid[0 : out.shape[0], 0 : out.shape[1]]
    whole = True
    x_of = np.arange(out.shape[1])[None, :]
    beyond = x_of > right - 0.62 * size + 0.4 * (top + size - y)
    for i in range(1, len(stats)):
        mine = labels == i
        lost = float((mine & beyond).sum()) / max(1, int(stats[i, 4]))
        out[mine if lost > 0.35 else mine & beyond] = 0
        whole &= lost < 0.05 or int(stats[i, 3]) < 0.6 * size
    return out, whole


def _trimmed(ink: Gray) -> Gray:
    ys, xs = np.nonzero(ink)
    if len(xs) == 0:
        return np.zeros((4, 4), np.uint8)
    return ink[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1]
