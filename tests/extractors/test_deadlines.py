"""Deadlines: all letters here are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.deadlines import extract
from extractors.deadlines.candidates import marks
from pipeline.resolve.attach import SURE
from schemas.found import DeadlineMention
from schemas.rule import Rule, table
from tests.zoned_text import body, rows
from vietnamese.fold import key


def sure(*paragraphs: str) -> list[DeadlineMention]:
    return [f.value for f in extract(body(*paragraphs)) if f.confidence >= SURE]


def short(mention: DeadlineMention) -> str:
    """bound, when, hour: `before 20/6/2022 17:00`, `within P5D working receipt`, `FREQ=MONTHLY`."""
    day = mention.day
    when = "" if day is None else "/".join(str(part) for part in (day.day, day.month, day.year) if part is not None)
    parts = (mention.bound, when, mention.edtf, mention.duration, mention.calendar, mention.anchor)
    return " ".join(part for part in (*parts, mention.recurrence, mention.time) if part)


def read(text: str) -> list[str]:
    return [short(mention) for mention in sure(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Các đơn vị gửi báo cáo về Sở trước ngày 20/6/2022 để tổng hợp.", "before 20/6/2022"),
        ("Báo cáo Bệnh viện đa khoa tỉnh, cơ sở khám chữa bệnh trước ngày 20 tháng 6.", "before 20/6"),
        ("gửi Chi cục An toàn vệ sinh thực phẩm trước ngày 06/3/2025", "before 6/3/2025"),
        ("gửi về Sở trước 16 giờ 30 ngày 05/7/2023", "before 5/7/2023 16:30"),
        ("gửi về Sở trước 10h thứ Năm, ngày 3/8/2023", "before 3/8/2023 10:00"),
        ("nộp chậm nhất đến hết ngày 25/10/2027", "by 25/10/2027"),
        ("nộp chậm nhất trước ngày 01/10/2026", "before 1/10/2026"),
        ("chậm nhất vào lúc 17 giờ 00 phút ngày 12/5/2024 phải xong", "by 12/5/2024 17:00"),
        ("tiếp nhận hồ sơ từ ngày 01/6/2022 đến hết ngày 15/6/2022", "by 15/6/2022"),
        ("Từ ngày 01/6/2022 đến ngày 15/6/2022, các trạm có trách nhiệm tự kiểm tra cây.", "by 15/6/2022"),
        ("Hoàn thành trong ngày 05/6/2022.", "by 5/6/2022"),
        ("lập danh sách gửi về Phòng, hạn chót 13/10/2027", "by 13/10/2027"),
        ("Thời hạn gửi báo cáo: 15/4/2022.", "by 15/4/2022"),
        ("Hồ sơ gửi sau ngày 22/12/2027 sẽ không được xem xét.", "by 22/12/2027"),
        ("Hoàn thành việc kiểm kê trong quý I/2022.", "by 2022-33"),
        ("hoàn thành trong tháng 6/2022", "by 2022-06"),
        ("phấn đấu đạt 9 bác sĩ trên vạn dân vào cuối năm 2022", "by 2022"),
        ("hoàn thành giữa tháng 5/2022", "by 15/5/2022"),
        ("phải hoàn thành trước tháng 9 năm 2022", "before 2022-09"),
        ("Thời gian hoàn thành: Quý III/2022.", "by 2022-35"),
        (
            "báo cáo trong vòng 05 (năm) ngày làm việc kể từ ngày nhận được công văn này.",
            "within P5D working receipt",
        ),
        ("gửi kết quả trong thời hạn mười ngày, kể từ ngày ký ban hành.", "within P10D issue"),
        ("trả lời công dân và gửi Sở trong thời hạn 10 ngày kể từ ngày nhận được đơn.", "within P10D event"),
        ("gửi tài liệu chậm nhất 05 ngày làm việc trước ngày họp", "within P5D working event"),
        ("báo cáo trong vòng 24 giờ kể từ khi phát hiện", "within PT24H event"),
        ("định kỳ 6 tháng báo cáo Ủy ban nhân dân huyện", "FREQ=MONTHLY;INTERVAL=6"),
        ("báo cáo định kỳ 03 tháng/1lần", "FREQ=MONTHLY;INTERVAL=3"),
        ("báo cáo trước ngày 25 hàng tháng", "FREQ=MONTHLY;BYMONTHDAY=25"),
        ("các khoa gửi danh sách từ ngày 20 đến 28 mỗi tháng", "FREQ=MONTHLY;BYMONTHDAY=28"),
        ("gửi báo cáo trước ngày 15 của tháng cuối quý", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15"),
        ("Hàng tháng, các xã báo cáo kết quả trước ngày 25.", "FREQ=MONTHLY;BYMONTHDAY=25"),
        ("báo cáo trước ngày 15/12 hằng năm", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15"),
        ("dọn vệ sinh vào Chủ nhật hằng tuần", "FREQ=WEEKLY;BYDAY=SU"),
        ("họp giao ban hằng tuần vào thứ Sáu", "FREQ=WEEKLY;BYDAY=FR"),
        ("báo cáo tình hình trước 16 giờ 00 hằng ngày", "FREQ=DAILY 16:00"),
        ("Cuối tháng, các khoa lập danh sách gửi Phòng.", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("Phòng Quản lý báo cáo Giám đốc tiến độ hằng quý.", "FREQ=MONTHLY;INTERVAL=3"),
        # as OCR leaves them
        ("gửi bao cáo ve Sở trươc ngay 20/6/2022", "before 20/6/2022"),
        ("chậm nhât đên ngày 22/1 1/2027", "by 22/11/2027"),
    ],
)
def test_a_deadline(text: str, expected: str) -> None:
    assert read(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Thực hiện Công văn số 12/SYT-NV ngày 15/3/2021 của Sở Y tế",
        "Hội nghị được tổ chức vào lúc 08 giờ 00 phút, ngày 09/11/2024 tại hội trường.",
        "Thời gian: 08 giờ 00 ngày 09/11/2024 (sáng Thứ Bảy).",
        "Triển lãm mở cửa từ ngày 01/6/2022 đến hết ngày 15/6/2022.",
        "số liệu tính đến ngày 30/6/2022 là 15 người",
        "Quyết định có hiệu lực kể từ ngày 01/7/2022.",
        "xây dựng kế hoạch giai đoạn 2021-2025, tầm nhìn đến năm 2030",
        "báo cáo tổng kết năm 2022 và phương hướng năm 2023",
        "người hoạt động cách mạng trước ngày 01/01/1945",
        "hợp đồng đã ký trước ngày 01/7/2022 được tiếp tục thực hiện",
        "cách ly tại nhà trong 07 ngày kể từ ngày nhập cảnh",
        "có kết quả xét nghiệm trong vòng 72 giờ trước khi nhập cảnh",
        "xây dựng kế hoạch hoạt động khoa học hàng năm phục vụ phát triển",
        "người đang hưởng trợ cấp hàng tháng",
        "Hằng năm đã mở hội thi đo mưa giữa các trạm.",
        "mỗi tuần phát ít nhất 02 tin, bài",
        "bán hàng tháng 5, khách hàng quý mến, ngân hàng năm ngoái",
        "giá ổn định từ nay đến hết năm 2027",
        "vào bất cứ lúc nào của 3 tháng cuối năm 2027",
        "ước giải ngân đến cuối năm đạt 100%",
        "theo quy định; định kỳ tổ chức sơ kết, tổng kết",
        "nhận phòng sau 12 giờ ngày 24/12/2027",
        "Được tuyển trước khi nhận việc và trước ngày đó",
    ],
)
def test_what_limits_nothing(text: str) -> None:
    assert read(text) == []


def test_a_list_of_rhythms_is_one_deadline_each() -> None:
    assert read("báo cáo về Sở Thủy văn hằng tháng, quý, 6 tháng, năm") == [
        "FREQ=MONTHLY",
        "FREQ=MONTHLY;INTERVAL=3",
        "FREQ=MONTHLY;INTERVAL=6",
        "FREQ=YEARLY",
    ]


def test_the_same_day_is_the_last_one_named() -> None:
    found = sure("Hồi 07 giờ ngày 06/9/2024, bão cách bờ 450 km.", "Báo cáo tình hình trước 15 giờ 00 cùng ngày.")
    assert [short(mention) for mention in found] == ["before 6/9/2024 15:00"]
    assert sure("Báo cáo tình hình trước 15 giờ 00 cùng ngày.") == []


HEADERS = ("STT", "Nội dung", "Đơn vị chủ trì", "Thời gian hoàn thành")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("15/6/2022", ["by 15/6/2022"]),
        ("Trước ngày 15/6/2022", ["before 15/6/2022"]),
        ("01/6 - 15/6/2022", ["by 15/6/2022"]),
        ("Tháng 6/2022", ["by 2022-06"]),
        ("Tháng 9", ["by XXXX-09"]),
        ("Quý III/2022", ["by 2022-35"]),
        ("Năm 2022", ["by 2022"]),
        ("Hàng quý", ["FREQ=MONTHLY;INTERVAL=3"]),
        ("≤ 20 ngày làm việc", ["within P20D working"]),
        ("< 1Š ngày làm việc", ["within P15D working"]),
        ("< Š5 ngày làm việc", []),
        ("≥ 20 ngày", []),
        ("520 ngày", []),
        ("Trước 25 hàng tháng", ["FREQ=MONTHLY;BYMONTHDAY=25"]),
        ("Tuần 2 tháng 3/2022", []),
        ("Đến 15/6/2022", ["by 15/6/2022"]),
        ("Từ 01/6/2022 đến 15/6/2022", ["by 15/6/2022"]),
        ("01/6/2022 - 15/6/2022 ≤ 10 (ngày làm việc)", ["by 15/6/2022", "within P10D working"]),
        ("Trước ngày 15/6/2022 3 ngày làm việc", ["before 15/6/2022", "within P3D working"]),
        ("01/6/2022 (15 ngày)", ["by 1/6/2022"]),
        ("Thường xuyên", []),
        ("Theo kế hoạch", []),
    ],
)
def test_bare_times_in_a_column_of_deadlines(cell: str, expected: list[str]) -> None:
    found = extract(rows(HEADERS, ("1", "Lập danh sách năm 2021", "Phòng Nội vụ", cell)))
    assert [short(f.value) for f in found if f.confidence >= SURE] == expected


def test_a_timetable_is_no_table_of_deadlines() -> None:
    zoned = rows(("Thời gian", "Nội dung", "Địa điểm"), ("8h00 ngày 15/6/2022", "Khai mạc", "Hội trường"))
    assert extract(zoned) == []


def test_evidence_is_the_deadlines_own_words() -> None:
    zoned = body("Các đơn vị gửi báo cáo trước\nngày 20/6/2022 để tổng hợp")
    (found,) = extract(zoned)
    assert found.value.text == "trước ngày 20/6/2022"
    assert [zoned.document.text[span.start : span.end] for span in found.spans] == ["trước", "ngày 20/6/2022"]


def test_evidence_holds_the_words_that_say_from_when() -> None:
    zoned = body("báo cáo trong vòng 05 ngày kể từ ngày nhận được công văn này, gửi về Sở")
    (found,) = extract(zoned)
    (span,) = found.spans
    assert zoned.document.text[span.start : span.end] == found.value.text
    assert found.value.text.endswith("công văn này")


WORDS = st.sampled_from(
    ["trước ", "ngày ", "kể từ ", "31/2", "/2022", "hàng tháng", "quý ", "IV",
     "định kỳ ", "6 tháng", "trong vòng ", "05 ",
     "giờ ", "17", "chậm nhất ", ", ", ". ", "cùng ngày", "cuối năm", "thứ 5 ", "\n", "Thời gian hoàn thành: "]
)  # fmt: skip


@given(st.lists(WORDS, max_size=25).map("".join) | st.text(max_size=120))
def test_no_text_makes_it_raise_and_each_deadline_says_one_thing(text: str) -> None:
    zoned = body(text, "cuối")
    for found in extract(zoned):
        mention = found.value
        kinds = (mention.day or mention.edtf, mention.duration, mention.recurrence)
        assert sum(kind is not None for kind in kinds) == 1
        assert (mention.bound is None) == (mention.recurrence is not None)
        assert found.spans
        assert all(0 <= span.start < span.end <= len(zoned.document.text) for span in found.spans)
        assert 0 < found.confidence <= 1


@pytest.mark.parametrize("rule", table("deadlines").rules, ids=lambda rule: rule.id)
def test_a_form_without_its_mark_is_nowhere(rule: Rule) -> None:
    mark = marks()[rule.sets["form"]]
    for example in rule.reads:
        assert mark.search(key(example.text)), f"{rule.id} reads {example.text!r}, but its form is not looked for there"
