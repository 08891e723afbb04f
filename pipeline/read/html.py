"""Web pages: blocks become lines, tables tables, lists keep the numbers that a browser would print.

What frames every page of a site (navigation, footer, scripts, fields) is left out; other text around a letter stays,
for telling the letter from its wrapper takes more than tags.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from lxml import html as lxml_html
from lxml.etree import ErrorTypes, LxmlError, _Element, iterwalk

from pipeline.read.docx_numbers import format_number
from pipeline.read.engine import Raw, RawCell, RawCellAt, RawLine, RawPage, RawTable, ReadSettings
from pipeline.read.sniff import Format
from pipeline.read.text import decode
from schemas.errors import TruncatedFile
from schemas.page import Remark

_DROPPED = frozenset((
    "script", "style", "nav", "footer", "noscript", "template", "head", "iframe", "object", "embed", "svg",
    "math", "canvas", "audio", "video", "select", "button", "input", "textarea", "aside", "dialog", "menu",
))  # fmt: skip
_BLOCKS = frozenset((
    "p", "div", "section", "article", "main", "header", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li",
    "dl", "dt", "dd", "blockquote", "pre", "table", "tbody", "thead", "tfoot", "tr", "td", "th", "caption",
    "figure", "figcaption", "address", "center", "hr", "body", "html", "form", "fieldset", "legend", "details",
    "summary",
))  # fmt: skip
_SPACES = re.compile(r"[ \t\r\n\f]+")
_STYLES = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_CSS_LISTS = {
    "decimal": "decimal",
    "decimal-leading-zero": "decimalZero",
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
}
_BOLD = frozenset(("b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th"))
_ITALIC = frozenset(("i", "em", "cite"))
_DEPTH = 200


def read_html(path: Path, settings: ReadSettings) -> Raw:
    """A web page as one page.

    Raises:
        TruncatedFile: no HTML can be made out.
        OversizedFile: longer than `settings.max_characters`.
    """
    text, remarks = decode(path, settings)
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    parser = lxml_html.HTMLParser(huge_tree=True)
    try:
        root = lxml_html.document_fromstring(text, parser=parser)
    except (LxmlError, ValueError) as error:
        raise TruncatedFile(f"{path.name} is named or begins as HTML, but holds none ({error}).") from error
    if any(error.type == ErrorTypes.ERR_RESOURCE_LIMIT for error in parser.error_log):
        remarks.append(Remark("truncated", f"{path.name} is nested too deep; what comes after that is missing."))
    walk = _Walk()
    body = root.find("body")
    walk.blocks(body if body is not None else root)
    walk.flush()
    return Raw(Format.HTML.value, [RawPage(1, walk.lines, walk.tables)], remarks=remarks)


@dataclass(slots=True)
class _Run:
    text: str
    bold: bool
    italic: bool


@dataclass(slots=True)
class _Walk:
    """One pass over the tree, filling lines. `cell` is the table's cell that is being filled, None outside tables."""

    lines: list[RawLine] = field(default_factory=list)
    tables: list[RawTable] = field(default_factory=list)
    row: int = 0
    cell: RawCellAt | None = None
    depth: int = 0
    _run: list[_Run] = field(default_factory=list)
    _label: str = ""

    def blocks(self, element: _Element, *, bold: bool = False, italic: bool = False, pre: bool = False) -> None:
        tag = element.tag
        if not isinstance(tag, str) or tag in _DROPPED or _hidden(element):
            return
        if self.depth > _DEPTH:
            self._flat(element, bold=bold, italic=italic)
            return
        self.depth += 1
        block = tag in _BLOCKS
        bold, italic = _look(element, tag, bold=bold, italic=italic)
        if block:
            self.flush()
        if tag == "br":
            self.flush(blank=True)
        elif tag == "table":
            self._table(element)
        elif tag in ("ul", "ol"):
            self._list(element, bold=bold, italic=italic)
        else:
            self._inside(element, bold=bold, italic=italic, pre=pre or tag == "pre")
        if block:
            self.flush()
        if tag in ("p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "blockquote") and self.cell is None:
            self.row += 1
        self.depth -= 1

    def _inside(self, element: _Element, *, bold: bool, italic: bool, pre: bool) -> None:
        self._text(element.text, bold=bold, italic=italic, pre=pre)
        for child in element:
            self.blocks(child, bold=bold, italic=italic, pre=pre)
            self._text(child.tail, bold=bold, italic=italic, pre=pre)

    def _flat(self, element: _Element, *, bold: bool, italic: bool) -> None:
        """The text of what is nested too deep to be walked, as lines only: old editors never close their `<font>`s."""
        walk = iterwalk(element, events=("start", "end"))
        for event, inner in walk:
            shown = isinstance(inner.tag, str) and inner.tag not in _DROPPED and not _hidden(inner)
            if shown and (inner.tag in _BLOCKS or inner.tag == "br"):
                self.flush()
            if event == "end":
                self._text(None if inner is element else inner.tail, bold=bold, italic=italic, pre=False)
            elif shown:
                self._text(inner.text, bold=bold, italic=italic, pre=False)
            else:
                walk.skip_subtree()

    def _text(self, text: str | None, *, bold: bool, italic: bool, pre: bool) -> None:
        if not text:
            return
        parts = text.split("\n") if pre else [_SPACES.sub(" ", text)]
        for i, part in enumerate(parts):
            if i:
                self.flush(blank=True)
            self._run.append(_Run(part, bold, italic))

    def flush(self, *, blank: bool = False) -> None:
        """End the line that is being filled; `blank`: a break, so that an empty line takes a row of its own."""
        text = "".join(run.text for run in self._run)
        if not text.strip():
            self._run = []
            self.row += blank and self.cell is None
            return
        if self._label:
            text = f"{self._label} {text.lstrip()}"
            self._label = ""
        letters = [(sum(not c.isspace() for c in run.text), run) for run in self._run]
        total = sum(count for count, _ in letters)
        self.lines.append(
            RawLine(
                _SPACES.sub(" ", text).strip() if "\t" not in text else text,
                row=self.row,
                bold=2 * sum(count for count, run in letters if run.bold) > total,
                italic=2 * sum(count for count, run in letters if run.italic) > total,
                cell=self.cell,
            )
        )
        self.row += 1
        self._run = []

    def _list(self, element: _Element, *, bold: bool, italic: bool) -> None:
        style = _list_style(element)
        count = _int(element.get("start"), 1)
        for child in element:
            if child.tag != "li":
                self.blocks(child, bold=bold, italic=italic)
                continue
            count = _int(child.get("value"), count)
            self.flush()
            self._label = "-" if style is None else "" if style == "none" else f"{format_number(count, style)}."
            self._inside(child, bold=bold, italic=italic, pre=False)
            self.flush()
            self._label = ""
            count += 1

    def _table(self, table: _Element) -> None:
        """A table; one inside a cell of another is read as lines of that cell, a frame of one cell is no table."""
        rows = [tr for tr in table.iter("tr") if _owner(tr) is table]
        if self.cell is not None or max((len(_cells(tr)) for tr in rows), default=0) <= 1:
            for tr in rows:
                for td in _cells(tr):
                    self._inside(td, bold=td.tag == "th", italic=False, pre=False)
                    self.flush()
            return
        index = len(self.tables)
        self.tables.append(RawTable(0, 0, ()))
        cells: list[RawCell] = []
        taken: set[tuple[int, int]] = set()
        columns = 0
        for at, tr in enumerate(rows):
            top = bottom = self.row
            column = 0
            for td in _cells(tr):
                while (at, column) in taken:
                    column += 1
                wide, high = min(_int(td.get("colspan"), 1), 200), min(_int(td.get("rowspan"), 1), len(rows) - at)
                taken.update((at + r, column + c) for r in range(max(1, high)) for c in range(max(1, wide)))
                self.row, self.cell = top, RawCellAt(index, at, column)
                self._inside(td, bold=td.tag == "th", italic=False, pre=False)
                self.flush()
                bottom = max(bottom, self.row)
                cells.append(RawCell(at, column, max(1, high), max(1, wide)))
                column += max(1, wide)
                columns = max(columns, column)
            self.row, self.cell = max(bottom, top + 1), None
        self.tables[index] = RawTable(len(rows), columns, tuple(cells))


def _look(element: _Element, tag: str, *, bold: bool, italic: bool) -> tuple[bool, bool]:
    style = (element.get("style") or "").replace(" ", "").lower()
    if "font-weight:" in style:
        bold = re.search(r"font-weight:(?:bold|[6-9]00)", style) is not None
    if "font-style:" in style:
        italic = "font-style:italic" in style
    return bold or tag in _BOLD, italic or tag in _ITALIC


def _hidden(element: _Element) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return element.get("hidden") is not None or "display:none" in style or "visibility:hidden" in style


def _owner(tr: _Element) -> _Element | None:
    return next(tr.iterancestors("table"), None)


def _cells(tr: _Element) -> list[_Element]:
    return [child for child in tr if child.tag in ("td", "th")]


def _list_style(element: _Element) -> str | None:
    """How a list is numbered; None for bullets, "none" for no marks at all."""
    style = re.search(r"list-style(?:-type)?:\s*([\w-]+)", element.get("style") or "")
    if style is not None and style[1] == "none":
        return "none"
    if style is not None and style[1] in _CSS_LISTS:
        return _CSS_LISTS[style[1]]
    return _STYLES.get(element.get("type") or "1", "decimal") if element.tag == "ol" else None


def _int(text: str | None, default: int) -> int:
    try:
        return int(text) if text is not None else default
    except ValueError:
        return default
