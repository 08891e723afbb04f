"""The words of SQLite's index, counted, by which beginnings of words are sought."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Select

from store import index, match, review, vocabulary
from store.book import Store
from store.search import narrowed, search
from store.words import words
from tests.letters import directive, letter
from tests.store.storing import put

WORDS = ["thuốc", "thu", "thống kê", "thôn", "thẩm định", "tổng hợp", "the", "2024"]


@pytest.fixture
def sqlite(store: Store) -> Store:
    if store.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL is asked for beginnings as they are")
    return store


def _counted(store: Store) -> dict[tuple[int, str], int]:
    with store.read() as connection:
        rows = connection.exec_driver_sql("SELECT accented, word, places FROM vocabulary_words WHERE places != 0").all()
    return {(row.accented, row.word): row.places for row in rows}


def _indexed(store: Store) -> dict[tuple[int, str], int]:
    """What the index itself says that it has."""
    found = Counter[tuple[int, str]]()
    with store.write() as connection:
        for table in ("letters", "directives"):
            connection.exec_driver_sql(f"CREATE VIRTUAL TABLE temp.told USING fts5vocab(main, {table}_words, col)")
            for row in connection.exec_driver_sql("SELECT term, col, cnt FROM told").all():
                found[int(row.col == "plain"), row.term] += row.cnt
            connection.exec_driver_sql("DROP TABLE temp.told")
    return dict(found)


def _fill(store: Store) -> None:
    for number, word in enumerate(WORDS):
        text = " ".join([word] * (len(WORDS) - number))
        put(store, letter(number={"value": str(number), "symbol": "SYT"}, subject=f"việc {number}",
                          directives=[directive("d", text)]), name=str(number))  # fmt: skip


def _found(store: Store, typed: str) -> list[str]:
    with store.read() as connection:
        return [hit.code or "" for hit in search(connection, typed, what="directive")]


def test_the_words_are_counted_as_the_index_has_them(sqlite: Store) -> None:
    (key,) = put(sqlite, letter(), text="Toàn văn của thư, số 15, ngày 5")
    assert _counted(sqlite) == _indexed(sqlite)
    with sqlite.write() as connection:
        review.correct(connection, key, "/directives/d1/text", "Nộp báo cáo khác", by="An")
        review.correct(connection, key, "/directives/d2", None, by="An")
    assert _counted(sqlite) == _indexed(sqlite)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(written=st.text(max_size=40), size=st.integers(1, 3))
def test_whatever_is_written_is_found_by_its_beginnings(sqlite: Store, written: str, size: int) -> None:
    with sqlite.write() as connection:
        connection.exec_driver_sql("DELETE FROM vocabulary_words")
        index.add(connection, "directives", [(7, written)])
        for word in words(written):
            asked = match.parse(word[:size] + "*")
            known = vocabulary.widen(connection, asked)
            found = [connection.scalars(_ids(phrases, connection)).all() for phrases in (known, asked)]
            assert found[0] == found[1]
        index.remove(connection, "directives", [(7, written)])
        assert connection.exec_driver_sql("SELECT * FROM vocabulary_words WHERE places != 0").all() == []


def _ids(phrases: tuple[match.Phrase, ...], connection: Connection) -> Select[int]:
    asked = match.ids(phrases, connection.dialect, "directives")
    assert asked is not None
    return asked


@pytest.mark.parametrize("typed", ["th*", "thố*", "t* -thu", '"tong h*"', "20*", "x*", "thong k*", "thu*"])
def test_asked_by_its_words_a_beginning_finds_what_the_index_would_find(
    store: Store, typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _fill(store)
    found = _found(store, typed)
    with store.read() as connection:
        assert narrowed(connection, typed) == ()
    monkeypatch.setattr("store.search.vocabulary.widen", lambda _, phrases: phrases)
    assert found == _found(store, typed)


def test_of_very_many_words_the_most_frequent_are_sought_and_it_is_said(
    sqlite: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    _fill(sqlite)
    everything = _found(sqlite, "th*")
    monkeypatch.setattr(vocabulary, "MOST", 2)
    assert _found(sqlite, "th*") == everything  # they are rare, and the index itself finds them soon
    monkeypatch.setattr(vocabulary, "SOON", 0)
    assert _found(sqlite, "th*") == ["0/SYT", "1/SYT"]
    with sqlite.read() as connection:
        assert narrowed(connection, "th* 2024") == ("th*",)
        assert narrowed(connection, "thu") == ()


def test_the_index_is_asked_for_words_and_not_for_their_beginning(sqlite: Store) -> None:
    _fill(sqlite)
    with sqlite.read() as connection:
        phrases = vocabulary.widen(connection, match.parse("thố* bao"))
        asked: Any = match.ids(phrases, connection.dialect, "directives")
        (said,) = asked.compile(connection).params.values()
    assert "*" not in said
    assert 'plain : ("thống")' in said
