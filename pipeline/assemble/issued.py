"""The place and day of issue of a record.

A day that is printed blank leaves month and year (EDTF `2023-11`). A day that stands there and can't be read, mostly
because it is written by hand, leaves no date at all: half a date would look like a whole one of less care. What of it
is known still serves to count deadlines.

The time of a digital signature dates nothing: of eight signed letters measured, the office's signature followed the
printed day by one to four days in six. It is told to the person who looks at the day, as the latest that it can be.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pipeline.assemble.book import Book, best
from pipeline.extract import Extracted
from schemas.found import DayMention
from schemas.page import Signature
from schemas.record import Issued, Reference

_UNCLEAR = ("day-unreadable", "month-unreadable", "year-unreadable", "date-unreadable")


@dataclass(frozen=True, slots=True)
class Dated:
    """The record's part, and as much of the day as is known (EDTF), from which deadlines are counted."""

    issued: Issued
    known: str | None


def edtf(day: DayMention | None) -> str | None:
    """A day as EDTF: as far as it is printed from the year down; None without a year.

    >>> edtf(DayMention(None, 11, 2023))
    '2023-11'
    """
    if day is None or day.year is None:
        return None
    if day.month is None:
        return f"{day.year:04d}"
    if day.day is None:
        return f"{day.year:04d}-{day.month:02d}"
    return f"{day.year:04d}-{day.month:02d}-{day.day:02d}"


def issued(found: Extracted, book: Book, signatures: Iterable[Signature]) -> Dated:
    """Place and day, with findings for what is blank, unreadable or no day of the calendar."""
    chosen = best(found.issued)
    if chosen is None:
        return Dated(Issued(), None)
    value = book.enter("/issued", chosen)
    day = value.day
    unclear = any(code in _UNCLEAR for code, _ in chosen.remarks)
    if day is not None and not _exists(day):
        book.find("date-impossible", "/issued", f"There is no day {day.day}/{day.month}/{day.year}: it was misread.")
        day, unclear = DayMention(None, None, day.year), True
    known = edtf(day)
    if unclear:
        _hint(book, signatures, known)
        return Dated(Issued(place=value.place), known)
    if (known is None or len(known) < 10) and not any(f.pointer == "/issued" for f in book.findings):
        book.find("day-blank", "/issued", "The day of issue is not fully printed.")
    return Dated(Issued(place=value.place, date=known), known)


def unless_later_cited(dated: Dated, cited: Iterable[Reference], book: Book, *, scanned: bool) -> Dated:
    """`dated`, unless a document of a later day is cited: nobody cites what is not yet written.

    On a scan one of the two days was misread, and nobody can tell which, so the letter has none; in a file that was
    typed somebody may have mistyped either, and both stay as they are printed.
    """
    own = dated.issued.date
    later = [one.date for one in cited if own is not None and one.date is not None and one.date > own[: len(one.date)]]
    if own is None or len(own) < len("2031-02-05") or not later:
        return dated
    told = f"A document of {max(later)} is cited, which is later than the day of issue as it was read, {own}"
    if not scanned:
        book.find("cites-later", "/issued", f"{told}: one of the two may be mistyped.")
        return dated
    book.find("date-contradicted", "/issued", f"{told}: one of the two was misread. Look at the crop.")
    return Dated(Issued(place=dated.issued.place), None)


def _exists(day: DayMention) -> bool:
    """Whether the calendar has the day, as far as it is known."""
    if day.month is not None and not 1 <= day.month <= 12:
        return False
    try:
        date(day.year or 2024, day.month or 1, day.day or 1)
    except ValueError:
        return False
    return True


def _hint(book: Book, signatures: Iterable[Signature], known: str | None) -> None:
    """Tell the person who will read the day what else is known of it."""
    if known is not None:
        book.find("date-partly-read", "/issued", f"Of the date only {known} could be read.")
    signed = min((s.signed_at for s in signatures if s.signed_at is not None), default=None)
    if signed is not None:
        book.find("signed-at", "/issued", f"The file was first signed on {signed[:10]}; the day of issue is no later.")
