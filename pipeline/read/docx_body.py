"""The body of a Word file: paragraphs and tables in order, on pages that begin where Word broke them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml.etree import _Element

from pipeline.read.docx_numbers import Numbering
from pipeline.read.docx_style import Styles
from pipeline.read.docx_text import Atom, Runs
from pipeline.read.docx_xml import W, blocks_of, cells_of, number, rows_of, val
from pipeline.read.engine import RawCell, RawCellAt, RawLine, RawPage, RawTable
from pipeline.read.text import legacy_remark
from schemas.page import Remark
from vietnamese.legacy import Encoding, repair_parts

_R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PAGE_ONLY = re.compile(r"^(?:trang|page)?[\s\d/|.\-–—]*$", re.IGNORECASE)


class Body:
    """One pass over a body, filling pages."""

    def __init__(self, styles: Styles, numbering: Numbering, legacy: frozenset[Encoding]) -> None:
        self._styles = styles
        self._numbering = numbering
        self._runs = Runs(styles, legacy)
        self._pages: list[RawPage] = []
        self._lines: list[RawLine] = []
        self._tables: list[RawTable] = []
        self._row = 0
        self._break = False
        self._tail: list[str] = []

    # blocks

    def body(self, parent: _Element) -> None:
        for block in blocks_of(parent):
            if block.tag == W + "tbl":
                self._new_page_if_due()
                self._table(block)
            else:
                self._paragraph(block)

    def _paragraph(self, paragraph: _Element) -> None:
        properties = paragraph.find(W + "pPr")
        atoms = list(self._atoms(paragraph))
        first = next((atom.kind for atom in atoms if atom.kind != "text" or atom.text.strip()), "")
        self._break |= self._styles.breaks_before(properties) or first == "rendered"
        self._new_page_if_due()
        part: list[Atom] = []
        for atom in atoms:
            if atom.kind == "page":
                self._emit(part)
                part = []
                self._break = True
                self._new_page_if_due()
            else:
                part.append(atom)
        self._emit(part)
        section = None if properties is None else properties.find(W + "sectPr")
        ends = section is not None and val(section.find(W + "type")) != "continuous"
        self._break |= ends or (first != "rendered" and any(atom.kind == "rendered" for atom in atoms))

    def _emit(self, atoms: list[Atom]) -> None:
        lines = self._lines_of(atoms, self._row)
        self._lines += lines
        self._row = max((line.row for line in lines), default=self._row) + 1

    def _atoms(self, paragraph: _Element) -> Iterator[Atom]:
        properties = paragraph.find(W + "pPr")
        look = self._styles.paragraph(properties)
        listed = self._styles.numbering(properties)
        atoms = list(self._runs.atoms(paragraph, look))
        if listed is not None:
            num_id, level, style = listed
            if level is None:
                level = self._numbering.style_level(num_id, style or "")
            label = self._numbering.label(num_id, level)
            if label and any(atom.text.strip() for atom in atoms):
                first = next(atom for atom in atoms if atom.text.strip())
                atoms.insert(0, Atom("text", label, first.look))
        yield from atoms

    def _lines_of(self, atoms: list[Atom], row: int, cell: RawCellAt | None = None) -> list[RawLine]:
        """Lines of atoms, from physical row `row` on; text boxes follow the line that they are anchored in."""
        lines: list[RawLine] = []
        run: list[Atom] = []
        hung: list[RawLine] = []
        for atom in [*atoms, Atom("line")]:
            if atom.kind == "text":
                run.append(atom)
            elif atom.kind == "box" and atom.element is not None:
                hung += self._flat(atom.element, row + 1, cell)
            elif atom.kind == "line":
                lines.append(_line(run, row + len(lines), cell))
                run = []
        return [*lines, *hung]

    def _flat(self, parent: _Element, row: int, cell: RawCellAt | None) -> list[RawLine]:
        """Everything in a table's cell or a text box as plain lines; the cells of a table in it share rows."""
        lines: list[RawLine] = []
        for block in blocks_of(parent):
            if block.tag == W + "tbl":
                for tr in rows_of(block):
                    parts = [self._flat(tc, row, cell) for tc in cells_of(tr)]
                    lines += [line for part in parts for line in part]
                    row = max((line.row + 1 for part in parts for line in part), default=row + 1)
            else:
                made = self._lines_of([a for a in self._atoms(block) if a.kind in ("text", "line", "box")], row, cell)
                lines += made
                row = max((line.row + 1 for line in made), default=row + 1)
        return lines

    # tables

    def _table(self, table: _Element) -> None:
        rows = list(rows_of(table))
        if all(len(list(cells_of(tr))) <= 1 for tr in rows) and any(True for _ in table.iterfind(f".//{W}tc/{W}tbl")):
            for tr in rows:
                for tc in cells_of(tr):
                    self.body(tc)  # a frame around other tables
            return
        index = len(self._tables)
        cells: list[RawCell] = []
        open_merges: dict[int, int] = {}  # column -> index in cells of the cell that goes on downwards
        columns = 0
        for at, tr in enumerate(rows):
            column = number(tr.find(f"{W}trPr/{W}gridBefore")) or 0
            top = bottom = self._row
            for tc in cells_of(tr):
                span, goes_on, begins = _spans(tc)
                if goes_on and column in open_merges:
                    above = cells[open_merges[column]]
                    cells[open_merges[column]] = RawCell(above.row, above.column, above.row_span + 1, above.column_span)
                else:
                    lines = self._flat(tc, top, RawCellAt(index, at, column))
                    self._lines += lines
                    bottom = max([bottom, *(line.row for line in lines)])
                    open_merges.pop(column, None)
                    if begins:
                        open_merges[column] = len(cells)
                    cells.append(RawCell(at, column, 1, span))
                column += span
            columns = max(columns, column)
            self._row = bottom + 1
        if cells:
            self._tables.append(RawTable(len(rows), columns, tuple(cells)))
        self._break |= next(table.iter(W + "lastRenderedPageBreak"), None) is not None  # a table stays whole

    # what stands around the body

    def running_of(self, body: _Element, running: dict[str, _Element]) -> None:
        """Page headers that hold more than a page number come first, such footers last."""
        seen: set[str] = set()
        for reference in body.iter(W + "headerReference", W + "footerReference"):
            root = running.get(reference.get(_R_ID) or "")
            if root is None:
                continue
            lines = [line for line in self._flat(root, 0, None) if _PAGE_ONLY.match(line.text.strip()) is None]
            text = "\n".join(line.text for line in lines)
            if not text or text in seen:
                continue
            seen.add(text)
            if reference.tag == W + "headerReference":
                for line in self._flat(root, self._row, None):
                    self._lines.append(line)
                self._row = max(line.row for line in self._lines) + 2
            else:
                self._tail += [line.text for line in lines]

    def footnotes(self, root: _Element | None) -> None:
        if root is None:
            return
        for note in root.iterfind(W + "footnote"):
            if val(note, "type") in (None, "normal"):
                text = " ".join(line.text.strip() for line in self._flat(note, 0, None)).strip()
                if text:
                    self._tail.append(f"[{val(note, 'id')}] {text}")

    def finish(self) -> list[RawPage]:
        for i, text in enumerate(self._tail):
            self._lines.append(RawLine(text, row=self._row + 1 + i))
        self._close()
        return self._mended()

    def _mended(self) -> list[RawPage]:
        """The pages, with text in an old encoding converted whose font does not say so."""
        texts, met = repair_parts([line.text.replace("\n", " ") for page in self._pages for line in page.lines])
        if not met:
            return self._pages
        self._runs.converted.update(met)
        mended = iter(texts)
        return [replace(page, lines=[replace(line, text=next(mended)) for line in page.lines]) for page in self._pages]

    def remarks(self) -> list[Remark]:
        out = []
        if self._runs.converted:
            out.append(legacy_remark(sorted(self._runs.converted)))
        if self._runs.tracked:
            out.append(
                Remark("tracked-changes", "The file has tracked changes: deletions were left out, insertions kept.")
            )
        return out

    def _new_page_if_due(self) -> None:
        if self._break:
            self._break = False
            if any(line.text.strip() for line in self._lines):
                self._close()

    def _close(self) -> None:
        self._pages.append(RawPage(len(self._pages) + 1, self._lines, self._tables))
        self._lines, self._tables, self._row = [], [], 0


