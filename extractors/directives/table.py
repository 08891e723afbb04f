"""A table's row as an obligation: which column is the work, which says who, which when."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.directives.acts import Kind, read
from extractors.directives.assignees import Crew, crew_of_cell
from extractors.directives.issuer import is_self
from extractors.directives.modes import Context, Mode
from extractors.directives.state import Decision, Letter, Taken
from extractors.directives.taking import inherit
from schemas.zone import Block, Column, Flow
from vietnamese.fold import key
from vietnamese.units import starts_unit

_WORK = re.compile(
    r"^(?:noi dung|nhiem vu|cong viec|hoat dong|cong tac|dau viec|viec|ten nhiem vu|ten cong viec|hang muc|giai phap"
    r"|yeu cau)\b"
)
_LEAD = re.compile(r"\b(?:chu tri|thuc hien|phu trach|trach nhiem|dau moi|phan cong|duoc giao|tham muu)\b")
_WHO = re.compile(r"^(?:don vi|co quan|bo phan|nguoi|phong|to chuc|can bo|chu tri|phan cong|dau moi|trach nhiem)\b")
_SUPPORT = re.compile(r"\bphoi hop\b")
_WHEN = re.compile(r"^(?:thoi gian|thoi han|tien do|han|ngay|hoan thanh|thoi diem|moc)\b")
_CLOCK = re.compile(r"\b\d{1,2}\s?(?:h|g|gio|:)\s?\d{0,2}\b")
_VAGUE = re.compile(r"^(?:cac )?(?:noi dung|nhiem vu|cong viec) khac\b")


_SHORT = 2  # words that say what is to be done, where the row says who does it and when; else one more


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
    told = bool(when) and any(starts_unit(column.flow.text) for column, _ in who)
    if len(work.flow.text.split()) < (_SHORT if told else _SHORT + 1):
        return None
    return Part(work, tuple(who), tuple(when))


def row(letter: Letter, block: Block, context: Context) -> None:
    """Take a row that gives work to somebody, or that stands in a list of orders and does something."""
    found = columns_of(block)
    if found is None:
        letter.leave(block, "row-without-work-or-who")
        return
    crew = Crew()
    for column, role in found.who:
        crew_of_cell(crew, column.flow, key(column.flow.text), role)
    if crew.found and all(is_self(one.value.name, letter.selves) for one in crew.found):
        letter.leave(block, "issuer-itself")
        return
    flow = found.work.flow
    act = read(flow.text, key(flow.text), 0, len(flow.text), letter.selves)
    if not crew.found and (context.mode is not Mode.ORDER or act.kind is Kind.NONE):
        letter.leave(block, "row-without-who")
        return
    inherit(letter, crew, context, first=act)
    whole = _with_when(flow, tuple(column.flow for column in found.when))
    letter.taken.append(Taken(block, whole, 0, len(flow.text), act, "table-row", 0.8, crew, context, whole=True))
    letter.ordered = True
    letter.decisions.append(Decision(block, "table-row", taken=True, notes=(context.rule, context.mode.value)))


def _with_when(flow: Flow, others: tuple[Flow, ...]) -> Flow:
    """`flow` with the pieces of `others` behind its text: a row's deadline stands in another cell."""
    text, pieces = flow.text, list(flow.pieces)
    for other in others:
        pieces += [(len(text) + 1 + at, start, length) for at, start, length in other.pieces]
        text = f"{text} {other.text}"
    return Flow(text, tuple(pieces))
