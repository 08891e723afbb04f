"""Digital signatures of a PDF, read offline by pyHanko: who claims to have signed, when, and whether it is intact.

`intact` is arithmetic over the file's bytes and the certificate that comes with the signature; whether that
certificate is to be trusted needs a root that the user supplies, and no network is ever asked here.
"""

from __future__ import annotations

import logging
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.read.pdf_chars import Frame
from schemas.page import Box, Remark, Signature

if TYPE_CHECKING:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

_MOST = 50
# What broken files make pyHanko and asn1crypto raise besides PdfError: wrong types and values where the standard
# promises others, offsets past the end, references in circles.
_ODD = (ValueError, TypeError, KeyError, IndexError, AttributeError, OSError, NotImplementedError, RecursionError,
    AssertionError, zlib.error)  # fmt: skip


def signatures_of(path: Path, frames: Sequence[Frame]) -> tuple[list[Signature], list[Remark]]:
    """The signatures of a PDF in the order of signing; a file too odd for pyHanko has none, and a remark.

    `frames` are those of the file's pages in order.
    """
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader

    found: list[Signature] = []
    try:
        with path.open("rb") as file, _quiet():
            reader = PdfFileReader(file, strict=False)
            pages = _pages(reader, len(frames))
            for embedded in reader.embedded_signatures[:_MOST]:
                found.append(_signature(embedded, pages, frames))
    except (PdfError, *_ODD) as error:
        message = f"The digital signatures of {path.name} can't be read ({type(error).__name__})."
        return found, [Remark("signature-unreadable", message)]
    return found, []


def _signature(embedded: EmbeddedPdfSignature, pages: dict[int, int], frames: Sequence[Frame]) -> Signature:
    from pyhanko.pdf_utils.misc import PdfError

    signer, organisation = _names(embedded)
    intact: bool | None = None
    covers = False
    with suppress(PdfError, *_ODD):  # what can't be computed stays unknown; the claims are still worth keeping
        intact = _intact(embedded)
        covers = _covers(embedded)
    page, box = _place(embedded, pages, frames)
    return Signature(signer, organisation, _signed_at(embedded), intact, covers, page, box)


def _intact(embedded: EmbeddedPdfSignature) -> bool:
    """Whether the bytes that the signature covers are those that were signed."""
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    digest = embedded.compute_digest()
    try:
        intact, valid = validate_sig_integrity(embedded.signer_info, embedded.signer_cert, "data", digest)
    except SignatureValidationError:
        return False
    return bool(intact and valid)


def _covers(embedded: EmbeddedPdfSignature) -> bool:
    """Whether the signature covers the document: all of it, or all but what signing it further added."""
    from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, ModificationLevel, SuspiciousModification
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    level = embedded.evaluate_signature_coverage()
    if level is not SignatureCoverageLevel.ENTIRE_REVISION:
        return level is SignatureCoverageLevel.ENTIRE_FILE
    changes = embedded.evaluate_modifications(DEFAULT_DIFF_POLICY)
    if isinstance(changes, SuspiciousModification):
        return False
    return changes.modification_level is not ModificationLevel.OTHER


def _names(embedded: EmbeddedPdfSignature) -> tuple[str | None, str | None]:
    """The signer's common name and the organisation, as the certificate has them."""
    try:
        subject = embedded.signer_cert.subject.native
    except _ODD:
        return None, None
    return _text(subject.get("common_name")), _text(subject.get("organization_name"))


def _text(value: object) -> str | None:
    """A name's value; where a certificate gives several, the first."""
    if isinstance(value, list):
        value = value[0] if value else None
    return str(value).strip() or None if value is not None else None


def _signed_at(embedded: EmbeddedPdfSignature) -> str | None:
    """The signing time, ISO 8601: that of the signature's dictionary (`/M`), else that of its attributes.

    `/M` is what the panel on the page shows; some programs write local time into the attribute and call it UTC.
    """
    from pyhanko.pdf_utils.generic import parse_pdf_date
    from pyhanko.pdf_utils.misc import PdfError

    stamp: datetime | None
    try:
        stamp = parse_pdf_date(str(embedded.sig_object["/M"]))
    except (PdfError, *_ODD):
        try:
            stamp = embedded.self_reported_timestamp
        except (PdfError, *_ODD):
            return None
    return stamp.isoformat(timespec="seconds") if isinstance(stamp, datetime) else None


def _place(
    embedded: EmbeddedPdfSignature, pages: dict[int, int], frames: Sequence[Frame]
) -> tuple[int | None, Box | None]:
    """The page and box that the signature's widget shows it in; none for an invisible one."""
    from pyhanko.pdf_utils.misc import PdfError

    try:
        field = embedded.sig_field
        x0, y0, x1, y1 = (float(value) for value in field["/Rect"])
        index = pages.get(field.raw_get("/P").idnum)
    except (PdfError, *_ODD):
        return None, None
    if index is None or index >= len(frames) or abs(x1 - x0) < 1 or abs(y1 - y0) < 1:
        return None, None
    return index + 1, frames[index].box(x0, y0, x1, y1)


def _pages(reader: PdfFileReader, most: int) -> dict[int, int]:
    """The page index of each page object's number."""
    total = min(int(reader.root["/Pages"]["/Count"]), most)
    find = reader.find_page_for_modification
    return {find(index)[0].idnum: index for index in range(total)}  # type: ignore[no-untyped-call]


@contextmanager
def _quiet() -> Iterator[None]:
    """pyHanko logs each oddity with a traceback; a letter's oddities are no news."""
    logger = logging.getLogger("pyhanko")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)
