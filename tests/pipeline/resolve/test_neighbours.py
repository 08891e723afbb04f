"""A letter that is sent on with another is cited there: what handwriting leaves in doubt, the citation proves."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import _proven, _walk
from pipeline.read import read
from pipeline.split import split
from schemas.page import Box, Origin, Remark
from schemas.record import Letter

LETTER = (
    "UBND TỈNH AN PHÚ\nSỞ Y TẾ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSố: {number}/SYT-NV\n"
    "An Phú, ngày {day} tháng 3 năm 2031\nV/v báo cáo thuốc\n\nKính gửi: Các bệnh viện\n\n{body}\n\n"
    "Nơi nhận:\n- Như trên;\n- Lưu: VT.\nKT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n\nTrần Văn Ví Dụ\n"
)
BODY = "Đề nghị các đơn vị báo cáo trước ngày 20/4/2031./."


def letters(folder: Path, citing: str, *remarks: Remark) -> list[Letter]:
    """Two scanned letters of one file: the first cites as `citing` says, number and day of the second are by hand."""
    first = LETTER.format(number="12", day="20", body=f"Thực hiện Công văn số {citing}. {BODY}")
    second = LETTER.format(number="   ", day="   ", body=BODY)
    (folder / "a.txt").write_text(f"{first}\n--- PAGE BREAK ---\n{second}")
    typed = read(folder / "a.txt")
    lines = tuple(replace(line, origin=Origin.OCR) for line in typed.lines)
    parts = split(replace(typed, lines=lines, remarks=remarks))
    return [part.letter for part in _proven([_walk(part) for part in parts])]


def by_hand(what: str, guess: str) -> Remark:
    pointer = "/number" if what == "number" else "/issued/date"
    return Remark(f"handwritten-{what}", f"The {what} is written by hand.", 2, Box(1, 1, 9, 9), pointer, guess)


HAND = (by_hand("number", "1504"), by_hand("day", "6"))


@pytest.mark.parametrize("symbol", ["SYT-NV", "SYT"])
def test_a_guess_that_the_letter_before_cites_is_the_number_and_the_day(tmp_path: Path, symbol: str) -> None:
    _, second = letters(tmp_path, f"1504/{symbol} ngày 06/3/2031 của Sở Y tế", *HAND)
    assert (second.number.value, second.issued.date) == ("1504", "2031-03-06")
    assert [(finding.code, finding.pointer, finding.bbox) for finding in second.findings] == [
        ("number-cited", "/number", (1, 1, 9, 9)),
        ("date-cited", "/issued/date", (1, 1, 9, 9)),
    ]


@pytest.mark.parametrize(
    "citing", ["1604/SYT-NV ngày 06/3/2031 của Sở Y tế", "1504/UBND-KT ngày 06/3/2031 của UBND tỉnh"]
)
def test_another_number_or_symbol_proves_nothing(tmp_path: Path, citing: str) -> None:
    _, second = letters(tmp_path, citing, *HAND)
    assert (second.number.value, second.issued.date) == (None, None)
    assert "handwritten-number" in {finding.code for finding in second.findings}


def test_a_cited_day_that_contradicts_the_paper_is_not_taken(tmp_path: Path) -> None:
    _, second = letters(tmp_path, "1504/SYT-NV ngày 09/3/2031 của Sở Y tế", *HAND)
    assert (second.number.value, second.issued.date) == ("1504", None)


def test_a_short_number_under_a_symbol_that_is_only_alike_proves_nothing(tmp_path: Path) -> None:
    _, second = letters(tmp_path, "15/SYT ngày 06/3/2031 của Sở Y tế", by_hand("number", "15"))
    assert second.number.value is None
