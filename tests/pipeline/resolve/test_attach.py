from __future__ import annotations

from pipeline.resolve.attach import attach
from schemas.found import DayMention, DeadlineMention, DirectiveMention, Found
from schemas.page import Span
from tests.zoned_text import body


def directive(*spans: tuple[int, int], scope: tuple[tuple[int, int], ...] = ()) -> Found[DirectiveMention]:
    mention = DirectiveMention("…", None, None, (), scope=tuple(Span(*s) for s in scope))
    return Found(mention, tuple(Span(*s) for s in spans), 0.9, "test")


def at(start: int, mention: DeadlineMention, *, sure: float = 0.9) -> Found[DeadlineMention]:
    return Found(mention, (Span(start, start + 5),), sure, "test")


JUNE = DeadlineMention("trước ngày 20/6", "before", day=DayMention(20, 6, None))
MAY = DeadlineMention("trước ngày 20/5", "before", day=DayMention(20, 5, None))
YEAR = DeadlineMention("trong năm 2022", "by", edtf="2022")
MONTHLY = DeadlineMention("hàng tháng", None, recurrence="FREQ=MONTHLY")
QUARTERLY = DeadlineMention("hàng quý", None, recurrence="FREQ=MONTHLY;INTERVAL=3")
ON_THE_25TH = DeadlineMention("ngày 25 hàng tháng", None, recurrence="FREQ=MONTHLY;BYMONTHDAY=25")


def values(found: tuple[Found[DeadlineMention], ...]) -> list[DeadlineMention]:
    return [f.value for f in found]


def test_a_deadline_belongs_to_the_directive_that_holds_it() -> None:
    first, second = attach([directive((0, 50)), directive((50, 90), (100, 140))], [at(10, JUNE), at(120, MAY)])
    assert (values(first), values(second)) == ([JUNE], [MAY])


def test_a_heading_hands_its_deadline_down() -> None:
    heading = (0, 40)
    first, second = attach(
        [directive((50, 80), scope=(heading,)), directive((80, 120), scope=(heading,))], [at(20, JUNE), at(90, MAY)]
    )
    assert (values(first), values(second)) == ([JUNE], [MAY])


def test_what_stands_elsewhere_or_is_unsure_is_joined_to_nothing() -> None:
    assert attach([directive((0, 50))], [at(60, JUNE), at(10, MAY, sure=0.4)]) == [()]


def test_a_limit_said_twice_is_one() -> None:
    again = DeadlineMention("sau ngày 20/6", "by", day=DayMention(20, 6, None))
    assert values(attach([directive((0, 50))], [at(10, JUNE), at(30, again)])[0]) == [JUNE]


def test_beside_a_firm_day_a_vague_time_is_part_of_the_work() -> None:
    assert values(attach([directive((0, 50))], [at(10, YEAR, sure=0.6), at(30, JUNE)])[0]) == [JUNE]
    assert values(attach([directive((0, 50))], [at(10, YEAR, sure=0.6)])[0]) == [YEAR]


def test_a_day_of_the_month_says_more_than_monthly() -> None:
    assert values(attach([directive((0, 50))], [at(10, MONTHLY), at(30, ON_THE_25TH)])[0]) == [ON_THE_25TH]


def test_two_rhythms_stay_two() -> None:
    assert values(attach([directive((0, 50))], [at(10, MONTHLY), at(30, QUARTERLY)])[0]) == [MONTHLY, QUARTERLY]


def test_a_directives_own_deadline_is_not_handed_down() -> None:
    first, second = attach([directive((0, 40)), directive((50, 80), scope=((0, 40),))], [at(20, JUNE)])
    assert (values(first), values(second)) == ([JUNE], [])


def test_a_line_that_closes_a_section_limits_what_stands_before_it_there() -> None:
    zoned = body(
        "1. Kiểm kê kho:", "a) Lập danh sách.", "b) Đếm lại.", "- Thời gian hoàn thành: 20/6.", "2. Đo mưa.",
        under={1: 0, 2: 0, 3: 0},
    )  # fmt: skip
    spans = [(block.flow.start, block.flow.end) for block in zoned.blocks]
    limit = at(spans[3][1] - 6, JUNE)
    found = attach([directive(spans[i]) for i in (1, 2, 4)], [limit], blocks=zoned.blocks)
    assert [values(limits) for limits in found] == [[JUNE], [JUNE], []]


def test_a_line_without_a_label_closes_nothing() -> None:
    zoned = body("1. Kiểm kê kho:", "a) Lập danh sách.", "b) Hội nghị trước 20/6.", under={1: 0, 2: 0})
    spans = [(block.flow.start, block.flow.end) for block in zoned.blocks]
    assert attach([directive(spans[1])], [at(spans[2][1] - 6, JUNE)], blocks=zoned.blocks) == [()]
