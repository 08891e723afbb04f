"""Sentences that read like orders and are none, and obligations on which two careful clerks would differ."""

from __future__ import annotations

from extractors.directives.acts import Act, Kind
from schemas.rule import table

# Rules that hold against any order; the others give way to a limit in time.
_ALWAYS = {
    "made-known",
    "made-known-to-do",
    "difficulties",
    "contact",
    "courtesy",
    "liability",
    "this-is",
    "validity",
    "attendance",
}


def idle(text: str, folded: str, act: Act) -> str | None:
    """The rule by which a sentence that was read as `act` is no obligation to record, None where it is one."""
    if act.past:
        return "reports"
    if act.permitted and act.kind is not Kind.ORDER:
        return "permission"
    for rule in table("directives-idle").rules:
        if rule.id == "permission" and act.kind is Kind.ORDER:
            continue
        if act.limited and rule.id not in _ALWAYS:
            continue
        if rule.pattern.search(folded if rule.on_key else text, act.start, act.end):
            return rule.id
    return None
