"""Laws that hold whatever is stored and whatever people do, on both databases."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from schemas.record import Letter
from store import load, match, review, texts
from store.book import Store
from store.changes import feed
from store.search import search
from store.tables import DirectiveRow, Import, LetterRow
from tests.letters import directive, letter, sha
from tests.store.storing import put

ANY = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
WORDS = st.lists(st.sampled_from(["báo", "bao", "cáo", "nam", "năm", "y", "tế", "152", "Đoàn"]), min_size=1, max_size=6)
SAID = WORDS.map(" ".join)


@st.composite
def records(draw: st.DrawFn) -> Letter:
    """Letters of any text at all."""
    name = {"name": draw(TEXT)}
    work = [
        directive(f"d{at}", draw(TEXT), due=draw(st.none() | st.just("2024-03-19")), who=[(draw(TEXT), "lead")])
        for at in range(draw(st.integers(0, 3)))
    ]
    return letter(
        number={"value": draw(st.none() | TEXT), "symbol": draw(st.none() | TEXT)}, subject=draw(st.none() | TEXT),
        issuer={"name": draw(st.none() | TEXT), "parent": draw(st.none() | TEXT)}, addressees=[name], directives=work,
        issued={"place": draw(st.none() | TEXT), "date": draw(st.sampled_from([None, "2024", "2024-02-29"]))},
        signer=draw(st.none() | st.just({"name": "A", "position": "Giám đốc"})),
    )  # fmt: skip


@ANY
@given(record=records(), text=TEXT)
def test_any_record_survives_unchanged(store: Store, record: Letter, text: str) -> None:
    name = hashlib.sha256(record.model_dump_json().encode() + text.encode()).hexdigest()
    with store.read() as connection:
        if connection.scalar(select(LetterRow.id).where(LetterRow.key == _key(name))) is not None:
            return
    (key,) = put(store, record, name=name, text=text)
    stamped = record.model_copy(update={"source": record.source.model_copy(update={"sha256": sha(name)})})
    with store.read() as connection:
        stored = load.letter(connection, key)
        assert stamped.model_dump_json() in [reading.model_dump_json() for reading in stored.readings]
        if len(stored.readings) == 1:
            assert stored.record.model_dump_json() == stamped.model_dump_json()
            assert texts.indexed(connection, stored.id).text == text


def _key(name: str) -> str:
    return hashlib.sha256(f"{sha(name)}/0".encode()).hexdigest()[:12]


def _add(store: Store, draw: st.DrawFn) -> None:
    with store.read() as connection:
        number = connection.scalar(select(func.count()).select_from(Import))
    work = [directive(f"d{at}", draw(SAID)) for at in range(draw(st.integers(0, 2)))]
    value = {"value": str(draw(st.integers(1, 3))), "symbol": "SYT"}
    put(store, letter(number=value, subject=draw(SAID), directives=work), name=str(number), text=draw(SAID))


def _correct(store: Store, draw: st.DrawFn, key: str) -> None:
    with store.write() as connection:
        review.correct(connection, key, "/subject", draw(SAID), by="lan")


def _strike(store: Store, _draw: st.DrawFn, key: str) -> None:
    with store.write() as connection:
        for each in load.letter(connection, key).record.directives[:1]:
            review.correct(connection, key, f"/directives/{each.id}", None, by="lan")


def _finish(store: Store, _draw: st.DrawFn, key: str) -> None:
    with store.write() as connection:
        for each in load.letter(connection, key).record.directives[:1]:
            review.mark(connection, f"{key}:{each.id}", "done", by="lan", on=dt.date(2024, 3, 1))


def _reread(store: Store, draw: st.DrawFn, key: str) -> None:
    with store.write() as connection:
        source = load.letter(connection, key).readings[0].source
        newer = letter(source=source, subject=draw(SAID), directives=[directive("d1", draw(SAID))])
        review.propose(connection, source.sha256, [newer.model_dump_json()], said=[draw(SAID)])
        review.accept(connection, key, by="lan", program="test 2")


ACTS: list[Callable[[Store, Any, str], None]] = [_correct, _strike, _finish, _reread]


@ANY
@given(data=st.data())
def test_the_search_finds_what_the_letters_say_whatever_people_did(store: Store, data: st.DataObject) -> None:
    _add(store, data.draw)
    with store.read() as connection:
        keys = connection.scalars(select(LetterRow.key).order_by(LetterRow.id)).all()
    for act in data.draw(st.lists(st.sampled_from(ACTS), max_size=3)):
        # The store keeps what earlier examples put in: a place in it must be drawn alike however many there are.
        act(store, data.draw, keys[data.draw(st.integers(0, 10**6)) % len(keys)])
    asked = data.draw(st.sampled_from(["báo", "bao cao", '"y tế"', "năm -báo", "doan*", '"nam y"', "152"]))
    phrases = match.parse(asked)
    with store.read() as connection:
        hits = search(connection, asked, limit=10**6)
        ids = connection.execute(select(LetterRow.id, LetterRow.key)).all()
        meant = {row.key for row in ids if match.holds(phrases, texts.indexed(connection, row.id).whole)}
        work = select(DirectiveRow.uid, DirectiveRow.text, LetterRow.key)
        work = work.join(LetterRow, LetterRow.id == DirectiveRow.letter_id).where(DirectiveRow.retired.is_(False))
        ordered = {(row.key, row.uid) for row in connection.execute(work) if match.holds(phrases, row.text)}
        for row in ids:
            record = load.whole(connection, row.id).record
            live = select(DirectiveRow.uid).where(DirectiveRow.letter_id == row.id, DirectiveRow.retired.is_(False))
            assert sorted(connection.scalars(live)) == sorted(each.id for each in record.directives)
            assert (record.subject or "") in texts.indexed(connection, row.id).words
    assert {hit.letter for hit in hits if hit.what == "letter"} == meant
    assert {(hit.letter, hit.directive) for hit in hits if hit.what == "directive"} == ordered


@ANY
@given(data=st.data(), page=st.integers(1, 5))
def test_the_feed_read_in_pages_is_the_feed(store: Store, data: st.DataObject, page: int) -> None:
    _add(store, data.draw)
    with store.read() as connection:
        whole = feed(connection, limit=10**6)
        cursor, seen = 0, []
        while lines := feed(connection, after=cursor, limit=page):
            seen += lines
            cursor = lines[-1].cursor
    assert seen == whole
    assert [line.cursor for line in whole] == sorted({line.cursor for line in whole})
