"""Join deadlines to the directives that they limit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from schemas.found import DeadlineMention, DirectiveMention, Found
from schemas.page import Span

Deadlines = tuple[Found[DeadlineMention], ...]

SURE = 0.5  # below this a reading is shown in an explanation and joined to nothing
FIRM = 0.7  # a time that surely ends an obligation; beside it an unsure one is part of what is to be done


def attach(
    directives: Sequence[Found[DirectiveMention]], deadlines: Iterable[Found[DeadlineMention]]
) -> list[Deadlines]:
    """The deadlines of each directive, in the order of `directives`.

    A deadline belongs to the directive whose words hold it. A directive that has none of its own inherits those of the
    headings above it (its `scope`).
    """
    sure = [found for found in deadlines if found.confidence >= SURE]
    own = [_limits(found for found in sure if _within(found, directive.spans)) for directive in directives]
    return [
        mine or _limits(found for found in sure if _within(found, directive.value.scope))
        for directive, mine in zip(directives, own, strict=True)
    ]


def _within(found: Found[DeadlineMention], spans: Sequence[Span]) -> bool:
    """Whether the first words of `found` lie in `spans`."""
    return bool(found.spans) and any(
        span.start <= found.spans[0].start and found.spans[0].end <= span.end for span in spans
    )


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
