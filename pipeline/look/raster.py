"""The pictures of a file's pages, for formats that have pages to show."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

SCALE = 1.5  # pixels a point


def page_images(path: Path, media_type: str, pages: list[int]) -> dict[int, Image]:
    """The pages as images of `SCALE` pixels a point, by page number; empty for formats without pages."""
    if media_type == "application/pdf":
        import pypdfium2

        pdf = pypdfium2.PdfDocument(path)
        try:
            pdf.init_forms()  # so that a signature's appearance, with the clerk's number in it, is drawn too
            return {n: pdf[n - 1].render(scale=SCALE).to_pil().convert("RGB") for n in pages if n <= len(pdf)}
        finally:
            pdf.close()
    if media_type.startswith("image/"):
        from PIL import Image as Pillow
        from PIL import ImageSequence

        with Pillow.open(path) as image:
            frames = [frame.convert("RGB") for frame in ImageSequence.Iterator(image)]
        return {n: frames[n - 1] for n in pages if n <= len(frames)}
    return {}
