"""The order in which the cells of a letter may follow each other, and the best sequence under it.

States are cells with their phase: what stands in the head, the body, the tail, and after it. A line of the head can't
follow the body, so a `Số: …` in running text is no letter's number, however much it looks like one.
"""

from __future__ import annotations

from enum import IntEnum
from functools import cache

from schemas.zone import Cell


class State(IntEnum):
    """A cell in its phase."""

    BEFORE = 0  # a web page's text before the letter
    NATIONAL = 1
    ISSUER = 2
    NUMBER = 3
    PLACE_DATE = 4
    SUBJECT = 5
    KIND = 6
    TITLE = 7
    ADDRESSEES = 8
    URGENCY = 9
    SECRECY = 10
    ARRIVAL = 11
    HEAD_MARK = 12
    HEAD_DUST = 13
    BODY = 14
    DISTRIBUTION = 15
    AUTHORITY = 16
    SIGNER = 17
    TAIL_MARK = 18
    TAIL_DUST = 19
    APPENDIX = 20
    AFTER = 21  # a web page's text after the letter
    BODY_START = 22  # the body's first line, which never begins in the middle of a sentence
    DEAR = 23  # the line that opens Kính gửi; ADDRESSEES are those that go on with the list


CELLS: dict[State, Cell] = {
    State.BEFORE: Cell.WRAPPER,
    State.NATIONAL: Cell.NATIONAL,
    State.ISSUER: Cell.ISSUER,
    State.NUMBER: Cell.NUMBER,
    State.PLACE_DATE: Cell.PLACE_DATE,
    State.SUBJECT: Cell.SUBJECT,
    State.KIND: Cell.KIND,
    State.TITLE: Cell.TITLE,
    State.ADDRESSEES: Cell.ADDRESSEES,
    State.URGENCY: Cell.URGENCY,
    State.SECRECY: Cell.SECRECY,
    State.ARRIVAL: Cell.ARRIVAL,
    State.HEAD_MARK: Cell.MARK,
    State.HEAD_DUST: Cell.DECORATION,
    State.BODY: Cell.BODY,
    State.DISTRIBUTION: Cell.DISTRIBUTION,
    State.AUTHORITY: Cell.AUTHORITY,
    State.SIGNER: Cell.SIGNER,
    State.TAIL_MARK: Cell.MARK,
    State.TAIL_DUST: Cell.DECORATION,
    State.APPENDIX: Cell.APPENDIX,
    State.AFTER: Cell.WRAPPER,
    State.DEAR: Cell.ADDRESSEES,
    State.BODY_START: Cell.BODY,
}

HEAD = (*(State(i) for i in range(State.NATIONAL, State.BODY)), State.DEAR)
TAIL = (State.DISTRIBUTION, State.AUTHORITY, State.SIGNER, State.TAIL_MARK, State.TAIL_DUST)
NEVER = -1e6


def _start() -> dict[State, float]:
    """What it costs to begin with a state."""
    out = dict.fromkeys(HEAD, -1.0)
    out |= {
        State.ISSUER: 0.0,
        State.NATIONAL: 0.0,
        State.BEFORE: -1.0,
        State.BODY: -6.0,
        State.BODY_START: -3.0,
        State.TITLE: -8.0,
    }
    out |= {
        State.ADDRESSEES: NEVER,
        State.DEAR: -1.0,
        State.SUBJECT: -6.0,
        State.KIND: -1.5,
        State.HEAD_DUST: -1.0,
        State.DISTRIBUTION: -6.0,
    }
    return out


