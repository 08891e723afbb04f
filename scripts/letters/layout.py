"""Sets a letter on pages as Nghị định 30/2020/NĐ-CP, Phụ lục I asks: cells, fonts, sizes, margins, line breaks.

Units are points from the top left of an A4 page; a line's `y` is its baseline. The result knows every line's text,
place and reading order, so that it is both what is drawn and the truth that a reader is measured against.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from scripts.letters.model import Block, Letter
from scripts.letters.wording import Phrase, Run

WIDTH, HEIGHT = 595.28, 841.89
LEFT, RIGHT, TOP, BOTTOM = 85.0, 547.0, 57.0, 785.0  # margins of 30, 17, 20 and 20 mm
INDENT = 36.0
BODY = 14.0

FACES = {
    (False, False): "LiberationSerif-Regular",
    (True, False): "LiberationSerif-Bold",
    (False, True): "LiberationSerif-Italic",
    (True, True): "LiberationSerif-BoldItalic",
}


@dataclass(frozen=True)
class Word:
    """One word as drawn; `text` is without the space after it."""

    text: str
    x: float
    width: float
    face: str
    size: float


@dataclass(frozen=True)
class Line:
    """One visual line of one column. `part` is the cell it belongs to."""

    page: int  # from 1
    y: float
    words: tuple[Word, ...]
    part: str
    order: float | None = None  # where it is read: a table's cells at their row's top, one after the other

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True)
class Spot:
    """Where something is put on the page by hand or by a signature: the number, the day, the seal, a stamp."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    size: float = 13.0


@dataclass
class Sheets:
    """A letter on its pages."""

    lines: list[Line] = field(default_factory=list)
    rules: list[tuple[int, float, float, float, float]] = field(default_factory=list)  # page, x0, y0, x1, y1
    spots: dict[str, Spot] = field(default_factory=dict)
    pages: int = 1

    def text(self) -> str:
        """The pages' text in reading order: top to bottom, left to right, cell by cell; a form feed between pages."""
        ordered = sorted(self.lines, key=_place)
        return "\f".join("\n".join(line.text for line in ordered if line.page == n) for n in range(1, self.pages + 1))


def _place(line: Line) -> tuple[int, float, float]:
    if line.order is not None:
        return line.page, line.order, 0.0
    return line.page, round(line.y), line.words[0].x


