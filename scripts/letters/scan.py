"""Makes paper of a letter and scans it: typeset, printed, stamped, sealed, signed, put on the glass askew.

    from scripts.letters.scan import Effects, OFFICE, render_scan
    scan = render_scan(letter, dpi=200, seed=7, effects=OFFICE)
    scan.data     the scan as PDF bytes (no text layer unless the effects add a bad one); photographs as a TIFF
    scan.text     the printed text in reading order, without stamps and handwriting: what an engine should read

The same arguments give the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image, ImageFilter

from scripts.letters.cells import STAMPS
from scripts.letters.ink import Pen, paper
from scripts.letters.layout import HEIGHT, WIDTH, Line, Sheets, Spot, typeset
from scripts.letters.model import Letter
from scripts.letters.pdf import draw as typed
from scripts.letters.photo import photographed

PRINTED_ONLY = frozenset({"urgency", "secrecy"})  # parts that are stamped, not printed, where stamps are asked for


@dataclass(frozen=True)
class Effects:
    """What happens to the page. `blur` is in points, `noise` in grey levels, `skew` in degrees, `shade` 0..1."""

    skew: float = 0.0
    blur: float = 0.0
    noise: float = 0.0
    shade: float = 0.0
    specks: int = 0
    see_through: float = 0.0
    jpeg: int = 90
    grey: bool = False
    seal: bool = False
    signature: bool = False
    handwritten: bool = False  # the number and the day are written by hand
    stamps: bool = False  # urgency and secrecy are red stamps instead of print
    arrival: bool = False  # the receiving office's stamp, from the letter's `arrival`
    standard: bool = False  # … of the standard form, its title beside its rows
    bad_text: bool = False  # an earlier OCR's text layer without its diacritics
    aslant: float = 0.0  # photographed on a table: how far corners move, as a share of the page's width
    shadow: float = 0.0  # … and how much darker the darkest place is, 0..1


CLEAN = Effects()
OFFICE = Effects(
    skew=0.6, blur=0.16, noise=5, shade=0.04, specks=30, jpeg=72, seal=True, signature=True, stamps=True, arrival=True
)
HAND = replace(OFFICE, handwritten=True)
CARBON = replace(HAND, blur=0.22, noise=3, grey=True, jpeg=55, bad_text=True)
POOR = replace(HAND, skew=-1.6, blur=0.3, noise=12, shade=0.18, specks=160, see_through=0.1, jpeg=48, grey=True)
PHOTO = replace(OFFICE, skew=0.0, blur=0.2, noise=7, shade=0.0, specks=0, jpeg=82, aslant=0.04, shadow=0.4)
EFFECTS = {"clean": CLEAN, "office": OFFICE, "hand": HAND, "carbon": CARBON, "poor": POOR, "photo": PHOTO}


@dataclass(frozen=True)
class Scan:
    """A scan and what is printed on its pages. Places are those of the page before it was put askew."""

    data: bytes
    text: str
    lines: tuple[Line, ...]
    pages: int
    stamped: tuple[Spot, ...] = ()  # where stamps stand


def render_scan(letter: Letter | Sequence[Letter], *, dpi: int = 200, seed: int = 0, effects: Effects = CLEAN) -> Scan:
    """Print `letter` (or several, one after the other) and scan it at `dpi`; the same arguments give the same bytes."""
    letters = [letter] if isinstance(letter, Letter) else list(letter)
    images: list[Image.Image] = []
    texts: list[str] = []
    lines: list[Line] = []
    stamped: list[Spot] = []
    for k, one in enumerate(letters):
        printed, pages = _scanned(one, dpi, (seed, k), effects)
        lines += [replace(line, page=line.page + len(images)) for line in printed.lines]
        stamped += [replace(spot, page=spot.page + len(images)) for spot in _stamped(one, printed, effects)]
        images += pages
        texts.append(printed.text())
    data = _album(images, effects) if effects.aslant else _bind(images, dpi, effects, lines if effects.bad_text else [])
    return Scan(data, "\f".join(texts), tuple(lines), len(images), tuple(stamped))


def _stamped(letter: Letter, sheets: Sheets, effects: Effects) -> list[Spot]:
    """Where the stamps of a letter stand."""
    names = [n for n, mark in (("urgency", letter.urgency), ("secrecy", letter.secrecy)) if mark and effects.stamps]
    names += ["arrival"] if effects.arrival and letter.arrival is not None else []
    return [sheets.spots[name] for name in names if name in sheets.spots]


def render_images(
    letter: Letter, *, dpi: int = 200, seed: int = 0, effects: Effects = CLEAN
) -> tuple[list[Image.Image], str]:
    """As `render_scan`, giving page images (for TIFF, JPEG, PNG) and the printed text."""
    printed, pages = _scanned(letter, dpi, (seed, 0), effects)
    return pages, printed.text()


def render_image_file(letter: Letter, ext: str, *, dpi: int = 150, seed: int = 0, effects: Effects = CLEAN) -> bytes:
    """The scan as a picture: a grey multi-page "tif", or the first page as "jpg" or "png"."""
    pages, _ = render_images(letter, dpi=dpi, seed=seed, effects=effects)
    out = io.BytesIO()
    if effects.aslant:
        pages[0].save(out, "JPEG", quality=effects.jpeg)
    elif ext == "tif":
        first, *rest = [page.convert("L").point(lambda grey: 255 * (grey > 150), "1") for page in pages]
        first.save(out, "TIFF", compression="group4", save_all=True, append_images=rest, dpi=(dpi, dpi))
    elif ext == "jpg":
        pages[0].save(out, "JPEG", quality=effects.jpeg, dpi=(dpi, dpi))
    else:
        pages[0].convert("L").save(out, "PNG", dpi=(dpi, dpi))
    return out.getvalue()


def _scanned(letter: Letter, dpi: int, seed: tuple[int, int], effects: Effects) -> tuple[Sheets, list[Image.Image]]:
    """What was printed of `letter`, and its pages as scanned."""
    sheets = typeset(letter, blank=("number", "day") if effects.handwritten else ())
    hidden = PRINTED_ONLY if effects.stamps else frozenset()
    printed = replace(sheets, lines=[line for line in sheets.lines if line.part not in hidden])
    pages = []
    for number, image in enumerate(_raster(printed, dpi), start=1):
        rng = np.random.default_rng([*seed, number])
        inked = _inked(image, letter, sheets, Pen(image, dpi / 72, rng, number), effects)
        pages.append(_glass(inked, dpi / 72, rng, effects))
    return printed, pages


def _raster(sheets: Sheets, dpi: int) -> list[Image.Image]:
    import pypdfium2

    document = pypdfium2.PdfDocument(typed(sheets))
    try:
        return [document[n].render(scale=dpi / 72).to_pil().convert("RGB") for n in range(len(document))]
    finally:
        document.close()


def _inked(image: Image.Image, letter: Letter, sheets: Sheets, pen: Pen, effects: Effects) -> Image.Image:
    """The printed page with what people put on it."""
    spots = {name: spot for name, spot in sheets.spots.items() if spot.page == pen.number}
    if effects.handwritten and "number" in spots and letter.number is not None:
        pen.write(letter.number, spots["number"])
    if effects.handwritten and "day" in spots and letter.date is not None and len(letter.date) == 10:
        pen.write(letter.date[-2:], spots["day"])
    for name, mark in (("urgency", letter.urgency), ("secrecy", letter.secrecy)):
        if effects.stamps and name in spots and mark is not None:
            pen.stamp(STAMPS[mark], spots[name])
    if effects.arrival and letter.arrival is not None and "arrival" in spots:
        draw = pen.standard_arrival if effects.standard else pen.arrival
        draw(letter.arrival, spots["arrival"])
    if effects.signature and "signature" in spots:
        pen.sign(spots["signature"])
    if effects.seal and "signature" in spots and letter.issuer is not None:
        pen.seal(spots["signature"], letter.parent, letter.issuer)
    return pen.on(image)


def _glass(image: Image.Image, scale: float, rng: np.random.Generator, effects: Effects) -> Image.Image:
    """The page as the scanner gives it back."""
    if effects.see_through > 0:
        back = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT).filter(ImageFilter.GaussianBlur(0.8 * scale))
        ghost = Image.blend(Image.new("RGB", image.size, "white"), back, effects.see_through)
        image = Image.fromarray(np.minimum(np.asarray(image), np.asarray(ghost)))
    if effects.specks:
        image = _specked(image, effects.specks, scale, rng)
    if effects.skew:
        angle = effects.skew * rng.uniform(0.7, 1.3)
        image = image.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=(250, 250, 248))
    if effects.aslant:
        image = photographed(image, rng, aslant=effects.aslant, shadow=effects.shadow)
    if effects.blur:
        image = image.filter(ImageFilter.GaussianBlur(effects.blur * scale))
    if effects.grey:
        image = image.convert("L")
    return paper(image, rng, noise=effects.noise, shade=effects.shade)


def _specked(image: Image.Image, count: int, scale: float, rng: np.random.Generator) -> Image.Image:
    pixels = np.array(image)
    height, width = pixels.shape[:2]
    for _ in range(count):
        x, y, size = int(rng.integers(width)), int(rng.integers(height)), max(1, round(rng.uniform(0.15, 0.6) * scale))
        pixels[y : y + size, x : x + size] = int(rng.integers(20, 120))
    return Image.fromarray(pixels)


def _album(images: Sequence[Image.Image], effects: Effects) -> bytes:
    """Photographs as a TIFF of JPEGs that claim no resolution."""
    out = io.BytesIO()
    first, *rest = images
    first.save(out, "TIFF", compression="jpeg", quality=effects.jpeg, save_all=True, append_images=rest)
    return out.getvalue()


def _bind(images: Sequence[Image.Image], dpi: int, effects: Effects, lines: Sequence[Line]) -> bytes:
    """Page images as one PDF of JPEGs, with the bad text layer of an earlier OCR where `lines` are given."""
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=1, pageCompression=1)
    canvas.setCreator("scripts.letters")
    for number, image in enumerate(images, start=1):
        jpeg = io.BytesIO()
        image.save(jpeg, "JPEG", quality=effects.jpeg, dpi=(dpi, dpi))
        jpeg.seek(0)
        for line in (line for line in lines if line.page == number):
            text = canvas.beginText(line.words[0].x, HEIGHT - line.y)
            text.setFont("Helvetica", line.words[0].size)
            text.setTextRenderMode(3)
            text.textOut(_garbled(line.text))
            canvas.drawText(text)
        canvas.drawImage(ImageReader(jpeg), 0, 0, WIDTH, HEIGHT)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _garbled(text: str) -> str:
    """What an engine without Vietnamese made of a line: letters with marks became question marks."""
    return "".join(char if char.isascii() else "?" for char in text)
