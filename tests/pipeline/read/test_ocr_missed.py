"""What an engine passed over is found by its ink and read by itself; what nobody can read surely is not."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.read.ocr.engine import Mode, Seen
from pipeline.read.ocr.lines import ReadLine, lines_of
from pipeline.read.ocr.missed import with_missed
from pipeline.read.ocr.prepare import SURVEY_DPI
from pipeline.read.ocr.seals import Circle
from pipeline.read.ocr.survey import Boxes
from schemas.page import Box

COLUMN = Box(80, 90, 560, 300)


def line(text: str, y: float) -> ReadLine:
    words = [Seen(word, Box(85 + 40 * i, y, 115 + 40 * i, y + 12), 0.96, 0, 0) for i, word in enumerate(text.split())]
    return lines_of(words, band=3, column=1)[0]


def ink(*boxes: tuple[float, float, float, float]) -> Boxes:
    return np.array([[round(v * SURVEY_DPI / 72) for v in box] for box in boxes], np.int32).reshape(-1, 4)


class Looks:
    """An engine that reads the same word everywhere, in the modes it is told."""

    def __init__(self, text: str, sure: float = 0.95, modes: tuple[Mode, ...] = (Mode.LINE, Mode.WORD)) -> None:
        self.text, self.sure, self.modes, self.asked = text, sure, modes, 0

    def __call__(self, box: Box, mode: Mode) -> list[Seen]:
        self.asked += 1
        return [Seen(word, box, self.sure, 0, 0) for word in self.text.split()] if mode in self.modes else []


LINES = [line("phối hợp với Phòng Nội", 100), line("thực hiện trước ngày này", 140)]
WORD = (85.0, 121.0, 99.0, 129.0)  # one piece: its letters touch


@pytest.mark.parametrize("modes", [(Mode.LINE, Mode.WORD), (Mode.WORD,)])
def test_a_last_short_word_is_read(modes: tuple[Mode, ...]) -> None:
    out = with_missed(LINES, ink(WORD), Looks("vụ:", modes=modes), within=[COLUMN], apart=[])
    assert [one.text for one in out if one not in LINES] == ["vụ:"]
    assert (out[-1].band, out[-1].column) == (3, 1)


@pytest.mark.parametrize(("text", "sure"), [("vụ:", 0.8), ("O", 0.97), ("E Á", 0.97), ("=", 0.99), ("", 1.0)])
def test_what_is_not_surely_a_word_is_left(text: str, sure: float) -> None:
    assert with_missed(LINES, ink(WORD), Looks(text, sure), within=[COLUMN], apart=[]) == LINES


@pytest.mark.parametrize(
    "piece",
    [
        (90.0, 102.0, 100.0, 110.0),  # in a line that was read
        (85.0, 121.0, 92.0, 129.0),  # too short for a word
        (85.0, 118.0, 99.0, 136.0),  # too high for a letter
        (20.0, 121.0, 34.0, 129.0),  # outside the columns of text
        (400.0, 201.0, 414.0, 209.0),  # in a seal
    ],
)
def test_other_ink_is_not_looked_at(piece: tuple[float, float, float, float]) -> None:
    engine = Looks("vụ:")
    assert with_missed(LINES, ink(piece), engine, within=[COLUMN], apart=[Circle(405, 205, 40)]) == LINES
    assert engine.asked == 0


def test_the_head_of_an_office_goes_back_into_its_line() -> None:
    words = (Seen("¬", Box(85, 100, 90, 104), 0.3, 0, 0), *line("x Y TẾ", 100).words[1:])
    (office,) = lines_of(list(words), band=3, column=1)
    (out,) = with_missed([office], ink((95, 101, 117, 111)), Looks("SỞ", 0.55), within=[COLUMN], apart=[])
    assert out.text == "SỞ Y TẾ"
    assert with_missed([office], ink((95, 101, 117, 111)), Looks("SƠ", 0.55), within=[COLUMN], apart=[]) == [office]


def test_a_blank_filled_by_hand_is_left_to_those_who_read_figures() -> None:
    lines = [line("An Phú, ngày tháng 5 năm 2031", 100)]
    engine = Looks("và")
    assert with_missed(lines, ink((300, 101, 320, 110)), engine, within=[COLUMN], apart=[]) == lines
    assert engine.asked == 0


def test_a_picture_is_not_read_piece_by_piece() -> None:
    engine = Looks("và")
    pieces = [
        (100.0 + 60 * (i % 6), 150.0 + 20 * (i // 6), 120.0 + 60 * (i % 6), 160.0 + 20 * (i // 6)) for i in range(30)
    ]
    assert with_missed(LINES, ink(*pieces), engine, within=[COLUMN], apart=[]) == LINES
    assert engine.asked == 0
