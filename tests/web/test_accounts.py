"""Signing in, roles, and what each may do; the office's own sign-on."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient
from joserfc import jwt
from joserfc.jwk import RSAKey

from store import review
from store.book import Store
from store.desk import people
from store.errors import Refused
from web.app import create_app
from web.settings import Settings, SignOn, is_loopback

PASSWORD = "mật khẩu đủ dài"


@pytest.fixture
def locked(store: Store) -> Iterator[TestClient]:
    """A desk with accounts: a person of each role, and an archivist who may read secret letters."""
    with store.write() as connection:
        for role in people.ROLES:
            people.save(connection, role, role=role, secret=False, password=PASSWORD, by="x")
        people.save(connection, "cleared", role="archivist", secret=True, password=PASSWORD, by="x")
    with TestClient(
        create_app(Settings(accounts=True, background=False), store), base_url="http://localhost"
    ) as client:
        yield client


def _sign_in(client: TestClient, name: str, password: str = PASSWORD, after: str = "/board") -> int:
    answer = client.post(
        "/sign-in", data={"name": name, "password": password, "after": after}, follow_redirects=False
    )  # fmt: skip
    return answer.status_code


def test_nothing_is_shown_before_signing_in(locked: TestClient, keys: dict[str, str]) -> None:
    key = keys["152"]
    for path in ("/", "/board", "/obligations", "/letters", f"/letters/{key}", f"/letters/{key}.json", "/letters.csv",
                 f"/letters/{key}/original", f"/letters/{key}/pages/1.jpg", "/review", f"/review/{key}", "/search?q=a",
                 "/units", "/units/named?q=a", "/import", "/settings", "/account", "/obligations.ics"):  # fmt: skip
        answer = locked.get(path, follow_redirects=False)
        assert answer.status_code == 303, path
        assert answer.headers["location"].startswith("/sign-in?after="), path
    assert locked.get("/sign-in").status_code == 200
    assert locked.get("/health").status_code == 200


def test_a_wrong_password_is_refused_and_too_many_have_to_rest(locked: TestClient) -> None:
    assert _sign_in(locked, "analyst", "sai mật khẩu") == 401
    assert _sign_in(locked, "nobody", PASSWORD) == 401
    for _ in range(8):
        _sign_in(locked, "analyst", "sai mật khẩu")
    assert _sign_in(locked, "analyst") == 429


def test_the_cookie_is_out_of_reach_of_scripts_and_ends_with_the_session(locked: TestClient) -> None:
    answer = locked.post("/sign-in", data={"name": "analyst", "password": PASSWORD}, follow_redirects=False)
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    token = locked.cookies["congvan_session"]
    assert locked.get("/letters").status_code == 200
    locked.post("/sign-out")
    locked.cookies.set("congvan_session", token)
    assert locked.get("/letters", follow_redirects=False).status_code == 303


def test_each_role_does_what_it_may(locked: TestClient, keys: dict[str, str]) -> None:
    tries: dict[str, Callable[[], int]] = {
        "correct": lambda: locked.post(f"/review/{keys['152']}/done", follow_redirects=False).status_code,
        "import": lambda: locked.get("/import").status_code,
        "settle": lambda: locked.post("/units/settle", data={"name": "không đâu"}, follow_redirects=False).status_code,
        "administer": lambda: locked.get("/settings").status_code,
    }
    allowed: dict[str, set[str]] = {
        "analyst": set(),
        "archivist": {"correct", "import", "settle"},
        "administrator": set(tries),
    }
    for role, may in allowed.items():
        assert _sign_in(locked, role) == 303
        for what, act in tries.items():
            assert (act() != 403) == (what in may), (role, what)


def test_secret_letters_are_seen_by_those_who_may_and_every_read_is_noted(
    locked: TestClient, store: Store, keys: dict[str, str]
) -> None:
    key = keys["152"]
    with store.write() as connection:
        review.correct(connection, key, "/secrecy", "mat", by="x")
    views = [
        "/letters", "/obligations?window=all", "/board?on=2024-03-15", "/search?q=thuốc", "/review", "/letters.csv",
        "/obligations.csv?window=all", "/obligations.ics?window=all", "/units?name=Các Bệnh viện trực thuộc",
    ]  # fmt: skip
    _sign_in(locked, "archivist")
    assert locked.get(f"/letters/{key}").status_code == 404
    assert locked.get(f"/letters/{key}.json").status_code == 404
    assert locked.get(f"/letters/{key}/original").status_code == 404
    assert locked.get(f"/review/{key}").status_code == 404
    for path in views:
        html = locked.get(path).text
        assert key not in html, path
        assert "sử dụng thuốc" not in html, path
    _sign_in(locked, "cleared")
    assert "sử dụng thuốc" in locked.get("/obligations?window=all").text
    assert locked.get(f"/letters/{key}").status_code == 200
    locked.get(f"/letters/{key}/original")
    with store.read() as connection:
        from store.changes import feed

        reads = [line.by for line in feed(connection, limit=10_000) if line.event.what == "letter.read"]
    assert reads == ["cleared"]


def test_a_disabled_account_is_out_at_once(locked: TestClient, store: Store) -> None:
    _sign_in(locked, "analyst")
    with store.write() as connection:
        people.save(connection, "analyst", role="analyst", secret=False, disabled=True, by="x")
    assert locked.get("/letters", follow_redirects=False).status_code == 303
    assert _sign_in(locked, "analyst") == 401


def test_going_on_after_signing_in_stays_inside(locked: TestClient) -> None:
    for after in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
        data = {"name": "analyst", "password": PASSWORD, "after": after}
        assert locked.post("/sign-in", data=data, follow_redirects=False).headers["location"] == "/"


def test_passwords_are_kept_as_argon2id_and_short_ones_are_refused(store: Store) -> None:
    from sqlalchemy import text

    with store.write() as connection:
        people.save(connection, "a", role="analyst", secret=False, password=PASSWORD, by="x")
        assert str(connection.scalar(text("SELECT password FROM accounts"))).startswith("$argon2id$")
    with pytest.raises(Refused), store.write() as connection:
        people.save(connection, "b", role="analyst", secret=False, password="ngắn", by="x")


def test_any_other_address_than_this_machines_asks_for_accounts(monkeypatch: pytest.MonkeyPatch) -> None:
    from click.testing import CliRunner

    from cli.commands.serve import serve_command

    asked: list[Settings] = []
    monkeypatch.setattr("web.serve.serve", asked.append)
    for arguments in ([], ["--host", "0.0.0.0"], ["--host", "::1"], ["--address", "https://x.example"]):
        assert CliRunner().invoke(serve_command, arguments).exit_code == 0
    assert [settings.accounts for settings in asked] == [False, True, False, True]
    assert not is_loopback("example.com")


class Office:
    """An office's sign-on: hands out a code for whoever comes, and a signed token for the code."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, parameters={"kid": "k"})
        self.claims: dict[str, Any] = {}
        self.signs_with = self.key
        self.challenge = ""
        office = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                url = office.url
                said = {"issuer": url, "authorization_endpoint": f"{url}/auth", "token_endpoint": f"{url}/token",
                        "jwks_uri": f"{url}/keys"}  # fmt: skip
                self._answer({"keys": [office.key.as_dict(private=False)]} if self.path == "/keys" else said)

            def do_POST(self) -> None:
                form = parse_qs(self.rfile.read(int(self.headers["content-length"])).decode())
                digest = hashlib.sha256(form["code_verifier"][0].encode()).digest()
                assert base64.urlsafe_b64encode(digest).decode().rstrip("=") == office.challenge
                token = jwt.encode({"alg": "RS256", "kid": "k"}, office.claims, office.signs_with)
                self._answer({"id_token": token, "access_token": "x", "token_type": "Bearer"})

            def _answer(self, said: dict[str, Any]) -> None:
                body = json.dumps(said).encode()
                self.send_response(200)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def office() -> Iterator[Office]:
    made = Office()
    yield made
    made.server.shutdown()


