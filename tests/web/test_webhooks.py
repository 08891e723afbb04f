"""Webhooks: signed, sent again until they are received, logged, and never into a network that is not allowed."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from base64 import b64decode, b64encode
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from fastapi.testclient import TestClient

from store import review
from store.book import Store
from store.desk import hooks
from web.app import create_app
from web.outgoing import NotReachable, address_of
from web.settings import Settings

API = "/api/v1"


class Tracker:
    """A tracker's server: keeps what it is told, and answers with `status`."""

    def __init__(self) -> None:
        self.told: list[tuple[dict[str, str], bytes]] = []
        self.status = 200
        tracker = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                tracker.told.append(({k.lower(): v for k, v in self.headers.items()}, body))
                self.send_response(tracker.status)
                self.send_header("location", "http://127.0.0.1:1/")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/in?x=1"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def tracker() -> Iterator[Tracker]:
    made = Tracker()
    yield made
    made.server.shutdown()


@pytest.fixture
def telling(store: Store) -> Iterator[TestClient]:
    app = create_app(Settings(background=False, user="tester", hook_networks=("127.0.0.0/8",)), store)
    with TestClient(app, base_url="http://localhost") as client:
        yield client


def _tell(desk: TestClient) -> int:
    return int(desk.app.state.desk.outgoing.tell())  # type: ignore[attr-defined]


def _correct(store: Store, key: str, value: str) -> None:
    with store.write() as connection:
        review.correct(connection, key, "/subject", value, by="x")


def test_a_tracker_is_told_of_a_change_once_and_can_check_who_says_so(
    telling: TestClient, store: Store, tracker: Tracker, keys: dict[str, str]
) -> None:
    made = telling.post(f"{API}/webhooks", json={"url": tracker.url, "events": ["letter.corrected"]})
    assert made.status_code == 201
    _correct(store, keys["152"], "mới")
    while _tell(telling):
        pass
    ((headers, body),) = tracker.told
    said = json.loads(body)
    assert headers["content-type"].startswith("application/cloudevents+json")
    assert (said["specversion"], said["type"], said["subject"]) == (
        "1.0", "vn.congvan.letter.corrected", f"letters/{keys['152']}",
    )  # fmt: skip
    assert said["data"]["after"] == "mới"
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = b64decode(made.json()["key"].removeprefix("whsec_"))
    assert headers["webhook-signature"] == "v1," + b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert "key" not in telling.get(f"{API}/webhooks").json()["items"][0]


def test_what_is_not_received_is_sent_again_later_and_can_be_sent_by_hand(
    telling: TestClient, store: Store, tracker: Tracker, keys: dict[str, str]
) -> None:
    number = telling.post(f"{API}/webhooks", json={"url": tracker.url}).json()["id"]
    tracker.status = 503
    _correct(store, keys["152"], "mới")
    assert _tell(telling) == 1
    assert _tell(telling) == 0  # not before its time
    (sent,) = telling.get(f"{API}/webhooks/{number}/deliveries").json()["items"]
    assert (sent["status"], sent["attempts"], sent["answer"]) == ("waiting", 1, 503)
    tracker.status = 200
    assert telling.post(f"{API}/webhooks/{number}/deliveries/{sent['id']}/resend").status_code == 202
    assert _tell(telling) == 1
    (sent,) = telling.get(f"{API}/webhooks/{number}/deliveries").json()["items"]
    assert (sent["status"], sent["answer"]) == ("delivered", 200)
    assert len(tracker.told) == 2
    assert tracker.told[0][0]["webhook-id"] == tracker.told[1][0]["webhook-id"]
    html = telling.get(f"/settings?hook={number}").text
    assert "đã nhận" in html


def test_redirects_are_not_followed_and_tries_come_to_an_end(
    telling: TestClient, store: Store, tracker: Tracker, keys: dict[str, str]
) -> None:
    telling.post(f"{API}/webhooks", json={"url": tracker.url})
    tracker.status = 302
    _correct(store, keys["152"], "mới")
    _tell(telling)
    assert len(tracker.told) == 1
    with store.read() as connection:
        sent = hooks.log(connection, 1)[0]
    for attempts in range(1, len(hooks.BACK_OFF) + 1):
        with store.write() as connection:
            stale = type(sent)(**{**{f: getattr(sent, f) for f in sent.__slots__}, "attempts": attempts})
            hooks.tried(connection, stale, delivered=False, answer=500, message=None)
    with store.read() as connection:
        assert hooks.log(connection, 1)[0].status == "failed"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "https://127.0.0.1/", "https://localhost/", "https://[::1]/", "https://10.0.0.8/", "https://192.168.1.1/",
        "https://169.254.169.254/latest/meta-data", "https://[fe80::1]/", "https://[::ffff:10.0.0.1]/", "https://0.0.0.0/",
        "https://100.64.0.1/", "http://8.8.8.8/", "ftp://8.8.8.8/", "https://user@8.8.8.8/", "file:///etc/passwd", "https://",
        "https://2130706433/", "https://0x7f000001/", "gopher://8.8.8.8",
    ],
)  # fmt: skip
def test_the_offices_network_can_not_be_reached(url: str, desk: TestClient) -> None:
    with pytest.raises(NotReachable):
        address_of(url, ())
    assert desk.post(f"{API}/webhooks", json={"url": url}).status_code in (403, 422)  # 422: no address at all


def test_a_network_that_the_office_allows_can_be_reached() -> None:
    assert address_of("http://10.1.2.3:8080/x", ("10.1.0.0/16",)) == ("10.1.2.3", 8080)
    with pytest.raises(NotReachable):
        address_of("http://10.2.2.3/", ("10.1.0.0/16",))
    assert address_of("https://8.8.8.8/", ()) == ("8.8.8.8", 443)
