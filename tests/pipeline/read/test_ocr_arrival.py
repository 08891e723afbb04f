"""The arrival stamp: read by itself, taken off the page, never mixed into the letter's lines."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from pipeline import analyse
from pipeline.read import ReadSettings
from pipeline.read.ocr.arrival import _is_one, said
from pipeline.read.ocr.engine import Gray, Mode, Seen
from pipeline.read.ocr.marks import within
from pipeline.read.ocr.page import read_page
from pipeline.read.ocr.prepare import SURVEY_DPI
from pipeline.read.ocr.raster import Limits, Raster
from pipeline.read.ocr.reader import OcrReader
from pipeline.read.ocr.stamped import Label, rows_of
from schemas.page import Box
from schemas.zone import Cell
from scripts.letters.model import load, sources
from scripts.letters.scan import OFFICE, render_scan

WHERE = Box(60, 200, 190, 270)
STAMP = (("CÔNG VÃN ĐÊN", 0.7), ("Sô: ...417...", 0.9), ("Ngáy: 6/9/2031", 0.93), ("Chuyền: ....", 0.6))


def _words(rows: tuple[tuple[str, float], ...]) -> list[Seen]:
    return [
        Seen(word, Box(70 + 30 * i, 205 + 14 * line, 95 + 30 * i, 215 + 14 * line), confidence, 0, line)
        for line, (text, confidence) in enumerate(rows)
        for i, word in enumerate(text.split())
    ]


def test_title_and_labels_are_known_and_sure_words_kept() -> None:
    line = said(_words(STAMP), WHERE)
    assert line is not None
    assert line.text == "CÔNG VĂN ĐẾN Số: 417 Ngày: 6/9/2031 Chuyển:"
    assert all(WHERE.x0 <= word.box.x0 and word.box.x1 <= WHERE.x1 for word in line.words)


STANDING = (("SỞ CÔNG VIÊN", 0.9), ("ĐỮN Nay/4//8", 0.4), ("Chuyển: ....", 0.6), ("Lưu hồ sơ §ố.....", 0.5))


@pytest.mark.parametrize(
    ("rows", "is_one"),
    [
        (STANDING, True),
        (STANDING[:2] + STANDING[3:], True),
        (STANDING[:2], False),
        ((("Số: 417", 0.9), ("Ngày: 6/9/2031", 0.9)), False),
        ((("BIÊN NHẬN", 0.9), ("Chuyển: Phòng Cây xanh", 0.9)), False),
    ],
)
def test_a_stamp_whose_title_stands_beside_its_rows_is_known_by_its_labels(
    rows: tuple[tuple[str, float], ...], is_one: bool
) -> None:
    assert said(_words(rows), WHERE) is None  # nothing that is written in it can be told
    assert _is_one(_words(rows)) == is_one


def test_what_stands_in_a_frame_with_gaps_is_within_it() -> None:
    frame = np.zeros((100, 200), np.uint8)
    cv2.rectangle(frame, (2, 2), (197, 97), 1, 1)
    cv2.line(frame, (2, 30), (197, 30), 1, 1)
    frame[60:66, 190:] = 0  # the stamp was not pressed evenly
    page = np.full((100, 200), 255, np.uint8)
    cv2.putText(page, "ABC", (60, 70), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 0, 2)
    seen = within(page, SURVEY_DPI, frame > 0, Box(0, 0, 200, 100))
    assert (seen[45:80] < 128).sum() == (page[45:80] < 128).sum() > 0


def test_what_is_not_surely_read_is_left_out() -> None:
    line = said(_words((STAMP[0], ("Số: 1l83", 0.5), STAMP[2])), WHERE)
    assert line is not None
    assert line.text == "CÔNG VĂN ĐẾN Số: Ngày: 6/9/2031"


@pytest.mark.parametrize(
    "rows",
    [
        (("Số: 417", 0.9), ("Ngày: 6/9/2031", 0.9)),
        (("CÔNG VĂN ĐẾN", 0.9), ("của các đơn vị", 0.9)),
        (("DANH SÁCH ĐƠN VỊ", 0.9), ("Số: 417", 0.9)),
        (("ĐỀN", 0.9), ("Bạch Mã", 0.9)),
        (),
    ],
)
def test_other_frames_are_no_stamp(rows: tuple[tuple[str, float], ...]) -> None:
    assert said(_words(rows), WHERE) is None


class Watching:
    """Says what a stamp says of a block, nothing of all else, and keeps the ink of the columns that it was shown."""

    name = "watching"

    def __init__(self) -> None:
        self.columns: list[Gray] = []

    def read(self, image: Gray, *, dpi: int, mode: Mode = Mode.PAGE, seconds: float = 60.0) -> list[Seen]:
        if mode is Mode.BLOCK:
            return _words(STAMP)
        if mode is Mode.COLUMN:
            self.columns.append(image)
        return []


def _page(colour: tuple[int, int, int]) -> Raster:
    """A page of rows of blocks like letters, and a stamp's frame with blocks in it beside them."""
    image = np.full((1754, 1240, 3), 255, np.uint8)
    for y in range(900, 1300, 40):
        for x in range(150, 1000, 25):
            image[y : y + 18, x : x + 14] = 20
    cv2.rectangle(image, (150, 500), (420, 660), colour, 3)
    for y in range(520, 640, 30):
        for x in range(170, 390, 20):
            image[y : y + 14, x : x + 10] = colour
    return Raster(image, 150.0)


