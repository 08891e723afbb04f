"""Questions: a filter's SQL agrees with its meaning in Python, on both databases."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import filters, who
from store.book import Store
from store.filters import FILTERS, Query
from store.questions import count, every, obligations
from tests.letters import directive, letter
from tests.store.storing import put

NAMES = ["Phòng Tài vụ", "Giám đốc Phòng Tài vụ", "các đơn vị", "Trung tâm Y tế huyện Tân Hòa", "Phòng Nghiệp vụ"]
TEXTS = ["Báo cáo năm 2023", "Nộp báo cáo về Việt Nam", "Tổng hợp số liệu nằm viện", "Lập kế hoạch, nộp hồ sơ"]

SOUGHT = ["bao cao", "năm", "nam", '"nộp hồ sơ"', "nop ho*", "báo -việt", "-năm so"]


def _fill(store: Store) -> None:
    chance = random.Random(7)
    for number in range(12):
        work = []
        for at in range(chance.randrange(4)):
            due = None if chance.random() < 0.3 else f"2024-0{chance.randrange(1, 6)}-15"
            given = [(chance.choice(NAMES), chance.choice(["lead", "support"])) for _ in range(chance.randrange(3))]
            work.append(directive(f"d{at}", chance.choice(TEXTS), due=due, who=given))
        issuer = chance.choice(["Sở Y tế", "Sở Y tế tỉnh An Phú", "Bộ Y tế"])
        issued = {"place": "An Phú", "date": f"202{chance.randrange(3, 5)}-02-01"}
        kind = chance.choice(["cong_van", "quyet_dinh"])
        changes: dict[str, Any] = {"directives": work, "issuer": {"name": issuer}, "issued": issued, "kind": kind}
        put(store, letter(number={"value": str(number), "symbol": "SYT"}, **changes), name=f"{number}.txt")


def _maybe(of: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | of


DAYS = st.integers(1, 5).map(lambda month: dt.date(2024, month, 15))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_sql_agrees_with_the_meaning(store: Store, data: st.DataObject) -> None:
    with store.read() as connection:
        empty = not list(every(connection, Query()))
    if empty:
        _fill(store)
    draw = data.draw
    with store.read() as connection:
        name = draw(_maybe(st.sampled_from(["phong tai vu", "các đơn vị", "TTYT", "Phòng", "không có"])))
        query = Query(
            who=None if name is None else who.by_name(connection, name),
            role=draw(_maybe(st.sampled_from(["lead", "support"]))),
            due_from=draw(_maybe(DAYS)),
            due_to=draw(_maybe(DAYS)),
            overdue_on=draw(_maybe(DAYS)),
            no_deadline=draw(_maybe(st.booleans())),
            recurring=draw(_maybe(st.booleans())),
            states=draw(st.sampled_from([(), ("open",), ("done", "cancelled")])),
            issuer=draw(_maybe(st.sampled_from(["so y te", "Bộ Y tế", "y te"]))),
            kind=draw(_maybe(st.sampled_from(["cong_van", "quyet_dinh"]))),
            issued_from=draw(_maybe(st.just(dt.date(2024, 1, 1)))),
            issued_to=draw(_maybe(st.just(dt.date(2024, 1, 1)))),
            text=draw(_maybe(st.sampled_from(SOUGHT))),
        )  # fmt: skip
        everything = obligations(connection, Query(), limit=None)
        meant = [o.id + o.letter for o in everything if filters.holds(query, o)]
        found = [o.id + o.letter for o in obligations(connection, query, limit=None)]
        assert sorted(found) == sorted(meant)
        assert sorted(o.id + o.letter for o in every(connection, query, page=3)) == sorted(meant)
        assert query.text is not None or count(connection, query) == len(meant)
        if query.text is None:  # of a text, the index may give some that do not have it, and a page is then shorter
            size, start = draw(st.integers(1, 4)), draw(st.integers(0, 4))
            page = obligations(connection, query, limit=size, offset=start)
            assert [o.id + o.letter for o in page] == found[start : start + size]
        assert filters.sentence(query).endswith(".")


def test_every_field_of_a_query_is_a_filter() -> None:
    names = {name for name in Query.__dataclass_fields__ if name != "context"}
    assert names == {filter_.name for filter_ in FILTERS}


def test_the_sentence_says_what_is_shown() -> None:
    query = Query(states=("open",), due_to=dt.date(2024, 2, 5), text="báo cáo")
    assert filters.sentence(query) == "Nhiệm vụ có hạn đến ngày 05/02/2024, chưa thực hiện, có từ “báo cáo”."


def test_a_unit_is_found_without_accents_by_its_head_and_by_its_initials(store: Store) -> None:
    for number, name in enumerate((NAMES[0], NAMES[1], NAMES[3])):
        work = [directive("d", "Báo cáo", who=[(name, "lead")])]
        put(store, letter(directives=work, number={"value": str(number), "symbol": "SYT"}), name=name)
    asked = ("phong tai vu", "Phòng tài vụ", "PTV", "trung tâm y tế", "vu")
    with store.read() as connection:
        found = [len(obligations(connection, Query(who=who.by_name(connection, name)))) for name in asked]
    assert found == [2, 2, 1, 1, 2]
