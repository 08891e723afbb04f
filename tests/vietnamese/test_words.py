"""Words: underthesea's words over the text, in spaCy Docs. Examples are invented."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vietnamese.words import doc, head_verb, words


@pytest.mark.parametrize("code", ["87/QLX-KTCL&CĐT", "06/CT-BYX", "15/4/2031", "phongx@donvi.gov.vn", "số.12/NQ/TW"])
def test_codes_dates_and_addresses_stay_whole(code: str) -> None:
    text = f"Đề nghị các đơn vị xem {code} để thực hiện"
    assert code.removeprefix("số.") in [w.text.removeprefix("số.") for w in words(text)]


def test_words_of_several_syllables_are_one() -> None:
    assert [w.text for w in words("Đề nghị các đơn vị khẩn trương báo cáo")] == [
        "Đề nghị",
        "các",
        "đơn vị",
        "khẩn trương",
        "báo cáo",
    ]


def test_a_doc_has_the_text_and_the_tags() -> None:
    text = "Rà soát  các công trình,\nbáo cáo 12/UBX trước ngày 5/6/2031."
    tagged = doc(text, tags=True)
    assert tagged.text == text
    assert [t.text for t in tagged if t.pos_ == "VERB"][:1] == ["Rà soát"]
    assert doc(text).text == text
    assert all(text[t.idx : t.idx + len(t)] == t.text for t in tagged)


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("Rà soát các công trình", "rà soát"),
        ("Các công trình của huyện", None),
        ("Thường xuyên kiểm tra hồ sơ", "kiểm tra"),
    ],
)
def test_the_head_verb(text: str, verb: str | None) -> None:
    assert head_verb(text) == verb


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="aáđ Rà soát12/-&.,\n(“”@", max_size=80))
def test_words_cover_the_text(text: str) -> None:
    found = words(text)
    assert "".join("".join(w.text.split()) for w in found) == "".join(text.split())
    assert all(text[w.start : w.end] == w.text for w in found)
    assert doc(text).text == text
