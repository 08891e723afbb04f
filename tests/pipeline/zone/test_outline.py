"""The body as an outline. All texts here are invented."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.zone.outline import outline
from schemas.page import Box, CellAt, Document, Line, Page, Source, Span, Table, TableCell
from schemas.zone import Block, BlockKind, Cell

SOURCE = Source("thu.txt", "0" * 64, "text/plain")


def document(text: str) -> Document:
    """A document without boxes: every physical line that is not blank is a line."""
    lines = []
    at = 0
    for row, printed in enumerate(text.split("\n")):
        if printed.strip():
            start = at + len(printed) - len(printed.lstrip())
            lines.append(Line(1, start, at + len(printed.rstrip()), row))
        at += len(printed) + 1
    return Document(SOURCE, text, tuple(lines), (Page(1, Span(0, len(text))),))


def blocks(text: str) -> tuple[Block, ...]:
    doc = document(text)
    return outline(doc, doc.lines, [Cell.BODY] * len(doc.lines))


def shape(text: str) -> list[tuple[str | None, int | None]]:
    return [(b.label, b.parent) for b in blocks(text)]


WRAPPED = """\
     Để chuẩn bị cho mùa mưa bão năm nay, Ủy ban nhân dân huyện yêu cầu các đơn
vị thực hiện những nội dung sau:
     1. Phòng Kinh tế:
     - Rà soát các công trình đang thi công trên địa bàn, báo cáo trước ngày 10
tháng 5 để tổng hợp.
     - Tham mưu kế hoạch
     2. Các xã, thị trấn
     a) Kiểm tra hệ thống thoát nước.
     b) Bố trí lực lượng trực 24/24 giờ tại các điểm xung yếu; phối hợp với Công
an huyện.
     Yêu cầu các đơn vị nghiêm túc thực hiện./.
