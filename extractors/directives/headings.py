"""Headings: whether a block is one, what its words say of what stands under it, and whom it names."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from extractors.directives.modes import MODES
from extractors.directives.speech import any_of, mark
from schemas.rule import Rule, table
from schemas.zone import Block
from vietnamese.fold import key
from vietnamese.lexicon import words
from vietnamese.units import UnitName, units_at

_LONGEST = 220  # characters
# Behind the names: "chủ trì, phối hợp với …", "có trách nhiệm", or nothing but a sign.
_SHARE = re.compile(
    r"[\s,]*(?:(?:co (?:trach nhiem|nhiem vu)|chiu trach nhiem|phai|can|chu dong|la don vi)\b[\s,]*)?"
    r"(?:(?:chu tri|chu tr\w)[\s,:]*)?"
    r"(?:(?:va\s+)?phoi hop(?: chat che)?(?:\s*(?:voi|cung))?\s*)?"
)
_CHOSEN = re.compile(
    r"\s*(?:được (?:chỉ định|giao|phân công|lựa chọn|công nhận|cấp phép)|(?:tham gia|tham dự)(?: \w+){0,4})"
    r"(?=\s*[:.]?\s*$)"
)
_SIGNS = " .:,;"


def looks_like_heading(block: Block) -> bool:
    """Short, and without the stop of a sentence."""
    text = block.flow.text.rstrip()
    return len(text) <= _LONGEST and (text.endswith(":") or text[-1:] not in ".;!?…")


def heading_rule(folded: str) -> Rule | None:
    """The rule by which `folded`, a heading's key, tells what stands under it."""
    for rule in table("directives-headings").rules:
        if rule.sets["mode"] in MODES and rule.pattern.match(folded):
            return rule
    return None


def named_in(text: str) -> tuple[list[UnitName], list[UnitName], str] | None:
    """The leads and supports of a heading that only names who does what follows, and the rule.

    None where the heading names nobody or says more than who.
    """
    head = _addresses().match(text)
    leads, after = units_at(text, 0 if head is None else head.end())
    if not leads:
        return None
    folded = key(text)
    chosen = _CHOSEN.match(text, after)
    if chosen is not None:  # "Đối với các tổ chức được chỉ định:"
        leads[-1] = replace(leads[-1], name=text[leads[-1].start : chosen.end()], end=chosen.end())
        after = chosen.end()
    rest = folded[after:].strip(_SIGNS)
    if not rest:
        return leads, [], "unit-alone" if head is None else "unit-addressed"
    shared = _SHARE.match(folded, after)
    if shared is not None and shared.end() > after:
        supports, end = units_at(text, shared.end())
        left = folded[end if supports else shared.end() :].strip()
        if not left.strip(_SIGNS):
            return leads, supports, "unit-with-support" if supports else "unit-leads"
        if supports and mark("work-is-below").match(left):
            return leads, supports, "unit-with-support-generic"
    return (leads, [], "unit-generic") if mark("work-is-below").fullmatch(rest) else None


@cache
def _addresses() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(words('orders', 'addressing'))})\s+", re.IGNORECASE)
