"""Markdown as crawlers and converters write it: marks off, text kept; tables of pipes become tables."""

from __future__ import annotations

import html
import re

from pipeline.read.engine import RawCell, RawCellAt, RawLine, RawTable
from pipeline.read.tabs import tab_run, tab_table

_SEPARATOR = re.compile(
    r"^[ \t]*\|?(?:[ \t]*:?-{3,}:?[ \t]*\|)+(?:[ \t]*:?-{3,}:?[ \t]*)?$|^[ \t]*\|[ \t]*:?-{3,}:?[ \t]*\|?[ \t]*$"
)
_BOLD = re.compile(r"\*\*[^\s*][^*]{0,300}\*\*")
_SIGNS = re.compile(
    r"!?\[[^\]\n]*\]\([^)\s]+\)|^#{1,6}[ \t]+\S|^={3,}[ \t]*$|^\S.*\n-{4,}[ \t]*$|^\d+\\\.[ \t]|^```", re.MULTILINE
)
_UNDERLINE = re.compile(r"^[ \t]*(?:={3,}|-{3,})[ \t]*$")
_RULE = re.compile(r"^[ \t]*(?:(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|(?:-[ \t]*){3,})$")
_FENCE = re.compile(r"^[ \t]*(?:```|~~~)")
_HEADING = re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$")
_QUOTE = re.compile(r"^[ \t]{0,3}(?:>[ \t]?)+")
_IMAGE = re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)")
_LINK = re.compile(r"\[((?:[^\[\]\n]|\[[^\[\]\n]{0,200}\]){0,600})\]\((?:[^()\n]|\([^()\n]{0,200}\)){0,600}\)")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^>\s]+|[^>\s@]+@[^>\s]+)>")
_BREAK = re.compile(r"<br[ \t]*/?>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*(?:[ \t][^<>\n]*)?/?>")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~:\"'/&])")
_ALL_BOLD = re.compile(r"^(?:\*\*[^*]+\*\*[ \t]*)+$")
_ALL_ITALIC = re.compile(r"^(?:\*[^*]+\*[ \t]*)+$")
_PIPE = re.compile(r"(?<!\\)\|")
# Escaped marks wait in the private area while the marks that count are taken off.
_HELD = 0xE000
_BOLD_LINES = 8


def is_markdown(text: str) -> bool:
    """Whether a text is Markdown, whatever its name: a table of pipes, a run in bold, or two other marks."""
    head = text[:50_000]
    if any(_SEPARATOR.match(line) is not None and "|" in line for line in head.split("\n")):
        return True
    return _BOLD.search(head) is not None or len(_SIGNS.findall(head)) >= 2


def read_lines(text: str) -> tuple[list[RawLine], list[RawTable]]:
    """The lines and tables of Markdown text; rules, fences and underlines of headings are left out."""
    source = text.split("\n")
    lines: list[RawLine] = []
    tables: list[RawTable] = []
    row = i = 0
    open_bold = 0  # how many lines more a bold run that a line began may go on
    while i < len(source):
        if (end := _table_end(source, i)) > i:
            row = _table(source[i:end], row, lines, tables)
        elif "\t" in source[i] and (end := tab_run(source, i)) > i:
            cells, table = tab_table([inline(line) for line in source[i:end]], row, len(tables))
            lines += cells
            tables.append(table)
            row += end - i
        else:
            end = i + 1
            inside = open_bold > 0
            open_bold = _bold_after(source[i].strip(), open_bold)
            row = _line(
                source[i], before=source[i - 1] if i else "", row=row, lines=lines, bold=inside or open_bold > 0
            )
        i = end
    return lines, tables


def _bold_after(line: str, open_bold: int) -> int:
    """Whether a run in bold is still open after a line that it began on or passed (a run ends on some later line)."""
    if line.count("**") % 2 == 0:
        return max(0, open_bold - 1)
    return 0 if open_bold else _BOLD_LINES * line.startswith("**")


