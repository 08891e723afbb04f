"""độ mật: MẬT, TỐI MẬT, TUYỆT MẬT, as stamped or printed in a cell of its own."""

from __future__ import annotations

from schemas.found import Found
from schemas.page import Span
from schemas.rule import table
from schemas.zone import Cell, Zoned
from vietnamese.fold import key


def extract(zoned: Zoned) -> list[Found[str]]:
    """The degrees of secrecy found, as slugs of `schemas.record.Secrecy`."""
    out = []
    for line in zoned.of(Cell.SECRECY):
        text = zoned.text(line)
        for hit in table("secrecy").scan(text, key(text)):
            span = Span(line.start + hit.start, line.start + hit.end)
            out.append(Found(hit.rule.sets["secrecy"], (span,), hit.rule.weight, f"secrecy/{hit.rule.id}"))
            break
    return out
