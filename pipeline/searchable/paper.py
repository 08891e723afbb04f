"""Image files as PDF pages: JPEG as it is, the sheet of a photograph flat as it was read, all else without loss."""

from __future__ import annotations

import io
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.read.ocr.photo import flattened
from pipeline.read.ocr.raster import NORM_DPI, Limits, claimed_dpi, image_dpi
from schemas.errors import TruncatedFile

if TYPE_CHECKING:
    import pikepdf
    from PIL.Image import Image

_TURNS = {1: 0, 3: 180, 6: 90, 8: 270}  # EXIF orientations that are plain rotations


def bound(path: Path, out: Path, limits: Limits) -> list[int]:
    """Write the frames of an image file to `out`, a page each; gives the numbers of those that can't be decoded.

    A frame that is broken or out of bounds becomes an empty page, so that the others keep their numbers.

    Raises:
        TruncatedFile: no frame can be decoded.
    """
    import pikepdf
    from PIL import Image as Pillow

    broken: list[int] = []
    pdf = pikepdf.new()
    with Pillow.open(path) as image:
        for number in range(1, int(getattr(image, "n_frames", 1)) + 1):
            try:
                image.seek(number - 1)
                if image.width * image.height > limits.decoded_pixels:
                    raise ValueError("too large")
                _page(pdf, image, path)
            except (OSError, EOFError, SyntaxError, ValueError, Pillow.DecompressionBombError):
                broken.append(number)
                pdf.add_blank_page(page_size=(595, 842))
    if len(broken) == len(pdf.pages):
        raise TruncatedFile(f"{path.name} can't be decoded as a picture.")
    pdf.save(out)
    return broken


def _page(pdf: pikepdf.Pdf, image: Image, path: Path) -> None:
    from PIL import ImageOps

    turn = _TURNS.get(int(image.getexif().get(0x0112, 1)))
    dpi = image_dpi(image)
    image.load()
    if claimed_dpi(image) is None and _sheet(pdf, ImageOps.exif_transpose(image)):
        return
    if image.format == "JPEG" and turn is not None and image.mode in ("L", "RGB"):
        picture = stream(pdf, path.read_bytes(), image.size, image.mode, "/DCTDecode")
    else:
        upright, turn = ImageOps.exif_transpose(image), 0
        picture = _lossless(pdf, upright)
        image = upright
    place(pdf, picture, (image.width * 72 / dpi, image.height * 72 / dpi))
    if turn:
        pdf.pages[-1].obj.Rotate = turn


def _sheet(pdf: pikepdf.Pdf, image: Image) -> bool:
    """Add the sheet that a photograph shows, as it is read; False where it shows none."""
    import numpy as np
    from PIL import Image as Pillow

    sheet = flattened(np.asarray(image.convert("RGB")), most_dpi=NORM_DPI)
    if sheet is None:
        return False
    flat, jpeg = Pillow.fromarray(sheet.image), io.BytesIO()
    flat.save(jpeg, "JPEG", quality=90)
    picture = stream(pdf, jpeg.getvalue(), flat.size, "RGB", "/DCTDecode")
    place(pdf, picture, (flat.width * 72 / sheet.dpi, flat.height * 72 / sheet.dpi))
    return True


def _lossless(pdf: pikepdf.Pdf, image: Image) -> pikepdf.Stream:
    from pikepdf import Dictionary

    if image.mode == "1":
        fax = _fax(image)
        if fax is not None:
            data, white_is_1 = fax
            out = stream(pdf, data, image.size, "1", "/CCITTFaxDecode")
            out.DecodeParms = Dictionary(K=-1, Columns=image.width, Rows=image.height, BlackIs1=white_is_1)
            return out
    if image.mode not in ("L", "RGB"):
        clear = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
        if clear:
            from PIL import Image as Pillow

            white = Pillow.new("RGBA", image.size, "white")
            image = Pillow.alpha_composite(white, image.convert("RGBA"))
        image = image.convert("L" if image.mode in ("1", "I;16", "I", "F") else "RGB")
    return stream(pdf, zlib.compress(image.tobytes()), image.size, image.mode, "/FlateDecode")


def _fax(image: Image) -> tuple[bytes, bool] | None:
    """A black-and-white image in Group 4, and whether what it calls black is white; None if it has several strips."""
    from PIL import Image as Pillow

    tiff = io.BytesIO()
    image.save(tiff, "TIFF", compression="group4", strip_size=(image.width + 7) // 8 * image.height)
    with Pillow.open(tiff) as written:
        tags: Any = written.tag_v2  # type: ignore[attr-defined]
        offsets, sizes = tags[273], tags[279]
        if len(offsets) != 1 or tags.get(266, 1) != 1:
            return None
        return tiff.getvalue()[offsets[0] : offsets[0] + sizes[0]], tags[262] == 1


def stream(pdf: pikepdf.Pdf, data: bytes, size: tuple[int, int], mode: str, how: str) -> pikepdf.Stream:
    """An image object of encoded `data`."""
    from pikepdf import Name, Stream

    out = Stream(pdf, data)
    out.Type, out.Subtype = Name.XObject, Name.Image
    out.Width, out.Height = size
    out.ColorSpace = Name.DeviceRGB if mode == "RGB" else Name.DeviceGray
    out.BitsPerComponent = 1 if mode == "1" else 8
    out.Filter = Name(how)
    return out


def place(pdf: pikepdf.Pdf, picture: pikepdf.Stream, size: tuple[float, float]) -> None:
    """Add a page of `size` points that shows `picture` from edge to edge."""
    from pikepdf import Dictionary

    pdf.add_blank_page(page_size=size)
    page = pdf.pages[-1]
    page.obj.Resources = Dictionary(XObject=Dictionary(Page=pdf.make_indirect(picture)))
    page.contents_add(f"q {size[0]:.3f} 0 0 {size[1]:.3f} 0 0 cm /Page Do Q".encode("ascii"))
