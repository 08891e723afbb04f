"""The signer's name under pen and seal: taken where looks agree, left out with its place where they don't."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from pipeline.read.ocr.engine import Gray, Mode, Seen
from pipeline.read.ocr.lines import ReadLine
from pipeline.read.ocr.looks import looks, without_lines, without_specks
from pipeline.read.ocr.naming import Reading, agreed, by_many, guessed, like_a_name, quickly, reading_of
from pipeline.read.ocr.prepare import Prepared, prepare
from pipeline.read.ocr.raster import Raster
from pipeline.read.ocr.signature import place_under, positions, signed
from pipeline.read.ocr.tesseract import process_engine
from schemas.page import Box
from scripts.letters.layout import font_file

DPI = 300
POINT = DPI / 72
NAME = Box(365, 300, 455, 313)


def _words(text: str, box: Box, confidence: float) -> tuple[Seen, ...]:
    parts = text.split()
    step = box.width / len(parts)
    return tuple(
        Seen(part, Box(box.x0 + i * step, box.y0, box.x0 + (i + 1) * step - 3, box.y1), confidence, 0, 0)
        for i, part in enumerate(parts)
    )


def _line(text: str, box: Box, confidence: float = 0.95) -> ReadLine:
    return ReadLine(_words(text, box, confidence), box, 0, 1)


POSITION = _line("GIÁM ĐỐC", Box(375, 200, 445, 213))


def _reading(text: str, confidence: float, *, cleaned: bool = True, touched: tuple[float, float] = (0, 0)) -> Reading:
    reading = reading_of(_words(text, NAME, confidence), cleaned=cleaned, touched=[touched])
    assert reading is not None
    return reading


# ---- what readings say -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["Trần Văn Mẫu", "BS.CKII. Trần Văn Mẫu", "TrầnVăn Mẫu"])
def test_a_reading_is_a_name_whatever_title_stands_before_it(text: str) -> None:
    reading = _reading(text, 0.9)
    assert reading.valid
    assert reading.name == ("Trần", "Văn", "Mẫu")


@pytest.mark.parametrize(
    "text", ["Trân Văn Mẫu", "E2 Văn Mẫu", "Trần Vxn Mẫu", "TRẦN VĂN MẪU", "ấn Văn Mẫu", "Trần Hlang", "Trần 7Í Mẫu"]
)
def test_what_can_be_no_name_as_printed_is_no_vote(text: str) -> None:
    assert not _reading(text, 0.95).valid


def test_a_reading_that_lost_its_first_word_is_no_name() -> None:
    words = _words("Trần Hoàng Mẫu", NAME, 0.95)
    ends = (NAME.x0 + 9, NAME.x1 - 9)
    whole, rest = reading_of(words, ends=ends), reading_of(words[1:], ends=ends)
    assert whole is not None
    assert whole.valid
    assert rest is not None
    assert not rest.valid


def test_a_broad_sign_before_a_name_may_be_a_word_and_a_speck_is_none() -> None:
    name = _words("Hoàng Văn Mẫu", NAME, 0.95)
    speck = Seen("“", Box(355, 300, 358, 304), 0.3, 0, 0)
    broad = Seen("“", Box(340, 300, 358, 312), 0.3, 0, 0)
    with_speck, with_broad = reading_of((speck, *name)), reading_of((broad, *name))
    assert with_speck is not None
    assert with_speck.valid
    assert with_broad is not None
    assert not with_broad.valid


def test_two_sure_readings_agree() -> None:
    name = agreed([_reading("Trần Văn Mẫu", 0.9), _reading("Trần Văn Mẫu", 0.7), _reading("n Văn Mẫu", 0.9)])
    assert name is not None
    assert name.name == ("Trần", "Văn", "Mẫu")


@pytest.mark.parametrize(
    "readings",
    [
        [("Trần Văn Mẫu", 0.95)],
        [("Trần Văn Mẫu", 0.8), ("Trần Văn Mẫu", 0.7)],
        [("Trần Văn Mẫu", 0.95), ("Trần Văn Mẫu", 0.95), ("Trần Văn Mâu", 0.4)],
        [("Trần Văn Mẫu", 0.96)] * 6 + [("Trần Văn Mâu", 0.4)],
        [("Trần Văn Mẫu", 0.95), ("Tô Văn Mẫu", 0.95), ("Trần Văn Mẫu", 0.95)],
        [],
    ],
)
def test_one_reading_unsure_ones_and_other_tones_leave_it_open(readings: list[tuple[str, float]]) -> None:
    assert agreed([_reading(text, confidence) for text, confidence in readings]) is None


def test_many_sure_readings_outvote_an_unsure_one_of_other_letters() -> None:
    sure = [_reading("Trần Văn Mẫu", 0.95)] * 4
    assert agreed([*sure, _reading("Tạ Văn Mẫu", 0.6)]) is not None
    assert agreed([*sure, _reading("Tạ Văn Mẫu", 0.8)]) is None


def test_an_l_after_g_is_the_i_that_other_readings_see() -> None:
    misread, read = _reading("Trần Văn Glang", 0.95), _reading("Trần Văn Giang", 0.8)
    assert agreed([misread] * 4) is None
    name = agreed([misread, read, read])
    assert name is not None
    assert name.name == ("Trần", "Văn", "Giang")


def test_nearly_all_of_many_looks_outvote_one_that_is_not_sure() -> None:
    many = [_reading("Trần Văn Mẫu", 0.95)] * 13
    assert by_many([*many, _reading("Trần Văn Mậu", 0.6)], [], looks=14) is not None
    assert by_many([*many, _reading("Trần Văn Mậu", 0.9)], [], looks=14) is None
    assert by_many([*many, *[_reading("Trần Văn Mậu", 0.6)] * 2], [], looks=15) is None
    assert by_many([_reading("Trần Văn Mẫu", 0.8)] * 14, [], looks=14) is None


def test_where_another_name_was_sure_before_all_of_many_must_agree() -> None:
    other = [_reading("Trần Văn Mậu", 0.9)]
    assert by_many([_reading("Trần Văn Mẫu", 0.95)] * 12, other, looks=14) is None
    assert by_many([_reading("Trần Văn Mẫu", 0.95)] * 13, other, looks=14) is not None


def test_what_most_readings_say_is_the_guess() -> None:
    readings = [_reading("Trần Văn Mẫu", 0.5), _reading("Trần Văn Mẫu", 0.4), _reading("Trần Văn Mậu", 0.9)]
    assert guessed(readings) == "Trần Văn Mẫu"
    assert guessed([_reading("ấn Văn Mẫu", 0.9)]) == ""


def test_first_looks_settle_a_name_only_where_all_are_sure_and_one_saw_it_as_it_was() -> None:
    cleaned, raw = _reading("Trần Văn Mẫu", 0.95), _reading("Trần Văn Mẫu", 0.95, cleaned=False)
    assert quickly([cleaned, cleaned, raw])
    assert not quickly([cleaned, cleaned, cleaned])
    assert not quickly([cleaned, raw, _reading("Trần Văn Mẫu", 0.6)])
    assert not quickly([cleaned, raw, _reading("Trần Văn Mậu", 0.95)])


def test_a_word_from_which_lines_were_taken_must_be_read_so_beside_them_too() -> None:
    last = (NAME.x1 - 25, NAME.x1)
    cleaned = [_reading("Trần Văn Mâu", 0.96, touched=last)] * 3
    assert agreed(cleaned) is None
    assert agreed([*cleaned, _reading("Trầu Văn Mâu", 0.5, cleaned=False, touched=last)]) is not None


def test_a_family_name_that_differs_from_others_by_marks_alone_must_be_too() -> None:
    first = (NAME.x0, NAME.x0 + 15)
    assert agreed([_reading("Nguyễn Văn Mẫu", 0.96, touched=first)] * 3) is not None
    assert agreed([_reading("Hà Văn Mẫu", 0.96, touched=first)] * 3) is None  # Hạ is one as well


def test_only_rows_with_capitalised_syllables_are_like_names() -> None:
    assert like_a_name(_reading("ấn Hoàng Mẫu", 0.3))
    assert not like_a_name(_reading("ĐỐC SỞ Y TẾ", 0.9))


# ---- what is done to the row -----------------------------------------------------------------------------------


def _blocks() -> Gray:
    """Stems of letters, 8 pixels broad, in the middle of a row."""
    image = np.full((70, 400), 255, np.uint8)
    for x in range(150, 250, 24):
        image[20:50, x : x + 8] = 0
    return image


def test_a_long_thin_line_goes_and_the_stems_stay() -> None:
    print_ = _blocks()
    crossed = print_.copy()
    cv2.line(crossed, (0, 60), (399, 5), 0, 3)
    clean = without_lines(crossed, stem=8, dpi=DPI)
    assert (clean[print_ == 0] < 128).all()
    assert (clean[:, :130] > 128).all()
    assert (clean[:, 270:] > 128).all()


def test_specks_go_and_dots_stay() -> None:
    image = _blocks()
    image[60, 100:103] = 0
    image[56:63, 206:213] = 0
    clean = without_specks(image, dpi=DPI)
    assert clean[60, 101] == 255
    assert clean[59, 209] == 0


def test_no_two_looks_are_the_same() -> None:
    images = [look.image for look in looks(_blocks(), _blocks(), dpi=DPI)]
    assert len(images) > 3
    assert all(a.shape != b.shape or (a != b).any() for i, a in enumerate(images) for b in images[:i])


# ---- the place, and the whole ----------------------------------------------------------------------------------


def test_the_last_line_of_a_position_in_the_right_column_counts() -> None:
    first, last = _line("KT. GIÁM ĐỐC", Box(370, 200, 450, 213)), _line("PHÓ GIÁM ĐỐC", Box(370, 215, 450, 228))
    left = _line("TRƯỞNG PHÒNG", Box(90, 200, 180, 213))
    assert positions([left, first, last], 595) == [last]
    assert (
        positions([_line("Giám đốc nói rằng", Box(370, 200, 450, 213)), _line("NƠI GỬI", Box(370, 200, 450, 213))], 595)
        == []
    )


def test_the_place_ends_where_the_body_goes_on() -> None:
    body = _line("Đây là một dòng dài của nội dung văn bản", Box(85, 260, 540, 273))
    assert place_under(POSITION, [POSITION, body]).y1 == 260
    assert place_under(POSITION, [POSITION]).y1 > 340


def _page(name: str, *, crossed: bool) -> Prepared:
    """A page with a position, a name in bold type and, where it is crossed, a pen's line and a seal's ring on both."""
    image = Image.new("L", (round(595 * POINT), round(420 * POINT)), 255)
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(str(font_file("LiberationSerif-Bold")), round(14 * POINT))
    for text, y in (("GIÁM ĐỐC", 200.0), (name, 300.0)):
        draw.text((410 * POINT, y * POINT), text, font=font, fill=10, anchor="mt")
    if crossed:
        draw.line((340 * POINT, 318 * POINT, 520 * POINT, 170 * POINT), fill=20, width=4)
        centre, radius = (340 * POINT, 250 * POINT), 51 * POINT
        box = (centre[0] - radius, centre[1] - radius, centre[0] + radius, centre[1] + radius)
        draw.ellipse(box, outline=20, width=5)
    pixels = np.repeat(np.asarray(image)[:, :, None], 3, axis=2)
    return prepare(Raster(np.ascontiguousarray(pixels), DPI))


class Saying:
    """An engine that says of each image what comes next, the last for good."""

    def __init__(self, *texts: str) -> None:
        self.texts = list(texts)
        self.asked = 0

    def __call__(self, image: Gray, at: tuple[float, float], mode: Mode, size: float = 1.0) -> list[Seen]:
        assert mode is Mode.LINE
        self.asked += 1
        text = self.texts.pop(0) if len(self.texts) > 1 else self.texts[0]
        return list(_words(text, Box(at[0] + 6, at[1], at[0] + image.shape[1] / POINT - 6, at[1] + 15), 0.95))


def test_looks_that_agree_give_the_name_in_place_of_what_the_page_made_of_it() -> None:
    broken = _line("ẩn Văn Mẫu", NAME, 0.4)
    lines, remarks = signed(
        [POSITION, broken], _page("Trần Văn Mẫu", crossed=True), page=2, read=Saying("Trần Văn Mẫu")
    )
    assert [line.text for line in lines] == ["GIÁM ĐỐC", "Trần Văn Mẫu"]
    assert remarks == []


def test_looks_that_differ_leave_the_name_out_and_show_its_place() -> None:
    wrong = _line("Trần Văn Mậu", NAME, 0.7)
    says = Saying(*["Trần Văn Mẫu", "Trần Văn Mậu", "Trần Văn Mâu"] * 20)
    lines, (remark,) = signed([POSITION, wrong], _page("Trần Văn Mẫu", crossed=True), page=2, read=says)
    assert lines == [POSITION]
    assert (remark.code, remark.page, remark.pointer) == ("signer-unreadable", 2, "/signer/name")
    assert remark.guess in remark.message
    assert remark.guess.startswith("Trần Văn")
    assert remark.box is not None
    assert remark.box.y0 < NAME.y0 < NAME.y1 < remark.box.y1


def test_a_sure_name_and_a_page_without_a_position_are_not_looked_at() -> None:
    says = Saying("Trần Văn Mẫu")
    page = _page("Trần Văn Mẫu", crossed=False)
    sure = [POSITION, _line("Trần Văn Mẫu", NAME)]
    assert signed(sure, page, page=1, read=says) == (sure, [])
    assert signed([_line("Kính gửi ông", NAME)], page, page=1, read=says)[1] == []
    assert says.asked == 0


@pytest.mark.parametrize(
    ("confidence", "smaller", "kept"),
    [(0.9, "Trần Văn Mậu", False), (0.9, "Trần Văn Mẫu", True), (0.9, "Trấn Vxn", True), (0.97, "Trần Văn Mậu", True)],
)
def test_a_name_with_other_marks_at_another_size_is_left_out(confidence: float, smaller: str, *, kept: bool) -> None:
    def says(image: Gray, at: tuple[float, float], mode: Mode, size: float = 1.0) -> list[Seen]:
        del image, at, mode, size
        return list(_words(smaller, NAME, 0.9))

    named = _line("Trần Văn Mẫu", NAME, confidence)
    lines, remarks = signed([POSITION, named], _page("Trần Văn Mẫu", crossed=False), page=1, read=says)
    assert lines == ([POSITION, named] if kept else [POSITION])
    assert [(remark.code, remark.guess) for remark in remarks] == (
        [] if kept else [("signer-unreadable", "Trần Văn Mẫu")]
    )


def test_what_is_nothing_like_a_name_is_given_up_soon() -> None:
    says = Saying("%% ~~")
    lines, remarks = signed([POSITION], _page("|||||||||||||", crossed=False), page=1, read=says)
    assert (lines, remarks) == ([POSITION], [])
    assert says.asked <= 4


def test_a_name_under_pen_and_seal_is_read_by_the_engine() -> None:
    engine = process_engine()

    def read(image: Gray, at: tuple[float, float], mode: Mode, size: float = 1.0) -> list[Seen]:
        image = cv2.resize(image, None, fx=size, fy=size)
        seen = engine.read(np.pad(image, 12, constant_values=255), dpi=DPI, mode=mode)
        return [_moved(word, at, size) for word in seen]

    lines, _ = signed([POSITION], _page("Nguyễn Văn Bình", crossed=True), page=1, read=read)
    assert [line.text for line in lines[1:]] == ["Nguyễn Văn Bình"]


def _moved(word: Seen, at: tuple[float, float], size: float) -> Seen:
    x0, y0, x1, y1 = ((value - 12) / POINT / size for value in word.box)
    return Seen(word.text, Box(x0 + at[0], y0 + at[1], x1 + at[0], y1 + at[1]), word.confidence, 0, word.line)
