"""Journeys in a real browser, on real pages, with the project's own letters."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from store import load, review
from store.book import Store
from store.desk import hooks, people
from store.questions import LetterQuery, letters
from tests.letters import letter
from tests.web.browser import browser, serious, served, until
from tests.web.test_attention import put
from tests.web.test_webhooks import Tracker
from web.app import create_app
from web.settings import Settings

SAMPLES = Path(__file__).resolve().parents[2] / "data" / "letters"
PASSWORD = "mật khẩu đủ dài"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser() as made:
        yield made


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    context = chromium.new_context(viewport={"width": 1280, "height": 860}, accept_downloads=True)
    made = context.new_page()
    faults: list[str] = []
    made.on("pageerror", lambda error: faults.append(str(error)))
    made.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
    hosts: set[str] = set()
    made.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    made.hosts = hosts
    yield made
    context.close()
    assert faults == []
    assert len({host for host in hosts if host}) <= 1, "a page asked another host"


@pytest.fixture
def open_desk(store: Store) -> Iterator[str]:
    settings = Settings(background=False, user="tester", hook_networks=("127.0.0.0/8",))
    with served(create_app(settings, store)) as address:
        yield address


def _keys(store: Store) -> dict[str, str]:
    with store.read() as connection:
        return {brief.number or "": brief.key for brief in letters(connection, LetterQuery())}


def ten() -> list[Path]:
    """Ten sample letters, of as many kinds of file as there are; scans, which are slow, last."""
    files = [path for path in sorted(SAMPLES.iterdir()) if path.is_file() and path.suffix not in (".yaml", ".md")]
    files.sort(key=lambda path: (any(mark in path.name for mark in ("scan", "anh", "trang")), path.name))
    first: dict[str, Path] = {}
    for path in files:
        first.setdefault(path.suffix, path)
    chosen = list(first.values())
    return (chosen + [path for path in files if path not in chosen])[:10]


def test_import_ten_files_of_different_kinds(page: Any, store: Store) -> None:
    files = ten()
    if len(files) < 10:
        pytest.skip("data/letters has not been made (make letters)")
    with served(create_app(Settings(user="tester"), store)) as address:
        page.goto(f"{address}/import")
        page.set_input_files("#files", [str(path) for path in files])
        rows = page.locator("#files-list tbody tr")
        until(lambda: rows.count() == 10 and page.locator("#files-list progress").count() == 0, seconds=240)
        page.goto(f"{address}/letters")  # closed, and come back
        page.goto(f"{address}/import")
        assert rows.count() == 10
        assert page.locator("#files-list .tag.done").count() >= 6
        for name in (path.name for path in files):
            assert page.get_by_text(name).count() >= 1


def test_correct_a_doubtful_letter_by_keyboard(page: Any, open_desk: str, store: Store) -> None:
    page.goto(f"{open_desk}/review")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/review/[0-9a-f]{12}"))
    key = page.url.rsplit("/", 1)[-1]
    page.wait_for_selector(".group.doubtful.at")
    before = page.locator(".group.doubtful").count()
    assert before >= 2
    page.keyboard.press("e")
    page.keyboard.type("215")
    page.reload()  # nothing typed is lost
    page.wait_for_selector(".draft:visible")
    page.keyboard.press("e")
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    until(lambda: page.locator(".group.doubtful").count() == before - 1)
    page.keyboard.press("e")
    page.keyboard.press("Control+Enter")
    until(lambda: page.locator(".group.doubtful").count() == before - 2)
    with store.read() as connection:
        assert load.letter(connection, key).record.number.value == "215"
    page.reload()
    assert page.locator(".draft:visible").count() == 0


def test_a_value_leads_to_its_place_and_a_place_to_its_value(page: Any, open_desk: str, store: Store) -> None:
    page.goto(f"{open_desk}/letters/{_keys(store)['152']}")
    page.locator("dd[data-pointer='/number/value'] button").click()
    assert "152" in page.locator(".paper mark.on").first.inner_text()
    page.locator(".paper mark", has_text="20/3/2024").first.click()
    assert page.locator(".record [data-pointer*='/deadlines/'].on").count() == 1


def test_find_what_a_unit_owes_next_week_and_export_it(page: Any, open_desk: str, tmp_path: Path) -> None:
    page.goto(f"{open_desk}/board?on=2024-03-14")
    page.get_by_role("link", name="Các Bệnh viện trực thuộc").first.click()
    page.locator("#f-window").select_option("week")
    page.wait_for_url(re.compile("window=week"))
    assert page.locator("main tbody tr").count() == 1
    assert "còn 5 ngày" in page.locator("main tbody tr").inner_text()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="CSV").click()
    waiting.value.save_as(tmp_path / "tuan-toi.csv")
    rows = list(csv.reader((tmp_path / "tuan-toi.csv").open(encoding="utf-8-sig")))
    assert len(rows) == 2
    page.locator("main tbody tr a.main-link").click()
    page.wait_for_selector(".paper mark")


def test_settle_an_unresolved_unit(page: Any, open_desk: str, store: Store) -> None:
    from store.units.registry import OfficeUnit, save

    with store.write() as connection:
        save(connection, [OfficeUnit("to-thuoc", "Tổ Quản lý thuốc")], by="x")
    page.goto(f"{open_desk}/units")
    name = page.locator("main tbody tr td").first.inner_text()
    before = page.locator("main tbody tr").count()
    page.get_by_role("link", name="Định rõ").first.click()
    page.locator("#u-typed").press_sequentially("to quan ly")
    page.locator("#u-choices input[value=to-thuoc]").check()
    page.get_by_role("button", name="Xem trước").click()
    assert page.get_by_text("Sẽ áp dụng cho").count() == 1  # the effect, before it is applied
    page.get_by_role("button", name="Áp dụng", exact=True).click()
    page.wait_for_url(re.compile("done="))
    assert page.locator("main tbody tr").count() < before
    page.goto(f"{open_desk}/obligations?unit=to-thuoc&window=all")
    assert page.locator("main tbody tr").count() >= 1
    assert name


def test_a_tracker_is_told_by_webhook_and_the_log_shows_it(page: Any, open_desk: str, store: Store) -> None:
    tracker = Tracker()
    page.goto(f"{open_desk}/settings")
    page.locator("#h-url").fill(tracker.url)
    page.locator("#hooks button", has_text="Thêm").click()
    page.wait_for_selector(".alert.good code")
    with store.write() as connection:
        review.correct(connection, _keys(store)["152"], "/subject", "mới", by="x")
    from web.measures import Measures
    from web.outgoing import Outgoing

    Outgoing(store, Measures(), source="x", networks=("127.0.0.0/8",)).tell()
    page.goto(f"{open_desk}/settings?hook=1")
    assert page.get_by_text("đã nhận").count() == 1
    page.get_by_role("button", name="Gửi lại").click()
    with store.read() as connection:
        assert hooks.log(connection, 1)[0].status == "waiting"
    tracker.server.shutdown()


def test_search_as_one_types(page: Any, open_desk: str) -> None:
    page.goto(f"{open_desk}/letters")
    page.keyboard.press("/")
    page.keyboard.type("thuoc")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/search"))
    assert page.locator("#hits mark").count() >= 1
    page.locator("#q").fill("ve sinh tru")
    until(lambda: "vệ sinh trường học" in page.locator("#hits").inner_text())


def test_sign_in_and_refused_access(page: Any, store: Store) -> None:
    with store.write() as connection:
        people.save(connection, "Chuyên viên", role="analyst", secret=False, password=PASSWORD, by="x")
    with served(create_app(Settings(accounts=True, background=False), store)) as address:
        page.goto(f"{address}/letters")
        assert "/sign-in" in page.url
        page.locator("#name").fill("Chuyên viên")
        page.locator("#password").fill("không phải mật khẩu")
        page.locator("main button").click()
        assert page.get_by_role("alert").count() == 1
        page.locator("#password").fill(PASSWORD)
        page.locator("main button").click()
        page.wait_for_url(re.compile("/letters$"))
        assert page.get_by_role("link", name="Nhập văn bản").count() == 0
        page.goto(f"{address}/import")
        assert page.get_by_text("Bạn không được phép làm việc này").count() == 1


def test_a_reference_is_added_and_another_dropped_by_keyboard(page: Any, open_desk: str, store: Store) -> None:
    key = _keys(store)["152"]
    page.goto(f"{open_desk}/review/{key}")
    group = page.locator("[data-group=references]")
    assert group.locator(".entry").count() == 2  # the one that was read, and an empty one
    number = group.locator("[name='references.number']").nth(1)
    number.focus()
    page.keyboard.type("7")
    assert group.locator(".entry").count() == 3  # a filled entry grows another
    page.keyboard.press("Tab")
    page.keyboard.type("KH-SYT")
    group.locator("[data-drop-line]:visible").first.focus()
    page.keyboard.press("Enter")
    assert group.locator(".entry").count() == 2
    group.locator("[name='references.number']").first.focus()
    page.keyboard.press("Control+Enter")
    until(lambda: page.locator("[data-group=references].done").count() == 1)
    with store.read() as connection:
        found = load.letter(connection, key).record.references
    assert [(each.number, each.symbol) for each in found] == [("7", "KH-SYT")]


def test_a_later_letter_moves_a_deadline(page: Any, open_desk: str, store: Store) -> None:
    earlier = put(store, letter(number={"value": "900", "symbol": "SYT-TT"}), "a")
    cited = {"kind": "cong_van", "number": "900", "symbol": "SYT-TT", "date": "2024-03-05", "relation": "amends"}
    put(store, letter(number={"value": "950", "symbol": "SYT-TT"}, references=[cited], directives=[]), "b")
    page.goto(f"{open_desk}/attention")
    page.locator("input[name=deadline]").fill("trước ngày 15/4/2024")
    until(lambda: "14/04/2024" in page.locator(".understood").inner_text())
    page.get_by_role("button", name="Dời hạn").click()
    page.wait_for_url(re.compile("done=moved"))
    assert page.get_by_text("Không có gì phải xem").count() == 1
    page.goto(f"{open_desk}/letters/{earlier}")
    assert "14/04/2024" in page.locator(".record").inner_text()


@pytest.mark.parametrize("width", [1280, 360])
def test_main_pages_are_accessible_and_nothing_runs_over(
    chromium: Any, open_desk: str, store: Store, width: int
) -> None:
    keys = _keys(store)
    context = chromium.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    paths = [
        "/board?on=2024-03-15", "/obligations?window=all", "/obligations?window=all&view=calendar&month=2024-03",
        "/obligations?window=all&view=timeline", "/letters", f"/letters/{keys['152']}", "/search?q=thuoc", "/review",
        f"/review/{keys['']}", "/units", "/import", "/settings", "/api",
        "/attention", "/attention?kind=later", "/attention?kind=contradictions", "/attention?kind=missing",
        "/attention?kind=gaps", "/attention?kind=gaps&issuer=so+y+te", "/nowhere", "/letters?lang=en",
    ]  # fmt: skip
    for path in paths:
        page.goto(open_desk + path)
        assert serious(page) == [], path
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, f"{path} runs over by {over} pixels"
    context.close()
