"""Digital signatures of a PDF, read offline: who claims to have signed, when, and whether it is intact.

pdfium finds the signatures' bytes, pyHanko does the cryptography (its own reader takes a second over the padding of a
letter signed by five hands). `intact` is arithmetic over the file's bytes and the certificate that comes with the
signature; whether that certificate is to be trusted needs a root that the user supplies, and no network is ever asked.
"""

from __future__ import annotations

import ctypes
import hashlib
import logging
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2.raw as pdfium

from pipeline.read.pdf_chars import Frame
from schemas.page import Box, Remark, Signature

if TYPE_CHECKING:
    from asn1crypto.cms import ContentInfo, SignedData
    from pyhanko.pdf_utils.reader import PdfFileReader

_MOST = 50
_MOST_BYTES = 4 << 20  # of one signature
# What broken files make pyHanko and asn1crypto raise besides their own errors: wrong types and values where the
# standard promises others, offsets past the end, references in circles.
_ODD = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    OSError,
    NotImplementedError,
    RecursionError,
    AssertionError,
    zlib.error,
)
Place = tuple[int | None, Box | None]


@dataclass(slots=True, frozen=True)
class Sealed:
    """A signature as the file holds it: the CMS object, the byte ranges (start, length, …) that it covers, `/M`."""

    field: int  # its place among the signature fields
    contents: bytes
    ranges: tuple[int, ...]
    time: str | None


def sealed_in(document: Any) -> list[Sealed]:
    """The signatures of an open pdfium document, in the order of its form; fields without one are left out."""
    found = []
    for i in range(min(pdfium.FPDF_GetSignatureCount(document), _MOST)):
        signature = pdfium.FPDF_GetSignatureObject(document, i)
        contents = _bytes(pdfium.FPDFSignatureObj_GetContents, signature)
        if not contents.strip(b"\0"):
            continue
        length = pdfium.FPDFSignatureObj_GetByteRange(signature, None, 0)
        ranges = (ctypes.c_int * max(length, 0))()
        pdfium.FPDFSignatureObj_GetByteRange(signature, ranges, length)
        time = _bytes(pdfium.FPDFSignatureObj_GetTime, signature).rstrip(b"\0").decode("ascii", "replace")
        found.append(Sealed(i, contents, tuple(ranges), time or None))
    return found


def _bytes(get: Callable[[Any, Any, int], int], signature: Any) -> bytes:
    length = get(signature, None, 0)
    if not 0 < length <= _MOST_BYTES:
        return b""
    buffer = ctypes.create_string_buffer(length)
    get(signature, buffer, length)
    return buffer.raw


def signatures_of(
    path: Path, sealed: Sequence[Sealed], frames: Sequence[Frame]
) -> tuple[list[Signature], list[Remark]]:
    """What the signatures of the file at `path` say, in their order; `frames` are those of its pages.

    One that is too odd to be read is left out, and a remark says so.
    """
    data = path.read_bytes()
    with _quiet():
        places = _places(path, frames)
        found = [_signature(one, data, places.get(one.field, (None, None))) for one in sealed]
    read = [signature for signature in found if signature is not None]
    if len(read) == len(found):
        return read, []
    message = f"{len(found) - len(read)} of the digital signatures of {path.name} can't be read."
    return read, [Remark("signature-unreadable", message)]


def _signature(sealed: Sealed, data: bytes, place: Place) -> Signature | None:
    from asn1crypto.cms import ContentInfo

    try:
        content: ContentInfo = ContentInfo.load(sealed.contents)
        signed: SignedData = content["content"]
        signer, organisation = _names(signed)
    except _ODD:
        return None
    page, box = place
    return Signature(
        signer=signer,
        organisation=organisation,
        signed_at=_signed_at(sealed, signed),
        intact=_intact(sealed, signed, data),
        covers_document=_covers(sealed, len(data)),
        page=page,
        box=box,
    )


def _intact(sealed: Sealed, signed: SignedData, data: bytes) -> bool | None:
    """Whether the bytes that the signature covers are those that were signed; None where that can't be computed."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from pyhanko.sign.general import extract_certificate_info, extract_signer_info
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    pairs = list(zip(sealed.ranges[::2], sealed.ranges[1::2], strict=False))
    if not pairs or any(start < 0 or length < 0 or start + length > len(data) for start, length in pairs):
        return False
    try:
        if signed["encap_content_info"]["content"].native is not None:
            return None  # an old form: what is signed is a digest inside the signature
        info = extract_signer_info(signed)
        digest = hashlib.new(info["digest_algorithm"]["algorithm"].native)
        for start, length in pairs:
            digest.update(data[start : start + length])
        certificate = extract_certificate_info(signed).signer_cert
        intact, valid = validate_sig_integrity(info, certificate, "data", digest.digest())
    except SignatureValidationError:
        return False
    except (UnsupportedAlgorithm, *_ODD):
        return None
    return bool(intact and valid)


def _covers(sealed: Sealed, size: int) -> bool:
    """Whether every byte of the file, as it is now, is covered (but for the signature itself).

    In a letter signed several times over, only the last signature does.
    """
    if len(sealed.ranges) != 4:
        return False
    first, length, second, rest = sealed.ranges
    hole = second - length
    return first == 0 and second + rest >= size - 1 and 0 < hole <= 2 * len(sealed.contents) + 64


def _names(signed: SignedData) -> tuple[str | None, str | None]:
    """The signer's common name and the organisation, as the certificate has them."""
    from pyhanko.sign.general import extract_certificate_info

    subject = extract_certificate_info(signed).signer_cert.subject.native
    return _text(subject.get("common_name")), _text(subject.get("organization_name"))


def _text(value: object) -> str | None:
    """A name's value; where a certificate gives several, the first."""
    if isinstance(value, list):
        value = value[0] if value else None
    return str(value).strip() or None if value is not None else None


def _signed_at(sealed: Sealed, signed: SignedData) -> str | None:
    """The signing time, ISO 8601: that of the signature's dictionary (`/M`), else that of its attributes.

    `/M` is what the panel on the page shows; some programs write local time into the attribute and call it UTC.
    """
    from pyhanko.pdf_utils.generic import parse_pdf_date
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.general import extract_signer_info, find_unique_cms_attribute

    stamp: object = None
    try:
        stamp = parse_pdf_date(sealed.time or "")
    except (PdfError, *_ODD):
        try:
            attributes = extract_signer_info(signed)["signed_attrs"]
            stamp = find_unique_cms_attribute(attributes, "signing_time").native
        except _ODD:
            return None
    return stamp.isoformat(timespec="seconds") if isinstance(stamp, datetime) else None


def _places(path: Path, frames: Sequence[Frame]) -> dict[int, Place]:
    """Where each signature field shows itself: its page and box; none for invisible ones.

    The fields are those of type Sig at the top of the form, in its order, as pdfium counts them.
    """
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader

    places: dict[int, Place] = {}
    try:
        with path.open("rb") as file:
            reader = PdfFileReader(file, strict=False)
            pages = _pages(reader, len(frames))
            fields = [reference.get_object() for reference in reader.root["/AcroForm"]["/Fields"]]
            for i, field in enumerate(field for field in fields if field.get("/FT") == "/Sig"):
                x0, y0, x1, y1 = (float(value) for value in field["/Rect"])
                page = pages.get(field.raw_get("/P").idnum)
                if page is not None and abs(x1 - x0) > 1 and abs(y1 - y0) > 1:
                    places[i] = page + 1, frames[page].box(x0, y0, x1, y1)
    except (PdfError, *_ODD):
        pass  # a place is a comfort; without it the signature still says who and when
    return places


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
