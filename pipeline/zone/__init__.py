"""Zone: each line of a document gets its cell of Nghị định 30, all lines at once as the best sequence.

Merged columns are cut first; what belongs to no cell (page numbers, panels, dust) is set aside; then every line is
scored for every cell and the best order under the grammar is chosen, with geometry where there is some and without.
"""

from __future__ import annotations

from itertools import pairwise
from math import exp

from pipeline.split import enclosed_from
from pipeline.zone.columns import cut
from pipeline.zone.cues import Cues, cues_of
from pipeline.zone.evidence import score
from pipeline.zone.grammar import CELLS, State, best
from pipeline.zone.look import Look, look_at
from pipeline.zone.noise import prelabel
from pipeline.zone.outline import outline
from pipeline.zone.signs import Around
from schemas.page import Document, Line
from schemas.zone import Cell, Zoned

_CELL_OF = tuple(CELLS[state] for state in State)


def zone(document: Document) -> Zoned:
    """Divide `document` into cells and its body into blocks. Linear in its length; raises nothing."""
    lines = cut(document)
    cells = prelabel(document, lines)
    if (enclosed := enclosed_from(document)) is not None:
        cells = [Cell.APPENDIX if line.start >= enclosed else cell for line, cell in zip(lines, cells, strict=True)]
    gaps = _gaps(document, lines, cells)
    looks = look_at(document, lines, gaps)
    at = [i for i, cell in enumerate(cells) if cell is None]
    cues = [cues_of(looks[i]) for i in at]
    rows = _score([looks[i] for i in at], cues)
    states = best(rows)
    clear = [1.0] * len(lines)
    for k, i in enumerate(at):
        cells[i] = CELLS[states[k]]
        clear[i] = _clearness(rows[k], states[k])
    about = {i for k, i in enumerate(at) if "subject" in cues[k].cells}
    final = _one_letterhead([cell if cell is not None else Cell.BODY for cell in cells], about)
    return Zoned(
        document=document, lines=tuple(lines), cells=final, blocks=outline(document, lines, final), scores=tuple(clear)
    )


def _score(looks: list[Look], cues: list[Cues]) -> list[list[float]]:
    """The points of each line for each state."""
    rows: list[list[float]] = []
    after_kind = title_mixed = False
    for k, look in enumerate(looks):
        beside = k + 1 < len(looks) and looks[k + 1].line.row == look.line.row and "place_date" in cues[k + 1].cells
        around = Around(looks[k - 1] if k else None, after_kind, title_mixed, beside)
        rows.append(score(look, cues[k], around))
        after_kind = look.heading is not None and look.heading != "giay_moi"
        title_mixed = look.heading is None and (title_mixed or (look.letters > 5 and look.capitals < 0.5))
    return rows


def _one_letterhead(cells: list[Cell], about: set[int]) -> tuple[Cell, ...]:
    """What the order of two neighbours can't see: stamps below the letterhead, dust before the type.

    The issuer stands above the number. A title stands under a type, or begins with `Về việc` where the type is lost.
    """
    number = next((i for i, cell in enumerate(cells) if cell is Cell.NUMBER), len(cells))
    if Cell.ISSUER in cells[:number]:
        cells = [Cell.DECORATION if cell is Cell.ISSUER and i > number else cell for i, cell in enumerate(cells)]
    kind = next((i for i, cell in enumerate(cells) if cell is Cell.KIND), None)
    first = next((i for i, cell in enumerate(cells) if cell is Cell.TITLE and i in about), len(cells))
    start = min(first, len(cells) if kind is None else kind)
    return tuple(Cell.DECORATION if cell is Cell.TITLE and i < start else cell for i, cell in enumerate(cells))


def _clearness(row: list[float], state: State) -> float:
    """How much better the chosen state fits the line than the best state of another cell, as 0..1."""
    cell = CELLS[state]
    rival = max(worth for other, worth in enumerate(row) if _CELL_OF[other] is not cell)
    return round(1.0 / (1.0 + exp(-(row[state] - rival) / 2.0)), 3)


def _gaps(document: Document, lines: list[Line], cells: list[Cell | None]) -> list[int]:
    """What stands before each line: 2 a line drawn with characters, 1 a wider gap than usual, 0 nothing."""
    breaks = [document.text.count("\n", a.end, b.start) for a, b in pairwise(lines)]
    usual = sorted(breaks)[len(breaks) // 2] if breaks else 1
    out = []
    for i in range(len(lines)):
        ruled = i > 0 and cells[i - 1] == Cell.DECORATION
        wide = i > 0 and breaks[i - 1] > usual
        out.append(2 if ruled else int(wide))
    return out
