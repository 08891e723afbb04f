"""A table's row as an obligation: which column is the work, which says who, which when."""

from __future__ import annotations

import re
from dataclasses import dataclass

from schemas.zone import Block, Column
from vietnamese.fold import key
from vietnamese.units import starts_unit

_WORK = re.compile(
    r"^(?:noi dung|nhiem vu|cong viec|hoat dong|cong tac|dau viec|viec|ten nhiem vu|ten cong viec|hang muc|giai phap|yeu cau)\b"
)
_LEAD = re.compile(r"\b(?:chu tri|thuc hien|phu trach|trach nhiem|dau moi|phan cong|duoc giao|tham muu)\b")
_WHO = re.compile(r"^(?:don vi|co quan|bo phan|nguoi|phong|to chuc|can bo|chu tri|phan cong|dau moi|trach nhiem)\b")
_SUPPORT = re.compile(r"\bphoi hop\b")
_WHEN = re.compile(r"^(?:thoi gian|thoi han|tien do|han|ngay|hoan thanh|thoi diem|moc)\b")
_CLOCK = re.compile(r"\b\d{1,2}\s?(?:h|g|gio|:)\s?\d{0,2}\b")
_VAGUE = re.compile(r"^(?:cac )?(?:noi dung|nhiem vu|cong viec) khac\b")


@dataclass(frozen=True, slots=True)
class Part:
    """The columns of a row by what they say; `who` with their role."""

    work: Column
    who: tuple[tuple[Column, str], ...]
    when: tuple[Column, ...]


def columns_of(block: Block) -> Part | None:
    """The columns of a row that gives work to somebody; None for any other row (an agenda, a list, figures)."""
    work: Column | None = None
    who: list[tuple[Column, str]] = []
    when: list[Column] = []
    for column in block.columns:
        head, text = key(column.header), column.flow.text
        if not head or not text:
            continue
        if _WHEN.match(head):
            when.append(column)
        elif _SUPPORT.search(head) and not _LEAD.search(head.replace("thuc hien", "")):
            who.append((column, "support"))
        elif _WHO.match(head) and (_LEAD.search(head) or head in ("don vi", "co quan", "bo phan", "nguoi")):
            who.append((column, "lead"))
        elif work is None and _WORK.match(head):
            work = column
    if work is None or _VAGUE.match(key(work.flow.text)):
        return None
    if any(_CLOCK.search(key(column.flow.text)) for column in when) and not any(
        starts_unit(column.flow.text) for column, _ in who
    ):
        return None  # an agenda
    if len(work.flow.text.split()) < 3:
        return None
    return Part(work, tuple(who), tuple(when))
