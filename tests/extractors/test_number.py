"""The letter's number and symbol. All examples here are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import number
from schemas.found import NumberMention
from schemas.page import Origin
from schemas.zone import Cell
from tests.cells import zoned


def read(text: str, *, origin: Origin = Origin.EMBEDDED) -> NumberMention:
    (found,) = number.extract(zoned((Cell.NUMBER, text), origin=origin))
    return found.value


@pytest.mark.parametrize(
    ("text", "value", "symbol"),
    [
        ("Số: 152/BNL-TT", "152", "BNL-TT"),
        ("Số: 05/KCB-QL&CĐT", "05", "KCB-QL&CĐT"),
        ("Số: 95 / CV-CĐNL", "95", "CV-CĐNL"),
        ("Số 360-KL/TU", "360", "KL/TU"),
        ("Số: 09/2031/CT-UBND", "09/2031", "CT-UBND"),
        ("Luật số: 56/2031/QH18", "56/2031", "QH18"),
        ("152/BNL-TT", "152", "BNL-TT"),
        ("Số: 12/TB -SNL", "12", "TB-SNL"),
        ("Số: 33.2031", "33.2031", None),
        ("96: 824 /TXNK-CS", "824", "TXNK-CS"),
    ],
)
def test_what_is_plain(text: str, value: str, symbol: str | None) -> None:
    found = read(text)
    assert (found.value, found.symbol) == (value, symbol)


@pytest.mark.parametrize("text", ["Số:      /BNL-TT", "Số :........ /BNL-TT", "Số: ____/BNL-TT"])
def test_a_blank_is_null_and_said(text: str) -> None:
    (found,) = number.extract(zoned((Cell.NUMBER, text)))
    assert found.value.value is None
    assert found.value.symbol == "BNL-TT"
    assert [code for code, _ in found.remarks] == ["number-blank"]


@pytest.mark.parametrize(
    "text",
    ["Số: 55 3/BNL-TT", "Số: 553. 3/BNL-TT", "Số: 6B%/BNL-TT", "Số: §2 /BNL-TT", "sốl 0688/BNL-TT", "861913 /BNL-TT",
     "Số: l2/BNL-TT", "$6:920€ /BNL-TT"],
)  # fmt: skip
def test_what_is_not_surely_a_digit_is_no_number(text: str) -> None:
    (found,) = number.extract(zoned((Cell.NUMBER, text)))
    assert found.value.value is None
    assert [code for code, _ in found.remarks] == ["number-unreadable"]


def test_what_ocr_does_not_see_is_not_called_blank() -> None:
    (found,) = number.extract(zoned((Cell.NUMBER, "Số:      /BNL-TT"), origin=Origin.OCR))
    assert [code for code, _ in found.remarks] == ["number-unreadable"]


def test_the_labelled_line_wins_and_only_one_is_read() -> None:
    found = number.extract(zoned((Cell.NUMBER, "12/NĐ-CP\nSố: 7/BNL-TT")))
    assert [f.value.value for f in found] == ["7"]


def test_the_evidence_is_what_is_quoted() -> None:
    made = zoned((Cell.NUMBER, "Số: 152/BNL-TT"))
    (found,) = number.extract(made)
    (span,) = found.spans
    assert made.document.text[span.start : span.end] == "152/BNL-TT"


def test_no_cell_no_number() -> None:
    assert number.extract(zoned((Cell.BODY, "Số: 152/BNL-TT"))) == []


@given(st.text(max_size=60))
def test_no_text_makes_it_raise(text: str) -> None:
    for found in number.extract(zoned((Cell.NUMBER, text))):
        value = found.value.value
        assert value is None or all(c.isdigit() or c in "/.abcdefghijklmnopqrstuvwxyzđ" for c in value)


def test_a_scrap_of_a_stamp_is_not_the_number() -> None:
    cells = ((Cell.NUMBER, "SỐ ,"), (Cell.ISSUER, "SỞ LÂM NGHIỆP"), (Cell.NUMBER, "Số: /SLN-TT"))
    (found,) = number.extract(zoned(*cells, origin=Origin.OCR))
    assert found.value.symbol == "SLN-TT"


def test_what_a_scan_glued_before_the_symbol() -> None:
    cells = ((Cell.ISSUER, "SỞ LÂM NGHIỆP"), (Cell.NUMBER, "Số: 2?/ISLN-TT"))
    (scan,) = number.extract(zoned(*cells, origin=Origin.OCR))
    (typed,) = number.extract(zoned(*cells))
    assert (scan.value.symbol, typed.value.symbol) == ("SLN-TT", "ISLN-TT")


def test_a_small_first_letter() -> None:
    assert read("só:4#Ï2 /sLN-TT", origin=Origin.OCR).symbol == "SLN-TT"


def test_a_cited_law_is_not_the_letters_number() -> None:
    law = (Cell.NUMBER, "số 54/2031/NĐ-CP")
    about = (Cell.SUBJECT, "V/v hướng dẫn Nghị định")
    assert number.extract(zoned(about, law)) == []
    both = number.extract(zoned((Cell.NUMBER, "Số: 15/SLN-TT"), about, law))
    assert [found.value.symbol for found in both] == ["SLN-TT"]
    (own,) = number.extract(zoned(law, (Cell.KIND, "NGHỊ ĐỊNH")))
    assert own.value.symbol == "NĐ-CP"
