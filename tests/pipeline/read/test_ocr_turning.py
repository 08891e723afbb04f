"""A page that lies on its side is told from one that is only a little askew; its inks are straightened alike."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.read.ocr.pixels import cv2
from pipeline.read.ocr.prepare import lines_run_down, prepare, small_ink
from pipeline.read.ocr.raster import Raster


def page(*, skew: float, quarters: int) -> Raster:
    """Nine rows of words with noise, at 100 dpi, as on a short letter."""
    random = np.random.default_rng(5)
    paper = np.full((1170, 827), 255, np.uint8)
    for row in range(9):
        x = 90
        while x < 700:
            width = int(random.integers(20, 70))
            cv2.rectangle(paper, (x, 200 + 26 * row), (x + width, 211 + 26 * row), 0, -1)
            x += width + 9
    matrix = cv2.getRotationMatrix2D((413, 585), skew, 1.0)
    paper = cv2.warpAffine(paper, matrix, (827, 1170), borderValue=(255,))
    noisy = np.clip(paper + random.normal(0, 12, paper.shape), 0, 255).astype(np.uint8)
    return Raster(np.ascontiguousarray(np.rot90(np.dstack([noisy] * 3), quarters)), 100.0)


@pytest.mark.parametrize("skew", [0.0, 2.0, -3.0])
def test_lines_that_slope_still_run_across(skew: float) -> None:
    assert not lines_run_down(small_ink(page(skew=skew, quarters=0)))
    assert lines_run_down(small_ink(page(skew=skew, quarters=1)))


@pytest.mark.parametrize("skew", [2.0, -3.0])
def test_little_ink_of_a_colour_comes_to_lie_where_black_ink_would(skew: float) -> None:
    straight = page(skew=skew, quarters=0)
    bars = {"red": (560, 480), "blue": (470, 560), "black": (520, 620)}
    colours = {"red": (230, 40, 40), "blue": (40, 50, 200), "black": (0, 0, 0)}
    for name, (x, y) in bars.items():
        cv2.rectangle(straight.image, (x, y), (x + 60, y + 30), colours[name], -1)
    ready = prepare(straight)
    assert ready.red is not None and ready.blue is not None
    assert abs(ready.skew + skew) < 0.3
    ratio, turned = ready.dpi / 100, cv2.getRotationMatrix2D((827 / 2, 1170 / 2), ready.skew, ready.dpi / 100)
    turned[:, 2] += ((ratio - 1) * 827 / 2, (ratio - 1) * 1170 / 2)
    for name, ink in (("red", ready.red < 128), ("blue", ready.blue > 80), ("black", ready.grey < 90)):
        x, y = turned @ (bars[name][0] + 30, bars[name][1] + 15, 1)
        rows, columns = np.nonzero(ink[int(y) - 60 : int(y) + 60, int(x) - 120 : int(x) + 120])
        assert abs(columns.mean() - 120) < 3 and abs(rows.mean() - 60) < 3, name
        assert np.ptp(columns) > 180 * 0.9, name
