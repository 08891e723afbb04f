"""Where a list of units' names ends in running text: at the first verb, stop word or hard sign outside the names."""

from __future__ import annotations

import re

from vietnamese import unit_words as patterns
from vietnamese.fold import key
from vietnamese.unit_words import opening_at

JOINT = re.compile(r"\s*;\s*|\s*,\s*(?:và\s+|cùng\s+)?|\s+(?:và|cùng với|cùng|hoặc|với)\s+")
_HARD = re.compile(r"[:.!?…(\[“\"]|\s[-–—]\s(?=[a-zđ])(?!\s?[-–—]?\s?(?:xã hội|nghề nghiệp))|\)|;\s*(?=[a-zđ])")
_BEFORE = 60  # characters before a verb that tell whether it is part of a name
_SECOND_VERB = re.compile(r"(\w+\s\w+)\s*(?:,|\svà)$")
_LAST_WORDS = re.compile(r"(?:^|[\s,;/])(\w+(?:\s\w+)?)$")
_BELONGS = re.compile(r"\s+(?:thuộc|trực thuộc)\s")
_RELATIVE = re.compile(r"\bcó\s(?:\w+\s){1,6}\w+$")
_OF_MANY = ("các", "những", "mỗi", "từng", "của", "một số", "mọi")
_YET = re.compile(r"chưa(?:\s\w+){1,6}?\s(?=khẩn trương|có trách nhiệm|phải\s)")
_DEAR = re.compile(r"\bquý\s\w+(?:\s\w+)?$")
_EACH = re.compile(r"\b(?:mỗi|từng)\s\S+(?:\s\S+)?$")
_ORGANISATION = re.compile(
    r",\s(?:đoàn thể|cá nhân|đơn vị|doanh nghiệp|cơ quan|hội)\b"
    r"|\s(?:chính trị|xã hội|đoàn thể|quần chúng|tín dụng|kinh tế)\b"
)
_LEGAL_FORM = re.compile(
    r"công ty(?:\s(?:tnhh\w*|trách nhiệm hữu hạn|nhà nước|cổ phần|cp|mtv|một thành viên|hai thành viên))+"
    r"(?P<further>\s\w+\s\w+)?$"
)
_COLLECTS = re.compile(r"phối hợp thu\s\w+\s")  # "các ngân hàng phối hợp thu …": which banks
_ABBREVIATED = re.compile(r"\b(?:TP|Tp|tp|TX|Tx|TT|Ths|TS|BS|Q|P|H)\.$")


def end_of_list(text: str, start: int, stop: int) -> int:
    """Where the list that begins at `start` ends: at the first verb, stop word or hard sign outside its names."""
    at = start
    while True:
        hard = _HARD.search(text, at, stop)
        limit = stop if hard is None else hard.start()
        verb = _first_verb(text, at if at > start else start + 1, limit)
        if verb is not None:
            return verb
        if hard is not None and hard[0].startswith(";") and opening_at(text, hard.end()) is not None:
            at = hard.end()
            continue
        if hard is None or hard[0] not in (":", "(", "."):
            return limit
        if hard[0] == "(" and text.startswith("(bà)", hard.start()):
            at = hard.start() + 4
            continue
        if hard[0] == "(":
            close = text.find(")", hard.end(), stop)
            if close < 0 or close - hard.start() > 120:
                return limit
            joint = JOINT.match(text, close + 1, stop)
            if joint is None or opening_at(text, joint.end()) is None:
                return limit
            at = close + 1
            continue
        if hard[0] == "." and _ABBREVIATED.search(text, max(start, hard.start() - 4), hard.end()):
            at = hard.end()
            continue
        if hard[0] == ":" and _colon_in_name(text, start, hard.start()):
            at = hard.end()
            continue
        return limit


def _colon_in_name(text: str, start: int, colon: int) -> bool:
    """Whether the colon stands between a word for units and their names: `các Sở: A, B`, `UBND các huyện: C, D`."""
    shared = patterns.sharing().match(text, start)
    if shared is not None and shared.end() > colon:
        return True
    after = colon + 1
    while text[after : after + 1] == " ":
        after += 1
    behind = text[after : after + 40]
    if patterns.ending().match(behind.lower()) or patterns.ending_key().match(key(behind)):
        return False  # "UBND các huyện: Chỉ đạo …"
    match = patterns.introduced().match(text, start)
    return (match is not None and match.end() > colon) or _places_before(text, colon)


