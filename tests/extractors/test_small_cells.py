"""Subject, urgency, secrecy, contacts and the arrival stamp. All examples here are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import arrival, contacts, secrecy, subject, urgency
from schemas.found import ArrivalMention, ContactMention, DayMention
from schemas.zone import Cell
from tests.cells import zoned


@pytest.mark.parametrize(
    ("cell", "text", "wanted"),
    [
        (Cell.SUBJECT, "V/v kiểm tra giống lúa\nvụ hè thu", "kiểm tra giống lúa vụ hè thu"),
        (Cell.SUBJECT, "V/v: kiểm tra giống lúa.", "kiểm tra giống lúa"),
        (Cell.SUBJECT, "Viv kiểm tra giống lúa", "kiểm tra giống lúa"),
        (Cell.SUBJECT, "V#/ kiểm tra giống lúa", "kiểm tra giống lúa"),
        (Cell.SUBJECT, "Về lấy ý kiến dự thảo", "lấy ý kiến dự thảo"),
        (Cell.SUBJECT, "V/v vệ sinh môi trường", "vệ sinh môi trường"),
        (Cell.SUBJECT, "(V/v: nộp báo cáo)", "nộp báo cáo"),
        (Cell.TITLE, "Về việc nghỉ lễ", "nghỉ lễ"),
        (Cell.TITLE, "BAN HÀNH KẾ HOẠCH KIỂM TRA TẠI HÀ NỘI", "Ban hành kế hoạch kiểm tra tại Hà Nội"),
        (Cell.KIND, "BIÊN BẢN HỌP GIAO BAN", "Họp giao ban"),
    ],
)
def test_subjects(cell: Cell, text: str, wanted: str) -> None:
    assert [found.value for found in subject.extract(zoned((cell, text)))] == [wanted]


def test_a_title_comes_before_a_subject() -> None:
    found = subject.extract(zoned((Cell.SUBJECT, "V/v kiểm tra"), (Cell.TITLE, "Nghỉ lễ")))
    assert [f.value for f in found] == ["Nghỉ lễ", "kiểm tra"]


@pytest.mark.parametrize(
    ("text", "slug"),
    [("HỎA TỐC", "hoa_toc"), ("HOẢ TỐC", "hoa_toc"), ("HỎA TỐC HẸN GIỜ", "hoa_toc_hen_gio"), ("KHẨN", "khan"),
     ("THƯỢNG KHẨN", "thuong_khan")],
)  # fmt: skip
def test_urgency(text: str, slug: str) -> None:
    assert [f.value for f in urgency.extract(zoned((Cell.URGENCY, text)))] == [slug]
    assert urgency.extract(zoned((Cell.BODY, text))) == []


@pytest.mark.parametrize(("text", "slug"), [("MẬT", "mat"), ("TỐI MẬT", "toi_mat"), ("TUYỆT MẬT", "tuyet_mat")])
def test_secrecy(text: str, slug: str) -> None:
    assert [f.value for f in secrecy.extract(zoned((Cell.SECRECY, text)))] == [slug]


def test_the_arrival_stamp() -> None:
    (found,) = arrival.extract(zoned((Cell.ARRIVAL, "CÔNG VĂN ĐẾN\nSố: 1234\nNgày: 05/3/2031\nChuyển: Phòng Nội vụ")))
    assert found.value == ArrivalMention("1234", DayMention(5, 3, 2031), "Phòng Nội vụ")
    assert arrival.extract(zoned((Cell.BODY, "CÔNG VĂN ĐẾN Số: 1234"))) == []


def test_an_impossible_day_on_the_stamp_is_none() -> None:
    (found,) = arrival.extract(zoned((Cell.ARRIVAL, "ĐẾN Số: 12 Ngày: 45/3/2031")))
    assert found.value == ArrivalMention("12", None, None)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Mọi chi tiết xin liên hệ đồng chí Trần Văn Mẫu - Phòng Tổng hợp, số điện thoại: 024.12345678.",
         [ContactMention("Trần Văn Mẫu", None, "Phòng Tổng hợp", "024.12345678")]),
        ("đề nghị liên hệ Phòng Nghiệp vụ (Ths Lê Thị Mẫu, Trưởng phòng, SĐT: 0912345678, email: mau@example.vn).",
         [ContactMention("Lê Thị Mẫu", "Trưởng phòng", "Phòng Nghiệp vụ", "0912345678", "mau@example.vn")]),
        ("Hóa đơn số 0123456789 đã được cấp.", []),
    ],
)  # fmt: skip
def test_contacts(text: str, wanted: list[ContactMention]) -> None:
    assert [found.value for found in contacts.extract(zoned((Cell.BODY, text)))] == wanted


@given(st.text(max_size=120))
def test_no_text_makes_them_raise(text: str) -> None:
    for cell in (Cell.SUBJECT, Cell.TITLE, Cell.URGENCY, Cell.SECRECY, Cell.ARRIVAL, Cell.BODY):
        made = zoned((cell, text))
        for module in (subject, urgency, secrecy, arrival, contacts):
            module.extract(made)
