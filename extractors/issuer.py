"""cơ quan ban hành and its parent (cơ quan chủ quản): the left column of the letterhead.

One name may run over several lines: a line that begins with the head of a body's name (SỞ, CỤC, VĂN PHÒNG) is a body of
its own, any other continues the name above it. The last body is the issuer, the one above it the parent.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from schemas.found import Found
from schemas.page import Line, Origin, Span
from schemas.zone import Cell, Flow, Zoned, join_spans
from vietnamese.casing import sentence_case
from vietnamese.fold import key
from vietnamese.lexicon import by_length, keys
from vietnamese.syllable import is_syllable

_DUST = " \t.,;:_-–—~|*=/\\“”‘’'\"`"
# Heads at which a letterhead printed in one line is cut; the others occur inside names too often.
_INNER = re.compile(
    r"(?<=\s)(?:tong cuc|(?<!tong )(?<!chi )cuc|chi cuc|so|vu|trung tam|benh vien|truong|(?<!van )phong|cong ty"
    r"|ban quan ly|van phong|uy ban nhan dan|thanh tra|kho bac|hoc vien)(?=\s)"
)
_CONTINUES = re.compile(r"(?:va|phong,? chong|phong chay|tinh|tp|thanh pho|huyen|quan|thi xa|xa|phuong|thi tran)\b")
_WHOLE = re.compile(r"(?:ubnd|uy ban nhan dan|hdnd|hoi dong nhan dan|tinh uy|thanh uy|bo)\b.{0,40}$")
_UNSURE = 0.5  # of OCR's confidence in a word
_OPEN = re.compile(r"(?:\bva|[-,]|\bcua|\bthuoc|\bve|\bquan ly|\bchi dao|\bchi huy|\bcong ty co phan|\bcong ty)$")


def extract(zoned: Zoned) -> list[Found[str]]:
    """The issuing body."""
    bodies = _bodies(zoned)
    return [_found(bodies[-1], "issuer/last")] if bodies and not _misread(zoned, bodies[-1]) else []


def extract_parent(zoned: Zoned) -> list[Found[str]]:
    """The body above the issuer; none where the letterhead names one body only."""
    bodies = _bodies(zoned)
    return [_found(bodies[-2], "issuer/above")] if len(bodies) > 1 and not _misread(zoned, bodies[-2]) else []


def _found(body: Flow, rule: str) -> Found[str]:
    return Found(sentence_case(body.text), body.spans(0, len(body.text)), 0.9, rule)


def _bodies(zoned: Zoned) -> list[Flow]:
    """The names of the letterhead, top to bottom."""
    lines = [line for line in zoned.of(Cell.ISSUER) if not _stamp(zoned, line)]
    groups: list[list[Span]] = []
    before = ""
    bold: bool | None = None
    for line in lines:
        for span in _parts(zoned, line, alone=len(lines) == 1):
            folded = key(zoned.document.text[span.start : span.end])
            heavier = bold is False and line.bold is True and bool(groups)
            if groups and not heavier and not _begins(folded, before):
                groups[-1].append(span)
            else:
                groups.append([span])
            before, bold = folded, line.bold
    return [join_spans(zoned.document.text, group) for group in groups]


def _stamp(zoned: Zoned, line: Line) -> bool:
    """Whether OCR read a stamp or a seal: it begins no body, goes on with none, and signs stand inside its words."""
    if line.origin != Origin.OCR:
        return False
    folded = key(zoned.text(line)).strip(_DUST)
    if _heads().match(folded) or _CONTINUES.match(folded):
        return False
    return re.search(r"\w[=<>{}|~^*]\w|\\\w", zoned.text(line)) is not None


def _misread(zoned: Zoned, body: Flow) -> bool:
    """Whether OCR was unsure of a word of the name that is no syllable: nothing is given rather than that."""
    spans = body.spans(0, len(body.text))
    for line in zoned.of(Cell.ISSUER):
        for word in line.words:
            if word.confidence is None or word.confidence >= _UNSURE:
                continue
            written = zoned.document.text[word.start : word.end].strip(_DUST + "+()")
            inside = any(span.start <= word.start < span.end for span in spans)
            if inside and written and not all(map(is_syllable, re.findall(r"[^\W\d_]+", written))):
                return not (written.isupper() and key(written) in keys("bodies", "abbreviations"))
    return False


def _begins(folded: str, before: str) -> bool:
    """Whether a line begins a body of its own, after the line `before`."""
    if _CONTINUES.match(folded) or _OPEN.search(before):
        return False
    # UBND TỈNH BẮC GIANG is whole: what stands under it is another body, however OCR read it.
    if _WHOLE.match(before) and before.endswith(by_length("places", "names")):
        return True
    return _heads().match(folded) is not None


@cache
def _heads() -> re.Pattern[str]:
    return re.compile(r"(?:" + "|".join(map(re.escape, by_length("bodies", "heads"))) + r")(?!\w)")


def _parts(zoned: Zoned, line: Line, *, alone: bool) -> list[Span]:
    """The line without its dust; a whole letterhead printed in one line (a table's cell) is cut at inner heads."""
    text = zoned.document.text
    cuts = [line.start]
    if alone or line.cell is not None:
        folded = key(zoned.text(line))
        starts = [line.start + match.start() for match in _INNER.finditer(folded)]
        cuts += [at for at in starts if _heads().match(folded) is not None and _whole(folded, at - line.start)]
    cuts.append(line.end)
    spans = (_bare(text, start, end) for start, end in pairwise(cuts))
    return [span for span in spans if span.end - span.start > 1]


def _bare(text: str, start: int, end: int) -> Span:
    """The stretch without dashes, dust and single letters before it."""
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not (text[end - 1].isalnum() or text[end - 1] == ")"):
        end -= 1
    return Span(start + 2 if re.match(r"[^\W\d] ", text[start:end]) else start, end)


def _whole(folded: str, at: int) -> bool:
    """Whether what stands before an inner head can be a body's name by itself."""
    before = folded[:at].strip(_DUST)
    return len(before) > 4 and not _OPEN.search(before) and not re.search(r"\bvan phong$", before)
