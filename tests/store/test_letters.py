"""Letters in, letters out: unchanged, once, with their parts as rows."""

from __future__ import annotations

import gc

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DatabaseError

from store import imports, load
from store.book import Store
from store.changes import feed
from store.errors import Ambiguous, NotFound
from store.letters import NewReading, add_new, derive, letter_key
from store.search import search
from store.sql import insert, table
from store.tables import Assignment, Citation, DeadlineRow, DirectiveRow, LetterRow, Original
from store.words import now
from tests.letters import directive, letter, sha
from tests.store.storing import put


def test_a_record_survives_unchanged(store: Store) -> None:
    given = letter(source=letter().source.model_copy(update={"sha256": sha("thu.txt")}))
    (key,) = put(store, given)
    with store.read() as connection:
        stored = load.letter(connection, key)
    assert stored.record == given
    assert stored.record.model_dump_json() == given.model_dump_json()


def test_parts_become_rows(store: Store) -> None:
    put(store, letter())
    with store.read() as connection:
        counts = [connection.scalar(select(func.count()).select_from(model)) for model in
                  (LetterRow, DirectiveRow, Assignment, DeadlineRow, Citation)]  # fmt: skip
    assert counts == [1, 2, 3, 1, 1]


def test_the_same_content_is_stored_once(store: Store) -> None:
    put(store, letter())
    with store.write() as connection:
        entry = imports.known(connection, sha("thu.txt"))
        again = imports.imported(
            connection, imports.File("/other/thu.txt", "thu.txt", sha("thu.txt"), 10), [], pages=0, by="", program=""
        )
    assert entry is not None
    assert again is None
    with store.read() as connection:
        assert connection.scalar(select(func.count()).select_from(LetterRow)) == 1


def test_a_file_set_aside_can_be_imported_later_but_not_the_reverse(store: Store) -> None:
    file = imports.File("/in/thu.txt", "thu.txt", sha("thu.txt"), 10)
    with store.write() as connection:
        imports.set_aside(connection, file, code="hung", message="It hung.", program="p", by="t")
    put(store, letter())
    with store.write() as connection:
        imports.set_aside(connection, file, code="hung", message="It hung.", program="p", by="t")
    with store.read() as connection:
        entry = imports.known(connection, file.sha256)
    assert entry is not None
    assert (entry.status, entry.code, entry.attempts) == ("imported", None, 2)


def test_a_letter_is_found_by_key_beginning_and_number(store: Store) -> None:
    (key,) = put(store, letter())
    with store.read() as connection:
        assert load.letter(connection, key[:6]).key == key
        assert load.letter(connection, "152/syt-khtc").key == key
        with pytest.raises(NotFound):
            load.letter(connection, "153/SYT-KHTC")


def test_two_letters_of_one_number_are_ambiguous(store: Store) -> None:
    put(store, letter(), name="a.txt")
    put(store, letter(issuer={"name": "Sở Y tế", "parent": "UBND tỉnh Bình Giang"}), name="b.txt")
    with store.read() as connection, pytest.raises(Ambiguous):
        load.letter(connection, "152/SYT-KHTC")


def test_directives_keep_their_rows_and_progress_when_a_letter_is_read_again(store: Store) -> None:
    (key,) = put(store, letter())
    with store.write() as connection:
        rows = {r.uid: r.id for r in connection.execute(select(DirectiveRow))}
        connection.execute(DirectiveRow.__table__.update().values(state="done").where(DirectiveRow.uid == "d1"))  # type: ignore[attr-defined]
        newer = letter(directives=[directive("d3", "Việc mới", due="2024-04-01", who=[("Phòng A", "lead")])])
        derive(connection, load.find(connection, key), newer)
    with store.read() as connection:
        after = {r.uid: (r.id, r.state, r.retired) for r in connection.execute(select(DirectiveRow))}
    assert after["d1"] == (rows["d1"], "done", True)
    assert "d2" not in after
    assert after["d3"][1:] == ("open", False)


