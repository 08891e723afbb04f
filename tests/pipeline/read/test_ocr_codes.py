"""Codes that were not surely read are looked at again, smaller, and the looks vote."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from pipeline.read.ocr.codes import codes_again
from pipeline.read.ocr.engine import Mode, Seen
from pipeline.read.ocr.lines import ReadLine, lines_of
from schemas.page import Box


def line(text: str, **sure: float) -> ReadLine:
    """A line whose words are sure but those named, with `sure` by the place of the word (`w3`)."""
    words = [
        Seen(word, Box(80 + 40 * i, 100, 110 + 40 * i, 112), sure.get(f"w{i}", 0.96), 0, 0)
        for i, word in enumerate(text.split())
    ]
    return lines_of(words, band=0, column=0)[0]


class Looks:
    """An engine that says something else at each size, as surely as told."""

    def __init__(self, said: Mapping[float, tuple[str, float]]) -> None:
        self.said, self.asked = said, 0

    def __call__(self, box: Box, mode: Mode, size: float) -> list[Seen]:
        self.asked += 1
        text, sure = self.said[size]
        return list(line(text, **{f"w{i}": sure for i in range(12)}).words)


@pytest.mark.parametrize(
    ("read", "doubt", "looks", "meant"),
    [
        ("tại Quyết định số 45/QĐ-CCATTTP ngày", "w4", ["45/QĐ-CCATTP", "45/QĐ-CCATTTP", "45/QĐ-CCATTP"], None),
        ("theo Kế hoạch số 27/KH-SY TT ngày", "w4", ["27/KH-SYT", "27/KH-SYT", "27/KH-SYTT"], "27/KH-SYT"),
        ("tại Quyết định số 45/QĐ-BCĐ ngày", "w4", ["45/0Đ-BCĐ", "45/0Đ-BCĐ", "45/0Đ-BCĐ"], "45/QĐ-BCĐ"),
    ],
)
def test_looks_vote(read: str, doubt: str, looks: list[str], meant: str | None) -> None:
    code = meant or looks[0]
    before, after = read.split(" số ", maxsplit=1)[0] + " số", " ngày"
    engine = Looks(
        {size: (f"{before} {look}{after}", 0.8) for size, look in zip((0.85, 0.75, 0.65), looks, strict=True)}
    )
    (out,) = codes_again([line(read, **{doubt: 0.6, "w5": 0.6 if "TT ngày" in read else 0.96})], engine)
    assert out.text == f"{before} {code}{after}"


@pytest.mark.parametrize(
    ("read", "looks", "meant"),
    [
        ("17/TIr-ABCĐ", ["17/TTr-ABCĐ", "17/TIr-ABCĐ", "17/TTr-ABCĐ"], "17/TTr-ABCĐ"),
        ("17/TIr-ABCĐ", ["17/Tir-ABCĐ", "17/TIr-ABCĐ", "17/TTr-ABCĐ"], "17/TTr-ABCĐ"),
        ("31/QD-XYZ", ["31/QD-XYZ", "31/QD-XYZ", "31/QĐ-XYZ"], "31/QĐ-XYZ"),
        ("31/QD-XYZ", ["31/QD-XYZ", "31/QD-XYZ", "31/QD-XYZ"], "31/QD-XYZ"),
        ("97-QD/TU", ["97-QĐ/TU", "97-QD/TU", "97-QD/TU"], "97-QĐ/TU"),
        ("105/2031/QHI7", ["105/2031/QHI7", "105/2031/QHI7", "105/2031/QH17"], "105/2031/QH17"),
        ("88/SGDĐT-GDTIH", ["88/SGDĐT-GDTrH", "88/SGDĐT-GDTTH", "88/SGDĐT-GDTTH"], "88/SGDĐT-GDTIH"),
        ("88/SGDĐT-GDTiH", ["88/SGDĐT-GDTrH", "88/SGDĐT-GDTTH", "88/SGDĐT-GDTTH"], "88/SGDĐT-GDTrH"),
    ],
)
def test_a_symbol_as_none_is_written_is_looked_at_and_a_proper_one_weighs_more(
    read: str, looks: list[str], meant: str
) -> None:
    engine = Looks({size: (f"theo số {look} ngày", 0.9) for size, look in zip((0.85, 0.75, 0.65), looks, strict=True)})
    (out,) = codes_again([line(f"theo số {read} ngày")], engine)
    assert out.text == f"theo số {meant} ngày"


@pytest.mark.parametrize(
    ("read", "looks", "meant"),
    [
        ("ngày 2] tháng 3", ["ngày 21 tháng 3", "ngày 2l tháng 3", "ngày 21 tháng 3"], "ngày 21 tháng 3"),
        ("ngày 2] tháng 3", ["ngày 2] tháng 3", "ngày 21 tháng 3", "ngày 2] tháng 3"], "ngày 21 tháng 3"),
        ("ngày 2] tháng 3", ["ngày 2] tháng 3", "ngày ?] tháng 3", "ngày 2] tháng 3"], "ngày 2] tháng 3"),
        ("đến 03/1 1/2031.", ["đến 03/11/2031.", "đến 03/1 1/2031.", "đến 03/11/2031."], "đến 03/11/2031."),
        ("ngày 21 tháng 3", [], "ngày 21 tháng 3"),
    ],
)
def test_a_spoilt_figure_of_a_date_is_read_again(read: str, looks: list[str], meant: str) -> None:
    engine = Looks({size: (look, 0.9) for size, look in zip((0.85, 0.75, 0.65), looks, strict=False)})
    assert codes_again([line(read)], engine)[0].text == meant


def test_the_issuers_own_abbreviation_weighs_more() -> None:
    office = line("SỞ Y TẾ")
    engine = Looks({0.85: ("Số: /SVT-ABC", 0.9), 0.75: ("Số: /SYT-ABC", 0.9), 0.65: ("Số: /SVT-ABC", 0.9)})
    assert codes_again([office, line("Số: /SVT-ABC", w1=0.8)], engine)[1].text == "Số: /SYT-ABC"
    other = line("SỞ VĂN THỂ")
    assert codes_again([other, line("Số: /SVT-ABC", w1=0.8)], engine)[1].text == "Số: /SVT-ABC"


def test_a_letter_read_twice_is_doubted_however_sure() -> None:
    office = line("CHI CỤC BẢO VỆ RỪNG")
    looks = {0.85: "45/QĐ-CCBVRRR", 0.75: "45/QĐ-CCBVRRR", 0.65: "45/QĐ-CCBVR"}
    engine = Looks({size: (f"tại số {look} ngày", 0.9) for size, look in looks.items()})
    assert codes_again([office, line("tại số 45/QĐ-CCBVRRR ngày")], engine)[1].text == "tại số 45/QĐ-CCBVR ngày"
    other = line("CHI CỤC KIỂM LÂM")  # whose letters they are nobody knows
    assert codes_again([other, line("tại số 45/QĐ-CCBVRRR ngày")], engine)[1].text == "tại số 45/QĐ-CCBVRRR ngày"
    unsure = line("tại số 45/QĐ-CCBVRRR ngày", w2=0.3)
    engine = Looks({**engine.said, 0.85: ("tại số 45/QĐ-CCBVRRR ngày", 0.5)})
    assert codes_again([other, unsure], engine)[1].text == "tại số 45/QĐ-CCBVR ngày"


def test_a_word_among_capitals_is_no_code() -> None:
    engine = Looks({})
    lines = [line("VT. GLIÁM ĐÓC", w1=0.4)]
    assert codes_again(lines, engine) == lines
    assert engine.asked == 0
    looks = Looks(dict.fromkeys((0.85, 0.75, 0.65), ("- BGĐ SYT;", 0.95)))
    assert codes_again([line("- BGD SYT;", w1=0.4)], looks)[0].text == "- BGĐ SYT;"


def test_a_line_is_looked_at_as_high_as_most_of_its_words_are() -> None:
    """A speck that was taken for a word reaches into the line above, and an engine sees two lines there: nothing."""
    words = list(line("theo Kế hoạch số 27/KH-SYTT ngày", w4=0.5).words)
    words[1] = Seen("Kế", Box(120, 70, 150, 112), 0.9, 0, 0)
    boxes = []

    def look(box: Box, mode: Mode, size: float) -> list[Seen]:
        boxes.append(box)
        return []

    codes_again([lines_of(words, band=0, column=0)[0]], look)
    assert boxes
    assert {(box.y0, box.y1) for box in boxes} == {(96, 115)}


def test_a_symbol_with_a_small_letter_that_it_should_have_is_not_looked_at() -> None:
    engine = Looks({})
    lines = [line("số 45/QĐ-TTg và 58/2031/QH17, 6/TTr-ABC, 12/SGDĐT-GDTrH, 3/UBND-VP5, ngày 01/6/2031, 2/3 số")]
    assert codes_again(lines, engine) == lines
    assert engine.asked == 0


def test_words_beside_a_code_stay_as_they_were() -> None:
    engine = Looks(dict.fromkeys((0.85, 0.75, 0.65), ("gui so 45/KH-SYT truoc", 0.95)))
    (out,) = codes_again([line("gửi số 45/KH-SYTT trước", w2=0.5)], engine)
    assert out.text.split()[0] == "gửi"


def test_sure_codes_and_lines_of_capitals_are_not_looked_at() -> None:
    engine = Looks({})
    lines = [line("theo Kế hoạch số 45/KH-SYT"), line("SỞ Y TẾ TỈNH BÌNH AN", w4=0.4)]
    assert codes_again(lines, engine) == lines
    assert engine.asked == 0


def test_of_the_letters_own_number_only_the_symbol_is_voted_on() -> None:
    engine = Looks(dict.fromkeys((0.85, 0.75, 0.65), ("Số: 71 /SYT-NVY '", 0.95)))
    (out,) = codes_again([line("Số: 11/SYT-NVYY", w1=0.4)], engine)
    assert out.text == "Số: 11/SYT-NVY"
    (out,) = codes_again([line("Số: QĐÐX 11/SYT-NVYY", w1=0.4, w2=0.4)], engine)
    assert out.text == "Số: QĐX 11/SYT-NVY"


def test_a_letter_that_is_no_vietnamese_one_is_the_one_it_looks_like() -> None:
    (out,) = codes_again([line("Căn cứ Quyết định số 09/QĐÐ-UBND và 10/QÐ-UBND")], Looks({}))
    assert out.text == "Căn cứ Quyết định số 09/QĐ-UBND và 10/QĐ-UBND"
    (out,) = codes_again([line("- UBND tỉnh (b/€);", w3=0.5)], Looks({}))
    assert out.text == "- UBND tỉnh (b/c);"


@pytest.mark.parametrize(
    ("read", "looks", "asked"),
    [
        ("27/KH-SYT", ["27/KH-SYT", "27/KH-SYT"], 2),
        ("27/KH-SYT", ["27/KH-SYT", "27/KH-SYTT", "27/KH-SYT"], 3),
        ("KHTC", ["KHTC", "KHTC"], 2),
        ("so.xyz(@abc.vn", ["so.xyz@abc.vn", "so.xyz(@abc.vn", "so.xyz@abc.vn"], 3),
    ],
)
def test_two_looks_that_confirm_a_code_are_enough(read: str, looks: list[str], asked: int) -> None:
    engine = Looks({size: (f"theo số {look} ngày", 0.9) for size, look in zip((0.85, 0.75, 0.65), looks, strict=False)})
    codes_again([line(f"theo số {read} ngày", w2=0.6)], engine)
    assert engine.asked == asked
    codes_again([line(f"theo số {read} ngày", w2=0.92)], engine)
    assert engine.asked == asked
