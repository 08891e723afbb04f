"""Who does the work: those that lead and those that support, as an item names them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractors.directives.acts import Act, Kind, read
from extractors.directives.issuer import is_self
from extractors.directives.subjects import is_public
from schemas.found import AssigneeMention, Found
from schemas.zone import Flow
from vietnamese.fold import key, same
from vietnamese.units import UnitName, split, starts_unit, units_at

# "phối hợp (chặt chẽ) (với/cùng)": who stands after it supports. After these words it is a noun.
_SUPPORT = re.compile(
    r"\bphoi(?: ket)? hop(?: thuc hien)?(?: (?:chat che|tot|dong bo|kip thoi|thuong xuyen))?"
    r"(?: (?:voi|cung(?: voi)?))?\s+"
)
_NOUN_BEFORE = re.compile(
    r"\b(?:viec|su|quy che|cong tac|(?<!chiu )(?<!co )trach nhiem|che do|co che|chuong trinh|ke hoach|ket qua|moi"
    r"|cong viec)\s+$"
)
# A firm's or a project's name without a word for what it is: "phối hợp với Hoa Mai Plaza tổ chức".
_PROPER = re.compile(r"[A-ZĐÀ-Ỹ](?:[\w&.-]*\w)?(?:\s[A-ZĐ][\w&.-]*\w){0,4}(?=\s[a-zà-ỹđ]|[,;.]|$)")
_BY = re.compile(r"\b(?:do|boi)\s+")
_BY_DOES = re.compile(
    r"\s*(?:tu\s+)?(?:chu tri|thuc hien|phu trach|bo tri|chi tra|dam nhiem|sap xep|chiu trach nhiem|tong hop|xay dung"
    r"|to chuc)\b"
)
_SEMICOLON = re.compile(r";\s+(?=[^\W\d_])|,\s+riêng\s+(?=[^\W\d_])")
_ORDERS = ("giao ", "yeu cau ", "de nghi ", "dong thoi ")
_CLOSE = 24  # characters from a semicolon to the unit whose part it opens
_ACRONYM = re.compile(r"[A-ZĐ]{3,}(?:[-&][A-ZĐ]+)*(?=\s)")
_ASIDE = re.compile(r"\((?:giao\s+)?")
_ASIDE_LEADS = re.compile(
    r"\s*(?:chu tri|lam dau moi|chiu trach nhiem|tong hop|thong bao|phu trach|thuc hien(?=\s*[,;)]))(?!\w)"
)
_COLUMN_LEAD = re.compile(
    r"(?:^|[;.\n]\s*|\s)[-+]?\s*(?:(?:co quan|don vi|phong|bo phan)\s+)?(?:chu tri|thuc hien)\s*:\s*"
)
_COLUMN_SUPPORT = re.compile(
    r"(?:^|[;.\n]\s*|\s)[-+]?\s*(?:(?:co quan|don vi|phong|bo phan)\s+)?phoi hop(?: thuc hien)?\s*:\s*"
)


class Crew:
    """The assignees of one obligation, each once, in the order they are named."""

    def __init__(self) -> None:
        self._found: list[Found[AssigneeMention]] = []
        self._seen: set[str] = set()

    def add(self, unit: UnitName, role: str, flow: Flow, rule: str, confidence: float) -> None:
        name = same(unit.name)
        if not name or name in self._seen:
            return
        self._seen.add(name)
        self._found.append(Found(AssigneeMention(unit.name, role), flow.spans(unit.start, unit.end), confidence, rule))

    def has(self, role: str) -> bool:
        return any(found.value.role == role for found in self._found)

    def speaks_of(self, name: str) -> bool:
        """Whether a short name only points back to a longer one: `các đơn vị` to `các đơn vị trực thuộc`."""
        return any(seen.startswith(f"{same(name)} ") for seen in self._seen)

    def clear(self) -> None:
        self._found.clear()
        self._seen.clear()

    def extend(self, found: Iterable[Found[AssigneeMention]]) -> None:
        for one in found:
            name = same(one.value.name)
            if name not in self._seen:
                self._seen.add(name)
                self._found.append(one)

    @property
    def found(self) -> tuple[Found[AssigneeMention], ...]:
        return tuple(self._found)


def crew_of(flow: Flow, folded: str, acts: Iterable[Act], selves: frozenset[str]) -> Crew:
    """Who an item names: subjects and addressed units lead; who stands after `phối hợp với` supports."""
    crew = Crew()
    text = flow.text
    low, high = len(text), 0
    for act in acts:
        low, high = min(low, act.start), max(high, act.end)
        if act.kind in (Kind.ORDER, Kind.SUBJECT, Kind.RESULT) and not act.past:
            for unit in act.units:
                by_law = crew.found and act.kind is Kind.SUBJECT and is_public(unit.name)  # what firms must do anyway
                if not by_law and not is_self(unit.name, selves):
                    crew.add(unit, "lead", flow, act.rule, 0.85)
            _later(crew, flow, folded, act, selves)
    _asides(crew, flow, folded, low, high)
    _supports(crew, flow, folded, low, high)
    return crew


def _later(crew: Crew, flow: Flow, folded: str, act: Act, selves: frozenset[str]) -> None:
    """Those whom the later parts of a sentence name: `giao Sở A trình …; Sở B thẩm định …`, `…, riêng Trạm C gửi …`."""
    text = flow.text
    signs = [
        sign
        for sign in _SEMICOLON.finditer(text, act.start, act.end)
        if text.count("(", act.start, sign.start()) <= text.count(")", act.start, sign.start())
    ]
    for i, sign in enumerate(signs):
        if not starts_unit(text, sign.end()) and not folded.startswith(_ORDERS, sign.end()):
            continue
        end = signs[i + 1].start() if i + 1 < len(signs) else act.end
        part = read(text, folded, sign.end(), end, selves)
        told = part.kind is Kind.ORDER or part.rule in ("subject-does", "subject-must")
        if told and part.units and part.units[0].start - sign.end() <= _CLOSE:
            for unit in part.units:
                if not is_self(unit.name, selves):
                    crew.add(unit, "lead", flow, part.rule, 0.75)


def _supports(crew: Crew, flow: Flow, folded: str, low: int, high: int) -> None:
    text = flow.text
    for match in _SUPPORT.finditer(folded, low, high):
        if _NOUN_BEFORE.search(folded, max(low, match.start() - 24), match.start()):
            continue
        units = units_at(text, match.end(), high)[0]
        proper = _PROPER.match(text, match.end(), high)
        if not units and proper is not None and match[0].rstrip().endswith(("voi", "cung")):
            units = [UnitName(proper[0], proper.start(), proper.end())]
        for unit in units:
            crew.add(unit, "support", flow, "support-after-phoi-hop", 0.85)


def _asides(crew: Crew, flow: Flow, folded: str, low: int, high: int) -> None:
    """`do Phòng A thực hiện`, `(Phòng A chủ trì)`, `(giao Phòng A tổng hợp)`."""
    text = flow.text
    for opener, does in ((_BY, _BY_DOES), (_ASIDE, _ASIDE_LEADS)):
        for match in opener.finditer(folded, low, high):
            units, after = units_at(text, match.end(), high)
            if not units:
                acronym = _ACRONYM.match(text, match.end(), high)
                if acronym is None:
                    continue
                units, after = [UnitName(acronym[0], acronym.start(), acronym.end())], acronym.end()
            if units and does.match(folded, after):
                for unit in units:
                    crew.add(unit, "lead", flow, "lead-in-passing", 0.8)


def named_together(flow: Flow, act: Act) -> tuple[list[UnitName], list[UnitName]]:
    """Of a heading's sentence: those whom the first unit directs to work (they lead too), and those who support."""
    text, folded = flow.text, key(flow.text)
    directed: list[UnitName] = []
    found = re.compile(r"\bchi dao\s+").match(folded, act.verb) if act.verb is not None else None
    if found is not None:
        directed = units_at(text, found.end(), act.end)[0]
    supports: list[UnitName] = []
    for match in _SUPPORT.finditer(folded, act.start, act.end):
        if not _NOUN_BEFORE.search(folded, max(act.start, match.start() - 24), match.start()):
            supports += units_at(text, match.end(), act.end)[0]
    return directed, supports


