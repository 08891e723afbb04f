"""What can be a Vietnamese syllable."""

from __future__ import annotations

import unicodedata

import pytest

from vietnamese.syllable import is_syllable, share

GOOD = """
nghiêng Số hoà hòa thuyết khuya quý quyết gì giếng giết Đắk ương yêu uỷ ủy xoong ĐƯỢC khoẻ tuýp Ðông
"""


@pytest.mark.parametrize("word", GOOD.split())
def test_syllables(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(unicodedata.normalize("NFD", word))


@pytest.mark.parametrize("word", ["hểt", "các̀", "strong", "ngiêng", "kờa", "dưọcc", "bcd", "học̉", "Vlet", "T6ng"])
def test_no_syllables(word: str) -> None:
    assert not is_syllable(word)


def test_a_stop_takes_two_tones_only() -> None:
    assert [w for w in ("cat", "cát", "cạt", "càt", "cảt", "cãt") if is_syllable(w)] == ["cat", "cát", "cạt"]


def test_share() -> None:
    assert share("Kính gửi các đơn vị") == 1.0
    assert share("Krnh gtri c6c dsn vj") == 0.0
    assert share("") == 0.0
