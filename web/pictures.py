"""Pages as pictures, and originals as text: what the record's evidence is shown on. Kept in memory, the last used."""

from __future__ import annotations

import io
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from schemas.errors import CongvanError
from schemas.record import Straightened
from web.trouble import NotThere

if TYPE_CHECKING:
    from PIL.Image import Image

    from schemas.page import Document
    from store.book import Store

T = TypeVar("T")
SCREEN = 1.6  # pixels a point: a page of A4 is 952 wide
CROP = 4.0
_MOST_PIXELS = 12_000_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page to draw on: width and height in points, as evidence counts. `stance` is how it was put upright."""

    number: int
    width: float
    height: float
    stance: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """Which pages are shown of which original, each put upright as it was when it was read."""

    sha256: str
    media_type: str
    upright: tuple[Straightened, ...] = ()

    def of(self, number: int) -> Straightened:
        """How page `number` is put upright."""
        return next((each for each in self.upright if each.page == number), Straightened(page=number))


class Pictures:
    """Draws pages of originals. pdfium can't be used by two threads at once, so one draws at a time."""

    def __init__(self, store: Store, *, keep: int = 96) -> None:
        self._store = store
        self._pdfium = threading.Lock()
        self._kept = _Kept(keep)
        self._texts = _Kept(32)

    def sheets(self, shown: Shown, first: int, last: int) -> list[Sheet]:
        """The pages from `first` to `last`; none for formats without pages."""
        if not has_pages(shown.media_type):
            return []
        sizes: list[Sheet] = self._kept.get(
            (shown.sha256, "sizes"), lambda: self._sizes(shown.sha256, shown.media_type)
        )
        return [_upright(sheet, shown.of(sheet.number)) for sheet in sizes if first <= sheet.number <= last]

    def page(self, shown: Shown, number: int) -> bytes:
        """Page `number` (from 1) as JPEG.

        Raises:
            NotThere: there is no such page.
        """
        name = (shown.sha256, shown.of(number))
        drawn: bytes = self._kept.get(name, lambda: _jpeg(self._straight(shown, number, SCREEN)))
        return drawn

    def crop(self, shown: Shown, number: int, box: tuple[float, float, float, float]) -> bytes:
        """A part of a page, large, as JPEG: `box` in points, with some of what stands around it."""
        image = self._straight(shown, number, CROP)
        sheet = next(s for s in self.sheets(shown, number, number))
        scale = image.width / sheet.width
        around = max(6.0, (box[3] - box[1]) * 0.6)
        left, top, right, bottom = box[0] - around * 2, box[1] - around, box[2] + around * 2, box[3] + around
        part = (max(0, left), max(0, top), min(sheet.width, right), min(sheet.height, bottom))
        if part[2] <= part[0] or part[3] <= part[1]:
            raise NotThere
        cut = image.crop((int(part[0] * scale), int(part[1] * scale), int(part[2] * scale), int(part[3] * scale)))
        cut.thumbnail((1400, 700))
        return _jpeg(cut)

    def text(self, sha256: str, name: str, part: int) -> Document:
        """Document `part` (from 0) of an original without pages, read again as it was when it was imported.

        Raises:
            NotThere: it can't be read any more, or has no such part.
        """
        found: list[Document] = self._texts.get((sha256, name), lambda: self._read(sha256, name))
        if part >= len(found):
            raise NotThere
        return found[part]

    def _read(self, sha256: str, name: str) -> list[Document]:
        from pipeline.read import read
        from pipeline.split import split

        with self._laid_out(self._store.originals.get(sha256), name) as path:
            try:
                return split(read(path))
            except CongvanError as error:
                raise NotThere(str(error)) from error

    def _sizes(self, sha256: str, media_type: str) -> list[Sheet]:
        data = self._store.originals.get(sha256)
        if media_type == "application/pdf":
            import pypdfium2

            with self._pdfium:
                try:
                    pdf = pypdfium2.PdfDocument(data)
                except pypdfium2.PdfiumError as error:
                    raise NotThere(str(error)) from error
                try:
                    return [Sheet(n + 1, *pdf.get_page_size(n)) for n in range(len(pdf))]
                finally:
                    pdf.close()
        with self._laid_out(data) as path:
            frames = [_frame(path, number) for number in range(1, _frames(path) + 1)]
            return [
                Sheet(n, image.width * points, image.height * points) for n, (image, points) in enumerate(frames, 1)
            ]

    def _straight(self, shown: Shown, number: int, scale: float) -> Image:
        """A page as it was read: turned upright, and its lines level."""
        from PIL import Image as Pillow

        image, upright = self._draw(shown.sha256, shown.media_type, number, scale), shown.of(number)
        if upright.turned % 4:
            quarters = (Pillow.Transpose.ROTATE_270, Pillow.Transpose.ROTATE_180, Pillow.Transpose.ROTATE_90)
            image = image.transpose(quarters[upright.turned % 4 - 1])
        if upright.skew:
            image = image.rotate(upright.skew, Pillow.Resampling.BICUBIC, fillcolor=(255, 255, 255))
        return image

    def _draw(self, sha256: str, media_type: str, number: int, scale: float) -> Image:
        if not has_pages(media_type) or number < 1:
            raise NotThere
        data = self._store.originals.get(sha256)
        if media_type == "application/pdf":
            import pypdfium2

            with self._pdfium:
                try:
                    pdf = pypdfium2.PdfDocument(data)
                except pypdfium2.PdfiumError as error:
                    raise NotThere(str(error)) from error
                try:
                    if number > len(pdf):
                        raise NotThere
                    if pdf.get_formtype() != 0:
                        pdf.init_forms()  # so that a signature's appearance, with the clerk's number in it, is drawn
                    width, height = pdf.get_page_size(number - 1)
                    bound = (_MOST_PIXELS / max(width * height, 1.0)) ** 0.5
                    return pdf[number - 1].render(scale=min(scale, bound)).to_pil().convert("RGB")  # type: ignore[no-any-return]
                finally:
                    pdf.close()
        with self._laid_out(data) as path:
            image, points = _frame(path, number)
            image.thumbnail((int(image.width * points * scale), 1 << 20))
            return image

    @contextmanager
    def _laid_out(self, data: bytes, name: str = "original") -> Iterator[Path]:
        """The bytes as a file, for readers that want one."""
        with tempfile.TemporaryDirectory(prefix="congvan-") as folder:
            path = Path(folder) / (Path(name).name or "original")
            path.write_bytes(data)
            yield path


