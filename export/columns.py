"""The columns of a list of obligations, once for every format. Titles are those of the record's fields."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from schemas.obligation import Obligation, official_state
from schemas.record import Deadline, Directive, Issuer, Letter, Number, Part

Value = str | dt.date | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name for programs, its title for people, its width in characters, and what stands in it."""

    name: str
    title: str
    width: int
    value: Callable[[Obligation], Value]
    is_day: bool = False
    hidden: bool = False  # in a workbook: a machine's name for it


def title(part: type[Part], field: str) -> str:
    """A field's Vietnamese name, from the schema."""
    return part.model_fields[field].title or field


def named(found: Obligation, role: str) -> str:
    """The units that have a role, one a line."""
    return "\n".join(given.name for given in found.assignees if given.role == role)


def limits(found: Obligation) -> str:
    """The deadlines as written, one a line."""
    return "\n".join(limit.text for limit in found.deadlines)


def columns(on: dt.date) -> tuple[Column, ...]:
    """The columns; states are those of the day `on`."""

    def state(o: Obligation) -> str:
        return official_state(o.state, due=o.due, done_on=o.done_on, on=on)

    return (
        Column("due", title(Deadline, "due"), 11, lambda o: o.due, is_day=True),
        Column("lead", "Đơn vị chủ trì", 18, lambda o: named(o, "lead")),
        Column("support", "Đơn vị phối hợp", 15, lambda o: named(o, "support")),
        Column("text", title(Directive, "text"), 46, lambda o: o.text),
        Column("deadline", title(Deadline, "text"), 16, limits),
        Column("submit_to", title(Directive, "submit_to"), 12, lambda o: o.submit_to),
        Column("state", "Trạng thái", 12, state),
        Column("done_on", "Ngày hoàn thành", 11, lambda o: o.done_on, is_day=True),
        Column("answer", "Văn bản trả lời", 12, lambda o: o.answer),
        Column("code", title(Number, "raw"), 15, lambda o: o.code),
        Column("issued", "Ngày văn bản", 11, lambda o: o.issued_on if _whole(o.issued) else o.issued, is_day=True),
        Column("issuer", title(Issuer, "name"), 16, lambda o: o.issuer),
        Column("subject", title(Letter, "subject"), 22, lambda o: o.subject),
        Column("ordinal", title(Directive, "ordinal"), 6, lambda o: o.ordinal),
        Column("letter", "Mã văn bản", 14, lambda o: o.letter, hidden=True),
        Column("id", title(Directive, "id"), 14, lambda o: o.id, hidden=True),
    )


def _whole(issued: str | None) -> bool:
    """Whether an EDTF date names one day."""
    return issued is not None and len(issued) == 10
