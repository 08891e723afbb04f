"""How well a line fits each state, in points: cues, standing phrases, signs of its form, place and neighbours."""

from __future__ import annotations

from functools import cache

from pipeline.zone.cues import SCALE, Cues
from pipeline.zone.grammar import State
from pipeline.zone.look import Look, find_anchor
from pipeline.zone.signs import Around, always_of, signs_of
from schemas.errors import BadRules
from schemas.rule import DATA, load_toml
from vietnamese.lexicon import keys

HEADING = 9.0  # points of a line that names a type
BESIDE_DATE = 4.0  # of what stands left of the place and date: the number, unless it says otherwise
POSITION, SHOUTED = 3.0, 0.3  # of a position in small letters, and of any capitals, as authority
NAME, LIKE_NAME = 5.0, 1.5  # of a person's name, and of what may be one, as signer
AUTHORITY = 7.0
NOTHING = -99.0
SURE = 3.0  # more for Nơi nhận and Lưu, which nothing else begins with

Row = tuple[float, ...]


@cache
def _forms() -> dict[str, Row]:
    """Sign → its points for each state; `base` too.

    Raises:
        BadRules: the table names a state that there is not, or `base` leaves one out.
    """
    names = {state.name.lower(): state for state in State}
    out: dict[str, Row] = {}
    forms = load_toml(DATA / "lexicon" / "forms.toml")
    if left_out := sorted(names.keys() - forms["base"].keys()):
        raise BadRules(f"forms.toml, [base]: the states {', '.join(left_out)} have no points.")
    for sign, worth in forms.items():
        row = [0.0] * len(State)
        for name, points in worth.items():
            if name not in names:
                raise BadRules(f"forms.toml, [{sign}]: there is no state {name!r}.")
            row[names[name]] = float(points)
        out[sign] = tuple(row)
    return out


@cache
def _parts(sign: str) -> tuple[tuple[int, float], ...]:
    """The states for which a sign counts."""
    return tuple((state, points) for state, points in enumerate(_forms()[sign]) if points)


def score(look: Look, cues: Cues, around: Around) -> list[float]:
    """Points of a line for each `State`, in order."""
    points = list(_forms()["base"])
    for sign, times in signs_of(look, cues, around):
        for state, worth in _parts(sign):
            points[state] += worth * times
    points[State.BODY_START] += points[State.BODY]
    national = _lift(look, cues, around, points)
    points[State.BODY] -= cues.against_body
    points[State.BODY_START] -= cues.against_body
    for sign in always_of(look, cues, around, national=national):
        for state, worth in _parts(sign):
            points[state] += worth
    return points


def _lift(look: Look, cues: Cues, around: Around, points: list[float]) -> bool:
    """Lift the states that cues and standing phrases name; whether the country's name or the motto is one."""
    for state, worth in cues.lifts:
        points[state] = max(points[state], worth)
    for state, worth in cues.adds:
        points[state] += worth
    if "subject" in cues.cells:
        points[State.SUBJECT] = -3.0
    elif around.beside_date:
        points[State.NUMBER] = max(points[State.NUMBER], BESIDE_DATE)
    national = _anchors(look, points)
    if look.heading is not None:
        points[State.KIND] = HEADING
    if points[State.RECIPIENTS] > 0 or points[State.LABEL] > 0 or points[State.FILING] > 0:
        points[State.DISTRIBUTION] = -4.0
    for state in (State.LABEL, State.FILING):
        if points[state] > 0:
            points[state] += SURE
    _signing(look, points)
    return national


def _anchors(look: Look, points: list[float]) -> bool:
    """The standing phrases of a letter, as near as OCR errors allow."""
    national = False
    if look.length <= 130 and (look.capitals > 0.3 or look.length <= 60):
        for name in ("country", "motto", "party"):
            found = find_anchor(name, look.key)
            if found is not None and not any(map(str.isalpha, look.key[4 : found[0]])):
                national = national or len(look.key) - found[1] <= 20
    if national:
        points[State.NATIONAL] = SCALE
        for state in (State.BODY, State.BODY_START):
            points[state] -= 6.0
    dear = find_anchor("dear", look.key[:24]) if look.length <= 130 else None
    if dear is not None and dear[0] <= 6:
        points[State.DEAR] = SCALE + 4.0
        for state in (State.BODY, State.BODY_START):
            points[state] -= 4.0
    if look.length <= 40 and look.end == ":":
        recipients = find_anchor("recipients", look.key[:16])
        if recipients is not None and recipients[0] <= 4:
            points[State.LABEL] = max(points[State.LABEL], SCALE * 0.9)
    return national


def _signing(look: Look, points: list[float]) -> None:
    """Authority and signer, by what a line looks like."""
    if look.length <= 90:
        worth = NOTHING
        if look.authority:
            worth = AUTHORITY
        elif look.key.strip(" .,;:_-|*~").removeprefix("pho ") in keys("positions", "positions"):
            worth = POSITION
        elif look.letters >= 4 and look.capitals >= 0.75:
            worth = SHOUTED
        for state in (State.EARLY_AUTHORITY, State.AUTHORITY, State.LATE_AUTHORITY):
            points[state] = max(points[state], worth)
    worth = NAME if look.name >= 0.9 else LIKE_NAME if look.name >= 0.4 else NOTHING
    for state in (State.EARLY_SIGNER, State.SIGNER, State.LATE_SIGNER):
        points[state] = max(points[state], worth)
