"""Two desks as processes on one PostgreSQL: whoever is served by either sees the same, and neither is special."""

from __future__ import annotations

import base64
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from joserfc.errors import JoseError
from sqlalchemy import update

from store.book import Store, open_store
from store.desk import lease, people, uploads
from store.desk.tables import Upload
from tests.databases import place, schema, server_missing, store
from tests.web.conftest import LETTERS
from web.settings import SignOn
from web.sign_on import Door, SignOnFailed

__all__ = ["place", "server_missing", "store"]
PASSWORD = "mật khẩu đủ dài"


class Desks:
    """The two, by their addresses."""

    def __init__(self, where: str, folder: Path) -> None:
        self.addresses: list[str] = []
        self.processes: list[subprocess.Popen[bytes]] = []
        for _ in range(2):
            with socket.create_server(("127.0.0.1", 0)) as listener:
                port = listener.getsockname()[1]
            config = folder / "desk.toml"
            config.write_text(f'inbox = "{folder / "inbox"}"\n')
            command = [sys.executable, "-m", "cli.main", "serve", "--port", str(port), "--store", where, "--accounts",
                       "--jobs", "1", "--config", str(config)]  # fmt: skip
            self.processes.append(subprocess.Popen(command, stderr=subprocess.DEVNULL))
            self.addresses.append(f"http://127.0.0.1:{port}")

    def wait(self) -> None:
        until = time.monotonic() + 60
        for address in self.addresses:
            while True:
                try:
                    if httpx.get(f"{address}/health").status_code == 200:
                        break
                except httpx.TransportError:
                    assert time.monotonic() < until, "the desk does not answer"
                time.sleep(0.1)

    def stop(self) -> None:
        for process in self.processes:
            process.kill()
            process.wait()


@pytest.fixture
def desks(server_missing: str | None, tmp_path: Path) -> Iterator[Desks]:
    if server_missing is not None:
        pytest.skip(server_missing)
    with schema() as where:
        opened = open_store(where, create=True, originals=str(tmp_path / "originals"))
        with opened.write() as connection:
            people.save(connection, "lan", role="archivist", secret=False, password=PASSWORD, by="x")
        opened.close()
        made = Desks(where, tmp_path)
        try:
            made.wait()
            yield made
        finally:
            made.stop()


class Stream:
    """A stream of server-sent events that somebody follows; `seen` grows."""

    def __init__(self, client: httpx.Client, url: str) -> None:
        self.seen: list[str] = []
        self.open = threading.Event()
        threading.Thread(target=self._follow, args=(client, url), daemon=True).start()
        assert self.open.wait(20)

    def _follow(self, client: httpx.Client, url: str) -> None:
        try:
            with client.stream("GET", url, timeout=60) as answer:
                self.open.set()
                for line in answer.iter_lines():
                    self.seen.append(line)
        except httpx.TransportError:
            pass  # the desk was stopped

    def wait(self, wanted: str, count: int = 1) -> None:
        until = time.monotonic() + 60
        while self.seen.count(wanted) < count:
            assert time.monotonic() < until, self.seen
            time.sleep(0.05)


def test_two_desks_are_one(desks: Desks) -> None:
    """Signed in at one, read at the other; the feed followed at both; imported at one, seen at the other."""
    first, second = desks.addresses
    with httpx.Client(timeout=60) as client:  # cookies know no ports
        assert client.get(f"{second}/letters").status_code == 303
        signed_in = client.post(f"{first}/sign-in", data={"name": "lan", "password": PASSWORD, "after": "/letters"})
        assert signed_in.status_code == 303
        assert [client.get(f"{each}/letters").status_code for each in (first, second)] == [200, 200]
        feeds = [Stream(client, f"{each}/api/v1/changes/stream?after=0") for each in (first, second)]
        pages = [Stream(client, f"{each}/import/events") for each in (first, second)]
        names = list(LETTERS)[:2]
        for address, name in zip((first, second), names, strict=True):
            files = {"files": (name, LETTERS[name].encode())}
            sent = client.post(f"{address}/import", files=files, data={"batch": "b1"})
            assert sent.status_code == 303
        for feed in feeds:
            feed.wait("event: letter.added", 2)
        for page in pages:
            page.wait("event: changed", 2)
        told = [[line for line in feed.seen if line.startswith(("id:", "event:"))] for feed in feeds]
        assert told[0] == told[1]
        for address in (first, second):
            shown = client.get(f"{address}/api/v1/letters").json()["items"]
            assert len(shown) == 2
            assert all(name in client.get(f"{address}/import?batch=b1").text for name in names)
        desks.processes[0].kill()
        assert client.get(f"{second}/letters").status_code == 200
        assert client.post(f"{second}/sign-out").status_code == 303
        assert client.get(f"{second}/letters").status_code == 303


def test_what_a_dead_desk_was_reading_waits_again_and_what_a_slow_one_reads_does_not(store: Store) -> None:
    with store.write() as connection:
        dead, slow = (
            uploads.add(connection, batch="b", name=f"{n}.txt", place=f"/inbox/{n}.txt", size=1, by="x") for n in "ab"
        )
        assert [uploads.claim(connection, by="x") is not None for _ in range(2)] == [True, True]
        long_ago = "2020-01-01T00:00:00.000000Z"
        connection.execute(update(Upload).values(changed_at=long_ago))
        before = lease.pulse(connection)
        lease.still(connection, [slow])
        assert lease.silent(connection)
        assert lease.free(connection) == 1
        assert not lease.silent(connection)
        assert lease.pulse(connection) != before
        assert [uploads.get(connection, number).status for number in (dead, slow)] == ["queued", "reading"]


def test_a_desk_takes_only_what_lies_in_its_inbox(store: Store) -> None:
    with store.write() as connection:
        uploads.add(connection, batch="b", name="a", place="/srv/in_box/1/a", size=1, by="x")
        for other in ("/srv/inXbox/", "/elsewhere/"):
            assert uploads.next_sender(connection, within=other) is None
            assert uploads.claim(connection, by="x", within=other) is None
        assert uploads.next_sender(connection, within="/srv/in_box/") == "x"
        assert uploads.claim(connection, by="x", within="/srv/in_box/") is not None


def test_who_was_sent_to_the_offices_sign_on_may_come_back_to_another_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    office = SignOn(issuer="https://sso.example", client_id="congvan", client_secret="s")
    one, other = (Door(office, back="https://desk.example/back") for _ in range(2))
    asked: list[dict[str, str]] = []
    found = {"issuer": office.issuer, "authorization_endpoint": "https://sso.example/a",
             "token_endpoint": "https://sso.example/t", "jwks_uri": "https://sso.example/k"}  # fmt: skip

    def fetch(self: Door, url: str, form: dict[str, str] | None = None) -> dict[str, object]:
        asked.append(form or {})
        return {"keys": []} if url.endswith("/k") else dict(found)

    monkeypatch.setattr(Door, "_fetch", fetch)
    _, state = one.away("/board")
    with pytest.raises(JoseError):  # the invented sign-on signs nothing, but it was asked with what `one` remembered
        other.back(state, "code")
    assert any(form.get("code_verifier") for form in asked)
    assert "code_verifier" not in json.dumps(state.split("."))
    stranger = Door(SignOn(issuer=office.issuer, client_id="congvan", client_secret="t"), back="x")
    forged = ".".join((*state.split(".")[:3], base64.urlsafe_b64encode(os.urandom(30)).decode(), state.split(".")[4]))
    for door, brought in ((stranger, state), (other, forged), (other, "x")):
        with pytest.raises(SignOnFailed, match="state"):
            door.back(brought, "code")
