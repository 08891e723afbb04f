"""Pages without usable text of their own go to the OCR engine; what was printed over them exactly stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.read.engine import RawLine, RawPage, RawWord, ReadSettings
from schemas.page import Box, Remark


def recognise(path: Path, pages: Sequence[RawPage], settings: ReadSettings) -> list[RawPage]:
    """`pages` with those that need OCR read by the engine of the settings; without one, each says that it needs it.

    Lines that such a page already has (a signature's panel, a number that the clerk's program wrote over the scan)
    are exact, so OCR's words of the same places give way to them.
    """
    wanted = [page.number for page in pages if page.needs_ocr]
    if not wanted:
        return list(pages)
    if settings.ocr is None:
        return [_unread(page) if page.needs_ocr else page for page in pages]
    read = {page.number: page for page in settings.ocr(path, wanted)}
    return [_merge(page, read.get(page.number)) if page.needs_ocr else page for page in pages]


def _unread(page: RawPage) -> RawPage:
    message = f"Page {page.number} is a picture without usable text; reading it needs OCR."
    return replace(page, remarks=(*page.remarks, Remark("needs-ocr", message, page.number)))


def _merge(page: RawPage, read: RawPage | None) -> RawPage:
    if read is None:
        return _unread(page)
    exact = [box for line in page.lines if (box := box_of(line)) is not None]
    lines = [kept for line in read.lines if (kept := _without(line, exact)) is not None]
    panels: list[list[RawLine]] = []
    for line in page.lines:
        if _fill(line, lines):
            continue
        if panels and _goes_on(panels[-1][-1], line):
            panels[-1].append(line)
        else:
            panels.append([line])
    for panel in panels:
        at = _place(lines, panel[0])
        row = lines[at].row if at < len(lines) else lines[-1].row + 1 if lines else 0
        lines[at:at] = [replace(line, row=row) for line in panel]
    return replace(
        read,
        lines=lines,
        width=page.width if page.width is not None else read.width,
        height=page.height if page.height is not None else read.height,
        rules=read.rules or page.rules,
        remarks=(*page.remarks, *read.remarks),
    )


def _fill(line: RawLine, lines: list[RawLine]) -> bool:
    """Put a short exact line (a number, a day) into the blank of the line that it stands in, if it stands in one."""
    box = box_of(line)
    if box is None or len(line.words) > 4:
        return False
    for i, other in enumerate(lines):
        around = box_of(other)
        if around is None or not other.words or around.x0 > box.x0 or around.x1 < box.x1:
            continue
        shared = min(around.y1, box.y1) - max(around.y0, box.y0)
        if shared >= 0.5 * min(around.height, box.height):
            words = sorted((*other.words, *line.words), key=lambda word: word.box.x0)
            lines[i] = replace(other, words=tuple(replace(word, gap=1) for word in words), text="", box=None)
            return True
    return False


def _goes_on(above: RawLine, below: RawLine) -> bool:
    """Whether two exact lines stand directly under each other, as a panel's do."""
    a, b = box_of(above), box_of(below)
    if a is None or b is None:
        return False
    return -0.5 * a.height < b.y0 - a.y1 < 1.5 * a.height and min(a.x1, b.x1) > max(a.x0, b.x0)


def _place(lines: list[RawLine], line: RawLine) -> int:
    """Before which of `lines` a line stands."""
    box = box_of(line)
    for i, other in enumerate(lines):
        around = box_of(other)
        if box is not None and around is not None and around.y0 > (box.y0 + box.y1) / 2:
            return i
    return len(lines)


def _without(line: RawLine, exact: list[Box]) -> RawLine | None:
    """A line without the words whose middles lie in one of the boxes; None if nothing is left."""
    if not line.words or not exact:
        return line
    words = tuple(word for word in line.words if not any(_inside(word, box) for box in exact))
    if len(words) == len(line.words):
        return line
    return replace(line, words=words, text="", box=None) if words else None


def _inside(word: RawWord, box: Box) -> bool:
    x, y = (word.box.x0 + word.box.x1) / 2, (word.box.y0 + word.box.y1) / 2
    return box.x0 <= x <= box.x1 and box.y0 - 1 <= y <= box.y1 + 1


def box_of(line: RawLine) -> Box | None:
    """A line's box, from its words if it names none."""
    if line.box is not None or not line.words:
        return line.box
    box = line.words[0].box
    for word in line.words[1:]:
        box = box.union(word.box)
    return box
