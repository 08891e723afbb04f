"""How well a line fits each state: cues of `data/rules/cells.toml`, anchors, form, column and neighbours, in points."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipeline.zone.columns import is_authority
from pipeline.zone.grammar import TAIL, State
from pipeline.zone.look import SEEN, Look, find_anchor
from schemas.page import Origin
from schemas.rule import table
from vietnamese.kinds import heading_kind
from vietnamese.lexicon import keys
from vietnamese.persons import person_likeness

SCALE = 11.0  # points of a cue of weight 1

# What a line without any sign of a state is worth in it.
_BASE: dict[State, float] = {
    State.BEFORE: -0.4,
    State.NATIONAL: -12.0,
    State.ISSUER: -4.0,
    State.NUMBER: -10.0,
    State.PLACE_DATE: -10.0,
    State.ABOUT: -8.0,
    State.SUBJECT: -3.0,
    State.KIND: -12.0,
    State.TITLE: -1.0,
    State.ADDRESSEES: -2.5,
    State.DEAR: -12.0,
    State.BODY_START: 0.0,
    State.URGENCY: -12.0,
    State.SECRECY: -12.0,
    State.ARRIVAL: -12.0,
    State.HEAD_MARK: -8.0,
    State.HEAD_DUST: -4.0,
    State.LIST_DUST: -4.0,
    State.BODY: 0.0,
    State.RECIPIENTS: -12.0,
    State.DISTRIBUTION: -4.0,
    State.AUTHORITY: -6.0,
    State.SIGNER: -7.0,
    State.TAIL_MARK: -8.0,
    State.TAIL_DUST: -4.0,
    State.APPENDIX: 0.0,
    State.AFTER: -0.4,
}

_OF_CELL: dict[str, tuple[State, ...]] = {
    "number": (State.NUMBER,),
    "place_date": (State.PLACE_DATE,),
    "subject": (State.ABOUT, State.TITLE),
    "addressees": (State.DEAR,),
    "address": (State.ADDRESSEES,),
    "urgency": (State.URGENCY,),
    "secrecy": (State.SECRECY,),
    "distribution": (State.RECIPIENTS,),
    "authority": (State.AUTHORITY,),
    "signer": (State.SIGNER,),
    "arrival": (State.ARRIVAL,),
    "mark": (State.HEAD_MARK, State.TAIL_MARK),
    "head_mark": (State.HEAD_MARK,),
    "appendix": (State.APPENDIX,),
    "wrapper": (State.BEFORE, State.AFTER),
    "body": (State.BODY, State.APPENDIX),
}

# Cues that running text hardly ever begins a line with.
_NOT_BODY = {
    "recipients": 6.0, "recipient-as-above": 3.0, "filing": 4.0, "authority": 6.0, "authority-party": 2.0, "signed": 4.0,
    "number-labelled": 4.0, "date": 3.0, "subject": 3.0, "urgency": 2.0, "appendix": 4.0, "web": 3.0, "arrival": 2.0,
}  # fmt: skip

_BULLET = re.compile(r"\s*(?:[-~+–—•*>=ˆ]{1,3}|[“‘'.·|]\s?[-~–])\s*\S")
_TITLES = re.compile(r"^(?:[A-ZĐ][\wĐđ]{0,5}\.\s*){1,4}")


@dataclass(frozen=True, slots=True)
class Cues:
    """What the cue rules say of one line: the best weight for each cell, and the ids of the rules that hit."""

    cells: dict[str, float]
    rules: tuple[str, ...]


def cues_of(look: Look) -> Cues:
    """The cues of one line."""
    cells: dict[str, float] = {}
    rules: list[str] = []
    for rule in table("cells").rules:
        if rule.pattern.search(look.key if rule.on_key else look.text[:SEEN]) is None:
            continue
        cell = rule.sets["cell"]
        if cell == "body" and look.text[:1].islower() and rule.id != "body-closing":
            continue
        if look.length > 130 and cell not in ("body", "distribution", "wrapper", "subject", "number", "addressees"):
            continue
        rules.append(rule.id)
        cells[cell] = max(cells.get(cell, 0.0), rule.weight)
    return Cues(cells, tuple(rules))


def score(
    look: Look, cues: Cues, before: Look | None, *, after_kind: bool, title_mixed: bool, beside_date: bool
) -> list[float]:
    """Points of a line for each `State`. `before` is the line before it that is no noise."""
    points = dict(_BASE)
    for cell, weight in cues.cells.items():
        for state in _OF_CELL[cell]:
            points[state] = max(points[state], SCALE * weight)
    for rule in cues.rules:
        points[State.BODY] -= _NOT_BODY.get(rule, 0.0)
    _anchors(look, points)
    _issuer(look, points)
    _kind(look, points)
    _head(look, cues, points, before, after_kind=after_kind, title_mixed=title_mixed, beside_date=beside_date)
    _body(look, points)
    _tail(look, cues, points, before)
    _dust(look, points)
    _columns(look, points)
    points[State.BODY_START] = points[State.BODY] - (5.0 if look.text[:1].islower() else 0.0)
    return [points[state] for state in State]


def _anchors(look: Look, points: dict[State, float]) -> None:
    if look.length > 130:
        return
    for name in ("country", "motto", "party"):
        found = find_anchor(name, look.key)
        if found is not None and not any(map(str.isalpha, look.key[4 : found[0]])) and len(look.key) - found[1] <= 20:
            points[State.NATIONAL] = SCALE
            points[State.BODY] -= 6.0
    dear = find_anchor("dear", look.key[:24])
    if dear is not None and dear[0] <= 6:
        points[State.DEAR] = SCALE + 4.0
        points[State.BODY] -= 4.0
    recipients = find_anchor("recipients", look.key[:16]) if look.length <= 40 else None
    if recipients is not None and recipients[0] <= 4 and look.text.rstrip().endswith(":"):
        points[State.RECIPIENTS] = max(points[State.RECIPIENTS], SCALE * 0.9)


def _issuer(look: Look, points: dict[State, float]) -> None:
    if look.length > 90 and look.line.cell is None:
        points[State.ISSUER] = -8.0
        return
    worth = -4.0
    bare = look.key.strip(" .,;:_-|*~—–=")
    if re.search(r"\d/|/\d|^\d|\bso\s\d", bare):
        pass  # a number, not a name
    elif look.letters >= 3 and look.capitals >= 0.65:
        worth = 2.0 + (2.5 if _begins_body(bare) else 0.0)
        if re.match(r"(?:tinh|tp|thanh pho|huyen|quan|thi xa|xa|phuong|va)\b", bare):
            worth += 1.5
    elif look.length <= 60 and _begins_body(bare) and look.text.lstrip(" _.-")[:1].isupper():
        worth = 0.5
    if is_authority(look.text) and not _begins_body(bare):
        worth -= 3.0
    points[State.ISSUER] = worth


@cache
def _heads() -> re.Pattern[str]:
    heads = sorted(keys("bodies", "heads"), key=lambda head: -len(head))
    return re.compile(r"(?:" + "|".join(map(re.escape, heads)) + r")(?!\w)")


def _begins_body(folded: str) -> bool:
    return _heads().match(folded) is not None


def _kind(look: Look, points: dict[State, float]) -> None:
    if look.length <= 110 and not look.text.lstrip(" _*-.")[:1].islower() and heading_kind(look.text) is not None:
        points[State.KIND] = 9.0
        points[State.BODY] -= 1.0


def _head(
    look: Look,
    cues: Cues,
    points: dict[State, float],
    before: Look | None,
    *,
    after_kind: bool,
    title_mixed: bool,
    beside_date: bool,
) -> None:
    opening = cues.cells.get("body", 0.0) >= 0.6
    bullet = _BULLET.match(look.text) is not None
    lower = look.text[:1].islower()
    open_end = before is not None and not before.text.rstrip().endswith((".", ";", ":"))
    if beside_date and "subject" not in cues.cells:
        points[State.NUMBER] = max(points[State.NUMBER], 4.0)
    if "subject" not in cues.cells:
        points[State.SUBJECT] = _short(look, 70, 0.5)
        if look.capitals > 0.7 and look.letters > 8 and not lower:
            points[State.SUBJECT] -= 2.0
        if points[State.ISSUER] >= 4.0:
            points[State.SUBJECT] -= 4.0
        points[State.TITLE] = 0.3 if look.length <= 110 else -1.0
        if look.capitals > 0.7 or look.line.bold:
            points[State.TITLE] += 1.5
        if bullet or "body" in cues.cells:
            points[State.SUBJECT] -= 4.0
            points[State.TITLE] -= 3.5
        if open_end and not opening and (lower or look.length < 66):
            points[State.TITLE] += 0.7
        if not after_kind and look.length <= 80 and is_authority(look.text):
            points[State.TITLE] -= 4.0
        if before is not None and before.line.bold and look.line.bold is False:
            points[State.TITLE] -= 2.5
    if title_mixed and look.capitals > 0.7 and look.letters > 5:
        points[State.TITLE] -= 3.0  # capitals after a title in small letters: who decides, or a stamp
    if after_kind and "body-label" not in cues.rules:
        sentence = look.text.rstrip().endswith((".", ":", ";")) and look.length > 90
        whole = look.length > 110 or bool(look.line.bold)  # a paragraph that ends without a stop, or set in bold
        points[State.TITLE] += -2.0 if sentence else 3.0 if not opening else 13.0 if whole else 5.0
    if points[State.ADDRESSEES] < 0:
        worth = _short(look, 100, -0.2)
        if bullet:
            worth += 2.0
        if look.text.rstrip().endswith((";", ",")):
            worth += 1.2
        if open_end and look.length <= 80:
            worth += 0.5
        if lower and look.length <= 80:
            worth += 0.3
        if opening:
            worth -= 4.0
        if before is not None and before.text.rstrip().endswith("."):
            worth -= 1.5 if bullet else 4.0  # the list ends with a full stop
        if look.capitals > 0.7 and look.letters > 5 and (before is None or before.capitals < 0.5) and not bullet:
            worth -= 2.0
        points[State.ADDRESSEES] = worth
    if look.gap:
        points[State.TITLE] -= 4.0 if look.gap == 2 else 1.0
        points[State.SUBJECT] -= 2.0 if look.gap == 2 and "subject" not in cues.cells else 0.0


def _short(look: Look, most: int, worth: float) -> float:
    """`worth` for a line of at most `most` characters, ever less for longer ones."""
    if look.length <= most or look.line.cell is not None:
        return worth
    return worth - min(8.0, (look.length - most) / 8)


def _body(look: Look, points: dict[State, float]) -> None:
    """Running text is running text in the body, an appendix or a web page alike: only the order tells them apart."""
    worth = 0.0
    if look.length >= 110:
        worth = 3.0
    elif look.length >= 66:
        worth = 1.5
    if look.text[:1].islower():
        worth += 0.5
    points[State.BODY] += worth
    for state in (State.APPENDIX, State.BEFORE, State.AFTER):
        points[state] += worth
    if look.person >= 0.9:
        points[State.BODY] -= 2.0


def _tail(look: Look, cues: Cues, points: dict[State, float], before: Look | None) -> None:
    bullet = _BULLET.match(look.text) is not None
    if points[State.RECIPIENTS] < 0:
        worth = _short(look, 75, -0.3)
        if bullet:
            worth += 1.3
        if look.text.rstrip().endswith(";"):
            worth += 1.0
        if before is not None and re.search(r"\blu+u?\b", before.key[:12]) and not bullet:
            worth -= 2.5
        points[State.DISTRIBUTION] = worth
    if look.length <= 90:
        if is_authority(look.text):
            points[State.AUTHORITY] = max(points[State.AUTHORITY], 7.0)
        elif _position_alone(look.key):
            points[State.AUTHORITY] = max(points[State.AUTHORITY], 3.0)
        elif look.letters >= 4 and look.capitals >= 0.75:
            points[State.AUTHORITY] = max(points[State.AUTHORITY], 0.3)
    person = max(look.person, person_likeness(_spaced_name(look)))
    if person >= 0.9:
        points[State.SIGNER] = max(points[State.SIGNER], 5.0)
    elif person >= 0.4:
        points[State.SIGNER] = max(points[State.SIGNER], 1.5)
    if points[State.RECIPIENTS] >= SCALE * 0.9:
        points[State.RECIPIENTS] += 3.0
    if "date" in cues.rules or "body-closing" in cues.rules:
        points[State.DISTRIBUTION] -= 3.0
    letterhead = points[State.NATIONAL] > 0 or "number-labelled" in cues.rules or "appendix" in cues.rules
    for state in TAIL:
        if letterhead:
            points[state] -= 8.0  # what follows the tail has a head of its own
        elif look.first_of_page and not cues.cells:
            points[state] -= 1.0
    if look.first_of_page:
        points[State.APPENDIX] += 1.0


def _spaced_name(look: Look) -> str:
    """The line without academic titles; a name that OCR ran together (TrầnVănAn) set apart."""
    text = _TITLES.sub("", look.text.strip(" .,;:_-–—|*`'‘’\""))
    if look.line.origin == Origin.OCR and " " not in text:
        text = re.sub(r"(?<=[a-zà-ỹ])(?=[A-ZĐÀ-Ỹ])", " ", text)
    return text


def _position_alone(folded: str) -> bool:
    bare = folded.strip(" .,;:_-|*~")
    return bare.removeprefix("pho ") in keys("positions", "positions")


def _dust(look: Look, points: dict[State, float]) -> None:
    strange = sum(not (c.isalnum() or c.isspace() or c in ".,;:()-/–") for c in look.text)
    if look.length <= 14 or look.letters <= 5:
        worth = 0.0
    elif look.length <= 45:
        worth = -2.5 + min(3.0, strange) + (2.5 if look.text[:1] in "|_=<>{}[]~" else 0.0)
    else:
        worth = -8.0
    points[State.HEAD_DUST] = points[State.LIST_DUST] = points[State.TAIL_DUST] = worth


def _columns(look: Look, points: dict[State, float]) -> None:
    if look.grid:
        for state in State:
            if state not in (State.BODY, State.BODY_START, State.APPENDIX, State.BEFORE, State.AFTER):
                points[state] -= 4.0
    if look.side == "right":
        for state in (State.ISSUER, State.NUMBER, State.ABOUT, State.SUBJECT, State.RECIPIENTS, State.DISTRIBUTION):
            points[state] -= 4.0
    elif look.side == "left":
        points[State.NATIONAL] -= 3.0
        points[State.PLACE_DATE] -= 2.0
