"""The typed client is what its maker makes of today's document, and works with a running server."""

from __future__ import annotations

import pytest

from scripts import api_client
from store.book import Store
from store.desk import people
from tests.web.browser import served
from web.app import create_app
from web.client import ApiError, Client
from web.settings import Settings


def test_the_client_is_made_of_the_document_as_it_stands() -> None:
    made = api_client.formatted(api_client.source(api_client.document()))
    assert made == api_client.OUT.read_text(encoding="utf-8"), "python -m scripts.api_client writes it anew"


def test_a_tracker_uses_it(store: Store, keys: dict[str, str]) -> None:
    with store.write() as connection:
        token = people.make_token(connection, "t", role="archivist", scopes=(), secret=False, by="x")
    with served(create_app(Settings(accounts=True, background=False), store)) as address:
        client = Client(address, token=token)
        owed = client.list_directives(unit="bệnh viện trực thuộc", due_to="2024-12-31")
        assert [each["due"] for each in owed["items"]] == ["2024-03-19"]
        done = client.report_progress(
            owed["items"][0]["id"], {"state": "done", "on": "2024-03-18"}, idempotency_key="a b"
        )
        assert done["state"] == "done"
        after = client.list_changes(after=0)["cursor"]
        client.correct_letter(keys["152"], {"pointer": "/subject", "value": "mới"})
        assert [line["pointer"] for line in client.list_changes(after=after)["items"]] == ["/subject"]
        assert client.get_letter(keys["152"])["subject"] == "mới"
        assert client.unit_calendar("bệnh viện trực thuộc").startswith("BEGIN:VCALENDAR")
        with pytest.raises(ApiError) as refused:
            client.get_letter("ffffffffffff")
        assert (refused.value.status, refused.value.problem["type"]) == (404, "/api/problems#not-found")
        with pytest.raises(ApiError) as refused:
            Client(address).list_letters()
        assert refused.value.status == 401