def crew_of_cell(crew: Crew, flow: Flow, folded: str, role: str) -> None:
    """The units of a table's cell, all of `role` unless the cell itself says who leads and who supports."""
    text = flow.text
    marks = [(m.start(), m.end(), "lead") for m in _COLUMN_LEAD.finditer(folded)]
    marks += [(m.start(), m.end(), "support") for m in _COLUMN_SUPPORT.finditer(folded)]
    marks.sort()
    if not marks or marks[0][0] > 0:
        end = marks[0][0] if marks else len(text)
        marks.insert(0, (0, 0, role))
    else:
        end = 0
    for i, (_, start, part) in enumerate(marks):
        stop = marks[i + 1][0] if i + 1 < len(marks) else len(text)
        _cell_part(crew, flow, (start, stop if i or end == 0 else max(end, stop)), part)


def _cell_part(crew: Crew, flow: Flow, within: tuple[int, int], role: str) -> None:
    text, folded = flow.text, key(flow.text)
    start, stop = within
    while start < stop and (text[start].isspace() or text[start] in "-+•;,."):
        start += 1
    helped = _SUPPORT.search(folded, start, stop)
    led = re.compile(r",?\s*(?:chu tri|la don vi chu tri)\b").search(folded, start, stop)
    ends = min([stop, *([helped.start()] if helped else []), *([led.start()] if led else [])])
    for unit in split(text, start, ends):
        for part in re.split(r"(?<=\S)\s+[-+•]\s+(?=[A-ZĐ])", unit.name):
            at = text.find(part, unit.start)
            crew.add(UnitName(part.strip(" -+•;,."), at, at + len(part)), role, flow, "column-who", 0.85)
    if helped is not None:
        for unit in split(text, helped.end(), stop):
            crew.add(unit, "support", flow, "column-support", 0.8)
