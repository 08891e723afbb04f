"""Uploads: kept before they are read, read in the background, set aside with a reason, and never lost by a stop."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from store.book import Store
from store.desk import uploads
from tests.web.conftest import LETTERS
from web.app import create_app
from web.jobs import Jobs, file_name
from web.settings import Settings


@pytest.fixture
def reading(store: Store) -> Iterator[TestClient]:
    """A desk that reads uploads with one process."""
    app = create_app(Settings(user="tester", jobs=1, upload_bytes=100_000, parser="tests.web.parser:parse"), store)
    with TestClient(app, base_url="http://localhost") as client:
        yield client


def _send(desk: TestClient, *files: tuple[str, bytes], batch: str = "b1") -> list[int]:
    answer = desk.post(
        "/import", data={"batch": batch}, headers={"accept": "application/json"},
        files=[("files", (name, io.BytesIO(data))) for name, data in files],
    )  # fmt: skip
    assert answer.status_code == 202
    return list(answer.json()["ids"])


def _wait(desk: TestClient, store: Store, seconds: float = 60) -> dict[str, str]:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with store.read() as connection:
            found = uploads.files(connection)
        if all(each.status in uploads.DONE for each in found):
            return {each.name: each.status for each in found}
        time.sleep(0.1)
    raise AssertionError("the uploads were not read")


def test_files_are_read_and_what_can_not_be_is_set_aside(reading: TestClient, store: Store) -> None:
    known = LETTERS["phong-dich.txt"].encode()
    _send(reading, ("mới.txt", b"letter new"), ("cũ.txt", known), ("hỏng.txt", b"bad"))
    assert _wait(reading, store) == {"mới.txt": "imported", "cũ.txt": "there", "hỏng.txt": "set_aside"}
    html = reading.get("/import?batch=b1").text
    assert "Không đọc được tệp này." in html
    assert html.count("data-item") == 3
    assert reading.get("/import?batch=other").text.count("data-item") == 0
    with store.read() as connection:
        (letter,) = next(each for each in uploads.files(connection) if each.name == "mới.txt").letters
    assert reading.get(f"/letters/{letter}").status_code == 200


def test_a_set_aside_file_can_be_tried_again(
    reading: TestClient, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    (number,) = _send(reading, ("a.txt", b"bad"))
    _wait(reading, store)
    reading.post("/import/retry", data={"number": number})
    _wait(reading, store)
    with store.read() as connection:
        assert uploads.get(connection, number).status == "set_aside"


def test_what_waits_when_the_desk_stops_is_read_when_it_starts(desk: TestClient, store: Store) -> None:
    (number,) = _send(desk, ("đang chờ.txt", b"letter waiting"))
    with store.write() as connection:
        assert uploads.claim(connection, by="tester") is not None  # as if it was being read when the power went
    app = create_app(Settings(user="tester", jobs=1, parser="tests.web.parser:parse"), store)
    with TestClient(app, base_url="http://localhost") as again:
        assert _wait(again, store) == {"đang chờ.txt": "imported"}
    with store.read() as connection:
        assert len(uploads.get(connection, number).letters) == 1


def test_a_file_that_is_too_large_is_refused_and_leaves_nothing(reading: TestClient, store: Store) -> None:
    answer = reading.post("/import", files=[("files", ("to.txt", io.BytesIO(b"x" * 100_001)))])
    assert answer.status_code == 413
    jobs: Jobs = reading.app.state.desk.jobs  # type: ignore[attr-defined]
    assert list(jobs.inbox.glob("*")) == []
    with store.read() as connection:
        assert uploads.files(connection) == []


def test_a_body_that_is_too_large_is_not_even_read(desk: TestClient) -> None:
    answer = desk.post(
        "/units/settle", content=b"x" * 5_000_000, headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert answer.status_code == 413


@pytest.mark.parametrize(
    "name", ["../../x.txt", "..\\..\\x.txt", "/etc/passwd", "a\x00b.txt", "ạ" * 400 + ".pdf", "", "..", "C:\\x.pdf"]
)
def test_no_name_leads_out_of_the_inbox(name: str, tmp_path: Path) -> None:
    made = (tmp_path / file_name(name)).resolve()
    assert made.parent == tmp_path.resolve()
    assert made != tmp_path.resolve()
    made.write_bytes(b"")


def test_a_file_that_is_being_read_shows_its_page(desk: TestClient, store: Store) -> None:
    (number,) = _send(desk, ("quet.pdf", b"x"))
    with store.write() as connection:
        uploads.change(connection, number, status="reading")
    desk.app.state.desk.jobs.pages[number] = (3, 12)  # type: ignore[attr-defined]
    assert "trang 3/12" in desk.get("/import").text
