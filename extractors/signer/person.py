"""The signer's name and academic title, from the signer's lines of the tail."""

from __future__ import annotations

import re

from extractors.signer.approval import approving
from schemas.found import Found
from schemas.page import Line, Origin, Span
from schemas.zone import Cell, Zoned
from vietnamese.casing import name_case
from vietnamese.fold import key
from vietnamese.persons import misread, person_likeness, set_apart, title_length

_EDGE = " \t.,;:_-–—~|*=/\\“”‘’'\"`()<>?!ˆ^¬"
_SIGNED = re.compile(r"\W*(?:da ky|ky ten|ky,? ghi ro|ky so)")
_MAKER = re.compile(r"^\W*(?:nguoi lap(?: bieu| bien ban)?|thu ky(?: cuoc hop)?|chu toa)\s*[-–:]\s*")
_LEAST = 0.4
_SURE = 0.85  # of OCR's confidence in a family name that is not known


def person_of(zoned: Zoned) -> tuple[Found[str] | None, Found[str] | None]:
    """The name and the title; the likeliest of the signer's lines, the first of equals.

    A name that OCR misread is none: names of people are never mended. `unreadable_of` gives it.
    """
    best: tuple[Found[str] | None, Found[str] | None] = (None, None)
    likeliest = _LEAST
    before: Line | None = None
    others = approving(zoned)
    authorities = set(zoned.of(Cell.AUTHORITY))
    for line in zoned.of(Cell.AUTHORITY, Cell.SIGNER):
        if line in authorities:
            before = line
            continue
        if _SIGNED.match(key(zoned.text(line))) or line.start in others:
            continue
        name, title = _read(zoned, line)
        if name is not None and _doubtful(line, name):
            name = None
        if name is not None and name.confidence > likeliest:
            likeliest = name.confidence
            best = (name, title if title is not None or before is None else _title(zoned, before))
        before = line
    return best


def unreadable_of(zoned: Zoned) -> Found[str] | None:
    """What OCR read for the signer's name where that can't be a name as printed; for `person_of` gives none then."""
    others = approving(zoned)
    for line in zoned.of(Cell.SIGNER):
        if line.start not in others:
            name, _ = _read(zoned, line)
            if name is not None and _doubtful(line, name):
                return name
    return None


def _doubtful(line: Line, name: Found[str]) -> bool:
    """Whether the name was misread. The pages' own text is never doubted."""
    if line.origin != Origin.OCR:
        return False
    start = name.spans[0].start
    first = [word.confidence for word in line.words if word.start <= start < word.end]
    sure = all(confidence is None or confidence >= _SURE for confidence in first)
    return misread(name.value, sure=sure)


def _read(zoned: Zoned, line: Line) -> tuple[Found[str] | None, Found[str] | None]:
    text = zoned.document.text
    maker = _MAKER.match(key(zoned.text(line)))
    start, end = _trimmed(text, line.start + (maker.end() if maker else 0), line.end)
    if line.origin == Origin.OCR and (dust := re.match(r"(?:\S*[^\w\s]\S*\s+)+(?=\w)", text[start:end])):
        start += dust.end() if title_length(text[start:end]) == 0 else 0
    cut = title_length(text[start:end])
    low, high = _trimmed(text, start + cut, end)
    name = re.sub(r"\s+", " ", text[low:high])
    if line.origin == Origin.OCR:
        name = set_apart(name)  # OCR ran the words together
    glued = re.sub(r"(?<=\w) (\w{1,3})(?=\s|$)", _join_small, name)  # a text layer that sets syllables apart
    likeness = max(person_likeness(name), person_likeness(glued) - 0.1)
    if likeness < _LEAST:
        return None, None
    title = None
    if cut:
        span = Span(*_trimmed(text, start, start + cut))
        title = Found(text[span.start : span.end], (span,), 0.9, "signer/title")
    return Found(name_case(name), (Span(low, high),), likeness, "signer/name"), title


def _join_small(match: re.Match[str]) -> str:
    return match[1] if match[1].islower() else match[0]


def _title(zoned: Zoned, line: Line) -> Found[str] | None:
    """The academic title, where the line above the name holds it alone."""
    text = zoned.text(line).strip()
    if not text or title_length(text + " ") < len(text):
        return None
    start, end = _trimmed(zoned.document.text, line.start, line.end)
    return Found(zoned.document.text[start:end], (Span(start, end),), 0.9, "signer/title")


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return start, end
