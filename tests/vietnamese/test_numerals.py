from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese.numerals import mend_digits, number, roman

WORDS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]


def spelled(value: int) -> str:
    """The words for 0..999, as they are taught."""
    hundreds, rest = divmod(value, 100)
    out = [WORDS[hundreds], "trăm"] if hundreds else []
    tens, unit = divmod(rest, 10)
    if tens == 0:
        out += [] if hundreds and not unit else ["linh", WORDS[unit]] if hundreds else [WORDS[unit]]
    else:
        out += ["mười"] if tens == 1 else [WORDS[tens], "mươi"]
        out += [] if not unit else ["lăm"] if unit == 5 else ["mốt"] if unit == 1 and tens > 1 else [WORDS[unit]]
    return " ".join(out)


@given(st.integers(0, 999))
def test_every_number_is_read_from_its_words(value: int) -> None:
    assert number(spelled(value)) == value
    assert number(spelled(value).upper()) == value


@given(st.integers(1, 999), st.integers(1, 999))
def test_thousands(high: int, low: int) -> None:
    assert number(f"{spelled(high)} nghìn {spelled(low)}") == high * 1000 + low


@pytest.mark.parametrize(
    "text", ["", "ngày", "năm ngày", "mười mười", "trăm", "nghìn", "hai nghìn ba nghìn", "-5", "5a"]
)
def test_what_is_no_number(text: str) -> None:
    assert number(text) is None


def test_digits() -> None:
    assert (number("05"), number(" 120 ")) == (5, 120)


@pytest.mark.parametrize(("text", "value"), [("I", 1), ("IV", 4), ("IX", 9), ("XIV", 14), ("XL", 40), ("MCMXLV", 1945)])
def test_roman(text: str, value: int) -> None:
    assert roman(text) == value


@pytest.mark.parametrize("text", ["", "IIII", "VX", "iv", "ABC", "IM"])
def test_what_is_no_roman_numeral(text: str) -> None:
    assert roman(text) is None


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("ngày 1l/12/2O17", "ngày 11/12/2017"),
        ("số 2l 05/SYT", "số 21 05/SYT"),
        ("O1/BTT", "01/BTT"),
        ("quý I/2022, Quý II/2025, quý III.2024", "quý I/2022, Quý II/2025, quý III.2024"),
        ("phụ lục I, điểm o, Lo 10, A1l", "phụ lục I, điểm o, Lo 10, A1l"),
    ],
)
def test_letters_among_digits(text: str, mended: str) -> None:
    assert mend_digits(text) == mended


@given(st.text(alphabet="lIOo|0123456789/. aZ-", max_size=40) | st.text(max_size=40))
def test_no_text_raises(text: str) -> None:
    number(text)
    roman(text)
    assert len(mend_digits(text)) == len(text)
