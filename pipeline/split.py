"""A file that holds several letters becomes several documents.

A letter begins with a letterhead: the national title (or the Party's), with a number and a date near it, at the top of
a page. It counts only where the letter before it has ended (Nơi nhận, Lưu, an authority) and where it is itself whole:
drafts, forms and appendices carry letterheads too, but no number, no day, or a mark that says what they are. They stay
with the letter that they were sent with. The last letter of a file may lack its end: pages are lost at the copier.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.slices import cut
from schemas.page import Document, Line, Origin
from schemas.rule import Rule, table
from vietnamese.fold import key

_TITLES = ("conghoaxahoichunghiavietnam", "dangcongsanvietnam")
_ALIKE = 84.0  # of 100: OCR misreads two or three letters of the title
_LONGEST = 200  # characters: a title merged with the column beside it is no longer
_HEAD_LINES = 16  # lines around the title that a letterhead takes
_TOP_LINES = 14  # lines that may stand above a title at the top of a page
_TOP_SHARE = 0.42  # of the page's height
_ABOVE = 6  # lines of the left column that may be read before the title
_LETTERS = re.compile(r"[^a-z]+")
_WRITTEN = ("/number", "/issued/date")  # what the reader of handwriting points at


@dataclass(slots=True, frozen=True)
class _Head:
    """A letterhead: the line of its title, the first line that belongs to it, and the signs around it."""

    title: int
    start: int
    signs: frozenset[str]


def split(document: Document) -> list[Document]:
    """The documents in a file, in page order; the file's own document where it holds one letter.

    What stands before the first letterhead (a signature's panel, a web page's heading) belongs to the first letter.
    """
    heads = list(_heads(document))
    starts: list[int] = []
    for at, head in enumerate(heads):
        if at == 0 and not _ended(document, 0, head.start):
            continue  # the first letter's own letterhead
        end = heads[at + 1].start if at + 1 < len(heads) else len(document.lines)
        before = starts[-1] if starts else 0
        cut_off = at + 1 == len(heads) and {"number", "date", "filled"} <= head.signs
        if _whole(head) and _ended(document, before, head.start) and (cut_off or _ended(document, head.title, end)):
            starts.append(head.start)
    return cut(document, starts) if starts else [document]


def enclosed_from(document: Document) -> int | None:
    """Where in a letter's text the letterhead of a draft or form begins that was sent with it; None without one."""
    heads = _heads(document)
    first = next(heads, None)
    for head in heads:
        if first is not None and _ended(document, first.title, head.start):
            return document.lines[head.start].start
    return None


def _heads(document: Document) -> Iterator[_Head]:
    """Every letterhead of a document, whole or not."""
    last = -_HEAD_LINES
    tops = _first_lines(document)
    for i, line in enumerate(document.lines):
        if i - last < _HEAD_LINES // 2 or not _is_title(document.line_text(line)):
            continue
        if not _at_top(document, line, i - tops[line.page]):
            continue
        last = i
        start = _start(document, i, tops[line.page])
        yield _Head(i, start, _signs(document, start, i))


def _first_lines(document: Document) -> dict[int, int]:
    """The index of each page's first line."""
    first: dict[int, int] = {}
    for i, line in enumerate(document.lines):
        first.setdefault(line.page, i)
    return first


def _is_title(text: str) -> bool:
    if len(text) > _LONGEST:
        return False
    letters = _LETTERS.sub("", key(text))
    if len(letters) < 16:
        return False
    if any(title in letters for title in _TITLES):
        return True
    from rapidfuzz.fuzz import partial_ratio

    upper = sum(char.isupper() for char in text)
    if 2 * upper < sum(char.isalpha() for char in text):
        return False
    return any(len(letters) >= len(t) - 3 and partial_ratio(t, letters, score_cutoff=_ALIKE) > 0 for t in _TITLES)


def _at_top(document: Document, line: Line, lines_above: int) -> bool:
    """Whether a line stands at the top of its page. Formats without pages have no top: anywhere will do."""
    if len(document.pages) == 1 and not document.layout:
        return True
    page = next(page for page in document.pages if page.number == line.page)
    if line.box is not None and page.height is not None:
        return line.box.y0 < _TOP_SHARE * page.height
    return lines_above <= _TOP_LINES


def _start(document: Document, title: int, top: int) -> int:
    """The first line of the letterhead that `title` belongs to: the page's first, or the first of its block."""
    lines = document.lines
    if title - top <= _TOP_LINES and (document.layout or top > 0):
        return top
    start = title
    cell = lines[title].cell
    while start > top and title - start < _ABOVE:
        above = lines[start - 1]
        same_table = cell is not None and above.cell is not None and above.cell.table == cell.table
        near = lines[start].row - above.row <= 2 and _capitals(document.line_text(above))
        if not same_table and not (near and not _tail(document, start - 1)):
            break
        start -= 1
    return start


def _capitals(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return len(letters) >= 4 and sum(char.isupper() for char in letters) >= 0.8 * len(letters)


def _signs(document: Document, start: int, title: int) -> frozenset[str]:
    """The signs in and around a letterhead, with `filled` where its number or its day is there to read."""
    signs: set[str] = set()
    for line in document.lines[start : title + _HEAD_LINES]:
        if line.page != document.lines[title].page:
            break
        text = document.line_text(line)[:_LONGEST]
        folded = key(text)
        for rule in _rules():
            for hit in rule.scan(text, folded):
                signs.add(rule.sets["sign"])
                if not any(hit.text(folded, group) for group in ("day", "month")) and rule.sets["sign"] == "date":
                    signs.add("undated")
                if any(char.isdigit() for group in ("value", "day") for char in hit.text(folded, group) or ""):
                    signs.add("filled")
        if line.origin is Origin.OCR:
            signs.add("ocr")
    page = document.lines[title].page
    if any(remark.page == page and remark.pointer in _WRITTEN for remark in document.remarks):
        signs.add("filled")  # by hand: somebody numbered or dated it, though nobody can read it surely
    return frozenset(signs)


def _whole(head: _Head) -> bool:
    """Whether a letterhead is that of a letter in its own right: numbered and dated, no draft, form or appendix."""
    if head.signs & {"draft", "form", "appended"}:
        return False
    if "ocr" in head.signs:  # number and day are often handwritten on paper, so that OCR reads neither
        blank = "undated" in head.signs and "filled" not in head.signs
        return bool(head.signs & {"number", "date"}) and not blank
    return {"number", "date", "filled"} <= head.signs


def _ended(document: Document, start: int, end: int) -> bool:
    """Whether a letter ends among the lines from `start` to `end`."""
    return any(_tail(document, i) for i in range(start, end))


def _tail(document: Document, index: int) -> bool:
    text = document.line_text(document.lines[index])[:_LONGEST]
    folded = key(text)
    return any(rule.sets["sign"] == "tail" and next(rule.scan(text, folded), None) is not None for rule in _rules())


@cache
def _rules() -> tuple[Rule, ...]:
    return table("split").rules
