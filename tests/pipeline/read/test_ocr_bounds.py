"""Bad input to OCR is bounded and told: bombs, broken pictures, pages that hang an engine, files without end."""

from __future__ import annotations

import io
import multiprocessing
import resource
import struct
import time
import zlib
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image

from pipeline.read.engine import ReadSettings
from pipeline.read.image import read_image
from pipeline.read.ocr import raster
from pipeline.read.ocr.engine import Engine, Gray, Mode, NullEngine, OcrTimeout, Seen
from pipeline.read.ocr.page import read_page
from pipeline.read.ocr.prepare import lines_run_down, prepare, red_share, small_ink, turn
from pipeline.read.ocr.raster import Limits, Raster
from pipeline.read.ocr.reader import OcrReader
from pipeline.read.ocr.seals import seals
from pipeline.read.pdf import read_pdf
from schemas.errors import TruncatedFile


def _text_page(*, dark: int = 30) -> np.ndarray:
    """Rows of words of blocks the size of letters, on white; 827 x 1169 pixels, A4 at 100 dpi."""
    rng = np.random.default_rng(4)
    image = np.full((1169, 827, 3), 255, np.uint8)
    for y in range(150, 900, 24):
        x = 100
        while x < 680:
            for _ in range(int(rng.integers(1, 6))):
                high = int(rng.choice([8, 8, 11]))
                image[y + 11 - high : y + 11, x : x + int(rng.integers(4, 8))] = dark
                x += 9
            x += int(rng.integers(5, 10))
    return image


class Hangs:
    """Sleeps over everything, as an engine does that has lost its way."""

    name = "hangs"

    def read(self, image: Gray, *, dpi: int, mode: Mode = Mode.PAGE, seconds: float = 60.0) -> list[Seen]:
        time.sleep(120)
        return []


class Slow:
    """Gives up when its time is over, as Tesseract does."""

    name = "slow"

    def read(self, image: Gray, *, dpi: int, mode: Mode = Mode.PAGE, seconds: float = 60.0) -> list[Seen]:
        raise OcrTimeout("too slow")


def null() -> Engine:
    return NullEngine()


def lasting() -> Engine:
    return NullEngine()


def slow() -> Engine:
    return Slow()


def hangs() -> Engine:
    return Hangs()


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "pages.tif"
    pages = [Image.fromarray(_text_page(dark=20 + 10 * i)) for i in range(3)]
    pages[0].save(path, save_all=True, append_images=pages[1:], dpi=(100, 100))
    return path


def test_every_frame_of_a_tiff_is_a_page(scan: Path) -> None:
    raw = read_image(scan, ReadSettings(ocr=OcrReader(jobs=1, engine=null)))
    assert [page.number for page in raw.pages] == [1, 2, 3]
    assert raw.pages[0].width == pytest.approx(595, abs=2)


def test_without_an_engine_a_picture_says_that_it_needs_one(scan: Path) -> None:
    raw = read_image(scan, ReadSettings())
    assert all(page.needs_ocr for page in raw.pages)
    assert [remark.code for remark in raw.remarks] == ["needs-ocr"]


def test_a_page_that_takes_too_long_is_left_out_and_the_rest_read(scan: Path) -> None:
    pages = list(OcrReader(jobs=1, engine=slow)(scan, [1, 2]))
    assert [page.remarks[0].code for page in pages] == ["ocr-timeout", "ocr-timeout"]
    assert [page.needs_ocr for page in pages] == [True, True]


