"""Join deadlines to the directives that they limit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from schemas.found import DeadlineMention, DirectiveMention, Found
from schemas.page import Span
from schemas.zone import Block
from vietnamese.fold import key

Deadlines = tuple[Found[DeadlineMention], ...]
Directives = Sequence[Found[DirectiveMention]]

SURE = 0.5  # below this a reading is shown in an explanation and joined to nothing
FIRM = 0.7  # a time that surely ends an obligation; beside it an unsure one is part of what is to be done
_LABEL = re.compile(r"\W*(?:ve\s+)?(?:thoi gian|thoi han|tien do|thoi diem|han)(?!\w)[^.;:]{0,40}:")


def attach(
    directives: Directives, deadlines: Iterable[Found[DeadlineMention]], *, blocks: Sequence[Block] = ()
) -> list[Deadlines]:
    """The deadlines of each directive, in the order of `directives`.

    A deadline belongs to the directive whose words hold it. A directive that has none of its own inherits those of the
    headings above it (its `scope`) that are no directives themselves, else that of a line of its own which closes its
    section (`3. Thời gian thực hiện: …`, with the outline given as `blocks`).
    """
    sure = [found for found in deadlines if found.confidence >= SURE]
    own = [_limits(found for found in sure if _within(found, directive.spans)) for directive in directives]
    loose = [found for found in sure if not any(_within(found, directive.spans) for directive in directives)]
    above = [
        _limits(found for found in loose if found.confidence >= FIRM and _within(found, directive.value.scope))
        for directive in directives
    ]
    closing = _closing(directives, loose, blocks)
    return [mine or inherited or last for mine, inherited, last in zip(own, above, closing, strict=True)]


def _within(found: Found[DeadlineMention], spans: Sequence[Span]) -> bool:
    """Whether `found` begins in `spans`: its words may run on past a directive's end (`kể từ ngày …`)."""
    return bool(found.spans) and any(span.start <= found.spans[0].start < span.end for span in spans)


def _closing(directives: Directives, loose: list[Found[DeadlineMention]], blocks: Sequence[Block]) -> list[Deadlines]:
    """For each directive what a line with a label says that stands after it, under the same heading."""
    out: list[Deadlines] = [()] * len(directives)
    for block in blocks:
        here = [found for found in loose if block.flow.start <= found.spans[0].start < block.flow.end]
        if not here or not _LABEL.match(key(block.flow.text)):
            continue
        low = _section(block, blocks)
        for i, directive in enumerate(directives):
            if directive.spans and low <= directive.spans[0].start < block.flow.start and not out[i]:
                out[i] = _limits(here)
    return out


def _section(block: Block, blocks: Sequence[Block]) -> int:
    """Where the section begins that `block` closes: its parent's start; without one that of the block before it."""
    if block.parent is not None:
        return blocks[block.parent].flow.start
    before = [other for other in blocks[: block.index] if other.parent is None]
    return before[-1].flow.start if before else block.flow.start


def _limits(found: Iterable[Found[DeadlineMention]]) -> Deadlines:
    """What of the times found in one directive limits it: no doubles, nothing unsure beside what is firm."""
    once: dict[tuple[object, ...], Found[DeadlineMention]] = {}
    for deadline in found:
        once.setdefault(_meaning(deadline.value), deadline)
    kept = list(once.values())
    if any(deadline.confidence >= FIRM for deadline in kept):
        kept = [deadline for deadline in kept if deadline.confidence >= FIRM]
    return tuple(deadline for deadline in kept if not any(_covers(other.value, deadline.value) for other in kept))


def _meaning(mention: DeadlineMention) -> tuple[object, ...]:
    """What two mentions of the same limit agree in. The bound is left out: `đến hết ngày 5/6 … sau ngày 5/6`."""
    return (mention.day, mention.edtf, mention.duration, mention.calendar, mention.recurrence)


def _covers(one: DeadlineMention, other: DeadlineMention) -> bool:
    """Whether `one` says the same rhythm as `other`, and more closely (`ngày 25 hàng tháng` beside `hàng tháng`)."""
    return (
        one.recurrence is not None
        and other.recurrence is not None
        and one.recurrence != other.recurrence
        and one.recurrence.startswith(other.recurrence + ";")
        and not one.recurrence.startswith(other.recurrence + ";INTERVAL")
    )
