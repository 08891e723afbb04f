"""Symbols as OCR left them: letters that it is known to take for others, put right."""

from __future__ import annotations

from schemas.page import Origin
from schemas.rule import table
from schemas.zone import Zoned


def mended(symbol: str) -> str:
    """`symbol` with what `data/rules/symbols-ocr.toml` knows of put right."""
    for rule in table("symbols-ocr").rules:
        symbol = rule.pattern.sub(rule.sets["to"], symbol)
    return symbol


def read_by_ocr(zoned: Zoned) -> frozenset[int]:
    """The pages whose text an OCR engine read."""
    return frozenset(page.number for page in zoned.document.pages if page.origin is Origin.OCR)
