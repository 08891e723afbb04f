"""A searchable copy for the archive: the pages as they are, an invisible text layer over scans, PDF/A-2b."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from schemas.errors import CongvanError, UnsupportedType

if TYPE_CHECKING:
    from pipeline.read import RawPage, ReadSettings
    from schemas.page import Document, Remark

__all__ = ["Copied", "OutputExists", "searchable"]


class OutputExists(CongvanError):
    """The copy would take the place of a file that is there."""

    exit_status = 2
    code = "output-exists"
    meaning = "A copy never takes the place of the original."
    remedy = "Give the copy another name."


@dataclass(frozen=True, slots=True)
class Copied:
    """What became of a file. Page numbers from 1."""

    pages: int
    recognised: tuple[int, ...]  # scans that now have a text layer
    pictured: dict[int, tuple[str, ...]]  # pages drawn anew as pictures, and what an archive could not keep of them
    signed: bool  # the original bears digital signatures; the copy shows them and has none
    remarks: tuple[Remark, ...] = ()


def searchable(path: Path, out: Path, *, settings: ReadSettings | None = None, replace: bool = False) -> Copied:
    """Write a searchable PDF/A-2b copy of the PDF or image at `path` to `out`. The original is only read.

    Raises:
        OutputExists: `out` is the original, or is there and `replace` is False.
        UnsupportedType: it is neither a PDF nor an image.
        CongvanError: as `pipeline.parse`.
    """
    from pipeline.read import Format, ReadSettings, read
    from pipeline.read.sniff import sniff

    if out.exists() and (out.samefile(path) or not replace):
        raise OutputExists(f"{out} is the original itself." if out.samefile(path) else f"{out} is there already.")
    settings = ReadSettings(ocr=_recognise) if settings is None else settings
    kind = sniff(path, settings)
    if kind is not Format.PDF and not kind.is_image:
        raise UnsupportedType(f"{path.name} has no pages to copy.", remedy="Save it as a PDF first.")
    with tempfile.TemporaryDirectory() as folder:
        paged, broken = path, list[int]()
        if kind.is_image:
            from pipeline.read.ocr.raster import Limits
            from pipeline.searchable.paper import bound

            paged = Path(folder) / "pages.pdf"
            broken = bound(path, paged, Limits())
        document = read(paged, settings=settings)
        return _copied(paged, out, document, origin=path, broken=broken)


def _recognise(path: Path, pages: Sequence[int]) -> Iterable[RawPage]:
    from pipeline.read.ocr.reader import OcrReader

    return OcrReader()(path, pages)


def _copied(paged: Path, out: Path, document: Document, *, origin: Path, broken: Sequence[int]) -> Copied:
    import pikepdf

    from pipeline.searchable.archive import flattened, marked, save
    from pipeline.searchable.pages import Copyist
    from schemas.page import Remark

    with origin.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    with pikepdf.open(paged) as pdf:
        signed = bool(document.signatures)
        flattened(pdf)
        copyist = Copyist(pdf, paged, document)
        copyist.all_pages()
        about = f"Searchable copy of {origin.name}, SHA-256 {digest}."
        if signed:
            about += " The original is digitally signed; this copy shows its signatures and bears none."
        marked(pdf, title=origin.stem, about=about, source=f"sha256:{digest}")
        save(pdf, out)
    remarks = [
        Remark("ocr-bad-image", f"The picture on page {n} can't be read; the copy has an empty page.", n)
        for n in broken
    ]
    return Copied(
        len(document.pages),
        tuple(copyist.recognised),
        copyist.pictured,
        signed,
        (*document.remarks, *remarks),
    )
