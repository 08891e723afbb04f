"""A document divided into the cells of Nghị định 30/2020/NĐ-CP, Phụ lục I, and its body as an outline of blocks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from schemas.page import Document, Line, Span


class Cell(StrEnum):
    """The cell a line stands in. The comment gives the cell's number in Phụ lục I of Nghị định 30."""

    NATIONAL = "national"  # 1 quốc hiệu, tiêu ngữ
    ISSUER = "issuer"  # 2 the issuing body and its parent
    NUMBER = "number"  # 3 số, ký hiệu
    PLACE_DATE = "place_date"  # 4
    KIND = "kind"  # 5a the type in capitals (THÔNG BÁO)
    TITLE = "title"  # 5a the title under the type
    SUBJECT = "subject"  # 5b V/v …
    ADDRESSEES = "addressees"  # 9a Kính gửi
    BODY = "body"  # 6
    AUTHORITY = "authority"  # 7a TM./KT./TL. and the position
    SIGNER = "signer"  # 7b the name, also (đã ký)
    DISTRIBUTION = "distribution"  # 9b Nơi nhận, with the filing line
    SECRECY = "secrecy"  # 10a
    URGENCY = "urgency"  # 10b
    MARK = "mark"  # 11-14 circulation marks, copy marks, address line
    ARRIVAL = "arrival"  # the receiving office's stamp
    SIGNATURE_PANEL = "signature_panel"  # Ký bởi … Thời gian ký …
    PAGE_NUMBER = "page_number"
    FOOTNOTE = "footnote"
    RUNNING = "running"  # running headers and footers, page breaks
    APPENDIX = "appendix"  # what is attached: forms, lists, drafts
    WRAPPER = "wrapper"  # a web page's text around a letter
    DECORATION = "decoration"  # rules drawn with characters, OCR dust


@dataclass(frozen=True, slots=True)
class Flow:
    """Text joined over lines and pages, every character of which leads back to the document.

    `text` has single spaces where lines were joined (none after a hyphen that belongs to a code or a range).
    `pieces` are (offset in `text`, start in the document, length), in order; characters between pieces are joints.
    """

    text: str
    pieces: tuple[tuple[int, int, int], ...]

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """The document's spans of `text[start:end]`, one for each piece that it touches."""
        out = []
        i = max(0, bisect_right(self.pieces, (start, 1 << 60, 0)) - 1)
        for at, origin, length in self.pieces[i:]:
            if at >= end:
                break
            low, high = max(start, at), min(end, at + length)
            if low < high:
                out.append(Span(origin + low - at, origin + high - at))
        return tuple(out)

    @property
    def start(self) -> int:
        """Where the flow begins in the document."""
        return self.pieces[0][1] if self.pieces else 0

    @property
    def end(self) -> int:
        """Where the flow ends in the document."""
        return self.pieces[-1][1] + self.pieces[-1][2] if self.pieces else 0


def join(document: Document, lines: Iterable[Line]) -> Flow:
    """Join lines into one flow: a space between lines, none after a hyphen that follows a letter or digit directly."""
    return join_spans(document.text, (Span(line.start, line.end) for line in lines))


def join_spans(text: str, spans: Iterable[Span]) -> Flow:
    """As `join`, over spans. Runs of white space inside a span become one space."""
    out: list[str] = []
    pieces: list[tuple[int, int, int]] = []
    length = 0
    for span in spans:
        for start, end in _runs(text, span):
            if out:
                last = out[-1]
                glued = last.endswith(("-", "/")) and len(last) > 1 and not last[-2].isspace() and text[start].isalnum()
                glued = glued and start != pieces[-1][1] + pieces[-1][2] + 1  # a space printed inside a line stays
                if not glued:
                    out.append(" ")
                    length += 1
            piece = text[start:end]
            pieces.append((length, start, end - start))
            out.append(piece)
            length += end - start
    return Flow("".join(out), tuple(pieces))


def _runs(text: str, span: Span) -> Iterator[tuple[int, int]]:
    """The stretches of `span` between runs of white space other than one plain space, ends trimmed."""
    start = None
    i = span.start
    while i < span.end:
        if text[i].isspace():
            j = i
            while j < span.end and text[j].isspace():
                j += 1
            if start is not None and (j - i > 1 or text[i] != " " or j == span.end):
                yield start, i
                start = None
            i = j
        else:
            if start is None:
                start = i
            i += 1
    if start is not None:
        yield start, span.end


class BlockKind(StrEnum):
    """What a block of the body is by its form alone; what it means is for the extractors."""

    PARAGRAPH = "paragraph"
    ITEM = "item"  # has a printed or generated label: I. 1. 1.1 a) - +
    ROW = "row"  # a table's row; `columns` has its cells
    QUOTE = "quote"  # quoted law: a paragraph or item inside quotation marks that began earlier


@dataclass(frozen=True, slots=True)
class Column:
    """One cell of a table's row: the header above it (joined, may be empty) and its text."""

    header: str
    flow: Flow


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, list item or table row of the body, whole across lines and pages.

    `label` is the item's own mark as printed without white space ("1.", "a)", "-"); `ordinal` the path of numbered
    marks down to it ("2.a", bare of punctuation), None for bullets and paragraphs without a numbered ancestor.
    `parent` is the index of the block it stands under (an item under its heading or under the paragraph that ends
    with a colon), None at the top. `flow` is the text without the label.
    """

    index: int
    kind: BlockKind
    flow: Flow
    label: str | None = None
    ordinal: str | None = None
    parent: int | None = None
    depth: int = 0
    columns: tuple[Column, ...] = ()
    table: int | None = None
    bold: bool | None = None
    italic: bool | None = None


@dataclass(frozen=True)
class Zoned:
    """A document with its lines in cells. `lines` may be finer than the document's: merged columns are cut apart."""

    document: Document
    lines: tuple[Line, ...]
    cells: tuple[Cell, ...]  # one for each line
    blocks: tuple[Block, ...]  # the body as an outline, in order
    scores: tuple[float, ...] = field(default=())  # how clear each line's cell was, 0..1

    def of(self, *cells: Cell) -> list[Line]:
        """The lines in any of `cells`, in order."""
        return [line for line, cell in zip(self.lines, self.cells, strict=True) if cell in cells]

    def flow(self, *cells: Cell) -> Flow:
        """The text of `cells`, joined."""
        return join(self.document, self.of(*cells))

    def text(self, line: Line) -> str:
        return self.document.text[line.start : line.end]

    def children(self, block: Block) -> list[Block]:
        return [b for b in self.blocks if b.parent == block.index]
