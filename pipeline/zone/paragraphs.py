"""Which body lines belong together: paragraphs and items, whole across lines, pages, footnotes and page numbers.

Three kinds of text are told apart. Where boxes are known, the indent of a first line, the short last line and the
space between lines tell. Where lines were wrapped (text copied off a page), blank rows, spaces at the line's start
and the line's length do. Where each paragraph is one line (Word, HTML), a line is a paragraph.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from pipeline.zone.labels import Label, as_roman, label_at
from schemas.page import Document, Line

_ENDS_SENTENCE = re.compile(r"""[.!?…:;]["”’)\]*]*$|\./\.?$""")
_WRAPPED_AT_MOST = 130  # characters: no printed line of a letter is longer
_HEADING = 0.72  # of the width: a line without a stop that ends before this is a heading
_SHORT = 0.87  # of the width: a line that could have held the next word and ends before this is a paragraph's last


@dataclass(frozen=True, slots=True)
class Opened:
    """A run of lines that make one block, and the mark that opens it."""

    lines: tuple[Line, ...]
    label: Label | None


@dataclass(frozen=True, slots=True)
class Setting:
    """How the body is set, measured once: widths in points with boxes, in characters without."""

    layout: bool
    wrapped: bool
    width: float  # of a full line
    left: float  # the margin's x, 0 without boxes
    pitch: float  # usual distance of lines: points, or rows


def paragraphs(document: Document, lines: Sequence[Line]) -> list[Opened]:
    """Group `lines` (of the body, in order, none of a table) into blocks."""
    if not lines:
        return []
    setting = measure(document, lines)
    out: list[Opened] = []
    run: list[Line] = [lines[0]]
    label = label_at(document.line_text(lines[0]))
    for previous, line in pairwise(lines):
        mark = _in_its_list(label_at(document.line_text(line)), out, label)
        if mark is not None and not _trust(document, previous, line, mark, setting=setting, done=out, current=label):
            mark = None
        if mark is not None or _breaks(document, run, line, setting):
            out.append(Opened(tuple(run), label))
            run, label = [line], mark
        else:
            run.append(line)
    out.append(Opened(tuple(run), label))
    return out


