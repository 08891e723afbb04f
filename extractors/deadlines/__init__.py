"""deadlines: every limit in time of the body, the title and the tables (thời hạn).

A time is a deadline when it ends an obligation: `trước ngày …`, `chậm nhất`, `trong vòng 05 ngày làm việc kể từ …`,
`định kỳ hàng quý`, a bare day in a column `Thời hạn`. The day of an event, of a document cited, of a law's effect, the
ends of a period covered are none: `data/rules/deadlines.toml` finds times by the words that introduce them,
`data/rules/deadlines-context.toml` weighs what stands around them. How sure a reading is, is its confidence; below 0.5
it should not be joined to anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extractors.deadlines.candidates import Candidate, candidates
from extractors.deadlines.columns import is_schedule, is_time_column
from extractors.deadlines.reading import SAME_DAY, last_day
from schemas.found import DayMention, DeadlineMention, Found
from schemas.zone import Block, BlockKind, Cell, Flow, Zoned

__all__ = ["extract"]


def extract(zoned: Zoned) -> list[Found[DeadlineMention]]:
    """Every limit in time of `zoned`, in the order of the text, sure and unsure."""
    out: list[Found[DeadlineMention]] = []
    named: DayMention | None = None  # the last whole date before, for `cùng ngày`
    for flow, column in _flows(zoned):
        for candidate in candidates(flow.text, column=column):
            day = last_day(flow.text, candidate.start) or named
            if candidate.mention.day is not SAME_DAY:
                out.append(_found(flow, candidate))
            elif day is not None:
                out.append(_found(flow, replace(candidate, mention=replace(candidate.mention, day=day))))
        named = last_day(flow.text, len(flow.text)) or named
    return out


def _flows(zoned: Zoned) -> Iterator[tuple[Flow, bool]]:
    """The runs of text in which deadlines stand, and whether each is a table's column of times."""
    yield zoned.flow(Cell.TITLE), False
    for block in zoned.blocks:
        if block.kind is BlockKind.ROW and block.columns:
            yield from _columns(block)
        elif block.kind is not BlockKind.QUOTE:
            yield block.flow, False


def _columns(block: Block) -> Iterator[tuple[Flow, bool]]:
    schedule = is_schedule(block)
    for column in block.columns:
        timed = is_time_column(column.header)
        if not (timed and schedule):
            yield column.flow, timed


def _found(flow: Flow, candidate: Candidate) -> Found[DeadlineMention]:
    begin = flow.text.find(candidate.mention.text, candidate.start)  # its words may run on: `kể từ ngày nhận được …`
    end = candidate.end if begin < 0 else max(candidate.end, begin + len(candidate.mention.text))
    return Found(
        value=candidate.mention,
        spans=flow.spans(candidate.start, end),
        confidence=round(candidate.confidence, 3),
        rule=candidate.rule,
    )