def _head_pairs() -> dict[tuple[State, State], float]:
    out: dict[tuple[State, State], float] = {}
    loose = (State.URGENCY, State.SECRECY, State.ARRIVAL, State.HEAD_MARK, State.HEAD_DUST)
    for a in HEAD:
        for b in HEAD:
            cost = -0.8
            if a == b:
                cost = -4.0 if a in (State.NUMBER, State.PLACE_DATE) else 0.0
            elif a in loose or b in loose:
                cost = -1.2
            elif b == State.ISSUER and a not in (State.NATIONAL,):
                cost = -6.0
            out[a, b] = cost
        out[a, State.TITLE] = -9.0
    for a in (State.KIND, State.TITLE):
        for b in (State.ISSUER, State.NATIONAL, State.SUBJECT):
            out[a, b] = -6.0
        out[a, State.PLACE_DATE] = out[a, State.NUMBER] = -2.5
    out[State.KIND, State.TITLE] = 0.0
    out[State.TITLE, State.TITLE] = -0.3
    out[State.HEAD_DUST, State.TITLE] = -2.0
    out[State.HEAD_DUST, State.ISSUER] = out[State.HEAD_MARK, State.ISSUER] = -1.0
    out[State.URGENCY, State.ISSUER] = out[State.SECRECY, State.ISSUER] = out[State.ARRIVAL, State.ISSUER] = -1.0
    out[State.PLACE_DATE, State.ISSUER] = -4.0
    for a in HEAD:
        out[a, State.ADDRESSEES] = -12.0 if a == State.HEAD_DUST else NEVER  # only Kính gửi opens the list
        out[State.DEAR, a] = out[State.ADDRESSEES, a] = -6.0
        out[a, State.DEAR] = -0.8
    out[State.DEAR, State.ADDRESSEES] = out[State.ADDRESSEES, State.ADDRESSEES] = 0.0
    out[State.ADDRESSEES, State.DEAR] = out[State.DEAR, State.DEAR] = -0.5
    out[State.DEAR, State.HEAD_DUST] = out[State.ADDRESSEES, State.HEAD_DUST] = -1.2
    out[State.DEAR, State.PLACE_DATE] = out[State.ADDRESSEES, State.PLACE_DATE] = -2.0
    for a in (State.SUBJECT, State.TITLE, State.ADDRESSEES, State.DEAR, State.KIND):
        out[a, State.ISSUER] = -20.0
    out[State.NATIONAL, State.ISSUER] = -0.5
    return out


@cache
def arcs() -> list[list[tuple[int, float]]]:
    """For each state the states it may follow, with what the step is worth (0 or less)."""
    pairs = _head_pairs()
    for b in HEAD:
        pairs[State.BEFORE, b] = -0.5 if b in (State.ISSUER, State.NATIONAL) else -2.5
    pairs[State.BEFORE, State.ADDRESSEES] = NEVER
    pairs[State.BEFORE, State.TITLE] = -9.0
    pairs[State.BEFORE, State.BEFORE] = 0.0
    pairs[State.BEFORE, State.BODY_START] = -3.0
    for a in HEAD:
        pairs[a, State.BODY_START] = -3.0
    for a in (State.DEAR, State.ADDRESSEES, State.TITLE):
        pairs[a, State.BODY_START] = 0.0
    pairs[State.SUBJECT, State.BODY_START] = pairs[State.KIND, State.BODY_START] = -2.0
    pairs[State.HEAD_DUST, State.BODY_START] = -1.5
    pairs[State.BODY, State.BODY] = pairs[State.BODY_START, State.BODY] = 0.0
    pairs[State.BODY, State.DISTRIBUTION] = -4.0
    pairs[State.BODY, State.AUTHORITY] = -2.0
    pairs[State.BODY, State.SIGNER] = -5.0
    pairs[State.BODY, State.TAIL_DUST] = -5.0
    pairs[State.BODY, State.APPENDIX] = -5.0
    pairs[State.BODY, State.AFTER] = -9.0
    pairs[State.ADDRESSEES, State.DISTRIBUTION] = pairs[State.DEAR, State.DISTRIBUTION] = -6.0
    for b in (State.DISTRIBUTION, State.AUTHORITY, State.SIGNER):
        pairs[State.BODY_START, b] = pairs[State.BODY, b]
    for a in TAIL:
        for b in TAIL:
            pairs[a, b] = 0.0 if a == b else -0.6
        pairs[a, State.APPENDIX] = pairs[a, State.AFTER] = -1.5
        pairs[a, State.BODY] = -10.0
    pairs[State.AUTHORITY, State.SIGNER] = 0.0
    pairs[State.TAIL_DUST, State.TAIL_DUST] = -0.3
    pairs[State.APPENDIX, State.APPENDIX] = pairs[State.AFTER, State.AFTER] = 0.0
    pairs[State.APPENDIX, State.AFTER] = -4.0
    pairs[State.AFTER, State.APPENDIX] = -2.0
    into: list[list[tuple[int, float]]] = [[] for _ in State]
    for (a, b), worth in pairs.items():
        into[b].append((int(a), worth))
    return into


def best(scores: list[list[float]]) -> list[State]:
    """The best sequence of states for lines scored `scores[line][state]` (Viterbi, linear in the lines)."""
    if not scores:
        return []
    start, into = _start(), arcs()
    value = [start.get(state, NEVER) + scores[0][state] for state in State]
    back: list[list[int]] = []
    for row in scores[1:]:
        new, trail = [], []
        for state, sources in enumerate(into):
            top, origin = NEVER * 10, 0
            for a, worth in sources:
                if (v := value[a] + worth) > top:
                    top, origin = v, a
            new.append(top + row[state])
            trail.append(origin)
        value = new
        back.append(trail)
    at = max(range(len(value)), key=value.__getitem__)
    path = [at]
    for trail in reversed(back):
        at = trail[at]
        path.append(at)
    return [State(i) for i in reversed(path)]
