"""Workbooks that an official would forward: Vietnamese headings, dates as dates, filters, a frozen header, A4."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from export.columns import Value, columns
from schemas.obligation import Obligation

if TYPE_CHECKING:
    from openpyxl.styles import Border
    from openpyxl.worksheet.worksheet import Worksheet

FONT = "Times New Roman"  # what Nghị định 30 asks of official papers
DAY = "dd/mm/yyyy"
LINE = 15.75  # points of a line of 12-point text
TALLEST = 409  # points: no workbook holds a taller row
WIDE = 230  # characters, above which a sheet is printed on A3: on A4 its letters would be under 7 points


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a sheet: its title and its width in characters; `hidden` is for programs, kept out of sight."""

    title: str
    width: int
    hidden: bool = False


def write_xlsx(path: Path, found: Iterable[Obligation], *, on: dt.date, said: str) -> int:
    """Write a workbook of obligations; `said` is the sentence that says what is shown. Gives the number of rows."""
    listed = columns(on)
    rows = ([column.value(each) for column in listed] for each in found)
    headings = [Heading(column.title, column.width, column.hidden) for column in listed]
    titles = ("DANH MỤC NHIỆM VỤ", f"{said} Trạng thái tính đến ngày {on:%d/%m/%Y}.")
    return write_sheet(path, "Nhiệm vụ", titles, headings, rows)


def write_sheet(
    path: Path, name: str, titles: Sequence[str], headings: Sequence[Heading], rows: Iterable[Sequence[Value | int]]
) -> int:
    """Write a workbook of one sheet: its titles, a header that stays in sight, and rows; gives the number of rows."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = name
    _titles(sheet, titles, len(headings))
    top = len(titles) + 2
    _header(sheet, top, headings)
    count = 0
    for count, row in enumerate(rows, start=1):
        _row(sheet, top + count, row)
        sheet.row_dimensions[top + count].height = _height(row, headings)
    _page(sheet, top, top + count, headings)
    book.save(path)
    return count


def _titles(sheet: Worksheet, titles: Sequence[str], width: int) -> None:
    from openpyxl.styles import Alignment, Font

    for number, text in enumerate(titles, start=1):
        cell = sheet.cell(number, 1, clean(text))
        cell.font = Font(name=FONT, size=14 if number == 1 else 12, bold=number == 1, italic=number > 1)
        cell.alignment = Alignment(horizontal="left", vertical="top")
        sheet.merge_cells(start_row=number, start_column=1, end_row=number, end_column=width)


def _header(sheet: Worksheet, top: int, headings: Sequence[Heading]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    for at, heading in enumerate(headings, start=1):
        cell = sheet.cell(top, at, heading.title)
        cell.font = Font(name=FONT, size=12, bold=True)
        cell.fill = PatternFill("solid", fgColor="E7E6E6")
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.border = _border()
        sheet.column_dimensions[get_column_letter(at)].width = heading.width
        sheet.column_dimensions[get_column_letter(at)].hidden = heading.hidden
    tallest = max(lines(heading.title, heading.width - 2) for heading in headings if not heading.hidden)
    sheet.row_dimensions[top].height = LINE * (tallest + 0.5)


def _row(sheet: Worksheet, number: int, row: Sequence[Value | int]) -> None:
    from openpyxl.styles import Alignment, Font

    for at, value in enumerate(row, start=1):
        cell = sheet.cell(number, at)
        if isinstance(value, str):
            cell.value = clean(value)
            cell.data_type = "s"  # a text that begins with = is a text
        elif value is not None:
            cell.value = value
        if isinstance(value, dt.date):
            cell.number_format = DAY
        cell.font = Font(name=FONT, size=12)
        side = None if value is None or isinstance(value, str) else "center"
        cell.alignment = Alignment(horizontal=side, vertical="top", wrap_text=True)
        cell.border = _border()


def _height(row: Sequence[Value | int], headings: Sequence[Heading]) -> float:
    """The height of a row in points, so that all of its text is seen: not every program works that out by itself."""
    seen = zip(row, headings, strict=True)
    tallest = max((lines(v, h.width) for v, h in seen if isinstance(v, str) and not h.hidden), default=1)
    return min(LINE * tallest + 2, TALLEST)


def lines(text: str, width: int) -> int:
    """How many lines a text takes in a column `width` characters wide, broken between words."""
    import textwrap

    return sum(max(1, len(textwrap.wrap(line, max(width - 1, 1)))) for line in text.split("\n"))


def _border() -> Border:
    from openpyxl.styles import Border as Lines
    from openpyxl.styles import Side

    side = Side(style="thin", color="999999")
    return Lines(left=side, right=side, top=side, bottom=side)


def _page(sheet: Worksheet, top: int, last: int, headings: Sequence[Heading]) -> None:
    """Freeze the header, add filters, and have it printed across, on A4 or A3, the header on every page."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.freeze_panes = f"A{top + 1}"
    sheet.auto_filter.ref = f"A{top}:{get_column_letter(len(headings))}{max(last, top)}"
    sheet.print_title_rows = f"{top}:{top}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 8 if sum(each.width for each in headings if not each.hidden) > WIDE else 9
    for side in ("left", "right", "top", "bottom"):
        setattr(sheet.page_margins, side, 0.4)
    if sheet.oddFooter is not None:
        sheet.oddFooter.center.text = "&P/&N"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def clean(text: str) -> str:
    """A text without the control characters that a workbook can't hold."""
    return "".join(char for char in text if char >= " " or char in "\n\t")
