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
    ABOUT = 5  # the line that opens the subject (V/v)
    SUBJECT = 6  # the lines that go on with it
    KIND = 7
    TITLE = 8
    DEAR = 9  # the line that opens Kính gửi
    ADDRESSEES = 10  # the lines that go on with the list
    LIST_DUST = 11
    LOW_DATE = 12  # a place and date that are set below Kính gửi
    URGENCY = 13
    SECRECY = 14
    ARRIVAL = 15
    HEAD_MARK = 16
    HEAD_DUST = 17
    BODY_START = 18  # the body's first line, which never begins in the middle of a sentence
    BODY = 19
    EARLY_AUTHORITY = 20  # over Nơi nhận
    EARLY_SIGNER = 21
    EARLY_DUST = 22
    LABEL = 23  # Nơi nhận: there is one in a letter
    RECIPIENTS = 24  # a line that can only be of its list: Như trên, (b/c)
    DISTRIBUTION = 25  # the lines that go on with it
    AUTHORITY = 26  # beside the list
    SIGNER = 27
    TAIL_DUST = 28
    FILING = 29  # Lưu: the list ends here
    LATE_AUTHORITY = 30  # below the list
    LATE_SIGNER = 31
    LATE_DUST = 32
    TAIL_MARK = 33
    APPENDIX = 34
    AFTER = 35  # a web page's text after the letter
    LOW_URGENCY = 36  # stamps beside Kính gửi
    LOW_SECRECY = 37
    LOW_ARRIVAL = 38


CELLS: dict[State, Cell] = {
    State.BEFORE: Cell.WRAPPER,
    State.NATIONAL: Cell.NATIONAL,
    State.ISSUER: Cell.ISSUER,
    State.NUMBER: Cell.NUMBER,
    State.PLACE_DATE: Cell.PLACE_DATE,
    State.ABOUT: Cell.SUBJECT,
    State.SUBJECT: Cell.SUBJECT,
    State.KIND: Cell.KIND,
    State.TITLE: Cell.TITLE,
    State.DEAR: Cell.ADDRESSEES,
    State.ADDRESSEES: Cell.ADDRESSEES,
    State.LIST_DUST: Cell.DECORATION,
    State.URGENCY: Cell.URGENCY,
    State.SECRECY: Cell.SECRECY,
    State.ARRIVAL: Cell.ARRIVAL,
    State.HEAD_MARK: Cell.MARK,
    State.HEAD_DUST: Cell.DECORATION,
    State.BODY_START: Cell.BODY,
    State.BODY: Cell.BODY,
    State.EARLY_AUTHORITY: Cell.AUTHORITY,
    State.EARLY_SIGNER: Cell.SIGNER,
    State.EARLY_DUST: Cell.DECORATION,
    State.LABEL: Cell.DISTRIBUTION,
    State.RECIPIENTS: Cell.DISTRIBUTION,
    State.DISTRIBUTION: Cell.DISTRIBUTION,
    State.AUTHORITY: Cell.AUTHORITY,
    State.SIGNER: Cell.SIGNER,
    State.TAIL_DUST: Cell.DECORATION,
    State.FILING: Cell.DISTRIBUTION,
    State.LATE_AUTHORITY: Cell.AUTHORITY,
    State.LATE_SIGNER: Cell.SIGNER,
    State.LATE_DUST: Cell.DECORATION,
    State.TAIL_MARK: Cell.MARK,
    State.APPENDIX: Cell.APPENDIX,
    State.AFTER: Cell.WRAPPER,
    State.LOW_DATE: Cell.PLACE_DATE,
    State.LOW_URGENCY: Cell.URGENCY,
    State.LOW_SECRECY: Cell.SECRECY,
    State.LOW_ARRIVAL: Cell.ARRIVAL,
}

COLUMNS = (State.NATIONAL, State.ISSUER, State.NUMBER, State.PLACE_DATE, State.ABOUT, State.SUBJECT)
HEADING = (State.KIND, State.TITLE)
LOOSE = (State.URGENCY, State.SECRECY, State.ARRIVAL, State.HEAD_MARK, State.HEAD_DUST)
LIST = (
    *(State.DEAR, State.ADDRESSEES, State.LIST_DUST),
    *(State.LOW_DATE, State.LOW_URGENCY, State.LOW_SECRECY, State.LOW_ARRIVAL),
)
HEAD = COLUMNS + HEADING + LOOSE + LIST
EARLY = (State.EARLY_AUTHORITY, State.EARLY_SIGNER, State.EARLY_DUST)
BESIDE = (State.RECIPIENTS, State.DISTRIBUTION, State.AUTHORITY, State.SIGNER, State.TAIL_DUST)
LATE = (State.LATE_AUTHORITY, State.LATE_SIGNER, State.LATE_DUST)
TAIL = (*EARLY, State.LABEL, *BESIDE, State.FILING, *LATE, State.TAIL_MARK)
NEVER = -1e6
HOPELESS = -5.5  # points

