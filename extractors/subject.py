"""trích yếu: what the letter is about, without `V/v`; for typed documents the title under the type."""

from __future__ import annotations

import re

from schemas.found import Found
from schemas.rule import table
from schemas.zone import Cell, Flow, Zoned
from vietnamese.casing import sentence_case
from vietnamese.fold import key

_EDGE = " \t.,;:_-–—~|*=/"


def extract(zoned: Zoned) -> list[Found[str]]:
    """The title of a typed document if it has one, else the subject under the number."""
    out = []
    for cell in (Cell.TITLE, Cell.SUBJECT):
        flow = zoned.flow(cell)
        found = _found(flow, f"subject/{cell}")
        if found is not None:
            out.append(found)
    return out or _after_kind(zoned)


def _found(flow: Flow, rule: str) -> Found[str] | None:
    text = flow.text
    start, end = _trimmed(text, 0, len(text))
    if text[start : start + 1] == "(" and text[end - 1 : end] == ")":
        start, end = start + 1, end - 1
    start, end = _trimmed(text, start + _lead(text[start:end]), end)
    return _found_in(flow, start, end, rule)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    while start < end and text[start] in _EDGE:
        start += 1
    return start, end


def _found_in(flow: Flow, start: int, end: int, rule: str) -> Found[str] | None:
    if not any(c.isalpha() for c in flow.text[start:end]):
        return None
    return Found(sentence_case(flow.text[start:end], name=False), flow.spans(start, end), 0.9, rule)


def _lead(text: str) -> int:
    """How long the words that introduce a subject are (V/v, Về việc, Về)."""
    folded = key(text)
    for rule in table("subject").rules:
        hit = next(rule.scan(text, folded), None)
        if hit is not None:
            return hit.groups["lead"][1]
    return 0


def _after_kind(zoned: Zoned) -> list[Found[str]]:
    """What follows the type on its own line: `BIÊN BẢN HỌP GIAO BAN` is about `Họp giao ban`."""
    flow = zoned.flow(Cell.KIND)
    folded = key(flow.text)
    match = re.match(
        r"\W*(?:bien ban|thong bao|bao cao|ke hoach|to trinh|quyet dinh|huong dan|cong dien)\s+(?=\w)", folded
    )
    if match is None:
        return []
    found = _found_in(flow, match.end(), len(flow.text.rstrip(_EDGE)), "subject/kind")
    return [found] if found is not None else []
