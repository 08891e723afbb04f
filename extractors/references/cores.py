"""The core of a citation: a number and symbol, or a day alone, with the type word and `số` on its left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from extractors.references import kinds
from extractors.references.days import day_after, day_of
from schemas.found import DayMention
from schemas.rule import Hit, table
from vietnamese.fold import key
from vietnamese.numerals import mend_digits

_REACH = 160  # characters left of a number or a day in which its type is looked for
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212~", "-"))
_BETWEEN = re.compile(r"[\s,;:]*(?:va|cung|hoac)?\s*(?:(?:cac|tai|theo)\s+)*[\s,;:(]*")  # two members of a list
_SHARED = re.compile(r"(?<!\w)so\s?[:.]?\s?(?P<numbers>(?:\d{1,5}\s?(?:[,;]\s?(?:va\s)?|va\s))+)$")
_PARLIAMENT = re.compile(r"(?:UBTV)?QH\d|NQ")
_NUMBERED_THINGS = ("hop_dong", "du_an", "phuong_an", "bien_ban")  # counted within one paper: `phương án số 2`


@dataclass(frozen=True, slots=True)
class Core:
    """What makes a citation, with offsets into the run of text."""

    start: int  # of the type word, `số` or the number, whichever is first
    end: int  # of the number and symbol, or of the day
    kind: str
    number: str | None
    symbol: str | None
    confidence: float
    rule: str
    day: DayMention | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text in the forms that matching needs: one kind of dash, and the accent-less key; same offsets."""

    text: str
    plain: str
    key: str
    head: str  # the key of what the run continues

    @classmethod
    def of(cls, text: str, head: str) -> Run:
        plain = mend_digits(text.translate(_DASHES))
        return cls(text, plain, key(plain), key(head))


def back_references(run: Run) -> Iterator[Core]:
    """`Công văn nêu trên`: a document by its type alone, which was cited before."""
    for match in _back().finditer(run.key):
        yield Core(match.start(), match.end(), kinds.kind_of(match["type"]), None, None, 0.5, "back-reference")


@cache
def _back() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?P<type>{kinds.pattern()})\s+(?:neu|noi|dan)\s+tren(?!\w)")


def cores(run: Run) -> Iterator[Core]:
    """The cores of `run`, left to right, none overlapping."""
    if not any(char.isdigit() for char in run.plain):
        return
    hits = sorted(table("references").scan(run.plain, run.key), key=lambda hit: (hit.start, -hit.rule.weight))
    last: Core | None = None
    for hit in hits:
        floor = 0 if last is None else last.end
        if hit.start < floor:
            continue
        core = _numbered(run, hit, last) if "number" in hit.groups else _dated(run, hit, floor)
        if core is not None:
            yield from _before_it(run, hit, core, floor)
            yield core
            last = core


def _before_it(run: Run, hit: Hit, core: Core, floor: int) -> Iterator[Core]:
    """`số 12, 13 và 14/QĐ-SXY`: the numbers that share the symbol of the last."""
    if core.symbol is None:
        return
    at = hit.groups["number"][0]
    shared = _SHARED.search(run.key, max(floor, at - _REACH), at)
    if shared is None:
        return
    named = _last_type(run.key, max(floor, shared.start() - _REACH), shared.start())
    typed = named is not None and _after_type().fullmatch(run.key[named.end() : shared.start()]) is not None
    kind, start = (
        (kinds.kind_of(named[0]), named.start()) if named is not None and typed else (core.kind, shared.start())
    )
    for number in re.finditer(r"\d+", shared["numbers"]):
        begin, end = shared.start("numbers") + number.start(), shared.start("numbers") + number.end()
        yield Core(start or begin, end, kind, number[0], core.symbol, core.confidence, core.rule)
        start = 0


def _numbered(run: Run, hit: Hit, last: Core | None) -> Core | None:
    """A number as a citation, None where what stands left of it forbids."""
    at = hit.groups["number"][0]
    number = re.sub(r"\s", "", run.plain[at : hit.groups["number"][1]])
    symbol = hit.text(run.plain, "symbol")
    if symbol is not None:
        symbol = re.sub(r"-+", "-", re.sub(r"\s", "", symbol))
    low = max(0 if last is None else last.end, at - _REACH)
    named = _last_type(run.key, low, at)
    if named is not None:
        kind, left = kinds.kind_of(named[0]), run.key[named.end() : at]
        if _after_type().fullmatch(left):
            if symbol is None and not _plausible(kind, run.plain[named.start()], hit, left):
                return None
            return Core(named.start(), hit.end, kind, number, symbol, hit.rule.weight, hit.rule.id)
        if symbol is not None and _PARLIAMENT.match(symbol) and not re.search(r"[.;:()]", left):
            return Core(named.start(), hit.end, kind, number, symbol, hit.rule.weight, hit.rule.id)
    return None if symbol is None else _untyped(run, hit, last, number=number, symbol=symbol)