def _places_before(text: str, colon: int) -> bool:
    """`UBND các huyện: A, B`: the colon opens names of places."""
    before = text[max(0, colon - 24) : colon].lower()
    return any(before.endswith(place) for place in patterns.places())


def _first_verb(text: str, start: int, stop: int) -> int | None:
    """Where the first word that ends a name begins, past verbs that are part of a name."""
    at = start
    while True:
        found = _ending(text, at, stop)
        if found is None:
            return None
        yet = _YET.match(text, found[0], stop)  # "các đơn vị chưa nộp khẩn trương …": which units
        if yet is not None:
            at = yet.end()
            continue
        collects = _COLLECTS.match(text, found[0], stop)
        if collects is not None and _verb_follows(text, collects.end(), min(stop, found[1] + 60)):
            at = collects.end()
            continue
        dear = _DEAR.search(text[max(0, found[0] - _BEFORE) : found[0]].rstrip().lower()) is not None
        if dear or not _names(text, found, stop):
            return found[0]  # "Quý cơ quan nghiên cứu, có ý kiến": what they are asked to do
        at = found[1]


def _ending(text: str, at: int, stop: int) -> tuple[int, int] | None:
    """The next word that may end a name; verbs of several syllables also without their accents, as OCR leaves them."""
    exact = patterns.ending().search(text, at, stop)
    limit = stop if exact is None else exact.start()
    for match in patterns.ending_key().finditer(key(text[at:limit])):
        if text[at + match.start() : at + match.end()].islower():
            return at + match.start(), at + match.end()
    return None if exact is None else exact.span()


def _names(text: str, verb: tuple[int, int], stop: int) -> bool:
    """Whether a verb is part of the name before it: `ban chỉ đạo`, `đơn vị quản lý đường bộ rà soát`."""
    low, high = verb
    before = text[max(0, low - _BEFORE) : low].rstrip().lower()
    if f"{before} {text[low:high].lower()}".endswith(patterns.compounds()):
        return True
    near = patterns.ending().search(text, high, min(stop, high + 40))
    second = _SECOND_VERB.search(before)
    if second is not None and second[1] in patterns.naming() and near is not None:
        return True  # "các tổ chức đo đạc và khảo sát tiến hành": a second verb of the name
    helps = before.endswith("giúp việc") and text[low:high] == "cho" and opening_at(text, high + 1) is not None
    if helps or _BELONGS.match(text, high, stop) is not None:
        return True  # "Tổ giúp việc cho Ban A", "Phòng Tổng hợp dự toán thuộc Cục X": what follows says whose it is
    if before.endswith(" có"):
        return _verb_follows(text, high, min(stop, high + 80))  # "các trạm có điều tiết nước … rà soát": which
    word = text[low:high].lower()
    if word in patterns.naming() or word in patterns.business():
        form = _LEGAL_FORM.search(before)
        further = "" if form is None else form["further"] or ""
        if form is not None and (further == "" or text[low - 1 - len(further) : low].islower()):
            return _verb_follows(text, high, min(stop, high + 100))
    if word not in patterns.naming() and word != "về":
        return False
    if word == "tổ chức" and (before.endswith(_OF_MANY) or _ORGANISATION.match(text, high, stop)):
        return True
    if before.endswith((",", ";")):
        # "các cơ quan, tổ chức, cá nhân …": here "tổ chức" is one of the bodies
        return word == "tổ chức" and near is not None
    if (word in patterns.describing() or word == "về") and _RELATIVE.search(before) is not None:
        return True  # "các bệnh viện có hệ thống … quản lý …": the verb stands in the clause that says which
    last = _LAST_WORDS.search(before)
    organised = patterns.organising().match(text, low) is not None  # "các trại tổ chức lấy mẫu"
    if organised or last is None or _EACH.search(before) is not None:
        return False
    heads = {last[1], last[1].split()[-1]}
    of_units = bool(heads & patterns.before_naming_units()) and word in patterns.naming_units()
    if not of_units and not heads & patterns.before_naming():
        return False
    following = patterns.strong().search(text, high, min(stop, high + 80))
    return following is not None and "," not in text[high : following.start()]


def _verb_follows(text: str, at: int, stop: int) -> bool:
    """Whether another verb stands behind, with no comma before it."""
    then = patterns.ending().search(text, at, stop)
    return then is not None and "," not in text[at : then.start()]
