"""Lines as read: two columns cut apart, rows of dots put back, what a second look may change, the page's number."""

from __future__ import annotations

import numpy as np

from pipeline.read.ocr.again import looked_at_again
from pipeline.read.ocr.engine import Mode, Seen
from pipeline.read.ocr.folio import with_page_number
from pipeline.read.ocr.lines import ReadLine, apart, lines_of, with_leaders, without_dust
from pipeline.read.ocr.survey import survey
from schemas.page import Box


def line(*words: tuple[str, float], sure: float = 0.95) -> ReadLine:
    """Words at their x, 12 points high."""
    seen = [Seen(text, Box(x, 100, x + 6 * len(text), 112), sure, 0, 0) for text, x in words]
    return lines_of(seen, band=0, column=0)[0]


def texts(lines: list[ReadLine]) -> list[str]:
    return [one.text for one in lines]


def test_two_columns_read_as_one_line_are_cut_apart() -> None:
    found = apart([line(("Nơi", 85), ("nhận:", 106), ("GIÁM", 390), ("ĐỐC", 420))])
    assert texts(found) == ["Nơi nhận:", "GIÁM ĐỐC"]
    assert [one.column for one in found] == [0, 1]
    assert found[1].box.x0 == 390


def test_the_blanks_of_a_number_and_of_a_date_stay_in_their_line() -> None:
    number = line(("Số:", 85), ("/UBND-VP", 190))
    date = line(("ngày", 300), ("tháng", 400), ("năm", 500))
    assert apart([number, date]) == [number, date]


def test_a_row_of_dots_is_a_word_of_the_line_it_stands_in() -> None:
    row = Box(140, 108, 240, 110)
    assert texts(with_leaders([line(("Họ", 85), ("tên:", 105))], [row])) == ["Họ tên: " + "." * 29]
    written = line(("Họ", 85), ("tên:", 105), ("Nguyễn Văn Mẫu", 150))
    assert with_leaders([written], [row]) == [written]
    assert with_leaders([], [row]) == []


def test_rows_of_dots_are_told_from_the_marks_of_letters() -> None:
    page = np.zeros((400, 800), np.uint8)
    for x in range(100, 500, 7):
        page[200:203, x : x + 3] = 255
    for x in (100, 119, 128, 160, 175, 190, 230):
        page[100:103, x : x + 3] = 255
    assert survey(page).leaders.tolist() == [[100, 200, 502, 203]]


def test_pieces_at_the_papers_edge_are_left_out_and_those_at_the_inks_edge_are_not() -> None:
    page = np.zeros((400, 800), np.uint8)
    page[0:20, 300:312] = 255
    page[200:220, 300:312] = page[240:260, 500:512] = 255
    page[230:232, 300:512] = 255
    found = survey(page)
    assert found.letters.tolist() == [[300, 200, 312, 220], [500, 240, 512, 260]]
    assert found.across.tolist() == [[300, 230, 512, 232]]
    assert np.array_equal(np.nonzero(found.bare)[0][-1:], [259]) and not found.bare[230:232].any()


def test_what_stands_in_brackets_at_the_end_is_no_dust() -> None:
    assert texts(without_dust([line(("- Sở Nội vụ", 85), ("(b/c);", 150), sure=0.6)])) == ["- Sở Nội vụ (b/c);"]
    assert texts(without_dust([line(("- Sở Nội vụ", 85), ("~;|", 150), sure=0.6)])) == ["- Sở Nội vụ"]


def test_a_second_look_gives_back_marks_that_were_cut_off() -> None:
    def look(box: Box, mode: Mode) -> list[Seen]:
        return [Seen("Trần", Box(85, 98, 109, 112), 0.94, 0, 0), Seen("Mẫu", Box(112, 98, 130, 112), 0.94, 0, 0)]

    assert texts(looked_at_again([line(("Trân", 85), ("Mâu", 112), sure=0.96)], look)) == ["Trần Mẫu"]
    assert texts(looked_at_again([line(("Trầm", 85), ("Mẫn", 112), sure=0.96)], look)) == ["Trầm Mẫn"]


def test_a_lone_figure_at_the_top_is_the_pages_number() -> None:
    page = np.zeros((1754, 1240), np.uint8)
    page[80:98, 615:625] = 255
    page[300:318, 200:210] = 255
    seen = survey(page)

    def look(box: Box, mode: Mode) -> list[Seen]:
        return [Seen("3", box, 0.5, 0, 0)]

    assert texts(with_page_number([], seen, look)) == ["3"]
    assert texts(with_page_number([line(("x", 85))], seen, lambda box, mode: [])) == ["x"]
