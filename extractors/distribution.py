"""Nơi nhận: who gets a copy and what for, without the filing line (Lưu)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from schemas.found import Found, UnitMention
from schemas.page import Line, Origin, Span
from schemas.rule import table
from schemas.zone import Cell, Flow, Zoned, join_spans
from vietnamese.fold import key
from vietnamese.lists import entries, is_words, trimmed

_LABEL = re.compile(r"[\W_]{0,4}n[o0cu]?[a-z]?i\s?nhan\s*[:;.,]*\W*?(?=[-~+–•*\w]|$)")
_LABEL_SPOILT = re.compile(r"\W*\w{1,5}\s?n[hb]?[ae]n\s?[:;.,]\W*")  # alone on the list's first line
_FILING = re.compile(
    r"[\W_]{0,4}[ltk]?\s?u{1,2}(?:\s?[:.]\s?|\s)"
    r"(?:tai\b|v[tip1]\b|van thu|ho so|hs\b|hc\b|[a-z]{2,5}\b[,.;(&]|[a-z]{2,5}\s?$)"
    r"|[\W_]{0,4}luu?\s?:|[\W_]{0,4}luu\s[^;:]{2,30}\bvt\W*$"
)
_BULLET = re.compile(r"\s*[-–—+•*~]\s*(?=\w)")
_TOUCH = 2  # points by which a brace may reach into the entry that it stands beside
_ADDRESS = re.compile(r"[;,]?\s*\(\s?(?:d\s?/?\s?[ce]|dia chi)\s?:")
_COPIES = re.compile(r"\(\s?0?\d{1,2}\s?b?[^()]{0,2}\)?\W*$")


def extract(zoned: Zoned) -> list[Found[UnitMention]]:
    """The recipients in order; the list ends at the filing line."""
    text = zoned.document.text
    out: list[Found[UnitMention]] = []
    for group in entries(text, _lines(zoned)):
        spans = [Span(*piece) for piece in trimmed(text, group)]
        flow = join_spans(text, spans)
        if is_filing(flow.text):
            break
        found = _entry(flow)
        if found is not None:
            out.append(found)
    if out and _COPIES.search(key(out[-1].value.name)) and ":" not in out[-1].value.name:
        out.pop()  # a number of copies at the list's end: the filing line, its label lost
    return out


def is_filing(text: str) -> bool:
    """Whether an entry of the list is the filing line."""
    return _FILING.match(key(text)) is not None


def _lines(zoned: Zoned) -> list[tuple[int, int]]:
    out = []
    lines = list(zoned.of(Cell.DISTRIBUTION))
    for i, line in enumerate(lines):
        if _behind_a_brace(zoned, line, lines):
            continue
        if i == 0 and line.origin == Origin.OCR and _LABEL_SPOILT.fullmatch(key(zoned.text(line))):
            continue
        match = _LABEL.match(key(zoned.text(line)))
        start = line.start + (match.end() if match else 0)
        if start < line.end:
            out.append((start, line.end))
    return out


def _behind_a_brace(zoned: Zoned, line: Line, lines: Sequence[Line]) -> bool:
    """Whether a line without a bullet stands beside entries that have one: a brace and how those are sent theirs."""
    box = line.box
    if box is None or _BULLET.match(zoned.text(line)) is not None:
        return False
    for other in lines:
        beside = other.box
        if beside is None or other.page != line.page or beside.x1 > box.x0 + _TOUCH:
            continue
        shared = min(box.y1, beside.y1) - max(box.y0, beside.y0)
        if shared > 0.5 * min(box.height, beside.height) and _BULLET.match(zoned.text(other)) is not None:
            return True
    return False


def _entry(flow: Flow) -> Found[UnitMention] | None:
    """One recipient: its name, and the purpose printed after it."""
    text = flow.text
    letters = sum(c.isalpha() for c in text)
    if not is_words(text) or (letters <= 5 and not text[:1].isupper()):
        return None
    purpose = None
    name_end = len(text)
    folded = key(text)
    for rule in table("purpose").rules:
        hit = next(rule.scan(text, folded), None)
        if hit is not None and hit.start > 1:
            purpose = re.sub(r"[()]", "", hit.text(text, "purpose") or "").strip()
            name_end = hit.start
            break
    address = _ADDRESS.search(folded, 3, name_end)
    if address is not None:
        name_end = address.start()
    while name_end > 0 and text[name_end - 1] in " .,;:(–-":
        name_end -= 1
    name = text[:name_end]
    if text[:name_end].count("(") < name.count(")"):
        name = name.rstrip(") ")
    return Found(UnitMention(name, purpose), flow.spans(0, len(text)), 0.9, "distribution/entry")
