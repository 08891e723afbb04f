"""One page from pixels to raw lines: prepare, survey, read region by region, lay out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from pipeline.read.engine import RawCell, RawCellAt, RawLine, RawPage, RawTable, RawWord
from pipeline.read.ocr.clean import without_pen, without_rules, without_strokes
from pipeline.read.ocr.engine import Engine, Gray, Mode, Seen
from pipeline.read.ocr.handwriting import fill
from pipeline.read.ocr.lines import ReadLine, lines_of
from pipeline.read.ocr.prepare import SURVEY_DPI, Prepared, prepare
from pipeline.read.ocr.raster import Limits, Raster
from pipeline.read.ocr.regions import Region, regions
from pipeline.read.ocr.rows import rows
from pipeline.read.ocr.survey import Survey, survey
from pipeline.read.ocr.tables import Grid, grids
from schemas.page import Box, Origin

_POINT = SURVEY_DPI / 72.0
_MARGIN = 12  # white pixels around what the engine is given; it misreads letters at the very edge


@dataclass(frozen=True, slots=True)
class Desk:
    """A prepared page and what reads it."""

    page: Prepared
    seen: Survey
    clean: Gray  # the grey page without its rules
    engine: Engine
    limits: Limits


def read_page(raster: Raster, engine: Engine, *, number: int, limits: Limits) -> RawPage:
    """Read one page.

    Raises:
        OcrTimeout: it took longer than the limits allow.
        MissingProgram: the engine can't be had.
    """
    page = prepare(raster)
    seen = survey(page.survey)
    tables = grids(seen)
    desk = Desk(page, seen, without_pen(without_rules(page, seen), page), engine, limits)
    lines: list[ReadLine] = []
    for region in regions(seen, without=[table.box for table in tables]):
        lines.extend(_region(desk, region))
    for index, table in enumerate(tables):
        lines.extend(_table(desk, table, index))
    groups = _rows(lines)
    ordered = [line for group in groups for line in group]
    filled, remarks = fill(ordered, without_rules(page, seen), dpi=page.dpi, page=number, read=partial(read_box, desk))
    return RawPage(
        number=number,
        lines=_laid_out(_regrouped(groups, filled)),
        tables=[_raw_table(table) for table in tables],
        width=page.width,
        height=page.height,
        rules=[_points(box) for box in (*seen.across, *seen.down)],
        origin=Origin.OCR,
        remarks=remarks,
    )


def _regrouped(groups: list[list[ReadLine]], lines: list[ReadLine]) -> list[list[ReadLine]]:
    """`lines`, which are those of `groups` one after the other, in their groups again."""
    rest = iter(lines)
    return [[next(rest) for _ in group] for group in groups]


def _points(box: np.ndarray) -> Box:
    return Box(*(float(value) / _POINT for value in box))


def read_box(desk: Desk, box: Box, mode: Mode) -> list[Seen]:
    """What the engine sees in a box (points); its words' boxes in points of the page."""
    clean, scale = desk.clean, desk.page.dpi / 72.0
    x0, y0 = max(0, int(box.x0 * scale)), max(0, int(box.y0 * scale))
    x1, y1 = min(clean.shape[1], int(box.x1 * scale) + 1), min(clean.shape[0], int(box.y1 * scale) + 1)
    if x1 - x0 < 8 or y1 - y0 < 8:
        return []
    crop = np.full((y1 - y0 + 2 * _MARGIN, x1 - x0 + 2 * _MARGIN), 255, np.uint8)
    crop[_MARGIN:-_MARGIN, _MARGIN:-_MARGIN] = clean[y0:y1, x0:x1]
    out = []
    for word in desk.engine.read(crop, dpi=desk.page.dpi, mode=mode, seconds=desk.limits.seconds):
        at = word.box
        moved = Box(
            (at.x0 + x0 - _MARGIN) / scale,
            (at.y0 + y0 - _MARGIN) / scale,
            (at.x1 + x0 - _MARGIN) / scale,
            (at.y1 + y0 - _MARGIN) / scale,
        )
        out.append(Seen(word.text, moved, word.confidence, word.block, word.line))
    return out


