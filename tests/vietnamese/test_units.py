"""Names of units in running text: where a list ends, where one name stops. All names here are invented or of kinds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese.units import same_unit, split, starts_unit, units_at


@pytest.mark.parametrize(
    ("text", "names", "rest"),
    [
        # what has a head of its own is a unit of its own
        ("Sở Vườn, Sở Ao và UBND các xã A, B nộp", ["Sở Vườn", "Sở Ao", "UBND các xã A, B"], "nộp"),
        ("Phòng Hoa và Cây, Phòng Kinh tế gửi báo cáo", ["Phòng Hoa và Cây", "Phòng Kinh tế"], "gửi báo cáo"),
        ("Công ty Hoa Mai và Công ty TNHH Hoa Lan nộp", ["Công ty Hoa Mai", "Công ty TNHH Hoa Lan"], "nộp"),
        # kinds without words of their own are one name
        ("các sở, ban, ngành; UBND các xã khẩn trương", ["các sở, ban, ngành", "UBND các xã"], "khẩn trương"),
        ("Trưởng các phòng, ban, đơn vị thực hiện", ["Trưởng các phòng, ban, đơn vị"], "thực hiện"),
        # classes under one plural share what is said of the last; proper names and bodies of a place do not
        ("các Vụ, đơn vị, Cục hoa có liên quan rà soát", ["các Vụ, đơn vị, Cục hoa có liên quan"], "rà soát"),
        ("Các bệnh viện, trung tâm có giường bệnh nộp", ["Các bệnh viện, trung tâm có giường bệnh"], "nộp"),
        ("các Vụ, đơn vị thuộc Tổng cục và Cục hoa nộp", ["các Vụ, đơn vị thuộc Tổng cục", "Cục hoa"], "nộp"),
        ("các Sở, ngành, Công an tỉnh có liên quan nộp", ["các Sở, ngành", "Công an tỉnh có liên quan"], "nộp"),
        ("các đơn vị, Phòng Hoa có liên quan nộp", ["các đơn vị", "Phòng Hoa có liên quan"], "nộp"),
        # the same where OCR lost the tones
        ("Quy co quan, don vi căn cứ", ["Quy co quan, don vi"], "căn cứ"),
        ("Sở Ao, quý khách gửi", ["Sở Ao", "quý khách"], "gửi"),
        # what a firm does stands in its name, behind its legal form
        (
            "Công ty TNHH MTV quản lý khai thác ao hồ tỉnh vận hành máy bơm",
            ["Công ty TNHH MTV quản lý khai thác ao hồ tỉnh"],
            "vận hành máy bơm",
        ),
        ("Công ty Cổ phần đầu tư xây dựng Hoa Mai nộp", ["Công ty Cổ phần đầu tư xây dựng Hoa Mai"], "nộp"),
        ("Công ty TNHH MTV Hoa Mai quản lý sổ sách", ["Công ty TNHH MTV Hoa Mai"], "quản lý sổ sách"),
        # a clause that says which, if a verb stands behind it
        ("các Ngân hàng phối hợp thu phí kiểm tra", ["các Ngân hàng phối hợp thu phí"], "kiểm tra"),
        ("các Ngân hàng phối hợp thu phí", ["các Ngân hàng"], "phối hợp thu phí"),
        ("các trạm có điều tiết nước hồ rà soát máy", ["các trạm có điều tiết nước hồ"], "rà soát máy"),
        ("các chủ công trình hồ nước tổ chức trực", ["các chủ công trình hồ nước"], "tổ chức trực"),
        # a head that is shared is given to each
        ("các Sở: Tài chính, Nội vụ tham mưu", ["Sở Tài chính", "Sở Nội vụ"], "tham mưu"),
        ("Giám đốc các Sở: Tài chính, Nội vụ phối hợp", ["Giám đốc Sở Tài chính", "Giám đốc Sở Nội vụ"], "phối hợp"),
        ("các phòng: Cây xanh, Kế toán rà soát", ["Phòng Cây xanh", "Phòng Kế toán"], "rà soát"),
        # a word for what the names are is none of them
        ("Thủ trưởng các đơn vị: Viện Hoa, Trạm Giống rà soát", ["Viện Hoa", "Trạm Giống"], "rà soát"),
        ("các ông (bà) Chánh Văn phòng, Trưởng phòng Hoa căn cứ", ["Chánh Văn phòng", "Trưởng phòng Hoa"], "căn cứ"),
        # a person and the office that stands in apposition are one
        ("đồng chí Trần Thị Hạ, Phó Giám đốc Sở chỉ đạo", ["đồng chí Trần Thị Hạ, Phó Giám đốc Sở"], "chỉ đạo"),
        ("các đơn vị trồng cây", ["các đơn vị"], "trồng cây"),
        ("Trung tâm Giống cây trồng rà soát", ["Trung tâm Giống cây trồng"], "rà soát"),
        # a verb may be part of a name, if another follows
        ("Đội Thanh tra xây dựng, Công an phường kiểm tra", ["Đội Thanh tra xây dựng", "Công an phường"], "kiểm tra"),
        ("các đơn vị chưa báo cáo khẩn trương gửi", ["các đơn vị chưa báo cáo"], "khẩn trương gửi"),
        # a comma or a line's end that was lost
        (
            "Bệnh viện hoa tỉnh Bệnh viện hoa huyện Ao rà soát",
            ["Bệnh viện hoa tỉnh", "Bệnh viện hoa huyện Ao"],
            "rà soát",
        ),
        ("Phòng Cây xanh Phòng Kế toán rà soát", ["Phòng Cây xanh", "Phòng Kế toán"], "rà soát"),
        ("Phòng Giống thuộc Phòng Cây xanh rà soát", ["Phòng Giống thuộc Phòng Cây xanh"], "rà soát"),
        ("Chi cục trưởng Chi cục Cây xanh rà soát", ["Chi cục trưởng Chi cục Cây xanh"], "rà soát"),
        ("Giám đốc Trung tâm Cây xanh rà soát", ["Giám đốc Trung tâm Cây xanh"], "rà soát"),
        ("Tổ giúp việc cho Ban Cây xanh rà soát", ["Tổ giúp việc cho Ban Cây xanh"], "rà soát"),
        ("chủ nhiệm các trại giống tổ chức lấy ý kiến", ["chủ nhiệm các trại giống"], "tổ chức lấy ý kiến"),
        (
            "Sở Y tế; Bệnh viện, Viện có giường bệnh của Bộ; Y tế các Bộ, ngành báo cáo",
            ["Sở Y tế", "Bệnh viện, Viện có giường bệnh của Bộ", "Y tế các Bộ, ngành"],
            "báo cáo",
        ),
        ("Đảng ủy, UBND các xã lãnh đạo, chỉ đạo", ["Đảng ủy", "UBND các xã"], "lãnh đạo, chỉ đạo"),
    ],
)
def test_lists(text: str, names: list[str], rest: str) -> None:
    units, end = units_at(text, 0)
    assert [unit.name for unit in units] == names
    assert text[end:].strip() == rest


@pytest.mark.parametrize(
    "text", ["báo cáo kết quả", "phòng, chống dịch", "hội nghị tổng kết", "trường hợp khác", "rà soát"]
)
def test_words_that_begin_like_units_are_none(text: str) -> None:
    assert not starts_unit(text)
    assert units_at(text, 0) == ([], 0)


def test_names_without_their_accents_are_known_by_their_heads() -> None:
    assert starts_unit("Uy ban nhan dan xa")


def test_quantifiers_and_accents_make_no_other_unit() -> None:
    assert same_unit("các đơn vị trực thuộc", "Đơn vị trực thuộc")
    assert not same_unit("Phòng Cây", "Phòng Hoa")


@given(st.text(alphabet="Sở Phòng và, ;:()các đơn vịABC.-", max_size=80))
def test_every_name_is_read_from_the_text(text: str) -> None:
    for unit in split(text):
        assert 0 <= unit.start < unit.end <= len(text)
        assert unit.name.endswith(text[unit.start : unit.end].strip())
