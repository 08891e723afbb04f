"""The references of a record."""

from __future__ import annotations

from pipeline.assemble.book import Book, best
from pipeline.extract import Extracted
from pipeline.resolve.references import resolve
from schemas.record import Reference


def references(found: Extracted, book: Book, *, issued: str | None) -> tuple[Reference, ...]:
    """The documents that the letter cites, once each. `issued` is the letter's own date (EDTF)."""
    own = best(found.number)
    out = []
    resolved = resolve(found.references, own=None if own is None else own.value, issued=issued)
    for i, (reference, mention, remarks) in enumerate(resolved):
        pointer = f"/references/{i}"
        book.enter(pointer, mention)
        for code, message in remarks:
            book.find(code, pointer, message)
        out.append(reference)
    return tuple(out)
