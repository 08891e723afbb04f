"""What a PDF page draws besides text: straight lines (a table's rules among them) and images."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from pipeline.read.pdf_chars import Frame
from schemas.page import Box

_THIN = 2.5  # points: a filled shape no thicker is a line
_SHORT = 4.0  # points: a line no longer draws no table
_STRAIGHT = 0.7
_MOST_OBJECTS = 20_000
_MOST_LINES = 3_000
_DEPTH = 4


class Matrix(NamedTuple):
    """An affine map of user space."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def after(self, inner: Matrix) -> Matrix:
        """This map after `inner`."""
        e, f = self.point(inner.e, inner.f)
        return Matrix(
            self.a * inner.a + self.c * inner.b,
            self.b * inner.a + self.d * inner.b,
            self.a * inner.c + self.c * inner.d,
            self.b * inner.c + self.d * inner.d,
            e,
            f,
        )


@dataclass(slots=True)
class Drawn:
    """Horizontal and vertical lines as thin boxes, the boxes of images, and whether there is any other drawing."""

    horizontal: list[Box] = field(default_factory=list)
    vertical: list[Box] = field(default_factory=list)
    images: list[Box] = field(default_factory=list)
    paths: int = 0

    def image_share(self, frame: Frame) -> float:
        """The share of the page that its largest image covers, 0..1."""
        whole = frame.width * frame.height
        sizes = (
            max(0.0, min(box.x1, frame.width) - max(box.x0, 0)) * max(0.0, min(box.y1, frame.height) - max(box.y0, 0))
            for box in self.images
        )
        return max(sizes, default=0.0) / whole if whole else 0.0


def drawn_on(page: Any, frame: Frame) -> Drawn:
    """The lines and images of a loaded page, those within forms too."""
    out = Drawn()
    budget = _MOST_OBJECTS
    for shape, at in _objects(page, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, Matrix(), 0):
        budget -= 1
        if budget < 0:
            break
        kind = pdfium.FPDFPageObj_GetType(shape)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            out.images.append(_image(shape, at, frame))
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            out.paths += 1
            if len(out.horizontal) + len(out.vertical) < _MOST_LINES:
                _path(shape, at, frame, out)
    return out


def _objects(parent: Any, count: Any, get: Any, at: Matrix, depth: int) -> Iterator[tuple[Any, Matrix]]:
    for i in range(count(parent)):
        shape = get(parent, i)
        if pdfium.FPDFPageObj_GetType(shape) == pdfium.FPDF_PAGEOBJ_FORM:
            if depth < _DEPTH:
                inner = at.after(_matrix(shape))
                yield from _objects(
                    shape, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject, inner, depth + 1
                )
        else:
            yield shape, at


def _matrix(shape: Any) -> Matrix:
    raw = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(shape, ctypes.byref(raw)):
        return Matrix()
    return Matrix(raw.a, raw.b, raw.c, raw.d, raw.e, raw.f)


def _image(shape: Any, at: Matrix, frame: Frame) -> Box:
    matrix = at.after(_matrix(shape))
    corners = [matrix.point(x, y) for x, y in ((0, 0), (1, 0), (0, 1), (1, 1))]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return frame.box(min(xs), min(ys), max(xs), max(ys))


def _path(shape: Any, at: Matrix, frame: Frame, out: Drawn) -> None:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(shape, ctypes.byref(fill), ctypes.byref(stroke))
    if not fill.value and not stroke.value:
        return
    points = _points(shape, at.after(_matrix(shape)), frame)
    if not points:
        return
    if not stroke.value:  # a filled shape is a line only where it is thin
        xs, ys = [x for run in points for x, _ in run], [y for run in points for _, y in run]
        width, height = max(xs) - min(xs), max(ys) - min(ys)
        if min(width, height) <= _THIN:
            _line(min(xs), min(ys), max(xs), max(ys), out)
        elif len(points) > 1:
            for run in points:
                _thin(run, out)
        return
    for run in points:
        for (ax, ay), (bx, by) in pairwise(run):
            _line(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by), out)


def _thin(run: list[tuple[float, float]], out: Drawn) -> None:
    xs, ys = [x for x, _ in run], [y for _, y in run]
    if min(max(xs) - min(xs), max(ys) - min(ys)) <= _THIN:
        _line(min(xs), min(ys), max(xs), max(ys), out)


def _line(x0: float, y0: float, x1: float, y1: float, out: Drawn) -> None:
    width, height = x1 - x0, y1 - y0
    if width >= _SHORT and height <= max(_STRAIGHT, _THIN):
        out.horizontal.append(Box(x0, y0, x1, y1))
    elif height >= _SHORT and width <= max(_STRAIGHT, _THIN):
        out.vertical.append(Box(x0, y0, x1, y1))


def _points(shape: Any, matrix: Matrix, frame: Frame) -> list[list[tuple[float, float]]]:
    """The straight runs of a path as points of the seen page; curves break a run."""
    runs: list[list[tuple[float, float]]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for i in range(min(pdfium.FPDFPath_CountSegments(shape), 400)):
        segment = pdfium.FPDFPath_GetPathSegment(shape, i)
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = frame.point(*matrix.point(x.value, y.value))
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_LINETO and runs:
            runs[-1].append(point)
        else:
            runs.append([point])
        if pdfium.FPDFPathSegment_GetClose(segment) and len(runs[-1]) > 2:
            runs[-1].append(runs[-1][0])
    return [run for run in runs if len(run) > 1]
