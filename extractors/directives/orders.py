"""Orders in so many words: `Sở A đề nghị các đơn vị …`, `giao Phòng B …` — who gives one, and to whom."""

from __future__ import annotations

import re

from extractors.directives.act import Act, Kind
from extractors.directives.clauses import segment, work_at
from extractors.directives.issuer import is_self
from extractors.directives.speech import adverbial, before_ordering, performative, things, unordering
from extractors.directives.subjects import is_public
from vietnamese.units import UnitName, starts_unit, units_at

_RECEIVED = re.compile(
    r"\b(?:nhan duoc|tra loi|phuc dap|theo) (?:cac )?"
    r"(?:cong van|van ban|don|thu|phieu|to trinh|de nghi|y kien|kien nghi)\b"
)

# Without a name behind them only these are orders: `đề nghị gửi báo cáo`.
_ADDRESSED_TO_ALL = ("de nghi", "yeu cau", "kinh de nghi", "tran trong de nghi")
# What may stand between a verb of ordering and the name.
_FILLERS = ("cho ", "đối với ", "tới ", "Đồng chí, ")
# Between the one who orders and the verb.
_POLITE = ("xin", "tran trong", "kinh", "cung", "tiep tuc", "xin tran trong", "nay", "lai", "xin kinh", "yeu cau", "va")
# How a clause begins that reports an order of somebody else.
_REPORTS = ("tai ", "theo ", "can cu ", "xet ", "thuc hien ", "ngay ", "do ", "sau khi co ")
_ASIDE = re.compile(r"^\s*\([^)]*\)")
_FORWARDS = re.compile(
    r"\bchuyển\s[^.;:]{0,40}?\b(?:đơn|công văn|văn bản|hồ sơ|kiến nghị|phản ánh|thư|phiếu)\b[^.;:]{0,160}?"
    r"\b(?:đến|tới|cho|sang|về)\s+"
)
_TO_DO = re.compile(r"\s*(?:de|,)?\s*")
_AS_FOR = re.compile(r"(?:Riêng\s+)?[Đđ]ối với\s+(?:(?P<count>\d{1,3})\s+)?")
_PLURAL = re.compile(r"(?:[Cc]ác|[Nn]hững|[Tt]oàn thể|[Mm]ỗi)\s+(?=[^\W\d_])")
_INVITES_TO_SEND = re.compile(r"[Mm]ời\s[^.;:,]{3,80}?\scử\s")  # "Mời Trạm A cử người vào Tổ": no invitation to come
_BY = re.compile(r"(?<!\w)do\s+")
_JOINT = re.compile(r"\s*,\s+|\s+và\s+")
_WORD_END = re.compile(r"(?<=\w)\s+")
_NAME = 40  # characters of a name of such a kind
_BACKGROUND = 60  # characters before a semicolon that are ground for the order, not part of it


def order(text: str, folded: str, start: int, end: int, selves: frozenset[str]) -> Act | None:
    """The first order of the sentence that is one, and not a word about one; None where it gives none."""
    for match in performative().finditer(folded, start, end):
        cue = match["cue"]
        if (
            cue.startswith("giao")
            and text[match.start()].lower() + text[match.start() + 1 : match.start() + 4] != "giao"
        ):
            continue  # "giáo", "giao" of a name
        if cue == "moi" and not _INVITES_TO_SEND.match(text, start, end):
            continue
        giver = _who_orders(text, folded, start, match.start())
        if giver is False or _asked_by(text, start, match.start()):
            continue
        by = giver if isinstance(giver, UnitName) else None
        at = _past_fillers(text, match.end(), end)
        found, after = units_at(text, at, end)
        if not found:
            found, after = _unheard(text, folded, at, end)
        says_what = text[after:end].strip(" .;,/") != ""
        if found and says_what and _may_order(cue, by, selves):
            semicolon = text.rfind("; ", start, match.start()) + 2
            begin = semicolon if semicolon - start > _BACKGROUND else start
            return Act(Kind.ORDER, _rule(cue), begin, end, tuple(found), by, after)
        reported = _RECEIVED.search(folded, start, match.start()) is not None
        if not found and not reported and cue in _ADDRESSED_TO_ALL and work_at(text, folded, at, end) is not None:
            about = _about(text, start, match.start())
            return Act(Kind.ORDER, f"{_rule(cue)}-none-named", start, end, about, by, at)
    return _forwarded(text, folded, start, end)


