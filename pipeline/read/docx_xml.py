"""The XML of Word files: names, attributes, and the paragraphs, tables, rows and cells that are really there."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


def val(element: _Element | None, name: str = "val") -> str | None:
    """The attribute `w:name` of an element, None where there is neither."""
    return None if element is None else element.get(W + name)


def number(element: _Element | None, name: str = "val") -> int | None:
    """As `val`, as a whole number; None where it is none."""
    text = val(element, name)
    try:
        return None if text is None else int(float(text))
    except ValueError:
        return None


def blocks_of(parent: _Element) -> Iterator[_Element]:
    """Paragraphs and tables in order, also those in content controls and insertions; not what was deleted."""
    for child in parent:
        if child.tag in (W + "p", W + "tbl"):
            yield child
        elif child.tag in (W + "sdt", W + "sdtContent", W + "ins", W + "moveTo", W + "customXml", W + "smartTag"):
            yield from blocks_of(child)


def rows_of(table: _Element) -> Iterator[_Element]:
    """A table's own rows, without those that were deleted."""
    for child in table:
        if child.tag == W + "tr":
            if child.find(f"{W}trPr/{W}del") is None:
                yield child
        elif child.tag in (W + "sdt", W + "sdtContent", W + "ins", W + "customXml"):
            yield from rows_of(child)


def cells_of(row: _Element) -> Iterator[_Element]:
    """A row's cells."""
    for child in row:
        if child.tag == W + "tc":
            yield child
        elif child.tag in (W + "sdt", W + "sdtContent", W + "ins", W + "customXml"):
            yield from cells_of(child)
