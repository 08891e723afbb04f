"""Offices over a black seal: taken where looks agree letter by letter, and whole only where nothing stands before."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from pipeline.read.ocr.blackseals import without_black_seals
from pipeline.read.ocr.engine import Gray, Mode, Seen
from pipeline.read.ocr.lines import ReadLine
from pipeline.read.ocr.offices import Office, agreed, office_of, tail
from pipeline.read.ocr.pixels import cv2
from pipeline.read.ocr.prepare import Prepared, ink_of, scaled
from pipeline.read.ocr.seals import Circle
from pipeline.read.ocr.titles import settled
from schemas.page import Box
from scripts.letters.layout import font_file

DPI = 300
POINT = DPI / 72
SEAL = Circle(150.0, 200.0, 48.0)  # points


def _words(text: str, box: Box) -> tuple[Seen, ...]:
    parts = text.split()
    step = box.width / len(parts)
    return tuple(
        Seen(part, Box(box.x0 + i * step, box.y0, box.x0 + (i + 1) * step - 3, box.y1), 0.9, 0, 0)
        for i, part in enumerate(parts)
    )


def _line(text: str, box: Box) -> ReadLine:
    return ReadLine(_words(text, box), box, 0, 1)


def _office(text: str, *, whole: bool = True) -> Office:
    office = office_of(_words(text, Box(0, 0, 100, 12)))
    assert office is not None
    return Office(office.capacity, office.name, office.near, office.words, office.before, whole and not office.before)


# ---- what readings say -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "says", "before"),
    [
        ("GIÁM ĐÓC", ("", "Giám đốc"), ""),
        ("KT, BỘ TRƯỜNG 2.", ("KT", "Bộ trưởng"), ""),
        ("KT.GIÁM ĐỐC", ("KT", "Giám đốc"), ""),
        ("K/T CHỦ TỊCH", ("KT", "Chủ tịch"), ""),
        ("PHỎ CỤC TRƯỞNG", ("", "Phó Cục trưởng"), ""),
        ("VfT GIÁM ĐỐC", ("", "Giám đốc"), "VfT"),
        ("-. GIÁM ĐỐC", ("", "Giám đốc"), ""),
    ],
)
def test_words_are_an_office_and_what_stands_before_it(text: str, says: tuple[str, str], before: str) -> None:
    office = _office(text)
    assert office.says == says
    assert " ".join(word.text for word in office.before) == before


@pytest.mark.parametrize("text", ["GIÁM ĐỐC SỞ Y TẾ", "TU TỊCH", "LỊCH NGHIỆM THU", "%% ~~", ""])
def test_what_is_no_office_of_the_lexicon_is_none(text: str) -> None:
    assert office_of(_words(text, Box(0, 0, 100, 12)) if text else ()) is None


def test_what_is_not_read_within_an_office_is_no_letter_of_it() -> None:
    office = office_of(_words("PHÓ C#4/#UC TRƯỞNG", Box(0, 0, 100, 12)))
    assert office is None or office.near < 100


def test_two_looks_settle_an_office_and_three_an_authority_with_it() -> None:
    assert agreed([_office("GIÁM ĐỐC")]) is None
    assert agreed([_office("GIÁM ĐỐC")] * 2) is not None
    assert agreed([_office("KT. GIÁM ĐỐC")] * 2) is None
    assert agreed([_office("KT. GIÁM ĐỐC")] * 3) is not None


def test_looks_that_differ_or_only_come_near_settle_nothing() -> None:
    assert agreed([_office("CỤC TRƯỞNG")] * 2 + [_office("VỤ TRƯỞNG")]) is None
    assert agreed([_office("CỤC TRƯỜNGG")] * 3) is None


def test_an_office_of_which_the_beginning_is_not_read_keeps_what_was_read_there() -> None:
    office = tail([_office("#HO GIÁM ĐỐC"), _office("1Ó GIÁM ĐỐC")])
    assert office is not None
    assert " ".join(word.text for word in office.before) == "#HO"
    assert tail([_office("#HO GIÁM ĐỐC")]) is None


# ---- the whole -------------------------------------------------------------------------------------------------


def _page(*rows: tuple[str, float, float], sealed: bool = True) -> Prepared:
    """Rows of capitals, each ending and standing at a place (points), and a black seal that was taken off."""
    image = Image.new("L", (1500, 1250), 255)
    font = ImageFont.truetype(str(font_file("LiberationSerif-Bold")), round(13 * POINT))
    for text, right, y in rows:
        ImageDraw.Draw(image).text((right * POINT, y * POINT), text, font=font, fill=0, anchor="rs")
    grey: Gray = np.asarray(image).copy()
    cv2.circle(grey, (round(SEAL.x * POINT), round(SEAL.y * POINT)), round(SEAL.radius * POINT), 0, 5)
    page = Prepared(grey, None, None, ink_of(scaled(grey, DPI, 150)), DPI, 0, 0.0)
    return without_black_seals(page, [SEAL]) if sealed else page


class Saying:
    """An engine that says the same of every image, its words ending where the image does."""

    def __init__(self, text: str, *, wide: float) -> None:
        self.text, self.wide, self.asked = text, wide, 0

    def __call__(self, image: Gray, at: tuple[float, float], mode: Mode, size: float = 1.0) -> list[Seen]:
        self.asked += 1
        right = at[0] + image.shape[1] / POINT - 6
        return list(_words(self.text, Box(right - self.wide, at[1], right, at[1] + 12)))


def test_looks_set_right_what_the_page_made_of_an_office() -> None:
    page = _page(("GIÁM ĐỐC", 230, 160))
    lines = settled([_line("„7 GIẨM Đ(", Box(158, 148, 229, 162))], page, Saying("GIÁM ĐỐC", wide=68))
    assert [line.text for line in lines] == ["GIÁM ĐỐC"]
    assert lines[0].words[0].read_as == "GIÁM ĐỐC"


def test_an_office_whose_beginning_the_looks_leave_out_is_not_taken_for_whole() -> None:
    page = _page(("PHÓ GIÁM ĐỐC", 230, 160))
    line = _line("1Ó GIẨM ĐỐC", Box(130, 148, 229, 162))
    assert [one.text for one in settled([line], page, Saying("GIÁM ĐỐC", wide=68))] == ["1Ó GIÁM ĐỐC"]
    alone = _line("GIẨM ĐỐ", Box(158, 148, 229, 162))
    assert settled([alone], page, Saying("GIÁM ĐỐC", wide=68)) == [alone]


def test_two_rows_that_touch_are_looked_at_one_by_one() -> None:
    page = _page(("GIÁM ĐỐC", 230, 149), ("PHÓ GIÁM ĐỐC", 232, 160))
    line = _line("VRÓ CIẨM ĐỐC", Box(130, 138, 229, 162))
    lines = settled([line], page, Saying("PHÓ GIÁM ĐỐC", wide=97))
    assert [one.text for one in lines] == ["PHÓ GIÁM ĐỐC"] * 2
    assert lines[0].box.y1 < lines[1].box.y0 + 5


def test_a_sure_office_and_lines_away_from_a_seal_are_not_looked_at() -> None:
    says = Saying("GIÁM ĐỐC", wide=68)
    sure = _line("GIÁM ĐỐC", Box(158, 148, 229, 162))
    lines = settled([sure], _page(("GIÁM ĐỐC", 230, 160)), says)
    assert [line.text for line in lines] == ["GIÁM ĐỐC"]
    away = _line("„7 GIẨM Đ(", Box(158, 40, 229, 54))
    assert settled([away], _page(("GIÁM ĐỐC", 230, 52)), says) == [away]
    assert settled([sure], _page(("GIÁM ĐỐC", 230, 160), sealed=False), says) == [sure]
    assert says.asked == 0
