"""Things to look at: what later letters would change is decided by a person, and what letters together show."""

from __future__ import annotations

import datetime as dt

import pytest
from fastapi.testclient import TestClient

from schemas.record import Letter
from store import letters, review
from store.book import Store
from store.filters import Query
from store.letters import NewReading
from store.questions import obligations
from store.sql import insert_missing, table
from store.tables import Original
from store.words import now
from tests.letters import directive, letter, sha
from web import attention


def put(store: Store, made: Letter, name: str) -> str:
    """Store a letter that came in a file called so; gives its key."""
    record = made.model_copy(update={"source": made.source.model_copy(update={"sha256": sha(name)})})
    with store.write() as connection:
        row = {"sha256": sha(name), "name": name, "size": 1, "kept_at": now()}
        insert_missing(connection, table(Original), [row])
        reading = NewReading(sha(name), 0, record, record.model_dump_json())
        (key,) = letters.add(connection, [reading], by="test", program="test 1")
    return key


@pytest.fixture
def pair(store: Store) -> tuple[str, str]:
    """A letter that extends another, and the other."""
    earlier = put(store, letter(number={"value": "900", "symbol": "SYT-TT"}), "a")
    cited = {"kind": "cong_van", "number": "900", "symbol": "SYT-TT", "date": "2024-03-05", "relation": "amends"}
    extends = directive("x1", "Gửi báo cáo chậm nhất 2024-04-10", due="2024-04-10", who=[("Phòng Nghiệp vụ Y", "lead")])
    later = letter(
        number={"value": "950", "symbol": "SYT-TT"}, issued={"place": None, "date": "2024-03-18"},
        references=[cited, {**cited, "number": "5", "relation": "mentions", "date": "2024-01-09"}],
        directives=[extends], subject="gia hạn gửi báo cáo",
    )  # fmt: skip
    return put(store, later, "b"), earlier


def _open(store: Store, key: str) -> dict[str, dt.date | None]:
    with store.read() as connection:
        return {o.id: o.due for o in obligations(connection, Query(letter=key, states=("open",)))}


def _decide(desk: TestClient, pair: tuple[str, str], **values: object) -> int:
    where = f"/attention/{pair[0]}/{pair[1]}"
    return desk.post(where, data=values, follow_redirects=False).status_code


def test_nothing_changes_until_somebody_decides(desk: TestClient, store: Store, pair: tuple[str, str]) -> None:
    html = desk.get("/attention").text
    assert "gia hạn gửi báo cáo" in html
    assert "chậm nhất 2024-04-10" in html  # the later letter's own deadline is offered
    assert _open(store, pair[1])["d1"] == dt.date(2024, 3, 19)
    assert desk.get("/attention.csv").text.count("900/SYT-TT") == 2


def test_the_deadline_moves_for_what_was_chosen(desk: TestClient, store: Store, pair: tuple[str, str]) -> None:
    assert _decide(desk, pair, act="moved", directive="d1", deadline="trước khi xong việc") == 422
    assert _decide(desk, pair, act="moved", directive="d1", deadline="chậm nhất ngày 10/4/2024") == 303
    assert _open(store, pair[1]) == {"d1": dt.date(2024, 4, 10), "d2": None}
    assert "gia hạn gửi báo cáo" not in desk.get("/attention").text


def test_what_is_no_longer_in_force_is_cancelled_by_the_later_letter(
    desk: TestClient, store: Store, pair: tuple[str, str]
) -> None:
    assert _decide(desk, pair, act="cancelled") == 422  # nothing chosen
    assert _decide(desk, pair, act="cancelled", directive=["d1", "d2"]) == 303
    assert _open(store, pair[1]) == {}
    with store.read() as connection:
        (found, _) = obligations(connection, Query(letter=pair[1]))
    assert (found.state, found.answer) == ("cancelled", "950/SYT-TT")


def test_a_proposal_may_change_nothing_and_is_then_gone(desk: TestClient, store: Store, pair: tuple[str, str]) -> None:
    assert _decide(desk, pair, act="kept") == 303
    assert len(_open(store, pair[1])) == 2
    assert "gia hạn gửi báo cáo" not in desk.get("/attention").text


def test_each_kind_has_its_page_and_its_file(desk: TestClient, store: Store, pair: tuple[str, str]) -> None:
    del pair
    for kind in attention.KINDS:
        assert desk.get(f"/attention?kind={kind}&lang=en").status_code == 200
        assert desk.get(f"/attention.xlsx?kind={kind}").status_code == 200
    assert "5/SYT-TT" in desk.get("/attention?kind=missing").text
    assert ">901<" in desk.get("/attention?kind=gaps&issuer=so y te").text


def test_secret_letters_are_in_no_list_for_others(desk: TestClient, store: Store, pair: tuple[str, str]) -> None:
    with store.write() as connection:
        review.correct(connection, pair[0], "/secrecy", "mat", by="x")
    from store import chains
    from store.units import registry

    with store.read() as connection:
        assert review.proposals(connection, secret=False) == []
        assert len(review.proposals(connection)) == 1
        assert all(each.code != "5/SYT-TT" for each in chains.not_in_archive(connection, secret=False))
        assert chains.gaps(connection, issuer="so y te", secret=False) == [] or "950" not in str(
            chains.gaps(connection, issuer="so y te", secret=False)
        )
        every = {each.name: each.directives for each in registry.unresolved(connection)}
        seen = {each.name: each.directives for each in registry.unresolved(connection, secret=False)}
    assert every["Phòng Nghiệp vụ Y"] == seen["Phòng Nghiệp vụ Y"] + 1


@pytest.mark.parametrize(
    ("path", "shown"),
    [("/search.csv?q=thuoc", "152/SYT-NVY"), ("/search.csv?q=thuoc&what=letter&lang=en", "letter"),
     ("/units.csv", "Các Bệnh viện trực thuộc"), ("/review.csv", "SNV-VP"), ("/import.csv", "Tên tệp"),
     ("/obligations.csv?window=all&view=calendar&month=2024-04", "30/4/2024")],
)  # fmt: skip
def test_every_view_exports_what_it_shows(desk: TestClient, path: str, shown: str) -> None:
    answer = desk.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment")
    assert shown in answer.text
    assert desk.get(path.replace(".csv", ".xlsx")).status_code == 200
    assert desk.get(path.replace(".csv", ".exe")).status_code == 404


def test_a_calendars_file_has_its_month_alone(desk: TestClient) -> None:
    text = desk.get("/obligations.csv?window=all&view=calendar&month=2024-04").text
    assert "20/3/2024" not in text
