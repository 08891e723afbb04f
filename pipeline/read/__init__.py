"""A file becomes a `Document`: dispatch by content, one reader for each format."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from pipeline.read.build import build
from pipeline.read.engine import PageReader, Raw, RawLine, RawPage, RawWord, ReadSettings
from pipeline.read.sniff import Format, sniff
from schemas.errors import EmptyFile
from schemas.page import Document, Source

__all__ = ["Format", "PageReader", "RawLine", "RawPage", "RawWord", "ReadSettings", "read"]

_DEFAULT = ReadSettings()


def read(path: Path, *, settings: ReadSettings = _DEFAULT) -> Document:
    """The document in the file at `path`; `pipeline.split` then looks for several letters in it.

    Raises:
        CongvanError: a subclass that says why the file can't be read (`schemas.errors`).
        OSError: the file can't be opened.
    """
    kind = sniff(path, settings)
    raw = _reader(kind)(path, settings)
    document = build(raw, Source(path.name, _sha256(path), raw.media_type))
    if not document.text.strip() and not any(page.needs_ocr for page in document.pages):
        raise EmptyFile(f"{path.name} shows no text and no picture.")
    return document


def _reader(kind: Format) -> Callable[[Path, ReadSettings], Raw]:
    """The reader of a format. Each is imported when it is needed: their libraries are slow to load."""
    if kind is Format.PDF:
        from pipeline.read.pdf import read_pdf

        return read_pdf
    if kind is Format.DOCX:
        from pipeline.read.docx import read_docx

        return read_docx
    if kind in (Format.DOC, Format.ODT, Format.RTF):
        from pipeline.read.office import read_office

        return read_office
    if kind is Format.HTML:
        from pipeline.read.html import read_html

        return read_html
    if kind.is_image:
        from pipeline.read.image import read_image

        return read_image
    from pipeline.read.text import read_text

    return read_text


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
