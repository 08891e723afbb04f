from __future__ import annotations

import pytest

from pipeline.resolve.references import relation, resolve
from schemas.found import DayMention, Found, NumberMention, ReferenceMention
from schemas.page import Span
from schemas.record import Relation


def cited(number: str | None, symbol: str | None, day: DayMention | None = None) -> Found[ReferenceMention]:
    return Found(ReferenceMention("cong_van", number, symbol, day, cue="Thực hiện"), (Span(0, 9),), 0.9, "test")


def test_a_citation_becomes_a_reference() -> None:
    (reference, found, findings), *rest = resolve([cited("12", "SYT-KH", DayMention(5, 3, 2024))])
    assert (reference.number, reference.symbol, reference.date) == ("12", "SYT-KH", "2024-03-05")
    assert reference.relation is Relation.IMPLEMENTS
    assert found.spans == (Span(0, 9),)
    assert (findings, rest) == ([], [])


def test_the_letter_does_not_cite_itself() -> None:
    own = NumberMention("08", "SYT-KH", "08/SYT-KH")
    kept = resolve([cited("8", "SYT-KH"), cited("8", "SYT-NV")], own=own)
    assert [reference.symbol for reference, _, _ in kept] == ["SYT-NV"]


@pytest.mark.parametrize(
    ("issued", "when"),
    [("2024-03-10", "2024-03-05"), ("2024-03-01", "2023-03-05"), ("2024-03", "2024-03-05"), (None, None)],
)
def test_a_day_without_a_year_is_the_last_before_the_letter(issued: str | None, when: str | None) -> None:
    (reference, _, findings), *_ = resolve([cited("12", "SYT-KH", DayMention(5, 3, None))], issued=issued)
    assert reference.date == when
    assert [code for code, _ in findings] == (["year-inferred"] if when else [])


def test_a_day_that_does_not_exist_is_no_date() -> None:
    (reference, _, findings), *_ = resolve([cited("12", "SYT-KH", DayMention(31, 6, 2024))])
    assert reference.date is None
    assert [code for code, _ in findings] == ["date-impossible"]


@pytest.mark.parametrize(
    ("cue", "kind", "expected"),
    [
        (None, "cong_van", Relation.MENTIONS),
        ("Căn cứ", "luat", Relation.BASIS),
        ("Theo đề nghị", "to_trinh", Relation.BASIS),
        ("Theo", "thong_tu", Relation.BASIS),
        ("Theo", "cong_van", Relation.IMPLEMENTS),
        ("nhận được", "cong_van", Relation.IMPLEMENTS),
        ("thay thế", "quyet_dinh", Relation.REPLACES),
        ("được sửa đổi, bổ sung tại", "nghi_dinh", Relation.MENTIONS),
        ("Sửa đổi, bổ sung", "quyet_dinh", Relation.AMENDS),
        ("gửi kèm", "ke_hoach", Relation.ATTACHED),
        ("ban hành kèm theo", "quyet_dinh", Relation.MENTIONS),
    ],
)
def test_relations(cue: str | None, kind: str, expected: Relation) -> None:
    assert relation(cue, kind=kind) is expected
