"""Assemble: choose among what was found, keep where it stands, raise findings → the record."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.kind import UNLISTED
from pipeline.assemble import header
from pipeline.assemble.book import Book, best
from pipeline.assemble.directives import directives
from pipeline.assemble.issued import issued, unless_later_cited
from pipeline.assemble.references import references
from pipeline.extract import Extracted
from schemas.page import Document, Origin
from schemas.record import DigitalSignature, Kind, Letter, Source, Straightened, TextOrigin
from schemas.zone import Zoned

NOT_A_LETTER = "not-a-letter"
# What a reader remarks on a page of which it gives no text.
UNREAD = frozenset(
    {"ocr-failed", "ocr-timeout", "ocr-time-limit", "ocr-page-limit", "ocr-bad-image", "broken-page", "ocr-noise"}
)


def assemble(zoned: Zoned, found: Extracted) -> Letter:
    """The record of `zoned`. Pure: the same input gives the same record."""
    document = zoned.document
    book = Book(document)
    source = _source(document)
    for remark in document.remarks:
        book.find(remark.code, remark.pointer, remark.message, page=remark.page, bbox=remark.box)
    chosen = best(found.kind)
    unread = sorted({remark.page for remark in document.remarks if remark.code in UNREAD and remark.page is not None})
    if unread and (chosen is None or chosen.value == Kind.OTHER):
        return _not_a_letter(document, source, book, unread=unread)
    kind = Kind.OTHER if chosen is None else Kind(book.enter("/kind", chosen))
    unlisted = chosen is not None and chosen.rule == UNLISTED
    if kind is Kind.OTHER and not unlisted:
        return _not_a_letter(document, source, book)
    dated = issued(found, book, document.signatures)
    cited = references(found, book, issued=dated.known)
    dated = unless_later_cited(dated, cited, book, scanned=_scanned(found, document))
    letter = Letter(
        source=source,
        kind=kind,
        number=header.number(found, book),
        issued=dated.issued,
        issuer=header.issuer(found, book),
        subject=header.subject(found, book),
        urgency=header.urgency(found, book),
        secrecy=header.secrecy(found, book),
        addressees=header.addressees(found, book),
        distribution=header.distribution(found, book),
        filing=header.filing(found, book),
        references=cited,
        directives=() if unlisted else directives(zoned, found, book, source=source, issued=dated.known),
        contacts=header.contacts(found, book),
        signer=header.signer(found, book),
        arrival=header.arrival(found, book, sent=dated.known),
        signatures=_signatures(document),
    )
    return letter.model_copy(update={"evidence": book.evidence, "findings": tuple(book.findings)})


def _scanned(found: Extracted, document: Document) -> bool:
    """Whether an OCR engine read the day of issue."""
    day = best(found.issued)
    if day is None or not day.spans:
        return False
    number = document.page_of(day.spans[0].start)
    return any(page.number == number and page.origin is Origin.OCR for page in document.pages)


def _not_a_letter(document: Document, source: Source, book: Book, *, unread: Sequence[int] = ()) -> Letter:
    """A record that says only that, and why; with pages that nobody could read it may be a letter all the same."""
    if unread:
        pages = ", ".join(str(page) for page in unread)
        book.find(
            NOT_A_LETTER, "/kind", f"Nobody can tell what it is: of pages {pages} nothing was read. Read it again."
        )
    if not any(finding.code == NOT_A_LETTER for finding in book.findings):
        book.find(NOT_A_LETTER, "/kind", "Nothing that an official document is known by stands in it.")
    return Letter(
        source=source,
        kind=Kind.OTHER,
        signatures=_signatures(document),
        evidence=book.evidence,
        findings=tuple(book.findings),
    )


def _source(document: Document) -> Source:
    origins = {page.origin for page in document.pages if page.span.start < page.span.end}
    read = {TextOrigin.OCR if origin is Origin.OCR else TextOrigin.EMBEDDED for origin in origins}
    numbers = [page.number for page in document.pages] or [1]
    return Source(
        name=document.source.name,
        sha256=document.source.sha256,
        media_type=document.source.media_type,
        pages=(numbers[0], numbers[-1]),
        text_origin=TextOrigin.MIXED if len(read) > 1 else next(iter(read), TextOrigin.EMBEDDED),
        straightened=tuple(
            Straightened(page=page.number, turned=page.turned, skew=round(page.skew, 2))
            for page in document.pages
            if page.turned or page.skew
        ),
    )


def _signatures(document: Document) -> tuple[DigitalSignature, ...]:
    return tuple(
        DigitalSignature(
            signer=s.signer,
            organisation=s.organisation,
            signed_at=s.signed_at,
            intact=s.intact,
            covers_document=s.covers_document,
        )
        for s in document.signatures
    )
