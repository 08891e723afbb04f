"""Kính gửi: the units a letter is addressed to, one for each bullet, semicolon or line of the list.

Postal addresses and tax codes printed under a name are no addressees. A công điện's `X điện:` opens the same list.
"""

from __future__ import annotations

import re

from schemas.found import Found, UnitMention
from schemas.page import Line, Span
from schemas.rule import table
from schemas.zone import Cell, Flow, Zoned, join_spans
from vietnamese.casing import sentence_case
from vietnamese.fold import key
from vietnamese.lists import entries, is_words, trimmed

_OPENS = re.compile(
    r"(?:Các|Ông|Bà|Đồng chí|Sở|Bộ|Cục|UBND|Ủy ban nhân dân|Công ty|Phòng|Bệnh viện|Trường|Giám đốc|Chủ tịch)\s"
)
_BULLET = re.compile(r"\s*(?:[-+–•*~]|\(?\d\))\s*(?=\S)")


def extract(zoned: Zoned) -> list[Found[UnitMention]]:
    """The addressees in order."""
    text = zoned.document.text
    out: list[Found[UnitMention]] = []
    for group in entries(text, _lines(zoned), opens=_OPENS):
        flow = join_spans(text, [Span(*piece) for piece in trimmed(text, group)])
        found = _entry(flow)
        if found is not None:
            out.append(found)
    return out


def _lines(zoned: Zoned) -> list[tuple[int, int]]:
    """The stretches of the cell's lines, without the words that open the list and without addresses.

    An address goes on to the next bullet, or to the bracket that closes it.
    """
    out: list[tuple[int, int]] = []
    skipping = bracket = False
    for line in zoned.of(Cell.ADDRESSEES):
        start, opened = _after_opening(zoned, line)
        rest = zoned.document.text[start : line.end]
        if bracket:
            bracket = ")" not in rest
            continue
        if skipping and not opened and _BULLET.match(rest) is None:
            continue
        cut = _address(rest)
        end = line.end if cut is None else start + cut
        skipping = cut is not None and not rest.rstrip().endswith(";")
        bracket = cut is not None and "(" in rest[cut : cut + 2] and ")" not in rest[cut:]
        if end > start:
            out.append((start, end))
    return out


def _after_opening(zoned: Zoned, line: Line) -> tuple[int, bool]:
    """Where the names of a line begin, and whether words that open a list stood before them."""
    text = zoned.text(line)
    for rule in table("addressees").rules:
        match = rule.pattern.match(key(text))
        if match is not None and rule.sets["part"] == "opening":
            return line.start + match.end(), True
    return line.start, False


def _address(text: str) -> int | None:
    """Where a postal address, telephone or tax code begins in a line."""
    folded = key(text)
    at = [
        m.start()
        for rule in table("addressees").rules
        if rule.sets["part"] == "address"
        for m in rule.pattern.finditer(folded)
    ]
    return min(at, default=None)


def _entry(flow: Flow) -> Found[UnitMention] | None:
    if not is_words(flow.text):
        return None
    name = sentence_case(flow.text)
    return Found(UnitMention(name), flow.spans(0, len(flow.text)), 0.9, "addressees/entry")