def _untyped(run: Run, hit: Hit, last: Core | None, *, number: str, symbol: str) -> Core | None:
    """A number and symbol with no type word on its left: a member of a list, or plain from its form."""
    at = hit.groups["number"][0]
    left = run.key[max(0 if last is None else last.end, at - _REACH) : at]
    if hit.rule.id in ("dash-number", "glued-number", "year-dash", "broken-number") or _other_number().search(left):
        return None
    so = re.search(r"(?<!\w)so\s?[:.]?\s?$", left)
    start = at - (len(so[0]) if so else 0)
    own = kinds.kind_in(symbol)
    listed = last is not None and (so is not None or bool(_BETWEEN.fullmatch(run.key[last.end : start])))
    if hit.rule.id in ("legal-number", "party-number") or so is not None:
        confidence = 0.9
    elif own is not None or listed:
        confidence = 0.8
    elif day_after(run.key, hit.end, len(run.key))[0] is not None:
        confidence = 0.7
    else:
        return None
    kind = own or _shared_kind(run, last if listed else None)
    return Core(start, hit.end, kind, number, symbol, confidence, hit.rule.id)


def _shared_kind(run: Run, last: Core | None) -> str:
    """The type that a list's members share: that of the member before, or of the head above the run."""
    if last is not None:
        return last.kind if last.symbol is None or kinds.kind_in(last.symbol) is None else "cong_van"
    named = _last_type(run.head, max(0, len(run.head) - _REACH), len(run.head))
    if named is not None and not re.search(r"[.;]", run.head[named.end() :]):
        return kinds.kind_of(named[0])
    return "cong_van"


def _plausible(kind: str, initial: str, hit: Hit, left: str) -> bool:
    """Whether a type and a bare number are a citation: `Nghị quyết số 57`, not `phương án số 2`."""
    if hit.rule.id in ("number-bare", "odd-number"):
        return True
    return "so" in left + hit.rule.id and initial.isupper() and kind not in _NUMBERED_THINGS


def _dated(run: Run, hit: Hit, floor: int) -> Core | None:
    """A type and a day without a number: `Luật Lưu trữ ngày …`, `tại Thông báo ngày …`."""
    day = day_of(hit, run.plain)
    if day is None or day.year is None:
        return None
    low = max(floor, hit.start - _REACH)
    named = _last_type(run.key, low, hit.start)
    if named is None:
        return None
    kind, start, between = kinds.kind_of(named[0]), named.start(), run.key[named.end() : hit.start].rstrip(", ")
    if re.search(r"[;:()]|(?<!\w)(?:hieu luc|ap dung|thi hanh (?:tu|ke))(?!\w)", between):
        return None
    if re.search(
        r"(?i)(?<!\w)(?:từ|trước|đến|sau|vào|trong|hết|(?<!thông )qua|kể)\W*$", run.plain[named.end() : hit.start]
    ):
        return None
    if kind in kinds.laws():
        return Core(start, hit.end, kind, None, None, 0.8, hit.rule.id, day)
    if between.strip() not in ("", "khong so") and not re.fullmatch(r"\s*cua\s+[^,;.:()]{2,60}", between):
        return None
    cued = re.search(r"(?:tai|theo|can cu|thuc hien|tra loi|phuc dap|nhan duoc|xet|kem)\s*$", run.key[low:start])
    if cued is None and (not run.plain[start].isupper() or kind in kinds.verbs()):
        return None
    return Core(start, hit.end, kind, None, None, 0.6, hit.rule.id, day)


def _last_type(folded: str, low: int, end: int) -> re.Match[str] | None:
    """The nearest type word left of `end`."""
    found = None
    for match in _type().finditer(folded, low, end):
        found = match
    return found


@cache
def _type() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){kinds.pattern()}(?!\w)")


@cache
def _after_type() -> re.Pattern[str]:
    """Between a type and its number: `công văn số`, `Quyết định của Sở A số`, `các Công văn: Số`."""
    return re.compile(
        r"(?:\s+(?:lien tich|hoa toc|khan|mat|toi mat|phoi hop|lien nganh|hop nhat|ca biet|den|di))?"
        r"(?:\s+cua\s+[^,;.:()]{2,60}?(?=\s+so\b))?"
        r"\s?[:,(]?\s?(?:(?<!\w)so(?:\s+hieu|\s+van ban)?\s?[:.;]?)?\s?[\"'(]?"
    )


@cache
def _other_number() -> re.Pattern[str]:
    """Numbers of things that are no documents."""
    return re.compile(
        r"(?:mau(?: bieu)?|bieu(?: mau)?|phu luc|bang|hoa don[^,;.]{0,12}|tai khoan|giay phep[^,;.]{0,30}"
        r"|ho|chung chi[^,;.]{0,30}|giay chung nhan[^,;.]{0,40}|so nha|ngo|hem|duong|thua|to ban do|dien thoai|fax|ma"
        r"|tieu chuan|tcvn|qcvn|iso|the|dot|lop|phong|lo|dieu|khoan|ty le|mst|cmnd|cccd|to khai[^,;.]{0,20}|bao hiem)"
        r"\s*(?:so\s?)?[:.]?\s*$"
    )
