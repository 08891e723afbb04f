"""Who signs: authority (TM., KT., TL., TUQ., Q.), position, academic title and name, from the tail's right column.

Where authorities are stacked (`TL. CHỦ TỊCH / KT. CHÁNH VĂN PHÒNG / PHÓ CHÁNH VĂN PHÒNG`), capacity and on_behalf_of are
those of the first line, position is the last. `KT. BỘ TRƯỞNG` with nothing under it says whom the signer stands for and
not what the signer is: position stays None.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from schemas.found import Found, SignerMention
from schemas.page import Line, Span
from schemas.rule import table
from schemas.zone import Cell, Flow, Zoned, join_spans
from vietnamese.casing import name_case, sentence_case
from vietnamese.fold import key
from vietnamese.lexicon import by_length, words
from vietnamese.persons import person_likeness

_EDGE = " \t.,;:_-–—~|*=/\\“”‘’'\"`()<>"
_SIGNED = re.compile(r"\W*(?:da ky|ky ten|ky,? ghi ro|ky so)")
_MAKER = re.compile(r"^\W*(?:nguoi lap(?: bieu)?|thu ky(?: cuoc hop)?)\s*[-–:]\s*")


@dataclass(frozen=True, slots=True)
class _Part:
    """One authority or position, whole over its lines: the prefix (KT …) or None, and the words after it."""

    capacity: str | None
    flow: Flow


def extract(zoned: Zoned) -> list[Found[SignerMention]]:
    """The signer; none where the tail is lost."""
    parts = _parts(zoned)
    name, title = _person(zoned)
    if not parts and name is None:
        return []
    first = parts[0] if parts else None
    capacity = behalf = position = None
    if first is not None and first.capacity is not None:
        capacity = _found(first.flow, first.capacity, "signer/capacity")
        behalf = _found(first.flow, _case(first.flow.text), "signer/on-behalf")
    if parts and parts[-1].capacity is None and not _same(first, parts[-1]):
        position = _found(parts[-1].flow, _case(parts[-1].flow.text), "signer/position")
    mention = SignerMention(name=name, title=title, position=position, capacity=capacity, on_behalf_of=behalf)
    found = [f for f in (name, title, position, capacity, behalf) if f is not None]
    spans = tuple(sorted({span for f in found for span in f.spans}))
    return [Found(mention, spans, min((f.confidence for f in found), default=0.0), "signer/tail")]


def _same(first: _Part | None, last: _Part) -> bool:
    """Whether the last line repeats whom the signer stands for: then the word PHÓ before it was lost."""
    return first is not None and first.capacity == "KT" and key(first.flow.text) == key(last.flow.text)


def _found(flow: Flow, value: str, rule: str) -> Found[str]:
    return Found(value, flow.spans(0, len(flow.text)), 0.9, rule)


def _case(text: str) -> str:
    return sentence_case(text).strip(_EDGE)


def _parts(zoned: Zoned) -> list[_Part]:
    """The authorities and positions in order; a line that begins none continues the one above."""
    groups: list[tuple[str | None, list[Span]]] = []
    row = -9
    for line in zoned.of(Cell.AUTHORITY):
        for capacity, span in _cut(zoned, line):
            if capacity is not None or _begins_position(zoned, span):
                groups.append((capacity, [span]))
            elif groups and line.row - row <= 1:
                groups[-1][1].append(span)
            else:
                continue  # a stamp's or a seal's words
            row = line.row
    text = zoned.document.text
    parts = [_Part(capacity, join_spans(text, spans)) for capacity, spans in groups]
    return [part for part in parts if sum(c.isalpha() for c in part.flow.text) >= 3]


def _cut(zoned: Zoned, line: Line) -> list[tuple[str | None, Span]]:
    """The line cut at prefixes, and at positions where several stand in one line (a table's cell)."""
    text = zoned.text(line)
    folded = key(text)
    marks: dict[int, tuple[str | None, int]] = {}
    for hit in table("signer").scan(text, folded):
        marks[hit.start] = (hit.rule.sets["capacity"], hit.end)
    if len(text) > 18:
        for at in _inner_positions(folded, marks):
            marks.setdefault(at, (None, at))
    starts = sorted(marks)
    lead = starts[0] if starts else len(text)
    out: list[tuple[str | None, Span]] = []
    if not starts or _names_position(folded[:lead]):
        out.append((None, _trimmed(zoned, line.start, line.start + lead)))
    for i, at in enumerate(starts):
        following = starts[i + 1] if i + 1 < len(starts) else len(text)
        capacity, begin = marks[at]
        out.append((capacity, _trimmed(zoned, line.start + begin, line.start + following)))
    return [(capacity, span) for capacity, span in out if span.end > span.start]


def _inner_positions(folded: str, marks: dict[int, tuple[str | None, int]]) -> list[int]:
    """Where a position begins after another one in the same line: before PHÓ, or at a position after a whole one."""
    ends = {end for _, end in marks.values()}
    out = []
    for match in _position_pattern().finditer(folded):
        at = match.start()
        if at == 0 or at in ends or any(0 <= at - end <= 2 for end in ends):
            continue
        if folded[:at].rstrip().endswith((",", "-", "&", " va")):
            continue
        out.append(at)
    return out


@cache
def _position_pattern() -> re.Pattern[str]:
    names = "|".join(map(re.escape, by_length("positions", "positions")))
    return re.compile(rf"(?<!\w)(?:quyen |pho )?(?:{names})(?!\w)")


def _begins_position(zoned: Zoned, span: Span) -> bool:
    folded = key(zoned.document.text[span.start : span.end])
    return re.match(r"(?:quyen|pho|ph[aoie])\s", folded) is not None or _names_position(folded[:24])


def _names_position(folded: str) -> bool:
    """Whether the words name a position, as near as OCR errors allow."""
    if _position_pattern().search(folded):
        return True
    from rapidfuzz import fuzz

    heads = ("truong", "giam doc", "chu tich", "chanh van", "chu nhiem", "bi thu", "nguoi lap", "dai dien")
    return any(len(folded) >= len(head) and fuzz.partial_ratio(head, folded, score_cutoff=80) > 0 for head in heads)


def _trimmed(zoned: Zoned, start: int, end: int) -> Span:
    text = zoned.document.text
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return Span(start, end)


def _person(zoned: Zoned) -> tuple[Found[str] | None, Found[str] | None]:
    """The signer's name and academic title: the likeliest of the signer's lines."""
    best: tuple[float, Found[str], Found[str] | None] | None = None
    for line in zoned.of(Cell.SIGNER):
        text = zoned.text(line)
        if _SIGNED.match(key(text)):
            continue
        maker = _MAKER.match(key(text))
        span = _trimmed(zoned, line.start + (maker.end() if maker else 0), line.end)
        cut = _title_end(zoned.document.text[span.start : span.end])
        name_span = _trimmed(zoned, span.start + cut, span.end)
        name = re.sub(r"\s+", " ", zoned.document.text[name_span.start : name_span.end])
        likeness = person_likeness(name)
        if likeness < 0.4 or (best is not None and best[0] >= likeness):
            continue
        title = None
        if cut:
            title_span = _trimmed(zoned, span.start, span.start + cut)
            value = zoned.document.text[title_span.start : title_span.end]
            title = Found(value, (title_span,), 0.9, "signer/title")
        best = (likeness, Found(name_case(name), (name_span,), likeness, "signer/name"), title)
    return (None, None) if best is None else (best[1], best[2])


@cache
def _title_pattern() -> re.Pattern[str]:
    titles = "|".join(re.escape(title) for title in sorted(words("persons", "titles"), key=lambda t: -len(t)))
    return re.compile(rf"(?:(?:{titles})(?:\s?[.,-]\s?|\s+))+", re.IGNORECASE)


def _title_end(text: str) -> int:
    """How long the academic titles before a name are."""
    match = _title_pattern().match(text)
    return match.end() if match else 0
