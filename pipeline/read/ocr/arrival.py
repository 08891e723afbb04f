"""The receiving office's stamp (CÔNG VĂN ĐẾN, Số, Ngày, Chuyển): read by itself, then taken off the page.

Left on the page, its words run into the letter's lines beside it, and its number and day into the letter's own. What is
written into it is read as figures (`stamped`); only what is surely read stands in the line, and of the rest a person is
told where to look.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from pipeline.read.ocr.dotted import Standard, standard
from pipeline.read.ocr.engine import Gray, Mode, Seen
from pipeline.read.ocr.letterday import month_of
from pipeline.read.ocr.lines import STAMP, ReadLine, around, lines_of
from pipeline.read.ocr.marks import ReadImage, bare_letters, level_of, turned, within
from pipeline.read.ocr.pixels import cv2
from pipeline.read.ocr.prepare import SURVEY_DPI, Prepared
from pipeline.read.ocr.stamped import Doubt, Inside, Label, rows_of, written
from pipeline.read.ocr.stampframe import Frame, framed, level_within, ruled
from pipeline.read.ocr.stampink import stamp_ink
from pipeline.read.ocr.survey import Boxes, Survey
from schemas.page import Box

_POINT = SURVEY_DPI / 72.0
_TITLES = ("CÔNG VĂN ĐẾN", "VĂN BẢN ĐẾN", "ĐẾN")  # Phụ lục IV of Nghị định 30/2020 has ĐẾN; offices write more
_LABELS = ("Số:", "Ngày:", "Chuyển:", "Số đến:", "Ngày đến:", "Lưu hồ sơ số:")
_ONLY_HERE = {"Chuyển:", "Số đến:", "Ngày đến:", "Lưu hồ sơ số:"}  # labels that no letterhead or form has
_TWO_OF_THREE = 66.0  # letters of ĐẾN, which is large and is written over
_LONG_LIKE = 60.0
_LIKE = 80.0  # how much of a title or a label must be seen, in per cent
_SURE = 0.85  # of the words beside the labels
_DOTS = ".…_,·"  # of the line that is written on
_MOST = 4  # frames of a page that are read


@dataclass(frozen=True, slots=True)
class Arrival:
    """The stamp as one line, and its frame on the page (points)."""

    line: ReadLine
    box: Box
    doubts: tuple[Doubt, ...] = ()


def arrival_of(page: Prepared, seen: Survey, red: Survey | None, read: ReadImage) -> Arrival | None:
    """The stamp on a page, in red or in another ink; None where no frame in its upper half says what it says."""
    both = page.grey if page.red is None else np.minimum(page.grey, page.red)
    layers = (seen,) if red is None else (red, seen)

    def formed(frame: Frame) -> Arrival | None:
        image, where = level_within(both, page.dpi, frame)
        form = standard(Inside(image, page.dpi, where, read), frame.head)
        if form is None:
            return None
        return _of_form(replace(form, stamp=replace(form.stamp, month=month_of(page, read))), frame.box)

    for frame in [frame for found in layers for frame in ruled(found)][:_MOST]:
        if (arrived := formed(frame)) is not None:
            return arrived
    pieces = [(at, level) for found in layers for at in _frames(found) if (level := _level(found, at)) is not None]
    for at, (outline, angle) in pieces[:_MOST]:
        where = Box(*(value / _POINT for value in at))
        whole = framed(outline, angle, where)
        if whole is not None and (arrived := formed(whole)) is not None:
            return arrived
        stamp = Inside(turned(within(both, page.dpi, outline, at), angle), page.dpi, where, read)
        told = _read(stamp)
        if told is not None:
            return _filled(*told, replace(stamp, month=month_of(page, read)))
    return None


def _level(found: Survey, at: Box) -> tuple[NDArray[np.bool_], float] | None:
    x0, y0, x1, y1 = (int(value) for value in at)
    return level_of(found.ink[y0:y1, x0:x1])


def _frames(found: Survey) -> list[Box]:
    """Pieces of ink of such a stamp's size in the upper half of the page, in pixels of the survey."""
    out = []
    for x0, y0, x1, y1 in found.frames.tolist():
        wide, high = (x1 - x0) / _POINT, (y1 - y0) / _POINT
        if 60 <= wide <= 240 and 34 <= high <= 140 and wide > 1.05 * high and y1 < 0.6 * found.shape[0]:
            out.append(Box(x0, y0, x1, y1))
    return out


