"""Merged columns cut apart. All lines here are invented."""

from __future__ import annotations

import pytest

from pipeline.zone.columns import cut
from schemas.page import Box, CellAt, Document, Line, Page, Span, Word
from tests.cells import SOURCE, document

TAIL = "Nơi nhận:\n"


def parts(text: str, *, at: int = 0) -> list[str]:
    """The parts of the line at index `at`."""
    made = document(text)
    row = made.lines[at].row
    return [made.text[line.start : line.end] for line in cut(made) if line.row == row]


@pytest.mark.parametrize(
    ("line", "left", "right"),
    [
        ("BỘ NÔNG LÂM CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "BỘ NÔNG LÂM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("BỘ NÔNG LÂM _ CONG HOA XÃ HOI CHU NGHIA VIET NAM", "BỘ NÔNG LÂM", "CONG HOA XÃ HOI CHU NGHIA VIET NAM"),
        ("VÀ THỦY LỢI Độc lập - Tự do - Hạnh phúc", "VÀ THỦY LỢI", "Độc lập - Tự do - Hạnh phúc"),
        ("TỈNH ỦY AN PHÚ ĐẢNG CỘNG SẢN VIỆT NAM", "TỈNH ỦY AN PHÚ", "ĐẢNG CỘNG SẢN VIỆT NAM"),
        ("Số: 12/BNL-TT Hà Nội, ngày 05 tháng 3 năm 2031", "Số: 12/BNL-TT", "Hà Nội, ngày 05 tháng 3 năm 2031"),
        ("Số:      /SNL Bến Tre, ngày    tháng 11 năm 2031", "Số:      /SNL", "Bến Tre, ngày    tháng 11 năm 2031"),
        ("Số: 12/SNL Ngọc Hiển, ngày 5 tháng 3 năm 2031", "Số: 12/SNL", "Ngọc Hiển, ngày 5 tháng 3 năm 2031"),
        ("Số: 12/SNL TP. Vinh, ngày 5 tháng 3 năm 2031", "Số: 12/SNL", "TP. Vinh, ngày 5 tháng 3 năm 2031"),
        ("Số: 12/BNL-TT V/v kiểm tra giống lúa", "Số: 12/BNL-TT", "V/v kiểm tra giống lúa"),
        ("V/v kiểm tra Hà Nội, ngày 5 tháng 3 năm 2031", "V/v kiểm tra", "Hà Nội, ngày 5 tháng 3 năm 2031"),
        ("Nơi nhận: KT. GIÁM ĐỐC", "Nơi nhận:", "KT. GIÁM ĐỐC"),
    ],
)  # fmt: skip
def test_the_head(line: str, left: str, right: str) -> None:
    assert parts(line) == [left, right]


@pytest.mark.parametrize(
    ("line", "left", "right"),
    [
        ("- Như trên; PHÓ GIÁM ĐỐC", "- Như trên;", "PHÓ GIÁM ĐỐC"),
        ("- Lưu: VT, TT(2). Trần Văn An", "- Lưu: VT, TT(2)", "Trần Văn An"),
        ("- Các phòng;        (Đã ký)", "- Các phòng;", "(Đã ký)"),
        ("- Sở Nội vụ;\tPHÓ CHỦ TỊCH", "- Sở Nội vụ;", "PHÓ CHỦ TỊCH"),
        ("- Lưu: VT, TH.KT. CHỦ TỊCH", "- Lưu: VT, TH.", "KT. CHỦ TỊCH"),
    ],
)
def test_the_tail(line: str, left: str, right: str) -> None:
    assert parts(TAIL + line, at=1) == [left, right]


@pytest.mark.parametrize(
    "line",
    [
        "Thực hiện Công văn số 12/BNL-TT ngày 05 tháng 3 năm 2031 của Bộ Nông Lâm",
        "nước Cộng hòa xã hội chủ nghĩa Việt Nam quy định như sau",
        "Hà Nội, ngày 05 tháng 3 năm 2031",
        "Kính gửi: Sở Nội vụ",
        "Số: 12/BNL-TT",
    ],
)
def test_one_column_stays_whole(line: str) -> None:
    assert parts(line) == [line]


@pytest.mark.parametrize("line", ["- Các Vụ: TH, PC, KTN;", "- Như kính gửi;", "(Số 5, thôn Đông Anh, Hà Nội)"])
def test_a_recipient_stays_whole(line: str) -> None:
    assert parts(TAIL + line, at=1) == [line]


def test_a_cell_that_holds_a_whole_tail_column() -> None:
    text = "KT. BỘ TRƯỞNG THỨ TRƯỞNG Trần Văn An"
    made = Document(SOURCE, text, (Line(1, 0, len(text), 0, cell=CellAt(0, 0, 1)),), (Page(1, Span(0, len(text))),))
    assert [text[line.start : line.end] for line in cut(made)] == ["KT. BỘ TRƯỞNG THỨ TRƯỞNG", "Trần Văn An"]


def test_words_and_boxes_go_with_their_part() -> None:
    text = "Nơi nhận: GIÁM ĐỐC"
    words = tuple(
        Word(a, b, Box(10.0 * k, 0, 10.0 * k + 9, 10)) for k, (a, b) in enumerate([(0, 3), (4, 9), (10, 14), (15, 18)])
    )
    line = Line(1, 0, len(text), 0, box=Box(0, 0, 39, 10), words=words)
    left, right = cut(Document(SOURCE, text, (line,), (Page(1, Span(0, len(text))),), layout=True))
    assert left.words == words[:2]
    assert right.box == Box(20, 0, 39, 10)
    assert left.row == right.row == 0
