"""A letter's text with the places of its values, as runs that a template can write."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from schemas.page import Document
from schemas.record import Evidence, Letter


@dataclass(frozen=True, slots=True)
class Run:
    """Some characters; `pointers` are the values that stand on them, the narrowest first."""

    text: str
    pointers: tuple[str, ...]


def lines(document: Document, letter: Letter) -> Iterator[tuple[bool, list[Run]]]:
    """The document's lines in order, each with whether a gap stands before it, cut where values begin and end."""
    places = sorted(
        (start, start + len(place.text), pointer)
        for pointer, found in letter.evidence.items()
        for place in found
        if (start := _home(document.text, place)) is not None
    )
    last = 0
    for line in document.lines:
        between = document.text[last : line.start]
        last = line.end
        yield between.count("\n") > 1, list(_runs(document.text, line.start, line.end, places))


def _runs(text: str, start: int, end: int, places: list[tuple[int, int, str]]) -> Iterator[Run]:
    here = [place for place in places if place[0] < end and place[1] > start]
    cuts = sorted({start, end, *(max(start, p[0]) for p in here), *(min(end, p[1]) for p in here)})
    for low, high in pairwise(cuts):
        over = sorted((p[1] - p[0], p[2]) for p in here if p[0] <= low and p[1] >= high)
        yield Run(text[low:high], tuple(dict.fromkeys(pointer for _, pointer in over)))


def _home(text: str, place: Evidence) -> int | None:
    """Where the words of a place begin. A newer reader may have moved them a little; then the nearest same words."""
    if text.startswith(place.text, place.start):
        return place.start
    before = text.rfind(place.text, 0, place.start + len(place.text))
    after = text.find(place.text, place.start)
    found = [at for at in (before, after) if at >= 0]
    return min(found, key=lambda at: abs(at - place.start), default=None)
