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


def idle(text: str, folded: str, act: Act, *, listed: bool = False) -> str | None:
    """The rule by which a sentence that was read as `act` is no obligation to record, None where it is one.

    Of an item of a list of orders (`listed`) only the rules that hold anywhere are asked."""
    if act.past:
        return "reports"
    if act.permitted and act.kind is Kind.SUBJECT:
        return "permission"
    for rule in table("directives-idle").rules:
        if rule.id == "permission" and act.kind is not Kind.SUBJECT:
            continue
        if act.limited and rule.id not in _ALWAYS:
            continue
        if listed and rule.sets.get("where") != "anywhere":
            continue
        match = rule.pattern.search(folded if rule.on_key else text, act.start, act.end)
        if match is None:
            continue
        if rule.sets.get("at") == "verb" and act.verb is not None and match.start() > act.verb + 20:
            continue
        return rule.id
    return None
