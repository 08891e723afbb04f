"""How sure it is that a time ends an obligation: the weight of its own words, moved by what stands around it."""

from __future__ import annotations

import re

from schemas.rule import Hit, Rule, table

_REACH = 160  # characters around a time that are looked at
_STOP = re.compile(r"[.;](?=\s)")
_MOST = 0.98


def confidence(hit: Hit, text: str, folded: str) -> float:
    """0..1: the rule's own weight times that of every word around that bears on it."""
    begin, end = _clause(folded, hit.start), hit.end + _REACH
    sides = {
        ("left", True): folded[begin : hit.start],
        ("left", False): text[begin : hit.start],
        ("right", True): folded[hit.end : end],
        ("right", False): text[hit.end : end],
    }
    sure = hit.rule.weight
    for rule in table("deadlines-context").rules:
        side = rule.sets["side"]
        if side != "cell" and _bears(rule, hit.rule) and rule.pattern.search(sides[side, rule.on_key]) is not None:
            if rule.weight == 0.0:
                return 0.0
            sure *= rule.weight
    return min(sure, _MOST)


def _clause(folded: str, start: int) -> int:
    begin = max(0, start - _REACH)
    for match in _STOP.finditer(folded, begin, start):
        begin = match.end()
    return begin


def _bears(rule: Rule, on: Rule) -> bool:
    """Whether a rule of context bears on times found by `on`."""
    rules, forms = rule.sets.get("rules"), rule.sets.get("on")
    if rules is not None and on.id not in rules.split():
        return False
    return forms is None or on.sets["form"] in forms.split()
