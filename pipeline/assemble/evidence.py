"""Evidence: the places on the page that a value was read from."""

from __future__ import annotations

from collections.abc import Iterable

from schemas.page import Box, Document, Line, Span
from schemas.record import Evidence


def evidence_of(document: Document, spans: Iterable[Span], confidence: float) -> tuple[Evidence, ...]:
    """One `Evidence` for each line that `spans` touch, in order; an empty span gives none.

    The confidence of words read by OCR lowers that of the value: a value is no surer than its least sure word.
    """
    out = []
    for span in spans:
        for line in document.lines_in(span):
            start, end = max(span.start, line.start), min(span.end, line.end)
            quote = document.text[start:end]
            lead = len(quote) - len(quote.lstrip())
            quote = quote.strip()
            if not quote:
                continue
            start += lead
            box, least = _box(line, Span(start, start + len(quote)))
            out.append(
                Evidence(
                    page=line.page,
                    bbox=None if box is None else (_point(box.x0), _point(box.y0), _point(box.x1), _point(box.y1)),
                    start=start,
                    end=start + len(quote),
                    text=quote,
                    confidence=round(min(confidence, least), 3),
                )
            )
    return tuple(out)


def _box(line: Line, span: Span) -> tuple[Box | None, float]:
    """The box around the words of `line` in `span`, and the least of their confidences (1 where there is none)."""
    box: Box | None = None
    least = 1.0
    for word in line.words:
        if word.start < span.end and word.end > span.start:
            box = word.box if box is None else box.union(word.box)
            if word.confidence is not None:
                least = min(least, word.confidence)
    return (line.box if box is None and not line.words else box), least


def _point(value: float) -> float:
    return round(value, 1)
