"""Subjects: a unit and what it does or must do, at the start of a clause, under its own name and a colon, or inside."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.directives.act import Act, Kind
from extractors.directives.clauses import clause_starts, segment, work_at
from extractors.directives.speech import adverbial, eagerly, public
from vietnamese.fold import key
from vietnamese.units import UnitName, starts_unit, units_at

_PLACE = re.compile(r"(?:huyện|thị xã|thành phố|quận|xã|phường|thị trấn|tỉnh)\b")
_PAST = re.compile(r"(?:đã|đang|chưa|vẫn|còn|luôn|được|bị|không|là|có|nhận được|nhận thấy|sẽ|xin|và|gồm|của)\b")
_HAS = re.compile(
    r"có (?:(?:biện pháp|giải pháp|phương án|kế hoạch) (?=[a-zà-ỹđ])|(?:thông báo|văn bản|hướng dẫn)(?P<comma>,\s))"
)
_MODAL = re.compile(
    r"(?:có trách nhiệm|chịu trách nhiệm|có nhiệm vụ|cần phải|phải|cần|làm đầu mối|là đầu mối|không được)\b"
)
_LATE = re.compile(r"\s(?=(?:các|mỗi|từng|toàn thể)\s)|\s(?=[A-ZĐ]{3,}\s)|\sthì\s")
_ROLE = re.compile(r"[\s,]*là (?:cơ quan|đơn vị|bộ phận|đầu mối)[^,;:.()]{0,80}[,;]\s+")
_APPOINTED = re.compile(
    r"được (?:phân công|giao|chỉ định|lựa chọn)(?!\w)[^,;:.()]{0,120}?"
    r"\s(?=(?:có trách nhiệm|chịu trách nhiệm|có nhiệm vụ|phải|cần)\s)"
)
_MUST = re.compile(r"(?<!\w)(?:có trách nhiệm|có nhiệm vụ|cần phải|phải|cần)(?!\w)")
_COMMA = re.compile(r",\s+")
_FAR = 400  # characters of an adverbial with commas of its own
_NEAR = 160  # characters behind an adverbial in which its verb is sought
_OF = re.compile(r"\b(?:cua|voi|cho|tai|o|ve|do|boi|tu|den|cac|nhung)\s$")
_SPACE = re.compile(r"\s")
_VERB_TOO = re.compile(r"(?:[Tt]ổ chức|thanh tra|kiểm toán)\b")  # a unit's noun and a verb; as a verb, mostly
_ACRONYM = re.compile(r"[A-ZĐ]{3,}(?:[-&][A-ZĐ]+)*(?=\s)")


def subject(text: str, folded: str, start: int, end: int) -> Act | None:
    """A unit as the subject, and what it does."""
    for at in clause_starts(text, folded, start, end):
        if at > start and _PLACE.match(text, at) is not None:
            continue  # "UBND quận, huyện, các Chi cục …": the name began before the comma
        found = _subject_at(text, folded, at, end)
        if found is not None:
            return found
    return _behind_commas(text, folded, start, end)


def _behind_commas(text: str, folded: str, start: int, end: int) -> Act | None:
    """A subject after an adverbial that has commas of its own: `Căn cứ hồ sơ của hộ, biên bản họp, Phòng A lập …`."""
    verb = work_at(text, folded, start, end)
    if adverbial().match(folded, start) is None or (verb is not None and key(verb["verb"]) != "can cu"):
        return None
    stop = text.find(";", start, end)
    for comma in _COMMA.finditer(text, start, min(end if stop < 0 else stop, start + _FAR)):
        at = comma.end()
        if text[at : at + 1].isupper() and starts_unit(text, at):
            found = _subject_at(text, folded, at, end)
            if found is not None and not found.past:
                return found
    return None


def late_subject(text: str, folded: str, start: int, end: int) -> Act | None:
    """A subject after an adverbial that no comma closes: `Kết thúc đợt thi các trường báo cáo`, `… thì Sở A xét`."""
    if adverbial().match(folded, start) is None:
        return None
    if " sẽ " in text[start:end]:
        return None
    for match in _SPACE.finditer(text, start, min(end, start + 200)):
        capital = text[match.end() : match.end() + 1].isupper()
        if capital and _OF.search(folded, start, match.end()) is None and starts_unit(text, match.end()):
            found = _subject_at(text, folded, match.end(), end)
            if found is not None and found.modal and not found.past:
                return found
    for match in _LATE.finditer(text, start, min(end, start + 200)):
        found = _subject_at(text, folded, match.end(), end)
        if found is not None and not found.past:
            return found
    return None


def _subject_at(text: str, folded: str, at: int, end: int) -> Act | None:
    units, after = units_at(text, at, end)
    if not units:
        acronym = _ACRONYM.match(text, at, end)
        if acronym is None:
            return None
        units, after = [UnitName(acronym[0], at, acronym.end())], acronym.end()
    if units[0].start == at and _VERB_TOO.match(text, at) is not None:
        return None  # "…, tổ chức kiểm tra", "…, thanh tra thuế": the verb
    named = Act(Kind.SUBJECT, "subject", at, end, tuple(units))
    if text[after : after + 1] == ":":
        return _after_colon(text, folded, after, named)
    role = _ROLE.match(text, after, end)  # "Sở A là cơ quan thường trực, có trách nhiệm …"
    after = after if role is None else role.end()
    while after < end and text[after] in " ,":
        after += 1
    if ";" in text[units[-1].end : after + 1]:
        return None  # one of a list: what follows is not said of it
    told = _APPOINTED.match(text, after, end)  # "các đơn vị được giao chủ trì … có trách nhiệm …"
    after = after if told is None else told.end()
    if _MODAL.match(text, after) is not None:
        return replace(named, rule="subject-must", verb=after, modal=True)
    if _PAST.match(text, after) is not None and not _has_and_does(text, folded, after, end):
        return replace(named, rule="subject-reports", verb=after, past=True)
    if all(is_public(unit.name) for unit in units):
        return None  # what firms and people do is mostly told, not ordered, unless they must
    verb_first = work_at(text, folded, after, end)
    alone = " " not in text[units[-1].start : units[-1].end] and len(units) == 1
    if verb_first is not None and alone and not text[after + verb_first.end() : end].strip(" ./;,"):
        return None  # "Phòng đào tạo" and no more: a name
    if verb_first is not None or _has_and_does(text, folded, after, end):
        return replace(named, rule="subject-does", verb=after)
    return _does_later(text, folded, after, named)


def _does_later(text: str, folded: str, after: int, named: Act) -> Act | None:
    """What a subject does whose verb stands behind something else."""
    verb = _later_verb(text, folded, after, named.end)
    if verb is None:
        return None
    nearer = _right_before(text, after, verb)
    if nearer:  # "Các hộ có liên quan, Phòng A tổng hợp": what it is about, then who does it
        return replace(named, rule="subject-does", units=tuple(nearer), verb=verb)
    return replace(named, rule="subject-then-does", verb=verb)


def _right_before(text: str, after: int, verb: int) -> list[UnitName]:
    """The unit that stands behind a comma and right before a verb, behind the name that ended at `after`."""
    comma = text.rfind(", ", after, verb)
    if comma < 0:
        return []
    units, end = units_at(text, comma + 2, verb)
    return units if not text[end:verb].strip() else []


def _has_and_does(text: str, folded: str, at: int, end: int) -> bool:
    """`… có thông báo, hướng dẫn người trồng`, `… có phương án bảo vệ`: what is to be had is work, no report."""
    found = _HAS.match(text, at, end)
    return found is not None and (found["comma"] is None or work_at(text, folded, found.end(), end) is not None)


def _later_verb(text: str, folded: str, after: int, end: int) -> int | None:
    """The verb of a subject that something stands behind: `các đơn vị, căn cứ kế hoạch, rà soát …`."""
    bounds = clause_starts(text, folded, after, end)[1:]
    told = adverbial().match(folded, after) is not None
    if told:  # "… theo chức năng chủ động phối hợp": nothing but the adverb tells that the work begins
        eager = eagerly().search(text, after, bounds[0] if bounds else min(end, after + _NEAR))
        if eager is not None and work_at(text, folded, eager.end(), end) is not None:
            return eager.start()
    for begins in bounds:
        if work_at(text, folded, begins, end) is not None:
            return begins
    if not told:
        return None
    for space in _SPACE.finditer(text, after, min(end, after + _NEAR)):
        if text[space.end() : space.end() + 1].islower() and work_at(text, folded, space.end(), end) is not None:
            return space.end()
    return None


def _after_colon(text: str, folded: str, colon: int, named: Act) -> Act | None:
    """`Phòng A: Rà soát …`: a unit as the heading of its own line."""
    body = colon + 1
    while body < named.end and text[body] == " ":
        body += 1
    work = bare(text, folded, body, named.end) or obliged(text, folded, body, named.end)
    return None if work is None else replace(named, rule="unit-colon", verb=work.verb, body=body)


def bare(text: str, folded: str, start: int, end: int) -> Act | None:
    for at in clause_starts(text, folded, start, end):
        found = work_at(text, folded, at, end)
        if found is not None and text[at + found.end() : at + found.end() + 1] != ":":  # "Lưu ý:" is a label
            if at != start and " sẽ " in text[start:end]:
                return None  # "Sau khi …, Bộ sẽ có văn bản": what is going to be, said of somebody
            rule = "verb-first" if at == start else "verb-after-adverbial"
            return Act(Kind.BARE, rule, start, end, verb=at)
    return None


def is_public(name: str) -> bool:
    """Whether a name stands for firms or people at large: `doanh nghiệp`, `các tổ chức, cá nhân`."""
    return public().match(key(name)) is not None


def obliged(text: str, folded: str, start: int, end: int) -> Act | None:
    """`… cơ quan thuế có trách nhiệm theo dõi`, `Hồ sơ phải …`: an obligation by a modal verb inside the sentence."""
    for match in _MUST.finditer(text, start, end):
        at = match.end()
        while at < end and text[at] in " ,":
            at += 1
        if work_at(text, folded, at, end) is None:
            continue
        low = segment(text, start, match.start())
        units, after = units_at(text, low, match.start())
        if not units:
            units, after = _unit_before(text, folded, low, match.start())
        if units and not text[after : match.start()].strip():
            return Act(Kind.SUBJECT, "subject-must", start, end, tuple(units), verb=at, modal=True)
        return Act(Kind.BARE, "must", start, end, verb=at, modal=True)
    return None


def _unit_before(text: str, folded: str, low: int, modal: int) -> tuple[list[UnitName], int]:
    """The unit right before a modal verb, where the clause opens with an adverbial that no comma closes."""
    if adverbial().match(folded, low) is None:
        return [], low
    for space in _SPACE.finditer(text, low, modal):
        units, after = units_at(text, space.end(), modal)
        if units and not text[after:modal].strip():
            spoken_of = _OF.search(folded, low, space.end()) is not None or is_public(units[0].name)
            return ([], low) if spoken_of else (units, after)
    return [], low
