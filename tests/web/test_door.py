"""What the desk lets in, and the headers it answers with."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from web.guard import POLICY


def test_every_answer_forbids_script_that_is_not_the_desks(desk: TestClient) -> None:
    for path in ("/letters", "/nowhere", "/health", "/static/desk.css", "/api/v1/nowhere"):
        answer = desk.get(path)
        assert answer.headers["content-security-policy"] == POLICY, path
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert "unsafe" not in POLICY


def test_a_name_of_another_site_that_points_here_reaches_nothing(desk: TestClient) -> None:
    assert desk.get("/letters", headers={"host": "evil.example"}).status_code == 421


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "http://evil.example"},
        {"origin": "null"},
    ],
)
def test_another_sites_page_can_change_nothing(desk: TestClient, headers: dict[str, str]) -> None:
    assert desk.post("/review/0123", headers=headers).status_code == 403
    assert desk.get("/health", headers=headers).status_code == 200


def test_no_page_has_script_or_style_of_its_own(desk: TestClient, keys: dict[str, str]) -> None:
    for path in ("/letters", f"/letters/{keys['152']}", "/nowhere"):
        html = desk.get(path).text
        assert "<style" not in html
        assert " style=" not in html
        assert " on" + "click=" not in html
        assert html.count("<script") == html.count("<script src=")
        assert "http://" not in html.replace("http://www.w3.org", "")
        assert "https://" not in html


def test_what_a_letter_says_is_never_markup(desk: TestClient, keys: dict[str, str]) -> None:
    from store import review

    with desk.app.state.desk.store.write() as connection:  # type: ignore[attr-defined]
        review.correct(connection, keys["152"], "/subject", "<script>alert(1)</script>", by="x")
    for path in ("/letters", f"/letters/{keys['152']}"):
        html = desk.get(path).text
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert" in html


def test_the_first_page_is_light(desk: TestClient) -> None:
    html = desk.get("/letters").text
    weight = len(html.encode())
    for part in ("desk.css", "desk.js", "vendor/htmx-2.0.11.min.js", "seal.svg"):
        weight += len(desk.get(f"/static/{part}").content)
    assert weight < 150_000


def test_health_and_measures(desk: TestClient) -> None:
    assert desk.get("/health").json()["status"] == "ok"
    desk.get("/letters")
    assert 'congvan_requests_total{route="/letters",method="GET",status="200"} 1' in desk.get("/metrics").text