@functools.cache
def register_fonts() -> None:
    """Make the Liberation Serif faces known to reportlab. Raises FileNotFoundError where they are not installed."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    for face in FACES.values():
        pdfmetrics.registerFont(TTFont(face, str(font_file(face))))


@functools.cache
def font_file(face: str) -> Path:
    """The file of a Liberation face; where an old and a new version are installed, the new one.

    The old one (Debian's fonts-liberation, which Chromium brings) has no Vietnamese letters and sets boxes for them.
    """
    found = sorted(Path("/usr/share/fonts").rglob(f"{face}.ttf"))
    if not found:
        raise FileNotFoundError(f"{face}.ttf: install the Liberation fonts (Debian: fonts-liberation2)")
    return found[-1]


def fonts_installed() -> bool:
    return any(Path("/usr/share/fonts").rglob("LiberationSerif-Regular.ttf"))


def measure(text: str, face: str, size: float) -> float:
    """The width of `text` in points."""
    from reportlab.pdfbase import pdfmetrics

    register_fonts()
    return float(pdfmetrics.stringWidth(text, face, size))


class Setter:
    """Puts lines on pages from top to bottom."""

    def __init__(self, *, page_numbers: bool = True, body_size: float = BODY) -> None:
        self.sheets = Sheets()
        self.page, self.y = 1, TOP
        self.page_numbers, self.body_size = page_numbers, body_size

    def new_page(self) -> None:
        self.page += 1
        self.sheets.pages = self.page
        self.y = TOP
        if self.page_numbers:
            self.put(str(self.page), (LEFT + RIGHT) / 2, 40.0, 13, part="page_number", align="centre")

    def room(self, height: float) -> None:
        """Go to a new page where `height` points are not left on this one."""
        if self.y + height > BOTTOM:
            self.new_page()

    def put(
        self, text: str, x: float, y: float, size: float, *, bold: bool = False, italic: bool = False,
        part: str, align: str = "left",
    ) -> tuple[float, float]:  # fmt: skip
        """Place one line at `x` (its left, centre or right); returns its left and right edges."""
        face = FACES[bold, italic]
        width = measure(text, face, size)
        x -= {"left": 0.0, "centre": width / 2, "right": width}[align]
        at, words = x, []
        for token in text.split(" "):
            if token:
                words.append(Word(token, at, measure(token, face, size), face, size))
            at += measure(token + " ", face, size)
        if words:
            self.sheets.lines.append(Line(self.page, y, tuple(words), part))
        return x, x + width

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.sheets.rules.append((self.page, x0, y0, x1, y1))

    def paragraph(
        self, runs: Iterable[Run], *, left: float = LEFT, right: float = RIGHT, size: float | None = None,
        first: float = INDENT, bold: bool = False, italic: bool = False, align: str = "justify", part: str = "body",
        after: float = 6.0, flow: bool = True,
    ) -> None:  # fmt: skip
        """Set running words between `left` and `right`; `flow` lets them go over to the next page."""
        size = self.body_size if size is None else size
        for i, (row, natural, is_last) in enumerate(
            break_lines(runs, right - left, size=size, first=first, bold=bold, italic=italic)
        ):
            if flow:
                self.room(size * 1.3)
            self.y += size * 1.3
            indent = first if i == 0 else 0.0
            slack = right - left - indent - natural
            gap = slack / (len(row) - 1) if align == "justify" and not is_last and len(row) > 1 else 0.0
            at = left + indent + {"centre": slack / 2, "right": slack}.get(align, 0.0)
            words = []
            for text, face, width, space in row:
                words.append(Word(text, at, width, face, size))
                at += width + space + gap
            self.sheets.lines.append(Line(self.page, self.y, tuple(words), part))
        self.y += after


Row = list[tuple[str, str, float, float]]


def break_lines(
    runs: Iterable[Run], width: float, *, size: float, first: float, bold: bool, italic: bool = False
) -> list[tuple[Row, float, bool]]:
    """Break words into lines: for each its words (text, face, width, space after), natural width, and if it is last."""
    rows: list[tuple[Row, float]] = []
    row: Row = []
    used = 0.0
    for word in _words(runs, bold, italic):
        for text, face, glue in word:
            wide = measure(text, face, size)
            space = 0.0 if glue else measure(" ", face, size)
            limit = width - (first if not rows else 0.0)
            if row and used + wide > limit:
                rows.append((row, used - row[-1][3]))
                row, used = [], 0.0
            row.append((text, face, wide, space))
            used += wide + space
    if row:
        rows.append((row, used - row[-1][3]))
    return [(row, natural, i == len(rows) - 1) for i, (row, natural) in enumerate(rows)]


def _words(runs: Iterable[Run], bold: bool, italic: bool) -> list[list[tuple[str, str, bool]]]:
    """The words of `runs`; a word whose style changes inside it is set in the style it begins with."""
    words: list[list[tuple[str, str, bool]]] = []
    glued = False
    for run in runs:
        face = FACES[run.bold or bold, run.italic or italic]
        tokens = run.text.split(" ")
        for i, token in enumerate(tokens):
            if i == 0 and glued and words and token:
                text, first_face, _ = words[-1][0]
                words[-1] = [(text + token, first_face, False)]
            elif token:
                words.append([(token, face, False)])
        glued = bool(tokens[-1])
    return words


def typeset(letter: Letter, *, blank: Iterable[str] = (), body_size: float = BODY) -> Sheets:
    """Set `letter` on pages. `blank` leaves out the "number" or the "day", whose places stand in `spots`."""
    from scripts.letters import cells

    setter = Setter(body_size=body_size)
    if letter.raw is not None:
        for line in letter.raw.strip("\n").split("\n"):
            setter.paragraph([Run(line)] if line.strip() else [Run(" ")], first=0.0, align="left", after=2.0)
        return setter.sheets
    cells.head(setter, letter, frozenset(blank))
    body(setter, letter.body)
    if letter.signer is not None or letter.distribution:
        cells.tail(setter, letter)
    if letter.appendix:
        setter.new_page()
        body(setter, letter.appendix)
    return setter.sheets


def body(setter: Setter, blocks: Iterable[Block]) -> None:
    """Set the body: paragraphs and items justified with a first-line indent, tables with drawn rules."""
    from scripts.letters.grid import table

    rows: list[Block] = []
    for block in blocks:
        if block.role in {"row", "columns"}:
            rows.append(block)
            continue
        if rows:
            table(setter, rows)
            rows = []
        label = [] if block.label is None else [Run(block.label + " ", bold=block.bold)]
        centred = block.bold and block.label is None and block.words.text.isupper()
        setter.paragraph(
            [*label, *block.words.runs], bold=block.bold, align="centre" if centred else "justify",
            first=0.0 if centred else INDENT,
        )  # fmt: skip
    if rows:
        table(setter, rows)


def plain(phrase: Phrase | str) -> list[Run]:
    return [Run(phrase)] if isinstance(phrase, str) else list(phrase.runs)
