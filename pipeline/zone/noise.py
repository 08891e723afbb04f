"""Lines that belong to no cell of the letter: page numbers, running heads, signature panels, dust."""

from __future__ import annotations

import re
from collections import Counter

from schemas.page import Document, Line
from schemas.zone import Cell
from vietnamese.fold import key

_PAGE_MARK = re.compile(r"[-=*_ ]{2,}\s*(?:page|trang)\s*(?:break|\d+.*?)\s*[-=*_ ]{2,}")
_NUMBER = re.compile(r"[\W_]{0,3}(?:(?:trang|page)\s*(?:so\s*)?)?(\d{1,3})\s?(?:(?:/|of|tren)\s?\d{1,3})?[\W_]{0,3}")
_PANEL = re.compile(
    r"\W{0,6}(?:(?:nguoi|duoc)?\s?k[yiị]\s?(?:boi|so boi|so|b[o0]t)\s*:|nguoi ky\s*:"
    r"|(?:thoi|th[oô]i|hoi).{0,4}\s?gian\s?ky|signed by|signature)"
)
_PANEL_PART = re.compile(
    r"\W{0,3}(?:co quan|to chuc|email|dia chi|chuc vu|ly do|serial|c=vn|o=|cn=|thoi gian|gian ky)\b"
)
_TIME = re.compile(
    r"(?:\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{4}[/-]\d{2}[/-]\d{2}).{0,4}\d{1,2}:\d{2}(?::\d{2})?"
    r"|(?:^|\s)\+\d\d:?\d\d(?:\s|$)|^\d{1,2}:\d{2}:\d{2}\b"
)
_MAIL = re.compile(r"^\S+@\S+$")
_RUNNING = re.compile(
    r"file:///|thuvienphapluat|luatvietnam|lawsoft|vanbanphapluat|^\d{1,2} ?of \d{1,3}$|^\d{1,2}/\d{1,3}$|phapluat\.vn"
)


def prelabel(document: Document, lines: list[Line]) -> list[Cell | None]:
    """The cell of each line that is plainly no part of the letter, None for all others."""
    cells: list[Cell | None] = [None] * len(lines)
    keys = [key(document.text[line.start : line.end][:200]).strip() for line in lines]
    _decorations(document, lines, cells)
    _running(document, lines, keys, cells)
    _numbers(lines, keys, cells)
    _panels(lines, keys, cells)
    return cells


def _decorations(document: Document, lines: list[Line], cells: list[Cell | None]) -> None:
    for i, line in enumerate(lines):
        if not any(c.isalnum() for c in document.text[line.start : line.end]):
            cells[i] = Cell.DECORATION


def _running(document: Document, lines: list[Line], keys: list[str], cells: list[Cell | None]) -> None:
    """Page marks, addresses of web sites, and what stands at the same end of three pages."""
    edges: Counter[str] = Counter()
    at_edge: list[int] = []
    for i, line in enumerate(lines):
        if _PAGE_MARK.fullmatch(keys[i]) or (_RUNNING.search(keys[i]) and len(keys[i]) < 90):
            cells[i] = Cell.RUNNING
        if line.cell is None and 3 < len(keys[i]) < 160 and _at_edge(document, lines, i):
            at_edge.append(i)
            edges[_shape(keys[i])] += 1
    for i in at_edge:
        if edges[_shape(keys[i])] >= 3 and cells[i] is None:
            cells[i] = Cell.RUNNING


def _shape(folded: str) -> str:
    """A running line without what changes from page to page."""
    return re.sub(r"\s+", " ", re.sub(r"\d+", "#", folded))


def _at_edge(document: Document, lines: list[Line], i: int) -> bool:
    """Whether a line stands at the top or foot of its page: by its box, else by the order of lines."""
    line = lines[i]
    if line.box is not None:
        height = next((page.height for page in document.pages if page.number == line.page), None)
        if height:
            return line.box.y1 < 0.09 * height or line.box.y0 > 0.91 * height
    first = i > 0 and lines[i - 1].page != line.page
    return first or i + 1 == len(lines) or lines[i + 1].page != line.page


def _numbers(lines: list[Line], keys: list[str], cells: list[Cell | None]) -> None:
    """A number alone on its line: at a page's edge, or the next in the sequence of pages."""
    expected = 2
    for i, line in enumerate(lines):
        match = _NUMBER.fullmatch(keys[i]) if len(keys[i]) <= 18 else None
        if match is None or line.cell is not None:
            continue
        at_edge = i == 0 or i + 1 == len(lines) or lines[i - 1].page != line.page or lines[i + 1].page != line.page
        number = int(match[1])
        if number == expected or (at_edge and number in (line.page, line.page + 1, expected + 1)) or "trang" in keys[i]:
            cells[i] = Cell.PAGE_NUMBER
            expected = number + 1


def _panels(lines: list[Line], keys: list[str], cells: list[Cell | None]) -> None:
    """The panel that a digital signature draws: Ký bởi …, Cơ quan …, Thời gian ký …, also without labels."""
    for i, folded in enumerate(keys):
        if cells[i] is not None:
            continue
        if _PANEL.match(folded):
            cells[i] = Cell.SIGNATURE_PANEL
            _spread(lines, keys, cells, i)
        elif _TIME.search(folded) and len(folded) < 45 and (_near_mail(keys, i) or lines[i].origin == "widget"):
            for j in range(max(0, i - 4), min(len(lines), i + 2)):
                if len(keys[j]) < 40 and lines[j].page == lines[i].page and not _letterhead(keys[j]):
                    cells[j] = Cell.SIGNATURE_PANEL
        elif _TIME.search(folded) and len(folded) < 32:
            cells[i] = Cell.SIGNATURE_PANEL


def _spread(lines: list[Line], keys: list[str], cells: list[Cell | None], i: int) -> None:
    """From a panel's first line to its time, over at most eight short lines."""
    end = i
    for j in range(i + 1, min(len(lines), i + 9)):
        if lines[j].page != lines[i].page or _letterhead(keys[j]) or len(keys[j]) > 90:
            break
        if _PANEL.match(keys[j]) or _TIME.search(keys[j]) or _PANEL_PART.match(keys[j]):
            end = j
    for j in range(i, end + 1):
        cells[j] = Cell.SIGNATURE_PANEL


def _near_mail(keys: list[str], i: int) -> bool:
    return any(_MAIL.match(k) for k in keys[max(0, i - 3) : i + 1])


def _letterhead(folded: str) -> bool:
    return bool(re.search(r"chu nghia|doc lap|kinh gui|noi nhan|^so\s?:|^uy ban|^so \w+|^bo ", folded))
