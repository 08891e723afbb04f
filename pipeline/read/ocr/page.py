"""One page from pixels to raw lines: prepare, survey, read part by part, lay out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from pipeline.read.engine import RawCell, RawCellAt, RawPage, RawTable
from pipeline.read.ocr.again import looked_at_again
from pipeline.read.ocr.arrival import Arrival, arrival_of, off_the_page, without_pieces
from pipeline.read.ocr.blackseals import without_black_seals
from pipeline.read.ocr.clean import without_pen, without_rules, without_strokes
from pipeline.read.ocr.codes import codes_again
from pipeline.read.ocr.engine import Engine, Gray, Mode, Seen
from pipeline.read.ocr.folio import with_page_number
from pipeline.read.ocr.handwriting import fill
from pipeline.read.ocr.layout import laid_out, level, rows_of
from pipeline.read.ocr.lines import STAMP, ReadLine, apart, lines_of, sureness, with_leaders, without_dust
from pipeline.read.ocr.marks import black_seals, red_parts, red_survey, stamps, without_seal_text, without_words_in
from pipeline.read.ocr.missed import with_missed
from pipeline.read.ocr.prepare import SURVEY_DPI, Prepared, lines_run_down, prepare, scaled, small_ink
from pipeline.read.ocr.raster import Limits, Raster
from pipeline.read.ocr.regions import regions
from pipeline.read.ocr.repair import repaired
from pipeline.read.ocr.rows import rows
from pipeline.read.ocr.signature import signed
from pipeline.read.ocr.stack import Part, cut, read_stack
from pipeline.read.ocr.stamped import Doubt
from pipeline.read.ocr.survey import Boxes, Survey, survey
from pipeline.read.ocr.tables import Grid, grids
from pipeline.read.ocr.titles import settled
from schemas.page import Box, Origin, Remark, doubted

_POINT = SURVEY_DPI / 72.0
_MARGIN = 12  # white pixels around what the engine is given; it misreads letters at the very edge
_DOUBTFUL = 0.55  # mean confidence under which a page may stand on its head
RED_BAND = STAMP // 2  # the bands of red print begin here
_MOST_FIGURES = 60  # cells of a page that are read by themselves
_MOST_PIECES = 40_000  # pieces of ink; a page with more is noise, on which an engine would spend minutes


@dataclass(frozen=True, slots=True)
class Desk:
    """A prepared page and what reads it."""

    page: Prepared
    seen: Survey
    bare: Gray  # the grey page without its rules
    clean: Gray  # … and without strokes in ball-pen blue
    red: Survey | None  # the pieces of its red print
    engine: Engine
    limits: Limits
    arrival: Arrival | None = None  # the arrival stamp, which is no longer on the page


@dataclass(frozen=True, slots=True)
class Piece:
    """A part to be read, and where its lines will stand. `rows`: its rows where strokes cross it, else none."""

    part: Part
    band: int
    column: int
    cell: RawCellAt | None = None
    rows: tuple[Box, ...] = ()


def read_page(raster: Raster, engine: Engine, *, number: int, limits: Limits) -> RawPage:
    """Read one page, whichever way up it lies.

    Raises:
        OcrTimeout: it took longer than the limits allow.
        MissingProgram: the engine can't be had.
    """
    small = small_ink(raster)
    desks = [_desk(raster, turned, engine, limits, small) for turned in ((1, 3) if lines_run_down(small) else (0,))]
    readings = [(desk, grids(desk.seen)) for desk in desks]
    read = [(desk, tables, _lines(desk, tables)) for desk, tables in readings]
    best = max(read, key=lambda one: sureness(*one[2]))
    if len(desks) == 1 and sureness(*best[2]) < _DOUBTFUL and sum(len(line.words) for line in best[2]) > 15:
        desk = _desk(raster, 2, engine, limits, small)
        tables = grids(desk.seen)
        best = max((best, (desk, tables, _lines(desk, tables))), key=lambda one: sureness(*one[2]))
    return _raw(*best, number=number)


def _desk(raster: Raster, turned: int, engine: Engine, limits: Limits, small: Gray) -> Desk:
    page = prepare(raster, turned=turned, small=small)
    seen = survey(page.survey)
    if circles := black_seals(seen):
        page = without_black_seals(page, circles)
        seen = survey(page.survey)
    bare = without_rules(page, seen)
    desk = Desk(page, seen, bare, without_pen(bare, page), red_survey(page), engine, limits)
    arrived = None if len(seen.letters) > _MOST_PIECES else arrival_of(page, seen, desk.red, partial(read_image, desk))
    return desk if arrived is None else _cleared(desk, arrived)


def _cleared(desk: Desk, arrived: Arrival) -> Desk:
    """The desk without the arrival stamp on its page."""
    dpi, box, seen = desk.page.dpi, arrived.box, desk.seen
    red, red_seen = desk.page.red, desk.red
    if red is not None and red_seen is not None:
        red, red_seen = off_the_page(red, dpi, red_seen, box), without_pieces(red_seen, box)
    page = replace(desk.page, grey=off_the_page(desk.page.grey, dpi, seen, box), red=red)
    rest = without_pieces(seen, box)
    bare = without_rules(page, rest)  # anew: the stamp's lines are gone, and what they crossed is whole
    return replace(desk, page=page, seen=rest, bare=bare, clean=without_pen(bare, page), red=red_seen, arrival=arrived)


def _raw(desk: Desk, tables: list[Grid], lines: list[ReadLine], *, number: int) -> RawPage:
    read = codes_again(looked_at_again(lines, partial(read_box, desk)), partial(read_box, desk))
    read = without_dust(read)
    read = with_page_number(read, desk.seen, partial(read_box, desk))
    mended = repaired(apart(with_leaders(read, _points(desk.seen.leaders))))
    mended = settled(mended, desk.page, partial(read_image, desk))
    mended, unsigned = signed(mended, desk.page, page=number, read=partial(read_image, desk))
    groups = rows_of(mended)
    ordered = [line for group in groups for line in group]
    filled, remarks = fill(ordered, desk.bare, dpi=desk.page.dpi, page=number, read=partial(read_box, desk))
    remarks += unsigned
    remarks += [_doubtful(doubt, number) for doubt in desk.arrival.doubts] if desk.arrival is not None else []
    rest = iter(filled)
    if len(desk.seen.letters) > _MOST_PIECES:
        remarks.append(
            Remark("ocr-noise", f"Page {number} is covered with specks; only stamps were looked for.", number)
        )
    return RawPage(
        number=number,
        lines=laid_out([[next(rest) for _ in group] for group in groups]),
        tables=[_raw_table(table) for table in tables],
        width=desk.page.width,
        height=desk.page.height,
        rules=_points(np.concatenate((desk.seen.across, desk.seen.down))),
        origin=Origin.OCR,
        remarks=remarks,
        turned=desk.page.turned,
        skew=desk.page.skew,
    )


def _doubtful(doubt: Doubt, page: int) -> Remark:
    return Remark(
        f"handwritten-arrival-{doubt.what}",
        doubted(f"The {doubt.what} in the receiving office's stamp could not be read with certainty", doubt.guess),
        page,
        doubt.box,
        f"/arrival/{doubt.what}",
    )


def _points(boxes: Boxes) -> list[Box]:
    """Boxes of the survey in points."""
    return [Box(*(float(v) / _POINT for v in box)) for box in boxes]


def _lines(desk: Desk, tables: list[Grid]) -> list[ReadLine]:
    """Every line of the page: columns, cells, red print and stamps."""
    noise = len(desk.seen.letters) > _MOST_PIECES
    pieces = [] if noise else _columns(desk, tables)
    pieces += [Piece(part, RED_BAND + i, 0) for i, part in enumerate(red_parts(desk.page, desk.red))]
    out: list[ReadLine] = []
    for some, cells in ((pieces, False), ([] if noise else _cells(desk, tables), True)):
        out.extend(line for piece, words in _seen(desk, some, cells=cells) for line in _lines_in(desk, piece, words))
    marked = stamps(desk.page, desk.seen, desk.red, partial(read_image, desk))
    out = without_seal_text(out, desk.page.lifted)
    columns = [piece.part.box for piece in pieces if piece.band < RED_BAND]
    out = with_missed(out, desk.seen.letters, partial(read_box, desk), within=columns, apart=desk.page.lifted)
    if desk.arrival is not None:
        marked.append(desk.arrival.line)
    return [*without_words_in(out, [line.box for line in marked]), *marked]


def _seen(desk: Desk, pieces: list[Piece], *, cells: bool) -> list[tuple[Piece, list[Seen]]]:
    parts = [piece.part for piece in pieces]
    limits, dpi = desk.limits, desk.page.dpi
    seen = read_stack(parts, desk.engine, dpi=dpi, mode=Mode.COLUMN, seconds=limits.seconds, cells=cells)
    left = _MOST_FIGURES if cells else 0
    for i, part in enumerate(parts):
        if left and not seen[i]:
            left -= 1
            seen[i] = _lone_figure(desk, part)
    return list(zip(pieces, seen, strict=True))


def _lone_figure(desk: Desk, part: Part) -> list[Seen]:
    """The figure that stands alone in a cell: among the words of others an engine takes it for a speck."""
    words = [replace(word, line=0) for word in read_image(desk, part.image, (part.box.x0, part.box.y0), Mode.LINE)]
    sure = len(words) == 1 and words[0].confidence > 0.8 and words[0].text.strip(".,)").isdecimal()
    return words if sure else []


def _lines_in(desk: Desk, piece: Piece, words: list[Seen]) -> list[ReadLine]:
    return _piece_lines(desk, piece, words) if piece.band < RED_BAND else _red_lines(desk, piece, words)


def _piece_lines(desk: Desk, piece: Piece, words: list[Seen]) -> list[ReadLine]:
    """The lines of a piece; rows between strokes that the engine passed over are read once more by themselves."""
    found = lines_of(words, band=piece.band, column=piece.column, cell=piece.cell)
    for row in piece.rows:
        if any(_covers(line, row) for line in found):
            continue
        box = piece.part.box
        scale = desk.page.dpi / 72.0
        top, bottom = int((row.y0 - box.y0) * scale), int((row.y1 - box.y0) * scale)
        left, right = int((row.x0 - box.x0) * scale), int((row.x1 - box.x0) * scale)
        image = piece.part.image[max(0, top) : bottom, max(0, left) : right]
        if min(image.shape) < 8:
            continue
        at = (box.x0 + max(0, left) / scale, box.y0 + max(0, top) / scale)
        again = [replace(word, line=0) for word in read_image(desk, image, at, Mode.LINE)]
        better = lines_of(again, band=piece.band, column=piece.column)
        there = [line for line in found if level(row, line.box)]
        if better and sureness(*better) > sureness(*there):
            found = [line for line in found if line not in there] + better
    return sorted(found, key=lambda line: line.box.y0)


def _red_lines(desk: Desk, piece: Piece, words: list[Seen]) -> list[ReadLine]:
    """The lines of a part in red print, once more by itself where the engine was not sure of it among the others."""
    found = lines_of(words, band=piece.band, column=piece.column)
    if found and min(word.confidence for word in words) > 0.85:
        return found
    box = piece.part.box
    again = [replace(word, line=0) for word in read_image(desk, piece.part.image, (box.x0, box.y0), Mode.LINE)]
    other = lines_of(again, band=piece.band, column=piece.column)
    return other if sureness(*other) > sureness(*found) else found


def _covers(line: ReadLine, row: Box) -> bool:
    """Whether a line as read is what stands in a row: most of its breadth, and no word of it a guess at a stroke."""
    overlap = min(line.box.x1, row.x1) - max(line.box.x0, row.x0)
    return level(row, line.box) and overlap > 0.5 * row.width and min(w.confidence for w in line.words) > 0.5


def _columns(desk: Desk, tables: list[Grid]) -> list[Piece]:
    out = []
    letters = desk.seen.letters
    if desk.red is not None:
        letters = np.concatenate((letters, desk.red.letters))
    for region in regions(replace(desk.seen, letters=letters), without=[table.box for table in tables]):
        grey, between = desk.clean, list[Box]()
        if _crossed(desk, region.box):
            between = rows(desk.seen.letters, region.box)
            grey = without_strokes(desk.clean, desk.page, desk.seen, between, region.box)
        part = cut(grey, region.box, desk.page.dpi)
        if part is not None:
            out.append(Piece(part, region.band, region.column, rows=tuple(between)))
    return out


def _crossed(desk: Desk, box: Box) -> bool:
    """Whether large pieces of ink stand in a box (points)."""
    x0, y0, x1, y1 = (value * _POINT for value in box)
    strokes = desk.seen.strokes
    return bool(((strokes[:, 0] < x1) & (strokes[:, 2] > x0) & (strokes[:, 1] < y1) & (strokes[:, 3] > y0)).any())


def _cells(desk: Desk, tables: list[Grid]) -> list[Piece]:
    """The cells of the page's tables that have letters in them."""
    out = []
    centres = (desk.seen.letters[:, :2] + desk.seen.letters[:, 2:]) / (2 * _POINT)
    for index, table in enumerate(tables):
        for cell in table.cells:
            box = cell.box
            inside = (centres[:, 0] > box.x0) & (centres[:, 0] < box.x1)
            inside &= (centres[:, 1] > box.y0) & (centres[:, 1] < box.y1)
            part = cut(desk.clean, box, desk.page.dpi) if inside.any() else None
            if part is not None:
                out.append(Piece(part, -1 - index, cell.column, RawCellAt(index, cell.row, cell.column)))
    return out