def said(words: Sequence[Seen], where: Box) -> ReadLine | None:
    """The stamp's words as one line in its frame; None where they are not such a stamp's."""
    told = _told(words, where)
    if told is None:
        return None
    title, labels = told
    return ReadLine((*title, *(word for label in labels for word in (*label.words, *label.rest))), where, STAMP, 0)


def _read(stamp: Inside) -> tuple[tuple[Seen, ...], list[Label]] | None:
    """The stamp's title and labels; writing across the rows may hide them from an engine that looks for a block."""
    where = stamp.frame
    words = stamp.read(stamp.image, (where.x0, where.y0), Mode.BLOCK)
    told = _told(words, where)
    if told is None and any(_row(line)[0] is not None for line in lines_of(words, band=STAMP, column=0)):
        told = _told(stamp.read(stamp.image, (where.x0, where.y0), Mode.COLUMN), where)
    if told is None and _is_one(words):
        return (_named(where._replace(y1=(where.y0 + where.y1) / 2)),), []
    return told


def _is_one(words: Sequence[Seen]) -> bool:
    """Whether words of a frame are of such a stamp though its title stands beside its rows (Phụ lục IV) and runs into
    them: of what is written there nothing is believed then, but the letter is kept clean of it."""
    lines = lines_of(list(words), band=STAMP, column=0)
    labels = {label for line in lines if (label := _row(line)[0] or _long(line.text)) is not None}
    title = any(word.text.isupper() and fuzz.ratio("DEN", bare_letters(word.text)) > _TWO_OF_THREE for word in words)
    return bool(labels & _ONLY_HERE) and (title or len(labels) >= 2)


def _long(text: str) -> str | None:
    """The longest label, of which less must be seen."""
    label = max(_LABELS, key=len)
    letters = bare_letters(label)
    return label if fuzz.ratio(letters, bare_letters(text)[: len(letters)]) >= _LONG_LIKE else None


def _named(where: Box) -> Seen:
    return Seen("ĐẾN", where, 0.9, 0, 0)


def _of_form(form: Standard, where: Box) -> Arrival:
    """A stamp of the standard form, whose title is known to stand there."""
    (first, rows), doubts = form.number, list[Doubt]()
    out = [_named(Box(where.x0, rows.base - rows.distance, first.first.box.x0 - 1, form.date[1].base))]
    for what, (label, line) in (("number", form.number), ("date", form.date)):
        words, doubt = written(what, label, line, form.stamp)
        out.extend(words)
        doubts.extend([doubt] if doubt is not None else [])
    out.extend(word for label in form.others[:1] if label.name == "Chuyển:" for word in label.words)
    # the stamp stands before the text beside it; what is left in the frame beside these words is the letter's
    return Arrival(ReadLine(tuple(out), around(out)._replace(y0=where.y0), STAMP, 0), where, tuple(doubts))


def _filled(title: tuple[Seen, ...], labels: list[Label], stamp: Inside) -> Arrival:
    """The stamp with what is written into its rows."""
    where = stamp.frame
    out, doubts = list(title), list[Doubt]()
    rows = rows_of(labels, around(title))
    for row, (what, names) in enumerate((("number", ("Số:", "Số đến:")), ("date", ("Ngày:", "Ngày đến:")))):
        label = next((one for one in labels if one.name in names), None)
        if rows is None:
            out.extend((*label.words, *label.rest) if label is not None else ())
            doubts.extend([Doubt(what, where)] if label is None or not label.rest else [])
            continue
        words, doubt = written(what, label, rows.below(row), stamp)
        out.extend(words)
        doubts.extend([doubt] if doubt is not None else [])
    for label in labels:
        if label.name not in ("Số:", "Số đến:", "Ngày:", "Ngày đến:"):
            out.extend((*label.words, *label.rest))
    return Arrival(ReadLine(tuple(out), where, STAMP, 0), where, tuple(doubts))