def _upright(sheet: Sheet, upright: Straightened) -> Sheet:
    """The sheet as it lies when the page is upright."""
    stance = f"{upright.turned}.{upright.skew:g}" if upright.turned or upright.skew else ""
    sides = (sheet.height, sheet.width) if upright.turned % 2 else (sheet.width, sheet.height)
    return Sheet(sheet.number, *sides, stance)


def has_pages(media_type: str) -> bool:
    """Whether files of this type have pages that can be shown.

    >>> has_pages("application/pdf"), has_pages("text/plain")
    (True, False)
    """
    return media_type == "application/pdf" or media_type.startswith("image/")


def _frame(path: Path, number: int) -> tuple[Image, float]:
    """A frame of a picture, upright, and the points in one of its pixels."""
    from PIL import Image as Pillow

    from pipeline.read.ocr.raster import BadPicture, Limits, of_file

    try:
        raster = of_file(path, number, limits=Limits())
    except BadPicture as error:
        raise NotThere(str(error)) from error
    return Pillow.fromarray(raster.image), raster.scale


def _frames(path: Path) -> int:
    from PIL import Image as Pillow

    with Pillow.open(path) as image:
        return int(getattr(image, "n_frames", 1))


def _jpeg(image: Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=78, optimize=True, progressive=True)
    return out.getvalue()


class _Kept:
    """The last used of what is dear to make."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Hashable, object] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, name: Hashable, make: Callable[[], T]) -> T:
        with self._lock:
            if name in self._values:
                self._values.move_to_end(name)
                return self._values[name]  # type: ignore[return-value]
        made = make()
        with self._lock:
            self._values[name] = made
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        return made