Pairs = dict[tuple[State, State], float]


def _start() -> dict[State, float]:
    """What it costs to begin with a state."""
    out = dict.fromkeys(HEAD, -1.0)
    out |= {State.ISSUER: 0.0, State.NATIONAL: 0.0, State.BEFORE: -1.0, State.KIND: -1.5}
    out |= {State.BODY: -6.0, State.BODY_START: -3.0, State.ABOUT: -6.0, State.LABEL: -6.0, State.TITLE: -8.0}
    out |= {State.ADDRESSEES: NEVER, State.SUBJECT: NEVER, State.LIST_DUST: NEVER, State.LOW_DATE: NEVER}
    out |= {State.LOW_URGENCY: NEVER, State.LOW_SECRECY: NEVER, State.LOW_ARRIVAL: NEVER}
    return out


def _columns() -> Pairs:
    """The two columns of the letterhead: their lines alternate, or one column follows the other whole."""
    out: Pairs = {}
    for a in COLUMNS:
        for b in COLUMNS:
            out[a, b] = 0.0 if a == b else -0.8
    for a in (State.NUMBER, State.PLACE_DATE):
        out[a, a] = -4.0
    for a in (State.ABOUT, State.SUBJECT):
        out[a, State.ISSUER] = -20.0
        out[a, State.NUMBER] = -8.0
        out[a, State.ABOUT] = -6.0
    out[State.ABOUT, State.SUBJECT] = 0.0
    out[State.ISSUER, State.SUBJECT] = out[State.NUMBER, State.SUBJECT] = NEVER
    out[State.NATIONAL, State.ISSUER] = -0.5
    out[State.NUMBER, State.ISSUER] = -20.0
    out[State.PLACE_DATE, State.ISSUER] = -4.0
    return out


def _heading() -> Pairs:
    """Type and title."""
    out: Pairs = {(State.KIND, State.KIND): -3.0, (State.KIND, State.TITLE): 0.0, (State.TITLE, State.TITLE): -0.3}
    for a in COLUMNS:
        out[a, State.KIND] = -0.8
        out[a, State.TITLE] = -9.0
    for a in HEADING:
        out |= {(a, State.ISSUER): -20.0, (a, State.NATIONAL): -6.0, (a, State.ABOUT): -6.0, (a, State.SUBJECT): NEVER}
        out |= {(a, State.NUMBER): -2.5, (a, State.PLACE_DATE): -2.5}
    out[State.TITLE, State.KIND] = -6.0
    return out


def _loose() -> Pairs:
    """Stamps, marks and dust, which stand anywhere in the head."""
    out: Pairs = {}
    for a in LOOSE:
        for b in COLUMNS + HEADING + LOOSE:
            out[a, b] = out[b, a] = -1.2
        out[a, a] = 0.0
        out[a, State.ISSUER] = -1.0
        out[a, State.TITLE] = out[a, State.SUBJECT] = -2.0
    return out


def _list() -> Pairs:
    """Kính gửi: once the list is open, nothing of the letterhead comes any more but a date set low."""
    out: Pairs = {}
    for a in COLUMNS + HEADING + LOOSE:
        out[a, State.DEAR] = -0.8
    for a in LIST:
        out[a, State.DEAR] = -8.0  # Đồng kính gửi; a second Kính gửi is of another letter
        out[a, State.ADDRESSEES] = 0.0
        out[a, State.LIST_DUST] = -1.2
        out[a, State.LOW_DATE] = -4.0
        out[a, State.LOW_URGENCY] = out[a, State.LOW_SECRECY] = out[a, State.LOW_ARRIVAL] = -1.2
        out[a, State.KIND] = -8.0
        out[a, State.LABEL] = -6.0
    return out


