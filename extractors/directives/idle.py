"""Sentences that read like orders and are none, and obligations on which two careful clerks would differ."""

from __future__ import annotations

from extractors.directives.acts import Act, Kind
from extractors.directives.speech import is_office
from schemas.rule import Rule, table

_NEAR = 20  # characters behind the verb
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
        if rule.id == "made-known" and act.modal:
            continue  # "có trách nhiệm …, báo cáo cấp trên để biết": that it is made known is part of the duty
        if rule.id == "ruling" and any(is_office(unit.name) for unit in act.units):
            continue  # an office that is told to apply the law has work to do; a firm is told what the law says
        if act.limited and rule.id not in _ALWAYS:
            continue
        if listed and rule.sets.get("where") != "anywhere":
            continue
        if _holds(rule, folded if rule.on_key else text, act):
            return rule.id
    return None


def _holds(rule: Rule, text: str, act: Act) -> bool:
    """Whether a rule matches a sentence at the place that it speaks of: anywhere, near the verb, or all of the work."""
    at = rule.sets.get("at")
    if at == "work":
        return act.kind is Kind.ORDER and act.verb is not None and bool(rule.pattern.match(text[act.verb : act.end]))
    match = rule.pattern.search(text[act.start : act.end])
    near = at != "verb" or act.verb is None or (match is not None and act.start + match.start() <= act.verb + _NEAR)
    return match is not None and near
