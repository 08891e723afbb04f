"""A file that holds several letters becomes several documents."""

from __future__ import annotations

from schemas.page import Document


def split(document: Document) -> list[Document]:
    """The documents in a file, in page order."""
    return [document]
