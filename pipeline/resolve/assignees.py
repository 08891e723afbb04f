"""Who owes a directive that names nobody."""

from __future__ import annotations

from collections.abc import Iterable

from schemas.found import AssigneeMention, DirectiveMention, Found, UnitMention


def assignees(
    directive: Found[DirectiveMention], addressees: Iterable[Found[UnitMention]]
) -> tuple[tuple[Found[AssigneeMention], ...], bool]:
    """The directive's own assignees, else the letter's addressees as leads; and whether they were inherited."""
    own = directive.value.assignees
    if own:
        return own, False
    taken = tuple(
        Found(
            value=AssigneeMention(name=unit.value.name, role="lead"),
            spans=unit.spans,
            confidence=unit.confidence,
            rule="addressees",
        )
        for unit in addressees
    )
    return taken, bool(taken)