def _spans(tc: _Element) -> tuple[int, bool, bool]:
    """How many columns a cell takes, and whether it goes on the cell above it or begins one that goes on below."""
    properties = tc.find(W + "tcPr")
    if properties is None:
        return 1, False, False
    merge = properties.find(W + "vMerge")
    restart = merge is not None and val(merge) == "restart"
    return max(1, number(properties.find(W + "gridSpan")) or 1), merge is not None and not restart, restart


def _line(run: list[Atom], row: int, cell: RawCellAt | None) -> RawLine:
    """One line; it is bold (italic) when most of its letters are, and its size is that of most."""
    text = "".join(atom.text for atom in run)
    letters = [(sum(not c.isspace() for c in atom.text), atom.look) for atom in run]
    total = sum(count for count, _ in letters)
    if not total:
        return RawLine(text, row=row, cell=cell)
    sizes: dict[float, int] = {}
    for count, look in letters:
        if look.size is not None:
            sizes[look.size] = sizes.get(look.size, 0) + count
    return RawLine(
        text,
        row=row,
        bold=2 * sum(count for count, look in letters if look.bold) > total,
        italic=2 * sum(count for count, look in letters if look.italic) > total,
        size=max(sizes, key=lambda size: (sizes[size], size)) if sizes else None,
        cell=cell,
    )
