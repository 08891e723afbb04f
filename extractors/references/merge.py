"""Several mentions of one document become one."""

from __future__ import annotations

from dataclasses import replace

from schemas.found import DayMention, Found, ReferenceMention
from schemas.rule import table
from vietnamese.fold import key


def merge(found: list[Found[ReferenceMention]]) -> list[Found[ReferenceMention]]:
    """Each document once, where it was first cited, with what later mentions add."""
    out: list[Found[ReferenceMention]] = []
    for later in found:
        i = _index(out, later.value)
        if i is not None:
            out[i] = _joined(out[i], later)
        elif not _is_back_reference(later.value):
            out.append(later)
    return out


def _index(before: list[Found[ReferenceMention]], later: ReferenceMention) -> int | None:
    """Which document already cited `later` means: `Công văn nêu trên` the last of its type."""
    if _is_back_reference(later):
        return next((i for i in reversed(range(len(before))) if _kindred(before[i].value, later)), None)
    return next((i for i, first in enumerate(before) if _same(first.value, later)), None)


def _is_back_reference(mention: ReferenceMention) -> bool:
    return mention.number is None and mention.day is None


def _same(one: ReferenceMention, other: ReferenceMention) -> bool:
    if one.number is None or other.number is None:
        return one.number is other.number and one.kind == other.kind and one.day == other.day
    if one.number.lstrip("0") != other.number.lstrip("0"):
        return False
    if one.symbol is None or other.symbol is None:
        return _kindred(one, other) and _days_agree(one.day, other.day)
    if _bare(one.symbol) != _bare(other.symbol):
        return False
    return "/" in one.number or _days_agree(one.day, other.day)


def _kindred(one: ReferenceMention, other: ReferenceMention) -> bool:
    """Whether a short mention (`Quyết định số 15`) may mean the other: the same type, or either with no type."""
    return one.kind == other.kind or "van_ban" in (one.kind, other.kind)


def _days_agree(one: DayMention | None, other: DayMention | None) -> bool:
    """Numbers begin anew each year, so days of one year, or a day not given, are no difference."""
    return one is None or other is None or one.year is None or other.year is None or one.year == other.year


def _bare(symbol: str) -> str:
    return "".join(char for char in key(symbol) if char.isalnum())


def _joined(first: Found[ReferenceMention], later: Found[ReferenceMention]) -> Found[ReferenceMention]:
    one, other = first.value, later.value
    value = replace(
        one,
        symbol=_accented(one.symbol, other.symbol),
        day=_fitting(one.number, one.day, other.day),
        issuer=one.issuer or other.issuer,
        subject=one.subject or other.subject,
        cue=max((one.cue, other.cue), key=_weight),
    )
    return replace(first, value=value, confidence=max(first.confidence, later.confidence))


def _fitting(number: str | None, one: DayMention | None, other: DayMention | None) -> DayMention | None:
    """Of two days the first, unless only the second has a year, or the year that the number itself names."""
    if one is None or other is None:
        return one or other
    year = number.split("/")[-1] if number is not None and "/" in number else None
    better = other.year is not None and (one.year is None or (str(other.year) == year != str(one.year)))
    return other if better else one


def _accented(one: str | None, other: str | None) -> str | None:
    """Of two readings of a symbol the one that kept its accents: OCR loses the bar of Đ, it never makes one up."""
    if one is None or other is None:
        return one or other
    return other if other.count("Đ") > one.count("Đ") else one


def _weight(cue: str | None) -> float:
    """How much a cue says; of equals `max` keeps the first."""
    if cue is None:
        return 0.0
    folded = key(cue)
    return max(
        (hit.rule.weight for hit in table("relations").scan(cue, folded) if hit.rule.id != "passive"), default=0.0
    )
