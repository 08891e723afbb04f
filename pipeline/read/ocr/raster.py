"""A page as pixels: PDF pages through pdfium at the resolution of what they show, within a bound on pixels."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.read.ocr.engine import Colour
from pipeline.read.ocr.photo import flattened

NORM_DPI = 300.0
_LEAST_DPI = 100.0


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on what one page, and one file, may cost."""

    pixels: int = 40_000_000  # an A3 page at 400 dpi has 31 million
    decoded_pixels: int = 200_000_000  # an image file that says it has more is not even opened
    seconds: float = 60.0  # of the engine, for one page
    pages: int = 2_000  # of one file that are read
    file_seconds: float = 7_200.0  # for all pages of one file; 2,000 pages take 40 minutes of one core


@dataclass(frozen=True, slots=True)
class Raster:
    """A page's pixels (RGB) and their resolution. `shrunk` where the page was too large for its own resolution."""

    image: Colour
    dpi: float
    shrunk: bool = False

    @property
    def scale(self) -> float:
        """Points in one pixel."""
        return 72.0 / self.dpi


def of_pdf_page(page: Any, *, limits: Limits) -> Raster:
    """Render a pdfium page at the resolution of its largest image (100–300 dpi; 300 where it has none).

    Rendering, and not taking the image out, brings the page's own rotation, masks and annotations (signature panels).

    Raises:
        BadPicture: the page has a picture, and it can't be decoded.
    """
    width, height = page.get_width() / 72.0, page.get_height() / 72.0
    dpi = min(NORM_DPI, max(_LEAST_DPI, own_dpi(page) or NORM_DPI))
    bound = (limits.pixels / max(width * height, 1e-6)) ** 0.5
    shrunk = bound < dpi
    dpi = min(dpi, bound)
    image = page.render(scale=dpi / 72.0, rev_byteorder=True).to_numpy()
    if image.min() == image.max() and _undecodable(page):
        raise BadPicture("it can't be decoded")
    return Raster(_rgb(image), dpi, shrunk)


def _undecodable(page: Any) -> bool:
    """Whether a page that shows nothing has a picture that can't be decoded (pdfium leaves its place empty)."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        try:
            item.get_bitmap()
        except pypdfium2.PdfiumError:
            return True
    return False


def own_dpi(page: Any) -> float | None:
    """The resolution of the widest image on the page, None where it has none."""
    import pypdfium2.raw as pdfium

    best: tuple[float, float] | None = None
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        left, _, right, _ = item.get_bounds()
        pixels = max(item.get_px_size())
        inches = max(right - left, item.get_bounds()[3] - item.get_bounds()[1]) / 72.0
        if inches > 0.5 and (best is None or inches > best[0]):
            best = (inches, pixels / inches)
    return None if best is None else best[1]


def _rgb(image: Colour) -> Colour:
    """Three channels of whatever pdfium gave (1, 3 or 4)."""
    if image.ndim == 2:
        return np.repeat(image[:, :, None], 3, axis=2)
    if image.shape[2] == 1:
        return np.repeat(image, 3, axis=2)
    return np.ascontiguousarray(image[:, :, :3])


class BadPicture(Exception):
    """A page's picture is broken or out of bounds; the text says which."""


def of_file(path: Path, number: int, *, limits: Limits) -> Raster:
    """Page `number` (from 1) of a PDF, or frame `number` of an image file.

    Raises:
        BadPicture: it can't be decoded, or is larger than the limits allow even shrunk.
    """
    with path.open("rb") as file:
        head = file.read(1024)
    return _pdf_page(path, number, limits) if b"%PDF-" in head else _image_frame(path, number, limits)


def _pdf_page(path: Path, number: int, limits: Limits) -> Raster:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise BadPicture(str(error)) from error
    try:
        if document.get_formtype() != 0:
            document.init_forms()
        return of_pdf_page(document[number - 1], limits=limits)
    except (pypdfium2.PdfiumError, IndexError, ValueError, MemoryError) as error:
        raise BadPicture(str(error) or type(error).__name__) from error
    finally:
        document.close()


def _image_frame(path: Path, number: int, limits: Limits) -> Raster:
    """A frame of an image file, upright by its own orientation tag and shrunk into the bounds; the sheet of a photo."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(path) as image:
            image.seek(number - 1)
            pixels = image.width * image.height
            if pixels > limits.decoded_pixels:
                raise BadPicture(f"it is {image.width} by {image.height} pixels, more than can be held")
            dpi, photo = image_dpi(image), claimed_dpi(image) is None
            if image.format == "JPEG" and pixels > limits.pixels:
                image.draft("RGB", (image.width // 2, image.height // 2))
            plain = ImageOps.exif_transpose(image).convert("RGB")
    except (UnidentifiedImageError, OSError, EOFError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise BadPicture(str(error) or type(error).__name__) from error
    if photo and (sheet := flattened(np.asarray(plain), most_dpi=NORM_DPI)) is not None:
        return Raster(*sheet)
    bound = min(NORM_DPI / dpi, (limits.pixels / max(1, plain.width * plain.height)) ** 0.5)
    if bound < 0.97:
        size = (max(1, round(plain.width * bound)), max(1, round(plain.height * bound)))
        return Raster(
            np.asarray(plain.resize(size, Image.Resampling.LANCZOS)), dpi * bound, shrunk=bound < NORM_DPI / dpi
        )
    return Raster(np.asarray(plain), dpi)


def image_dpi(image: Any) -> float:
    """The resolution an image file claims if that makes a page of it; else the one that makes it A4."""
    short, long = sorted(image.size)
    return claimed_dpi(image) or float(max(short / 8.27, long / 11.69))


def claimed_dpi(image: Any) -> float | None:
    """The resolution an image file claims as a scanner does; None where it claims none, or one that makes no page."""
    claimed = float(image.info.get("dpi", (0, 0))[0] or 0)
    return claimed if claimed >= 90 and 4.0 <= min(image.size) / claimed <= 13.0 else None
