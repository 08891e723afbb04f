"""The API: pages by cursor, validators, problems, requests done once, the feed, and who may see what."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from store import review
from store.book import Store
from store.desk import people
from web.api.document import describe
from web.app import create_app
from web.settings import Settings

API = "/api/v1"


def _pages(desk: TestClient, path: str, limit: int) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    cursor = None
    for _ in range(50):
        answer = desk.get(path, params={"limit": limit, **({"cursor": cursor} if cursor else {})}).json()
        items += answer["items"]
        cursor = answer["cursor"]
        if cursor is None:
            return items
    raise AssertionError("the pages never end")


@pytest.mark.parametrize("path", ["/letters", "/directives"])
@pytest.mark.parametrize("limit", [1, 2, 3, 100])
def test_pages_give_everything_once(desk: TestClient, path: str, limit: int) -> None:
    whole = desk.get(API + path, params={"limit": 500}).json()["items"]
    assert len(whole) > 2
    assert _pages(desk, API + path, limit) == whole


def test_a_letter_is_not_sent_again_to_who_has_it(desk: TestClient, keys: dict[str, str]) -> None:
    first = desk.get(f"{API}/letters/{keys['152']}")
    assert first.json()["number"]["value"] == "152"
    tag = first.headers["etag"]
    again = desk.get(f"{API}/letters/{keys['152']}", headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    desk.post(f"{API}/letters/{keys['152']}/corrections", json={"pointer": "/subject", "value": "mới"})
    changed = desk.get(f"{API}/letters/{keys['152']}", headers={"if-none-match": tag})
    assert (changed.status_code, changed.json()["subject"]) == (200, "mới")


def test_a_correction_of_a_version_that_is_gone_is_refused(desk: TestClient, keys: dict[str, str]) -> None:
    where = f"{API}/letters/{keys['152']}"
    tag = desk.get(where).headers["etag"]
    good = desk.post(f"{where}/corrections", json={"pointer": "/subject", "value": "một"}, headers={"if-match": tag})
    assert good.status_code == 200
    stale = desk.post(f"{where}/corrections", json={"pointer": "/subject", "value": "hai"}, headers={"if-match": tag})
    assert stale.status_code == 412
    assert stale.headers["content-type"] == "application/problem+json"
    assert desk.get(where).json()["subject"] == "một"


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/letters/ffffffffffff", 404, "not-found"),
        ("/letters/xyz", 422, "unfit"),
        ("/letters?limit=0", 422, "unfit"),
        ("/letters?cursor=%3F%3F", 422, "unfit"),
        ("/nothing", 404, "not-found"),
        ("/imports/99", 404, "not-found"),
        ("/directives/none", 404, "not-found"),
    ],
)
def test_errors_are_problem_details(desk: TestClient, path: str, status: int, code: str) -> None:
    answer = desk.get(API + path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    said = answer.json()
    assert (said["status"], said["type"]) == (status, f"/api/problems#{code}")
    assert said["title"]


def test_a_request_with_the_same_key_is_done_once(desk: TestClient, store: Store) -> None:
    directive = desk.get(f"{API}/directives").json()["items"][0]["id"]
    where, headers = f"{API}/directives/{directive}/progress", {"idempotency-key": "k1"}
    first = desk.post(where, json={"state": "done", "on": "2024-03-18"}, headers=headers)
    assert (first.status_code, first.json()["state"], first.json()["done_on"]) == (200, "done", "2024-03-18")
    with store.write() as connection:
        review.mark(connection, directive, "open", by="x", on=__import__("datetime").date(2024, 3, 19))
    again = desk.post(where, json={"state": "done", "on": "2024-03-18"}, headers=headers)
    assert again.json() == first.json()
    assert again.headers["idempotent-replayed"] == "true"
    assert desk.get(f"{API}/directives/{directive}").json()["state"] == "open"
    other = desk.post(where, json={"state": "cancelled"}, headers=headers)
    assert other.status_code == 409


def test_the_feed_misses_nothing_and_gives_nothing_twice(desk: TestClient, keys: dict[str, str]) -> None:
    seen, after = [], 0
    for _ in range(20):
        part = desk.get(f"{API}/changes", params={"after": after, "limit": 1}).json()
        seen += [each["cursor"] for each in part["items"]]
        if part["cursor"] == after:
            break
        after = part["cursor"]
    assert seen == sorted(set(seen))
    assert len(seen) >= 3
    desk.post(f"{API}/letters/{keys['77']}/corrections", json={"pointer": "/urgency", "value": "khan"})
    (line,) = desk.get(f"{API}/changes", params={"after": after}).json()["items"]
    assert (line["what"], line["letter"], line["after"]) == ("letter.corrected", keys["77"], "khan")


def test_a_units_calendar_can_be_subscribed_to(desk: TestClient) -> None:
    answer = desk.get(f"{API}/units/bệnh viện trực thuộc/calendar.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    assert answer.text.count("BEGIN:VEVENT") == 1
    assert "VALARM" in answer.text


def test_the_document_says_openapi_31_and_problems_everywhere(desk: TestClient) -> None:
    document = desk.get(f"{API}/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert document == json.loads(json.dumps(describe(desk.app)))  # type: ignore[arg-type]
    for path, operations in document["paths"].items():
        assert path.startswith("/api/v1/")
        for operation in operations.values():
            assert operation["description"], path
            for status, answer in operation["responses"].items():
                if status.startswith(("4", "5")):
                    assert list(answer["content"]) == ["application/problem+json"], (path, status)
    assert "HTTPValidationError" not in json.dumps(document)
    assert desk.get("/api").status_code == 200


def _signed_in(store: Store, **rights: Any) -> tuple[TestClient, str]:
    with store.write() as connection:
        token = people.make_token(
            connection, "máy theo dõi", role=rights.get("role", "tracker"), scopes=rights.get("scopes", ()),
            secret=rights.get("secret", False), by="x",
        )  # fmt: skip
    return TestClient(create_app(Settings(accounts=True, background=False), store), base_url="http://localhost"), token


def test_without_a_token_nothing_is_told(store: Store) -> None:
    client, token = _signed_in(store)
    for path in ("/letters", "/directives", "/changes", "/units?q=x", "/search?q=x", "/webhooks"):
        answer = client.get(API + path)
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer"), path
        assert client.get(API + path, headers={"authorization": "Bearer cv_wrong"}).status_code == 401
        assert client.get(API + path, headers={"authorization": f"Bearer {token}"}).status_code == 200, path
    assert client.get(f"{API}/units/x/calendar.ics?token={token}").status_code == 200
    assert client.get(f"{API}/letters?token={token}").status_code == 401


def test_a_token_does_what_it_may_and_ends_when_revoked(store: Store, keys: dict[str, str]) -> None:
    client, token = _signed_in(store, scopes=("read",))
    bearer = {"authorization": f"Bearer {token}"}
    correction = {"pointer": "/subject", "value": "x"}
    assert client.post(f"{API}/letters/{keys['152']}/corrections", json=correction, headers=bearer).status_code == 403
    assert client.get(f"{API}/webhooks", headers=bearer).status_code == 403
    with store.write() as connection:
        people.revoke(connection, people.tokens(connection)[0].id, by="x")
    assert client.get(f"{API}/letters", headers=bearer).status_code == 401


def test_secret_letters_are_there_only_for_those_who_may_read_them(store: Store, keys: dict[str, str]) -> None:
    key = keys["152"]
    with store.write() as connection:
        review.correct(connection, key, "/secrecy", "mat", by="x")
    hidden, token = _signed_in(store)
    bearer = {"authorization": f"Bearer {token}"}
    assert hidden.get(f"{API}/letters/{key}", headers=bearer).status_code == 404
    everywhere = ["/letters?limit=500", "/directives?limit=500", "/changes?limit=500", "/search?q=thuốc"]
    for path in everywhere:
        assert key not in hidden.get(API + path, headers=bearer).text, path
    assert "sử dụng thuốc" not in hidden.get(f"{API}/units/bệnh viện trực thuộc/calendar.ics", headers=bearer).text
    seeing, cleared = _signed_in(store, secret=True)
    bearer = {"authorization": f"Bearer {cleared}"}
    for path in everywhere:
        assert key in seeing.get(API + path, headers=bearer).text, path
    assert seeing.get(f"{API}/letters/{key}", headers=bearer).status_code == 200
    with store.read() as connection:
        from store.changes import feed

        reads = [line for line in feed(connection) if line.event.what == "letter.read"]
    assert [(line.by, line.event.letter) for line in reads] == [("máy theo dõi", key)]