def _body() -> Pairs:
    out: Pairs = {}
    for a in HEAD:
        out[a, State.BODY_START] = -3.0
    for a in (*LIST, State.TITLE):
        out[a, State.BODY_START] = 0.0
    out[State.ABOUT, State.BODY_START] = out[State.SUBJECT, State.BODY_START] = out[State.KIND, State.BODY_START] = -2.0
    out[State.HEAD_DUST, State.BODY_START] = -1.5
    for a in (State.BODY_START, State.BODY):
        out[a, State.BODY] = 0.0
        out |= {(a, State.LABEL): -1.0, (a, State.RECIPIENTS): -2.0, (a, State.FILING): -2.0}
        out |= {(a, State.EARLY_AUTHORITY): -2.0, (a, State.EARLY_SIGNER): -5.0, (a, State.EARLY_DUST): -5.0}
        out |= {(a, State.APPENDIX): -5.0, (a, State.AFTER): -9.0}
    return out


def _tail() -> Pairs:
    """The tail: the signer's column over, beside or below Nơi nhận, of which there is one; then what is attached."""
    out: Pairs = {}
    for phase in (EARLY, BESIDE, LATE):
        for a in phase:
            for b in phase:
                out[a, b] = 0.0 if a == b else -0.6
    for authority, signer, dust in (EARLY, BESIDE[2:], LATE):
        out[authority, signer] = 0.0
        out[signer, authority] = -2.5
        out[dust, dust] = -0.3
    for a in EARLY:
        out[a, State.LABEL] = out[a, State.RECIPIENTS] = -0.3
    for b in BESIDE:
        out[State.LABEL, b] = -0.3
    out[State.LABEL, State.DISTRIBUTION] = out[State.LABEL, State.RECIPIENTS] = 0.0
    out[State.RECIPIENTS, State.DISTRIBUTION] = out[State.DISTRIBUTION, State.RECIPIENTS] = 0.0
    for a in (State.LABEL, *EARLY, *BESIDE):
        out[a, State.FILING] = -0.2
    for b in LATE:
        out[State.FILING, b] = -0.2
    for a in TAIL:
        out[a, State.TAIL_MARK] = out[State.TAIL_MARK, a] = -0.8
        out |= {(a, State.APPENDIX): -1.5, (a, State.AFTER): -1.5}
    out[State.TAIL_MARK, State.LABEL] = NEVER
    out[State.APPENDIX, State.APPENDIX] = out[State.AFTER, State.AFTER] = 0.0
    out |= {(State.APPENDIX, State.AFTER): -4.0, (State.AFTER, State.APPENDIX): -2.0}
    return out


def _before() -> Pairs:
    out: Pairs = {(State.BEFORE, b): -2.5 for b in COLUMNS + HEADING + LOOSE + (State.DEAR,)}
    out |= {(State.BEFORE, State.ISSUER): -0.5, (State.BEFORE, State.NATIONAL): -0.5, (State.BEFORE, State.TITLE): -9.0}
    out |= {
        (State.BEFORE, State.SUBJECT): NEVER,
        (State.BEFORE, State.BEFORE): 0.0,
        (State.BEFORE, State.BODY_START): -3.0,
    }
    return out


@cache
def arcs() -> list[list[tuple[int, float]]]:
    """For each state the states it may follow, with what the step is worth (0 or less)."""
    pairs = _columns() | _heading() | _loose() | _list() | _body() | _tail() | _before()
    into: list[list[tuple[int, float]]] = [[] for _ in State]
    for (a, b), worth in pairs.items():
        if worth > NEVER:
            into[b].append((int(a), worth))
    return into


def best(scores: list[list[float]]) -> list[State]:
    """The best sequence of states for lines scored `scores[line][state]` (Viterbi, linear in the lines).

    States that nothing about a line speaks for (`HOPELESS` or less) are left out of its step.
    """
    if not scores:
        return []
    start, into = _start(), arcs()
    value = [start.get(state, NEVER) + scores[0][state] for state in State]
    back: list[list[int]] = []
    for row in scores[1:]:
        new, trail = _step(value, row, into, HOPELESS)
        if max(new) <= NEVER:
            new, trail = _step(value, row, into, 10 * NEVER)
        value = new
        back.append(trail)
    at = max(range(len(value)), key=value.__getitem__)
    path = [at]
    for trail in reversed(back):
        at = trail[at]
        path.append(at)
    return [State(i) for i in reversed(path)]


def _step(
    value: list[float], row: list[float], into: list[list[tuple[int, float]]], least: float
) -> tuple[list[float], list[int]]:
    """The values of all states after one more line, and the states that they come from."""
    new, trail = [2 * NEVER] * len(into), [0] * len(into)
    for state, points in enumerate(row):
        if points <= least:
            continue
        top, origin = 2 * NEVER, 0
        for a, worth in into[state]:
            if (v := value[a] + worth) > top:
                top, origin = v, a
        new[state] = top + points
        trail[state] = origin
    return new, trail
