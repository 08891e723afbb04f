"""The names by which people call a letter: its key, the beginning of it, its number and symbol."""

from __future__ import annotations

import pytest

from store import load
from store.book import Store
from store.errors import Ambiguous, NotFound
from store.letters import letter_key
from tests.letters import letter, sha
from tests.store.storing import put


def test_a_key_is_of_the_file_and_the_part_and_of_nothing_else() -> None:
    assert letter_key("a" * 64, 0) == letter_key("a" * 64, 0)
    keys = {letter_key(sha(name), part) for name in ("a", "b", "c") for part in range(3)}
    assert len(keys) == 9
    assert all(len(key) == 12 and int(key, 16) >= 0 for key in keys)


def test_the_parts_of_a_file_have_keys_of_their_own_that_stay(store: Store) -> None:
    keys = put(store, letter(), letter(number={"value": "153", "symbol": "SYT-KHTC"}), name="hai.pdf")
    assert keys == [letter_key(sha("hai.pdf"), 0), letter_key(sha("hai.pdf"), 1)]


@pytest.mark.parametrize("size", [4, 8, 12])
def test_the_beginning_of_a_key_names_a_letter(store: Store, size: int) -> None:
    (key,) = put(store, letter())
    with store.read() as connection:
        assert load.letter(connection, key[:size]).key == key


@pytest.mark.parametrize("name", ["abc", "", "g123", "0000000000001", "ABCD", "%", "_" * 12])
def test_what_is_no_key_names_nothing(store: Store, name: str) -> None:
    (key,) = put(store, letter())
    with store.read() as connection, pytest.raises(NotFound, match="called"):
        load.find(connection, key[:3] if name == "abc" else name)


@pytest.mark.parametrize("name", ["5/BNV-VP", "05/BNV - VP", "005/bnv-vp", " 5 /BNV-VP"])
def test_number_and_symbol_name_a_letter_however_they_are_written(store: Store, name: str) -> None:
    (key,) = put(store, letter(number={"value": "05", "symbol": "BNV-VP"}))
    with store.read() as connection:
        assert load.letter(connection, name).key == key


def test_accents_of_a_symbol_may_lack(store: Store) -> None:
    (key,) = put(store, letter(number={"value": "12", "symbol": "QĐ-UBND"}))
    with store.read() as connection:
        assert load.letter(connection, "12/qd-ubnd").key == key


def test_a_beginning_of_several_keys_names_them_all(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.letters.letter_key", lambda sha256, part: f"abcd{part:08x}")
    keys = put(store, *(letter(number={"value": str(n), "symbol": "SYT"}) for n in range(3)))
    with store.read() as connection:
        with pytest.raises(Ambiguous) as error:
            load.find(connection, "abcd")
        assert all(key in str(error.value) for key in keys)
        assert load.letter(connection, keys[1]).key == keys[1]
