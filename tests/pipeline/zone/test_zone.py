"""Zones: each line in its cell, all lines at once. All letters here are invented."""

from __future__ import annotations

from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.zone import zone
from pipeline.zone.grammar import CELLS, NEVER, State, arcs, best
from schemas.page import Origin
from schemas.zone import Cell
from tests.cells import document

LETTER = """\
UBND TỈNH AN PHÚ CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ NÔNG LÂM Độc lập - Tự do - Hạnh phúc
Số: 812/SNL-TT An Phú, ngày 05 tháng 3 năm 2031
V/v kiểm tra giống lúa
vụ hè thu
Kính gửi:
- Phòng Nông nghiệp các huyện;
- Trạm Khuyến nông.
Thực hiện Công văn số 45/BNL-TT ngày 10 tháng 02 năm 2031 của Bộ Nông Lâm về
giống lúa, Sở Nông Lâm đề nghị các đơn vị báo cáo trước ngày 20/3/2031.
Trân trọng./.
Nơi nhận: KT. GIÁM ĐỐC
- Như trên; PHÓ GIÁM ĐỐC
- UBND tỉnh (b/c);
- Lưu: VT, TT.
Trần Văn Ví Dụ
"""


def cells(text: str) -> list[tuple[Cell, str]]:
    zoned = zone(document(text))
    return [(cell, zoned.text(line)) for line, cell in zip(zoned.lines, zoned.cells, strict=True)]


def of(text: str, *wanted: Cell) -> list[str]:
    return [line for cell, line in cells(text) if cell in wanted]


def test_a_letter_without_layout() -> None:
    assert of(LETTER, Cell.ISSUER) == ["UBND TỈNH AN PHÚ", "SỞ NÔNG LÂM"]
    assert of(LETTER, Cell.NUMBER) == ["Số: 812/SNL-TT"]
    assert of(LETTER, Cell.PLACE_DATE) == ["An Phú, ngày 05 tháng 3 năm 2031"]
    assert of(LETTER, Cell.SUBJECT) == ["V/v kiểm tra giống lúa", "vụ hè thu"]
    assert len(of(LETTER, Cell.ADDRESSEES)) == 3
    assert len(of(LETTER, Cell.BODY)) == 3
    assert of(LETTER, Cell.AUTHORITY) == ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]
    assert of(LETTER, Cell.SIGNER) == ["Trần Văn Ví Dụ"]
    assert of(LETTER, Cell.DISTRIBUTION)[-1] == "- Lưu: VT, TT."


def test_a_number_in_running_text_is_not_the_letters() -> None:
    text = LETTER.replace("Trân trọng./.", "Số: 99/BNL-TT là văn bản được thay thế.\nTrân trọng./.")
    assert of(text, Cell.NUMBER) == ["Số: 812/SNL-TT"]


def test_a_lost_head_leaves_its_cells_empty() -> None:
    text = LETTER[LETTER.index("Thực hiện") :]
    assert not of(text, Cell.ISSUER, Cell.NUMBER, Cell.PLACE_DATE, Cell.SUBJECT, Cell.ADDRESSEES)
    assert of(text, Cell.SIGNER) == ["Trần Văn Ví Dụ"]


def test_what_is_attached_is_no_part_of_the_letter() -> None:
    text = LETTER + "\fPHỤ LỤC I\nDANH MỤC GIỐNG LÚA\nNơi nhận:\n- Như trên;\n- Lưu: VT.\nGIÁM ĐỐC\nLê Thị Mẫu\n"
    assert of(text, Cell.SIGNER) == ["Trần Văn Ví Dụ"]
    assert "PHỤ LỤC I" in of(text, Cell.APPENDIX)
    assert of(text, Cell.APPENDIX)[-1] == "Lê Thị Mẫu"


def test_a_long_appendix_does_not_pull_the_tail_after_it() -> None:
    page = "Điều 1. Các đơn vị có trách nhiệm thực hiện đầy đủ quy định này trong phạm vi quản lý của mình.\n" * 200
    text = LETTER + "\f" + page + "Nơi nhận:\n- Như trên;\n- Lưu: VT.\nGIÁM ĐỐC\nLê Thị Mẫu\n"
    assert of(text, Cell.SIGNER) == ["Trần Văn Ví Dụ"]


def test_a_typed_document_has_a_type_and_a_title() -> None:
    text = """\
ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
HUYỆN TÂN HÒA Độc lập - Tự do - Hạnh phúc
Số: 15/KH-UBND Tân Hòa, ngày 12 tháng 01 năm 2031
KẾ HOẠCH
Triển khai phong trào trồng cây năm 2031
trên địa bàn huyện
Thực hiện Kế hoạch số 8/KH-UBND ngày 03/01/2031 của UBND tỉnh, UBND huyện xây dựng
kế hoạch như sau:
"""
    assert of(text, Cell.KIND) == ["KẾ HOẠCH"]
    assert of(text, Cell.TITLE) == ["Triển khai phong trào trồng cây năm 2031", "trên địa bàn huyện"]


