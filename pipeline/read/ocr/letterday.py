"""The month in which a letter was sent, read ahead of its lines where a stamp needs it: nothing arrives before."""

from __future__ import annotations

import re
from datetime import date

from pipeline.read.ocr.engine import Mode
from pipeline.read.ocr.lines import STAMP, ReadLine, lines_of
from pipeline.read.ocr.marks import ReadImage
from pipeline.read.ocr.prepare import Prepared
from vietnamese.fold import key

_LEFT, _TOP, _FOOT = 0.33, 0.03, 0.36  # of the page: place and date stand right, in its upper third
_SURE = 0.8  # of each of the line's figures
# a short line: a date that is cited stands in a long one
_LINE = re.compile(r"^.{0,24}\bng.?y.{0,12}th.?ng.{0,12}n.m.{0,8}$")
_MONTH = re.compile(r"th.?ng\D{0,4}(?P<month>\d\d?)\D{0,4}n.m\D{0,3}(?P<year>(?:19|20)\d\d)\b")


def month_of(page: Prepared, read: ReadImage) -> date | None:
    """The first day of the month in the letter's date line; None where that can't be read surely."""
    high, wide = page.grey.shape
    top, left = int(_TOP * high), int(_LEFT * wide)
    part = page.grey[top : int(_FOOT * high), left:]
    words = read(part, (left * 72.0 / page.dpi, top * 72.0 / page.dpi), Mode.COLUMN)
    lines = lines_of(words, band=STAMP, column=0)
    return next((_month(line) for line in lines if _LINE.match(key(line.text).lower())), None)


def _month(line: ReadLine) -> date | None:
    found = _MONTH.search(key(line.text).lower())
    if found is None or not 1 <= int(found["month"]) <= 12:
        return None
    sure = all(
        any(figures in word.text and word.confidence >= _SURE for word in line.words)
        for figures in (found["month"], found["year"])
    )
    return date(int(found["year"]), int(found["month"]), 1) if sure else None
