"""Time: a page against bare Tesseract over the same pixels, and many pages against OCRmyPDF over the same files."""

from __future__ import annotations

import multiprocessing
import os
import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.read.ocr.engine import Gray


def ratio(files: Sequence[Path]) -> None:
    """Print the wall and the processor time of a page here and by bare Tesseract on the same pixels.

    Bare Tesseract is `tesseract PAGE -l vie --oem 1 --psm 3` with its own settings, through the same library: once over
    the page's grey pixels at the 300 dpi that we read at, which is what the ratio is to, and once over them as they
    were scanned. Rendering the page and loading the model are counted on neither side. One thread each, in turn page by
    page, so that whatever slows the machine slows all; processor time is what a machine that others work on is to be
    judged by. The first page is read once before, to load models and words.
    """
    from pipeline.read.ocr.page import read_page
    from pipeline.read.ocr.pixels import cv2
    from pipeline.read.ocr.prepare import READ_DPI, scaled
    from pipeline.read.ocr.raster import Limits, of_file
    from pipeline.read.ocr.tesseract import TesseractEngine

    cv2.setNumThreads(1)
    engine, bare, limits = TesseractEngine(), _Bare(), Limits()
    spent = {"bare": [0.0, 0.0], "as scanned": [0.0, 0.0], "here": [0.0, 0.0]}
    pages = 0
    for file, number in _pages(files):
        raster = of_file(file, number, limits=limits)
        own = cv2.cvtColor(raster.image, cv2.COLOR_RGB2GRAY)
        grey = scaled(own, raster.dpi, READ_DPI)
        if not pages:
            bare.read(grey, READ_DPI)
            read_page(raster, engine, number=number, limits=limits)
        for name, used in spent.items():
            wall, processor = time.perf_counter(), time.process_time()
            if name == "bare":
                bare.read(grey, READ_DPI)
            elif name == "as scanned":
                bare.read(own, round(raster.dpi))
            else:
                read_page(raster, engine, number=number, limits=limits)
            used[0] += time.perf_counter() - wall
            used[1] += time.process_time() - processor
        pages += 1
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    for i, what in enumerate(("wall", "processor")):
        plain, own_dpi, here = (spent[name][i] for name in spent)
        print(
            f"{what:10} {pages} pages: bare {plain / pages:.2f} s (as scanned {own_dpi / pages:.2f} s), "
            f"here {here / pages:.2f} s, ratio {here / plain:.2f} ({here / own_dpi:.2f})"
        )
    print(f"{memory:.0f} MiB at most")


class _Bare:
    """Tesseract as its own program runs it: nothing set, and an image of plain grey."""

    def __init__(self) -> None:
        import tesserocr

        from pipeline.read.ocr.tesseract import model_folder

        self._api = tesserocr.PyTessBaseAPI(path=str(model_folder()), lang="vie", psm=3, oem=1)

    def read(self, grey: Gray, dpi: int) -> str:
        height, width = grey.shape
        self._api.SetImageBytes(grey.tobytes(), width, height, 1, width)
        self._api.SetSourceResolution(dpi)
        text: str = self._api.GetTSVText(0)
        self._api.Clear()
        return text


def pages_a_minute(files: Sequence[Path], jobs: int) -> None:
    """Print pages a minute with `jobs` processes, here and by `ocrmypdf --sidecar` where it is installed.

    That once as anyone would run it, and once with Tesseract held to one thread a page.
    """
    from pipeline.read.ocr.reader import OcrReader

    pages = list(_pages(files))
    reader = OcrReader(jobs=jobs)
    started, spent = time.perf_counter(), _children()
    for file in files:
        list(reader(file, [number for path, number in pages if path == file]))
    for worker in multiprocessing.active_children():  # they wait for the next file, and are counted when they end
        worker.kill()
        worker.join()
    _tell("here", len(pages), time.perf_counter() - started, _children() - spent)
    program = shutil.which("ocrmypdf")
    if program is None:
        print("ocrmypdf is not installed")
        return
    usual = {name: value for name, value in os.environ.items() if name != "OMP_THREAD_LIMIT"}
    single = {**usual, "OMP_THREAD_LIMIT": "1"}
    for name, environment in (("ocrmypdf", usual), ("ocrmypdf, one thread a page", single)):
        started, spent = time.perf_counter(), _children()
        with tempfile.TemporaryDirectory() as folder:
            for file in files:
                sidecar, out = Path(folder) / "side.txt", Path(folder) / "out.pdf"
                options = ["--force-ocr", "-l", "vie", "--jobs", str(jobs), "--sidecar", str(sidecar)]
                options += ["--output-type", "pdf"]
                subprocess.run([program, *options, file, out], check=True, capture_output=True, env=environment)
        _tell(name, len(pages), time.perf_counter() - started, _children() - spent)


def _tell(name: str, pages: int, wall: float, processor: float) -> None:
    print(
        f"{name:28} {60 * pages / wall:.0f} pages a minute, {processor / pages:.2f} s of processor a page", flush=True
    )


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _pages(files: Sequence[Path]) -> Iterator[tuple[Path, int]]:
    import pypdfium2

    for file in files:
        document = pypdfium2.PdfDocument(file)
        count = len(document)
        document.close()
        for number in range(1, count + 1):
            yield file, number
