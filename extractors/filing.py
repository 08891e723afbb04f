"""Lưu: where the letter is filed, who drafted it, how many copies: `- Lưu: VT, TH (3) An.`"""

from __future__ import annotations

import re

from schemas.found import FilingMention, Found
from schemas.page import Span
from schemas.rule import table
from schemas.zone import Cell, Zoned
from vietnamese.fold import key

_SPLIT = re.compile(r"\s*[,;&+]\s*|(?<=^VT)\s*\.\s*(?=\w)")
_COPIES = re.compile(r"\(\s?0?(\d{1,3})\s?(?:b[ảa]?n?)?[^()]{0,4}\)?|\b0?(\d{1,2})\s?b\b\.?")
_GLUED = re.compile(r"^([A-ZĐ&]{2,})([a-z]\w*)$")  # a drafter set right after the unit, in smaller type


def extract(zoned: Zoned) -> list[Found[FilingMention]]:
    """The filing line, where there is one."""
    for line in zoned.of(Cell.DISTRIBUTION):
        text = zoned.text(line)
        for hit in table("filing").scan(text, key(text)):
            at = hit.groups["what"]
            mention = _mention(text[at[0] : at[1]])
            if mention is not None:
                span = Span(line.start + at[0], line.start + at[1])
                return [Found(mention, (span,), hit.rule.weight, f"filing/{hit.rule.id}")]
    return []


def _mention(text: str) -> FilingMention | None:
    """Units, drafter and copies out of what stands after `Lưu:`."""
    copies = None
    drafter: str | None = None
    match = _COPIES.search(text)
    if match is not None:
        copies = int(match[1] or match[2])
        drafter = text[match.end() :].strip(" .,;:()-*/“”'‘’`") or None
        text = text[: match.start()]
    elif (bracket := re.search(r"\(([^()\d]{1,20})\)\s*\W*$", text)) is not None:
        drafter, text = bracket[1].strip() or None, text[: bracket.start()]
    units = [unit for part in _SPLIT.split(text.strip(" .;:")) if (unit := part.strip(" .;:()-*\\/_“”„‘’'`¿"))]
    if units and drafter is None and (glued := _GLUED.match(units[-1])) and len(glued[1]) >= 2 and len(units) > 1:
        units[-1], drafter = glued[1], glued[2]
    units = [unit for unit in units if any(c.isupper() for c in unit) and len(unit) <= 60]
    if drafter is not None and not any(c.isalpha() for c in drafter):
        drafter = None
    return FilingMention(tuple(units), drafter, copies) if units else None
