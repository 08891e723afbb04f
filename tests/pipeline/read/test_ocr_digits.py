"""Handwritten figures: windows that the script draws are read, surely only where they are right, and doubt is kept."""

from __future__ import annotations

from functools import cache
from typing import Any

import cv2
import numpy as np
import pytest

from pipeline.read.ocr.blanks import (
    capitals,
    date_blanks,
    date_line,
    first_page,
    number_line,
    number_place,
    number_word_line,
    symbol_at,
)
from pipeline.read.ocr.digits import CAP, CLASSES, HEIGHT, NOTHING, STEP
from pipeline.read.ocr.engine import Gray, Mode, Seen
from pipeline.read.ocr.figures import Place, read_figures, spelled, texts, where, window
from pipeline.read.ocr.handwriting import SURE, fill
from pipeline.read.ocr.lines import ReadLine
from schemas.page import Box
from scripts.digit_strokes import drawn, hand, strokes_of
from scripts.figure_lines import drawn_window
from scripts.letters.layout import font_file

DPI = 300


@cache
def _read_windows() -> list[tuple[str, str, float]]:
    """What is written in some windows that no training drew, what is read there, and its chance."""
    rng = np.random.default_rng(4242)
    out = []
    for _ in range(160):
        image, classes, _ = drawn_window(rng)
        chances = dict(texts([image.astype(np.float32) / 255]))
        best = max(chances, key=lambda text: (chances[text], text))
        out.append(("".join("0123456789/#"[c] for c in classes), best, chances[best]))
    return out


def test_most_windows_are_read() -> None:
    assert sum(truth == text for truth, text, _ in _read_windows()) >= 0.68 * len(_read_windows())


def test_what_is_surely_read_is_right() -> None:
    sure = [truth == text for truth, text, share in _read_windows() if share >= SURE["number"]]
    assert len(sure) >= 0.35 * len(_read_windows())
    assert sum(sure) >= 0.97 * len(sure)


def test_columns_are_spelled_over_all_their_ways() -> None:
    columns = np.full((5, CLASSES), 0.0)
    columns[:, NOTHING] = [1.0, 0.4, 1.0, 0.0, 1.0]
    columns[1, 7] = 0.6
    columns[3, 7] = 1.0
    chances = spelled(columns)
    assert chances["77"] == pytest.approx(0.6)
    assert chances["7"] == pytest.approx(0.4)
    assert sum(spelled(np.full((6, CLASSES), 1 / CLASSES)).values()) <= 1.0 + 1e-9


def test_a_sign_held_over_columns_is_written_once() -> None:
    columns = np.zeros((4, CLASSES))
    columns[:, 3] = [1.0, 1.0, 0.0, 1.0]
    columns[2, NOTHING] = 1.0
    assert {text: chance for text, chance in spelled(columns).items() if chance > 0} == {"33": pytest.approx(1.0)}


def _typed(page: Gray, text: str, x: int, cap: int) -> int:
    """Set `text` with its baseline on row 150; the column after it."""
    from PIL import Image, ImageDraw, ImageFont

    font = ImageFont.truetype(str(font_file("LiberationSerif-Regular")), round(cap / 0.66))
    image = Image.fromarray(page)
    ImageDraw.Draw(image).text((x, 150), text, fill=0, font=font, anchor="ls")
    page[:] = np.asarray(image)
    return x + int(font.getlength(text))


def _line(text: str, digits: str, seed: int = 1) -> tuple[Gray, Place]:
    """A white page at 300 dpi with a typeset line (`_` leaves room for what a hand writes there), and its place."""
    rng = np.random.default_rng(seed)
    how = {**hand(rng), "shake": 0.02, "slant": 0.15, "aspect": 0.6, "turn": 0.0}
    page = np.full((260, 1400), 255, np.uint8)
    before, after = text.split("_")
    cap = 36
    x = _typed(page, before, 100, cap)
    for digit in digits:
        ink = drawn(strokes_of(int(digit), rng, how), rng, height=44, thick=0.09)
        ys, xs = np.nonzero(ink > 60)
        ink = ink[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1]
        at = page[154 - ink.shape[0] : 154, x + 12 : x + 12 + ink.shape[1]]
        np.minimum(at, 255 - ink, out=at)
        x += 12 + ink.shape[1]
    end = _typed(page, after, x + 25, cap)
    point = DPI / 72
    return page, Place(90 / point, (end + 10) / point, 150 / point, cap / point)