def read_image(desk: Desk, image: Gray, at: tuple[float, float], mode: Mode, size: float = 1.0) -> list[Seen]:
    """What the engine sees in an image whose corner stands at `at` (points); words' boxes in points of the page.

    `size`: how large it is shown, 1 being the page's own resolution.
    """
    scale = desk.page.dpi * size / 72.0
    framed = np.pad(image if size == 1.0 else scaled(image, 1.0, size), _MARGIN, constant_values=255)
    out = []
    for word in desk.engine.read(framed, dpi=round(desk.page.dpi * size), mode=mode, seconds=desk.limits.seconds):
        x0, y0, x1, y1 = ((value - _MARGIN) / scale for value in word.box)
        out.append(replace(word, box=Box(x0 + at[0], y0 + at[1], x1 + at[0], y1 + at[1])))
    return out


def read_box(desk: Desk, box: Box, mode: Mode, size: float = 1.0) -> list[Seen]:
    """What the engine sees in a box of the page (points), shown at `size` times its resolution."""
    part = cut(desk.clean, box, desk.page.dpi)
    return [] if part is None else read_image(desk, part.image, (part.box.x0, part.box.y0), mode, size)


def _raw_table(table: Grid) -> RawTable:
    cells = tuple(RawCell(c.row, c.column, c.row_span, c.column_span, c.box) for c in table.cells)
    return RawTable(table.rows, table.columns, cells, table.box)
