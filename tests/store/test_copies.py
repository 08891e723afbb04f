"""The same letter twice: copies, what each lends the other, and two letters under one number."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from store import load
from store.book import Store
from store.chains import namesakes
from store.changes import feed
from store.compose import differences
from store.tables import LetterRow
from tests.letters import letter
from tests.store.storing import put

SCAN = {"name": "quet.pdf", "sha256": "1" * 64, "media_type": "application/pdf", "pages": (1, 2), "text_origin": "ocr"}


def _count(store: Store) -> int:
    with store.read() as connection:
        return int(connection.scalar(select(func.count()).select_from(LetterRow)) or 0)


def _what(store: Store) -> list[str]:
    with store.read() as connection:
        return [line.event.what for line in feed(connection)]


@pytest.mark.parametrize(
    "changes",
    [
        {"source": SCAN},
        {"source": SCAN, "subject": "báo cáo tinh hình sử dung thuốc năm 2023"},  # what an OCR engine gets wrong
        {"number": {"value": None, "symbol": "SYT-KHTC"}, "issued": {"place": "An Phú", "date": "2024-03"}},  # a draft
    ],
)
def test_another_file_of_a_letter_is_a_copy(store: Store, changes: dict[str, Any]) -> None:
    (first,), (second,) = put(store, letter(), name="a"), put(store, letter(**changes), name="b")
    assert first == second
    assert _count(store) == 1
    assert _what(store) == ["letter.added", "letter.copy"]
    with store.read() as connection:
        assert len(load.letter(connection, first).readings) == 2


@pytest.mark.parametrize(
    ("changes", "warned"),
    [
        ({"subject": "tổ chức hội thao ngành y tế", "directives": []}, True),
        ({"issued": {"place": "An Phú", "date": "2024-03-09"}}, True),
        ({"issued": {"place": "An Phú", "date": "2023-03-05"}}, False),  # numbers begin anew each year
        ({"issuer": {"name": "Sở Nội vụ", "parent": "UBND tỉnh An Phú"}}, False),
        ({"issuer": {"name": "Sở Y tế", "parent": "UBND tỉnh Bình Giang"}}, False),
        ({"number": {"value": "153", "symbol": "SYT-KHTC"}}, False),  # a letter sent again under a number of its own
    ],
)
def test_another_letter_is_another_and_a_number_used_twice_is_warned_of(
    store: Store, changes: dict[str, Any], warned: bool
) -> None:
    (first,) = put(store, letter(), name="a")
    (second,) = put(store, letter(**changes), name="b")
    assert _count(store) == 2
    assert ("letter.duplicate_number" in _what(store)) == warned
    with store.read() as connection:
        assert namesakes(connection, load.find(connection, second)) == ([first] if warned else [])


def test_copies_lend_each_other_what_they_lack(store: Store) -> None:
    draft = letter(number={"value": None, "symbol": "SYT-KHTC"}, issued={"place": "An Phú", "date": None}, signer=None)
    scan = letter(source=SCAN, subject="báo cáo tinh hinh sử dụng thuốc năm 2023")
    (key,) = put(store, draft, name="a")
    scan = scan.model_copy(update={"subject": letter().subject})
    assert put(store, scan, name="b") == [key]
    with store.read() as connection:
        stored = load.letter(connection, key)
        row = connection.execute(select(LetterRow.number, LetterRow.issued)).one()
    assert (stored.record.number.value, stored.record.issued.date) == ("152", "2024-03-05")
    assert tuple(row) == ("152", "2024-03-05")
    assert stored.record.signer == scan.signer
    assert stored.record.source.name == draft.source.name
    lent = {f.pointer for f in stored.record.findings if f.code == "from-copy"}
    assert lent == {"/number/value", "/issued/date", "/signer"}


def test_differences_name_what_differs() -> None:
    other = letter(subject="khác", issued={"place": "An Phú", "date": None})
    found = {(d.pointer, d.ours, d.theirs) for d in differences(letter(), other)}
    assert found == {("/subject", letter().subject, "khác"), ("/issued/date", "2024-03-05", None)}