def test_a_worker_that_hangs_is_ended(scan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.read.ocr.pool._START_SECONDS", 4.0)
    started = time.monotonic()
    pages = list(OcrReader(jobs=2, engine=hangs, limits=Limits(seconds=0.2))(scan, [1, 2]))
    assert [page.remarks[0].code for page in pages] == ["ocr-timeout", "ocr-timeout"]
    assert time.monotonic() - started < 60


def test_a_single_page_that_hangs_is_ended_too(scan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.read.ocr.pool._START_SECONDS", 4.0)
    started = time.monotonic()
    pages = list(OcrReader(engine=hangs, limits=Limits(seconds=0.2))(scan, [2]))
    assert [(page.number, page.remarks[0].code) for page in pages] == [(2, "ocr-timeout")]
    assert time.monotonic() - started < 60


def _pdf(path: Path, *pictures: tuple[bytes, int, str]) -> Path:
    """A PDF with a page for each picture: encoded bytes, pixels wide and high as it says, and the filter."""
    pdf = pikepdf.new()
    for data, size, how in pictures:
        pdf.add_blank_page(page_size=(595, 842))
        image = pikepdf.Stream(pdf, data)
        image.Type, image.Subtype, image.Filter = pikepdf.Name.XObject, pikepdf.Name.Image, pikepdf.Name(how)
        image.Width = image.Height = size
        image.ColorSpace, image.BitsPerComponent = pikepdf.Name.DeviceGray, 8
        page = pdf.pages[-1]
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=pdf.make_indirect(image)))
        page.contents_add(b"q 595 0 0 842 0 0 cm /I Do Q")
    pdf.save(path)
    return path


def _grey(size: int) -> bytes:
    out = io.BytesIO()
    Image.fromarray(_text_page()).convert("L").resize((size, size)).save(out, "JPEG")
    return out.getvalue()


def test_a_broken_picture_in_a_good_pdf_is_told_and_the_rest_read(tmp_path: Path) -> None:
    path = _pdf(
        tmp_path / "mixed.pdf",
        (_grey(600), 600, "/DCTDecode"),
        (b"\xff\xd8\xff\xe0 nothing more", 600, "/DCTDecode"),
        (_grey(600), 600, "/DCTDecode"),
    )
    raw = read_pdf(path, ReadSettings(ocr=OcrReader(jobs=1, engine=null)))
    assert [[remark.code for remark in page.remarks] for page in raw.pages] == [[], ["ocr-bad-image"], []]
    assert [page.needs_ocr for page in raw.pages] == [False, True, False]


def test_an_empty_page_of_a_scan_is_no_broken_picture(tmp_path: Path) -> None:
    path = _pdf(tmp_path / "empty.pdf", (zlib.compress(b"\xff" * 360_000), 600, "/FlateDecode"))
    (page,) = OcrReader(jobs=1, engine=null)(path, [1])
    assert page.remarks == []


def test_a_bomb_in_a_pdf_is_not_unfolded(tmp_path: Path) -> None:
    squeeze = zlib.compressobj(9)
    data = b"".join(squeeze.compress(b"\0" * 10_000_000) for _ in range(10)) + squeeze.flush()
    path = _pdf(tmp_path / "bomb.pdf", (data, 60_000, "/FlateDecode"), (_grey(600), 600, "/DCTDecode"))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.monotonic()
    pages = list(OcrReader(jobs=1, engine=null)(path, [1, 2]))
    assert [[remark.code for remark in page.remarks] for page in pages] == [["ocr-bad-image"], []]
    assert time.monotonic() - started < 30
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < 600


