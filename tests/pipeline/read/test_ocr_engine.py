"""The engine interface, proven by an engine that sees nothing and one that plays a recording back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pipeline.read.ocr.engine import Gray, Mode, NullEngine, RecordedEngine, Seen, text_of
from pipeline.read.ocr.page import read_page
from pipeline.read.ocr.raster import Limits, Raster
from pipeline.read.ocr.tesseract import model_folder
from schemas.errors import MissingProgram
from schemas.page import Box


class TwoWords:
    """Sees the same two words in every image, and counts how often it was asked."""

    name = "two-words"

    def __init__(self) -> None:
        self.asked = 0

    def read(self, image: Gray, *, dpi: int, mode: Mode = Mode.PAGE, seconds: float = 60.0) -> list[Seen]:
        self.asked += 1
        if mode is Mode.LINE:  # no second look
            return []
        return [Seen("Kính", Box(10, 10, 60, 30), 0.9, 0, 0), Seen("gửi:", Box(70, 10, 120, 30), 0.8, 0, 0)]


def _page() -> Raster:
    image = np.full((1200, 900, 3), 255, np.uint8)
    for y in range(200, 500, 40):
        for x in range(150, 700, 25):
            image[y : y + 18, x : x + 14] = 20
    return Raster(image, 100.0)


def test_a_recording_plays_back_without_asking_again(tmp_path: Path) -> None:
    image = np.full((40, 130), 255, np.uint8)
    asked = TwoWords()
    first = RecordedEngine(tmp_path, asks=asked).read(image, dpi=300)
    again = RecordedEngine(tmp_path).read(image, dpi=300)
    assert first == again
    assert text_of(again) == "Kính gửi:"
    assert asked.asked == 1


def test_a_recording_knows_images_apart(tmp_path: Path) -> None:
    image = np.full((40, 130), 255, np.uint8)
    RecordedEngine(tmp_path, asks=TwoWords()).read(image, dpi=300)
    other = image.copy()
    other[0, 0] = 0
    assert RecordedEngine(tmp_path).read(other, dpi=300) == []
    assert RecordedEngine(tmp_path).read(image, dpi=300, mode=Mode.LINE) == []


def test_a_page_read_by_nothing_has_no_lines() -> None:
    page = read_page(_page(), NullEngine(), number=3, limits=Limits())
    assert page.number == 3
    assert page.lines == []
    assert page.origin == "ocr"
    assert page.width == pytest.approx(900 * 72 / 100, abs=1)


def test_words_come_back_in_points_of_the_page() -> None:
    page = read_page(_page(), TwoWords(), number=1, limits=Limits())
    line = page.lines[0]
    assert [word.text for word in line.words] == ["Kính", "gửi:"]
    assert line.words[0].confidence == 0.9
    assert 100 < line.words[0].box.x0 < 125  # the letters begin at 108 points
    assert 135 < line.words[0].box.y0 < 160


def test_a_missing_model_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.read.ocr.tesseract._FOLDERS", (str(tmp_path),))
    monkeypatch.delenv("TESSDATA_PREFIX", raising=False)
    with pytest.raises(MissingProgram, match="apt-get install tesseract-ocr-vie"):
        model_folder()
