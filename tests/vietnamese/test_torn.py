"""Pieces of one word are told from two words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese.syllable import is_syllable
from vietnamese.torn import torn


@pytest.mark.parametrize(("left", "right"), [("Đặ", "ng"), ("ĐIỀ", "U"), ("KHO", "ẢN"), ("tr", "ưởng"), ("Nguy", "ễn")])
def test_pieces_of_one_word(left: str, right: str) -> None:
    assert torn(left, right)


@pytest.mark.parametrize(("left", "right"), [("Y", "tế"), ("khối", "X"), ("điểm", "b"), ("về", "ô"), ("TP", "Huế")])
def test_two_words(left: str, right: str) -> None:
    assert not torn(left, right)


@given(st.text(max_size=5), st.text(max_size=5))
def test_what_is_joined_is_a_syllable(left: str, right: str) -> None:
    assert not torn(left, right) or is_syllable(left + right)
