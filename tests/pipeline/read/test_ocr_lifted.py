"""A seal on a grey page is lifted off where it is paler than print, and print under it stays."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.read.ocr.lifted import lifted
from pipeline.read.ocr.pixels import cv2
from pipeline.read.ocr.prepare import ink_of, prepare, scaled
from pipeline.read.ocr.raster import Raster

DPI = 300


def layers(seal: int) -> tuple[np.ndarray, np.ndarray]:
    """A page's print (rows of letters as bars), and a seal of level `seal` whose ring crosses the second row."""
    paper = np.full((900, 1200), 255, np.uint8)
    for row in range(8):
        for x in range(100, 1100, 34):
            cv2.rectangle(paper, (x, 90 + 90 * row), (x + 9, 126 + 90 * row), 15, -1)
    stamped = np.full(paper.shape, 255, np.uint8)
    cv2.circle(stamped, (600, 400), 200, seal, 6, cv2.LINE_AA)
    cv2.circle(stamped, (600, 400), 40, seal, -1, cv2.LINE_AA)
    return paper, stamped


def scanned(*layer: np.ndarray) -> np.ndarray:
    grey = np.minimum.reduce([np.asarray(one) for one in layer])
    noise = np.random.default_rng(1).normal(0, 5, grey.shape)
    out: np.ndarray = np.clip(cv2.GaussianBlur(grey, (0, 0), 1.0) + noise, 0, 255).astype(np.uint8)
    return out


def test_a_paler_seal_goes_and_print_stays() -> None:
    paper, seal = layers(90)
    grey = scanned(paper, seal)
    out, circles = lifted(grey, ink_of(scaled(grey, DPI, 150)), DPI)
    assert len(circles) == 1
    assert np.hypot(circles[0].x - 600, circles[0].y - 400) < 3
    alone = (cv2.dilate(seal, np.ones((3, 3), np.uint8)) < 120) & (cv2.erode(paper, np.ones((21, 21), np.uint8)) > 250)
    assert (ink_of(grey)[alone] > 0).mean() > 0.9
    assert (ink_of(out)[alone] > 0).mean() < 0.05
    core = cv2.erode((paper < 100).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    assert (out[core] < 110).mean() > 0.98


@pytest.mark.parametrize("level", [15, 250])
def test_a_seal_as_dark_as_print_and_a_page_without_one_stay_as_they_are(level: int) -> None:
    grey = scanned(*layers(level))
    out, circles = lifted(grey, ink_of(scaled(grey, DPI, 150)), DPI)
    assert circles == []
    assert out is grey


def test_a_page_in_the_shade_is_straightened_too() -> None:
    paper = np.full((1170, 827), 255, np.uint8)
    for row in range(6):
        for x in range(90, 700, 13):
            cv2.rectangle(paper, (x, 200 + 26 * row), (x + 7, 211 + 26 * row), 0, -1)
    paper = cv2.warpAffine(paper, cv2.getRotationMatrix2D((413, 585), -2.0, 1.0), (827, 1170), borderValue=(255,))
    shaded = (paper * np.linspace(1.0, 0.6, 827)[None, :]).astype(np.uint8)
    assert prepare(Raster(np.dstack([shaded] * 3), 100.0)).skew == pytest.approx(2.0, abs=0.2)
