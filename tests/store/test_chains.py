"""Chains of letters, and what citations show to be wrong or missing."""

from __future__ import annotations

from typing import Any

from store import chains, load
from store.book import Store
from tests.letters import directive, letter
from tests.store.storing import put


def _letter(number: int, *, cites: int | None = None, due: str | None = None, **changes: Any) -> Any:
    cited = [] if cites is None else [_cite(cites, relation="implements")]
    values: dict[str, Any] = {
        "number": {"value": str(number), "symbol": "SYT"}, "references": cited, "subject": f"việc số {number}",
        "issued": {"place": "An Phú", "date": f"2024-03-{number:02}"},
        "directives": [directive("d", f"Làm việc {number}", due=due)],
    }  # fmt: skip
    return letter(**{**values, **changes})


def _cite(number: int, *, day: str | None = None, **changes: Any) -> dict[str, Any]:
    date = day if day is not None else f"2024-03-{number:02}"
    return {"kind": "cong_van", "number": str(number), "symbol": "SYT", "date": date, **changes}


def test_a_chain_goes_up_to_the_first_and_down_to_the_last(store: Store) -> None:
    keys = {
        n: put(store, _letter(n, cites=n - 1 if n > 1 else None, due="2024-04-01"), name=str(n))[0]
        for n in (4, 1, 3, 2)
    }
    put(store, _letter(9), name="9")
    with store.read() as connection:
        found = chains.chain(connection, load.find(connection, keys[2]))
    assert [(link.key, link.depth) for link in found] == [(keys[1], -1), (keys[3], 1), (keys[4], 2)]
    assert (found[0].code, found[0].open_directives) == ("1/SYT", 1)


def test_a_circle_ends(store: Store) -> None:
    first = _letter(1, references=[_cite(2, relation="implements")])
    (key,) = put(store, first, name="1")
    put(store, _letter(2, cites=1), name="2")
    with store.read() as connection:
        found = chains.chain(connection, load.find(connection, key))
    assert len(found) == 1


def test_a_deadline_later_than_the_one_above_is_found(store: Store) -> None:
    (above,) = put(store, _letter(1, due="2024-04-01"), name="1")
    (late,) = put(store, _letter(2, cites=1, due="2024-04-02"), name="2")
    put(store, _letter(3, cites=1, due="2024-04-01"), name="3")
    with store.read() as connection:
        found = chains.later_deadlines(connection)
    assert [(f.letter, f.above, str(f.due), str(f.above_due)) for f in found] == [
        (late, above, "2024-04-02", "2024-04-01")
    ]


def test_letters_cited_but_missing_are_listed_by_how_often(store: Store) -> None:
    law = {"kind": "nghi_dinh", "number": "30", "symbol": "2020/NĐ-CP", "relation": "basis"}
    put(store, _letter(1, references=[_cite(8), _cite(7), law]), name="1")
    put(store, _letter(2, references=[_cite(8), _cite(1)]), name="2")
    with store.read() as connection:
        assert [(m.code, m.cited_by) for m in chains.not_in_archive(connection)] == [("8/SYT", 2), ("7/SYT", 1)]


def test_gaps_in_an_issuers_numbers(store: Store) -> None:
    for number in (3, 4, 7, 12):
        put(store, _letter(number), name=str(number))
    with store.read() as connection:
        found = chains.gaps(connection, issuer="so y te")
        assert chains.gaps(connection, issuer="Sở Nội vụ") == []
    assert [(g.issuer, g.year, g.first, g.last) for g in found] == [("Sở Y tế", 2024, 5, 6), ("Sở Y tế", 2024, 8, 11)]


def test_one_number_cited_with_two_days_is_a_contradiction(store: Store) -> None:
    (one,) = put(store, _letter(1, references=[_cite(8, day="2024-03-08")]), name="1")
    (two,) = put(store, _letter(2, references=[_cite(8, day="2024-03-09"), _cite(7, day="2024-03-07")]), name="2")
    put(store, _letter(3, references=[_cite(7, day="2023-03-07"), _cite(7, day="2024-03")]), name="3")
    with store.read() as connection:
        (found,) = chains.contradictions(connection)
    assert (found.code, found.days) == ("8/SYT", (("2024-03-08", (one,)), ("2024-03-09", (two,))))
