"""Image files (PNG, JPEG, TIFF with several frames, BMP, WebP): every frame is a page, read by OCR."""

from __future__ import annotations

from pathlib import Path

from pipeline.read.engine import Raw, RawPage, ReadSettings, page_limit
from pipeline.read.sniff import sniff
from schemas.errors import TruncatedFile, UnreadableFile
from schemas.page import Origin, Remark

_BAD_IMAGE = "ocr-bad-image"  # the remark on a page whose picture can't be decoded
_AGAIN = "Ask the sender for the file again, or scan the page anew."


def read_image(path: Path, settings: ReadSettings) -> Raw:
    """Read an image file; of more frames than the settings allow the first, and a remark says so.

    Raises:
        TruncatedFile: it is no picture.
        UnreadableFile: none of its pages can be decoded.
        MissingProgram: there is no OCR engine.
    """
    frames = _frames(path)
    raw = Raw(sniff(path, settings).value, layout=True)
    if frames > settings.max_pages:
        raw.remarks.append(page_limit(path.name, frames, settings.max_pages))
        frames = settings.max_pages
    numbers = range(1, frames + 1)
    if settings.ocr is None:
        raw.pages.extend(RawPage(number, needs_ocr=True, origin=Origin.OCR) for number in numbers)
        raw.remarks.append(Remark("needs-ocr", f"{path.name} is a picture; reading it needs OCR."))
        return raw
    raw.pages.extend(settings.ocr(path, list(numbers)))
    broken = [remark for page in raw.pages for remark in page.remarks if remark.code == _BAD_IMAGE]
    if len(broken) == frames:
        raise UnreadableFile(f"{path.name} shows nothing. {broken[0].message}", remedy=_AGAIN)
    return raw


def _frames(path: Path) -> int:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(path) as image:
            return int(getattr(image, "n_frames", 1))
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, TypeError, Image.DecompressionBombError) as error:
        raise TruncatedFile(f"{path.name} can't be decoded as a picture ({error}).") from error
