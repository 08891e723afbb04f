"""Kính gửi. All units here are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import addressees
from schemas.zone import Cell
from tests.cells import zoned


def read(text: str) -> list[str]:
    return [found.value.name for found in addressees.extract(zoned((Cell.ADDRESSEES, text)))]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Kính gửi: Sở Nội vụ", ["Sở Nội vụ"]),
        ("Kính gửi: Các Cục Lâm nghiệp tỉnh, thành phố.", ["Các Cục Lâm nghiệp tỉnh, thành phố"]),
        ("Kính gửi:\n- Sở Nội vụ;\n- Sở Tài chính.", ["Sở Nội vụ", "Sở Tài chính"]),
        ("Kính gửi: - Sở Nội vụ;\n- Sở Tài chính.", ["Sở Nội vụ", "Sở Tài chính"]),
        ("Kính gửi: - Tổ trưởng các tổ\n- Trưởng các phòng", ["Tổ trưởng các tổ", "Trưởng các phòng"]),
        ("Kính gửi:\n- Các Bộ, cơ quan ngang Bộ, cơ quan\nthuộc Chính phủ;\n- Sở Nội vụ.",
         ["Các Bộ, cơ quan ngang Bộ, cơ quan thuộc Chính phủ", "Sở Nội vụ"]),
        ("Kính gửi: Bộ Lao động - Lâm nghiệp và Xã hội", ["Bộ Lao động - Lâm nghiệp và Xã hội"]),
        ("Kính gửi: Sở Nội vụ các tỉnh\nCác tổ chức thử nghiệm", ["Sở Nội vụ các tỉnh", "Các tổ chức thử nghiệm"]),
        ("Kính gửi: Ban Tổ chức lễ hội\nĐồng kính gửi: Sở Nội vụ", ["Ban Tổ chức lễ hội", "Sở Nội vụ"]),
        ("CHỦ TỊCH UBND TỈNH điện:\n- Sở Nội vụ;\n- UBND các huyện.", ["Sở Nội vụ", "UBND các huyện"]),
        ("Kính gửi: CÔNG TY TNHH AN BÌNH", ["Công ty TNHH an bình"]),
    ],
)  # fmt: skip
def test_lists(text: str, names: list[str]) -> None:
    assert [name.casefold() for name in read(text)] == [name.casefold() for name in names]


@pytest.mark.parametrize(
    "below",
    [
        "Địa chỉ: số 5, phố Mẫu, phường Ví Dụ,\ntỉnh An Phú",
        "(Địa chỉ: Thôn Mẫu - Xã Ví Dụ\n- Tỉnh An Phú)",
        "(Đ/c: Lô B2, Khu công nghiệp Mẫu)",
        "Mã số thuế: 0123456789\nĐịa chỉ: số 5, phố Mẫu",
        "Số điện thoại: 0123.456.789\nEmail: an@example.vn",
    ],
)
def test_a_postal_address_is_no_addressee(below: str) -> None:
    assert read(f"Kính gửi: Công ty An Bình\n{below}") == ["Công ty An Bình"]


def test_the_list_goes_on_after_an_address() -> None:
    text = "Kính gửi:\n- Công ty An Bình; Đ/c: số 5, phố Mẫu,\ntỉnh An Phú - MST: 0123\n- Chi cục Thuế Tân Hòa."
    assert read(text) == ["Công ty An Bình", "Chi cục Thuế Tân Hòa"]


def test_dust_is_no_addressee() -> None:
    assert read("Kính gửi:\n„ ` F ` ¬ f\n- Sở Nội vụ.") == ["Sở Nội vụ"]


def test_the_evidence_covers_the_name_over_two_lines() -> None:
    made = zoned((Cell.ADDRESSEES, "Kính gửi: Các đơn vị\nthuộc Sở Y tế."))
    (found,) = addressees.extract(made)
    assert [made.document.text[a:b] for a, b in found.spans] == ["Các đơn vị", "thuộc Sở Y tế"]


@given(st.text(max_size=120))
def test_no_text_makes_it_raise(text: str) -> None:
    read(text)


@pytest.mark.parametrize(
    "address",
    [
        "; MST 0123456789; Địa chỉ Số 5 phố Mẫu", ", địa chỉ tại số 5 phố Mẫu, phường Ví Dụ",
        " (Trụ sở chính tại: tầng 3)",
        "\nSố nhà 5, ngõ 12, phố Mẫu, phường Ví Dụ", "\n(Thường trú tại: thôn Mẫu, xã Ví Dụ)", "\nThôn Mẫu, xã Ví Dụ",
        "\nĐường số 3, Khu công nghiệp Mẫu", " (MST: 0123456789, địa chỉ: Lô B2)",
    ],
)  # fmt: skip
def test_where_an_addressee_lives_is_no_part_of_its_name(address: str) -> None:
    assert read(f"Kính gửi: Công ty CP Mẫu{address}") == ["Công ty CP Mẫu"]


@pytest.mark.parametrize(
    "name",
    [
        "Sở Địa chính",
        "Các doanh nghiệp (danh sách đính kèm)",
        "Các hộ thường trú trên địa bàn",
        "Trưởng các thôn, bản, xã",
    ],
)
def test_what_only_looks_like_an_address(name: str) -> None:
    assert read(f"Kính gửi: {name}") == [name]


@pytest.mark.parametrize("bullet", [".~", "-_", "©", "~", "—"])
def test_bullets_that_ocr_misread(bullet: str) -> None:
    read_as = read(f"Kính gửi:\n{bullet} Bệnh viện Mẫu, Trạm Ví Dụ;\n- Sở Nội vụ;\n{bullet} Các trạm y tế.")
    assert read_as == ["Bệnh viện Mẫu, Trạm Ví Dụ", "Sở Nội vụ", "Các trạm y tế"]
