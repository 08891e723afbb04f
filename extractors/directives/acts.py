"""What one sentence does: gives an order, says what a unit does, asks for a result, begins with a bare verb — or none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from extractors.directives.speech import (
    LIMIT,
    adverbial,
    before_ordering,
    performative,
    permissive,
    unordering,
    work,
    work_key,
)
from schemas.rule import table
from vietnamese.fold import key, same
from vietnamese.units import UnitName, starts_unit, units_at

_DELIMITER = re.compile(r"[,;:.—(“\"]")
_NAMED_PREFIX = re.compile(r"[^:;.]{3,140}?:\s+")
_PAST = re.compile(r"(?:đã|đang|chưa|vẫn|còn|luôn|được|bị|không|là|có|nhận được|nhận thấy|sẽ|xin|và|gồm|của)\b")
_MODAL = re.compile(
    r"(?:có trách nhiệm|chịu trách nhiệm|có nhiệm vụ|cần phải|phải|cần|làm đầu mối|là đầu mối|không được)\b"
)
_LATE = re.compile(r"\s(?=(?:các|mỗi|từng|toàn thể)\s)|\s(?=[A-ZĐ]{3,}\s)|\sthì\s")
_RESULT_FIRST = re.compile(
    r"(?:van ban |ban |ket qua |noi dung )?(?:bao cao|ho so|danh sach|ket qua|y kien|so lieu|phieu|bien ban|van ban|dang ky)\s"
    r"(?:cua|duoc|gui|goi|nop|phai|can|nay|neu tren|tren|bang van ban|dinh ky|tong ket|gop y|tham gia)\b"
)
_OF_WHOM = re.compile(r"\bcủa\s+")
_ACRONYM = re.compile(r"[A-ZĐ]{3,}(?:[-&][A-ZĐ]+)*(?=\s)")


class Kind(StrEnum):
    """How a sentence is work for somebody."""

    ORDER = "order"  # đề nghị, yêu cầu, giao …
    SUBJECT = "subject"  # a unit, then what it does
    BARE = "bare"  # a verb of work without who
    RESULT = "result"  # the result itself is sent somewhere
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Act:
    """A sentence read: offsets are into the text of its flow."""

    kind: Kind
    rule: str
    start: int
    end: int
    units: tuple[UnitName, ...] = ()  # whom the order addresses, or the subject
    by: UnitName | None = None  # who gives the order, where the sentence says so
    verb: int | None = None  # where what is to be done begins
    modal: bool = False  # phải, có trách nhiệm
    past: bool = False  # đã, đang: a report
    limited: bool = False  # a limit in time stands in it
    permitted: bool = False  # có thể, khuyến khích


def read(text: str, folded: str, start: int, end: int, selves: frozenset[str] = frozenset()) -> Act:
    """What `text[start:end]`, one sentence, does. `folded` is the key of the whole `text`; `selves` are the names under
    which the issuer speaks of itself, for whom `chỉ đạo` gives an order and does not carry one out."""
    limited = LIMIT.search(folded, start, end) is not None
    permitted = permissive().search(folded, start, min(end, start + 120)) is not None
    order = _order(text, folded, start, end, selves)
    found = order or _subject(text, folded, start, end)
    if found is None and _RESULT_FIRST.match(folded, start):
        found = _result(text, folded, start, end)
    found = found or _bare(text, folded, start, end)
    found = found or _late_subject(text, folded, start, end) or _result(text, folded, start, end)
    if found is None:
        return Act(Kind.NONE, "no-order", start, end, limited=limited, permitted=permitted)
    return Act(
        found.kind,
        found.rule,
        start,
        end,
        found.units,
        found.by,
        found.verb,
        found.modal,
        found.past,
        limited,
        permitted,
    )


def work_at(text: str, folded: str, at: int, end: int) -> re.Match[str] | None:
    """The verb of work that begins at `at`, with the adverbs before it."""
    small = text[at : min(end, at + 120)].lower()
    found = work().match(small)
    if found is None:
        found = work_key().match(folded[at : min(end, at + 120)])
    return found


def clause_starts(text: str, folded: str, start: int, end: int) -> list[int]:
    """Where the subject or the verb of a sentence may begin: at its start, after adverbials, after a title and a colon."""
    out = [start]
    at = start
    for _ in range(4):
        if adverbial().match(folded, at) is None:
            break
        comma = _comma(text, at, end)
        then = text.find(" thì ", at, min(end, at + 300))
        if then >= 0 and (comma is None or then < comma or folded.startswith(("truong hop", "neu"), at)):
            comma = then + 5
        if comma is None:
            break
        at = comma
        out.append(at)
    named = _NAMED_PREFIX.match(text, start, end)
    if named is not None:
        out.append(named.end())
    return out


def _comma(text: str, at: int, end: int) -> int | None:
    """After the next comma outside brackets."""
    depth = 0
    for i in range(at, min(end, at + 500)):
        if text[i] == "(":
            depth += 1
        elif text[i] == ")":
            depth -= 1
        elif text[i] in ",;:" and depth <= 0 and text[i + 1 : i + 2] == " ":
            return i + 2
    return None


def _order(text: str, folded: str, start: int, end: int, selves: frozenset[str]) -> Act | None:
    """The last order of the sentence that is one: earlier ones are mostly reported."""
    best: Act | None = None
    for match in performative().finditer(folded, start, end):
        word = text[match.start() : match.end()].lower()
        cue = match["cue"]
        if cue.startswith("giao") and not word.startswith("giao"):
            continue
        by = _who_orders(text, folded, start, match.start())
        if by is False:
            continue
        at = match.end()
        while at < end and text[at] in " :":
            at += 1
        for filler in ("cho ", "đối với ", "tới ", "Đồng chí, "):
            if text.startswith(filler, at):
                at += len(filler)
        found, after = units_at(text, at, end)
        giver = by if isinstance(by, UnitName) else None
        if found:
            if cue in ("chi dao", "phan cong", "keu goi") and (giver is None or same(giver.name) not in selves):
                continue
            if best is None:
                best = Act(Kind.ORDER, f"order-{cue.replace(' ', '-')}", start, end, tuple(found), giver, after)
        elif work_at(text, folded, at, end) is not None and cue in (
            "de nghi",
            "yeu cau",
            "dé nghi",
            "kinh de nghi",
            "tran trong de nghi",
        ):
            if best is None:
                best = Act(Kind.ORDER, f"order-{cue.replace(' ', '-')}-none-named", start, end, (), giver, at)
    return best


def _who_orders(text: str, folded: str, start: int, cue: int) -> UnitName | bool:
    """The unit that gives the order, True where none is named, False where the word gives no order."""
    low = _segment(text, start, cue)
    before = folded[low:cue].strip()
    if not before:
        return True
    free = before_ordering().match(before)
    if free is not None and free.end() == len(before):
        return True
    if starts_unit(text, low):
        found, after = units_at(text, low, cue)
        if found and not text[after:cue].strip():
            return found[-1]
        tail = folded[after:cue].strip()
        if found and tail in (
            "xin",
            "tran trong",
            "kinh",
            "cung",
            "tiep tuc",
            "xin tran trong",
            "nay",
            "lai",
            "xin kinh",
            "yeu cau",
            "va",
        ):
            return found[-1]
        return False
    if unordering().search(before) is not None and not before.startswith("nhan duoc"):
        return False
    if before.startswith(("tai ", "theo ", "can cu ", "xet ", "thuc hien ", "ngay ", "do ", "sau khi co ")):
        return False
    if adverbial().match(before) is not None:
        return True
    return False


def _segment(text: str, start: int, cue: int) -> int:
    """Where the part of the clause right before `cue` begins: after the last delimiter outside brackets."""
    i = cue - 1
    depth = 0
    while i >= start:
        char = text[i]
        if char == ")":
            depth += 1
        elif char == "(":
            if depth == 0:
                break
            depth -= 1
        elif depth == 0 and char in ",;:.—":
            break
        i -= 1
    i += 1
    while i < cue and text[i].isspace():
        i += 1
    return i


def _subject(text: str, folded: str, start: int, end: int) -> Act | None:
    """A unit as the subject, and what it does."""
    for at in clause_starts(text, folded, start, end):
        found = _subject_at(text, folded, at, end)
        if found is not None:
            return found
    return None


def _late_subject(text: str, folded: str, start: int, end: int) -> Act | None:
    """A subject after an adverbial that no comma closes: `Kết thúc đợt thi các trường báo cáo`, `… thì Sở A giới thiệu`."""
    if adverbial().match(folded, start) is None:
        return None
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
    while after < end and text[after] in " ,":
        after += 1
    modal = _MODAL.match(text, after)
    past = modal is None and _PAST.match(text, after) is not None
    if past:
        return Act(Kind.SUBJECT, "subject-reports", at, end, tuple(units), verb=after, past=True)
    if modal is not None:
        return Act(Kind.SUBJECT, "subject-must", at, end, tuple(units), verb=after, modal=True)
    if work_at(text, folded, after, end) is not None:
        return Act(Kind.SUBJECT, "subject-does", at, end, tuple(units), verb=after)
    for begins in clause_starts(text, folded, after, end)[1:]:
        if work_at(text, folded, begins, end) is not None:
            return Act(Kind.SUBJECT, "subject-then-does", at, end, tuple(units), verb=begins)
    if adverbial().match(folded, after) is not None:
        later = re.compile(r"\s").finditer(text, after, min(end, after + 160))
        for space in later:
            if text[space.end() : space.end() + 1].islower() and work_at(text, folded, space.end(), end) is not None:
                return Act(Kind.SUBJECT, "subject-then-does", at, end, tuple(units), verb=space.end())
    return None


def _bare(text: str, folded: str, start: int, end: int) -> Act | None:
    for at in clause_starts(text, folded, start, end):
        if work_at(text, folded, at, end) is not None:
            rule = "verb-first" if at == start else "verb-after-adverbial"
            return Act(Kind.BARE, rule, start, end, verb=at)
    return None


def _result(text: str, folded: str, start: int, end: int) -> Act | None:
    rule = table("directives-submit").rules[0]
    match = rule.pattern.search(folded, start, end)
    if match is None or match.start() - start > 60:
        return None
    of = _OF_WHOM.search(text, match.start(), match.end())
    units = [] if of is None else units_at(text, of.end(), match.end())[0]
    return Act(Kind.RESULT, rule.id, start, end, tuple(units), verb=match.start())


def folded(text: str) -> str:
    """The key of `text`, in which a quotation mark or bracket stays what it is."""
    return key(text)