"""


# a paragraph that shows how wide the lines are
PROSE = """\
Trong thời gian vừa qua các đơn vị trong huyện đã có nhiều cố gắng trong công
tác bảo vệ môi trường, song vẫn còn nơi làm chưa tốt, nhất là ở những khu dân
cư mới hình thành.
"""


def test_wrapped_lines_are_joined_and_items_nest() -> None:
    found = blocks(WRAPPED)
    assert [(b.label, b.parent, b.ordinal) for b in found] == [
        (None, None, None),
        ("1.", 0, "1"),
        ("-", 1, "1"),
        ("-", 1, "1"),
        ("2.", 0, "2"),
        ("a)", 4, "2.a"),
        ("b)", 4, "2.b"),
        (None, None, None),
    ]
    assert found[2].flow.text.endswith("báo cáo trước ngày 10 tháng 5 để tổng hợp.")
    assert found[2].depth == 2


def test_a_blank_row_after_every_line_is_no_paragraph() -> None:
    doubled = WRAPPED.replace("\n", "\n\n")
    assert [b.flow.text for b in blocks(doubled)] == [b.flow.text for b in blocks(WRAPPED)]


def test_every_flow_leads_home() -> None:
    doc = document(WRAPPED)
    for block in outline(doc, doc.lines, [Cell.BODY] * len(doc.lines)):
        pieces = [doc.text[s.start : s.end] for s in block.flow.spans(0, len(block.flow.text))]
        assert " ".join(pieces).split() == block.flow.text.split()


def test_other_cells_do_not_break_a_paragraph() -> None:
    doc = document(
        PROSE + "Đề nghị các đơn vị khẩn trương rà soát và gửi kết quả về cho\n2\n"
        "Phòng Nội vụ để tổng hợp chung cho cả huyện trước kỳ họp."
    )
    cells = [Cell.PAGE_NUMBER if doc.line_text(line) == "2" else Cell.BODY for line in doc.lines]
    found = outline(doc, doc.lines, cells)
    assert [b.flow.text for b in found[1:]] == [
        "Đề nghị các đơn vị khẩn trương rà soát và gửi kết quả về cho "
        "Phòng Nội vụ để tổng hợp chung cho cả huyện trước kỳ họp."
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Trong tuần này Phòng họp với đại diện lãnh đạo của Sở Lao động\n"
        "- Thương binh và Xã hội để thống nhất nội dung của văn bản.",
        "Hội nghị diễn ra trong hai ngày, từ ngày 02 đến hết ngày\n3 tháng 5 tại hội trường lớn của trung tâm huyện.",
        "Nội dung được quy định tại Điều 5 và Điều\n6. của văn bản cũ thì không còn hiệu lực trong thời gian tới.",
    ],
)
def test_a_dash_or_number_of_running_text_is_no_mark(text: str) -> None:
    assert len(blocks(PROSE + text)) == 2


def test_decimals_stand_under_their_number_and_bullets_under_all() -> None:
    text = (
        "II. NHIỆM VỤ\n1. Công tác chung\n1.1. Rà soát văn bản.\n- Văn bản cũ;\n+ của huyện;\n- Văn bản mới.\n"
        "1.2. Tổng hợp.\n2. Công tác khác\nIII. TỔ CHỨC THỰC HIỆN\n1. Văn phòng theo dõi."
    )
    assert shape(text) == [
        ("II.", None),
        ("1.", 0),
        ("1.1.", 1),
        ("-", 2),
        ("+", 3),
        ("-", 2),
        ("1.2.", 1),
        ("2.", 0),
        ("III.", None),
        ("1.", 8),
    ]
    assert [b.ordinal for b in blocks(text)][-1] == "III.1"


def test_a_paragraph_inside_a_list_stays_with_its_item() -> None:
    text = "1. Rà soát hồ sơ.\nHồ sơ khác xử lý sau khi có hướng dẫn.\n2. Gửi báo cáo.\nĐề nghị các đơn vị thực hiện./."
    assert shape(text) == [("1.", None), (None, 0), ("2.", None), (None, None)]


def test_a_paragraph_with_a_colon_inside_an_item_opens_a_list_of_its_own() -> None:
    text = (
        "6. Tổ chức thực hiện\n\nPhòng Kinh tế đề nghị các đơn vị:\n- Rà soát cây xanh;\n- Gửi báo cáo.\n7. Kinh phí\n"
    )
    assert shape(text) == [("6.", None), (None, 0), ("-", 1), ("-", 1), ("7.", None)]


def test_letters_follow_the_vietnamese_alphabet() -> None:
    text = "1. Nhiệm vụ:\nd) Việc một.\nđ) Việc hai.\ne) Việc ba."
    assert [b.ordinal for b in blocks(text)][1:] == ["1.d", "1.đ", "1.e"]


def test_a_speck_like_a_quote_swallows_no_decision() -> None:
    read = blocks(
        "Căn cứ Quyết định về việc “trồng cây năm 2031;\nCăn cứ Kế hoạch số 5;\nQUYẾT ĐỊNH:\nĐiều 1. Lập Tổ” trồng cây."
    )
    assert all(b.kind is not BlockKind.QUOTE for b in read)


def test_quoted_law_is_marked_to_its_closing_sign() -> None:
    text = (
        "Tại Điều 5 quy định:\n“1. Người nộp hồ sơ phải kê khai.\n2. Cơ quan tiếp nhận phải trả lời.”\n"
        "Đề nghị Phòng Tài chính rà soát.\n“Cơ quan nào nhận thì trả lời.”"
    )
    assert [b.kind for b in blocks(text)] == [
        BlockKind.PARAGRAPH,
        BlockKind.QUOTE,
        BlockKind.QUOTE,
        BlockKind.PARAGRAPH,
        BlockKind.QUOTE,
    ]


def test_a_quotation_that_never_closes_takes_nothing_with_it() -> None:
    assert all(b.kind is not BlockKind.QUOTE for b in blocks("Chương trình “Sạch và xanh:\nRà soát.\nGửi báo cáo."))


def test_tabs_make_rows_under_headers() -> None:
    text = (
        "Phân công như sau:\nSTT\tNội dung\tĐơn vị thực hiện\n1\tTrồng cây\tPhòng Kinh tế\n2\tQuét đường\tĐội Vệ sinh"
    )
    found = blocks(text)
    assert [(b.kind, b.parent, b.ordinal) for b in found[1:]] == [(BlockKind.ROW, 0, "1"), (BlockKind.ROW, 0, "2")]
    assert [(c.header, c.flow.text) for c in found[2].columns] == [
        ("STT", "2"),
        ("Nội dung", "Quét đường"),
        ("Đơn vị thực hiện", "Đội Vệ sinh"),
    ]


def test_a_table_goes_on_over_a_page_without_its_head() -> None:
    grids = [
        [["STT", "Nội dung", "Đơn vị"], ["1", "Trồng cây", "Phòng Kinh tế"], ["2", "Quét đường ở", "Đội Vệ sinh"]],
        [["", "các khu phố", ""], ["3", "Tổng kết", "Văn phòng"]],
    ]
    text, lines, tables = "", [], []
    for index, grid in enumerate(grids):
        cells = []
        for r, row in enumerate(grid):
            for c, value in enumerate(row):
                span = Span(len(text), len(text) + len(value))
                cells.append(TableCell(r, c, span))
                if value:
                    lines.append(Line(index + 1, *span, row=len(lines), cell=CellAt(index, r, c)))
                text += value + "\n"
        tables.append(Table(index, index + 1, len(grid), 3, tuple(cells)))
    doc = Document(SOURCE, text, tuple(lines), (Page(1, Span(0, len(text))),), tuple(tables))
    found = outline(doc, doc.lines, [Cell.BODY] * len(doc.lines))
    assert [[c.flow.text for c in b.columns] for b in found] == [
        ["1", "Trồng cây", "Phòng Kinh tế"],
        ["2", "Quét đường ở các khu phố", "Đội Vệ sinh"],
        ["3", "Tổng kết", "Văn phòng"],
    ]
    assert found[2].columns[2].header == "Đơn vị"


def test_with_boxes_the_indent_and_the_short_line_open_paragraphs() -> None:
    # (x0, x1, text) of one page: an indented paragraph, its second line, and another paragraph of full lines
    printed = [
        (100.0, 540.0, "Thực hiện kế hoạch của tỉnh về trồng cây năm nay, Sở đề nghị các"),
        (72.0, 540.0, "đơn vị trồng đủ số cây được giao và chăm sóc cây trong mùa khô tới đây."),
        (100.0, 540.0, "Văn phòng Sở theo dõi việc trồng cây của các đơn vị, tổng hợp và gửi"),
        (72.0, 200.0, "báo cáo hằng tháng."),
        (72.0, 540.0, "Các đơn vị gửi số liệu về Văn phòng Sở đúng hạn và đầy đủ để tổng hợp lại."),
    ]
    text, lines = "", []
    for i, (x0, x1, words) in enumerate(printed):
        box = Box(x0, 100 + 18 * i, x1, 114 + 18 * i)
        lines.append(Line(1, len(text), len(text) + len(words), i, box=box))
        text += words + "\n"
    doc = Document(SOURCE, text, tuple(lines), (Page(1, Span(0, len(text)), 612.0, 792.0),), layout=True)
    found = outline(doc, doc.lines, [Cell.BODY] * len(doc.lines))
    assert [b.flow.text.split()[0] for b in found] == ["Thực", "Văn", "Các"]


@given(st.text(alphabet='aĐ1.-)(: \n\tI“”"+', max_size=200))
def test_no_text_makes_it_raise_and_parents_come_before(text: str) -> None:
    for block in blocks(text):
        assert block.parent is None or block.parent < block.index


def test_an_outline_of_shared_letters_is_made(request: pytest.FixtureRequest) -> None:
    folder = Path(request.config.rootpath).parent / "shared" / "letters" / "seeds"
    if not folder.is_dir():
        pytest.skip("no shared letters here")
    for path in sorted(folder.glob("*.txt")):
        assert blocks(path.read_text(encoding="utf-8"))
