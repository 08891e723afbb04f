"""Directives: what is one, whose it is, and what is none. All letters here are invented."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.directives import extract, trace
from pipeline.zone.outline import outline
from schemas.found import DirectiveMention
from schemas.page import Document, Line, Page, Source, Span
from schemas.zone import Cell, Zoned

SOURCE = Source("thu.txt", "0" * 64, "text/plain")


def zoned(body: str, *, issuer: str = "SỞ CÔNG VIÊN", kind: str = "") -> Zoned:
    """A letter of which each line is a paragraph: the issuer, the kind, then the body."""
    printed = [(issuer, Cell.ISSUER), (kind, Cell.KIND), *((line, Cell.BODY) for line in body.split("\n"))]
    text, lines, cells = "", [], []
    for row, (words, cell) in enumerate(printed):
        if words.strip():
            start = len(text) + len(words) - len(words.lstrip())
            lines.append(Line(1, start, len(text) + len(words.rstrip()), row))
            cells.append(cell)
        text += words + "\n"
    document = Document(SOURCE, text, tuple(lines), (Page(1, Span(0, len(text))),))
    return Zoned(document, tuple(lines), tuple(cells), outline(document, lines, cells))


def found(body: str, **head: str) -> list[DirectiveMention]:
    return [one.value for one in extract(zoned(body, **head))]


def texts(body: str, **head: str) -> list[str]:
    return [one.text for one in found(body, **head)]


def crew(one: DirectiveMention) -> list[tuple[str, str]]:
    return [(a.value.role, a.value.name) for a in one.assignees]


FRAME = "Sở Công viên yêu cầu các đơn vị thực hiện một số nội dung sau:\n"


def test_headings_give_their_units_to_the_items_below() -> None:
    body = (
        FRAME + "1. Giao Phòng Cây xanh chủ trì, phối hợp Văn phòng, Phòng Kế toán và các đơn vị trực thuộc:\n"
        "- Tham mưu kế hoạch trồng cây trước ngày 20/6/2031.\n"
        "- Rà soát các tuyến đường.\n"
        "2. Các công viên, vườn hoa\n"
        "Bố trí lực lượng trực đêm."
    )
    one, two, three = found(body)
    assert one.text == "Tham mưu kế hoạch trồng cây trước ngày 20/6/2031"
    assert crew(one) == [
        ("lead", "Phòng Cây xanh"),
        ("support", "Văn phòng"),
        ("support", "Phòng Kế toán"),
        ("support", "các đơn vị trực thuộc"),
    ]
    assert (one.ordinal, one.action) == ("1", "tham mưu")
    assert crew(two) == crew(one)
    assert three.text == "Bố trí lực lượng trực đêm"
    assert len(one.scope) == 2


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (
            "Phòng Cây xanh chủ trì, phối hợp với Đội Tưới và các phường rà soát cây khô.",
            [("lead", "Phòng Cây xanh"), ("support", "Đội Tưới"), ("support", "các phường")],
        ),
        ("Giao Đội Tưới bảo dưỡng máy bơm, báo cáo Sở Công viên.", [("lead", "Đội Tưới")]),
        (
            "Chủ trì, phối hợp với Công an phường kiểm tra bãi xe.",
            [("lead", "các đơn vị"), ("support", "Công an phường")],
        ),
        ("Văn phòng: Tổng hợp báo cáo gửi Giám đốc.", [("lead", "Văn phòng")]),
        (
            "Thống kê số cây (Đội Tưới chịu trách nhiệm tổng hợp chung).",
            [("lead", "các đơn vị"), ("lead", "Đội Tưới")],
        ),
        (
            "Phường Hoa Mai, trong quá trình phối hợp giữa các bên, cần bố trí bãi đất.",
            [("lead", "Phường Hoa Mai")],
        ),
    ],
)
def test_who_leads_and_who_supports(item: str, expected: list[tuple[str, str]]) -> None:
    (one,) = found(f"{FRAME}1. {item}")
    assert crew(one) == expected


def test_a_unit_and_a_colon_before_the_work_only_say_who() -> None:
    assert texts(FRAME + "1. Đội Tưới: Tưới cây và báo cáo kết quả hằng tuần.") == [
        "Tưới cây và báo cáo kết quả hằng tuần"
    ]


def test_each_sentence_of_running_text_that_orders_is_one() -> None:
    body = (
        "Trong thời gian qua các đơn vị đã trồng nhiều cây. Đề nghị Thủ trưởng các đơn vị lập danh mục cây cần thay. "
        "Mỗi đơn vị gửi danh mục về Sở Công viên trước ngày 15/4/2031. Sở Công viên sẽ tổng hợp chung."
    )
    one, two = found(body)
    assert one.text == "Đề nghị Thủ trưởng các đơn vị lập danh mục cây cần thay"
    assert crew(one) == [("lead", "Thủ trưởng các đơn vị")]
    assert crew(two) == [("lead", "Mỗi đơn vị")]
    assert two.submit_to is not None
    assert two.submit_to.value == "Sở Công viên"


def test_a_sentence_that_only_limits_belongs_to_the_order_before() -> None:
    body = "Đề nghị các trường thống kê số cây. Thời gian chậm nhất đến hết ngày 25/10/2031."
    assert texts(body) == ["Đề nghị các trường thống kê số cây. Thời gian chậm nhất đến hết ngày 25/10/2031"]


def test_a_result_that_is_sent_by_a_day_is_one_without_who() -> None:
    (one,) = found("Văn bản báo cáo gửi về Phòng Cây xanh trước ngày 21/12/2031.")
    assert one.assignees == ()


def test_topics_are_none_but_what_they_are_asked_for_is() -> None:
    body = (
        "Sở Công viên đề nghị các trường gửi ảnh theo các chủ đề như sau:\n"
        "1. Trồng cây đầu xuân.\n2. Chăm sóc vườn hoa, cải tạo lối đi.\n3. Các hoạt động khác."
    )
    assert texts(body) == ["Sở Công viên đề nghị các trường gửi ảnh theo các chủ đề như sau"]


def test_answers_explain_law_and_order_nothing() -> None:
    body = (
        "Trả lời Công văn số 12/CTX của Công ty Hoa Mai hỏi về thuế đất, Cục Đất vườn có ý kiến như sau:\n"
        "1. Theo Điều 5, người sử dụng đất phải kê khai hằng năm.\n"
        "2. Công ty thực hiện kê khai theo quy định.\n"
        "Đề nghị Công ty căn cứ quy định nêu trên để thực hiện.\n"
        "Cục Đất vườn trả lời để Công ty được biết./."
    )
    assert texts(body, issuer="CỤC ĐẤT VƯỜN") == []


def test_an_order_in_an_answer_still_is_one() -> None:
    body = (
        "Trả lời Công văn số 12/CTX của Chi cục, Cục Đất vườn có ý kiến như sau:\n"
        "Theo Điều 5, người sử dụng đất phải kê khai.\n"
        "Cục Đất vườn yêu cầu các Chi cục rà soát hồ sơ và báo cáo về Cục trước ngày 01/10/2031."
    )
    assert len(texts(body, issuer="CỤC ĐẤT VƯỜN")) == 1


def test_what_a_leader_concludes_is_ordered_where_units_are_named() -> None:
    body = (
        "Sau khi nghe báo cáo, Phó Chủ tịch huyện có ý kiến như sau:\n"
        "Ngành cây xanh có vai trò quan trọng.\n"
        "1. Phòng Cây xanh chủ động rà soát, lập danh sách cây cổ thụ.\n"
        "2. Yêu cầu Đội Tưới khẩn trương hoàn thành việc sửa máy bơm."
    )
    assert [crew(one) for one in found(body)] == [[("lead", "Phòng Cây xanh")], [("lead", "Đội Tưới")]]


@pytest.mark.parametrize(
    "sentence",
    [
        "Đề nghị các đơn vị nghiêm túc triển khai thực hiện./.",
        "Trong quá trình thực hiện, nếu có khó khăn, vướng mắc đề nghị phản ánh về Sở Công viên để được hướng dẫn.",
        "Sở Công viên thông báo để các đơn vị biết và thực hiện.",
        "Mọi chi tiết xin liên hệ Văn phòng, điện thoại 0200 000 000.",
        "Rất mong nhận được sự phối hợp của quý đơn vị.",
        "Sở Công viên sẽ kiểm tra việc trồng cây của các đơn vị trước ngày 5/6/2031.",
        "Tại Công văn số 12/UBX, Ủy ban nhân dân huyện đã giao Phòng Cây xanh trồng cây trước ngày 5/6/2031.",
        "Căn cứ Công văn số 12/UBX về việc yêu cầu các đơn vị báo cáo số cây.",
        "Các đơn vị có thể nêu khó khăn với Sở Công viên.",
        "“Giao Đội Tưới tưới cây trước ngày 5/6/2031.”",
        "Sở Công viên trân trọng kính mời các đơn vị tham dự hội nghị.",
    ],
)
def test_what_is_none(sentence: str) -> None:
    assert texts(f"Đầu năm nay trời hạn.\n{sentence}") == []


def test_facts_of_a_meeting_are_none_and_its_assignments_are() -> None:
    body = (
        "Huyện tổ chức hội nghị trồng cây, cụ thể như sau:\n1. Thành phần:\n- Lãnh đạo các phòng;\n- Đội Tưới.\n"
        "2. Thời gian: 08 giờ 00 ngày 09/11/2031.\n3. Địa điểm: Hội trường lớn.\n4. Phân công nhiệm vụ:\n"
        "- Các đơn vị gửi danh sách trước ngày 07/11/2031.\n- Giao Văn phòng chuẩn bị hội trường."
    )
    assert [one.ordinal for one in found(body, kind="THÔNG BÁO")] == ["4", "4"]


def test_rows_with_who_are_directives_and_others_are_not() -> None:
    table = (
        "STT\tNội dung\tĐơn vị chủ trì\tĐơn vị phối hợp\tThời gian\n"
        "1\tTrồng cây ven đường\tĐội Tưới\tVăn phòng\tTháng 5/2031"
    )
    (one,) = extract(zoned(f"Phân công như sau:\n{table}"))
    assert one.value.text == "Trồng cây ven đường"
    assert crew(one.value) == [("lead", "Đội Tưới"), ("support", "Văn phòng")]
    assert len(one.spans) == 2  # the work, and when
    assert texts("Số liệu như sau:\nSTT\tLoại cây\tSố lượng\n1\tCây bàng\t25\n2\tCây phượng\t13") == []


def test_a_row_that_says_who_and_when_may_say_the_work_in_two_words() -> None:
    table = (
        "STT\tCông việc\tThời gian\tNgười thực hiện\n"
        "I1\tTrồng cây\t≤ 45 ngày\tĐội Tưới\nl2\tTrồng cây\t\tĐội Tưới\n13\tCây\t15/5/2031\tĐội Tưới"
    )
    (one,) = found(f"Phân công như sau:\n{table}")
    assert (one.text, one.ordinal, crew(one)) == ("Trồng cây", "11", [("lead", "Đội Tưới")])


def test_a_plan_gives_work_to_those_whom_it_names_beside_it() -> None:
    body = (
        "I. MỤC ĐÍCH\nNâng cao ý thức trồng cây của người dân.\n"
        "II. NHIỆM VỤ\n1. Trồng cây\na) Nội dung\n- Tổ chức trồng 500 cây.\nb) Đơn vị chủ trì: Đội Tưới.\n"
        "c) Đơn vị phối hợp: Văn phòng.\nd) Thời gian thực hiện: tháng 5/2031.\n"
        "2. Tăng cường tuyên truyền về cây xanh."
    )
    (one,) = found(body, kind="KẾ HOẠCH")
    assert one.text == "Tổ chức trồng 500 cây"
    assert crew(one) == [("lead", "Đội Tưới"), ("support", "Văn phòng")]


def test_decisions_give_work_in_their_articles_and_liability_is_none() -> None:
    body = (
        "QUYẾT ĐỊNH:\nĐiều 1. Ban hành kèm theo Quyết định này Quy chế cây xanh.\n"
        "Điều 2. Giao Phòng Cây xanh theo dõi việc thực hiện.\n"
        "Điều 3. Chánh Văn phòng và Trưởng các phòng chịu trách nhiệm thi hành Quyết định này./."
    )
    assert [one.ordinal for one in found(body, kind="QUYẾT ĐỊNH")] == ["2"]


def test_a_report_orders_nothing() -> None:
    assert texts("Đề nghị Ủy ban nhân dân huyện bố trí kinh phí trước ngày 5/6/2031.", kind="BÁO CÁO") == []


def test_a_list_inside_a_paragraph_is_taken_apart() -> None:
    body = FRAME + "1. Đội Tưới: (a) Tưới cây hằng ngày; (b) Sửa chữa máy bơm; (c) Báo cáo Sở Công viên."
    assert [(one.ordinal, one.text) for one in found(body)] == [
        ("1.a", "Tưới cây hằng ngày"),
        ("1.b", "Sửa chữa máy bơm"),
        ("1.c", "Báo cáo Sở Công viên"),
    ]


def test_a_verb_that_the_lexicon_lacks_is_known_by_the_tagger() -> None:
    (one,) = extract(zoned(FRAME + "- Uốn nắn những cây nghiêng."))
    assert (one.rule, one.value.action) == ("verb-by-tagger", "uốn nắn")


def test_facts_before_an_order_in_the_paragraph_that_opens_a_list() -> None:
    body = (
        "Thời gian qua việc tưới cây còn chậm. Giám đốc Sở yêu cầu các đơn vị thực hiện các nhiệm vụ sau:\n"
        "1. Trạm Tưới:\n"
        "a) Kiểm tra đường ống.\n"
        "2. Công ty Hoa Mai phải:\n"
        "a) Sửa máy bơm trước ngày 20/6/2031."
    )
    one, two = found(body)
    assert (one.text, crew(one)) == ("Kiểm tra đường ống", [("lead", "Trạm Tưới")])
    assert (two.text, crew(two)) == ("Sửa máy bơm trước ngày 20/6/2031", [("lead", "Công ty Hoa Mai")])


def test_what_was_decided_is_none_and_what_follows_from_it_is() -> None:
    body = (
        "Chủ tịch UBND huyện kết luận và chỉ đạo như sau:\n"
        "1. Đồng ý đề xuất của Trạm Giống về việc gia hạn.\n"
        "2. Về đất: Thống nhất chủ trương thu hồi. Trạm Giống hoàn thành kiểm đếm trong tháng 4/2031."
    )
    (one,) = found(body)
    assert one.action == "hoàn thành"
    assert crew(one) == [("lead", "Trạm Giống")]


def test_units_behind_semicolons_are_named_too() -> None:
    (one,) = found(FRAME + "1. Giao Phòng Cây xanh hoàn thiện hồ sơ; Phòng Kế toán thẩm định, báo cáo Sở.")
    assert crew(one) == [("lead", "Phòng Cây xanh"), ("lead", "Phòng Kế toán")]


@pytest.mark.parametrize(
    "item",
    [
        "Tổ Cây giống niêm yết giá tại trụ sở; nhà văn hóa; ban quản lý vườn; … đồng thời cập nhật sổ.",
        "Tổ Cây giống rà soát các hộ trồng cây, nếu có sai phạm thì kiểm tra, thanh tra vườn và xử lý theo quy định.",
        "Tổ Cây giống lập sổ cây, thanh tra vườn và xử lý vi phạm.",
    ],
)
def test_what_only_looks_like_a_unit_and_its_verb_names_nobody(item: str) -> None:
    (one,) = found(f"{FRAME}1. {item}")
    assert crew(one) == [("lead", "Tổ Cây giống")]


def test_the_levels_of_one_class_are_one_name() -> None:
    (one,) = found(FRAME + "1. Các cơ quan báo chí Trung ương, địa phương tuyên truyền về Tết trồng cây.")
    assert crew(one) == [("lead", "Các cơ quan báo chí Trung ương, địa phương")]


def test_commanders_lead_as_heads_of_offices_do() -> None:
    (one,) = found(FRAME + "1. Giao Tư lệnh các quân khu, Chủ tịch UBND các tỉnh trồng cây.")
    assert crew(one) == [("lead", "Tư lệnh các quân khu"), ("lead", "Chủ tịch UBND các tỉnh")]


def test_sentences_of_a_paragraph_without_a_mark_are_one_each() -> None:
    body = (
        FRAME + "1. Về tưới cây:\nCăn cứ sổ cây của hộ, biên bản họp tổ, Đội Tưới cây lập lịch tưới trước 15/6/2031. "
        "Trên cơ sở đó, Phòng Cây xanh duyệt lịch. Trường hợp thiếu nước, Phòng Cây xanh báo cáo Sở."
    )
    one, two = found(body)
    assert (crew(one), crew(two)) == ([("lead", "Đội Tưới cây")], [("lead", "Phòng Cây xanh")])
    assert two.text.endswith("báo cáo Sở")


def test_an_office_told_to_apply_the_law_has_work_and_a_firm_is_told_what_it_says() -> None:
    asked = (
        "Sở Công viên nhận được công văn số 5/CX-KH ngày 05/6/2031 hỏi về giống cây. Sở Công viên có ý kiến như sau:\n"
    )
    law = "Cây giống thực hiện theo quy định tại Điều 5 Luật Cây.\n"
    office, firm = "Chi cục Cây", "Công ty Cây xanh"
    order = "Đề nghị {} căn cứ quy định nêu trên để hướng dẫn các hộ thực hiện."
    assert [crew(one) for one in found(asked + law + order.format(office))] == [[("lead", office)]]
    assert found(asked + law + order.format(firm)) == []


def test_units_that_were_given_a_part_do_what_follows() -> None:
    (one,) = found(FRAME + "1. Các đội được giao chủ trì từng tuyến đường có trách nhiệm báo cáo kết quả.")
    assert crew(one) == [("lead", "Các đội")]


def test_a_plural_that_no_lexicon_has_is_who_is_asked() -> None:
    (one,) = found("Sở Công viên đề nghị các nhà vườn báo cáo số cây trước ngày 20/6/2031.")
    assert crew(one) == [("lead", "các nhà vườn")]
    assert texts("Sở Công viên đề nghị các giải pháp nêu trên được thực hiện.") == []


def test_who_leads_the_issuer_gives_its_orders() -> None:
    body = "Giám đốc Sở Công viên chỉ đạo các vườn ươm và các đội tưới cây thực hiện Thông tư số 5/2031/TT-BCX."
    assert [crew(one) for one in found(body)] == [[("lead", "các vườn ươm"), ("lead", "các đội tưới cây")]]


def test_a_firm_by_its_own_name_supports() -> None:
    (one,) = found(FRAME + "1. Phòng Cây xanh phối hợp với Hoa Mai Plaza tổ chức ngày hội trồng cây.")
    assert crew(one) == [("lead", "Phòng Cây xanh"), ("support", "Hoa Mai Plaza")]


def test_a_dear_office_is_asked_to_do_what_follows_it() -> None:
    (one,) = found("Sở Công viên kính đề nghị Quý cơ quan nghiên cứu, có ý kiến về dự thảo.")
    assert crew(one) == [("lead", "Quý cơ quan")]


def test_guidance_under_the_names_of_units_is_work_for_them() -> None:
    body = (
        "Sở Công viên hướng dẫn tổ chức Tết trồng cây như sau:\n"
        "1. Ban Chỉ đạo Tổng điều tra cây các huyện\n- Lập danh sách cây trước ngày 05/6/2031.\n- Báo cáo kết quả.\n"
        "2. Doanh nghiệp\n- Nộp phí theo quy định.\n- Báo cáo theo quy định."
    )
    one, two = found(body, kind="HƯỚNG DẪN")
    assert crew(one) == crew(two) == [("lead", "Ban Chỉ đạo Tổng điều tra cây các huyện")]


def test_an_apposition_says_what_the_subject_is_and_the_verb_what_it_does() -> None:
    body = (
        "QUYẾT ĐỊNH:\nĐiều 2. Phòng Cây xanh là cơ quan thường trực, có trách nhiệm lập kế hoạch trước ngày 30/6/2031."
    )
    (one,) = found(body, kind="QUYẾT ĐỊNH")
    assert (one.action, crew(one)) == ("lập kế hoạch", [("lead", "Phòng Cây xanh")])


def test_the_duties_of_a_body_that_is_set_up_are_none_save_with_a_day() -> None:
    body = (
        "QUYẾT ĐỊNH:\n"
        "Điều 1. Thành lập Tổ công tác tưới cây.\n"
        "Điều 2. Nhiệm vụ của Tổ công tác\n"
        "1. Giúp Giám đốc Sở chỉ đạo việc tưới cây.\n"
        "2. Báo cáo kết quả trước ngày 30/6/2031."
    )
    assert texts(body, kind="QUYẾT ĐỊNH") == ["Báo cáo kết quả trước ngày 30/6/2031"]


def test_what_is_to_be_made_ready_for_a_meeting() -> None:
    body = (
        "Sở Công viên kính mời các đơn vị dự họp lúc 08 giờ.\n"
        "Phòng Cây xanh chuẩn bị tài liệu.\n"
        "Đề nghị các đơn vị tham dự đầy đủ."
    )
    assert texts(body, kind="GIẤY MỜI") == ["Phòng Cây xanh chuẩn bị tài liệu"]


def test_guidance_orders_what_is_to_be_handed_over_by_a_day() -> None:
    body = (
        "Sở Công viên hướng dẫn các trạm đăng ký thi đua như sau:\n"
        "1. Thời gian: từ ngày 01/4/2031.\n"
        "2. Hội đồng công bố thể lệ trước ngày 20/3/2031.\n"
        "3. Các trạm nhập dữ liệu trên hệ thống; in và nộp danh sách về Sở trước 17 giờ ngày 12/4/2031."
    )
    (one,) = found(body)
    assert (one.action, crew(one)) == ("nhập dữ liệu", [("lead", "Các trạm")])


def test_a_word_that_links_sentences_hides_no_subject() -> None:
    body = "Đề nghị các đơn vị trồng cây.\nRiêng Trạm Giống hoàn thành kiểm kê trước ngày 30/3/2031."
    assert [crew(one) for one in found(body)] == [[("lead", "các đơn vị")], [("lead", "Trạm Giống")]]


def test_a_firm_that_speaks_of_itself_orders_nothing() -> None:
    body = "Kính đề nghị Sở xem xét, cấp giấy phép trồng hoa.\nCông ty cam kết thực hiện đúng quy định."
    assert texts(body, issuer="CÔNG TY TNHH HOA MAI") == []


def test_an_order_inside_an_item_gives_its_units_to_the_list_below_it() -> None:
    body = (
        "1. Tổ chức thực hiện\n"
        "Sở Công viên đề nghị các trạm:\n"
        "- Trước ngày 20/6/2031, hoàn thành việc trồng cây.\n"
        "- Căn cứ kế hoạch này lập dự toán."
    )
    one, two = found(body)
    assert crew(one) == crew(two) == [("lead", "các trạm")]
    assert (one.action, two.action) == ("hoàn thành", "lập dự toán")


def test_what_firms_must_do_anyway_names_no_further_unit() -> None:
    (one,) = found(FRAME + "1. Trạm Giống rà soát việc kê khai phí. Doanh nghiệp phải nộp phí đúng hạn.")
    assert crew(one) == [("lead", "Trạm Giống")]


def test_an_item_over_a_list_gives_its_support_to_the_items_below() -> None:
    body = (
        FRAME
        + "1. Phòng Cây xanh\n"
        + "a) Chủ trì phối hợp các đơn vị liên quan triển khai kế hoạch, cụ thể:\n"
        + "- Chuẩn bị hạt giống.\n"
        + "- Kiểm tra vườn ươm."
    )
    team = [("lead", "Phòng Cây xanh"), ("support", "các đơn vị liên quan")]
    assert [crew(one) for one in found(body)] == [team, team]


def test_an_order_to_nobody_falls_to_those_whom_it_is_about() -> None:
    (one,) = found(FRAME + "1. Đối với 5 Trạm Giống có điều tiết nước được giao việc: yêu cầu gửi báo cáo về Sở.")
    assert crew(one) == [("lead", "5 Trạm Giống có điều tiết nước")]


def test_what_a_unit_is_to_have_is_work_and_what_it_has_is_a_report() -> None:
    (one,) = found(
        FRAME + "1. Trạm Giống có thông báo, hướng dẫn các hộ trồng cây.\n2. Trạm Giống có văn bản số 12 về cây."
    )
    assert (one.text, crew(one)) == ("Trạm Giống có thông báo, hướng dẫn các hộ trồng cây", [("lead", "Trạm Giống")])


def test_a_subject_before_its_modal_behind_an_adverbial_without_a_comma() -> None:
    body = (
        FRAME + "1. Đối với các vườn trên trạm giống phải kiểm tra đất.\n2. Đối với vườn của trạm giống phải rào lại."
    )
    one, *rest = found(body)
    assert crew(one) == [("lead", "trạm giống")]
    assert all(("lead", "trạm giống") not in crew(other) for other in rest)


def test_a_duty_to_report_is_no_word_that_something_is_made_known() -> None:
    item = "1. Trạm Giống có trách nhiệm theo dõi vườn, báo cáo Chi cục để biết, tổng hợp."
    (one,) = found(FRAME + item)
    assert crew(one) == [("lead", "Trạm Giống")]


def test_a_head_and_a_verb_alone_are_the_name_of_a_place() -> None:
    order = "Sở Công viên đề nghị các đơn vị gửi danh sách trước ngày 5/6/2031"
    assert texts(f"{order}.\nĐịa điểm: Phòng đào tạo") == [order]


@pytest.mark.parametrize("issuer", ["Sở Văn hóa, Thể thao và Du lịch", "Cục Quản lý Khám, chữa bệnh", "Sở Công viên"])
def test_an_office_with_a_comma_in_its_name_gives_orders_too(issuer: str) -> None:
    body = f"Để hoàn thiện dự thảo, {issuer} kính đề nghị Quý đơn vị cho ý kiến góp ý dự thảo Quy chế."
    (one,) = found(body, issuer=issuer.upper())
    assert crew(one) == [("lead", "Quý đơn vị")]


def test_where_the_answer_goes_belongs_to_what_is_asked_for() -> None:
    (one,) = found("Sở Công viên đề nghị các đơn vị góp ý dự thảo. Văn bản góp ý gửi về Sở trước ngày 20/6/2031.")
    assert one.text.endswith("trước ngày 20/6/2031")
    asked = "Sở Công viên đề nghị các đơn vị trồng cây. Đề nghị gửi báo cáo trước ngày 20/6/2031."
    assert len(found(asked)) == 2


def test_a_marked_item_is_one_obligation_whatever_it_holds() -> None:
    body = "Nội dung kiểm tra\n- Sở yêu cầu Phòng Cây xanh rà soát cây. Sở yêu cầu Văn phòng gửi báo cáo.\n"
    (one,) = found(body)
    assert crew(one) == [("lead", "Phòng Cây xanh"), ("lead", "Văn phòng")]


def test_what_stands_under_the_issuer_is_its_own_unless_a_unit_is_named() -> None:
    body = (
        FRAME + "1. Các đơn vị trực thuộc:\n- Rà soát các tuyến đường.\n2. Sở Công viên:\n"
        "- Kiểm tra các đơn vị theo kế hoạch.\n- Phòng Cây xanh: Làm đầu mối tổng hợp kết quả.\n"
    )
    one, two = found(body)
    assert (crew(one), crew(two)) == ([("lead", "Các đơn vị trực thuộc")], [("lead", "Phòng Cây xanh")])


def test_what_is_ordered_before_a_sentence_that_opens_a_list_is_taken_under_a_heading_too() -> None:
    body = "1. Sở yêu cầu Phòng Cây xanh đếm cây trước ngày 20/6/2031. Cách đếm như sau:\n- Mỗi cây một lần;\n"
    assert texts(body)[0].startswith("Sở yêu cầu Phòng Cây xanh đếm cây")


def test_every_span_is_the_text_of_its_directive() -> None:
    letter = zoned(FRAME + "1. Đội Tưới rà soát máy bơm.\n2. Văn phòng gửi báo cáo về Sở trước ngày 5/6/2031.")
    for one in extract(letter):
        words = " ".join(letter.document.text[s.start : s.end] for s in one.spans)
        assert words == one.value.text
        for assignee in one.value.assignees:
            named = " ".join(letter.document.text[s.start : s.end] for s in assignee.spans)
            assert named == assignee.value.name


def test_the_trace_gives_a_reason_for_every_block() -> None:
    letter = zoned(FRAME + "1. Đội Tưới rà soát máy bơm.\nĐề nghị các đơn vị nghiêm túc thực hiện./.")
    steps = trace(letter)
    assert {step.span.start for step in steps} >= {block.flow.start for block in letter.blocks}
    assert [step.rule for step in steps if step.chosen] == ["subject-does"]
    assert any("reminder" in step.rule for step in steps)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet='Đề nghịSởgiao:1.-a) ;,“”"(\n phốihợpvới', max_size=160))
def test_no_text_on_earth_makes_it_raise(body: str) -> None:
    extract(zoned(body))


def test_who_does_it_stands_nearer_to_the_verb_than_what_it_is_about() -> None:
    body = (
        "Đề nghị các đơn vị báo cáo.\n"
        "Lưu ý: Các phòng khám cây có liên quan hoa, cây cảnh về ven hồ, Phòng Cây xanh tổng hợp báo cáo."
    )
    assert [crew(one) for one in found(body)] == [[("lead", "các đơn vị")], [("lead", "Phòng Cây xanh")]]


def test_what_is_looked_at_is_sent_nowhere() -> None:
    body = (
        FRAME + "1. Phòng Cây xanh\n- Công tác tiếp nhận, phổ biến văn bản, các quy định gửi đến cơ sở;\n- Rà soát cây."
    )
    assert texts(body) == ["Rà soát cây"]


def test_a_reminder_in_brackets_names_nobody() -> None:
    body = FRAME + "1. Các đội\n- Rà soát cây (các đội thực hiện nghiêm túc).\n- Tưới cây (Trạm Bơm thực hiện)."
    one, two = found(body)
    assert crew(one) == [("lead", "Các đội")]
    assert ("lead", "Trạm Bơm") in crew(two)


def test_each_part_of_a_sentence_names_its_own() -> None:
    (one,) = found(FRAME + "1. Trạm Giống gửi mẫu số 1, riêng Trạm Bơm gửi mẫu số 2.")
    assert crew(one) == [("lead", "Trạm Giống"), ("lead", "Trạm Bơm")]


def test_a_list_in_brackets_names_no_further_leads() -> None:
    (one,) = found(FRAME + "1. Phòng Cây xanh lập hồ sơ (Tổ giống; Tổ tưới cây rà soát; Tổ điện).")
    assert crew(one) == [("lead", "Phòng Cây xanh")]


def test_to_be_asked_to_send_people_is_work_and_to_be_invited_is_none() -> None:
    body = "{0}\n1. Mời Hội Làm vườn {1} tham gia Tổ trồng cây.\n2. Rà soát cây."
    one, _ = found(body.format(FRAME.strip(), "cử người"))
    assert (one.action, crew(one)) == ("cử", [("lead", "Hội Làm vườn")])
    assert len(found(body.format(FRAME.strip(), "dự họp và"))) == 1


def test_how_many_are_to_be_sent_is_part_of_the_sending() -> None:
    body = FRAME + (
        "1. Các trạm cử người tham gia Tổ trồng cây với số lượng như sau:\n"
        "- Trạm Bắc: mỗi tổ cử 02 người;\n- Trạm Nam: cử 04 người.\n2. Rà soát cây."
    )
    assert texts(body)[0].startswith("Các trạm cử người tham gia Tổ trồng cây")
    assert len(texts(body)) == 2


def test_the_task_of_a_team_that_is_sent_out_is_its_work() -> None:
    body = (
        "QUYẾT ĐỊNH:\nĐiều 1. Thành lập Đoàn kiểm tra cây xanh.\n"
        "Điều 2. Chức năng, nhiệm vụ của Đoàn kiểm tra, đánh giá như sau:\n"
        "- Tổ chức kiểm tra cây tại các vườn hoa;\n- Tổng hợp, báo cáo Giám đốc Sở."
    )
    one, two = found(body, kind="QUYẾT ĐỊNH")
    assert crew(one) == crew(two) == [("lead", "Đoàn kiểm tra, đánh giá")]


def test_more_work_for_those_whom_the_sentence_before_named() -> None:
    one, two = found("Giao Phòng Cây xanh rà soát cây. Đồng thời tổ chức trồng cây ven hồ.")
    assert (two.text, crew(two)) == ("Đồng thời tổ chức trồng cây ven hồ", crew(one))


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("- Báo cáo kết quả về Hội đồng Cây xanh trước ngày 10/11/2031.", 1),
        ("- Báo cáo kết quả về Sở Công viên trước ngày 10/11/2031.", 0),  # to itself
        ("- Báo cáo kết quả về Hội đồng Cây xanh.", 0),
        ("- Đánh giá kết quả trước ngày 10/11/2031.", 0),
    ],
)
def test_a_plan_owes_what_it_sends_to_others_by_a_day(line: str, count: int) -> None:
    body = f"Sở Công viên xây dựng kế hoạch như sau:\n1. Đánh giá cây:\n- Cây ven hồ.\n{line}"
    assert len(found(body, kind="KẾ HOẠCH")) == count


def test_what_others_asked_for_is_no_order() -> None:
    body = FRAME + "1. Phòng Cây xanh tổng hợp các giống cây do các trạm, Vườn Ươm đề nghị xét trồng."
    (one,) = found(body)
    assert (one.action, crew(one)) == ("tổng hợp", [("lead", "Phòng Cây xanh")])


def test_those_who_were_chosen_are_named_with_it() -> None:
    body = FRAME + "1. Đối với các tổ chức thử nghiệm đất được chỉ định:\n- Bố trí người lấy mẫu đất."
    (one,) = found(body)
    assert crew(one) == [("lead", "các tổ chức thử nghiệm đất được chỉ định")]


def test_a_duty_with_a_day_is_work_under_any_heading_of_a_plan() -> None:
    body = (
        "Sở Công viên xây dựng kế hoạch như sau:\nI. Thời gian và phương pháp\n"
        "- Đến ngày 17/11/2031, các trạm có trách nhiệm kiểm tra cây.\n- Cây được xem từng cây."
    )
    (one,) = found(body, kind="KẾ HOẠCH")
    assert crew(one) == [("lead", "các trạm")]


def test_a_mark_of_a_running_list_that_was_read_as_a_ring() -> None:
    body = FRAME + "1. Trạm Giống: (a) Rà soát cây; (b) Tổ chức trồng cây; (@) Gửi báo cáo về Sở; đ) Tưới cây ven hồ."
    assert texts(body) == ["Rà soát cây", "Tổ chức trồng cây", "Gửi báo cáo về Sở", "Tưới cây ven hồ"]
