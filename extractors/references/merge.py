"""Several mentions of one document become one."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from schemas.found import DayMention, Found, ReferenceMention
from schemas.rule import table
from vietnamese.fold import key


def merge(found: list[Found[ReferenceMention]]) -> list[Found[ReferenceMention]]:
    """Each document once, where it was first cited, with what later mentions add."""
    groups: list[list[Found[ReferenceMention]]] = []
    for later in found:
        i = _index(groups, later.value)
        if i is not None:
            groups[i].append(later)
        elif not _is_back_reference(later.value):
            groups.append([later])
    return [_joined(group) for group in groups]


def _index(groups: list[list[Found[ReferenceMention]]], later: ReferenceMention) -> int | None:
    """Which document already cited `later` means: `Công văn nêu trên` the last of its type."""
    if _is_back_reference(later):
        return next((i for i in reversed(range(len(groups))) if _kindred(groups[i][0].value, later)), None)
    return next((i for i, group in enumerate(groups) if any(_same(one.value, later) for one in group)), None)


def _is_back_reference(mention: ReferenceMention) -> bool:
    return mention.number is None and mention.day is None


def _same(one: ReferenceMention, other: ReferenceMention) -> bool:
    if one.number is None or other.number is None:
        return one.number is other.number and one.kind == other.kind and one.day == other.day
    if one.symbol is None or other.symbol is None:
        alike = _serial(one.number) == _serial(other.number)
        return alike and _kindred(one, other) and _days_agree(one.day, other.day)
    if one.number.lstrip("0") != other.number.lstrip("0"):
        return False
    if _bare(one.symbol) != _bare(other.symbol):
        return (
            one.kind == other.kind and one.day is not None and one.day == other.day and _near(one.symbol, other.symbol)
        )
    return "/" in one.number or _days_agree(one.day, other.day)


def _serial(number: str) -> str:
    """The number without the year of a legal instrument: a short mention leaves that out."""
    return number.split("/", maxsplit=1)[0].lstrip("0")


def _kindred(one: ReferenceMention, other: ReferenceMention) -> bool:
    """Whether a short mention (`Quyết định số 15`) may mean the other: the same type, or either with no type."""
    return one.kind == other.kind or "van_ban" in (one.kind, other.kind)


def _days_agree(one: DayMention | None, other: DayMention | None) -> bool:
    """Numbers begin anew each year, so days of one year, or a day not given, are no difference."""
    return one is None or other is None or one.year is None or other.year is None or one.year == other.year


def _bare(symbol: str) -> str:
    return "".join(char for char in key(symbol) if char.isalnum())


def _near(one: str, other: str) -> bool:
    """Whether two symbols differ by one letter, as two readings of one symbol do."""
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.distance(_bare(one), _bare(other), score_cutoff=1) <= 1


def _joined(group: list[Found[ReferenceMention]]) -> Found[ReferenceMention]:
    """One document of all its mentions."""
    first, *later = group
    value = first.value
    for found in later:
        other = found.value
        value = replace(
            value,
            day=_fitting(value.number, value.day, other.day),
            issuer=value.issuer or other.issuer,
            subject=value.subject or other.subject,
            cue=max((value.cue, other.cue), key=_weight),
        )
    confidence = max(found.confidence for found in group)
    number = max((found.value.number for found in group if found.value.number is not None), key=_is_whole, default=None)
    return replace(first, value=replace(value, number=number, symbol=_symbol(group)), confidence=confidence)


def _is_whole(number: str) -> bool:
    return "/" in number


def _symbol(group: list[Found[ReferenceMention]]) -> str | None:
    """The symbol that most mentions have; among equals the one that kept its accents, then the first.

    OCR loses the bar of Đ, and never makes one up.
    """
    read = [found.value.symbol for found in group if found.value.symbol is not None]
    votes = Counter(_bare(symbol) for symbol in read)
    return max(read, key=lambda symbol: (votes[_bare(symbol)], symbol.count("Đ")), default=None)


def _fitting(number: str | None, one: DayMention | None, other: DayMention | None) -> DayMention | None:
    """Of two days the first, unless only the second has a year, or the year that the number itself names."""
    if one is None or other is None:
        return one or other
    year = number.split("/")[-1] if number is not None and "/" in number else None
    better = other.year is not None and (one.year is None or (str(other.year) == year != str(one.year)))
    return other if better else one


def _weight(cue: str | None) -> float:
    """How much a cue says; of equals `max` keeps the first."""
    if cue is None:
        return 0.0
    folded = key(cue)
    return max(
        (hit.rule.weight for hit in table("relations").scan(cue, folded) if hit.rule.id != "passive"), default=0.0
    )