@pytest.mark.parametrize("colour", [(210, 30, 40), (40, 50, 190), (90, 30, 150), (30, 30, 30)])
def test_the_stamp_is_one_line_and_off_the_page(colour: tuple[int, int, int]) -> None:
    engine = Watching()
    page = read_page(_page(colour), engine, number=1, limits=Limits())
    assert [" ".join(word.text for word in line.words) for line in page.lines] == [
        "CÔNG VĂN ĐẾN Số: 417 Ngày: 6/9/2031 Chuyển:"
    ]
    shown = sum(int((image < 128).sum()) for image in engine.columns)
    below = 10 * 34 * 18 * 14 * 4  # the blocks of the text, at twice the resolution
    assert shown == pytest.approx(below, rel=0.1)


def test_a_stamped_scan_reads_as_the_letter_and_its_arrival(tmp_path: Path, vietnamese_model: Path) -> None:
    letter = next(one for path in sources() if (one := load(path)).arrival is not None)
    file = tmp_path / "scan.pdf"
    file.write_bytes(render_scan(letter, dpi=200, seed=1, effects=OFFICE).data)
    (parsed,) = analyse(file, settings=ReadSettings(ocr=OcrReader(jobs=1)))
    assert parsed.zoned.flow(Cell.ARRIVAL).text.startswith("CÔNG VĂN ĐẾN")
    assert parsed.letter.arrival is not None
    assert parsed.letter.number is not None
    assert parsed.letter.number.value == letter.number
    assert parsed.letter.issued.date == letter.date
    assert parsed.letter.subject == letter.subject


def _label(name: str, y1: float, text: str = "") -> Label:
    first = Seen(text or name, Box(70, y1 - 8, 90, y1), 0.9, 0, 0)
    return Label(name, (first,), first, ())


def test_rows_are_told_from_two_labels_or_from_the_title_and_one() -> None:
    title = Box(70, 205, 130, 213)
    rows = rows_of([_label("Số:", 226), _label("Chuyển:", 251.4)], title)
    assert rows is not None
    assert (rows.base, rows.distance, rows.left) == pytest.approx((226, 12, 70), abs=0.1)
    rows = rows_of([_label("Ngày:", 238.84), _label("Số:", 229, "Số:41")], title)
    assert rows is not None
    assert (rows.base, rows.distance) == pytest.approx((225, 12), abs=0.1)
    assert rows_of([_label("Số:", 216)], title) is None
    assert rows_of([], title) is None


@pytest.mark.parametrize(("number", "date", "seed"), [("1183", "2024-09-06", 1), ("93", "2017-10-11", 2)])
def test_writing_in_the_stamp_is_read_right_or_a_person_is_told_where(
    tmp_path: Path, vietnamese_model: Path, number: str, date: str, seed: int
) -> None:
    letter = next(one for path in sources() if (one := load(path)).arrival is not None)
    letter = replace(letter, arrival={"office": "Văn thư", "number": number, "date": date})
    file = tmp_path / "scan.pdf"
    file.write_bytes(render_scan(letter, dpi=200, seed=seed, effects=OFFICE).data)
    (parsed,) = analyse(file, settings=ReadSettings(ocr=OcrReader(jobs=1)))
    arrival = parsed.letter.arrival
    assert arrival is not None
    told = {finding.pointer: finding.bbox for finding in parsed.letter.findings}
    for value, right, pointer in ((arrival.number, number, "/arrival/number"), (arrival.date, date, "/arrival/date")):
        assert value == right or (value is None and told.get(pointer) is not None)
