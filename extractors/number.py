"""số, ký hiệu: the letter's own number, from its cell of the letterhead.

Two grammars: state `N/[TYPE-]BODY[-UNIT]` (legal papers with the year: `N/YEAR/TYPE-BODY`), Party `N-TYPE/BODY`.
A number is given only where every digit is plainly a digit; a blank is `number-blank`, a trace that can't be read
`number-unreadable`, each with value None.
"""

from __future__ import annotations

import re
from dataclasses import replace

from schemas.found import Found, NumberMention
from schemas.page import Line, Origin, Span
from schemas.rule import Hit, table
from schemas.zone import Cell, Zoned
from vietnamese.fold import key
from vietnamese.symbols import unglued

_LEGAL = re.compile(r"(?:NĐ-CP|TT-B|TTLT-|UBTVQH|QH\d|PL-)")
_DASH = re.compile(r"\s*[-–—‐]\s*")


def extract(zoned: Zoned) -> list[Found[NumberMention]]:
    """The reading of the cell: of several lines the first that is labelled and has a symbol, or the first."""
    lines = zoned.of(Cell.NUMBER)
    labelled = [line for line in lines if re.match(r"\W*(?:s[o06]|\$[o6]|[89]6|luat)", key(zoned.text(line)))]
    found = [mention for line in labelled or lines if (mention := _read(zoned, line)) is not None]
    found = [mention for mention in found if not _cited(zoned, mention.value)]
    if found:
        # A scrap of a stamp may look like the label: what has a symbol is the number.
        return [next((mention for mention in found if mention.value.symbol is not None), found[0])]
    return _in_a_form(zoned)


def _cited(zoned: Zoned, mention: NumberMention) -> bool:
    """Whether a letter's cell holds a legal instrument's number: it cites one, it is none."""
    if mention.symbol is None or _LEGAL.match(mention.symbol) is None:
        return False
    return bool(zoned.of(Cell.SUBJECT, Cell.ADDRESSEES)) and not zoned.of(Cell.KIND)


def _in_a_form(zoned: Zoned) -> list[Found[NumberMention]]:
    """The number of a paper without a letterhead (minutes in a table): `Số: 33.2018` alone on an early line."""
    if not zoned.of(Cell.KIND):
        return []
    for line in zoned.lines[:12]:
        if re.match(r"\W*Số\s?:\s?\d[\w.,/-]*(?:\s?[-/]\s?[\w-]+)*\W*$", zoned.text(line)):
            found = _read(zoned, line)
            if found is not None and found.value.value is not None:
                return [replace(found, confidence=0.6)]
    return []


def _read(zoned: Zoned, line: Line) -> Found[NumberMention] | None:
    text = zoned.text(line)
    hits = [hit for rule in table("number").rules for hit in rule.scan(text, key(text))]
    if not hits:
        return _unread(line, text)
    hit = max(hits, key=lambda h: h.rule.weight)
    state = hit.rule.sets.get("state")
    symbol = _symbol(hit.text(text, "symbol"))
    value = hit.text(text, "value")
    mention = NumberMention(
        value=None if state else re.sub(r"\s", "", value or "") or None, symbol=symbol, raw=text.strip()
    )
    scanned = line.origin == Origin.OCR
    if scanned and symbol is not None:
        symbol = unglued(symbol, [zoned.text(above).strip() for above in zoned.of(Cell.ISSUER)])
        mention = replace(mention, symbol=symbol)
    return Found(
        mention, (_span(line, hit),), hit.rule.weight, f"number/{hit.rule.id}", _remarks(state, scanned=scanned)
    )


def _span(line: Line, hit: Hit) -> Span:
    ends = [at for name in ("value", "symbol") if (at := hit.groups.get(name)) is not None]
    if not ends:
        return Span(line.start + hit.start, line.start + hit.end)
    return Span(line.start + ends[0][0], line.start + ends[-1][1])


def _symbol(text: str | None) -> str | None:
    """The symbol without spaces around its joints and without trailing points."""
    if text is None:
        return None
    bare = re.sub(r"\s*/\s*", "/", _DASH.sub("-", text)).strip(" .,;-/")
    return (bare[:1].upper() + bare[1:]) or None  # OCR reads S, V and C as small letters


def _unread(line: Line, text: str) -> Found[NumberMention]:
    mention = NumberMention(value=None, symbol=None, raw=text.strip())
    return Found(mention, (Span(line.start, line.end),), 0.2, "number/none", _remarks("unreadable", scanned=False))


def _remarks(state: str | None, *, scanned: bool) -> tuple[tuple[str, str], ...]:
    """What goes with a missing number. On a scan a blank may be ink that OCR can't see: it is not called blank."""
    if state == "blank" and not scanned:
        return (("number-blank", "No number is printed here."),)
    if state is not None:
        return (("number-unreadable", "There is a number, written by hand or spoilt, that can't be read surely."),)
    return ()
