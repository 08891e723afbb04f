"""A sentence read: what kind of obligation it holds, whom it names, where the work begins."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from vietnamese.units import UnitName


class Kind(StrEnum):
    """How a sentence is work for somebody."""

    ORDER = "order"  # đề nghị, yêu cầu, giao …
    SUBJECT = "subject"  # a unit, then what it does
    BARE = "bare"  # a verb of work without who
    RESULT = "result"  # the result itself is sent somewhere
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Act:
    """A sentence read: offsets are into the text of its flow."""

    kind: Kind
    rule: str
    start: int
    end: int
    units: tuple[UnitName, ...] = ()  # whom the order addresses, or the subject
    by: UnitName | None = None  # who gives the order, where the sentence says so
    verb: int | None = None  # where what is to be done begins
    modal: bool = False  # phải, có trách nhiệm
    past: bool = False  # đã, đang: a report
    limited: bool = False  # a limit in time stands in it
    permitted: bool = False  # có thể, khuyến khích
    body: int | None = None  # where the work begins after `Phòng A:`, which only says who
