"""A photographed page is found by its edges and made flat; what shows no sheet stays as it is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from benchmarks.ocr.errors import wrong
from pipeline.read.ocr.photo import flattened
from pipeline.read.ocr.raster import Limits, of_file
from pipeline.read.ocr.reader import OcrReader
from scripts.letters.model import load
from scripts.letters.photo import photographed
from scripts.letters.scan import EFFECTS, render_scan


def sheet() -> Image.Image:
    """A sheet of A4 at 100 dpi with rows of bars."""
    page = Image.new("RGB", (827, 1169), (250, 250, 246))
    pen = ImageDraw.Draw(page)
    for y in range(120, 1000, 30):
        pen.rectangle((110, y, 720 - y % 200, y + 9), fill=(25, 25, 25))
    return page


@pytest.mark.parametrize("seed", range(4))
def test_a_sheet_on_a_table_is_made_flat(seed: int) -> None:
    page = sheet()
    photo = photographed(page, np.random.default_rng(seed), aslant=0.05, shadow=0.3)
    flat = flattened(np.asarray(photo), most_dpi=300)
    assert flat is not None
    height, width = flat.image.shape[:2]
    assert width == pytest.approx(8.27 * flat.dpi, abs=1)
    assert height == pytest.approx(11.69 * flat.dpi, abs=1)
    got = np.asarray(Image.fromarray(flat.image).resize(page.size).convert("L")).astype(int)
    want = np.asarray(page.convert("L")).astype(int)
    bars = want < 100
    assert got[bars].mean() < 90  # bars lie upon bars, to a few pixels at the ends of the sheet
    assert got[~bars].mean() > 150


def test_scans_and_pictures_without_a_sheet_stay_as_they_are() -> None:
    page = np.asarray(sheet())
    assert flattened(page, most_dpi=300) is None
    framed = Image.fromarray(page)
    ImageDraw.Draw(framed).rectangle((60, 60, 760, 1100), outline=(0, 0, 0), width=6)
    assert flattened(np.asarray(framed), most_dpi=300) is None
    round_thing = Image.new("RGB", (1200, 1600), (40, 40, 40))
    ImageDraw.Draw(round_thing).ellipse((100, 200, 1100, 1400), fill=(240, 240, 240))
    assert flattened(np.asarray(round_thing), most_dpi=300) is None


def test_only_pictures_without_a_scanners_resolution_are_taken_for_photographs(tmp_path: Path) -> None:
    photo = photographed(sheet(), np.random.default_rng(1), aslant=0.05, shadow=0.3)
    for name, dpi in (("phone.jpg", (72, 72)), ("scanner.jpg", (100, 100))):
        photo.save(tmp_path / name, dpi=dpi)
    assert of_file(tmp_path / "scanner.jpg", 1, limits=Limits()).image.shape[1] == photo.width
    flat = of_file(tmp_path / "phone.jpg", 1, limits=Limits())
    assert flat.image.shape[1] / flat.dpi == pytest.approx(8.27, abs=0.02)


def test_a_photographed_letter_is_read(tmp_path: Path, vietnamese_model: Path) -> None:
    letter = load(Path("data/letters/sources/tuyen-sinh.toml"))
    scan = render_scan(letter, dpi=220, seed=1, effects=EFFECTS["photo"])
    file = tmp_path / "photo.tif"
    file.write_bytes(scan.data)
    bad, total = wrong(OcrReader(jobs=1)(file, range(1, scan.pages + 1)), scan)
    assert bad <= 0.01 * total
