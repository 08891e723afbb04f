"""Names of units in running text: where a list of them begins and ends, and where one name stops and the next begins.

A name begins with the head of a body (Sở, Phòng, UBND), an office that a person holds (Giám đốc), a kind of body
(các đơn vị) or a word for the one written to (quý Bộ), and ends where a verb, an adverb of an order or a hard sign
begins. Between names stand commas, semicolons and `và`, which stand inside names as well: `Phòng Giáo dục và Đào tạo`,
`các sở, ban, ngành`, `UBND các huyện, thị xã`. What follows such a sign begins a new name only if it has a head of its
own. The words are data (`data/lexicon/units.toml`, `orders.toml`); nothing here knows a single body by its name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from vietnamese import unit_words as patterns
from vietnamese.fold import key, tones
from vietnamese.unit_ends import JOINT, end_of_list
from vietnamese.unit_words import opening_at

# Heads that no name has twice; all but the first begin names of their own.
_HEADS = "Bệnh viện|Trung tâm|Phòng|Trạm|Chi cục|Ủy ban nhân dân|UBND|Công ty|Ban Quản lý|Sở|Hạt|Văn phòng|Giám đốc"
_JOINT_OR_HEAD = re.compile(rf"{JOINT.pattern}|\s(?=(?P<head>{_HEADS})\s)")
_LINKED = re.compile(r"\b(?:thuộc|của|tại|ở|cho|với|do|từ|theo|giữa|các|cấp|là)$")
_DOTS = re.compile(r"(?:…|\.\.\.)\s*(?=[a-zđ])")
_TRAIL = " ,;:.…-–—/*"
_PERSON = re.compile(
    r"(?:[Đđ]ồng chí|[Đđ]/c|[Ôô]ng|[Bb]à)(?:\s[^\W\d_a-zđ]\w*){2,5}"
)  # his office comes after the comma
_DANGLING = re.compile(r"(?:\s+(?:và|cùng|với|hoặc|các|có))+$")
_SHARED = re.compile(
    r"(?P<head>\w+(?:\s\w+)?)(?P<own>(?:\s[a-zà-ỹđ]+){0,2}?)"
    r"\s(?:có\s)?(?:liên quan|chức năng|trực thuộc|nêu trên|khác|(?<=có\s)[a-zà-ỹđ]+(?:\s[a-zà-ỹđ]+){0,3})"
)  # a class, and what is said of all classes of its list
_AT_MOST = 600  # characters a list of units may take
_ACRONYM = re.compile(r"[A-ZĐ]{2,}(?:[-&][A-ZĐ]+)*\b")
_OTHER_FIELD = re.compile(r"[^,;]+?(?=\s*[,;]|\s+và\s|$)")


@dataclass(frozen=True, slots=True)
class UnitName:
    """A name, and the characters of the text it was read from; `name` has a head supplied where a list shares one."""

    name: str
    start: int
    end: int


def starts_unit(text: str, at: int = 0) -> bool:
    """Whether the name of a unit begins at `at`."""
    return opening_at(text, at) is not None


def units_at(text: str, start: int, stop: int | None = None) -> tuple[list[UnitName], int]:
    """The units of the list that begins at `start`, and where the list ends; ([], start) where none begins."""
    if not starts_unit(text, start):
        return [], start
    end = end_of_list(text, start, min(len(text) if stop is None else stop, start + _AT_MOST))
    found = split(text, start, end)
    dots = _DOTS.match(text, end)
    return found, end if dots is None else dots.end()


def split(text: str, start: int = 0, end: int | None = None) -> list[UnitName]:
    """The units named in `text[start:end]`, which is a list of them and nothing else."""
    end = len(text) if end is None else end
    shared = _shared_head(text, start, end)
    if shared is not None:
        return shared
    cuts = [start]
    for match in _JOINT_OR_HEAD.finditer(text, start, end):
        begins = _same_head(text, cuts[-1], match) if match["head"] else _begins_new(text, cuts[-1], match, end)
        if begins and match.start() > start:
            cuts.append(match.end())
    out = []
    for i, low in enumerate(cuts):
        high = cuts[i + 1] if i + 1 < len(cuts) else end
        out.extend(_named(text, low, high, final=i + 1 == len(cuts)))
    return out


def _same_head(text: str, current: int, joint: re.Match[str]) -> bool:
    """Whether a name's own head comes again with nothing between: its comma, or a cell's line end, was lost."""
    head = opening_at(text, current)
    if head is None or head["quantifier"] or head["head"] != joint["head"] or not text[joint.start() - 1].islower():
        return False
    return _LINKED.search(text, current, joint.start()) is None


def _named(text: str, low: int, high: int, *, final: bool) -> list[UnitName]:
    if not final:
        joints = [m for m in JOINT.finditer(text, low, high) if m.end() == high]
        if joints:
            high = joints[-1].start()
    inner = _shared_head(text, low, high)
    if inner is not None:
        return inner
    while low < high and text[low] in _TRAIL:
        low += 1
    while high > low and (text[high - 1] in _TRAIL or text[high - 1].isspace()):
        high -= 1
    dangling = _DANGLING.search(text, max(low, high - 12), high)
    if dangling is not None:
        high = dangling.start()
    aside = text.rfind(" (", low, high)
    if aside > low and text[high - 1] == ")":
        high = aside
    return [UnitName(text[low:high], low, high)] if high > low else []


def _begins_new(text: str, current: int, joint: re.Match[str], end: int) -> bool:
    """Whether what follows `joint` is a unit of its own and not a part of the name that began at `current`."""
    after = joint.end()
    if after >= end:
        return False
    held = patterns.whole().match(text, current)
    if held is not None and joint.start() < held.end():
        return False
    head = opening_at(text, after)
    if head is None or head.end() - head.start() > end - after + 1:
        return _acronym(text, after) is not None and _is_acronym_list(text, current, joint.start())
    if joint[0].strip() == ";":
        return True
    first = text[after]
    if head["head"] is None:
        return True  # "quý khách"
    word = head["head"].lower()
    if word == "địa phương" and text[current : joint.start()].lower().endswith("trung ương"):
        return False  # "các cơ quan báo chí trung ương, địa phương": the levels of one class
    place = word in patterns.places()
    if place:
        # "UBND các huyện và thành phố X", "Ban quản lý Khu A và các khu công nghiệp" go on; "Đội A và các phường": two.
        return bool(head["quantifier"]) and not _speaks_of_places(text, current, joint.start())
    if head["quantifier"]:
        return True
    if head["person"]:
        return joint[0].strip() != "," or _PERSON.fullmatch(text, current, joint.start()) is None
    named = text[after:end].lower().startswith(patterns.classes())
    if named:
        return True
    if _shares_relative(text, current, joint.start(), after, end):
        return False
    if first.isupper():
        return not (_bare(text, current, joint.start()) and _bare(text, after, end, until_joint=True))
    return not _bare(text, current, joint.start()) and not _shares_modifier(text, current, joint.start(), after, end)


def _speaks_of_places(text: str, low: int, high: int) -> bool:
    """Whether a name has a kind of place in it, which further places may follow."""
    return any(word.strip(_TRAIL) in patterns.places() for word in text[low:high].lower().split())


def _bare(text: str, low: int, high: int, *, until_joint: bool = False) -> bool:
    """Whether `text[low:high]` names kinds of bodies only, none with words of its own: "các sở, ban, ngành"."""
    part = text[low:high]
    if until_joint:
        joint = JOINT.search(part)
        part = part if joint is None else part[: joint.start()]
    part = part.strip(_TRAIL + " ")
    bare = patterns.kinds_only().fullmatch(tones(part.lower())) is not None
    return bare or (" " in part and patterns.kinds_only_key().fullmatch(key(part)) is not None)


def _shares_relative(text: str, low: int, joint: int, after: int, end: int) -> bool:
    """`các Vụ, đơn vị, Cục thuế có liên quan`: classes under one plural, and what follows the last is said of all."""
    first = text[low:joint].split(maxsplit=1)[0].lower()
    if first not in ("các", "những") or not _bare(text, low, joint):
        return False
    joints = [match for match in JOINT.finditer(text, after, end) if match.start() > after]
    last = _SHARED.match(text, after, joints[0].start() if joints else end)
    if last is None or not _bare(text, last.start("head"), last.end("head")):
        head = None if last is None else last["head"].partition(" ")
        if last is None or head is None or not _bare(head[0], 0, len(head[0])) or not head[2].islower():
            return False
        own = f"{head[2]}{last['own']}"
    else:
        own = last["own"]
    return not any(word in patterns.places() for word in own.split())


def _shares_modifier(text: str, low: int, joint: int, after: int, end: int) -> bool:
    """Small-letter kinds under one quantifier that share what follows the last of them."""
    first = text[low:joint].split(",", maxsplit=1)[0].split()
    return (
        bool(first)
        and first[0].lower() in ("các", "những")
        and len(text[low:joint].split()) <= 5
        and text[after:end].count(" thuộc ") == 1
    )


def _shared_head(text: str, start: int, end: int) -> list[UnitName] | None:
    """`các Sở: Tài chính, Nội vụ` as units that share a head; `các đơn vị: A, B` as what stands after it."""
    match = patterns.sharing().match(text, start, end)
    if match is None:
        introduced = patterns.introduced().match(text, start, end)
        if introduced is not None and starts_unit(text, introduced.end()):
            return split(text, introduced.end(), end)
        return None
    head = match["head"] if match["person"] is None else f"{match['person']} {match['head']}"
    out: list[UnitName] = []
    at = match.end()
    while at < end:
        field = patterns.field().match(text, at, end)
        if field is not None and text[field.end() : field.end() + 3].strip() in ("-", "–"):
            field = None  # "Tài chính - Kế toán": only the beginning is known
        if field is None:
            rest = opening_at(text, at)
            if rest is not None and (out or not match["colon"]):
                return [*out, *split(text, at, end)] if out else None
            other = _OTHER_FIELD.match(text, at, end)
            if (not out and not match["colon"]) or other is None or not text[at].isupper():
                return out or None
            field = other
        low, high = field.start(), field.end()
        if out == [] and not match["colon"] and JOINT.match(text, high, end) is None:
            return None
        out.append(UnitName(f"{head[0].upper()}{head[1:]} {text[low:high].strip()}", low, high))
        joint = JOINT.match(text, high, end)
        if joint is None:
            return out
        at = joint.end()
    return out


def _acronym(text: str, at: int, end: int | None = None) -> re.Match[str] | None:
    return _ACRONYM.match(text, at, len(text) if end is None else end)


def _is_acronym_list(text: str, low: int, high: int) -> bool:
    """Whether the name before an abbreviation lets it be a name of its own: a kind of body or an abbreviation."""
    return _bare(text, low, high) or _ACRONYM.fullmatch(text[low:high].strip()) is not None


def same_unit(a: str, b: str) -> bool:
    """Whether two names are written alike, accents and quantifiers aside."""
    return _plain(a) == _plain(b)


def _plain(name: str) -> str:
    return re.sub(r"^(?:cac|nhung|moi|tung)\s+", "", key(name)).strip()
