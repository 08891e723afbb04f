"""Tesseract with the Vietnamese model, through tesserocr: one engine for each process, one thread for each page."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image

from pipeline.read.ocr.engine import Gray, Mode, OcrTimeout, Seen
from schemas.errors import MissingProgram
from schemas.page import Box
from vietnamese.fold import nfc

_FOLDERS = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
)
_PSM = {Mode.PAGE: 3, Mode.COLUMN: 4, Mode.BLOCK: 6, Mode.LINE: 7, Mode.WORD: 10, Mode.SPARSE: 11, Mode.LETTERS: 7}
_LSTM_ONLY = 1
# Tables are found by their rules before; looking for them in columns of text costs a tenth of the time for nothing, and
# looking for typewriters' even pitch a twentieth.
_SETTINGS = {"textord_tabfind_find_tables": "0", "textord_noise_rejwords": "0", "textord_all_prop": "1"}


def model_folder() -> Path:
    """The folder that holds `vie.traineddata`: `TESSDATA_PREFIX`, or where systems keep it.

    Raises:
        MissingProgram: there is none.
    """
    wanted = [os.environ["TESSDATA_PREFIX"]] if os.environ.get("TESSDATA_PREFIX") else []
    for folder in (*wanted, *_FOLDERS):
        if (Path(folder) / "vie.traineddata").is_file():
            return Path(folder)
    raise MissingProgram(
        "The Vietnamese model of Tesseract (vie.traineddata) is not installed, so scanned pages can't be read.",
        remedy="Install it with `apt-get install tesseract-ocr-vie`, or set TESSDATA_PREFIX to the folder that has it.",
    )


class TesseractEngine:
    """The engine for real scans. Made once in a process: loading the model takes 0.1 s, a page at 300 dpi about 1 s."""

    name = "tesseract"

    def __init__(self, *, folder: Path | None = None, settings: Mapping[str, str] = _SETTINGS) -> None:
        self._folder = folder if folder is not None else model_folder()
        self._settings = dict(settings)
        self._apis: dict[Mode, Any] = {}

    def read(self, image: Gray, *, dpi: int, mode: Mode = Mode.PAGE, seconds: float = 60.0) -> list[Seen]:
        api = self._api(mode)
        # As a picture, and not as bytes: it is passed on with a palette, and Tesseract, which keeps each line as a PNG
        # before it reads it, then tries no filters on it. A twentieth of its time, and no letter changes.
        api.SetImage(Image.fromarray(image))
        api.SetSourceResolution(max(70, dpi))
        try:
            if not api.Recognize(max(1, int(seconds * 1000))):
                raise OcrTimeout(f"the page took more than {seconds:.0f} s")
            return _letters(api.GetBoxText(0), image.shape[0]) if mode is Mode.LETTERS else _words(api)
        finally:
            api.Clear()

    def _api(self, mode: Mode) -> Any:
        if mode not in self._apis:
            # Several OpenMP threads make Tesseract about five times slower for the same bytes; the library reads this
            # when it is loaded.
            os.environ["OMP_THREAD_LIMIT"] = "1"
            import tesserocr

            try:
                self._apis[mode] = tesserocr.PyTessBaseAPI(
                    path=str(self._folder), lang="vie", psm=_PSM[mode], oem=_LSTM_ONLY, variables=self._settings
                )
            except RuntimeError as error:
                raise MissingProgram(
                    f"Tesseract could not load the Vietnamese model from {self._folder}.",
                    remedy="Install it again with `apt-get install --reinstall tesseract-ocr-vie`.",
                ) from error
        return self._apis[mode]


def _words(api: Any) -> list[Seen]:
    """The words of what was recognised, one by one: Tesseract takes twice as long to make a table of them."""
    import tesserocr

    word, line, block = tesserocr.RIL.WORD, tesserocr.RIL.TEXTLINE, tesserocr.RIL.BLOCK
    out: list[Seen] = []
    lines, begins, blocks = -1, False, 0
    at = api.GetIterator()
    while at is not None and not at.Empty(block):
        blocks, begins = blocks + at.IsAtBeginningOf(block), begins or at.IsAtBeginningOf(line)
        text = "" if at.Empty(word) else nfc(at.GetUTF8Text(word)).strip()
        if text:
            lines, begins = lines + begins, False  # lines without a word are none
            sure = max(0.0, min(1.0, at.Confidence(word) / 100))
            out.append(Seen(text, Box(*at.BoundingBox(word)), sure, blocks, lines))
        at.Next(word)
    return out


def _letters(table: str, height: int) -> list[Seen]:
    """The rows of a Tesseract box file: character, left, bottom, right, top (from the image's bottom), page."""
    out: list[Seen] = []
    for row in table.splitlines():
        cells = row.split(" ")
        if len(cells) != 6 or not cells[0].strip():
            continue
        left, bottom, right, top = (int(cell) for cell in cells[1:5])
        box = Box(left, height - top, right, height - bottom)
        out.append(Seen(nfc(cells[0]), box, 1.0, 0, 0))
    return out


@cache
def process_engine() -> TesseractEngine:
    """The one engine of this process."""
    return TesseractEngine()
