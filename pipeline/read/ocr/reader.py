"""Reads the pages of a file by OCR: the `PageReader` that readers of PDFs and images call for pages without text."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.read.engine import RawPage
from pipeline.read.ocr import raster
from pipeline.read.ocr.engine import Engine, OcrTimeout
from pipeline.read.ocr.page import read_page
from pipeline.read.ocr.pool import workers
from pipeline.read.ocr.raster import Limits
from pipeline.read.ocr.tesseract import model_folder, process_engine
from schemas.page import Origin, Remark

_DEFAULT = Limits()


@dataclass(slots=True)
class OcrReader:
    """Pages by OCR, one process for each core, one thread for each page.

    `jobs`: how many processes. None: as many as there are cores for us, and one for a single page too, so that a page
    on which anything hangs can be ended; a worker that already is one of many reads its pages itself, for whoever
    started it ends it. 1: this process, where only the engine's own clock ends a page. Processes stay a while for the
    next file. `engine` makes the engine in
    whichever process reads, so it must be a plain function of a module. `limits` bound what a page may cost: a page
    that passes them yields a page without lines and a remark, and the rest is read.
    """

    jobs: int | None = None
    engine: Callable[[], Engine] = process_engine
    limits: Limits = _DEFAULT

    def __call__(self, path: Path, pages: Sequence[int]) -> Iterator[RawPage]:
        """One `RawPage` for each of `pages` (from 1, ascending), in order.

        Raises:
            MissingProgram: the engine or its model isn't installed.
        """
        if not pages:
            return
        if self.engine is process_engine:
            model_folder()  # fails here, in words, and not in a worker
        read, rest = pages[: self.limits.pages], pages[self.limits.pages :]
        until = time.monotonic() + self.limits.file_seconds
        if self.jobs == 1 or multiprocessing.current_process().daemon:
            for number in read:
                late = time.monotonic() > until
                yield too_late(number, self.limits) if late else read_one(path, number, self.engine, self.limits)
        else:
            with workers(self.jobs if self.jobs is not None else cores(), self.engine, self.limits) as pool:
                yield from pool.read(path, read, until=until)
        for number in rest:
            yield unread(number, "ocr-page-limit", f"Page {number} was not read: only {self.limits.pages} pages are.")


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def read_one(path: Path, number: int, engine: Callable[[], Engine], limits: Limits) -> RawPage:
    """Read one page in this process; whatever is wrong with the page becomes its remark."""
    try:
        picture = raster.of_file(path, number, limits=limits)
    except raster.BadPicture as error:
        return unread(number, "ocr-bad-image", f"The picture on page {number} can't be read: {error}.")
    try:
        return read_page(picture, engine(), number=number, limits=limits)
    except OcrTimeout:
        return unread(number, "ocr-timeout", f"Page {number} took longer than {limits.seconds:.0f} s and was left out.")


def too_late(number: int, limits: Limits) -> RawPage:
    """A page for which no time was left."""
    message = f"Page {number} was not read: the pages before it took more than {limits.file_seconds:.0f} s."
    return unread(number, "ocr-time-limit", message)


def unread(number: int, code: str, message: str) -> RawPage:
    """A page that could not be read, and why."""
    return RawPage(number, origin=Origin.OCR, needs_ocr=True, remarks=(Remark(code, message, number),))
