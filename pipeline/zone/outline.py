"""The body as an outline: paragraphs, items to any depth, rows and quoted law, each whole across lines and pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from pipeline.zone.drafts import Draft, drafts
from pipeline.zone.labels import Label, follows
from schemas.page import Document, Line
from schemas.rule import DATA, load_toml
from schemas.zone import Block, BlockKind, Cell
from vietnamese.fold import key

_LOOK_AHEAD = 80  # blocks within which a list must go on for a paragraph to stand inside it


_COLON = Label(kind="colon", text="", style=":", value="", count=0, length=0)  # in place of a mark: "Phòng A gửi:"


@dataclass(slots=True)
class _Open:
    """An item, or a paragraph with a colon inside one, that further marks may be siblings or children of."""

    label: Label
    block: int
    path: str | None


@dataclass(slots=True)
class _Nest:
    """The open items, outermost first, and the paragraph that opened each level."""

    stack: list[_Open] = field(default_factory=list)
    under: int | None = None  # the paragraph with a colon, or the title, under which a new list begins
    table: int | None = None  # what introduces the table that is being placed
    row: int | None = None  # the heading row of that table under which rows stand

    def parent(self) -> int | None:
        return self.stack[-1].block if self.stack else self.under


def outline(document: Document, lines: Sequence[Line], cells: Sequence[Cell]) -> tuple[Block, ...]:
    """The blocks of the body, in order.

    `lines` and `cells` are those of the zoned document; lines of other cells (page numbers, footnotes) that stand
    between body lines do not break a paragraph.
    """
    body = [line for line, cell in zip(lines, cells, strict=True) if cell is Cell.BODY and line.end > line.start]
    return tuple(_place(drafts(document, body)))


def _place(blocks: Sequence[Draft]) -> list[Block]:
    nest = _Nest()
    out: list[Block] = []
    for i, draft in enumerate(blocks):
        if draft.kind is BlockKind.ROW:
            parent, path = _under_row(blocks, out, i, nest)
        elif draft.kind is BlockKind.QUOTE:
            parent, path = nest.parent(), _path(nest)
        elif draft.label is not None:
            parent, path = _enter(nest, blocks, i, draft.label)
        else:
            parent, path = _paragraph(nest, blocks, out, i)
            if parent is not None and draft.opens and nest.stack:
                nest.stack.append(_Open(_COLON, i, path))
        depth = 0 if parent is None else out[parent].depth + 1
        out.append(_block(draft, i, parent, depth, path))
    return out


def _block(draft: Draft, index: int, parent: int | None, depth: int, path: str | None) -> Block:
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


def _under_row(blocks: Sequence[Draft], out: Sequence[Block], index: int, nest: _Nest) -> tuple[int | None, str | None]:
    """A row stands under the heading row before it, else under what introduces the table."""
    row = blocks[index].row
    assert row is not None
    if index == 0 or blocks[index - 1].kind is not BlockKind.ROW:
        nest.table = index - 1 if index and blocks[index - 1].heads else nest.parent()
        nest.row = None
    label = row.label.rstrip(".)") if row.label is not None else None
    if row.heading:
        nest.row = index
        return nest.table, label
    if nest.row is None:
        return nest.table, label
    head = out[nest.row].ordinal
    return nest.row, label if head is None or label is None else f"{head}.{label}"


def _enter(nest: _Nest, blocks: Sequence[Draft], index: int, label: Label) -> tuple[int | None, str | None]:
    """Place an item among the open ones: sibling of the same style, child where the style is new."""
    before = blocks[index - 1] if index else None
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


def _paragraph(nest: _Nest, blocks: Sequence[Draft], out: Sequence[Block], index: int) -> tuple[int | None, str | None]:
    """Place a paragraph: under the heading it follows, inside a list that goes on after it, else at the top."""
    if not nest.stack or _is_title(blocks[index]):
        nest.stack.clear()
        nest.under = index if blocks[index].opens or _is_title(blocks[index]) else None
        return None, None
    top = nest.stack[-1]
    before = blocks[index - 1]
    if top.block == index - 1 and (before.opens or (before.heads and not _closing(blocks, index))):
        return top.block, top.path
    sibling = out[index - 1].parent == top.block and before.label is None and blocks[top.block].opens
    if sibling and not _closing(blocks, index):
        return top.block, top.path
    inside = _goes_on(nest, blocks, index)
    if inside is not None:
        del nest.stack[inside + 1 :]
        return nest.stack[-1].block, nest.stack[-1].path
    sibling = out[index - 1].parent == top.block and before.label is None and blocks[top.block].heads
    if sibling and not _closing(blocks, index):
        return top.block, top.path
    if not _closing(blocks, index):
        section = next((i for i in reversed(range(len(nest.stack))) if nest.stack[i].label.rank <= 1), None)
        if section is not None and blocks[nest.stack[section].block].heads:
            del nest.stack[section + 1 :]
            return nest.stack[-1].block, nest.stack[-1].path
    nest.stack.clear()
    nest.under = index if blocks[index].opens else None
    return None, None


def _is_title(draft: Draft) -> bool:
    """A paragraph in capitals without a mark: the head of a part (TỔ CHỨC THỰC HIỆN)."""
    text = draft.flow.text
    return text.isupper() and 2 <= len(text.split()) <= 30 and not text.endswith((".", ";"))


def _closing(blocks: Sequence[Draft], index: int) -> bool:
    text = blocks[index].flow.text
    return text.endswith(("./.", "./")) or key(text[:40]).startswith(_closings())


@cache
def _closings() -> tuple[str, ...]:
    return tuple(load_toml(DATA / "lexicon" / "outline.toml")["closing"]["starts"])


def _goes_on(nest: _Nest, blocks: Sequence[Draft], index: int) -> int | None:
    """The place in the stack of the deepest numbered item whose list goes on after the paragraph at `index`."""
    waiting = {
        o.label.style: (i, o.label) for i, o in enumerate(nest.stack) if o.label.numbered and o.label is not _COLON
    }
    best: int | None = None
    for draft in blocks[index + 1 : index + 1 + _LOOK_AHEAD]:
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
