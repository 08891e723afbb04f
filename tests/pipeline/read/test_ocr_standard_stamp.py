"""The arrival stamp of the standard form: its frame, its rows of dots, what is written in them, what stands beside."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import cv2
import numpy as np
import pytest

from pipeline import analyse
from pipeline.assemble.book import Book
from pipeline.assemble.header import arrival
from pipeline.extract import Extracted
from pipeline.read import ReadSettings
from pipeline.read.ocr.dotted import dots, standard, without_dots
from pipeline.read.ocr.engine import Gray, Mode, Seen
from pipeline.read.ocr.figures import Place, chances_of
from pipeline.read.ocr.letterday import month_of
from pipeline.read.ocr.meant import days_of, judged, meant
from pipeline.read.ocr.prepare import SURVEY_DPI, Prepared
from pipeline.read.ocr.reader import OcrReader
from pipeline.read.ocr.stamped import Inside
from pipeline.read.ocr.stampframe import level_within, ruled
from pipeline.read.ocr.stampink import stamp_ink
from pipeline.read.ocr.survey import survey
from schemas.found import ArrivalMention, DayMention, Found
from schemas.page import Box, Document, Line, Page, Source, Span
from scripts.letters.model import load, sources
from scripts.letters.scan import OFFICE, render_scan

POINT = SURVEY_DPI / 72


def _pixels(*points: float) -> tuple[int, ...]:
    return tuple(round(value * POINT) for value in points)


def _framed(rules: tuple[float, ...], *, left: float = 20.0, right: float = 160.0) -> Gray:
    """Ink (255) of a page with lines from `left` to `right` at some heights (points), dots between them."""
    ink = np.zeros(_pixels(842, 595), np.uint8)
    for y in rules:
        cv2.line(ink, _pixels(left, y), _pixels(right, y), 255, 2)
    return ink


def test_a_frame_that_the_papers_edge_cuts_is_found_by_its_lines() -> None:
    ink = _framed((200, 218, 300), left=0.0)
    cv2.line(ink, _pixels(160, 200), _pixels(160, 300), 255, 2)  # the left side lies off the scan
    (frame,) = ruled(survey(ink))
    assert frame.box == pytest.approx(Box(0, 200, 160, 300), abs=2)
    assert frame.head == pytest.approx(218, abs=2)
    assert frame.degrees == pytest.approx(0, abs=0.2)


@pytest.mark.parametrize("rules", [(200, 300), (200, 240, 300), (200, 218, 225), (600, 618, 700), (200, 218, 400)])
def test_other_lines_are_no_stamps_frame(rules: tuple[float, ...]) -> None:
    assert ruled(survey(_framed(rules))) == []


def test_the_inside_of_a_frame_is_level_and_without_its_lines() -> None:
    ink = _framed((200, 218, 300))
    cv2.putText(ink, "A", _pixels(80, 270), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 255, 3)
    matrix = cv2.getRotationMatrix2D(_pixels(90, 250), -1.0, 1.0)
    ink = cv2.warpAffine(ink, matrix, ink.shape[::-1], flags=cv2.INTER_NEAREST)
    (frame,) = ruled(survey(ink))
    assert frame.degrees == pytest.approx(1.0, abs=0.3)
    image, where = level_within(255 - ink, SURVEY_DPI, frame)
    ys, _ = np.nonzero(image < 128)
    assert where.y0 + ys.min() / POINT > 240  # nothing but the letter is left
    assert where.y0 + ys.max() / POINT < 275


LABELS = {"Số:": 36, "Ngày:": 58, "Chuyển:": 78}  # where a row's dots stand under the frame's top (points)


def _stamp(read: dict[str, str]) -> Inside:
    """A stamp's inside at 300 dpi with three rows of dots, whose labels are read as `read` says."""
    point = 300 / 72
    image = np.full((round(100 * point), round(140 * point)), 255, np.uint8)
    for down in LABELS.values():
        for x in np.arange(42, 136, 2.4):
            cv2.circle(image, (round(x * point), round(down * point)), 2, 0, -1)

    def engine(part: Gray, at: tuple[float, float], mode: Mode) -> list[Seen]:
        foot = at[1] + part.shape[0] / point - 200
        name = next((name for name, down in LABELS.items() if abs(down + 3.5 - foot) < 2), "")
        return [Seen(read.get(name, ""), Box(at[0], at[1], at[0] + 20, at[1] + 12), 0.9, 0, 0)]

    return Inside(image, 300, Box(20, 200, 160, 300), engine)


