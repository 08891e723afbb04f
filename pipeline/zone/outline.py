"""The body as an outline: paragraphs, items to any depth, rows and quoted law, each whole across lines and pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import groupby

from pipeline.zone.labels import Label, follows
from pipeline.zone.paragraphs import Opened, paragraphs
from pipeline.zone.rows import Grid, Row, grid_of, grid_of_tabs, rows
from schemas.page import Document, Line, Span
from schemas.rule import DATA, load_toml
from schemas.zone import Block, BlockKind, Cell, Flow, join_spans
from vietnamese.fold import key

_OPENS = re.compile(r"[:：]\s*$")
_ENDS = re.compile(r"""[.;!?…]["”’)\]]*\s*$|\./\.?\s*$""")
# A run without a word of three letters behind a stop; up to four letters behind the letter's last one.
_SPECKS_BEHIND = re.compile(
    r"(?<=\./\.)(?:[\W_]*\w{1,4}){0,3}[\W_]*$"
    r"|(?:(?<=[^\W\d_][^\W\d_][.;:])|(?<=[\d)][.;]))(?=[^\w]*[^\w\s.)”\"’…/])[\W_]*(?:\b[^\W_]{1,2}\b[\W_]*){0,3}$"
)
_SPECKS_BEFORE = re.compile(r"[_|`^~¿]+[\s_|`.,^~]*(?=\w)")
_LOOK_AHEAD = 80  # blocks within which a list must go on for a paragraph to stand inside it
_QUOTED_AT_MOST = 60  # blocks: a quotation that never closes is not one


@dataclass(slots=True)
class _Draft:
    """A block before its place is known."""

    kind: BlockKind
    flow: Flow
    label: Label | None = None
    row: Row | None = None
    bold: bool | None = None
    italic: bool | None = None

    @property
    def opens(self) -> bool:
        return _OPENS.search(self.flow.text) is not None

    @property
    def heads(self) -> bool:
        """Whether the block reads like a heading: it ends with a colon, or with nothing at all and is short."""
        text = self.flow.text
        return self.opens or (len(text) < 160 and _ENDS.search(text) is None)


@dataclass(slots=True)
class _Open:
    """An item that further marks may be siblings or children of."""

    label: Label
    block: int
    path: str | None


@dataclass(slots=True)
class _Nest:
    """The open items, outermost first, and the paragraph that opened each level."""

    stack: list[_Open] = field(default_factory=list)
    under: int | None = None  # the paragraph with a colon under which a new list begins

    def parent(self) -> int | None:
        return self.stack[-1].block if self.stack else self.under


def outline(document: Document, lines: Sequence[Line], cells: Sequence[Cell]) -> tuple[Block, ...]:
    """The blocks of the body, in order.

    `lines` and `cells` are those of the zoned document; lines of other cells (page numbers, footnotes) that stand
    between body lines do not break a paragraph.
    """
    body = [line for line, cell in zip(lines, cells, strict=True) if cell is Cell.BODY and line.end > line.start]
    drafts = _quotes(_drafts(document, body))
    return tuple(_place(drafts))


def _drafts(document: Document, body: Sequence[Line]) -> list[_Draft]:
    out: list[_Draft] = []
    grids: list[Grid] = []
    for (tabled, _), run in groupby(body, key=lambda line: _table_of(document, line)):
        chunk = list(run)
        if tabled is not None:
            grids.append(
                grid_of(document.tables[tabled], chunk) if tabled >= 0 else grid_of_tabs(document, chunk, tabled)
            )
            continue
        out.extend(_row_draft(row) for row in rows(document, grids))
        grids = []
        out.extend(_text_draft(document, opened) for opened in paragraphs(document, chunk))
    out.extend(_row_draft(row) for row in rows(document, grids))
    return out


def _table_of(document: Document, line: Line) -> tuple[int | None, int]:
    """The table a line stands in: a reader's by its index, -1 where tabs set columns apart, None outside tables."""
    if line.cell is not None and line.cell.table < len(document.tables):
        table = document.tables[line.cell.table]
        # A table of one column is a frame around text.
        return (table.index if table.columns > 1 else None), 0
    tabs = document.text.count("\t", line.start, line.end)
    return (-1 if tabs >= 2 else None), (tabs if tabs >= 2 else 0)


def _row_draft(row: Row) -> _Draft:
    text = " ".join(column.flow.text for column in row.columns if column.flow.text and column.flow.text != row.label)
    pieces: list[tuple[int, int, int]] = []
    at = 0
    for column in row.columns:
        if not column.flow.text or column.flow.text == row.label:
            continue
        pieces.extend((at + offset, start, length) for offset, start, length in column.flow.pieces)
        at += len(column.flow.text) + 1
    return _Draft(BlockKind.ROW, Flow(text, tuple(pieces)), row=row)


