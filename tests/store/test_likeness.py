"""Copies known by their texts: a scan, a draft, a letter of the same template."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.book import Store
from store.likeness import estimate, likeness, same_text, shape, sketch
from tests.letters import letter
from tests.store.storing import put

SYLLABLES = "báo cáo kế hoạch tổ chức thực hiện đơn vị kết quả công tác phòng bệnh viện tỉnh năm việc gửi trước ngày về"


def page(seed: int, size: int = 300) -> str:
    """An invented page of words, some of them figures."""
    chance = random.Random(seed)
    words = [chance.choice(SYLLABLES.split()) + chance.choice(["", "n", "h"]) for _ in range(size)]
    for at in range(20, size, 20):
        words[at] = str(chance.randrange(1, 3000))
    return " ".join(words)


def scanned(text: str, *, wrong: float, seed: int = 1) -> str:
    """A text as an OCR engine may read it: some words wrong, accents lost, figures mostly right."""
    chance = random.Random(seed)
    words = text.split()
    for at, word in enumerate(words):
        if chance.random() < wrong and not word.isdigit():
            words[at] = chance.choice([word[:-1] + "l", word + "i", word[1:] or "o"])
    return " ".join(words)


@pytest.mark.parametrize("seed", range(12))
def test_a_page_read_one_word_in_twelve_wrong_is_the_same_text(seed: int) -> None:
    mine, theirs = page(seed), scanned(page(seed), wrong=0.08, seed=seed)
    ours, other = shape(mine), shape(theirs)
    assert ours is not None and other is not None
    assert same_text(ours, other)
    assert not same_text(ours, shape(page(seed + 100)) or other)


def test_a_page_without_its_head_is_the_same_text() -> None:
    whole, body = shape("Số 96 ngày 03 tháng 3 năm 2025 trích yếu 2025 2026 " + page(3)), shape(page(3))
    assert whole is not None and body is not None
    assert same_text(whole, body)


def test_other_figures_make_another_letter() -> None:
    text = page(1)
    moved = " ".join(str(int(word) + 1) if word.isdigit() else word for word in text.split())
    ours, theirs = shape(text), shape(moved)
    assert ours is not None and theirs is not None
    assert likeness(ours, theirs) > 0.55
    assert not same_text(ours, theirs)


@settings(deadline=None)
@given(st.integers(0, 10**6), st.floats(0, 0.3))
def test_a_sketch_estimates_the_likeness(seed: int, wrong: float) -> None:
    one, other = page(seed % 1000), scanned(page(seed % 1000), wrong=wrong, seed=seed)
    ours, theirs = shape(one), shape(other)
    first, second = sketch(one), sketch(other)
    assert ours is not None and theirs is not None and first is not None and second is not None
    assert abs(estimate(first, second) - likeness(ours, theirs)) < 0.3
    assert estimate(first, first) == 1


def test_short_texts_say_nothing() -> None:
    assert sketch("Kính gửi các đơn vị") is None
    assert shape("Kính gửi các đơn vị") is None


BLANK = {"value": None, "symbol": None}
SCAN = {"name": "quet.pdf", "sha256": "1" * 64, "media_type": "application/pdf", "pages": (1, 2), "text_origin": "ocr"}


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ({}, {"number": BLANK, "source": SCAN}, True),  # the scan's number was not read
        ({"number": BLANK, "issued": {"place": None, "date": "2024-03"}}, {}, True),  # the draft came first
        ({"number": BLANK, "issued": {"place": None, "date": None}}, {"number": BLANK}, True),
        ({}, {"number": BLANK, "issuer": {"name": None}, "source": SCAN}, True),  # a letterhead lost under a stamp
        ({}, {"number": BLANK, "issued": {"place": None, "date": "2024-04-05"}}, False),  # next month's
        ({}, {"number": BLANK, "addressees": [{"name": "Bệnh viện Mắt"}]}, False),  # the same to somebody else
        ({}, {"number": BLANK, "issuer": {"name": "Sở Nội vụ"}}, False),
        ({}, {"number": BLANK, "subject": "tổ chức hội thao ngành"}, False),
        ({}, {"number": {"value": "153", "symbol": "SYT-KHTC"}}, False),  # numbered both, and otherwise
    ],
)  # fmt: skip
def test_nearly_the_same_text_makes_a_copy_where_a_number_lacks(
    store: Store, first: dict[str, Any], second: dict[str, Any], same: bool
) -> None:
    directives: list[Any] = []
    put(store, letter(subject="việc khác hẳn", number=BLANK, directives=[]), name="x", text=page(9))
    (one,) = put(store, letter(**{"directives": directives, **first}), name="a", text=page(1))
    changed = {"directives": directives, **second}
    (other,) = put(store, letter(**changed), name="b", text=scanned(page(1), wrong=0.06))
    assert (one == other) == same