def test_citations_meet_their_letters_in_either_order(store: Store) -> None:
    cited = letter(
        number={"value": "88", "symbol": "BYT-KHTC"}, issuer={"name": "Bộ Y tế", "parent": None}, references=[],
        issued={"place": "Hà Nội", "date": "2024-02-01"}, directives=[],
    )  # fmt: skip
    namesake = cited.model_copy(update={"issued": cited.issued.model_copy(update={"date": "2023-02-01"})})
    put(store, letter(), name="a.txt")
    put(store, namesake, name="b.txt")
    (key,) = put(store, cited, name="c.txt")
    put(store, letter(number={"value": "153", "symbol": "SYT-KHTC"}), name="d.txt")
    with store.read() as connection:
        query = select(LetterRow.key).join(Citation, Citation.cited_id == LetterRow.id)
        assert connection.scalars(query).all() == [key, key]


def test_the_feed_has_every_change_in_order(store: Store) -> None:
    keys = [put(store, letter(number={"value": str(n), "symbol": "SYT"}), name=f"{n}.txt")[0] for n in range(3)]
    with store.read() as connection:
        first = feed(connection, limit=2)
        rest = feed(connection, after=first[-1].cursor)
    assert [line.event.letter for line in first + rest] == keys


def _reading(number: int) -> NewReading:
    given = letter(
        number={"value": str(number), "symbol": "SYT"}, references=[],
        directives=[directive(f"d{at}", f"Việc {at} của {number}", who=[("Phòng A", "lead")]) for at in range(3)],
    )  # fmt: skip
    return NewReading(sha(str(number)), 0, given, given.model_dump_json(), f"Toàn văn số {number}")


def test_many_at_once_are_stored_as_they_are_one_by_one(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.letters.MANY", 2)
    with store.write() as connection:
        rows = [{"sha256": sha(str(n)), "name": f"{n}.txt", "size": 1, "kept_at": now()} for n in range(6)]
        insert(connection, table(Original), rows)
        keys = add_new(connection, [_reading(n) for n in range(3)], by="t", program="p")
        for number in range(3, 6):
            keys += add_new(connection, [_reading(number)], by="t", program="p")
        assert add_new(connection, [], by="t", program="p") == []
    assert gc.isenabled()
    assert keys == [letter_key(sha(str(n)), 0) for n in range(6)]
    with store.read() as connection:
        for number, key in enumerate(keys):
            assert load.letter(connection, key).record == _reading(number).letter
            assert [hit.letter for hit in search(connection, f'"toàn văn số {number}"')] == [key]
        assert [line.event.letter for line in feed(connection)] == keys
        ids = connection.scalars(select(DirectiveRow.id).order_by(DirectiveRow.letter_id, DirectiveRow.position)).all()
    assert ids == list(range(1, 19))


def test_a_letter_with_the_character_nul_is_kept_byte_for_byte_and_can_be_asked_for(store: Store) -> None:
    given = letter(subject="báo cáo\x00thuốc", source=letter().source.model_copy(update={"sha256": sha("thu.txt")}))
    (key,) = put(store, given)
    with store.read() as connection:
        assert load.letter(connection, key).record == given
        assert connection.scalar(select(LetterRow.subject)) == "báo cáo thuốc"
        assert [hit.letter for hit in search(connection, "báo cáo thuốc", what="letter")] == [key]


def test_a_letter_that_fails_leaves_nothing_of_its_batch(store: Store) -> None:
    with pytest.raises(DatabaseError), store.write() as connection:
        add_new(connection, [_reading(1)], by="t", program="p")  # its original is not there
        connection.execute(select(1))
    with store.read() as connection:
        assert connection.scalar(select(func.count()).select_from(LetterRow)) == 0
        assert search(connection, "viec") == []
    put(store, letter())
