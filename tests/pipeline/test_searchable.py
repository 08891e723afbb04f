"""Searchable copies: words stand at their boxes, pages look as before, the file says what it is, originals stay."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from pipeline.read import RawLine, RawPage, RawWord, ReadSettings
from pipeline.read.ocr.prepare import turn
from pipeline.read.ocr.raster import Limits
from pipeline.read.pdf_chars import Frame
from pipeline.searchable import OutputExists, searchable
from pipeline.searchable.layer import blank_truetype
from pipeline.searchable.paper import bound
from pipeline.searchable.place import Place
from schemas.errors import TruncatedFile, UnsupportedType
from schemas.page import Box, Origin

LETTERS = Path(__file__).parents[2] / "data" / "letters"
WORDS = ("Kính", "gửi:", "Ủy", "ban", "nhân", "dân", "xã")


def _line(y: float, words: Sequence[str] = WORDS) -> RawLine:
    boxes = [Box(80 + 60 * i, y, 130 + 60 * i, y + 12) for i in range(len(words))]
    read = (RawWord(word, box, confidence=0.9, origin=Origin.OCR) for word, box in zip(words, boxes, strict=True))
    return RawLine(words=tuple(read), origin=Origin.OCR)


def engine(path: Path, pages: Sequence[int]) -> Iterator[RawPage]:
    for number in pages:
        yield RawPage(number, lines=[_line(100), _line(120)], width=595, height=842, origin=Origin.OCR)


SETTINGS = ReadSettings(ocr=engine)


def _picture(size: tuple[int, int] = (595, 842)) -> Image.Image:
    pixels = np.full((size[1], size[0], 3), 245, np.uint8)
    pixels[100:112, 80:500] = (30, 30, 60)
    return Image.fromarray(pixels)


def _scan(path: Path, *, layer: str | None = None, visible: bool = False) -> Path:
    canvas = Canvas(str(path), pagesize=(595, 842), invariant=1)
    jpeg = io.BytesIO()
    _picture().save(jpeg, "JPEG", quality=70)
    jpeg.seek(0)
    canvas.drawImage(ImageReader(jpeg), 0, 0, 595, 842)
    if layer is not None:
        text = canvas.beginText(80, 700)
        text.setFont("Helvetica", 12)
        text.setTextRenderMode(0 if visible else 3)
        text.textOut(layer)
        canvas.drawText(text)
    canvas.showPage()
    canvas.save()
    return path


def _image(pdf: pikepdf.Pdf, page: int = 0) -> pikepdf.Stream:
    return next(iter(pdf.pages[page].obj.Resources.XObject.values()))


def _text(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def _shown(path: Path) -> list[np.ndarray]:
    document = pypdfium2.PdfDocument(path)
    try:
        return [page.render(scale=1, grayscale=True).to_numpy().astype(np.int16) for page in document]
    finally:
        document.close()


def test_words_are_found_where_they_stand(tmp_path: Path) -> None:
    out = tmp_path / "copy.pdf"
    copied = searchable(_scan(tmp_path / "scan.pdf"), out, settings=SETTINGS)
    assert (copied.pages, copied.recognised, copied.pictured, copied.signed) == (1, (1,), {}, False)
    assert " ".join(WORDS) in _text(out)
    document = pypdfium2.PdfDocument(out)
    page = document[0].get_textpage()
    found = page.search("Ủy")
    at = found.get_next()
    assert at is not None
    left, bottom, _, top = page.get_charbox(at[0])
    assert left == pytest.approx(200, abs=1)
    assert (842 - top, 842 - bottom) == (pytest.approx(100, abs=1), pytest.approx(112, abs=1))
    document.close()


def test_a_scan_looks_as_before_and_keeps_its_bytes(tmp_path: Path) -> None:
    source, out = _scan(tmp_path / "scan.pdf"), tmp_path / "copy.pdf"
    before = source.read_bytes()
    searchable(source, out, settings=SETTINGS)
    assert source.read_bytes() == before
    assert np.abs(_shown(source)[0] - _shown(out)[0]).max() == 0
    with pikepdf.open(source) as a, pikepdf.open(out) as b:
        first, second = (pikepdf.PdfImage(_image(pdf)) for pdf in (a, b))
        assert "/DCTDecode" in second.filters
        assert np.array_equal(np.asarray(first.as_pil_image()), np.asarray(second.as_pil_image()))


def test_the_copy_states_its_part_and_its_colours(tmp_path: Path) -> None:
    out = tmp_path / "copy.pdf"
    searchable(_scan(tmp_path / "a & b.pdf"), out, settings=SETTINGS)
    assert out.read_bytes().startswith(b"%PDF-1.7")
    with pikepdf.open(out) as pdf:
        meta = pdf.open_metadata()
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("2", "B")
        assert meta["dc:title"] == "a & b"
        assert "/Filter" not in pdf.Root.Metadata
        intent = pdf.Root.OutputIntents[0]
        assert intent.S == "/GTS_PDFA1"
        assert intent.DestOutputProfile.N == 3
        assert bytes(intent.DestOutputProfile.read_bytes())[36:40] == b"acsp"
        assert "/Info" not in pdf.trailer
        assert "/ID" in pdf.trailer
        fonts = pdf.pages[0].obj.Resources.Font
        assert [str(name) for name in fonts.keys()] == ["/CongvanText"]  # noqa: SIM118
        inner = fonts.CongvanText.DescendantFonts[0]
        assert "/FontFile2" in inner.FontDescriptor
        assert len(inner.CIDToGIDMap.read_bytes()) % 2 == 0


def test_the_same_scan_gives_the_same_copy(tmp_path: Path) -> None:
    source = _scan(tmp_path / "scan.pdf")
    for name in ("one.pdf", "two.pdf"):
        searchable(source, tmp_path / name, settings=SETTINGS)
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()


def test_a_garbage_layer_gives_way(tmp_path: Path) -> None:
    source = _scan(tmp_path / "scan.pdf", layer="K?nh g?i: ?y ban nh?n d?n x? " * 3)
    out = tmp_path / "copy.pdf"
    copied = searchable(source, out, settings=SETTINGS)
    assert "?" not in _text(out)
    assert " ".join(WORDS) in _text(out)
    assert copied.pictured == {}
    assert np.abs(_shown(source)[0] - _shown(out)[0]).max() == 0


def test_print_over_a_scan_is_shown_and_found(tmp_path: Path) -> None:
    source = _scan(tmp_path / "scan.pdf", layer="12/QLD", visible=True)
    out = tmp_path / "copy.pdf"
    copied = searchable(source, out, settings=SETTINGS)
    assert copied.pictured == {1: ("a font that is not in the file",)}
    assert "12/QLD" in _text(out)
    assert " ".join(WORDS) in _text(out)
    assert np.abs(_shown(source)[0] - _shown(out)[0]).mean() < 1


def test_a_page_with_a_font_that_is_not_in_the_file_becomes_a_picture(tmp_path: Path) -> None:
    source, out = tmp_path / "typed.pdf", tmp_path / "copy.pdf"
    canvas = Canvas(str(source), pagesize=(595, 842), invariant=1)
    canvas.setFont("Helvetica", 13)
    canvas.drawString(80, 700, "The district office reports before the tenth of every month.")
    canvas.showPage()
    canvas.save()
    copied = searchable(source, out, settings=SETTINGS)
    assert copied.pictured == {1: ("a font that is not in the file",)}
    assert copied.recognised == ()
    assert "The district office reports before the tenth of every month." in _text(out)
    assert np.abs(_shown(source)[0] - _shown(out)[0]).mean() < 2


def test_a_signed_letter_is_copied_without_its_signature(tmp_path: Path) -> None:
    source, out = LETTERS / "ket-luan-cuoc-hop.pdf", tmp_path / "copy.pdf"
    before = source.read_bytes()
    copied = searchable(source, out, settings=SETTINGS)
    assert copied.signed
    assert copied.pictured == {}
    assert source.read_bytes() == before
    with pikepdf.open(out) as pdf:
        assert "/AcroForm" not in pdf.Root
        assert "digitally signed" in str(pdf.open_metadata()["dc:description"])
    assert len(_text(out)) > 500


def test_the_original_is_never_written_over(tmp_path: Path) -> None:
    source = _scan(tmp_path / "scan.pdf")
    link = tmp_path / "link.pdf"
    link.hardlink_to(source)
    for out in (source, link):
        with pytest.raises(OutputExists, match="the original itself"):
            searchable(source, out, settings=SETTINGS, replace=True)
    other = _scan(tmp_path / "other.pdf")
    with pytest.raises(OutputExists, match="there already"):
        searchable(source, other, settings=SETTINGS)
    searchable(source, other, settings=SETTINGS, replace=True)
    assert " ".join(WORDS) in _text(other)


def test_a_file_without_pages_is_refused(tmp_path: Path) -> None:
    text = tmp_path / "letter.txt"
    text.write_text("Kính gửi: Ủy ban nhân dân xã", encoding="utf-8")
    with pytest.raises(UnsupportedType, match="Save it as a PDF"):
        searchable(text, tmp_path / "copy.pdf")


@pytest.mark.parametrize("mode", ["1", "L", "RGB", "RGBA", "P"])
def test_pictures_are_bound_without_loss(tmp_path: Path, mode: str) -> None:
    source, out = tmp_path / "pages.tif", tmp_path / "copy.pdf"
    page = _picture((827, 1169)).convert(mode)
    page.save(source, save_all=True, append_images=[page], dpi=(100, 100))
    copied = searchable(source, out, settings=SETTINGS)
    assert copied.recognised == (1, 2)
    with pikepdf.open(out) as pdf:
        for number, sheet in enumerate(pdf.pages):
            image = pikepdf.PdfImage(_image(pdf, number)).as_pil_image()
            assert np.array_equal(np.asarray(image.convert("RGB")), np.asarray(page.convert("RGB")))
            assert float(sheet.mediabox[2]) == pytest.approx(827 * 0.72, abs=1)


def test_a_photo_keeps_its_bytes_and_its_turn(tmp_path: Path) -> None:
    source, out = tmp_path / "photo.jpg", tmp_path / "copy.pdf"
    exif = Image.Exif()
    exif[0x0112] = 6
    _picture((1169, 827)).save(source, quality=80, exif=exif)
    searchable(source, out, settings=SETTINGS)
    with pikepdf.open(out) as pdf:
        assert _image(pdf).read_raw_bytes() == source.read_bytes()
    assert _shown(out)[0].shape[0] > _shown(out)[0].shape[1]


def test_a_frame_out_of_bounds_leaves_an_empty_page_and_is_told(tmp_path: Path) -> None:
    source, out = tmp_path / "pages.tif", tmp_path / "pages.pdf"
    _picture().save(source, save_all=True, append_images=[_picture((1000, 1400)), _picture()], dpi=(72, 72))
    assert bound(source, out, Limits(decoded_pixels=600_000)) == [2]
    assert [bool((page < 200).any()) for page in _shown(out)] == [True, False, True]


def test_a_picture_that_can_not_be_decoded_has_no_copy(tmp_path: Path) -> None:
    source, out = tmp_path / "half.jpg", tmp_path / "copy.pdf"
    noise = np.random.default_rng(1).integers(0, 255, (900, 700, 3), np.uint8)
    Image.fromarray(noise).save(source, quality=90)
    source.write_bytes(source.read_bytes()[:5000])
    with pytest.raises(TruncatedFile):
        searchable(source, out, settings=SETTINGS)
    assert not out.exists()


@pytest.mark.parametrize("turned", [0, 1, 2, 3])
@pytest.mark.parametrize("rotate", [0, 1, 2, 3])
def test_places_lead_back_to_the_page_as_it_lies(turned: int, rotate: int) -> None:
    frame = Frame(10, 20, 310, 520, rotate)
    pixels = np.zeros((round(frame.height), round(frame.width), 1), np.uint8)
    pixels[40, 70] = 1
    upright = turn(pixels, turned)
    (y,), (x,) = np.nonzero(upright[:, :, 0])
    back = Place(frame, turned=turned).point(float(x) + 0.5, float(y) + 0.5)
    assert frame.point(*back) == pytest.approx((70.5, 40.5))


def test_a_straightened_page_leads_back_to_the_slope() -> None:
    place = Place(Frame(0, 0, 600, 800, 0), skew=2.0)
    a, b, *_ = place.matrix(300, 400)
    # turned counter-clockwise to be level, so its lines fell to the right: in user space too
    assert (a, b) == (pytest.approx(math.cos(math.radians(2))), pytest.approx(-math.sin(math.radians(2))))
    assert place.point(300, 400) == pytest.approx((300, 400))


def test_the_font_is_sound() -> None:
    from PIL import ImageFont

    data = blank_truetype()
    words = np.frombuffer(data + b"\0" * (-len(data) % 4), ">u4").astype(np.uint64)
    assert int(words.sum()) & 0xFFFFFFFF == 0xB1B0AFBA
    ImageFont.truetype(io.BytesIO(data), 12)  # FreeType opens it
