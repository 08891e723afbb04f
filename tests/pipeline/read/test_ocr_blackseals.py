"""A seal as black as print goes by its form: its rings and its words, and print that it crosses stays."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from pipeline.read.ocr.blackseals import sealed_over, without_black_seals
from pipeline.read.ocr.engine import Gray
from pipeline.read.ocr.pixels import cv2
from pipeline.read.ocr.prepare import Prepared, ink_of, scaled
from pipeline.read.ocr.seals import Circle
from schemas.page import Box
from scripts.letters.layout import font_file

DPI = 300
POINT = DPI / 72
SEAL = Circle(150.0, 150.0, 48.0)  # points


def _drawn(text: str, at: tuple[float, float], *, size: float = 14) -> Gray:
    """Print in bold type, its middle at a place (points)."""
    image = Image.new("L", (1250, 1250), 255)
    font = ImageFont.truetype(str(font_file("LiberationSerif-Bold")), round(size * POINT))
    ImageDraw.Draw(image).text((at[0] * POINT, at[1] * POINT), text, font=font, fill=0, anchor="mm")
    return np.asarray(image).copy()


def _stamped() -> Gray:
    """Two rings, and words that stand in them."""
    image = _drawn("SỞ MẪU", (SEAL.x, SEAL.y), size=10)
    for radius, thick in ((48.0, 5), (34.0, 4)):
        cv2.circle(image, (round(SEAL.x * POINT), round(SEAL.y * POINT)), round(radius * POINT), 0, thick)
    return image


def _page(grey: Gray) -> Prepared:
    return Prepared(grey, None, None, ink_of(scaled(grey, DPI, 150)), DPI, 0, 0.0)


def _kept(print_: Gray, out: Gray) -> float:
    """The share of the print's ink that is still there."""
    ink = print_ < 128
    return float((out[ink] < 128).mean())


def test_rings_and_words_of_a_seal_go_and_what_was_stays_beside_the_page() -> None:
    stamped = _stamped()
    page = without_black_seals(_page(stamped), [SEAL])
    assert (page.grey < 128).sum() < 0.02 * (stamped < 128).sum()
    assert page.sealed is not None
    assert np.array_equal(page.sealed, stamped)
    assert page.lifted == (SEAL,)


@pytest.mark.parametrize("place", [(190.0, 108.0), (200.0, 196.0), (215.0, 165.0)])
def test_print_that_a_seal_crosses_stays(place: tuple[float, float]) -> None:
    print_ = _drawn("PHÓ GIÁM ĐỐC", place)
    page = without_black_seals(_page(np.minimum(print_, _stamped())), [SEAL])
    assert _kept(print_, page.grey) > 0.93
    assert (page.grey < 128).sum() < 1.1 * (print_ < 128).sum()


def test_a_mark_that_touches_a_ring_stays() -> None:
    ring, dot = _stamped(), np.full((1250, 1250), 255, np.uint8)
    cv2.circle(dot, (round(SEAL.x * POINT), round((SEAL.y + SEAL.radius) * POINT) + 3), 6, 0, -1)
    print_ = np.minimum(dot, _drawn("Trần Văn Mẫu", (SEAL.x + 40, SEAL.y + SEAL.radius + 12)))
    page = without_black_seals(_page(np.minimum(print_, ring)), [SEAL])
    assert _kept(dot, page.grey) > 0.6


def test_two_rings_of_one_seal_are_one_place() -> None:
    page = without_black_seals(_page(_stamped()), [SEAL, Circle(152.0, 149.0, 42.0)])
    assert page.lifted == (SEAL,)


def test_where_a_seal_was_is_known() -> None:
    page = without_black_seals(_page(_stamped()), [SEAL])
    assert sealed_over(Box(190, 140, 260, 155), page)
    assert not sealed_over(Box(210, 140, 260, 155), page)
    assert not sealed_over(Box(190, 140, 260, 155), _page(_stamped()))
