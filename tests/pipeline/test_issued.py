"""The day of issue: blank, unreadable, impossible; and what a signature says of it."""

from __future__ import annotations

import pytest

from pipeline.assemble.book import Book
from pipeline.assemble.issued import Dated, issued, unless_later_cited
from pipeline.extract import Extracted
from schemas.found import DayMention, Found, IssuedMention
from schemas.page import Document, Line, Page, Signature, Source, Span
from schemas.record import Issued, Kind, Reference

TEXT = "Hà Nội, ngày 05 tháng 02 năm 2031"


def date(day: DayMention, *codes: str, signed_at: str | None = None) -> tuple[Dated, list[str]]:
    document = Document(
        source=Source("a.txt", "0" * 64, "text/plain"),
        text=TEXT,
        lines=(Line(page=1, start=0, end=len(TEXT), row=0),),
        pages=(Page(1, Span(0, len(TEXT))),),
    )
    found = Found(
        IssuedMention("Hà Nội", day), (Span(0, len(TEXT)),), 0.9, "place-day", tuple((code, "…") for code in codes)
    )
    nothing = {name: [] for name in Extracted.__slots__}
    book = Book(document)
    signatures = [] if signed_at is None else [Signature(None, None, signed_at, True, True)]
    dated = issued(Extracted(**{**nothing, "issued": [found]}), book, signatures)
    return dated, [finding.code for finding in book.findings]


def test_a_printed_day() -> None:
    dated, codes = date(DayMention(5, 2, 2031))
    assert (dated.issued.date, dated.issued.place, codes) == ("2031-02-05", "Hà Nội", [])


def test_a_blank_day_leaves_the_month() -> None:
    dated, codes = date(DayMention(None, 2, 2031), "day-blank")
    assert (dated.issued.date, codes) == ("2031-02", ["day-blank"])


def test_an_unreadable_day_leaves_no_date_but_what_is_known_counts() -> None:
    dated, codes = date(DayMention(None, 2, 2031), "day-unreadable", signed_at="2031-02-07T08:00:00+07:00")
    assert dated.issued.date is None
    assert dated.known == "2031-02"
    assert codes == ["day-unreadable", "date-partly-read", "signed-at"]


@pytest.mark.parametrize("day", [DayMention(29, 2, 2031), DayMention(31, 4, 2031), DayMention(5, 13, 2031)])
def test_a_day_that_the_calendar_lacks_was_misread(day: DayMention) -> None:
    dated, codes = date(day)
    assert dated.issued.date is None
    assert "date-impossible" in codes


def test_a_leap_day_without_a_year_is_possible() -> None:
    dated, codes = date(DayMention(29, 2, None))
    assert dated.issued.date is None
    assert "date-impossible" not in codes


@pytest.mark.parametrize(
    ("own", "cited", "scanned", "kept", "code"),
    [
        ("2031-02-05", "2031-02-06", True, None, "date-contradicted"),
        ("2031-02-05", "2031-03", True, None, "date-contradicted"),
        ("2031-02-05", "2031-02-06", False, "2031-02-05", "cites-later"),
        ("2031-02-05", "2031-02-05", True, "2031-02-05", None),
        ("2031-02-05", "2031-02", True, "2031-02-05", None),
        ("2031-02-05", "2031", True, "2031-02-05", None),
        ("2031-02", "2031-03-01", True, "2031-02", None),
        (None, "2031-03-01", True, None, None),
    ],
)
def test_nobody_cites_what_is_not_yet_written(
    own: str | None, cited: str, scanned: bool, kept: str | None, code: str | None
) -> None:
    document = Document(Source("a.txt", "0" * 64, "text/plain"), TEXT, (), ())
    book = Book(document)
    later = unless_later_cited(
        Dated(Issued(place="Huế", date=own), own), [Reference(kind=Kind.CONG_VAN, date=cited)], book, scanned=scanned
    )
    assert (later.issued.place, later.issued.date) == ("Huế", kept)
    assert [finding.code for finding in book.findings] == ([] if code is None else [code])
