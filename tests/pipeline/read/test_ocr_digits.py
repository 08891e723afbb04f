"""Handwritten figures: digits that the script draws are read, what is no digit is told apart, doubt is kept."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.read.ocr.blanks import date_blanks, date_line, first_page, number_blank, number_line, symbol_at
from pipeline.read.ocr.digits import JUNK, classify
from pipeline.read.ocr.engine import Seen
from pipeline.read.ocr.figures import read_figures
from schemas.page import Box
from scripts.digit_strokes import drawn, hand, strokes_of


def _written(text: str, seed: int) -> np.ndarray:
    """`text` in one hand, digits apart; ink 255 on 0."""
    rng = np.random.default_rng(seed)
    how = {**hand(rng), "shake": 0.02, "thick": 0.09, "slant": 0.15}
    curves, x = [], 0.0
    for digit in text:
        one = strokes_of(int(digit), rng, how)
        left, right = min(float(c[:, 0].min()) for c in one), max(float(c[:, 0].max()) for c in one)
        curves += [line + np.array([x - left, 0]) for line in one]
        x += right - left + 0.22
    return np.asarray(drawn(curves, rng, height=48, thick=how["thick"]))


def test_most_drawn_digits_are_read() -> None:
    rng = np.random.default_rng(5)
    truth = [int(rng.integers(10)) for _ in range(200)]
    pieces = [drawn(strokes_of(d, rng, hand(rng)), rng, height=44, thick=0.09) for d in truth]
    right = sum(int(row.argmax()) == digit for row, digit in zip(classify(pieces), truth, strict=True))
    assert right >= 185


@pytest.mark.parametrize("text", ["05", "152", "2048", "36", "907"])
def test_a_number_in_a_clear_hand_is_read(text: str) -> None:
    readings = [read_figures(_written(text, seed)) for seed in range(5)]
    assert sum(reading is not None and reading.text == text for reading in readings) >= 4


def test_only_allowed_texts_come_back() -> None:
    reading = read_figures(_written("47", 3), allowed=frozenset({"17", "27"}), most=2)
    assert reading is not None
    assert reading.text in ("", "17", "27")


def test_a_blot_is_no_digit() -> None:
    blot = np.zeros((40, 40), np.uint8)
    blot[4:36, 2:38] = 255
    assert classify([blot])[0].argmax() == JUNK


def test_nothing_written_gives_nothing() -> None:
    assert read_figures(np.zeros((30, 80), np.uint8)) is None


def _letters(text: str, size: float = 9.0) -> list[Seen]:
    """Characters of a line as the engine would give them, each half a capital wide."""
    out, x = [], 100.0
    for character in text:
        if character != " ":
            out.append(Seen(character, Box(x, 200, x + size * 0.6, 200 + size), 1.0, 0, 0))
        x += size * 0.75
    return out


def test_the_blank_of_the_number_lies_between_the_word_and_the_symbol() -> None:
    letters = _letters("Số:      /ABC-XY")
    blank = number_blank(letters)
    assert blank is not None
    assert letters[1].box.x1 <= blank.box.x0 < letters[3].box.x0
    assert letters[3].box.x0 < blank.box.x1 <= letters[4].box.x0


def test_the_blanks_of_the_date_lie_between_its_words() -> None:
    letters = _letters("Hà Nội, ngày     tháng    năm 2031")
    found = {blank.what: blank.box for blank in date_blanks(letters)}
    assert set(found) == {"day", "month"}
    assert found["day"].x1 < found["month"].x0


def test_lines_of_the_letterhead_are_known_through_noise() -> None:
    texts = [
        ". '",
        "UBND TỈNH A",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "SỞ Y TẾ",
        "_ §ố:4Ö} /QĐ-SYT",
        "A, ngày J2 tháng 4 năm 2031",
    ]
    assert first_page(texts) == 2
    assert number_line(texts, 0, 6) == 4
    assert date_line(texts, 0, 6) == 5
    assert first_page(["Điều 1. Nội dung", "- Một việc;"]) is None


@pytest.mark.parametrize(
    ("text", "at"), [("Số: 12/ABC-XY", 7), ("Số 12 /KH-ABC", 7), ("Số: 1234", None), ("UBND TỈNH", None)]
)
def test_where_a_symbol_begins(text: str, at: int | None) -> None:
    assert symbol_at(text) == at
