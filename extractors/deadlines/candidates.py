"""Times in a run of text that may be deadlines: found by rule, weighed by context, the best of rivals kept."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from extractors.deadlines.columns import labelled
from extractors.deadlines.context import confidence
from extractors.deadlines.reading import read
from extractors.deadlines.rhythms import combine
from schemas.found import DeadlineMention
from schemas.rule import Hit, table
from vietnamese.fold import key
from vietnamese.numerals import mend_digits

_LEAST = 0.3  # below this a reading is not worth a person's look
_FIVE = re.compile(r"(?<=\d)(?<!5)Š(?=\s)")  # as OCR reads a 5 with a speck over it


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reading with its place in the run of text."""

    mention: DeadlineMention
    start: int
    end: int
    confidence: float
    rule: str
    form: str


def candidates(text: str, *, column: bool = False) -> list[Candidate]:
    """The deadlines of `text`, in order; `column` where it is the cell of a column of times."""
    folded = key(mend_digits(_FIVE.sub("5", text)))
    forms = {form for form, mark in marks().items() if mark.search(folded)}
    rules = (rule for rule in table("deadlines").rules if rule.sets["form"] in forms)
    found = [c for rule in rules for hit in rule.scan(text, folded) for c in _read(hit, text, folded)]
    low, high, sure = (0, len(text), 1.0) if column else labelled(folded)
    if low < high:
        hits = (hit for hit in table("deadlines-column").scan(text, folded) if low <= hit.start and hit.end <= high)
        found += [replace(c, confidence=c.confidence * sure) for hit in hits for c in _read(hit, text, folded)]
    kept = _apart([c for c in found if c.confidence >= _LEAST])
    return sorted(combine(kept, folded), key=lambda c: (c.start, c.end))


@cache
def marks() -> dict[str, re.Pattern[str]]:
    """What no time of a form can do without: most runs of text have none of it, and most rules need not be tried."""
    day = r"\d\s?(?:[/.-]|thang)\s?\d"
    marks = {
        "day": day,
        "same-day": r"cung ngay|hom nay",
        "month": r"thang\s?\d",
        "quarter": r"quy\s?[1-4i]",
        "year": r"nam\s?20\d|(?:cuoi|het) nam",
        "half": r"thang\s+(?:dau|cuoi)\s+nam",
        "period": r"(?:\d|tram|muoi|mot|hai|ba|bon|tu|nam|lam|sau|bay|tam|chin)(?:\s?\([^()]{1,14}\))?\s?"
        r"(?:ngay|gio|h|tuan|thang|nam|quy)(?!\w)",
        "yearly": day + r"[^.;]{0,12}nam(?!\w)",
        "monthly": r"ngay\s?\d[^.;]{0,24}thang",
        "quarterly": r"ngay\s?\d[^.;]{0,50}quy",
        "weekly": r"(?:hang|moi|tung)\s+tuan",
        "daily": r"(?:hang|moi|tung)\s+ngay",
        "month-end": r"cuoi\s+(?:\w+\s+)?(?:thang|quy)",
        "every": r"(?<!\w)(?:hang|moi)\s|dinh ky|(?<!\w)lan(?!\w)",
        "dom": r"ngay\s?\d",
        "hour": r"\d\s?(?:gio|h|g|:)",
    }
    return {form: re.compile(mark) for form, mark in marks.items()}


def _read(hit: Hit, text: str, folded: str) -> list[Candidate]:
    """The readings of a rule's match: one, or as many as a list of rhythms has."""
    sure = confidence(hit, text, folded)
    if sure < _LEAST:
        return []
    form = hit.rule.sets["form"]
    return [Candidate(mention, hit.start, hit.end, sure, hit.rule.id, form) for mention in read(hit, text, folded)]


def _apart(found: Iterable[Candidate]) -> list[Candidate]:
    """Of readings that overlap the longest, of equally long ones the surest; a list's members stay together."""
    kept: list[Candidate] = []
    for one in sorted(found, key=lambda c: (c.start - c.end, -c.confidence, c.start)):
        clash = any(
            one.start < other.end
            and other.start < one.end
            and (one.start, one.end, one.rule) != (other.start, other.end, other.rule)
            for other in kept
        )
        if not clash:
            kept.append(one)
    return kept