def test_who_decides_is_no_title() -> None:
    text = """\
SỞ NÔNG LÂM CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số: 15/QĐ-SNL An Phú, ngày 12 tháng 01 năm 2031
QUYẾT ĐỊNH
Về việc thành lập Tổ kiểm tra giống lúa
GIÁM ĐỐC SỞ NÔNG LÂM
Căn cứ Quyết định số 2/QĐ-UBND ngày 03/01/2031 của UBND tỉnh;
"""
    assert of(text, Cell.TITLE) == ["Về việc thành lập Tổ kiểm tra giống lúa"]


def test_a_web_page_around_a_letter() -> None:
    text = "Tải về công văn mới nhất\nNgày đăng: 05/3/2031\n" + LETTER + "Tải về tại đây: https://example.vn/a\n"
    assert of(text, Cell.ISSUER) == ["UBND TỈNH AN PHÚ", "SỞ NÔNG LÂM"]
    assert "Ngày đăng: 05/3/2031" in of(text, Cell.WRAPPER)
    assert of(text, Cell.WRAPPER)[-1].startswith("Tải về")


def test_the_panel_of_a_signature_is_no_letterhead() -> None:
    text = "Ký bởi: Sở Nông Lâm\nCơ quan: Tỉnh An Phú\nThời gian ký: 06.03.2031 10:21:11\n" + LETTER
    assert len(of(text, Cell.SIGNATURE_PANEL)) == 3
    assert of(text, Cell.ISSUER) == ["UBND TỈNH AN PHÚ", "SỞ NÔNG LÂM"]


@pytest.mark.parametrize("stamp", ["HỎA TỐC", "THƯỢNG KHẨN", "KHẨN"])
def test_stamps_in_the_head(stamp: str) -> None:
    text = LETTER.replace("Kính gửi:", f"{stamp}\nKính gửi:")
    assert of(text, Cell.URGENCY) == [stamp]
    assert of(text, Cell.SUBJECT) == ["V/v kiểm tra giống lúa", "vụ hè thu"]


def test_an_arrival_stamp_beside_the_list_of_addressees_is_none_of_them() -> None:
    text = LETTER.replace("- Trạm Khuyến nông.", "ĐẾN Số: Ngày:\n- Trạm Khuyến nông.")
    assert of(text, Cell.ARRIVAL) == ["ĐẾN Số: Ngày:"]
    assert not any("ĐẾN" in line for line in of(text, Cell.ADDRESSEES))


def test_errors_of_ocr_in_the_standing_phrases() -> None:
    text = (
        LETTER.replace("CỘNG HÒA XÃ HỘI CHỦ NGHĨA", "CONG HOA XA HỌI CHU NGHIA")
        .replace("Kính gửi:", "Kinh gui:")
        .replace("Nơi nhận:", "Noi nhân:")
        .replace("KT. GIÁM ĐỐC", "KT. GIAM DÓC")
    )
    assert of(text, Cell.ISSUER) == ["UBND TỈNH AN PHÚ", "SỞ NÔNG LÂM"]
    assert of(text, Cell.AUTHORITY) == ["KT. GIAM DÓC", "PHÓ GIÁM ĐỐC"]
    assert len(of(text, Cell.ADDRESSEES)) == 3


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*LETTER.splitlines(), "", "-", "\f", "PHỤ LỤC", "Kính gửi: A; B"]), max_size=40))
def test_any_order_of_lines_is_zoned_whole(lines: list[str]) -> None:
    made = document("\n".join(lines))
    zoned = zone(made)
    assert len(zoned.lines) == len(zoned.cells) == len(zoned.scores)
    assert [line.start for line in zoned.lines] == sorted(line.start for line in zoned.lines)
    for a, b in pairwise(zoned.lines):
        assert a.end <= b.start
    assert all(0.0 <= score <= 1.0 for score in zoned.scores)


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=400))
def test_no_text_on_earth_makes_it_raise(text: str) -> None:
    zone(document(text))
    zone(document(text, origin=Origin.OCR))


def test_the_best_sequence_is_the_best_of_all() -> None:
    names = [State.ISSUER, State.NUMBER, State.DEAR, State.BODY_START, State.BODY, State.RECIPIENTS]
    rows = []
    for k in range(3):
        row = [-50.0] * len(State)
        for i, state in enumerate(names):
            row[state] = float((7 * i + 5 * k) % 6) - 2.0
        rows.append(row)
    costs = {(a, b): worth for b, sources in enumerate(arcs()) for a, worth in sources}

    def worth(path: tuple[State, ...]) -> float:
        steps = sum(costs.get((a, b), NEVER) for a, b in pairwise(path))
        return steps + sum(row[state] for row, state in zip(rows, path, strict=True))

    found = tuple(best(rows))
    starts = [path for path in product(names, repeat=3) if path[0] == found[0]]
    assert worth(found) == max(map(worth, starts))


def test_every_state_has_a_cell() -> None:
    assert set(CELLS) == set(State)
