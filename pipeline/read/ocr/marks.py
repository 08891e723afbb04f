"""What was stamped on the page: red print beside the seal, and frames with HỎA TỐC, KHẨN, MẬT, askew as they are."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from pipeline.read.ocr.engine import Gray, Mode, Seen
from pipeline.read.ocr.lines import STAMP, ReadLine
from pipeline.read.ocr.pixels import cv2, pieces
from pipeline.read.ocr.prepare import SURVEY_DPI, Prepared, ink_of, scaled
from pipeline.read.ocr.seals import Circle, rings
from pipeline.read.ocr.stack import Part, cut
from pipeline.read.ocr.survey import Survey, survey
from schemas.page import Box

_CLOSED = 0.8  # of what a frame spans: less, and its outline does not run round it
_POINT = SURVEY_DPI / 72.0
STAMPS = (
    "HỎA TỐC HẸN GIỜ",
    "HỎA TỐC",
    "HOẢ TỐC",
    "THƯỢNG KHẨN",
    "KHẨN",
    "TUYỆT MẬT",
    "TỐI MẬT",
    "MẬT",
)  # as Nghị định 30/2020, Phụ lục I has them, longest first
_LIKE = 72.0  # how much of a stamp's word must be seen, in per cent

ReadImage = Callable[[Gray, tuple[float, float], Mode], list[Seen]]


def red_survey(page: Prepared) -> Survey | None:
    """The pieces of the page's red print, None where there is none."""
    return None if page.red is None else survey(ink_of(scaled(page.red, page.dpi, SURVEY_DPI)))


def red_parts(page: Prepared, seen: Survey | None) -> list[Part]:
    """Print in red outside the seals (a stamped name or position), one part for each group of letters."""
    if page.red is None or seen is None:
        return []
    groups = np.zeros(seen.shape, np.uint8)
    for x0, y0, x1, y1 in seen.letters:
        if y1 - y0 >= 4 * _POINT:
            reach = int(5 * _POINT)
            groups[y0:y1, max(0, x0 - reach) : x1 + reach] = 255
    _, stats, _ = pieces(groups)
    out = []
    for x, y, wide, high, _ in stats[1:].tolist():
        inside = (seen.letters[:, 0] >= x) & (seen.letters[:, 2] <= x + wide)
        inside &= (seen.letters[:, 1] >= y - 2) & (seen.letters[:, 3] <= y + high + 2)
        if int(inside.sum()) < 2 or wide < 22 * _POINT or high > 40 * _POINT or wide < 1.5 * high:
            continue
        box = Box((x - 2) / _POINT, y / _POINT - 4, (x + wide + 2) / _POINT, (y + high) / _POINT + 3)
        part = cut(page.red, box, page.dpi)
        if part is not None:
            out.append(part)
    return out


def black_seals(seen: Survey) -> list[Circle]:
    """Round seals that a black-and-white scan left black, in points."""
    wide, high = seen.strokes[:, 2] - seen.strokes[:, 0], seen.strokes[:, 3] - seen.strokes[:, 1]
    large = seen.strokes[(wide > 60 * _POINT) & (high > 60 * _POINT) & (high < 200 * _POINT)]
    out = []
    for x0, y0, x1, y1 in large.tolist():
        part = seen.bare[y0:y1, x0:x1]
        pad = int(4 * _POINT)
        for circle in rings(np.pad(part, pad), SURVEY_DPI):
            out.append(Circle((circle.x - pad + x0) / _POINT, (circle.y - pad + y0) / _POINT, circle.radius / _POINT))
    return out


def without_seal_text(lines: Sequence[ReadLine], circles: Sequence[Circle]) -> list[ReadLine]:
    """The lines without those that lie in a black seal: its own words, and guesses at its ornaments."""
    return [
        line
        for line in lines
        if not any(
            math.hypot((line.box.x0 + line.box.x1) / 2 - c.x, (line.box.y0 + line.box.y1) / 2 - c.y) < 0.8 * c.radius
            for c in circles
        )
    ]


def stamps(page: Prepared, seen: Survey, red: Survey | None, read: ReadImage) -> list[ReadLine]:
    """Frames of a stamp's size whose text is one of a stamp's words, as one line each."""
    out: list[ReadLine] = []
    layers: list[tuple[Gray, Survey]] = [(page.grey, seen)]
    if page.red is not None and red is not None:
        layers.append((page.red, red))
    for layer, found in layers:
        for x0, y0, x1, y1 in found.frames.tolist():
            wide, high = (x1 - x0) / _POINT, (y1 - y0) / _POINT
            if not (34 <= wide <= 230 and 14 <= high <= 80 and wide > 1.2 * high):
                continue
            line = _stamp(layer, page.dpi, found.ink[y0:y1, x0:x1], Box(x0, y0, x1, y1), read)
            if line is not None and not any(_same(line.box, other.box) for other in out):
                out.append(line)
    return out