@pytest.mark.parametrize("digits", ["05", "152", "2048", "36", "907"])
def test_a_number_in_a_clear_hand_is_read(digits: str) -> None:
    right = 0
    for seed in range(5):
        page, place = _line("Số:_/ABC-XY", digits, seed)
        chances = read_figures(page, DPI, place)
        right += max(chances, key=lambda text: chances[text]) == digits + "/"
    assert right >= 4


def test_a_line_without_handwriting_has_no_figures() -> None:
    page, place = _line("Số:_/ABC-XY", "")
    chances = read_figures(page, DPI, place)
    assert max(chances, key=lambda text: chances[text]) == "/"


def test_where_a_figure_stands() -> None:
    page, place = _line("Số:_/ABC-XY", "8")
    signs = where(page, DPI, place)
    assert [sign for sign, _ in signs] == ["8", "/"]
    assert place.x0 < signs[0][1] < signs[1][1] < place.x1


def test_a_window_has_its_capitals_at_their_height_and_place() -> None:
    page, place = _line("HHHH_", "")
    image = window(page, DPI, place)
    assert image is not None
    assert image.shape[0] == HEIGHT
    assert image.shape[1] % STEP == 0
    rows = np.nonzero(image.max(axis=1) > 0.5)[0]
    assert rows[-1] - rows[0] + 1 == pytest.approx(CAP, abs=1.5)


@pytest.mark.parametrize("place", [Place(5000, 5060, 100, 9), Place(10, 12, 100, 9), Place(-80, -10, 30, 9)])
def test_a_place_off_the_page_or_too_narrow_has_no_figures(place: Place) -> None:
    assert read_figures(np.full((400, 400), 255, np.uint8), DPI, place) == {}


def test_a_blank_window_says_nothing() -> None:
    chances = dict(texts([np.zeros((HEIGHT, 60), np.float32)]))
    assert max(chances, key=lambda text: chances[text]) == ""


def _letters(text: str, size: float = 9.0) -> list[Seen]:
    """Characters of a line as the engine would give them, each half a capital wide."""
    out, x = [], 100.0
    for character in text:
        if character != " ":
            out.append(Seen(character, Box(x, 200, x + size * 0.6, 200 + size), 1.0, 0, 0))
        x += size * 0.75
    return out


def test_capitals_are_measured_beside_handwriting() -> None:
    page, place = _line("Số:_/ABCDE-XY", "2048")
    point = DPI / 72
    found = capitals(page, DPI, Box(place.x0, 100 / point, place.x1, 200 / point))
    assert found is not None
    assert found[0] == pytest.approx(place.base, abs=0.6)
    assert found[1] == pytest.approx(place.cap, rel=0.12)
    whole = number_place("Số: /ABCDE-XY", Box(100 / point, 105 / point, place.x1, 160 / point), page, DPI)
    assert whole is not None
    assert whole.x0 < 100 / point


def test_the_blanks_of_the_date_lie_between_its_words() -> None:
    letters = _letters("Hà Nội, ngày     tháng    năm 2031")
    found = {blank.what: blank.box for blank in date_blanks(letters)}
    assert set(found) == {"day", "month"}
    assert found["day"].x1 < found["month"].x0


def test_lines_of_the_letterhead_are_known_through_noise() -> None:
    lines = [
        ". '",
        "UBND TỈNH A",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "SỞ Y TẾ",
        "_ §ố:4Ö} /QĐ-SYT",
        "A, ngày J2 tháng 4 năm 2031",
    ]
    assert first_page(lines) == 2
    assert number_line(lines, 0, 6) == 4
    assert date_line(lines, 0, 6) == 5
    assert first_page(["Điều 1. Nội dung", "- Một việc;"]) is None


@pytest.mark.parametrize("text", ["Sá:2&4 /KH-ABC", "só:4#2 /aBC-DEF", "/ABC-DEF"])
def test_a_spoilt_line_of_the_number_is_known(text: str) -> None:
    assert number_line(["CỘNG HÒA", "SỞ A", text, "V/v việc này"], 0, 4) == 2


