"""A page that lies on its side is told from one that is only a little askew."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.read.ocr.pixels import cv2
from pipeline.read.ocr.prepare import lines_run_down, small_ink
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
