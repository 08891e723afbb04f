"""Explain: which rules matched for a field, what they matched and what each was worth."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path
from typing import Any

from pipeline import Parsed, analyse
from pipeline.extract import Extracted
from schemas.errors import CongvanError
from schemas.found import Found, Trace
from schemas.page import Span


class UnknownField(CongvanError):
    """There is no extractor for a field of that name."""

    exit_status = 2
    code = "unknown-field"


def explained_fields() -> list[str]:
    """The names that `explain` takes: every extractor's field, and `zones`."""
    return [*(f.name for f in fields(Extracted)), "zones"]


def explain(path: Path, field: str) -> list[list[Trace]]:
    """For each document of `path`: what was matched for `field`, the chosen reading marked.

    Raises:
        UnknownField: with the names that exist.
        CongvanError: as `pipeline.parse`.
    """
    known = explained_fields()
    if field not in known:
        raise UnknownField(f"There is no field {field!r}.", remedy=f"Ask for one of: {', '.join(known)}.")
    return [list(_traces(parsed, field)) for parsed in analyse(path)]


def _traces(parsed: Parsed, field: str) -> Iterable[Trace]:
    if field == "zones":
        yield from _zones(parsed)
        return
    if field == "directives":
        from extractors import directives

        yield from directives.trace(parsed.zoned)
        return
    found: list[Found[Any]] = getattr(parsed.extracted, field)
    evidence = {
        (place.start, place.end) for places in parsed.letter.evidence.values() for place in places
    }  # what the record kept
    for one in found:
        spans = one.spans or (Span(0, 0),)
        text = " ".join(parsed.document.text[s.start : s.end] for s in one.spans)
        chosen = any(start < s.end and s.start < end for s in one.spans for start, end in evidence)
        notes = (str(one.value), *(f"{code}: {message}" for code, message in one.remarks))
        yield Trace(field, one.rule, spans[0], " ".join(text.split()), one.confidence, chosen, notes)


def _zones(parsed: Parsed) -> Iterable[Trace]:
    zoned = parsed.zoned
    scores = zoned.scores or (1.0,) * len(zoned.lines)
    for line, cell, score in zip(zoned.lines, zoned.cells, scores, strict=True):
        yield Trace("zones", cell.value, Span(line.start, line.end), zoned.text(line), score, True)