def _come_back(client: TestClient, office: Office, **claims: Any) -> Any:
    away = client.get("/sign-in/office?after=/letters", follow_redirects=False)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(away.headers["location"]).query).items()}
    office.challenge = asked["code_challenge"]
    office.claims = {
        "iss": office.url, "aud": "congvan", "sub": "u1", "name": "Lê Thị Mẫu", "groups": ["van-thu"],
        "nonce": asked["nonce"], "exp": int(time.time()) + 60, **claims,
    }  # fmt: skip
    return client.get("/sign-in/office/back", params={"state": asked["state"], "code": "c"}, follow_redirects=False)


@pytest.fixture
def by_office(store: Store, office: Office) -> Iterator[TestClient]:
    door = SignOn(issuer=office.url, client_id="congvan", client_secret="s", roles=(("van-thu", "archivist"),))
    app = create_app(Settings(accounts=True, background=False, sign_on=door), store)
    with TestClient(app, base_url="http://localhost") as client:
        yield client


def test_the_offices_sign_on_lets_its_people_in(by_office: TestClient, office: Office, store: Store) -> None:
    assert "Đăng nhập bằng tài khoản của cơ quan" in by_office.get("/sign-in").text
    answer = _come_back(by_office, office)
    assert (answer.status_code, answer.headers["location"]) == (303, "/letters")
    assert "Lê Thị Mẫu" in by_office.get("/account").text
    _come_back(by_office, office)
    with store.read() as connection:
        assert [(each.name, each.role) for each in people.accounts(connection)] == [("Lê Thị Mẫu", "archivist")]


@pytest.mark.parametrize(
    "claims", [{"aud": "other"}, {"iss": "http://evil"}, {"nonce": "old"}, {"exp": 1}, {"groups": ["khác"]}]
)
def test_an_answer_that_is_not_for_this_desk_lets_nobody_in(
    by_office: TestClient, office: Office, claims: dict[str, Any]
) -> None:
    assert _come_back(by_office, office, **claims).status_code in (403, 502)
    assert by_office.get("/letters", follow_redirects=False).status_code == 303


def test_a_token_that_another_signed_lets_nobody_in(by_office: TestClient, office: Office) -> None:
    office.signs_with = RSAKey.generate_key(2048, parameters={"kid": "k"})
    assert _come_back(by_office, office).status_code == 502


def test_a_state_of_another_browser_lets_nobody_in(by_office: TestClient, office: Office) -> None:
    away = by_office.get("/sign-in/office", follow_redirects=False)
    state = parse_qs(urlsplit(away.headers["location"]).query)["state"][0]
    by_office.cookies.clear()
    assert by_office.get("/sign-in/office/back", params={"state": state, "code": "c"}).status_code == 404
