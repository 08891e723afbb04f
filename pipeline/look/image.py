"""The look of a file as one image: its pages side by side, zones and evidence drawn over them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.look.colours import COLOURS
from pipeline.look.raster import page_images
from schemas.errors import CongvanError
from schemas.page import Box

if TYPE_CHECKING:
    from PIL.Image import Image

    from pipeline import Parsed

_GAP = 12  # pixels between pages


class NoPages(CongvanError):
    """The format has no pages to draw."""

    exit_status = 2
    code = "no-pages"
    meaning = "Only files with pages (PDF and images) can be drawn as an image."
    remedy = "Give an output that ends in .html."


def render_png(path: Path, parsed: Sequence[Parsed], out: Path) -> None:
    """Draw every page of every document of `path` into `out`.

    Raises:
        NoPages: for formats without pages.
    """
    from PIL import Image as Pillow

    pages = [image for one in parsed for image in _pages(path, one)]
    if not pages:
        raise NoPages(f"{path.name} has no pages to draw.")
    sheet = Pillow.new(
        "RGB", (sum(p.width + _GAP for p in pages) - _GAP, max(p.height for p in pages)), (236, 239, 241)
    )
    x = 0
    for page in pages:
        sheet.paste(page, (x, 0))
        x += page.width + _GAP
    sheet.save(out)


def _pages(path: Path, one: Parsed) -> list[Image]:
    from PIL import Image as Pillow
    from PIL import ImageDraw

    if not one.document.layout:
        return []
    first, last = one.letter.source.pages
    images = page_images(path, one.letter.source.media_type, list(range(first, last + 1)))
    out = []
    for number, image in images.items():
        page = next(p for p in one.document.pages if p.number == number)
        across, down = image.width / (page.width or 1), image.height / (page.height or 1)
        veil = Pillow.new("RGBA", image.size)
        pen = ImageDraw.Draw(veil)
        for line, cell in zip(one.zoned.lines, one.zoned.cells, strict=True):
            if line.page == number and line.box is not None:
                pen.rectangle(_pixels(line.box, across, down), fill=COLOURS[cell] + "28")
        for evidence in one.letter.evidence.values():
            for place in evidence:
                if place.page == number and place.bbox is not None:
                    pen.rectangle(_pixels(Box(*place.bbox), across, down), outline="#e53935ff")
        out.append(Pillow.alpha_composite(image.convert("RGBA"), veil).convert("RGB"))
    return out


def _pixels(box: Box, across: float, down: float) -> tuple[float, float, float, float]:
    return box.x0 * across, box.y0 * down, box.x1 * across, box.y1 * down
