"""The book in which a record's evidence and findings are kept while it is put together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from pipeline.assemble.evidence import evidence_of
from schemas.found import Found
from schemas.page import Document, Span
from schemas.record import Evidence, Finding

T = TypeVar("T")


class Book:
    """Evidence by JSON Pointer, and findings without doubles, both in the order in which they were entered."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.evidence: dict[str, tuple[Evidence, ...]] = {}
        self.findings: list[Finding] = []

    def enter(self, pointer: str, found: Found[T]) -> T:
        """Keep where `found` stands under `pointer`, its remarks as findings; gives back the value."""
        self.place(pointer, found.spans, found.confidence)
        for code, message in found.remarks:
            self.find(code, pointer, message)
        return found.value

    def place(self, pointer: str, spans: Iterable[Span], confidence: float) -> None:
        """Keep where a value stands."""
        places = evidence_of(self._document, spans, confidence)
        if places:
            self.evidence[pointer] = places

    def find(
        self,
        code: str,
        pointer: str,
        message: str,
        *,
        page: int | None = None,
        bbox: tuple[float, float, float, float] | None = None,
    ) -> None:
        """Enter a finding, once; where the pointer has evidence, the finding says the place.

        What a reader found with its own crop, of the field or of a part of it, is not found again without one.
        """
        if bbox is None and any(_tells(known, code, pointer) for known in self.findings):
            return
        if page is None and (places := self.evidence.get(pointer)):
            page, bbox = places[0].page, places[0].bbox
        finding = Finding(code=code, pointer=pointer, message=message, page=page, bbox=bbox)
        if finding not in self.findings:
            self.findings.append(finding)


def _tells(known: Finding, code: str, pointer: str) -> bool:
    if known.code != code or known.bbox is None or not pointer:
        return False
    return f"{known.pointer}/".startswith(f"{pointer}/") or f"{pointer}/".startswith(f"{known.pointer}/")


def best(found: list[Found[T]]) -> Found[T] | None:
    """The surest reading; of equals the first."""
    return max(found, key=lambda f: f.confidence, default=None)
