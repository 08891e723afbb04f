"""The type of a document, and what is none. All papers here are invented."""

from __future__ import annotations

import pytest

from extractors import kind
from schemas.found import Found
from schemas.record import Kind
from schemas.zone import Cell
from tests.cells import zoned
from vietnamese.kinds import heading_kind, headings

LETTERHEAD = (
    (Cell.ISSUER, "SỞ LÂM NGHIỆP"),
    (Cell.NATIONAL, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    (Cell.NUMBER, "Số: 12/SLN-TT"),
    (Cell.PLACE_DATE, "Huế, ngày 05 tháng 3 năm 2031"),
)
TAIL = (
    (Cell.DISTRIBUTION, "Nơi nhận:\n- Như trên;\n- Lưu: VT."),
    (Cell.AUTHORITY, "GIÁM ĐỐC"),
    (Cell.SIGNER, "Lê Thị Mẫu"),
)


def read(*cells: tuple[Cell, str]) -> Found[str]:
    (found,) = kind.extract(zoned(*cells))
    assert found.value in set(Kind)
    return found


@pytest.mark.parametrize(
    ("heading", "slug"),
    [
        ("THÔNG BÁO", "thong_bao"), ("CHỈ THỊ", "chi_thi"), ("KẾ HOẠCH", "ke_hoach"), ("CÔNG ĐIỆN", "cong_dien"),
        ("QUYẾT ĐỊNH", "quyet_dinh"), ("GIẤY MỜI", "giay_moi"), ("BÁO CÁO", "bao_cao"), ("TỜ TRÌNH", "to_trinh"),
        ("BIÊN BẢN HỌP GIAO BAN TUẦN 3", "bien_ban"), ("KẾT LUẬN", "ket_luan"), ("THÔNG BAO", "thong_bao"),
        ("K Ế H O Ạ C H", "ke_hoach"),
    ],
)  # fmt: skip
def test_headings(heading: str, slug: str) -> None:
    assert read(*LETTERHEAD, (Cell.KIND, heading), *TAIL).value == slug


def test_no_heading_is_a_cong_van() -> None:
    assert (
        read(*LETTERHEAD, (Cell.SUBJECT, "V/v kiểm tra"), (Cell.ADDRESSEES, "Kính gửi: A"), *TAIL).value == "cong_van"
    )


def test_a_lost_letterhead_is_still_a_letter() -> None:
    assert read((Cell.BODY, "Thực hiện Công văn số 3."), *TAIL).value == "cong_van"
    assert read((Cell.ADDRESSEES, "Kính gửi: Các phòng"), (Cell.BODY, "Đề nghị."), *TAIL).value == "cong_van"


def test_a_lost_tail_is_still_a_letter() -> None:
    assert read(*LETTERHEAD, (Cell.SUBJECT, "V/v kiểm tra"), (Cell.BODY, "Đề nghị các đơn vị")).value == "cong_van"


def test_the_symbol_names_the_type_where_the_heading_is_lost() -> None:
    head = (LETTERHEAD[0], LETTERHEAD[1], (Cell.NUMBER, "Số: 12/GM-SLN"), LETTERHEAD[3])
    assert read(*head, (Cell.BODY, "Kính mời dự họp"), *TAIL).value == "giay_moi"
    subject = (Cell.SUBJECT, "V/v kiểm tra")
    assert read(*head, subject, *TAIL).value == "giay_moi"  # the issuer's initials stand after it
    tax = ((Cell.ISSUER, "CỤC TUYỂN DỤNG"), (Cell.NUMBER, "Số: 12/CT-TTHT"))
    assert read(*tax, subject, *TAIL).value == "cong_van"  # CT is Cục T… here


@pytest.mark.parametrize(
    "heading", ["LUẬT", "THÔNG TƯ", "NGHỊ ĐỊNH", "HỢP ĐỒNG", "ĐƠN XIN NGHỈ PHÉP", "BẢN ÁN", "ĐIỀU LỆ", "TỜ KHAI THUẾ"]
)
def test_headings_of_other_papers(heading: str) -> None:
    found = read(*LETTERHEAD, (Cell.KIND, heading), *TAIL)
    assert found.value == "other"
    assert [code for code, _ in found.remarks] == ["not-a-letter"]


def test_a_charter_that_an_office_issued_is_none_of_the_decrees_types() -> None:
    assert read(*LETTERHEAD, (Cell.KIND, "ĐIỀU LỆ"), *TAIL).rule == kind.UNLISTED
    assert read(*LETTERHEAD, (Cell.KIND, "ĐIỀU LỆ"), *TAIL[1:]).rule != kind.UNLISTED
    assert read(*LETTERHEAD[1:], (Cell.KIND, "ĐIỀU LỆ"), *TAIL).rule != kind.UNLISTED
    assert read(*LETTERHEAD, (Cell.KIND, "THÔNG TƯ"), *TAIL).rule != kind.UNLISTED


def test_news_is_other() -> None:
    text = "Sáng 5/3, Sở Lâm nghiệp họp báo.\nTheo Công văn số 12/SLN-TT, các đơn vị phải báo cáo."
    assert read((Cell.WRAPPER, "Ngày đăng: 05/3/2031"), (Cell.BODY, text)).value == "other"


def test_a_blank_form_is_other() -> None:
    text = "\n".join(
        ["Họ và tên: ....................", "Sinh ngày: ...../...../........", "Nơi ở: ................"] * 3
    )
    assert read((Cell.NATIONAL, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), (Cell.BODY, text)).value == "other"


def test_a_sample_on_a_web_page_is_other_unless_somebody_signed_it() -> None:
    page = (Cell.WRAPPER, "Mẫu công văn xin gia hạn")
    unsigned = (*TAIL[:2], (Cell.SIGNER, "(Ký tên, đóng dấu)"))
    assert read(page, *LETTERHEAD, *unsigned).value == "other"
    assert read(page, *LETTERHEAD, *TAIL).value == "cong_van"


DEAR = ((Cell.SUBJECT, "V/v báo cáo tồn kho"), (Cell.ADDRESSEES, "Kính gửi: Các hạt kiểm lâm"))
UNSIGNED = TAIL[:2]


@pytest.mark.parametrize(
    "body",
    [
        "Các đơn vị lập:\nMẫu báo cáo số lượng gỗ (đính kèm công văn).",
        "Mẫu công văn trả lời gửi kèm.",
        "\n".join(["Họ và tên: ....................", "Sinh ngày: ...../...../........"] * 9),
        "Tôi tên là: ....................",
    ],
)
def test_what_a_letter_sends_along_does_not_undo_it(body: str) -> None:
    assert read(*LETTERHEAD, *DEAR, (Cell.BODY, body), *UNSIGNED).value == "cong_van"


def test_a_sample_without_a_letterhead_is_other() -> None:
    assert (
        read((Cell.NATIONAL, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), (Cell.BODY, "Mẫu công văn xin nghỉ")).value
        == "other"
    )


def test_a_form_of_a_letter_is_other() -> None:
    head = (
        *LETTERHEAD[:2],
        (Cell.NUMBER, "Số: ......./........"),
        (Cell.PLACE_DATE, "......, ngày ... tháng ... năm ...."),
    )
    fields = "\n".join(["Về việc: ....................", "Số lượng: ...../...../........"] * 9)
    assert read(*head, *DEAR, (Cell.BODY, fields), *UNSIGNED).value == "other"


def test_a_law_in_the_heading_of_a_letter() -> None:
    head = (*LETTERHEAD, (Cell.KIND, "THÔNG TƯ"))
    assert read(*head, *DEAR, *TAIL).value == "cong_van"
    legal = (LETTERHEAD[0], LETTERHEAD[1], (Cell.NUMBER, "Số: 12/2031/TT-SLN"), LETTERHEAD[3], (Cell.KIND, "THÔNG TƯ"))
    assert read(*legal, *DEAR, *TAIL).value == "other"


def test_a_court_writes_letters_too() -> None:
    head = ((Cell.ISSUER, "TÒA ÁN NHÂN DÂN TỈNH"), *LETTERHEAD[1:2], (Cell.NUMBER, "Số: 12/TA-VP"), LETTERHEAD[3])
    about = (Cell.BODY, "Đề nghị cung cấp hồ sơ của đương sự trong vụ án dân sự.")
    assert read(*head, *DEAR, about, *TAIL).value == "cong_van"
    assert read(*head, (Cell.BODY, "NHÂN DANH"), about, *TAIL).value == "other"
    assert read(*head, (Cell.KIND, "QUYẾT ĐỊNH"), about, *TAIL).value == "other"
    assert read(*head, (Cell.KIND, "BÁO CÁO"), about, *TAIL).value == "bao_cao"


@pytest.mark.parametrize("words", ["ĐƠN VỊ TƯ VẤN", "ĐƠN GIÁ NHÂN CÔNG", "LUẬT SƯ CÔNG"])
def test_words_that_begin_like_a_heading(words: str) -> None:
    assert heading_kind(words) is None


def test_every_heading_is_a_kind_or_a_reason() -> None:
    assert all(slug in set(Kind) or slug.startswith("other:") for slug in headings().values())
