"""One PDF page: words into lines in reading order, tables, columns, and whether its text layer can be used at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.read.engine import RawCellAt, RawLine, RawPage, RawTable
from pipeline.read.pdf_chars import Frame, Glyphs
from pipeline.read.pdf_columns import columns_of
from pipeline.read.pdf_drawn import Drawn
from pipeline.read.pdf_grid import tables_of
from pipeline.read.pdf_rows import Row, fill_in, line_of, rows_of
from pipeline.read.recognise import box_of
from pipeline.read.usable import usable
from schemas.page import Box, Origin, Remark

USABLE = 0.5  # of `usable`: a text layer that reads worse is garbage
_USABLE_OVER_IMAGE = 0.75  # an earlier OCR that is worse than this is better done again
_IMAGE_PAGE = 0.6  # of the page: an image so large is a scan
_FEW_WORDS = 40  # on a scan: overprinted stamps and numbers, not the page's text
_MANY_PATHS = 60  # without any text: letters drawn as outlines
_MOST_RULES = 400


@dataclass(slots=True, frozen=True)
class Judged:
    """What a page's text layer is worth."""

    needs_ocr: bool
    origin: Origin = Origin.EMBEDDED
    remark: Remark | None = None


def page_of(number: int, words: list[Glyphs], drawn: Drawn, frame: Frame, fields: Sequence[Box] = ()) -> RawPage:
    """The raw page of words and drawings; a page that needs OCR keeps only what was printed over its image.

    `fields` are the places of form fields and signatures: what stands in one of them and fills no line of the text is
    a panel of its own.
    """
    judged = judge(number, words, drawn, frame)
    if judged.needs_ocr:
        few = sum(not word.late for word in words) < _FEW_WORDS and judged.remark is None
        words = words if few else [word for word in words if word.late]
    upright = [word for word in words if word.style.upright]
    turned = [word for word in words if not word.style.upright]
    tables = [table for table in tables_of(drawn) if _filled(table, upright)]
    lines = _lines(upright, tables, fields, judged.origin)
    lines += [line_of(run, judged.origin) for run in _runs(turned)]
    return RawPage(
        number,
        _number_rows(lines),
        tables,
        width=frame.width,
        height=frame.height,
        rules=tuple((drawn.horizontal + drawn.vertical)[:_MOST_RULES]),
        origin=judged.origin,
        needs_ocr=judged.needs_ocr,
        remarks=() if judged.remark is None else (judged.remark,),
    )


def judge(number: int, words: list[Glyphs], drawn: Drawn, frame: Frame) -> Judged:
    """Whether a page's own text can be used."""
    own = [word for word in words if not word.late]
    share = drawn.image_share(frame)
    if not own:
        return Judged(needs_ocr=bool(drawn.images) or drawn.paths > _MANY_PATHS)
    hidden = 2 * sum(word.style.invisible for word in own) > len(own)
    scan = share >= _IMAGE_PAGE
    score = usable(" ".join(word.text for word in own))
    if score < (_USABLE_OVER_IMAGE if hidden or scan else USABLE):
        if scan and len(own) < _FEW_WORDS and not hidden:
            return Judged(needs_ocr=True)
        message = (
            f"The text layer of page {number} is garbage (it reads as Vietnamese by {score:.0%}) and was left out."
        )
        return Judged(needs_ocr=True, remark=Remark("garbage-text-layer", message, number))
    if hidden:
        message = f"The text of page {number} comes from an earlier OCR that is part of the file."
        return Judged(needs_ocr=False, origin=Origin.OCR, remark=Remark("ocr-text-layer", message, number))
    return Judged(needs_ocr=scan and len(own) < _FEW_WORDS)