def test_of_five_thousand_pages_the_first_are_read_and_the_rest_told(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    for _ in range(4_999):
        pdf.pages.append(pdf.pages[0])
    path = tmp_path / "long.pdf"
    pdf.save(path)
    started = time.monotonic()
    raw = read_pdf(path, ReadSettings(max_pages=300, ocr=OcrReader(jobs=1, engine=null)))
    assert len(raw.pages) == 300
    assert [(r.code, "5,000 pages" in r.message) for r in raw.remarks] == [("page-limit", True)]
    assert time.monotonic() - started < 20


def test_workers_give_pages_in_order(scan: Path) -> None:
    pages = list(OcrReader(jobs=2, engine=null)(scan, [1, 2, 3]))
    assert [page.number for page in pages] == [1, 2, 3]


def test_workers_stay_for_the_next_file_and_not_for_ever(scan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    others = {child.pid for child in multiprocessing.active_children()}

    def read() -> set[int | None]:
        assert [page.number for page in OcrReader(jobs=2, engine=lasting)(scan, [1, 2])] == [1, 2]
        return {child.pid for child in multiprocessing.active_children()} - others

    first = read()
    assert first <= read()
    monkeypatch.setattr("pipeline.read.ocr.pool._IDLE_SECONDS", 0.0)
    assert not first & read()


def test_workers_of_a_file_that_nobody_reads_to_its_end_are_ended(scan: Path) -> None:
    before = {child.pid for child in multiprocessing.active_children()}
    pages = iter(OcrReader(jobs=3, engine=null)(scan, [1, 2, 3]))
    next(pages)
    pages.close()  # type: ignore[attr-defined]
    assert {child.pid for child in multiprocessing.active_children()} <= before


def test_pages_beyond_the_limit_are_named_and_not_read(scan: Path) -> None:
    pages = list(OcrReader(jobs=1, engine=null, limits=Limits(pages=1))(scan, [1, 2, 3]))
    assert [bool(page.remarks) for page in pages] == [False, True, True]
    assert pages[1].remarks[0].code == "ocr-page-limit"
    raw = read_image(scan, ReadSettings(max_pages=2, ocr=OcrReader(jobs=1, engine=null)))
    assert [len(raw.pages), *(remark.code for remark in raw.remarks)] == [2, "page-limit"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_pages_for_which_no_time_is_left_are_named(scan: Path, jobs: int) -> None:
    pages = list(OcrReader(jobs=jobs, engine=null, limits=Limits(file_seconds=-1))(scan, [1, 2, 3]))
    assert [remark.code for page in pages for remark in page.remarks] == ["ocr-time-limit"] * 3


def test_a_bomb_is_not_opened(tmp_path: Path) -> None:
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 1, 0, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n"
    for kind, data in ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")):
        png += struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    path = tmp_path / "bomb.png"
    path.write_bytes(png)
    pages = list(OcrReader(jobs=1, engine=null)(path, [1]))
    assert pages[0].remarks[0].code == "ocr-bad-image"


def test_a_large_picture_is_shrunk_into_the_bounds(tmp_path: Path) -> None:
    path = tmp_path / "large.png"
    Image.new("L", (3000, 4000), 255).save(path, dpi=(360, 360))
    picture = raster.of_file(path, 1, limits=Limits(pixels=1_000_000))
    assert picture.image.shape[0] * picture.image.shape[1] <= 1_010_000
    assert picture.image.shape[1] * 72 / picture.dpi == pytest.approx(600, abs=2)


def test_a_broken_picture_is_told(tmp_path: Path, scan: Path) -> None:
    path = tmp_path / "broken.jpg"
    Image.fromarray(_text_page()).save(path, quality=80)
    path.write_bytes(path.read_bytes()[:3000])
    pages = list(OcrReader(jobs=1, engine=null)(path, [1]))
    assert pages[0].remarks[0].code == "ocr-bad-image"
    path.write_bytes(b"\xff\xd8\xff nothing more")
    with pytest.raises(TruncatedFile):
        read_image(path, ReadSettings(ocr=OcrReader(jobs=1, engine=null)))


def test_a_page_on_its_side_is_known_and_turned() -> None:
    upright = Raster(_text_page(), 100.0)
    assert not lines_run_down(small_ink(upright))
    assert lines_run_down(small_ink(Raster(turn(upright.image, 1), 100.0)))
    page = read_page(Raster(turn(upright.image, 1), 100.0), NullEngine(), number=1, limits=Limits())
    assert page.width is not None and page.height is not None
    assert page.width < page.height


def test_a_skewed_page_is_straightened() -> None:
    import cv2

    image = _text_page()
    matrix = cv2.getRotationMatrix2D((413, 584), 1.5, 1.0)
    skewed = cv2.warpAffine(image, matrix, (827, 1169), borderValue=(255, 255, 255))
    assert prepare(Raster(np.asarray(skewed), 100.0)).skew == pytest.approx(-1.5, abs=0.3)


def test_a_red_seal_is_found_and_taken_out_of_the_grey_page() -> None:
    import cv2

    image = _text_page()
    cv2.circle(image, (400, 1000), 70, (220, 40, 50), 4)
    circles = seals(red_share(image), 100.0)
    assert len(circles) == 1
    assert circles[0].x == pytest.approx(400, abs=4)
    assert circles[0].y == pytest.approx(1000, abs=4)
    page = prepare(Raster(image, 100.0))
    assert page.grey[int(1000 * page.dpi / 100), int(330 * page.dpi / 100)] > 200
