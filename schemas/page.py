"""What a reader makes of a file: pages of lines of words, and one text that every offset leads back from.

One coordinate system for all formats: points (1/72 inch) from the page's top left corner, y downwards. A reader
converts at its door. These are plain slotted dataclasses, for there are millions of them; records are pydantic.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle in points from the top left of its page: x0 <= x1, y0 <= y1."""

    x0: float
    y0: float
    x1: float
    y1: float

    def union(self, other: Box) -> Box:
        return Box(min(self.x0, other.x0), min(self.y0, other.y0), max(self.x1, other.x1), max(self.y1, other.y1))

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0


class Span(NamedTuple):
    """Characters `start` to `end` (exclusive) of a document's text."""

    start: int
    end: int


class Origin(StrEnum):
    """Where a word's characters come from."""

    EMBEDDED = "embedded"
    WIDGET = "widget"  # a form field or a signature's appearance stream
    OCR = "ocr"


@dataclass(slots=True, frozen=True)
class Word:
    """A run of characters without white space; `start`/`end` index the document's text."""

    start: int
    end: int
    box: Box
    font: str | None = None
    size: float | None = None
    bold: bool = False
    italic: bool = False
    color: str | None = None  # "#rrggbb", None where unknown or black
    confidence: float | None = None  # 0..1, of OCR only
    origin: Origin = Origin.EMBEDDED
    read_as: str | None = None  # what OCR read, where its marks were mended


@dataclass(slots=True, frozen=True)
class CellAt:
    """The place of a line in a table: table's index in its document, row and column from 0."""

    table: int
    row: int
    column: int


@dataclass(slots=True, frozen=True)
class Line:
    """One visual line of one column; the text is `document.text[start:end]`.

    Lines that stand side by side on the page (the two header columns) are separate lines with the same `row`.
    A reader without geometry gives each physical line a row of its own and leaves `box` and `words` empty; a line in
    which such a reader finds two columns merged stays one line: zoning cuts it.
    """

    page: int  # from 1
    start: int
    end: int
    row: int  # from 0, over the whole document
    box: Box | None = None
    words: tuple[Word, ...] = ()
    bold: bool | None = None  # None where the format does not say
    italic: bool | None = None
    size: float | None = None
    cell: CellAt | None = None
    origin: Origin = Origin.EMBEDDED


@dataclass(slots=True, frozen=True)
class TableCell:
    """One cell of a table; `span` is its text in the document (empty for an empty or merged-away cell)."""

    row: int
    column: int
    span: Span
    box: Box | None = None
    row_span: int = 1
    column_span: int = 1


@dataclass(slots=True, frozen=True)
class Table:
    """A table of the page. `cells` are in reading order; a table continued over pages is one table a page."""

    index: int
    page: int
    rows: int
    columns: int
    cells: tuple[TableCell, ...]
    box: Box | None = None

    def row(self, row: int) -> list[TableCell]:
        return [cell for cell in self.cells if cell.row == row]


@dataclass(slots=True, frozen=True)
class Rule:
    """A drawn straight line (horizontal or vertical) or the outline of a filled thin rectangle."""

    page: int
    box: Box


@dataclass(slots=True, frozen=True)
class Page:
    """One page. `width` and `height` in points, None for formats without pages."""

    number: int  # from 1, in the file
    span: Span
    width: float | None = None
    height: float | None = None
    origin: Origin = Origin.EMBEDDED
    needs_ocr: bool = False  # the page shows something, yet has no usable text
    rules: tuple[Rule, ...] = ()
    turned: int = 0  # quarter turns clockwise by which a scan was put upright; boxes are those of the upright page
    skew: float = 0.0  # degrees, counter-clockwise, by which it was then straightened around its middle


@dataclass(slots=True, frozen=True)
class Signature:
    """A digital signature as read offline: `intact` is arithmetic, the rest is what the certificate claims."""

    signer: str | None
    organisation: str | None
    signed_at: str | None  # ISO 8601 with offset
    intact: bool | None  # None where it could not be computed
    covers_document: bool
    page: int | None = None
    box: Box | None = None


@dataclass(slots=True, frozen=True)
class Remark:
    """Something a reader noticed that a person should know; becomes a finding of the record."""

    code: str
    message: str
    page: int | None = None
    box: Box | None = None  # the place on the page that a person should look at
    pointer: str = ""  # the field of the record that it is about, as a JSON Pointer
    guess: str = ""  # what was read there, though not surely


_MAY_BE, _LOOK = "; it may be ", ". Look at the crop."


def doubted(what: str, guess: str = "") -> str:
    """The message of a remark on what could not be read surely: what that is, and what it may be."""
    return f"{what}{_MAY_BE}{guess}{_LOOK}" if guess else what + _LOOK


def guess_in(message: str) -> str:
    """What a message of `doubted` says that it may be; empty where it says nothing of that.

    >>> guess_in(doubted("The number could not be read", "1504"))
    '1504'
    """
    return message.partition(_MAY_BE)[2].partition(_LOOK)[0]


@dataclass(slots=True, frozen=True)
class Source:
    """The file a document was read from."""

    name: str
    sha256: str
    media_type: str


@dataclass(frozen=True)
class Document:
    """One document as read: its text (NFC), and the lines, words and tables that lie over that text.

    Invariant: `lines` are in reading order and `text[line.start:line.end]` is the line's text without line breaks;
    lines do not overlap; every `Word` lies in its line. Text between two lines is white space only.
    """

    source: Source
    text: str
    lines: tuple[Line, ...]
    pages: tuple[Page, ...]
    tables: tuple[Table, ...] = ()
    signatures: tuple[Signature, ...] = ()
    remarks: tuple[Remark, ...] = ()
    layout: bool = False  # whether boxes are known
    meta: dict[str, str] = field(default_factory=dict)  # facts beside the text (a front matter's fields), never trusted

    def line_text(self, line: Line) -> str:
        return self.text[line.start : line.end]

    @cached_property
    def _starts(self) -> list[int]:
        return [line.start for line in self.lines]

    def lines_in(self, span: Span) -> Iterator[Line]:
        """The lines that `span` touches, in order."""
        i = max(0, bisect_right(self._starts, span.start) - 1)
        while i < len(self.lines) and self.lines[i].start < span.end:
            if self.lines[i].end > span.start:
                yield self.lines[i]
            i += 1

    def page_of(self, offset: int) -> int:
        """The page number that holds the character at `offset`."""
        number = self.pages[0].number if self.pages else 1
        for page in self.pages:
            if page.span.start <= offset:
                number = page.number
        return number