def _lines(words: list[Glyphs], tables: list[RawTable], fields: Sequence[Box], origin: Origin) -> list[RawLine]:
    """Lines from top to bottom: tables and panels in their place, columns one after the other."""
    free, celled = _by_table([word for word in words if not word.late], tables)
    rows = rows_of(free)
    stray = fill_in([word for word in words if word.late], rows)
    blocks: list[tuple[float, list[RawLine]]] = []
    for index, table in enumerate(tables):
        top = 0.0 if table.box is None else table.box.y0
        blocks.append((top, _table_lines(index, table, celled, origin)))
    for panel in _panels(stray, fields):
        blocks.append((panel[0].top, [line_of(row.words, origin) for row in panel]))
    columns = {part.start: part for part in columns_of(rows)}
    i = 0
    while i < len(rows):
        part = columns.get(i)
        top = rows[i].top
        if part is None:
            blocks.append((top, [line_of(rows[i].words, origin)]))
            i += 1
            continue
        sides = [part.split(at, rows[at]) for at in range(i, part.end)]
        left = [line_of(words, origin) for words, _ in sides if words]
        right = [line_of(words, origin) for _, words in sides if words]
        blocks.append((top, left + right))
        i = part.end
    return [line for _, lines in sorted(blocks, key=lambda block: block[0]) for line in lines]


def _panels(stray: list[Glyphs], fields: Sequence[Box]) -> list[list[Row]]:
    """The rows of each field that has text of its own; words in no field are together.

    Where fields overlap, a word belongs to the field of the word before it, for each field's text is in one piece.
    """
    groups: dict[int, list[Glyphs]] = {}
    last = -1
    for word in stray:
        x, y = (word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2
        at = [i for i, box in enumerate(fields) if _holds(box, x, y)]
        last = last if last in at else at[0] if at else -1
        groups.setdefault(last, []).append(word)
    return [rows_of(group) for group in groups.values()]


def _by_table(
    words: list[Glyphs], tables: list[RawTable]
) -> tuple[list[Glyphs], dict[tuple[int, int, int], list[Glyphs]]]:
    """Words outside tables, and those inside by (table, row, column)."""
    free: list[Glyphs] = []
    celled: dict[tuple[int, int, int], list[Glyphs]] = {}
    for word in words:
        x, y = (word.x0 + word.x1) / 2, word.base - 0.3 * word.style.size
        at = next((at for i, table in enumerate(tables) if (at := _cell_at(i, table, x, y)) is not None), None)
        if at is None:
            free.append(word)
        else:
            celled.setdefault(at, []).append(word)
    return free, celled


def _cell_at(index: int, table: RawTable, x: float, y: float) -> tuple[int, int, int] | None:
    if table.box is None or not _holds(table.box, x, y):
        return None
    for cell in table.cells:
        if cell.box is not None and _holds(cell.box, x, y):
            return index, cell.row, cell.column
    return None


def _holds(box: Box, x: float, y: float) -> bool:
    return box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1


def _filled(table: RawTable, words: list[Glyphs]) -> bool:
    """Whether words stand in two columns of a table: else it is a frame or a drawing."""
    columns: set[int] = set()
    for word in words:
        at = _cell_at(0, table, (word.x0 + word.x1) / 2, word.base - 0.3 * word.style.size)
        if at is not None:
            columns.add(at[2])
            if len(columns) > 1:
                return True
    return False


def _table_lines(
    index: int, table: RawTable, celled: dict[tuple[int, int, int], list[Glyphs]], origin: Origin
) -> list[RawLine]:
    out = []
    for cell in table.cells:
        rows: list[Row] = rows_of(celled.get((index, cell.row, cell.column), []))
        out += [line_of(row.words, origin, RawCellAt(index, cell.row, cell.column)) for row in rows]
    return out


def _runs(turned: list[Glyphs]) -> list[list[Glyphs]]:
    """Words of text that does not run from left to right, as one line for each run in one style."""
    runs: list[list[Glyphs]] = []
    for word in turned:
        if runs and runs[-1][-1].style == word.style:
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs


def _number_rows(lines: list[RawLine]) -> list[RawLine]:
    """Give lines that stand side by side one row number, from top to bottom."""
    boxes = [(i, box) for i, line in enumerate(lines) if (box := box_of(line)) is not None]
    rows: dict[int, int] = {}
    row = -1
    middle = bottom = float("-inf")
    for i, box in sorted(boxes, key=lambda item: (item[1].y0 + item[1].y1) / 2):
        centre = (box.y0 + box.y1) / 2
        if centre - middle > 0.5 * min(box.height, max(1.0, bottom - middle) * 2):
            row += 1
            middle, bottom = centre, box.y1
        rows[i] = row
    return [replace(line, row=rows.get(i, row + 1)) for i, line in enumerate(lines)]
