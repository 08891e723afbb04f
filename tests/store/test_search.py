"""Search: with and without accents, phrases, prefixes, ranking, snippets; the same on both databases."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import match, review, who
from store.book import Store
from store.filters import Query
from store.search import search
from tests.letters import directive, letter
from tests.store.storing import put

TEXTS = [
    "Sở Y tế Đồng Nai báo cáo năm 2024",
    "so y te dong nai ghi không dấu",
    "Đoàn thanh niên Việt Nam nằm trong kế hoạch",
    "Báo cáo số liệu y tế về Sở trước ngày 20/3",
    "Hoà giải ở cơ sở, theo Công văn số 152/BTC-NSNN",
]


@pytest.fixture
def filled(store: Store) -> Store:
    for number, text in enumerate(TEXTS):
        work = [directive("d", text, due="2024-03-20", who=[("Phòng A", "lead")])]
        put(store, letter(number={"value": str(number), "symbol": "SYT"}, subject=f"việc {number}", directives=work),
            name=str(number))  # fmt: skip
    return store


def _found(store: Store, typed: str) -> list[int]:
    with store.read() as connection:
        hits = search(connection, typed, what="directive")
    return [int((hit.code or "").split("/")[0]) for hit in hits]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("so y te dong nai", [1, 0]),  # exact words before words that only could be meant
        ("Sở Y tế Đồng Nai", [0]),  # what is typed with accents means those words
        ("năm", [0]),
        ("nam", [2, 0]),
        ("nằm", [2]),
        ('"y tế đồng nai"', [0]),
        ('"y te" bao cao', [0, 3]),
        ("thanh ni*", [2]),
        ("152/BTC-NSNN", [4]),
        ("hòa giải", [4]),  # hoà and hòa are one spelling
        ("bao cao -dong", [3]),
        ("báo cáo -đồng", [3]),
        ("không có chữ này", []),
        ("", []),
        ('"', []),
        ("-nam", []),
    ],
)
def test_what_is_found_and_in_which_order(filled: Store, typed: str, expected: list[int]) -> None:
    assert _found(filled, typed) == expected


def test_the_hit_is_marked_in_a_snippet(filled: Store) -> None:
    with filled.read() as connection:
        (hit,) = search(connection, "y tế đồng nai", what="directive")
    assert hit.snippet == "Sở «Y tế Đồng Nai» báo cáo năm 2024"


def test_a_long_text_is_cut_around_the_hit(store: Store) -> None:
    long = " ".join(["dài"] * 60 + ["kim"] + ["dài"] * 60)
    put(store, letter(directives=[directive("d", long)]))
    with store.read() as connection:
        (hit,) = search(connection, "kim", what="directive")
    assert hit.snippet.startswith("… dài")
    assert "«kim»" in hit.snippet
    assert hit.snippet.endswith(" …")
    assert len(hit.snippet.split()) < 45


def test_letters_are_found_by_subject_number_issuer_and_addressee(store: Store) -> None:
    (key,) = put(store, letter())
    with store.read() as connection:
        for typed in ("tinh hinh su dung thuoc", "152/SYT-KHTC", "UBND tỉnh An Phú", "trung tam y te tan hoa"):
            assert [hit.letter for hit in search(connection, typed, what="letter")] == [key], typed


def test_filters_narrow_a_search(filled: Store) -> None:
    with filled.read() as connection:
        late = Query(due_to=dt.date(2024, 1, 1))
        unit = Query(who=who.by_name(connection, "Phòng A"), issuer="so y te")
        assert search(connection, "bao cao", query=late) == []
        assert len(search(connection, "bao cao", query=unit)) == 2


def test_the_index_follows_corrections(store: Store) -> None:
    (key,) = put(store, letter())
    with store.write() as connection:
        review.correct(connection, key, "/directives/d1/text", "Nộp hồ sơ mời thầu", by="t")
        review.correct(connection, key, "/subject", "đấu thầu thuốc", by="t")
    with store.read() as connection:
        assert search(connection, "tình hình sử dụng thuốc") == []
        assert {hit.what for hit in search(connection, "thau")} == {"letter", "directive"}


SYLLABLES = ["nam", "năm", "nấm", "sở", "so", "số", "y", "tế", "te", "đồng", "dong"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_index_agrees_with_the_meaning(store: Store, data: st.DataObject) -> None:
    with store.read() as connection:
        empty = not search(connection, "chung")
    texts = [" ".join(SYLLABLES[(seed * step + step) % 11] for step in range(1, 6)) + " chung" for seed in range(30)]
    if empty:
        work = [directive(f"d{number}", text) for number, text in enumerate(texts)]
        put(store, letter(directives=work))
    phrase = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=3).map(" ".join)
    piece = st.one_of(
        phrase, phrase.map(lambda p: f'"{p}"'), phrase.map(lambda p: f'-"{p}"'), st.sampled_from(["n*", "đ*"])
    )
    typed = " ".join(data.draw(st.lists(piece, min_size=1, max_size=3)))
    phrases = match.parse(typed)
    meant = {f"d{n}" for n, text in enumerate(texts) if match.holds(phrases, text)}
    if all(p.without for p in phrases):
        meant = set()
    with store.read() as connection:
        found = {hit.directive for hit in search(connection, typed, what="directive", limit=100)}
    assert found == meant


def test_whole_letters_are_searched(store: Store) -> None:
    long = "Mở đầu " * 60 + "nhắc lại việc tiêm chủng mở rộng " + "kết thúc " * 60
    (key,) = put(store, letter(subject="một việc"), name="a", text=long)
    put(store, letter(subject="tiêm chủng", number={"value": "7", "symbol": "SYT"}), name="b", text="Ngắn")
    with store.read() as connection:
        first, second = search(connection, "tiem chung", what="letter")
        assert [hit.letter for hit in search(connection, '"tiêm chủng mở rộng"', what="letter")] == [key]
    assert (first.subject, second.letter) == ("tiêm chủng", key)  # what a letter is about comes first
    assert "«tiêm chủng» mở rộng" in second.snippet
    assert second.snippet.startswith("… ")


def test_a_copy_s_better_text_takes_the_place_of_the_first(store: Store) -> None:
    scan = {"name": "quet.pdf", "sha256": "1" * 64, "media_type": "application/pdf", "pages": (1, 1),
            "text_origin": "ocr"}  # fmt: skip
    (key,) = put(store, letter(source=scan), name="a", text="tiêm chùng")
    assert put(store, letter(), name="b", text="tiêm chủng") == [key]
    with store.read() as connection:
        assert search(connection, "chùng", what="letter") == []
        assert [hit.letter for hit in search(connection, "chủng", what="letter")] == [key]
        review_key = review.value_at(letter(), "/subject")
    with store.write() as connection:
        review.correct(connection, key, "/subject", "việc mới", by="lan")
    with store.read() as connection:
        assert [hit.letter for hit in search(connection, "chủng mới", what="letter")] == [key]
        assert search(connection, f'"{review_key}"', what="letter") == []


def test_a_very_long_text_is_searched_as_far_as_both_databases_index(store: Store) -> None:
    (key,) = put(store, letter(), text="dài " * 15_900 + "gần đây " + "dài " * 200 + "xa xôi")
    with store.read() as connection:
        assert [hit.letter for hit in search(connection, '"gần đây"', what="letter")] == [key]
        assert search(connection, '"xa xôi"', what="letter") == []