def _text_draft(document: Document, opened: Opened) -> _Draft:
    spans = [Span(line.start, line.end) for line in opened.lines]
    if opened.label is not None:
        spans[0] = Span(min(spans[0].start + opened.label.length, spans[0].end), spans[0].end)
    flow = _clean(join_spans(document.text, spans))
    kind = BlockKind.PARAGRAPH if opened.label is None else BlockKind.ITEM
    return _Draft(
        kind,
        flow,
        opened.label,
        bold=_all(line.bold for line in opened.lines),
        italic=_all(line.italic for line in opened.lines),
    )


def _clean(flow: Flow) -> Flow:
    """`flow` without the specks that OCR leaves before its first word and behind its last stop."""
    text = flow.text
    head = _SPECKS_BEFORE.match(text)
    low = 0 if head is None else head.end()
    tail = _SPECKS_BEHIND.search(text, max(low, len(text) - 60))
    high = len(text) if tail is None else tail.start()
    if low == 0 and high == len(text):
        return flow
    pieces = []
    for at, start, length in flow.pieces:
        first, last = max(at, low), min(at + length, high)
        if first < last:
            pieces.append((first - low, start + first - at, last - first))
    return Flow(text[low:high], tuple(pieces))


def _all(flags: Iterable[bool | None]) -> bool | None:
    known = [flag for flag in flags if flag is not None]
    return all(known) if known else None


def _quotes(drafts: list[_Draft]) -> list[_Draft]:
    """Mark the blocks inside quotation marks. Straight marks open and close in turn."""
    out = list(drafts)
    i = 0
    while i < len(out):
        text = out[i].flow.text
        opened = _left_open(text)
        if text[:1] in '“"' and not opened and text.rstrip(" .,;…").endswith(("”", '"')):
            out[i] = replace(out[i], kind=BlockKind.QUOTE)
        elif opened:
            last = _closes(out, i)
            if last is not None:
                for j in range(i if text[:1] in '“"' else i + 1, last + 1):
                    out[j] = replace(out[j], kind=BlockKind.QUOTE)
                i = last
        i += 1
    return out


def _left_open(text: str) -> bool:
    """Whether a quotation is open at the end of `text`; straight marks open and close in turn, whatever opened it."""
    if '"' not in text and "“" not in text:
        return False
    opened = False
    for char in text:
        if char == "“":
            opened = True
        elif char == "”":
            opened = False
        elif char == '"':
            opened = not opened
    return opened


def _closes(drafts: Sequence[_Draft], start: int) -> int | None:
    """The block in which the quotation that `start` leaves open is closed."""
    for i in range(start + 1, min(len(drafts), start + _QUOTED_AT_MOST)):
        text = drafts[i].flow.text
        if key(text[:12]).startswith(_ordering()):
            return None  # law gives no orders to offices by name: the closing mark was lost
        if "”" in text and text.count("”") > text.count("“"):
            return i
        if text.count('"') % 2 == 1 and text[:1] != '"':
            return i
    return None


def _place(drafts: Sequence[_Draft]) -> list[Block]:
    nest = _Nest()
    out: list[Block] = []
    for i, draft in enumerate(drafts):
        if draft.kind is BlockKind.ROW:
            parent, path = _under_row(drafts, out, i, nest)
        elif draft.kind is BlockKind.QUOTE:
            parent, path = nest.parent(), _path(nest)
        elif draft.label is not None:
            parent, path = _enter(nest, drafts, i, draft.label)
        else:
            parent, path = _paragraph(nest, drafts, out, i)
        depth = 0 if parent is None else out[parent].depth + 1
        out.append(_block(draft, i, parent, depth, path))
    return out


def _block(draft: _Draft, index: int, parent: int | None, depth: int, path: str | None) -> Block:
    row = draft.row
    label = row.label if row is not None else None if draft.label is None else draft.label.text
    return Block(
        index=index,
        kind=draft.kind,
        flow=draft.flow,
        label=label,
        ordinal=path,
        parent=parent,
        depth=depth,
        columns=() if row is None else row.columns,
        table=None if row is None else row.table,
        bold=draft.bold,
        italic=draft.italic,
    )


def _path(nest: _Nest) -> str | None:
    return nest.stack[-1].path if nest.stack else None