def _region(desk: Desk, region: Region) -> list[ReadLine]:
    """A region as one block; where large strokes cross it (signature, seal), without them, and rows that the block
    reading lost once more by themselves."""
    if not _crossed(desk, region.box):
        return lines_of(read_box(desk, region.box, Mode.BLOCK), band=region.band, column=region.column)
    found = rows(desk.seen.letters, region.box)
    bare = replace(desk, clean=without_strokes(desk.clean, desk.page, desk.seen, found, region.box))
    out = lines_of(read_box(bare, region.box, Mode.BLOCK), band=region.band, column=region.column)
    for row in found:
        if not any(_level(row, line.box) and line.box.width > 0.5 * row.width for line in out):
            words = [replace(word, line=0) for word in read_box(bare, row, Mode.LINE)]
            out.extend(lines_of(words, band=region.band, column=region.column))
    return sorted(out, key=lambda line: line.box.y0)


def _crossed(desk: Desk, box: Box) -> bool:
    """Whether large pieces of ink stand in a box (points)."""
    x0, y0, x1, y1 = (value * _POINT for value in box)
    strokes = desk.seen.strokes
    return bool(((strokes[:, 0] < x1) & (strokes[:, 2] > x0) & (strokes[:, 1] < y1) & (strokes[:, 3] > y0)).any())


def _table(desk: Desk, table: Grid, index: int) -> list[ReadLine]:
    out: list[ReadLine] = []
    centres = (desk.seen.letters[:, :2] + desk.seen.letters[:, 2:]) / (2 * _POINT)
    for cell in table.cells:
        box = cell.box
        inside = (
            (centres[:, 0] > box.x0) & (centres[:, 0] < box.x1) & (centres[:, 1] > box.y0) & (centres[:, 1] < box.y1)
        )
        if not inside.any():
            continue
        words = read_box(desk, box, Mode.BLOCK)
        out.extend(lines_of(words, band=-1 - index, column=cell.column, cell=RawCellAt(index, cell.row, cell.column)))
    return out


def _raw_table(table: Grid) -> RawTable:
    cells = tuple(RawCell(c.row, c.column, c.row_span, c.column_span, c.box) for c in table.cells)
    return RawTable(table.rows, table.columns, cells, table.box)


def _laid_out(groups: list[list[ReadLine]]) -> list[RawLine]:
    """Lines in reading order with their rows: side by side in a band share a row; a table's lines stay cell by cell."""
    out: list[RawLine] = []
    row = -1
    bottom = 0.0
    for group in groups:
        top = min(line.box.y0 for line in group)
        height = max(line.box.height for line in group)
        row += 2 if row >= 0 and group[0].cell is None and top - bottom > 1.1 * height else 1
        bottom = max(bottom, *(line.box.y1 for line in group))
        for line in group:
            out.append(
                RawLine(
                    row=row,
                    words=tuple(_word(word) for word in line.words),
                    box=line.box,
                    size=_size(line),
                    cell=line.cell,
                    origin=Origin.OCR,
                )
            )
    return out


def _rows(lines: list[ReadLine]) -> list[list[ReadLine]]:
    """Groups of lines that stand side by side, from top to bottom."""
    loose = sorted((line for line in lines if line.cell is None), key=lambda line: (line.box.y0 + line.box.y1) / 2)
    groups: list[list[ReadLine]] = []
    for line in loose:
        last = groups[-1] if groups else []
        beside = [other for other in last if other.column != line.column and other.band == line.band]
        if last and len(beside) == len(last) and any(_level(line.box, other.box) for other in beside):
            last.append(line)
        else:
            groups.append([line])
    for group in groups:
        group.sort(key=lambda line: line.box.x0)
    cells = [line for line in lines if line.cell is not None]
    tables: dict[int, list[ReadLine]] = {}
    for line in cells:
        assert line.cell is not None
        tables.setdefault(line.cell.table, []).append(line)
    for mine in tables.values():
        top = min(line.box.y0 for line in mine)
        at = next((i for i, group in enumerate(groups) if min(line.box.y0 for line in group) > top), len(groups))
        groups[at:at] = [[line] for line in mine]
    return groups


def _level(a: Box, b: Box) -> bool:
    """Whether two lines stand at the same height."""
    return min(a.y1, b.y1) - max(a.y0, b.y0) > 0.5 * min(a.height, b.height)


def _word(word: Seen) -> RawWord:
    return RawWord(
        word.text, word.box, confidence=round(word.confidence, 3), origin=Origin.OCR, gap=0 if word.glued else 1
    )


def _size(line: ReadLine) -> float | None:
    """The font's size in points, guessed from the line's height (marks above and below make it vary)."""
    return round(line.box.height * 0.95, 1) if line.words else None
