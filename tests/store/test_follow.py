"""Evidence and findings stay with their directives when people strike, add or change some."""

from __future__ import annotations

from typing import Any

from schemas.record import Letter
from store.compose import Fix, compose
from tests.letters import directive, letter


def _read(count: int = 3) -> Letter:
    place = {"page": 1, "start": 0, "end": 1, "text": "x", "confidence": 0.9}
    evidence: dict[str, Any] = {f"/directives/{n}": [{**place, "start": n, "end": n + 1}] for n in range(count)}
    evidence["/directives/2/deadlines/0"] = [place]
    evidence["/subject"] = [place]
    return letter(
        directives=[directive(f"d{n}", f"Việc {n}") for n in range(count)],
        evidence=evidence,
        findings=[
            {"code": "assignee-unknown", "pointer": f"/directives/{n}/assignees", "message": "…"} for n in range(count)
        ],
    )


def test_what_stands_after_a_struck_directive_moves_up_with_its_places() -> None:
    made = compose([_read()], [Fix("/directives/d1", None)])
    assert [d.id for d in made.directives] == ["d0", "d2"]
    assert made.evidence["/directives/1"][0].start == 2
    assert set(made.evidence) == {"/directives/0", "/directives/1", "/directives/1/deadlines/0", "/subject"}
    assert [f.pointer for f in made.findings] == ["/directives/0/assignees", "/directives/1/assignees"]


def test_a_correction_made_before_another_directive_is_struck_names_the_right_one() -> None:
    made = compose([_read()], [Fix("/directives/d2/text", "Việc hai"), Fix("/directives/d0", None)])
    corrected = [f.pointer for f in made.findings if f.code == "corrected"]
    assert corrected == ["/directives/1/text"]
    assert made.directives[1].text == "Việc hai"


def test_a_directive_that_a_person_adds_has_no_place_and_is_marked_as_theirs() -> None:
    made = compose([_read()], [Fix("/directives/new", directive("new", "Việc mới"))])
    assert made.directives[3].id == "new"
    assert "/directives/3" not in made.evidence
    assert [f.pointer for f in made.findings if f.code == "corrected"] == ["/directives/3"]
