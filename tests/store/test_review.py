"""Corrections that win and survive, newer rules, progress, and the audit of it all."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from schemas.obligation import official_state
from store import imports, load, review
from store.book import Store
from store.changes import feed
from store.errors import Ambiguous, NotFound, Refused
from store.filters import Query
from store.questions import obligations
from store.search import search
from store.tables import DirectiveRow
from tests.letters import directive, letter, sha
from tests.store.storing import put

ON = dt.date(2024, 3, 25)


def test_a_correction_wins_everywhere(store: Store) -> None:
    (key,) = put(store, letter())
    with store.write() as connection:
        review.correct(connection, key, "/subject", "báo cáo năm 2024", by="lan")
        review.correct(connection, key, "/directives/d1/deadlines", [], by="lan")
    with store.read() as connection:
        stored = load.letter(connection, key)
        found = {o.id: o for o in obligations(connection, Query())}
    assert stored.record.subject == "báo cáo năm 2024"
    assert stored.readings[0].subject == letter().subject
    assert (found["d1"].due, found["d1"].deadlines, found["d1"].subject) == (None, (), "báo cáo năm 2024")


def test_a_correction_survives_newer_rules(store: Store) -> None:
    (key,) = put(store, letter())
    newer = letter(
        subject="đọc lại", directives=[directive("d0", "Việc mới"), *[d.model_dump() for d in letter().directives]]
    )
    newer = newer.model_copy(update={"source": newer.source.model_copy(update={"sha256": sha("thu.txt")})})
    with store.write() as connection:
        review.correct(connection, key, "/subject", "người sửa", by="lan")
        review.correct(connection, key, "/directives/d1/text", "Báo cáo đúng hạn", by="lan")
        (proposal,) = review.propose(connection, sha("thu.txt"), [newer.model_dump_json()])
    assert {d.pointer for d in proposal.differences} == {"/directives/d0"}
    with store.read() as connection:
        assert len(load.letter(connection, key).record.directives) == 2  # nothing changes before it is accepted
    with store.write() as connection:
        review.accept(connection, key, by="lan", program="test 2")
    with store.read() as connection:
        record = load.letter(connection, key).record
        texts = {o.id: o.text for o in obligations(connection, Query())}
    assert record.subject == "người sửa"
    assert texts == {"d0": "Việc mới", "d1": "Báo cáo đúng hạn", "d2": letter().directives[1].text}


def test_a_correction_of_what_is_no_longer_read_is_not_lost(store: Store) -> None:
    (key,) = put(store, letter())
    with store.write() as connection:
        review.correct(connection, key, "/directives/d1/text", "Quan trọng", by="lan")
        review.propose(connection, sha("thu.txt"), [letter(directives=[]).model_dump_json()])
        review.accept(connection, key, by="lan", program="test 2")
    with store.read() as connection:
        findings = load.letter(connection, key).record.findings
    assert ["Quan trọng" in f.message for f in findings if f.code == "correction-unplaced"] == [True]


def test_a_document_told_from_its_neighbours_becomes_a_letter_once_accepted(store: Store) -> None:
    (key,) = put(store, letter(), text="một hai")
    other = letter(number={"value": "9", "symbol": "SYT-VP"}, subject="việc thứ hai", directives=[])
    parts = [each.model_copy(update={"source": each.source.model_copy(update={"sha256": sha("thu.txt")})})
             for each in (letter(), other)]  # fmt: skip
    records = [each.model_dump_json() for each in parts]
    for _ in range(2):  # read again before anyone accepts it, it is the same
        with store.write() as connection:
            found = review.propose(connection, sha("thu.txt"), records, said=["một", "hai"])
    assert [(each.key == key, each.new, each.subject) for each in found] == [
        (True, False, None), (False, True, "việc thứ hai")
    ]  # fmt: skip
    with store.read() as connection, pytest.raises(NotFound):
        load.letter(connection, found[1].key)
    with store.write() as connection:
        for each in found:
            review.accept(connection, each.key, by="lan", program="test 2")
        assert review.propose(connection, sha("thu.txt"), records, said=["một", "hai"]) == []
    with store.read() as connection:
        assert load.letter(connection, found[1].key).record == parts[1]
        assert [hit.letter for hit in search(connection, "hai", what="letter")] == [found[1].key]
        assert [hit.letter for hit in search(connection, '"việc thứ"', what="letter")] == [found[1].key]
        assert [entry.letters for entry in imports.ledger(connection)] == [2]


def test_a_directive_can_be_struck_out_and_one_added(store: Store) -> None:
    (key,) = put(store, letter())
    with store.write() as connection:
        review.correct(connection, key, "/directives/d2", None, by="lan")
        review.correct(connection, key, "/directives/new", directive("new", "Người thêm"), by="lan")
    with store.read() as connection:
        assert sorted(o.id for o in obligations(connection, Query())) == ["d1", "new"]


def test_a_correction_can_be_withdrawn_and_stays_in_the_audit(store: Store) -> None:
    (key,) = put(store, letter())
    with store.write() as connection:
        review.correct(connection, key, "/subject", "sai", by="lan")
    with store.write() as connection:
        assert review.withdraw(connection, key, "/subject", by="minh").subject == letter().subject
    with store.read() as connection:
        lines = [(x.by, x.event.what, x.event.before, x.event.after) for x in feed(connection, letter=key)][1:]
    assert lines == [
        ("lan", "letter.corrected", letter().subject, "sai"),
        ("minh", "letter.correction_withdrawn", "sai", letter().subject),
    ]
    with pytest.raises(NotFound), store.write() as connection:
        review.withdraw(connection, key, "/subject", by="minh")


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("/issued/date", "hôm qua"),
        ("/kind", "thư tình"),
        ("/source/name", "x"),
        ("/nothing", 1),
        ("/subject/deep", "x"),
    ],
)
def test_what_does_not_fit_the_record_is_refused_and_nothing_kept(store: Store, pointer: str, value: object) -> None:
    (key,) = put(store, letter())
    with pytest.raises(Refused), store.write() as connection:
        review.correct(connection, key, pointer, value, by="lan")
    with store.read() as connection:
        assert [line.event.what for line in feed(connection)] == ["letter.added"]


def test_progress_is_kept_and_audited(store: Store) -> None:
    (key,) = put(store, letter())
    (answer,) = put(store, letter(number={"value": "9", "symbol": "BC"}, directives=[], subject="trả lời"), name="b")
    with store.write() as connection:
        review.mark(connection, "d1", "done", by="lan", on=ON, answer=answer, note="đã gửi")
    with store.read() as connection:
        row = connection.execute(select(DirectiveRow).where(DirectiveRow.uid == "d1")).one()
        (line,) = [line for line in feed(connection) if line.event.what == "directive.state"]
    assert (row.state, row.done_on) == ("done", ON)
    assert row.answer_id is not None
    assert (line.event.letter, line.event.directive, line.event.before["state"]) == (key, "d1", "open")
    assert line.event.after == {"state": "done", "done_on": "2024-03-25", "answer": answer, "note": "đã gửi"}


def test_a_directive_is_named_by_enough_of_its_id(store: Store) -> None:
    put(store, letter(), name="a")
    (key,) = put(store, letter(number={"value": "9", "symbol": "SYT"}), name="b")
    with store.write() as connection:
        with pytest.raises(Ambiguous):
            review.mark(connection, "d1", "done", by="lan", on=ON)
        review.mark(connection, f"{key}:d1", "done", by="lan", on=ON)
        with pytest.raises(NotFound):
            review.mark(connection, "x", "done", by="lan", on=ON)
        with pytest.raises(Refused):
            review.mark(connection, f"{key}:d1", "forgotten", by="lan", on=ON)


@pytest.mark.parametrize(
    ("state", "due", "done_on", "on", "expected"),
    [
        ("open", 20, None, 20, "chưa hoàn thành, trong hạn"),
        ("open", 20, None, 21, "chưa hoàn thành, quá hạn"),
        ("in_progress", None, None, 30, "chưa hoàn thành, trong hạn"),
        ("done", 20, 20, 25, "hoàn thành đúng hạn"),
        ("done", 20, 21, 25, "hoàn thành quá hạn"),
        ("done", 20, 23, 22, "chưa hoàn thành, quá hạn"),
        ("done", None, None, 22, "hoàn thành đúng hạn"),
        ("cancelled", 20, None, 25, "huỷ bỏ"),
    ],
)
def test_official_states_are_derived_for_any_day(
    state: str, due: int | None, done_on: int | None, on: int, expected: str
) -> None:
    def march(number: int | None) -> dt.date | None:
        return None if number is None else dt.date(2024, 3, number)

    assert official_state(state, due=march(due), done_on=march(done_on), on=dt.date(2024, 3, on)) == expected


def test_a_later_letter_proposes_and_changes_nothing(store: Store) -> None:
    (earlier,) = put(store, letter(), name="a")
    cited = [{"kind": "cong_van", "number": "152", "symbol": "SYT-KHTC", "date": "2024-03-05", "relation": "replaces"}]
    later = letter(number={"value": "200", "symbol": "SYT"}, references=cited, subject="thay thế", directives=[])
    (key,) = put(store, later, name="b")
    with store.read() as connection:
        (proposal,) = review.proposals(connection)
        assert len(obligations(connection, Query())) == 2
    assert (proposal.later, proposal.relation, proposal.earlier) == (key, "replaces", earlier)
    assert proposal.open_directives == ("d1", "d2")
