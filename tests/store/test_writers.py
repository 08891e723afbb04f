"""Several writers at once, and many letters at once: nothing is lost, mixed up or written in another way."""

from __future__ import annotations

import json
import threading
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from store import letters, load, review
from store.book import Store, open_store
from store.changes import feed
from store.letters import NewReading
from store.sql import among, insert, table
from store.tables import Correction, DirectiveRow, LetterRow, Original
from store.words import bare, folded, lines, now, words
from tests.letters import directive, letter, sha
from tests.store.storing import put

EACH = 12
HARD = [
    "\\N",
    "\\",
    "a\tb",
    "a\nb",
    "a\r\nb",
    '"quoted"',
    "'one'",
    "{1,2}",
    "%s ? :x",
    "\\.",
    "ễ\u0301",
    "😀",
    " ",
    ",",
]


def test_two_who_correct_one_letter_at_once_lose_nothing(store: Store, place: str) -> None:
    (key,) = put(store, letter())

    def correct(name: str) -> None:
        mine = open_store(place)
        for number in range(EACH):
            with mine.write() as connection:
                review.correct(connection, key, "/subject", f"{name} {number}", by=name)
            with mine.write() as connection:
                review.correct(connection, key, "/directives/d1/text", f"{name} nói {number}", by=name)
        mine.close()

    people = [threading.Thread(target=correct, args=(name,)) for name in ("lan", "minh")]
    for person in people:
        person.start()
    cursor, seen = 0, []
    while True:
        alive = any(person.is_alive() for person in people)
        with store.read() as connection:
            found = feed(connection, after=cursor, limit=3)
            record = load.letter(connection, key).record  # one state: the record is what the last line left
            newest = [line.event for line in feed(connection, limit=10_000) if line.event.pointer == "/subject"]
            assert not newest or record.subject == newest[-1].after
        cursor = found[-1].cursor if found else cursor
        seen += found
        if not alive and not found:
            break
    for pointer in ("/subject", "/directives/d1/text"):
        events = [line.event for line in seen if line.event.pointer == pointer]
        assert len(events) == 2 * EACH
        assert all(later.before == earlier.after for earlier, later in pairwise(events))
    assert [line.cursor for line in seen] == sorted({line.cursor for line in seen})
    with store.read() as connection:
        kept = connection.scalars(select(Correction.after).where(Correction.pointer == "/subject")).all()
        assert sorted(map(json.loads, kept)) == sorted(f"{name} {n}" for name in ("lan", "minh") for n in range(EACH))
        assert load.letter(connection, key).record.subject == json.loads(kept[-1])


def test_many_letters_at_once_are_kept_as_one_by_one(store: Store) -> None:
    """Many rows go to PostgreSQL by COPY, whose marks must not be taken for what is copied."""
    made = []
    for number in range(60):
        said = HARD[number % len(HARD)]
        work = [directive("d", f"{said} việc", due="2024-03-19", who=[(f"Phòng {said}", "lead")], ordinal=said)]
        record = letter(
            number={"value": f"{number}{said}", "symbol": said}, subject=said, directives=work,
            addressees=[{"name": said}],
            source={"name": said, "sha256": sha(str(number)), "media_type": "text/plain", "pages": (1, 1),
                    "text_origin": "embedded"},
        )  # fmt: skip
        made.append(NewReading(sha(str(number)), 0, record, record.model_dump_json(), f"{said} toàn văn {number}"))
    with store.write() as connection:
        rows = [{"sha256": each.sha256, "name": each.letter.source.name, "size": 1, "kept_at": now()} for each in made]
        insert(connection, table(Original), rows)
        keys = letters.add_new(connection, made, by="test", program="test 1")
    with store.read() as connection:
        for key, each in zip(keys, made, strict=True):
            stored = load.letter(connection, key)
            assert stored.record.model_dump_json() == each.json
            row = connection.execute(select(LetterRow).where(LetterRow.id == stored.id)).one()
            assert (row.number, row.symbol, row.subject) == (
                each.letter.number.value, each.letter.number.symbol, each.letter.subject,
            )  # fmt: skip
        texts = connection.scalars(select(DirectiveRow.text).order_by(DirectiveRow.id)).all()
        assert list(texts) == [each.letter.directives[0].text for each in made]


def test_a_list_of_ids_of_any_length_is_one_parameter(store: Store) -> None:
    put(store, letter())
    with store.read() as connection:
        both = connection.scalars(select(DirectiveRow.id).order_by(DirectiveRow.id)).all()
        for ids in ([], both, both[:1], [*both, *range(10**6, 10**6 + 40_000)]):
            wanted = select(DirectiveRow.id).where(among(DirectiveRow.id, ids)).order_by(DirectiveRow.id)
            assert list(connection.scalars(wanted)) == [each for each in both if each in set(ids)]
        later = select(DirectiveRow.id).where(among(DirectiveRow.id, "ids"), text("1 = 1"))
        assert set(connection.scalars(later, {"ids": both})) == set(both)


@settings(max_examples=300, deadline=None)
@given(said=st.text(max_size=60) | st.text("ưƯờỜiIđĐ ,-.\u0301\u00a0\u0130Σς_1²", max_size=40))
def test_lines_say_what_words_say(said: str) -> None:
    marked, without = lines(said)
    plain = words(said)
    assert without.split() == [word for each in bare(plain) for word in each.split()]
    assert folded(said) == " ".join(without.split())
    assert marked.split() == [word for word, other in zip(plain, bare(plain), strict=True) if word != other]
    assert plain == [word for piece in said.split() for word in words(piece)]
