"""độ khẩn: KHẨN, THƯỢNG KHẨN, HỎA TỐC, as stamped or printed in a cell of its own."""

from __future__ import annotations

from schemas.found import Found
from schemas.page import Span
from schemas.rule import table
from schemas.zone import Cell, Zoned
from vietnamese.fold import key


def extract(zoned: Zoned) -> list[Found[str]]:
    """The degrees of urgency found, as slugs of `schemas.record.Urgency`."""
    out = []
    for line in zoned.of(Cell.URGENCY):
        text = zoned.text(line)
        for hit in table("urgency").scan(text, key(text)):
            span = Span(line.start + hit.start, line.start + hit.end)
            out.append(Found(hit.rule.sets["urgency"], (span,), hit.rule.weight, f"urgency/{hit.rule.id}"))
            break
    return out
