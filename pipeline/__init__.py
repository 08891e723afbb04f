"""The way of a letter: read → split → zone → extract → resolve → assemble.

>>> from pathlib import Path
>>> from pipeline import parse
>>> letters = parse(Path("letter.pdf"))  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.extract import Extracted
    from pipeline.read import RawPage, ReadSettings
    from schemas.page import Document
    from schemas.record import Letter
    from schemas.zone import Zoned

__all__ = ["Parsed", "analyse", "parse"]


@dataclass(frozen=True, slots=True)
class Parsed:
    """One document of a file at every stage of its way."""

    document: Document
    zoned: Zoned
    extracted: Extracted
    letter: Letter


def parse(path: Path | str, *, settings: ReadSettings | None = None) -> list[Letter]:
    """The records of the documents in the file `path`, in page order; nearly always one.

    The same bytes give the same records. A document that is not an official one is a record of kind `other`.

    Raises:
        CongvanError: the file can't be read; the subclasses in `schemas.errors` say why and what to do.
    """
    return [parsed.letter for parsed in analyse(path, settings=settings)]


def analyse(path: Path | str, *, settings: ReadSettings | None = None) -> list[Parsed]:
    """As `parse`, with the document, its zones and all that was found beside each record.

    Raises:
        CongvanError: as `parse`.
    """
    from pipeline.read import ReadSettings, read
    from pipeline.split import split

    document = read(Path(path), settings=ReadSettings(ocr=_recognise) if settings is None else settings)
    return _proven([_walk(part) for part in split(document)])


def _recognise(path: Path, pages: Sequence[int]) -> Iterable[RawPage]:
    """The OCR engine, loaded when the first page asks for it: most letters need none, and its libraries are slow."""
    from pipeline.read.ocr.reader import OcrReader

    return OcrReader()(path, pages)


def _walk(document: Document) -> Parsed:
    from pipeline.assemble import assemble
    from pipeline.extract import extract
    from pipeline.zone import zone

    zoned = zone(document)
    extracted = extract(zoned)
    return Parsed(document, zoned, extracted, assemble(zoned, extracted))


def _proven(parts: list[Parsed]) -> list[Parsed]:
    """`parts` of one file with what they prove of each other."""
    if len(parts) < 2:
        return parts
    from pipeline.assemble import assemble
    from pipeline.resolve.neighbours import cited_by_neighbours

    out = []
    for at, part in enumerate(parts):
        others = [reference for i, one in enumerate(parts) if i != at for reference in one.letter.references]
        changed = cited_by_neighbours(part.document, part.extracted, others)
        if changed is None:
            out.append(part)
            continue
        document, extracted = changed
        zoned = replace(part.zoned, document=document)
        out.append(Parsed(document, zoned, extracted, assemble(zoned, extracted)))
    return out