def test_rows_are_told_from_their_dots_and_their_labels() -> None:
    stamp = _stamp({"Số:": "Sẽ....", "Ngày:": "Ngỳ:", "Chuyển:": "Chuyên"})
    rows = dots(stamp)
    assert [row.y - 200 for row in rows] == pytest.approx(list(LABELS.values()), abs=1)
    assert (without_dots(stamp, rows) == 255).all()
    form = standard(stamp, 218)
    assert form is not None
    assert (form.number[1].base, form.date[1].base) == pytest.approx((236, 258), abs=1)
    assert form.number[1].left == pytest.approx(62, abs=1)
    assert [label.name for label in form.others] == ["Chuyển:"]


@pytest.mark.parametrize(
    "read",
    [
        {"Số:": "Số:", "Ngày:": "Ngày:"},  # a copy's stamp has these too
        {"Số:": "Số:", "Ngày:": "Người ký:", "Chuyển:": "Chuyển:"},
        {},
    ],
)
def test_rows_with_other_labels_are_no_arrival(read: dict[str, str]) -> None:
    assert standard(_stamp(read), 218) is None


def test_the_letters_own_ink_stays_where_a_stamp_lies_over_it() -> None:
    ink = _framed((200, 218, 300))
    for x in (20, 160):
        cv2.line(ink, _pixels(x, 200), _pixels(x, 300), 255, 2)
    inside, beside = [(30, 250), (60, 212)], [(132, 278), (140, 278), (148, 278)]
    for x, y in [*inside, *beside, (163, 278), (171, 278), (179, 278), (90, 202)]:  # … and one across the top
        cv2.rectangle(ink, _pixels(x, y - 8), _pixels(x + 5, y), 255, -1)
    gone, stays, (left, top) = stamp_ink(survey(ink), Box(20, 200, 160, 300))

    def share(mask: Gray, x: float, y: float) -> float:
        x0, y0, x1, y1 = _pixels(x + 0.5, y - 7.5, x + 4.5, y - 0.5)
        return float((mask[y0 - top : y1 - top, x0 - left : x1 - left] > 0).mean())

    assert [share(gone, *at) for at in inside] == [1.0, 1.0]
    assert [share(stays, *at) for at in [*beside, (90, 202)]] == pytest.approx([1.0] * 4, abs=0.1)
    line = gone[round(300 * POINT) - top - 1 : round(300 * POINT) - top + 2, round(30 * POINT) - left : 200]
    assert (line > 0).any(axis=0).all()  # the frame's own line


def test_days_on_the_way_are_spelled_and_none_before_the_letters_month() -> None:
    days = days_of(date(2031, 2, 1))
    assert {"5/2/31", "05/02/2031", "05/2/31"} <= set(days)
    assert set(meant("date", dict.fromkeys(days, 0.1))) >= {"1/2/2031", "1/4/2031"}
    assert not {"31/1/31", "5/8/2031"} & set(days)


@pytest.mark.parametrize(
    ("share", "said", "known", "text"),
    [
        (0.96, "", True, "5/2/2031"),
        (0.92, "", True, None),  # of some days only
        (0.92, "", False, "5/2/2031"),
        (0.85, "", False, None),
        (0.4, "05/02/2031", True, "5/2/2031"),
        (0.4, "06/02/2031", True, None),
    ],
)
def test_a_day_is_given_where_it_is_sure(share: float, said: str, known: bool, text: str | None) -> None:
    rest = [Seen(said, Box(0, 0, 1, 1), 0.9, 0, 0)] if said else []
    assert judged("date", {"5/2/2031": share, "8/2/2031": (1 - share) / 2}, rest, known=known)[0] == text


