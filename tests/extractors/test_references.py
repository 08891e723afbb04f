"""References: all letters, bodies and numbers here are invented."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.references import extract
from schemas.found import DayMention, Found, ReferenceMention
from schemas.page import Origin
from tests.zoned_text import body, rows

Cited = tuple[str, str | None, str | None, str | None]


def iso(day: DayMention | None) -> str | None:
    return None if day is None else f"{day.year or 'XXXX'}-{day.month:02d}-{day.day:02d}"


def cited(*paragraphs: str) -> list[Cited]:
    return [(f.value.kind, f.value.number, f.value.symbol, iso(f.value.day)) for f in extract(body(*paragraphs))]


def only(*paragraphs: str) -> Found[ReferenceMention]:
    (found,) = extract(body(*paragraphs))
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Công văn số 1555/SYT-KH ngày 05/6/2029 của Sở Y tế", ("cong_van", "1555", "SYT-KH", "2029-06-05")),
        ("Thông tư số 99/2031/TT-BXY ngày 1 tháng 2 năm 2031", ("thong_tu", "99/2031", "TT-BXY", "2031-02-01")),
        ("Nghị quyết số 91-NQ/TW ngày 04/11/2033", ("nghi_quyet", "91", "NQ/TW", "2033-11-04")),
        ("Luật Cây trồng, vật nuôi số 77/2029/QH16", ("luat", "77/2029", "QH16", None)),
        ("Luật Cây trồng ngày 19 tháng 11 năm 2028", ("luat", None, None, "2028-11-19")),
        ("Nghị định 44/2030/NĐ-CP ngày 12.11.2030", ("nghi_dinh", "44/2030", "NĐ-CP", "2030-11-12")),
        ("Quyết định số 218/TTg ngày 27/02/1993", ("quyet_dinh", "218", "TTg", "1993-02-27")),
        ("Nghị định số 43-CP ngày 02/6/1993", ("nghi_dinh", "43", "CP", "1993-06-02")),
        ("Văn bản số 349/TB-VPX (ngày 19/9/2033)", ("van_ban", "349", "TB-VPX", "2033-09-19")),
        ("tại Thông báo kết luận số 12/TB-UBND", ("thong_bao", "12", "TB-UBND", None)),
        ("theo quy định 55 ngày 23/9/2028", ("quy_dinh", "55", None, "2028-09-23")),
        ("Chỉ thị số 19 của Bộ trưởng", ("chi_thi", "19", None, None)),
        ("theo Công điện của Bộ Y tế số 8/CĐ-BYT", ("cong_dien", "8", "CĐ-BYT", None)),
        ("công văn số AB/LOG/1013 ngày 15/10/2029 của Công ty", ("cong_van", "AB/LOG/1013", None, "2029-10-15")),
        ("Công văn số 12/SYT-NV của Sở Y tế ngày 3/4/2030", ("cong_van", "12", "SYT-NV", "2030-04-03")),
        ("Thủ tướng đã có Công văn (số 73/TTg-KX)", ("cong_van", "73", "TTg-KX", None)),
        (
            "Luật Cây trồng số 15/2033/QH17 được Quốc hội thông qua ngày 09/01/2033",
            ("luat", "15/2033", "QH17", "2033-01-09"),
        ),
        (
            "CHỈ THỊ CỦA BỘ TRƯỞNG BỘ XÂY DỰNG SỐ 16/2031/CT-BXY NGÀY 21 THÁNG 6 NĂM 2031",
            ("chi_thi", "16/2031", "CT-BXY", "2031-06-21"),
        ),
        # as OCR and loose typing leave them
        ("công văn sô 44 /SYT- NV ngay 05/6/2029", ("cong_van", "44", "SYT-NV", "2029-06-05")),
        ("Nghi quyêt số 128/NQ - CP ngày ngày 11/10/2031", ("nghi_quyet", "128", "NQ-CP", "2031-10-11")),
        ("Côngvăn số 4321/BCX-CXngày 17/9/2031", ("cong_van", "4321", "BCX-CX", "2031-09-17")),
        ("Công điện số 889/CD- -TTg ngày 22/1 1/2032", ("cong_dien", "889", "CD-TTg", "2032-11-22")),
        ("Công văn số 2l 05/SYT-NV ngày 1l/6/2029", ("cong_van", "2105", "SYT-NV", "2029-06-11")),
        ("Quyết định số 55|QĐ-SXY ngày 11/6/2029", ("quyet_dinh", "55", "QĐ-SXY", "2029-06-11")),
        ("Chỉ thị số 06/CT-\nBYT ngày\n24/8/2034", ("chi_thi", "06", "CT-BYT", "2034-08-24")),
    ],
)
def test_a_citation(text: str, expected: Cited) -> None:
    assert cited(f"Căn cứ {text} về việc đo mưa.") == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Khoản 2 Điều 5 Luật Cây trồng",
        "Luật Cây trồng năm 2028",
        "theo mẫu số 02/KK-CT đính kèm",
        "giai đoạn 2021-2025, đạt 12/15 chỉ tiêu",
        "ngày 15/6/2022 tại 12/3 đường Lê Lợi",
        "hóa đơn số 0012/AB ngày 3/4/2020",
        "giấy phép hoạt động số 04/SXD-GP ngày 16/5/2031",
        "phương án số 2 và phương án số 3",
        "các đơn vị quyết định ngày 12/3/2020 họp",
        "Luật này có hiệu lực từ ngày 01/7/2031",
        "một số 5 nội dung khác; Nghị quyết của Đảng",
    ],
)
def test_what_cites_nothing(text: str) -> None:
    assert cited(text) == []


def test_a_list_shares_its_head() -> None:
    text = (
        "Thực hiện các công văn của Sở Y tế: số 817/SYT-NV ngày 12/8/2034 về việc đo mưa; số 925/SYT ngày 03/6/2035 "
        "về việc đo gió."
    )
    assert cited(text) == [
        ("cong_van", "817", "SYT-NV", "2034-08-12"),
        ("cong_van", "925", "SYT", "2035-06-03"),
    ]


def test_a_day_at_the_end_of_a_list_is_each_members() -> None:
    text = "Quyết định số 631/QĐ-SXY, 632/QĐ-SXY và 633/QĐ-SXY ngày 20/12/2034 của Sở"
    assert [day for *_, day in cited(text)] == ["2034-12-20"] * 3


def test_a_member_with_an_issuer_of_its_own_keeps_to_its_own_day() -> None:
    text = "Công văn số 12/SYT-NV của Sở Y tế, Công văn số 13/SNV-TC ngày 5/6/2034 của Sở Nội vụ"
    assert [day for *_, day in cited(text)] == [None, "2034-06-05"]


def test_items_under_a_head_continue_it() -> None:
    zoned = body("Căn cứ các văn bản sau:", "- Số 12/SYT-NV ngày 5/6/2034;", under={1: 0})
    (found,) = extract(zoned)
    assert (found.value.kind, found.value.cue) == ("van_ban", "Căn cứ")


@pytest.mark.parametrize("verb", ["có", "đã ban hành", "gửi", "đã có"])
def test_a_day_before_the_sender(verb: str) -> None:
    text = f"Ngày 19/9/2033, Văn phòng Chính phủ {verb} văn bản số 349/TB-VPX thông báo kết luận."
    assert cited(text) == [("van_ban", "349", "TB-VPX", "2033-09-19")]


def test_the_day_of_receipt_is_not_the_documents() -> None:
    assert cited("Ngày 18/9/2029, Sở nhận được Công văn số 8401/VPX-DN của Văn phòng.") == [
        ("cong_van", "8401", "VPX-DN", None)
    ]


def test_a_limit_is_not_the_documents_day() -> None:
    assert cited("thực hiện Công văn số 12/SYT-NV trước ngày 5/6/2034") == [("cong_van", "12", "SYT-NV", None)]


def test_members_of_a_list_of_laws_keep_to_their_own_day() -> None:
    text = "Căn cứ Luật số 12/2027/QH16; Luật số 35/2028/QH16 ngày 20/11/2028"
    assert [day for *_, day in cited(text)] == [None, "2028-11-20"]


def test_numbers_share_the_symbol_of_the_last() -> None:
    text = "các quyết định số 123, 124 và 125/QĐ-SXY ngày 3/4/2034"
    assert cited(text) == [("quyet_dinh", n, "QĐ-SXY", "2034-04-03") for n in ("123", "124", "125")]


def test_a_short_mention_leaves_out_the_year() -> None:
    assert cited("Theo Nghị định số 60 của Chính phủ và Nghị định số 60/2031/NĐ-CP") == [
        ("nghi_dinh", "60/2031", "NĐ-CP", None)
    ]


def test_documents_of_two_types_do_not_share_a_day() -> None:
    text = "Thực hiện Công văn số 391/UBND-VX và Kế hoạch số 492/KH-BCĐ, ngày 01/11/2037 của Ban Chỉ đạo"
    assert [day for *_, day in cited(text)] == [None, "2037-11-01"]


def test_two_readings_of_one_symbol_are_one_document() -> None:
    text = "; ".join(
        f"Quyết định số 1368/{symbol} ngày 12/12/2033" for symbol in ("QĐB-UBND", "QĐ-UBND", "QĐ-UBND", "KH-UBND")
    )
    assert [symbol for _, _, symbol, _ in cited(text)] == ["QĐ-UBND", "KH-UBND"]


@pytest.mark.parametrize(("printed", "meant"), [("QD-UBND", "QĐ-UBND"), ("HDND-VX", "HĐND-VX"), ("CT-TĩTg", "CT-TTg")])
def test_symbols_are_mended_where_ocr_read_them_and_nowhere_else(printed: str, meant: str) -> None:
    zoned = body(f"Thực hiện Công văn số 12/{printed} ngày 5/6/2034")
    page = replace(zoned.document.pages[0], origin=Origin.OCR)
    scanned = replace(zoned, document=replace(zoned.document, pages=(page,)))
    assert [f.value.symbol for f in extract(zoned)] == [printed]
    assert [f.value.symbol for f in extract(scanned)] == [meant]


def test_back_references_are_no_documents_of_their_own() -> None:
    found = only("Ngày 5/6/2034 Sở có Công văn số 12/SYT-NV. Thực hiện Công văn nêu trên, các đơn vị báo cáo.")
    assert found.value.number == "12"
    assert found.value.cue == "Thực hiện"


def test_later_mentions_are_merged_into_the_first() -> None:
    text = (
        "Thực hiện Quyết định số 15/QD-UBND ngày 3/4/2034 của UBND tỉnh; Quyết định số 15/QĐ-UBND nêu trên; "
        "Quyết định số 15."
    )
    assert cited(text) == [("quyet_dinh", "15", "QĐ-UBND", "2034-04-03")]


def test_the_same_number_of_another_year_is_another_document() -> None:
    text = "Kế hoạch số 15/KH-UBND ngày 3/4/2033 và Kế hoạch số 15/KH-UBND ngày 5/4/2034"
    assert len(cited(text)) == 2


def test_the_word_that_weighs_most_stays() -> None:
    text = "Theo Công văn số 12/SYT-NV ngày 5/6/2034. Công văn này thay thế Công văn số 12/SYT-NV."
    assert only(text).value.cue == "thay thế"


def test_a_word_inside_another_subject_is_not_this_letters() -> None:
    text = (
        "Căn cứ Nghị định số 44/2030/NĐ-CP ngày 5/6/2030 của Chính phủ sửa đổi, bổ sung một số điều của Nghị định số "
        "43/2029/NĐ-CP."
    )
    assert [f.value.cue for f in extract(body(text))] == ["Căn cứ", None]


def test_issuer_and_subject() -> None:
    found = only(
        "Căn cứ Công văn số 12/QLK-NV ngày 5/6/2034 của Cục Đo đạc, bản đồ - Bộ Thủy văn về việc đo mưa, đo gió; "
        "Sở Y tế đề nghị các đơn vị báo cáo."
    )
    assert found.value.issuer == "Cục Đo đạc, bản đồ - Bộ Thủy văn"
    assert found.value.subject == "đo mưa, đo gió"


def test_a_subject_ends_where_a_unit_begins_to_act() -> None:
    found = only(
        "Thực hiện Công văn số 12/BXY-NV ngày 5/6/2034 về việc đo mưa trên sông, Sở Y tế đề nghị các đơn vị đo."
    )
    assert found.value.subject == "đo mưa trên sông"


def test_tables_are_read_cell_by_cell() -> None:
    zoned = rows(("STT", "Nội dung"), ("1", "Thực hiện Nghị quyết số 09/2033/NQ-HĐND ngày 08/12/2033"), ("2", "Khác"))
    assert [f.value.number for f in extract(zoned)] == ["09/2033"]


def test_evidence_is_the_citations_own_words() -> None:
    zoned = body("Căn cứ Công văn số 12/SYT-\nNV ngày 5/6/2034 của Sở")
    (found,) = extract(zoned)
    words = [zoned.document.text[span.start : span.end] for span in found.spans]
    assert words == ["Công văn số 12/SYT-", "NV ngày 5/6/2034"]


ALPHABET = st.sampled_from(
    [
        "Công văn ",
        "số ",
        "12",
        "/",
        "-",
        "SYT",
        "NĐ",
        "2034",
        "ngày ",
        "5/6/2034",
        ", ",
        "; ",
        ". ",
        "và ",
        "của ",
        "về ",
        "\n",
        "Luật ",
    ]
)


@given(st.lists(ALPHABET, max_size=30).map("".join) | st.text(max_size=120))
def test_no_text_makes_it_raise_and_spans_lead_home(text: str) -> None:
    zoned = body(text, "cuối")
    for found in extract(zoned):
        assert found.spans
        assert all(0 <= span.start < span.end <= len(zoned.document.text) for span in found.spans)
        assert 0 < found.confidence <= 1