def measure(document: Document, lines: Sequence[Line]) -> Setting:
    """The setting of `lines`."""
    lengths = sorted(line.end - line.start for line in lines)
    usual = lengths[int(len(lengths) * 0.9)] if len(lengths) > 1 else lengths[0]
    boxes = [line.box for line in lines if line.box is not None]
    if document.layout and len(boxes) == len(lines):
        rights = sorted(box.x1 for box in boxes)
        left = Counter(round(box.x0 / 4) for box in boxes).most_common(1)[0][0] * 4.0
        steps = [
            b.box.y0 - a.box.y0
            for a, b in pairwise(lines)
            if a.box is not None and b.box is not None and a.page == b.page and b.box.y0 > a.box.y0
        ]
        left = min(left, sorted(box.x0 for box in boxes)[len(boxes) // 3])
        return Setting(True, True, rights[int(len(rights) * 0.85)], left, median(steps) if steps else 18.0)
    # The longest lines are those that were full; a paragraph per line is longer than any page is wide.
    wrapped = usual <= _WRAPPED_AT_MOST and _is_wrapped(document, lines, usual)
    gaps = [b.row - a.row for a, b in pairwise(lines) if a.page == b.page]
    return Setting(False, wrapped, usual, 0.0, median(gaps) if gaps else 1)


def _is_wrapped(document: Document, lines: Sequence[Line], usual: int) -> bool:
    """Whether lines break inside sentences: many near the full width, many followed by a small letter."""
    if usual < 40:
        return False
    running = sum(
        not _ENDS_SENTENCE.search(document.line_text(a)) and document.text[b.start].islower()
        for a, b in pairwise(lines)
    )
    return running >= max(1, len(lines) // 8)


def _breaks(document: Document, run: Sequence[Line], line: Line, setting: Setting) -> bool:
    """Whether `line`, which has no mark, opens a new paragraph after the lines in `run`."""
    previous = run[-1]
    text, before = document.line_text(line), document.line_text(previous)
    ended = _ENDS_SENTENCE.search(before) is not None
    small = _runs_on(text)
    if not setting.wrapped:
        return ended or not small
    if small and not ended:
        return False
    if setting.layout:
        return _breaks_on_page(document, run, line, setting, ended=ended)
    if _spaced(document, previous, line, setting) and (ended or not small):
        return not small or _indent(document, line) > 0
    if _is_short(before, text, setting.width):
        # Without a stop at its end a line is a heading or broke early before a long word: only the first is short.
        return ended or (not small and len(before) < _HEADING * setting.width)
    return ended and not small and _indent(document, line) > _indent(document, previous)


def _breaks_on_page(document: Document, run: Sequence[Line], line: Line, setting: Setting, *, ended: bool) -> bool:
    previous = run[-1]
    a, b = previous.box, line.box
    if a is None or b is None:
        return ended
    text = document.line_text(line)
    small = _runs_on(text)
    if previous.page == line.page and b.y0 - a.y0 > 1.7 * setting.pitch and (ended or not small):
        return True
    glyph = max(3.0, (a.x1 - a.x0) / max(1, previous.end - previous.start))
    first = len(text.split(None, 1)[0]) + 1
    short = a.x1 + first * glyph < setting.width - 1.5 * glyph
    if short and (ended or not small):
        return not _centred_pair(previous, line, setting) or ended
    indented = b.x0 > setting.left + 9
    # Under a hanging mark the second line stands further right than the first: that is no new paragraph.
    hanging = len(run) == 1 and b.x0 > a.x0 + 4 and not ended
    return ended and indented and not small and not hanging and not (len(run) > 1 and abs(b.x0 - a.x0) < 4)


def _runs_on(text: str) -> bool:
    """Whether `text` begins like the middle of a sentence: a small letter, a number, a closing sign."""
    return not (text[0].isupper() or text[0] in '“"‘(*[')


def _centred_pair(previous: Line, line: Line, setting: Setting) -> bool:
    """Two bold lines about one middle: a heading set in two lines."""
    a, b = previous.box, line.box
    if a is None or b is None or not (previous.bold and line.bold):
        return False
    return abs((a.x0 + a.x1) - (b.x0 + b.x1)) < 16 and a.x0 > setting.left + 20


def _trust(
    document: Document,
    previous: Line,
    line: Line,
    mark: Label,
    *,
    setting: Setting,
    done: Sequence[Opened],
    current: Label | None,
) -> bool:
    """Whether a mark at the start of a wrapped line is one, and not a number or a dash of running text."""
    before = document.line_text(previous)
    last = next((o.label for o in reversed(done[-60:]) if o.label is not None and o.label.style == mark.style), None)
    if current is not None and current.style == mark.style:
        last = current
    if mark.weak:
        return last is not None and mark.count in (0, last.count + 1)
    if not setting.wrapped or _ENDS_SENTENCE.search(before) is not None:
        return True
    if mark.numbered and mark.kind != "decimal":
        expected = 1 if last is None else last.count + 1
        if mark.count in (1, expected) and document.line_text(line)[mark.length : mark.length + 1].isupper():
            return True
    if mark.kind == "decimal" and document.line_text(line)[mark.length : mark.length + 1].isupper():
        return True
    text = document.line_text(line)
    if setting.layout and line.box is not None and previous.box is not None:
        glyph = max(3.0, previous.box.width / max(1, previous.end - previous.start))
        short = previous.box.x1 + (len(text.split(None, 1)[0]) + 1) * glyph < setting.width - 1.5 * glyph
        return short or line.box.x0 > setting.left + 9
    if _spaced(document, previous, line, setting):
        return True
    after = text[mark.length : mark.length + 1]
    if before.rstrip()[-1:] == "," and after.islower():
        return True
    return _is_short(before, text, setting.width) and (after.isupper() or not mark.numbered)


def _in_its_list(mark: Label | None, done: Sequence[Opened], current: Label | None) -> Label | None:
    """`mark`, or the Roman number that it was printed as where that is the next of an open list and no capital is."""
    roman = None if mark is None else as_roman(mark)
    if mark is None or roman is None:
        return mark
    open_marks = [o.label for o in done[-60:] if o.label is not None] + ([] if current is None else [current])
    counts = {label.style: label.count for label in open_marks}
    goes_on = counts.get(mark.style, 0) + 1 == mark.count
    return roman if not goes_on and counts.get(roman.style, 0) + 1 == roman.count else mark


def _spaced(document: Document, previous: Line, line: Line, setting: Setting) -> bool:
    """Whether more blank rows than usual stand between two lines, and nothing but blank rows."""
    if previous.page != line.page or line.row - previous.row <= setting.pitch:
        return False
    return not document.text[previous.end : line.start].strip()


def _is_short(before: str, text: str, width: float) -> bool:
    """Whether the next line's first word would have fitted behind `before`."""
    words = text.split(None, 2)
    first = words[0] if len(words[0]) > 1 or len(words) == 1 else f"{words[0]} {words[1]}"
    return len(before) + 1 + len(first) <= _SHORT * width


def _indent(document: Document, line: Line) -> int:
    """White space between the start of the printed line and its text, in a document without boxes."""
    start = document.text.rfind("\n", 0, line.start) + 1
    return line.start - start if document.text[start : line.start].isspace() else 0
