"""Page by page: kept with a text layer over its scan, or drawn anew as a picture where an archive can't keep it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from pipeline.read.ocr.raster import Limits, of_pdf_page
from pipeline.read.pdf_chars import Frame, frame_of
from pipeline.searchable.fit import SHOWS, objections, rewrite
from pipeline.searchable.layer import FONT, TextFont, content
from pipeline.searchable.place import Place
from schemas.page import Document, Line, Origin, Page, Word

if TYPE_CHECKING:
    import pikepdf

_QUALITY = 88
_SEEN = 6.0  # mean difference of grey levels in the worst square of two small pictures that people see
_LIMITS = Limits()


class Copyist:
    """Goes through the pages of `pdf`, an open and flattened copy of the file at `path` that reads as `document`."""

    def __init__(self, pdf: pikepdf.Pdf, path: Path, document: Document) -> None:
        self._pdf, self._path, self._document = pdf, path, document
        self._font = TextFont()
        self._lines: dict[int, list[Line]] = {}
        for line in document.lines:
            self._lines.setdefault(line.page, []).append(line)
        self.recognised: list[int] = []
        self.pictured: dict[int, tuple[str, ...]] = {}

    def all_pages(self) -> None:
        import pypdfium2

        layered: list[pikepdf.Page] = []
        shown = pypdfium2.PdfDocument(self._path)
        try:
            if shown.get_formtype() != 0:
                shown.init_forms()
            for page, read in zip(self._pdf.pages, self._document.pages, strict=True):
                if self._page(page, read, shown):
                    layered.append(page)
        finally:
            shown.close()
        if not layered:
            return
        font = self._font.written(self._pdf)
        for page in layered:
            _fonts(page)["/" + FONT] = font

    def _page(self, page: pikepdf.Page, read: Page, shown: Any) -> bool:
        """Copy one page; whether it has got a text layer."""
        scan = read.origin is Origin.OCR
        exact = any(word.origin is not Origin.OCR for line in self._lines.get(read.number, []) for word in line.words)
        reasons = set[str]()
        if scan:
            taken = bare_of_text(page, visible=not exact)
            if taken and not self._looks_the_same(page, read.number, shown):
                reasons = {"text that can't be copied"}
        reasons |= objections(page)
        original = shown[read.number - 1]
        frame, turned, skew = frame_of(original), read.turned, read.skew
        if reasons:
            self.pictured[read.number] = tuple(sorted(reasons))
            frame = self._picture(page, original)
        if scan:
            self.recognised.append(read.number)
        if not scan and not reasons:
            return False
        place = Place(frame, turned, skew) if scan else Place(frame)
        return self._layer(page, read.number, place, everything=bool(reasons))

    def _layer(self, page: pikepdf.Page, number: int, place: Place, *, everything: bool) -> bool:
        lines: list[Sequence[Word]] = []
        for line in self._lines.get(number, []):
            words = [word for word in line.words if everything or word.origin is Origin.OCR]
            if words:
                lines.append(words)
        if not lines:
            return False
        # the page's own commands may leave the coordinates changed
        page.contents_add(b"q\n", prepend=True)
        page.contents_add(b"Q\n" + content(lines, self._document.text, place, self._font))
        return True

    def _looks_the_same(self, page: pikepdf.Page, number: int, shown: Any) -> bool:
        """Whether the page, its text taken out, shows what it showed before."""
        import pikepdf
        import pypdfium2

        alone = pikepdf.new()
        alone.pages.append(page)
        data = io.BytesIO()
        alone.save(data)
        after = pypdfium2.PdfDocument(data.getvalue())
        try:
            a = shown[number - 1].render(scale=0.7, grayscale=True).to_numpy()
            b = after[0].render(scale=0.7, grayscale=True).to_numpy()
        finally:
            after.close()
        return a.shape == b.shape and _difference(a, b) < _SEEN

    def _picture(self, page: pikepdf.Page, original: Any) -> Frame:
        """Draw a page anew as one picture; gives its new frame."""
        from pikepdf import Array, Dictionary
        from PIL import Image

        from pipeline.searchable.paper import stream

        raster = of_pdf_page(original, limits=_LIMITS)
        pixels = raster.image
        grey = int(np.ptp(pixels.astype(np.int16), axis=2).max()) < 12
        image = Image.fromarray(pixels).convert("L") if grey else Image.fromarray(pixels)
        data = io.BytesIO()
        image.save(data, "JPEG", quality=_QUALITY, subsampling=0, dpi=(raster.dpi, raster.dpi))
        wide, high = original.get_width(), original.get_height()
        picture = stream(self._pdf, data.getvalue(), image.size, image.mode, "/DCTDecode")
        for key in list(page.obj.keys()):
            if key not in ("/Type", "/Parent"):
                del page.obj[key]
        page.obj.MediaBox = Array([0, 0, round(wide, 3), round(high, 3)])
        page.obj.Resources = Dictionary(XObject=Dictionary(Page=self._pdf.make_indirect(picture)))
        commands = f"q {wide:.3f} 0 0 {high:.3f} 0 0 cm /Page Do Q\n".encode("ascii")
        page.obj.Contents = self._pdf.make_stream(commands)
        return Frame(0.0, 0.0, wide, high, 0)


def bare_of_text(page: pikepdf.Page, *, visible: bool) -> bool:
    """Take the commands that show text out of a page's own content: the unseen ones, or all. Whether there were any."""
    import pikepdf

    kept: list[tuple[object, object]] = []
    unseen, stack, taken = False, list[bool](), 0
    for command in pikepdf.parse_content_stream(page):
        name = str(command.operator)
        if name == "q":
            stack.append(unseen)
        elif name == "Q" and stack:
            unseen = stack.pop()
        elif name == "Tr":
            unseen = int(command.operands[0]) == 3
        if name in SHOWS and (visible or unseen):
            taken += 1
            continue
        kept.append((command.operands, command.operator))
    if taken:
        rewrite(page.obj, pikepdf.unparse_content_stream(kept))  # type: ignore[arg-type]
    return taken > 0


def _fonts(page: pikepdf.Page) -> Any:
    """The fonts of a page's own resources; resources that pages share are parted first."""
    import pikepdf

    resources = pikepdf.Dictionary(dict(page.obj.Resources.items()))
    fonts = pikepdf.Dictionary(dict(resources.get("/Font", pikepdf.Dictionary()).items()))
    resources.Font = fonts
    page.obj.Resources = resources
    return page.obj.Resources.Font


def _difference(a: np.ndarray, b: np.ndarray) -> float:
    """The mean difference in the worst square of 8 by 8 pixels."""
    apart = np.abs(a.astype(np.int16) - b.astype(np.int16)).squeeze()
    high, wide = apart.shape[0] // 8 * 8, apart.shape[1] // 8 * 8
    return float(apart[:high, :wide].reshape(high // 8, 8, wide // 8, 8).mean(axis=(1, 3)).max())
