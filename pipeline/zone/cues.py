"""The cues of a line: what its beginning says in words, by the rules of `data/rules/cells.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pipeline.zone.grammar import State
from pipeline.zone.look import SEEN, Look
from schemas.rule import Rule, table

SCALE = 11.0  # points of a cue of weight 1
LONGEST = 130  # characters: a longer line is of a cell of one line only if it opens a list or the body

_OF_CELL: dict[str, tuple[State, ...]] = {
    "number": (State.NUMBER,),
    "place_date": (State.PLACE_DATE, State.LOW_DATE),
    "subject": (State.ABOUT, State.TITLE),
    "addressees": (State.DEAR,),
    "address": (State.ADDRESSEES,),
    "urgency": (State.URGENCY, State.LOW_URGENCY),
    "secrecy": (State.SECRECY, State.LOW_SECRECY),
    "label": (State.LABEL,),
    "distribution": (State.RECIPIENTS,),
    "filing": (State.FILING,),
    "authority": (State.EARLY_AUTHORITY, State.AUTHORITY, State.LATE_AUTHORITY),
    "signer": (State.EARLY_SIGNER, State.SIGNER, State.LATE_SIGNER),
    "arrival": (State.ARRIVAL, State.LOW_ARRIVAL),
    "mark": (State.HEAD_MARK, State.TAIL_MARK),
    "head_mark": (State.HEAD_MARK,),
    "appendix": (State.APPENDIX,),
    "wrapper": (State.BEFORE, State.AFTER),
}
_RUNNING = (State.BODY, State.BODY_START, State.APPENDIX)  # a body cue adds to what the form says of running text
_ALSO_LONG = frozenset({"body", "label", "distribution", "filing", "wrapper", "subject", "number", "addressees"})

# Cues that running text hardly ever begins a line with, and how much that speaks against the body.
_NOT_BODY = {
    "recipients": 6.0,
    "recipient-as-above": 3.0,
    "filing": 4.0,
    "authority": 6.0,
    "authority-party": 2.0,
    "signed": 4.0,
    "number-labelled": 4.0,
    "date": 3.0,
    "subject": 3.0,
    "urgency": 2.0,
    "appendix": 4.0,
    "web": 3.0,
    "arrival": 2.0,
}


@dataclass(frozen=True, slots=True)
class Cues:
    """What the rules say of one line."""

    cells: dict[str, float]  # cell → the best weight of its rules
    rules: frozenset[str]
    lifts: tuple[tuple[int, float], ...]  # state → the points to which the cues lift it
    adds: tuple[tuple[int, float], ...]  # state → the points that they add
    against_body: float

    @property
    def opening(self) -> bool:
        """Whether the line begins like a letter's body."""
        return self.cells.get("body", 0.0) >= 0.6


@cache
def _rules() -> tuple[tuple[Rule, str, bool], ...]:
    return tuple((rule, rule.sets["cell"], rule.sets["cell"] in _ALSO_LONG) for rule in table("cells").rules)


def cues_of(look: Look) -> Cues:
    """The cues of one line."""
    cells: dict[str, float] = {}
    rules: set[str] = set()
    text = look.text[:SEEN]
    for rule, cell, also_long in _rules():
        if look.length > LONGEST and not also_long:
            continue
        if rule.pattern.search(look.key if rule.on_key else text) is None:
            continue
        if cell == "body" and look.lower and rule.id != "body-closing":
            continue
        rules.add(rule.id)
        cells[cell] = max(cells.get(cell, 0.0), rule.weight)
    lifts: dict[int, float] = {}
    for cell, weight in cells.items():
        for state in _OF_CELL.get(cell, ()):
            lifts[state] = max(lifts.get(state, -99.0), SCALE * weight)
    adds = tuple((int(state), SCALE * cells["body"]) for state in _RUNNING) if "body" in cells else ()
    against = sum(_NOT_BODY.get(rule, 0.0) for rule in rules)
    return Cues(cells, frozenset(rules), tuple(lifts.items()), adds, against)
