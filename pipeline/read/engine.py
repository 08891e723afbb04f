"""What readers hand to the builder: pages of raw lines and words, before any offset is known; and the reading limits.

A reader of a format (and the OCR engine) makes `RawPage`s; `pipeline.read.build` turns them into a `Document`. All
boxes are already points from the page's top left corner, as the page is seen (rotation and crop applied).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, Protocol

from schemas.page import Box, Origin, Remark, Signature

MEBIBYTE = 1 << 20


@dataclass(slots=True, frozen=True)
class RawWord:
    """A run of characters without white space; `gap` is how many spaces stand before it in its line."""

    text: str
    box: Box
    font: str | None = None
    size: float | None = None
    bold: bool = False
    italic: bool = False
    color: str | None = None
    confidence: float | None = None  # 0..1, of OCR only
    origin: Origin = Origin.EMBEDDED
    gap: int = 1
    read_as: str | None = None  # what OCR read, where its marks were mended


class RawCellAt(NamedTuple):
    """The place of a raw line in a table of its own page: `table` indexes `RawPage.tables`."""

    table: int
    row: int
    column: int


@dataclass(slots=True, frozen=True)
class RawLine:
    """One visual line of one column.

    With words, the words are the text and `text` may stay empty; without, `text` is the line as it stands (inner runs
    of spaces and tabs kept). `row` counts physical rows on the page from 0: side-by-side lines share one, and blank
    lines leave a gap. `order` of the lines in `RawPage.lines` is the reading order.
    """

    text: str = ""
    row: int = 0
    words: tuple[RawWord, ...] = ()
    box: Box | None = None  # None with words: the union of theirs
    bold: bool | None = None
    italic: bool | None = None
    size: float | None = None
    cell: RawCellAt | None = None
    origin: Origin = Origin.EMBEDDED


@dataclass(slots=True, frozen=True)
class RawCell:
    """A cell of a raw table; its text are the lines that name its place."""

    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    box: Box | None = None


@dataclass(slots=True, frozen=True)
class RawTable:
    """A table's grid, all cells in reading order, merged cells once."""

    rows: int
    columns: int
    cells: tuple[RawCell, ...]
    box: Box | None = None


@dataclass(slots=True, frozen=True)
class RawPage:
    """One page of a file: its size in points (None for formats without pages), lines, tables and drawn rules.

    `origin` is OCR when the lines came from an image. `needs_ocr`: it shows something, yet gave no usable text.
    """

    number: int  # from 1, in the file
    lines: Sequence[RawLine] = ()
    tables: Sequence[RawTable] = ()
    width: float | None = None
    height: float | None = None
    rules: Sequence[Box] = ()
    origin: Origin = Origin.EMBEDDED
    needs_ocr: bool = False
    remarks: Sequence[Remark] = ()
    turned: int = 0  # as in `schemas.page.Page`
    skew: float = 0.0


class PageReader(Protocol):
    """Reads pages that have no usable text of their own: an OCR engine.

    Given the file (a PDF or an image, TIFF with several frames included) and the page numbers (from 1, ascending), it
    yields one `RawPage` for each, with `origin=Origin.OCR`. A page in which it finds nothing is a page without lines;
    what a person should know is in the page's remarks. It raises `MissingProgram` when its engine isn't installed.
    """

    def __call__(self, path: Path, pages: Sequence[int]) -> Iterable[RawPage]: ...


@dataclass(slots=True, frozen=True)
class ReadSettings:
    """Limits of reading, so that one file can't take the whole machine; and the OCR engine, None for none."""

    max_bytes: int = 256 * MEBIBYTE  # of the file
    max_pages: int = 2000  # that are read of one file
    max_characters: int = 20_000_000  # of text and markup, once unpacked
    max_unpacked: int = 512 * MEBIBYTE  # of a Word file's parts
    office_timeout: float = 120.0  # seconds for LibreOffice to convert one file
    ocr: PageReader | None = None


@dataclass(slots=True)
class Raw:
    """A whole file as read, handed to the builder."""

    media_type: str
    pages: list[RawPage] = field(default_factory=list)
    signatures: list[Signature] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    layout: bool = False


def page_limit(name: str, pages: int, read: int) -> Remark:
    """What to say of a file of which only the first pages were read."""
    return Remark("page-limit", f"{name} has {pages:,} pages; only the first {read:,} were read.")
