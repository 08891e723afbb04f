"""What a line looks like: the facts that the scoring of cells rests on, computed once for each line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from schemas.page import Document, Line, Origin
from vietnamese.fold import key
from vietnamese.kinds import heading_kind
from vietnamese.persons import person_likeness, set_apart

_TITLES = re.compile(r"^(?:[A-ZĐ][\wĐđ]{0,5}\.\s*){1,4}")
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
    capitals: float  # share of capitals among the letters
    letters: int
    strange: int  # characters that are no letters, digits, spaces or common marks
    noisy: bool  # hardly a word among its signs: what OCR makes of a stamp
    lower: bool  # begins with a small letter
    end: str  # the last character that is no space
    person: float  # how much the line is a person's name, 0..1
    name: float  # the same without academic titles, and set apart where OCR ran words together
    authority: bool  # capitals that name a position
    heading: str | None  # the type it names as a heading
    side: str  # left | right | full: the column, "full" where unknown or across
    first_of_page: bool
    grid: bool  # in a table too large to be a letterhead's or a tail's frame
    tiny: bool  # printed much smaller than the rest of its page
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
    return (sum(map(str.isupper, letters)) / len(letters) if letters else 0.0), len(letters)


def is_authority(text: str) -> bool:
    """Whether `text` is, by its form, who signs and in whose name: capitals with a position in them."""
    share, letters = capitals(text)
    return letters >= 4 and share >= 0.6 and names_position(key(text))


@cache
def _cores() -> tuple[str, ...]:
    """The words that positions are made of, long enough to be known through an OCR error."""
    return (
        *("cuc truong", "bo truong", "vu truong", "thu truong", "hieu truong", "vien truong", "truong phong"),
        *("truong ban", "giam doc", "chu tich", "chu nhiem", "chanh van", "chanh thanh", "thu tuong", "tu lenh"),
        *("uy ban nhan dan", "ban thuong vu", "ban chap hanh"),
    )


_PREFIXED = re.compile(r"^\W*(?:kt|tm|tl|tuq)\s?[.,:/]")
_PLAIN = re.compile(r"\btruong\b(?! (?:hoc|mam|tieu|trung|cao|dai))|\bbi thu\b|\bthu ky\b|\bthong doc\b(?! lap)")


def names_position(folded: str) -> bool:
    """Whether a key names a position, as near as an OCR error allows."""
    from rapidfuzz import fuzz

    if _PREFIXED.search(folded) or _PLAIN.search(folded):
        return True
    return any(
        len(folded) >= len(core) - 1 and fuzz.partial_ratio(core, folded, score_cutoff=85) > 0 for core in _cores()
    )


def look_at(document: Document, lines: list[Line], gaps: list[int]) -> list[Look]:
    """A `Look` for each of `lines`; `gaps` says what gap stands before each."""
    widths = {page.number: page.width for page in document.pages}
    grids = {table.index for table in document.tables if table.rows > 5 or table.columns > 3}
    usual = _usual_heights(lines)
    return [
        _look(document, lines, i, gap=gaps[i], grids=grids, width=widths.get(line.page), usual=usual.get(line.page))
        for i, line in enumerate(lines)
    ]


def _usual_heights(lines: list[Line]) -> dict[int, float]:
    """The middle height of the lines of each page that has boxes."""
    heights: dict[int, list[float]] = {}
    for line in lines:
        if line.box is not None:
            heights.setdefault(line.page, []).append(line.box.height)
    return {page: sorted(values)[len(values) // 2] for page, values in heights.items()}


def _look(
    document: Document,
    lines: list[Line],
    i: int,
    *,
    gap: int,
    grids: set[int],
    width: float | None,
    usual: float | None,
) -> Look:
    line = lines[i]
    text = document.text[line.start : line.end]
    seen = text[:SEEN]
    share, letters = capitals(seen)
    bare = seen.strip(" .,;:_-|*")
    short = len(text) <= 110
    return Look(
        line=line,
        text=text,
        key=key(seen),
        length=len(text),
        capitals=share,
        letters=letters if len(text) <= SEEN else len(text),
        strange=sum(not (c.isalnum() or c.isspace() or c in ".,;:()-/–") for c in seen) if short else 0,
        noisy=short and _noisy(text),
        lower=text[:1].islower(),
        end=text.rstrip()[-1:],
        person=person_likeness(bare) if short else 0.0,
        name=max(person_likeness(bare), person_likeness(_name(bare, line))) if short else 0.0,
        authority=share >= 0.6 and is_authority(seen),
        heading=heading_kind(text) if short and not text.lstrip(" _*-.")[:1].islower() else None,
        side=_side(line, width, lines, i),
        first_of_page=i == 0 or lines[i - 1].page != line.page,
        grid=line.cell is not None and line.cell.table in grids,
        tiny=usual is not None and line.box is not None and line.box.height < 0.45 * usual,
        gap=gap,
    )


def _noisy(text: str) -> bool:
    tokens = text.split()
    words = sum(any(map(str.isalpha, token)) for token in tokens)
    return len(tokens) >= 5 and 2 * words < len(tokens)


def _name(bare: str, line: Line) -> str:
    """The line without academic titles; a name that OCR ran together (TrầnVănAn) set apart."""
    text = _TITLES.sub("", bare.strip("–—`'‘’\"ˆ^~¬ "))
    if line.origin == Origin.OCR:
        text = re.sub(r"^(?:\S*[^\w\s]\S*\s+)+", "", text)  # dust before it
        text = set_apart(text)
    return text


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
