from __future__ import annotations

from pipeline.resolve.assignees import assignees
from schemas.found import AssigneeMention, DirectiveMention, Found, UnitMention
from schemas.page import Span

UNITS = [Found(UnitMention("Phòng Y tế các quận"), (Span(0, 5),), 0.9, "list")]


def directive(*names: str) -> Found[DirectiveMention]:
    owners = tuple(Found(AssigneeMention(name, "support"), (Span(9, 12),), 0.8, "test") for name in names)
    return Found(DirectiveMention("…", None, None, owners), (Span(8, 40),), 0.9, "test")


def test_who_is_named_owes() -> None:
    found, inherited = assignees(directive("Sở Nội vụ"), UNITS)
    assert ([f.value.name for f in found], inherited) == (["Sở Nội vụ"], False)


def test_where_nobody_is_named_the_addressees_owe() -> None:
    found, inherited = assignees(directive(), UNITS)
    assert [(f.value.name, f.value.role, f.spans) for f in found] == [("Phòng Y tế các quận", "lead", (Span(0, 5),))]
    assert inherited


def test_where_there_is_no_addressee_either_nobody_is_made_up() -> None:
    assert assignees(directive(), []) == ((), False)