def _same(a: Box, b: Box) -> bool:
    return min(a.x1, b.x1) > max(a.x0, b.x0) and min(a.y1, b.y1) > max(a.y0, b.y0)


def _stamp(layer: Gray, dpi: int, ink: Gray, at: Box, read: ReadImage) -> ReadLine | None:
    """The stamp in a frame (`ink` on the survey, at `at` in its pixels), None where it says nothing that stamps say."""
    framed = level_of(ink)
    if framed is None:
        return None
    frame, angle = framed
    inside = within(layer, dpi, frame, at)
    level = turned(inside, angle)
    where = Box(*(value / _POINT for value in at))
    words = read(level, (where.x0, where.y0), Mode.LINE)
    text = " ".join(word.text for word in words if any(c.isalpha() for c in word.text)).upper()
    best = max(STAMPS, key=lambda stamp: (fuzz.ratio(bare_letters(stamp), bare_letters(text)), len(stamp)))
    share = fuzz.ratio(bare_letters(best), bare_letters(text))
    if share < _LIKE:
        return None
    sure = round(share / 100 * 0.95, 3)
    seen = Seen(best, where, sure, 0, 0)
    x = where.x0
    parts = []
    for part in best.split():
        step = where.width * len(part) / len(best)
        parts.append(Seen(part, Box(x, where.y0, x + step, where.y1), sure, 0, 0))
        x += step
    return ReadLine(tuple(parts), seen.box, STAMP, 0)


def level_of(ink: Gray) -> tuple[NDArray[np.bool_], float] | None:
    """The frame that encloses a piece of the survey, and by how many degrees it is askew; None where none does."""
    labels, stats, _ = pieces(ink)
    frame = int(np.argmax(stats[1:, 4])) + 1
    if stats[frame, 2] < 0.9 * ink.shape[1] or stats[frame, 4] > 0.5 * ink.size:
        return None
    ys, xs = np.nonzero(labels == frame)
    (_, _), (rw, rh), angle = cv2.minAreaRect(np.stack([xs, ys], axis=1).astype(np.float32))
    angle = angle if rw >= rh else angle - 90.0
    angle = (angle + 45.0) % 90.0 - 45.0
    return None if abs(angle) > 30 else (labels == frame, float(angle))


def bare_letters(text: str) -> str:
    """Its letters alone, large and without marks."""
    from vietnamese.fold import key

    return "".join(c for c in key(text).upper() if c.isalpha())


def within(layer: Gray, dpi: int, frame: Any, at: Box) -> Gray:
    """What stands within a frame, the frame itself painted white."""
    ratio = dpi / SURVEY_DPI
    x0, y0, x1, y1 = (int(value * ratio) for value in at)
    out = layer[y0:y1, x0:x1].copy()
    mask = cv2.dilate(frame.astype(np.uint8), np.ones((3, 3), np.uint8))
    mask = cv2.resize(mask, (out.shape[1], out.shape[0]), interpolation=cv2.INTER_NEAREST)
    out[mask > 0] = 255
    # what lies outside the frame's outline belongs to the text around it
    filled = np.zeros(mask.shape, np.uint8)
    outline, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    cv2.drawContours(filled, outline, -1, 255, -1)
    hull = cv2.convexHull(np.concatenate(outline))
    if np.count_nonzero(filled) < _CLOSED * cv2.contourArea(hull):  # its lines have gaps: a stamp's cells lie open
        cv2.drawContours(filled, [hull], -1, 255, -1)
    out[filled == 0] = 255
    return out


def turned(image: Gray, degrees: float) -> Gray:
    if abs(degrees) < 0.5:
        return image
    height, width = image.shape
    room = int(abs(math.sin(math.radians(degrees))) * max(height, width)) + 4
    padded = np.pad(image, room, constant_values=255)
    centre = (padded.shape[1] / 2, padded.shape[0] / 2)
    matrix = cv2.getRotationMatrix2D(centre, degrees, 1.0)
    out: Gray = cv2.warpAffine(padded, matrix, (padded.shape[1], padded.shape[0]), borderValue=255)
    return out


def without_words_in(lines: Sequence[ReadLine], boxes: Sequence[Box]) -> list[ReadLine]:
    """The lines without the words whose middles lie in a box: what the engine made of a stamp among the text."""
    if not boxes:
        return list(lines)
    out = []
    for line in lines:
        words = tuple(word for word in line.words if not any(_middle_in(word.box, box) for box in boxes))
        if len(words) == len(line.words):
            out.append(line)
        elif words:
            box = words[0].box
            for word in words[1:]:
                box = box.union(word.box)
            out.append(ReadLine(words, box, line.band, line.column, line.cell))
    return out


def _middle_in(word: Box, box: Box) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2
    return box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1
