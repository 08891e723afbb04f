"""PDF files: the text layer by pdfium, with what form fields and signatures show put back where it stands.

In digitally signed letters the clerk's number and day stand only in the appearances of signature widgets. Flattening
them into the page (in memory) makes pdfium report their characters at their places like any others.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pypdfium2  # noqa: F401  (importing it starts the library)
import pypdfium2.raw as pdfium

from pipeline.read.engine import Raw, RawPage, ReadSettings, page_limit
from pipeline.read.pdf_chars import Frame, Glyphs, count, frame_of, mend_legacy, words_of
from pipeline.read.pdf_drawn import drawn_on
from pipeline.read.pdf_page import USABLE, page_of
from pipeline.read.recognise import recognise
from pipeline.read.signatures import sealed_in, signatures_of
from pipeline.read.sniff import Format
from pipeline.read.symbols import by_looks
from pipeline.read.text import legacy_remark
from pipeline.read.usable import usable
from schemas.errors import EmptyFile, EncryptedFile, OversizedFile, TruncatedFile
from schemas.page import Remark
from vietnamese.legacy import Encoding, font_encoding, repair_parts, trusted_fonts

_END_BYTES = 8192  # some programs add padding after the mark of the end
_MOST_ANNOTATIONS = 2_000
_NOT_PRINTED = (pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP)


def read_pdf(path: Path, settings: ReadSettings) -> Raw:
    """A PDF file. A password that only restricts printing or copying does not matter.

    Raises:
        EncryptedFile: it can't be opened without a password.
        TruncatedFile: pdfium can't make anything of it.
        EmptyFile: it has no pages.
        OversizedFile: it has more than `settings.max_characters` characters.

    Of a file with more than `settings.max_pages` pages the first are read, and a remark says so.
    """
    raw = Raw(Format.PDF.value, layout=True)
    with _opened(path) as document:
        pages = pdfium.FPDF_GetPageCount(document)
        if pages == 0:
            raise EmptyFile(f"{path.name} is a PDF without pages.")
        beyond, pages = pages, min(pages, settings.max_pages)
        sealed = (
            sealed_in(document) if pdfium.FPDF_GetSignatureCount(document) > 0 else []
        )  # flattening takes them away
        reader = _Reader(document, settings)
        raw.pages = [reader.page(number) for number in range(1, pages + 1)]
        if reader.met:
            raw.remarks.append(legacy_remark(sorted(reader.met)))
    if beyond > pages:
        raw.remarks.append(page_limit(path.name, beyond, pages))
    if not _ends(path):
        message = f"{path.name} breaks off before its end; pages may be missing."
        raw.remarks.append(Remark("truncated", message))
    raw.pages = recognise(path, raw.pages, settings)
    if sealed:
        raw.signatures, remarks = signatures_of(path, sealed, reader.frames)
        raw.remarks += remarks
    return raw


def _ends(path: Path) -> bool:
    """Whether a PDF has the mark of its end near its end."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _END_BYTES))
        return b"%%EOF" in file.read()


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    document = pdfium.FPDF_LoadDocument(str(path).encode() + b"\0", None)
    if not document:
        code = pdfium.FPDF_GetLastError()
        if code == pdfium.FPDF_ERR_PASSWORD:
            raise EncryptedFile(f"{path.name} is protected with a password.")
        if code == pdfium.FPDF_ERR_SECURITY:
            raise EncryptedFile(f"{path.name} is encrypted in a way that can't be read.")
        raise TruncatedFile(f"{path.name} begins as a PDF, but its pages can't be found.")
    try:
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


class _Reader:
    """Reads the pages of one open document."""

    def __init__(self, document: Any, settings: ReadSettings) -> None:
        self._document = document
        self._settings = settings
        self._trusted: frozenset[Encoding] = frozenset()
        self._characters = 0
        self.met: set[Encoding] = set()
        self.frames: list[Frame] = []  # of the pages read, in order

    def page(self, number: int) -> RawPage:
        page = pdfium.FPDF_LoadPage(self._document, number - 1)
        if not page:
            self.frames.append(Frame(0.0, 0.0, 1.0, 1.0, 0))
            message = f"Page {number} is broken and can't be read."
            return RawPage(number, remarks=(Remark("broken-page", message, number),))
        fields = _printed_fields(page)
        try:
            before = None
            if fields:
                page, before = self._flat(page, number)
            return self._read(page, number, before, fields)
        finally:
            pdfium.FPDF_ClosePage(page)

    def _flat(self, page: Any, number: int) -> tuple[Any, int | None]:
        """The page with its annotations flattened into it, and how many characters it had before; None if it fails."""
        with _text_page(page) as text_page:
            before = count(text_page)
        if pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) != pdfium.FLATTEN_SUCCESS:
            return page, None
        pdfium.FPDF_ClosePage(page)
        return pdfium.FPDF_LoadPage(self._document, number - 1), before

    def _read(self, page: Any, number: int, before: int | None, fields: list[Any]) -> RawPage:
        frame = frame_of(page)
        self.frames.append(frame)
        with _text_page(page) as text_page:
            self._characters += count(text_page)
            if self._characters > self._settings.max_characters:
                raise OversizedFile(f"The file has more than {self._settings.max_characters:,} characters.")
            words = words_of(text_page, frame, late_from=1 << 60 if before is None else before)
            words = [word for word in words if _seen(word, frame.width, frame.height)]
        self._mend(words)
        boxes = [frame.box(rect.left, rect.bottom, rect.right, rect.top) for rect in fields]
        return page_of(number, words, drawn_on(page, frame), frame, boxes)

    def _mend(self, words: list[Glyphs]) -> None:
        """Convert text in the fonts of old encodings."""
        texts: dict[Encoding, list[str]] = {}
        for word in words:
            found = font_encoding(word.style.font)
            if found is not None:
                texts.setdefault(found[0], []).append(word.text)
        if texts:
            self._trusted |= trusted_fonts({encoding: "\n".join(parts) for encoding, parts in texts.items()})
            self.met |= mend_legacy(words, self._trusted)
        for word in words:
            word.text = by_looks(word.text)
        if usable(" ".join(word.text for word in words)) < USABLE:
            mended, met = repair_parts([word.text for word in words])
            self.met.update(met)
            for word, text in zip(words, mended, strict=True):
                word.text = text


def _seen(word: Glyphs, width: float, height: float) -> bool:
    """Whether a word lies on the page as it is seen, and not outside its crop box."""
    x, y = (word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2
    return -2 <= x <= width + 2 and -2 <= y <= height + 2


@contextmanager
def _text_page(page: Any) -> Iterator[Any]:
    text_page = pdfium.FPDFText_LoadPage(page)
    try:
        yield text_page
    finally:
        if text_page:
            pdfium.FPDFText_ClosePage(text_page)


def _printed_fields(page: Any) -> list[Any]:
    """Where a page has annotations that show something (fields, signatures, stamps, typed notes), in user space."""
    rects = []
    for i in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST_ANNOTATIONS)):
        annotation = pdfium.FPDFPage_GetAnnot(page, i)
        if not annotation:
            continue
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        rect = pdfium.FS_RECTF()
        pdfium.FPDFAnnot_GetRect(annotation, ctypes.byref(rect))
        pdfium.FPDFPage_CloseAnnot(annotation)
        if kind not in _NOT_PRINTED and rect.right - rect.left > 1:
            rects.append(rect)
    return rects