def test_the_chance_of_a_text_is_what_the_net_gives_it() -> None:
    image = np.full((120, 400), 255, np.uint8)
    cv2.putText(image, "1", (60, 90), cv2.FONT_HERSHEY_SIMPLEX, 2.0, 0, 5)
    chances = chances_of(image, 300, Place(5, 60, 21.6, 10.5), ["1", "8", "11"])
    assert chances["1"] > 0.5
    assert chances["1"] + chances["8"] + chances["11"] <= 1.001
    assert chances_of(image, 300, Place(500, 560, 21.6, 10.5), ["1"]) == {"1": 0.0}


@pytest.mark.parametrize(
    ("line", "confidence", "month"),
    [
        ("Bến Đò, ngày 05 tháng 02 năm 2031", 0.9, date(2031, 2, 1)),
        ("Bến Đò, ngày tháng 02 năm 2031", 0.9, date(2031, 2, 1)),
        ("Bến Đò, ngày 05 tháng 02 năm 2031", 0.6, None),
        ("Bến Đò, ngày 05 tháng 20 năm 2031", 0.9, None),
        ("Căn cứ Quyết định số 12/QĐ-UBND ngày 05 tháng 02 năm 2031 của", 0.9, None),
    ],
)
def test_the_letters_month_is_read_from_its_date_line(line: str, confidence: float, month: date | None) -> None:
    def read(image: Gray, at: tuple[float, float], mode: Mode) -> list[Seen]:
        words = line.split()
        return [Seen(word, Box(10 * i, 0, 10 * i + 9, 9), confidence, 0, 0) for i, word in enumerate(words)]

    page = Prepared(np.full((200, 150), 255, np.uint8), None, None, np.zeros((100, 75), np.uint8), 300, 0, 0.0)
    assert month_of(page, read) == month


@pytest.mark.parametrize(("sent", "day"), [("2031-02-06", None), ("2031-02-05", "2031-02-05"), (None, "2031-02-05")])
def test_nothing_arrives_before_it_is_sent(sent: str | None, day: str | None) -> None:
    document = Document(
        source=Source("a.txt", "0" * 64, "text/plain"),
        text="Ngày: 5/2/2031",
        lines=(Line(page=1, start=0, end=14, row=0),),
        pages=(Page(1, Span(0, 14)),),
    )
    found = Found(ArrivalMention("12", DayMention(5, 2, 2031), None), (Span(0, 14),), 0.6, "arrival/stamp")
    nothing = {name: [] for name in Extracted.__slots__}
    book = Book(document)
    value = arrival(Extracted(**{**nothing, "arrival": [found]}), book, sent=sent)
    assert value is not None
    assert (value.number, value.date) == ("12", day)
    assert [finding.code for finding in book.findings] == ([] if day else ["arrival-impossible"])


@pytest.mark.parametrize(("number", "days", "seed"), [("1183", 3, 1), ("93", 9, 2)])
def test_a_letter_under_a_standard_stamp_reads_as_itself(
    tmp_path: Path, vietnamese_model: Path, number: str, days: int, seed: int
) -> None:
    letter = next(one for path in sources() if (one := load(path)).arrival is not None)
    assert letter.date is not None
    day = date.fromordinal(date.fromisoformat(letter.date).toordinal() + days).isoformat()
    letter = replace(letter, arrival={"office": "Sở Nội vụ Bến Đò", "number": number, "date": day})
    file = tmp_path / "scan.pdf"
    file.write_bytes(render_scan(letter, dpi=200, seed=seed, effects=replace(OFFICE, standard=True)).data)
    (parsed,) = analyse(file, settings=ReadSettings(ocr=OcrReader(jobs=1)))
    assert parsed.letter.number is not None
    assert parsed.letter.number.value == letter.number
    assert parsed.letter.issued.date == letter.date
    assert parsed.letter.arrival is not None
    told = {finding.pointer: finding.bbox for finding in parsed.letter.findings}
    for what, right in (("number", number), ("date", day)):
        value = getattr(parsed.letter.arrival, what)
        assert value == right or (value is None and told.get(f"/arrival/{what}") is not None)
