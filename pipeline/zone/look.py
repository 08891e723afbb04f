"""What a line looks like: the facts that the scoring of cells rests on, computed once for each line."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from schemas.page import Document, Line
from vietnamese.fold import key
from vietnamese.persons import person_likeness

SEEN = 160  # characters of a line's beginning that cues are sought in: a longer line is body whatever follows


@cache
def anchors() -> dict[str, tuple[str, float]]:
    """The standing phrases of a letter: name → (key, least likeness 0..100)."""
    return {
        "country": ("cong hoa xa hoi chu nghia viet nam", 74.0),
        "motto": ("doc lap - tu do - hanh phuc", 74.0),
        "party": ("dang cong san viet nam", 82.0),
        "recipients": ("noi nhan", 85.0),
        "dear": ("kinh gui", 85.0),
    }


@dataclass(frozen=True, slots=True)
class Look:
    """One line as it looks. `text` is stripped of nothing: offsets are those of the line."""

    line: Line
    text: str
    key: str  # of the first SEEN characters
    length: int
    capitals: float  # share of letters that are capitals
    letters: int
    person: float  # how much the line is a person's name
    side: str  # left | right | full: the column, "full" where unknown or across
    first_of_page: bool
    last_of_page: bool
    grid: bool  # in a table too large to be a letterhead's or a tail's frame
    gap: int  # what stands before it: 0 nothing, 1 a wider gap than usual, 2 a drawn line


def find_anchor(name: str, folded: str) -> tuple[int, int] | None:
    """Where the anchor stands in a key, as near as OCR errors allow; None where it does not."""
    from rapidfuzz import fuzz

    anchor, least = anchors()[name]
    if len(folded) < len(anchor) // 2:
        return None
    at = folded.find(anchor)
    if at >= 0:
        return at, at + len(anchor)
    found = fuzz.partial_ratio_alignment(anchor, folded, score_cutoff=least)
    if found is None or found.dest_end - found.dest_start < len(anchor) * 0.6:
        return None
    start, end = found.dest_start, found.dest_end
    while 0 < start < len(folded) and folded[start - 1].isalnum() and folded[start].isalnum():
        start -= 1 if start - found.dest_start > -3 else 0
        if found.dest_start - start >= 3:
            break
    while end < len(folded) and folded[end].isalnum():
        end += 1
    return start, end


def capitals(text: str) -> tuple[float, int]:
    """The share of capitals among the letters of `text`, and how many letters it has."""
    letters = [c for c in text if c.isalpha()]
    return (sum(c.isupper() for c in letters) / len(letters) if letters else 0.0), len(letters)


def look_at(document: Document, lines: list[Line], gaps: list[int]) -> list[Look]:
    """A `Look` for each of `lines`; `gaps` says what gap stands before each."""
    widths = {page.number: page.width for page in document.pages}
    rows: dict[int, int] = {}
    for line in lines:
        rows[line.row] = rows.get(line.row, 0) + 1
    grids = {table.index for table in document.tables if table.rows > 5 or table.columns > 3}
    looks = []
    for i, line in enumerate(lines):
        text = document.text[line.start : line.end]
        share, letters = capitals(text)
        looks.append(
            Look(
                line=line,
                text=text,
                key=key(text[:SEEN]),
                length=len(text),
                capitals=share,
                letters=letters,
                person=person_likeness(text.strip(" .,;:_-|*")),
                side=_side(line, widths.get(line.page), lines, i),
                first_of_page=i == 0 or lines[i - 1].page != line.page,
                last_of_page=i + 1 == len(lines) or lines[i + 1].page != line.page,
                grid=line.cell is not None and line.cell.table in grids,
                gap=gaps[i],
            )
        )
    return looks


def _side(line: Line, width: float | None, lines: list[Line], i: int) -> str:
    """The column a line stands in: by its box, else by its place among the lines of its row."""
    if line.box is not None and width:
        middle = width / 2
        if line.box.x1 <= middle + 0.06 * width:
            return "left"
        if line.box.x0 >= middle - 0.1 * width:
            return "right"
        return "full"
    before = i > 0 and lines[i - 1].row == line.row
    after = i + 1 < len(lines) and lines[i + 1].row == line.row
    if before and not after:
        return "right"
    return "left" if after and not before else "full"