def _asked_by(text: str, start: int, cue: int) -> bool:
    """`các hồ sơ do Phòng A đề nghị xét`: what was asked for, and by whom, stands in a clause about something."""
    for by in _BY.finditer(text, start, cue):
        units, after = units_at(text, by.end(), cue)
        if units and not text[after:cue].strip():
            return True
    return False


def _unheard(text: str, folded: str, at: int, end: int) -> tuple[list[UnitName], int]:
    """Those who stand between the order and the work under a plural and a word that the lexicon lacks:
    `đề nghị các bến thủy báo cáo`."""
    plural = _PLURAL.match(text, at, end)
    if plural is None or things().match(folded, plural.end()) is not None:
        return [], at
    joint = _JOINT.search(text, plural.end(), min(end, plural.end() + _NAME))
    if joint is not None and starts_unit(text, joint.end()):
        others, after = units_at(text, joint.end(), end)
        return [UnitName(text[at : joint.start()], at, joint.start()), *others], after
    for space in _WORD_END.finditer(text, plural.end(), min(end, plural.end() + _NAME)):
        if work_at(text, folded, space.end(), end) is not None:
            return [UnitName(text[at : space.start()], at, space.start())], space.end()
    return [], at


def _about(text: str, start: int, cue: int) -> tuple[UnitName, ...]:
    """Whom an order without an addressee is about: `Đối với 5 trạm chưa nộp …: đề nghị gửi …`."""
    opened = _AS_FOR.match(text, start, cue)
    if opened is None:
        return ()
    found, _ = units_at(text, opened.end(), cue)
    if not found or is_public(found[0].name):
        return ()
    count = opened["count"]
    if count is not None:
        first = found[0]
        found = [UnitName(f"{count} {first.name}", opened.start("count"), first.end), *found[1:]]
    return tuple(found)


def _forwarded(text: str, folded: str, start: int, end: int) -> Act | None:
    """`chuyển đơn đến Thanh tra tỉnh để xem xét, giải quyết`: what is sent on is to be dealt with."""
    for match in _FORWARDS.finditer(text, start, end):
        found, after = units_at(text, match.end(), end)
        to_do = _TO_DO.match(folded, after)
        at = after if to_do is None else to_do.end()
        if found and "de" in folded[after:at].split() and work_at(text, folded, at, end) is not None:
            return Act(Kind.ORDER, "order-forwards", start, end, tuple(found), None, at)
    return None


def _rule(cue: str) -> str:
    return f"order-{cue.replace(' ', '-')}"


def _just_before(text: str, folded: str, low: int, cue: int) -> list[UnitName]:
    """The units named from `low` up to the order's verb, with nothing but a polite word between."""
    found, after = units_at(text, low, cue)
    tail = _ASIDE.sub("", folded[after:cue]).strip()
    return found if not tail or tail in _POLITE else []


def _across_commas(text: str, folded: str, start: int, low: int, cue: int) -> UnitName | None:
    """The one unit that has a comma in its name: `Sở Văn hóa, Thể thao và Du lịch đề nghị …`."""
    while (comma := len(text[:low].rstrip()) - 1) > start and text[comma] == ",":
        low = segment(text, start, comma)
        if starts_unit(text, low):
            found = _just_before(text, folded, low, cue)
            return found[0] if len(found) == 1 else None
    return None


def _past_fillers(text: str, at: int, end: int) -> int:
    """Where the name begins behind a verb of ordering."""
    while at < end and text[at] in " :":
        at += 1
    for filler in _FILLERS:
        if text.startswith(filler, at):
            at += len(filler)
    return at


def _may_order(cue: str, by: UnitName | None, selves: frozenset[str]) -> bool:
    """Whether a verb orders by itself: `chỉ đạo` only in the issuer's mouth, else it is what a unit is to do."""
    if cue in ("chi dao", "phan cong"):
        return by is not None and is_self(by.name, selves)
    return by is not None or cue not in ("chi thi", "keu goi")


def _who_orders(text: str, folded: str, start: int, cue: int) -> UnitName | bool:
    """The unit that gives the order, True where none is named, False where the word gives no order."""
    low = segment(text, start, cue)
    before = folded[low:cue].strip()
    free = before_ordering().match(before)
    if free is not None and free.end() == len(before):
        return True
    if starts_unit(text, low):
        found = _just_before(text, folded, low, cue)
        return found[-1] if found else False
    if (whole := _across_commas(text, folded, start, low, cue)) is not None:
        return whole
    if unordering().search(before) is not None and not before.startswith("nhan duoc"):
        return False
    return not before.startswith(_REPORTS) and adverbial().match(before) is not None