def _line(line: str, *, before: str, row: int, lines: list[RawLine], bold: bool) -> int:
    """Add one source line (several where it has breaks); the next row."""
    if _FENCE.match(line) or _RULE.match(line) or (_UNDERLINE.match(line) and before.strip()):
        return row
    line = _QUOTE.sub("", line)
    heading = _HEADING.match(line)
    if heading is not None:
        line = heading[1]
    bold = bold or heading is not None or _ALL_BOLD.match(line.strip()) is not None
    italic = _ALL_ITALIC.match(line.strip()) is not None
    for part in _BREAK.split(line):
        lines.append(RawLine(inline(part), row=row, bold=bold or None, italic=italic or None))
        row += 1
    return row


def inline(text: str) -> str:
    """`text` without Markdown's marks: emphasis, links (their text stays), images, tags, escapes, entities."""
    escaped = "\\" in text
    if escaped:
        text = _ESCAPED.sub(lambda match: chr(_HELD + ord(match[1])), text)
    if "[" in text:
        text = _LINK.sub(lambda match: match[1], _IMAGE.sub("", text))
    if "<" in text:
        text = _TAG.sub("", _AUTOLINK.sub(r"\1", text))
    if "*" in text:
        text = re.sub(r"(?<=[^\s*])\*{4}(?=[^\s*])", " ", text)  # a break was lost between two bold runs
        text = re.sub(r"\*{2,3}", "", text)
        text = re.sub(r"(?<![\w*])\*(?=[^\s*])([^*\n]*[^\s*])\*(?!\*)", r"\1", text)
        text = re.sub(r"\*(?=[^\s*])([^*\n]*[^\s*])\*(?![\w*])", r"\1", text)
    if "_" in text:
        text = re.sub(r"(?<!\w)(_{1,2})(?=[^\s_])([^\n]{0,300}?[^\s_])\1(?!\w)", r"\2", text)
    if "~~" in text:
        text = text.replace("~~", "")
    if "`" in text:
        text = re.sub(r"(`{1,3})([^`\n]+)\1", r"\2", text)
    if "&" in text:
        text = html.unescape(text)
    if escaped:
        text = "".join(chr(ord(c) - _HELD) if _HELD <= ord(c) < _HELD + 128 else c for c in text)
    return text


def _table_end(source: list[str], i: int) -> int:
    """Where the table that begins at line `i` ends; `i` if none begins there."""
    if "|" not in source[i]:
        return i
    separator = _SEPARATOR.match(source[i]) is not None
    if not separator and not (i + 1 < len(source) and _SEPARATOR.match(source[i + 1]) is not None):
        return i
    j = i
    while j < len(source) and "|" in source[j]:
        j += 1
    return j


def _table(source: list[str], row: int, lines: list[RawLine], tables: list[RawTable]) -> int:
    rows = [_cells(line) for line in source if _SEPARATOR.match(line) is None]
    if rows and not any(cell.strip() for cell in rows[0]):
        rows = rows[1:]  # the empty heads that converters write
    columns = max(map(len, rows), default=0)
    cells = []
    for at, parts in enumerate(rows):
        height = 1
        for column, part in enumerate(parts):
            cells.append(RawCell(at, column))
            pieces = [piece for piece in _BREAK.split(part) if piece.strip()]
            for k, piece in enumerate(pieces):
                bold = _ALL_BOLD.match(piece.strip()) is not None
                cell = RawCellAt(len(tables), at, column)
                lines.append(RawLine(inline(piece).strip(), row=row + k, bold=bold or None, cell=cell))
            height = max(height, len(pieces))
        row += height
    if columns:
        tables.append(RawTable(len(rows), columns, tuple(cells)))
    return row


def _cells(line: str) -> list[str]:
    line = line.strip()
    line = line.removeprefix("|")
    if line.endswith("|") and not line.endswith("\\|"):
        line = line[:-1]
    return _PIPE.split(line)