def _told(words: Sequence[Seen], where: Box) -> tuple[tuple[Seen, ...], list[Label]] | None:
    """The stamp's title and its labels; None where the words are not such a stamp's."""
    lines = lines_of(list(words), band=STAMP, column=0)
    title = next((i for i, line in enumerate(lines) if _title(line.text) is not None), None)
    if title is None:
        return None
    rows = [_row(line) for line in lines[title + 1 :]]
    if not any(label is not None for label, _ in rows):
        return None
    name = _title(lines[title].text)
    assert name is not None
    labels = [
        Label(label, tuple(_written(label, line, where)), line.words[0], tuple(replace(word, line=0) for word in rest))
        for (label, rest), line in zip(rows, lines[title + 1 :], strict=True)
        if label is not None
    ]
    return tuple(_written(name, lines[title], where)), labels


def _title(text: str) -> str | None:
    letters = bare_letters(text)
    return next((t for t in _TITLES if fuzz.ratio(bare_letters(t), letters) >= (100 if t == "ĐẾN" else _LIKE)), None)


def _row(line: ReadLine) -> tuple[str | None, list[Seen]]:
    """The label that a line begins with, and the words after it that are surely read."""
    for label in sorted(_LABELS, key=len, reverse=True):
        count = len(label.split())
        begin = bare_letters(" ".join(word.text for word in line.words[:count]))
        if begin and fuzz.ratio(bare_letters(label), begin) >= _LIKE:
            rest = [replace(word, text=word.text.strip(_DOTS)) for word in line.words[count:]]
            return label, [word for word in rest if word.confidence >= _SURE and any(c.isalnum() for c in word.text)]
    return None, []


def _written(text: str, line: ReadLine, where: Box) -> list[Seen]:
    """Known words in the place of a line, within the frame."""
    parts, x = text.split(), max(where.x0, line.box.x0)
    step = (min(where.x1, line.box.x1) - x) / max(1, len(text))
    out = []
    for part in parts:
        box = Box(x, line.box.y0, x + max(1.0, step * len(part)), line.box.y1)
        out.append(Seen(part, box, 0.9, 0, 0))
        x += step * (len(part) + 1)
    return out


def off_the_page(grey: Gray, dpi: int, seen: Survey, box: Box) -> Gray:
    """`grey` without the stamp in `box` (points): its lines, and the ink within them that is not the letter's."""
    gone, _, (left, top) = stamp_ink(seen, box)
    ratio = dpi / SURVEY_DPI
    y0, x0 = int(top * ratio), int(left * ratio)
    out = grey.copy()
    view = out[y0 : y0 + round(gone.shape[0] * ratio), x0 : x0 + round(gone.shape[1] * ratio)]
    view[cv2.resize(gone, (view.shape[1], view.shape[0]), interpolation=cv2.INTER_NEAREST) > 0] = 255
    return out


def without_pieces(seen: Survey, box: Box) -> Survey:
    """The survey without the stamp in `box` (points)."""
    x0, y0, x1, y1 = (value * _POINT for value in box)
    gone, kept, (left, top) = stamp_ink(seen, box)

    def inside(boxes: Boxes) -> NDArray[np.bool_]:
        within = (boxes[:, 0] >= x0 - 3) & (boxes[:, 2] <= x1 + 3)
        within &= (boxes[:, 1] >= y0 - 3) & (boxes[:, 3] <= y1 + 3)
        return within

    def stays(letter: NDArray[np.int32]) -> bool:
        a, b, c, d = (int(value) for value in letter - [left, top, left, top])
        return bool(kept[max(0, b) : d, max(0, a) : c].any())

    letters = [not within or stays(letter) for letter, within in zip(seen.letters, inside(seen.letters), strict=True)]
    ink = seen.ink.copy()
    ink[top : top + gone.shape[0], left : left + gone.shape[1]][gone > 0] = 0
    return replace(
        seen,
        across=seen.across[~inside(seen.across)],
        down=seen.down[~inside(seen.down)],
        letters=seen.letters[np.array(letters, np.bool_)],
        strokes=seen.strokes[~inside(seen.strokes)],
        leaders=seen.leaders[~inside(seen.leaders)],
        frames=seen.frames[~inside(seen.frames)],
        ink=ink,
        bare=cv2.bitwise_and(seen.bare, ink),
    )