@pytest.mark.parametrize("text", ["V/v báo cáo", "Sở Y tế tỉnh A", "Số lượng 12", "A/B"])
def test_other_lines_are_no_numbers(text: str) -> None:
    assert number_line([text], 0, 1) is None
    assert number_word_line([text], 0, 1) is None


def test_a_number_whose_symbol_is_spoilt_is_known_by_its_word() -> None:
    assert number_word_line(["SỞ A", "Số: 5t† Sb.vd"], 0, 2) == 1


@pytest.mark.parametrize(
    ("text", "at"), [("Số: 12/ABC-XY", 7), ("Số 12 /KH-ABC", 7), ("Số: 1234", None), ("UBND TỈNH", None)]
)
def test_where_a_symbol_begins(text: str, at: int | None) -> None:
    assert symbol_at(text) == at


def _read_line(text: str, box: Box, confidence: float = 0.5) -> ReadLine:
    return ReadLine(tuple(Seen(word, box, confidence, 0, 0) for word in text.split()), box, 0, 0)


def _nothing(box: Box, mode: Mode) -> list[Seen]:
    del box, mode
    return []


def _filled(page: Any, place: Place, text: str, confidence: float = 0.5) -> tuple[str, list[str]]:
    """The number's line of a page after it was read, and the codes of the remarks."""
    motto = _read_line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Box(250, 5, 330, 15))
    box = Box(100 * 72 / DPI, 105 * 72 / DPI, place.x1, 162 * 72 / DPI)
    lines, remarks = fill([motto, _read_line(text, box, confidence)], page, dpi=DPI, page=1, read=_nothing)
    return lines[1].text, [remark.code for remark in remarks]


def test_a_number_surely_read_replaces_what_the_engine_made_of_it() -> None:
    page, place = _line("Số:_/ABC-XY", "2048", 3)
    assert _filled(page, place, "Số: Z04É /ABC-XY") == ("Số: 2048/ABC-XY", [])


def test_a_place_whose_name_is_like_the_word_for_day_stays_whole() -> None:
    page, place = _line("Bình Nguyên, ngày_tháng 4 năm 2031", "12", 3)
    motto = _read_line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Box(250, 5, 330, 15))
    text = "Bình Nguyên, ngày 12 tháng 4 năm 2031"
    box = Box(place.x0, 100 * 72 / DPI, place.x1, 162 * 72 / DPI)

    def letters(box: Box, mode: Mode) -> list[Seen]:
        del box, mode
        return _letters(text)

    lines, _ = fill([motto, _read_line(text, box, 0.95)], page, dpi=DPI, page=1, read=letters)
    assert lines[1].text.startswith("Bình Nguyên, ngày ")
    assert lines[1].text.endswith(" năm 2031")


def test_before_a_symbol_read_alone_the_number_is_looked_for() -> None:
    motto = _read_line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Box(250, 5, 330, 15))
    point = 72 / DPI
    found = []
    for seed in range(6):
        page, place = _line("Số:_/ABC-XY", "506", seed)
        slash = where(page, DPI, place)[-1][1]
        box = Box(slash - 2, 105 * point, place.x1, 162 * point)
        lines, remarks = fill([motto, _read_line("/ABC-XY", box)], page, dpi=DPI, page=1, read=_nothing)
        assert lines[1].text in {"Số: 506/ABC-XY", "Số: /ABC-XY"}
        found.append("506" in lines[1].text or any("it may be 506." in remark.message for remark in remarks))
    assert sum(found) >= 3


def test_what_cannot_be_read_is_left_blank_with_a_remark() -> None:
    page, place = _line("Số:_/ABC-XY", "20", 3)
    cv2.rectangle(page, (170, 100), (300, 170), 60, -1)  # somebody spilt ink
    text, codes = _filled(page, place, "Số: 2E /ABC-XY")
    assert text in {"Số: /ABC-XY"}
    assert codes == ["handwritten-number"]


def test_where_nobody_wrote_nobody_is_asked_to_look() -> None:
    page, place = _line("Số:_/ABC-XY", "", 3)
    assert _filled(page, place, "Số: /ABC-XY") == ("Số: /ABC-XY", [])


def test_a_contrary_reading_of_clear_print_is_a_doubt() -> None:
    page, place = _line("Số:_/ABC-XY", "2048", 3)
    text, _ = _filled(page, place, "Số: 2648 /ABC-XY", confidence=0.95)
    assert "2648" not in text
