"""The desk on both databases: every main page and the API's lists answer alike."""

from __future__ import annotations

from pathlib import Path

from fastapi.testclient import TestClient

from store.book import open_store
from tests.databases import place, server_missing
from tests.web.conftest import LETTERS, keep
from web.app import create_app
from web.settings import Settings

__all__ = ["place", "server_missing"]
PAGES = [
    "/board?on=2024-03-15", "/obligations?window=all", "/obligations?unit=benh+vien+truc+thuoc&on=2024-03-14",
    "/obligations?window=all&view=calendar&month=2024-03", "/obligations.csv?window=all",
    "/letters", "/letters.csv", "/search?q=thuoc",
    "/review", "/units", "/units?name=Các Bệnh viện trực thuộc", "/units/named?q=so", "/import", "/settings",
    "/api/v1/letters", "/api/v1/directives", "/api/v1/changes", "/api/v1/units/unresolved", "/api/v1/search?q=thuoc",
    "/api/v1/imports", "/api/v1/webhooks",
]  # fmt: skip


def test_the_desk_answers_on_both(place: str, tmp_path: Path) -> None:
    store = open_store(place, create=True, originals=str(tmp_path / "originals"))
    for name, text in LETTERS.items():
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        (key, *_) = keep(store, path)
    settings = Settings(background=False, user="tester", inbox=tmp_path / "inbox")
    with TestClient(create_app(settings, store), base_url="http://localhost") as client:
        for path_ in [*PAGES, f"/letters/{key}", f"/review/{key}", f"/api/v1/letters/{key}"]:
            assert client.get(path_).status_code == 200, path_
        assert "sử dụng thuốc" in client.get("/obligations?window=all").text
        answer = client.post(f"/api/v1/letters/{key}/corrections", json={"pointer": "/subject", "value": "mới"})
        assert answer.json()["subject"] == "mới"
        sent = client.post("/api/v1/imports", files={"file": ("a.txt", b"x")})
        assert sent.status_code == 202
        hook = client.post("/api/v1/webhooks", json={"url": "https://8.8.8.8/x"}, headers={"idempotency-key": "k"})
        assert hook.status_code == 201
        assert client.post("/units/settle", data={"name": "Các Bệnh viện trực thuộc"}).status_code == 200
        assert client.post(f"/review/{key}/done").status_code == 200
    store.close()
