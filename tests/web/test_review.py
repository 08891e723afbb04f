"""The review desk: a queue by doubt, values accepted and corrected, directives shaped, and nobody overwritten."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

from schemas.record import Letter
from store import load
from store.book import Store
from web import reviewing
from web.entries import field_name
from web.trouble import Unfit
from web.typed import edtf_of
from web.understanding import understand


def _letter(store: Store, key: str) -> Letter:
    with store.read() as connection:
        return load.letter(connection, key).record


def _version(desk: TestClient, key: str) -> str:
    found = re.search(r'data-version="(\d+)"', desk.get(f"/review/{key}").text)
    assert found is not None
    return found[1]


def _post(desk: TestClient, key: str, group: str, version: str, **values: Any) -> int:
    return desk.post(
        f"/review/{key}/values/{group}", data={"version": version, **values}, follow_redirects=False
    ).status_code  # fmt: skip


def test_a_correction_wins_and_is_in_the_audit(desk: TestClient, store: Store, keys: dict[str, str]) -> None:
    key = keys["152"]
    values = {"/issued/place": "An Phú", "/issued/date": "6/3/2024"}
    assert _post(desk, key, "issued", _version(desk, key), **values) == 303
    assert _letter(store, key).issued.date == "2024-03-06"
    assert "/issued/date" in desk.get(f"/letters/{key}").text
    assert "06/03/2024" in desk.get("/letters").text


def test_what_another_changed_meanwhile_is_shown_before_it_is_overwritten(
    desk: TestClient, store: Store, keys: dict[str, str]
) -> None:
    key = keys["152"]
    seen = _version(desk, key)
    assert _post(desk, key, "subject", seen, **{"/subject": "của người thứ nhất"}) == 303
    answer = desk.post(f"/review/{key}/values/subject", data={"version": seen, "/subject": "của người thứ hai"})
    assert answer.status_code == 409
    assert "của người thứ nhất" in answer.text
    assert "của người thứ hai" in answer.text
    assert _letter(store, key).subject == "của người thứ nhất"
    now = _version(desk, key)
    assert _post(desk, key, "subject", now, mine="1", **{"/subject": "của người thứ hai"}) == 303
    assert _letter(store, key).subject == "của người thứ hai"


def test_changes_of_other_values_do_not_get_in_the_way(desk: TestClient, store: Store, keys: dict[str, str]) -> None:
    key = keys["152"]
    seen = _version(desk, key)
    assert _post(desk, key, "subject", seen, **{"/subject": "một"}) == 303
    assert _post(desk, key, "urgency", seen, **{"/urgency": "khan"}) == 303
    letter = _letter(store, key)
    assert (letter.subject, letter.urgency) == ("một", "khan")


def test_a_doubt_is_accepted_once_and_for_good(desk: TestClient, store: Store, keys: dict[str, str]) -> None:
    key = next(k for k in keys.values() if reviewing.doubts(reviewing.groups(_letter(store, k))))
    before = reviewing.groups(_letter(store, key))
    group = next(g for g in before if g.doubtful)
    form: dict[str, Any] = {row.pointer: row.value or "" for row in group.rows}
    if group.directive is not None:
        form = {
            "text": group.directive.text, "ordinal": group.directive.ordinal or "",
            "assignee": [a.name for a in group.directive.assignees],
            "role": [a.role.value for a in group.directive.assignees],
            "deadline": [d.text for d in group.directive.deadlines], "submit_to": group.directive.submit_to or "",
        }  # fmt: skip
    assert _post(desk, key, group.name, _version(desk, key), **form) == 303
    after = reviewing.groups(_letter(store, key))
    assert reviewing.doubts(after) == reviewing.doubts(before) - 1


def test_directives_are_struck_brought_back_merged_split_and_added(
    desk: TestClient, store: Store, keys: dict[str, str]
) -> None:
    key = keys["152"]

    def texts() -> list[str]:
        return [directive.text for directive in _letter(store, key).directives]

    def shape(uid: str, act: str, **form: Any) -> None:
        desk.post(f"/review/{key}/directives/{uid}/{act}", data=form)

    first, second = _letter(store, key).directives
    shape(second.id, "strike")
    assert texts() == [first.text]
    shape(second.id, "restore")
    assert texts() == [first.text, second.text]
    shape(first.id, "merge")
    assert len(texts()) == 1
    assert first.text in texts()[0]
    assert second.text in texts()[0]
    whole = texts()[0]
    shape(first.id, "split", text=whole.replace(second.text, "\n\n" + second.text))
    assert len(texts()) == 2
    assert texts()[1] == second.text
    shape(
        "new",
        "add",
        text="Nộp báo cáo",
        assignee=["Phòng A", ""],
        role=["lead", "lead"],
        deadline="trước ngày 5/4/2024",
    )
    made = _letter(store, key).directives[-1]
    assert (made.text, made.assignees[0].name, made.deadlines[0].due) == ("Nộp báo cáo", "Phòng A", "2024-04-04")
    assert "Nộp báo cáo" in desk.get("/obligations?window=all").text


def test_a_directives_units_and_deadlines_are_corrected(desk: TestClient, store: Store, keys: dict[str, str]) -> None:
    key = keys["152"]
    directive = _letter(store, key).directives[0]
    form = {
        "text": directive.text, "assignee": ["Bệnh viện A", "Bệnh viện B"], "role": ["lead", "support"],
        "deadline": ["trong vòng 5 ngày làm việc kể từ ngày ký"], "submit_to": "Sở Y tế",
    }  # fmt: skip
    assert _post(desk, key, f"directives/{directive.id}", _version(desk, key), **form) == 303
    after = _letter(store, key).directives[0]
    assert [(a.name, a.role) for a in after.assignees] == [("Bệnh viện A", "lead"), ("Bệnh viện B", "support")]
    assert (after.deadlines[0].duration, after.deadlines[0].due) == ("P5D", "2024-03-12")
    assert after.submit_to == "Sở Y tế"


def test_lists_are_edited_a_line_each(desk: TestClient, store: Store, keys: dict[str, str]) -> None:
    key = keys["152"]
    _post(desk, key, "distribution", _version(desk, key), distribution="Như trên\nUBND tỉnh (b/c)\n\n")
    assert [(r.name, r.purpose) for r in _letter(store, key).distribution] == [("Như trên", None), ("UBND tỉnh", "b/c")]


@pytest.mark.parametrize(
    ("group", "values"),
    [("kind", {"/kind": "thư tình"}), ("issued", {"/issued/date": "31/2/2024"}), ("subject", {"version": "x"})],
)
def test_what_does_not_fit_is_refused_and_changes_nothing(
    desk: TestClient, store: Store, keys: dict[str, str], group: str, values: dict[str, str]
) -> None:
    key = keys["152"]
    before = _letter(store, key)
    version = values.pop("version", _version(desk, key))
    assert _post(desk, key, group, version, **values) in (409, 422)
    assert _letter(store, key) == before


def test_a_letter_that_is_done_leaves_the_queue(desk: TestClient, store: Store, keys: dict[str, str]) -> None:
    from store.desk import reviews

    with store.write() as connection:
        for each in keys.values():
            reviews.note(connection, each, doubts=2, done=False, by="x")
    assert desk.get("/review").text.count("data-item") == 3
    answer = desk.post(f"/review/{keys['152']}/done", follow_redirects=False)
    assert answer.headers["location"] == f"/review/next?after={keys['152']}"
    assert desk.get("/review").text.count("data-item") == 2


def test_two_who_have_one_letter_open_are_told(desk: TestClient, keys: dict[str, str]) -> None:
    where = f"/review/{keys['152']}/here"
    assert "tester" not in desk.post(where, data={"tab": "a", "version": "99"}).text
    assert "tester" in desk.post(where, data={"tab": "b", "version": "99"}).text


@pytest.mark.parametrize(
    ("typed", "due"),
    [
        ("trước ngày 20/6/2022", "2022-06-19"),
        ("chậm nhất 30/4", "2022-04-30"),
        ("trong tháng 3 năm 2022", "2022-03-31"),
    ],
)
def test_a_typed_deadline_is_understood_as_in_letters(desk: TestClient, typed: str, due: str) -> None:
    assert understand(typed, issued="2022-02-01")[0].deadline.due == due
    day = "/".join(reversed(due.split("-")))
    assert day in desk.get("/review/understand", params={"deadline": typed, "issued": "2022-02-01"}).text


def test_what_is_no_deadline_is_said_to_be_not_understood(desk: TestClient) -> None:
    assert "tag doubt" in desk.get("/review/understand", params={"deadline": "sớm nhất có thể"}).text


@pytest.mark.parametrize("typed", ["31/2/2024", "0/0/2024", "32/13/2024"])
def test_a_day_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(Unfit):
        edtf_of(typed)


def test_references_are_corrected_as_a_list(desk: TestClient, store: Store, keys: dict[str, str]) -> None:
    key = keys["152"]
    old = _letter(store, key).references
    assert len(old) == 1
    values = {
        "references.kind": ["cong_van", "ke_hoach", "van_ban"], "references.number": ["89", "5", ""],
        "references.symbol": ["BYT-KHTC", "KH-UBND", ""], "references.date": ["01/02/2024", "", ""],
        "references.issuer": ["Bộ Y tế", "UBND tỉnh", ""], "references.subject": ["", "", ""],
        "references.relation": ["implements", "basis", "mentions"],
    }  # fmt: skip
    assert _post(desk, key, "references", _version(desk, key), **values) == 303
    new = _letter(store, key).references
    assert [(each.number, each.relation.value) for each in new] == [("89", "implements"), ("5", "basis")]
    assert "89/BYT-KHTC" in desk.get(f"/letters/{key}").text
    wrong = {**values, "references.kind": ["no_kind", "ke_hoach", "van_ban"]}
    assert _post(desk, key, "references", _version(desk, key), **wrong) == 422


def test_a_list_that_is_left_as_it_was_is_no_correction(desk: TestClient, store: Store, keys: dict[str, str]) -> None:
    letter = _letter(store, keys["152"])
    group = next(each for each in reviewing.groups(letter) if each.name == "references")
    form: dict[str, list[str]] = {}
    for entry in group.entries:
        for row in entry:
            shown = "01/02/2024" if row.form == "date" and row.value else row.value or ""
            form.setdefault(field_name(row), []).append(shown)
    assert reviewing.changes(letter, group, form) == []