def _under_row(
    drafts: Sequence[_Draft], out: Sequence[Block], index: int, nest: _Nest
) -> tuple[int | None, str | None]:
    """A row stands under the heading row before it, else under what introduces the table."""
    row = drafts[index].row
    assert row is not None
    label = row.label.rstrip(".)") if row.label is not None else None
    above: int | None = None
    i = index - 1
    while i >= 0 and drafts[i].kind is BlockKind.ROW:
        other = drafts[i].row
        if other is not None and other.heading:
            above = i
            break
        i -= 1
    if above is not None and not row.heading:
        head = out[above].ordinal
        return above, label if head is None or label is None else f"{head}.{label}"
    first = index
    while first > 0 and drafts[first - 1].kind is BlockKind.ROW:
        first -= 1
    before = first - 1
    if before >= 0 and drafts[before].heads:
        return before, label
    return nest.parent(), label


def _enter(nest: _Nest, drafts: Sequence[_Draft], index: int, label: Label) -> tuple[int | None, str | None]:
    """Place an item among the open ones: sibling of the same style, child where the style is new."""
    before = drafts[index - 1] if index else None
    opened = before is not None and before.kind is not BlockKind.QUOTE and before.opens
    fresh = label.count <= 1 and opened
    same = next((i for i in reversed(range(len(nest.stack))) if nest.stack[i].label.style == label.style), None)
    if same is not None and fresh and nest.stack[-1].block == index - 1 and label.numbered and same < len(nest.stack):
        same = None  # a new list of the same style under the item that announces it
    if same is not None:
        del nest.stack[same:]
    else:
        _make_room(nest, label, keep=index - 1 if opened else None)
    parent = nest.parent()
    nest.stack.append(_Open(label, index, _join(_path(nest), label)))
    return parent, nest.stack[-1].path


def _make_room(nest: _Nest, label: Label, keep: int | None) -> None:
    """Close the items that a mark of a new style can't stand under."""
    while nest.stack:
        top = nest.stack[-1]
        if top.block == keep:
            return
        if label.kind == "decimal" and label.value.startswith(top.label.value + "."):
            return
        if top.label.rank < label.rank or (not label.numbered and not top.label.numbered):
            return
        if top.label.rank == label.rank and label.count == 1:
            return  # I. under A.: both are heads of parts, the one met first is the outer
        nest.stack.pop()


def _join(path: str | None, label: Label) -> str | None:
    if not label.numbered:
        return path
    if path is None:
        return label.value
    if label.kind == "decimal":
        head = label.value.rpartition(".")[0]
        stem = path[: -len(head)] if path == head or path.endswith("." + head) else path + "."
        return stem + label.value
    return f"{path}.{label.value}"


def _paragraph(
    nest: _Nest, drafts: Sequence[_Draft], out: Sequence[Block], index: int
) -> tuple[int | None, str | None]:
    """Place a paragraph: under the heading it follows, inside a list that goes on after it, else at the top."""
    if not nest.stack:
        nest.under = index if drafts[index].opens else None
        return None, None
    top = nest.stack[-1]
    before = drafts[index - 1]
    if top.block == index - 1 and before.heads:
        return top.block, top.path
    inside = _goes_on(nest, drafts, index)
    if inside is not None:
        del nest.stack[inside + 1 :]
        return nest.stack[-1].block, nest.stack[-1].path
    sibling = out[index - 1].parent == top.block and before.label is None and drafts[top.block].heads
    if sibling and not _closing(drafts, index):
        return top.block, top.path
    if not _closing(drafts, index):
        section = next((i for i in reversed(range(len(nest.stack))) if nest.stack[i].label.rank <= 1), None)
        if section is not None and drafts[nest.stack[section].block].heads:
            del nest.stack[section + 1 :]
            return nest.stack[-1].block, nest.stack[-1].path
    nest.stack.clear()
    nest.under = index if drafts[index].opens else None
    return None, None


def _closing(drafts: Sequence[_Draft], index: int) -> bool:
    text = drafts[index].flow.text
    return text.endswith(("./.", "./")) or key(text[:40]).startswith(_closings())


@cache
def _ordering() -> tuple[str, ...]:
    return tuple(load_toml(DATA / "lexicon" / "outline.toml")["quotes"]["never"])


@cache
def _closings() -> tuple[str, ...]:
    return tuple(load_toml(DATA / "lexicon" / "outline.toml")["closing"]["starts"])


def _goes_on(nest: _Nest, drafts: Sequence[_Draft], index: int) -> int | None:
    """The place in the stack of the deepest numbered item whose list goes on after the paragraph at `index`."""
    waiting = {o.label.style: (i, o.label) for i, o in enumerate(nest.stack) if o.label.numbered}
    best: int | None = None
    for draft in drafts[index + 1 : index + 1 + _LOOK_AHEAD]:
        label = draft.label
        if label is None or draft.kind is BlockKind.QUOTE or label.style not in waiting:
            continue
        place, open_label = waiting.pop(label.style)
        if follows(label, open_label.count, open_label.value):
            best = place if best is None else max(best, place)
            break  # the first list to go on is the innermost that does
        if not waiting:
            break
    return best
