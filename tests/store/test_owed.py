"""What a unit or an issuer owes first: taken from the index of names, whatever stands at the front of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import event, update

from schemas.obligation import LIVE
from store import who
from store.book import Store
from store.filters import Query
from store.questions import obligations
from store.tables import DirectiveRow
from tests.letters import directive, letter
from tests.store.storing import put

FIRST = dt.date(2024, 1, 1)


def _fill(store: Store, *, count: int = 60) -> None:
    """One letter whose directives are due day after day, the last ten on no day; all but the last dozen are done."""
    work = [
        directive(
            f"d{at:02}",
            f"Việc thứ {at}",
            due=None if at >= count - 10 else (FIRST + dt.timedelta(days=at)).isoformat(),
            who=[("Phòng Tài vụ", "lead"), ("Giám đốc Phòng Tài vụ", "support")],
        )
        for at in range(count)
    ]
    put(store, letter(directives=work))
    with store.write() as connection:
        done = update(DirectiveRow).where(DirectiveRow.uid < f"d{count - 12:02}").values(state="done")
        connection.execute(done)


def _asked(store: Store, by: str, **changes: Any) -> Query:
    if by == "issuer":
        return Query(issuer="Sở Y tế", **changes)
    with store.read() as connection:
        return Query(who=who.by_name(connection, "phong tai vu"), **changes)


@pytest.mark.parametrize("by", ["unit", "issuer"])
def test_those_that_hold_are_found_behind_many_that_do_not(store: Store, by: str) -> None:
    _fill(store)
    query = _asked(store, by, states=LIVE)
    with store.read() as connection:
        found = [o.id for o in obligations(connection, query, limit=4)]
        assert found == ["d48", "d49", "d50", "d51"]  # two that have a day, then those that have none
        assert [o.id for o in obligations(connection, query, limit=3, offset=2)] == ["d50", "d51", "d52"]


@pytest.mark.parametrize("by", ["unit", "issuer"])
def test_a_page_has_each_directive_once_though_it_names_a_unit_twice(store: Store, by: str) -> None:
    _fill(store)
    with store.read() as connection:
        found = [o.id for o in obligations(connection, _asked(store, by), limit=100)]
    assert found == [f"d{at:02}" for at in range(60)]


def test_a_role_is_asked_of_the_same_assignment(store: Store) -> None:
    work = [directive("d", "Báo cáo", due="2024-03-01", who=[("Phòng A", "lead"), ("Phòng B", "support")])]
    put(store, letter(directives=work))
    with store.read() as connection:
        named = who.by_name(connection, "phong b")
        found = [len(obligations(connection, Query(who=named, role=role))) for role in ("lead", "support")]
    assert found == [0, 1]


@pytest.mark.parametrize("by", ["unit", "issuer"])
def test_sqlite_finds_the_first_in_the_index_of_names_alone(store: Store, by: str) -> None:
    if store.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL plans by what is in the tables")
    _fill(store, count=12)
    query = _asked(store, by, due_from=FIRST, due_to=FIRST + dt.timedelta(days=30))
    ran: list[tuple[str, Any]] = []
    event.listen(store.engine, "before_cursor_execute", lambda *given: ran.append((given[2], given[3])))
    with store.read() as connection:
        obligations(connection, query)
        first, values = next(each for each in ran if each[0].startswith("SELECT"))
        plan = [row.detail for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {first}", values)]
    assert any("COVERING INDEX ix_" in step for step in plan)
    assert not any("PRIMARY KEY" in step for step in plan)
