"""References resolved: kinds, EDTF dates, and what the letter does to each document it cites."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from schemas.found import DayMention, Found, NumberMention, ReferenceMention
from schemas.record import Kind, Reference, Relation
from schemas.rule import table
from vietnamese.calendar import bounds
from vietnamese.fold import key

_LAW = frozenset(("hien_phap", "luat", "bo_luat", "phap_lenh", "nghi_dinh", "thong_tu", "thong_tu_lien_tich"))

Findings = list[tuple[str, str]]


def resolve(
    found: Iterable[Found[ReferenceMention]], *, own: NumberMention | None = None, issued: date | str | None = None
) -> list[tuple[Reference, Found[ReferenceMention], Findings]]:
    """Each document cited as the record's reference, with where it was read and what a person should know.

    `own` is the letter's own number, which is no reference; `issued` its date, a date or EDTF.
    """
    out = []
    for mention in found:
        if own is not None and _is(own, mention.value):
            continue
        findings: Findings = []
        out.append((_reference(mention.value, issued, findings), mention, findings))
    return out


def _is(own: NumberMention, mention: ReferenceMention) -> bool:
    """Whether a citation is of the letter itself."""
    if own.value is None or own.symbol is None or mention.number is None or mention.symbol is None:
        return False
    return own.value.lstrip("0") == mention.number.lstrip("0") and key(own.symbol) == key(mention.symbol)


def _reference(mention: ReferenceMention, issued: date | str | None, findings: Findings) -> Reference:
    return Reference(
        kind=Kind(mention.kind),
        number=mention.number,
        symbol=mention.symbol,
        date=_date(mention.day, issued, findings),
        issuer=mention.issuer,
        subject=mention.subject,
        relation=relation(mention.cue, kind=mention.kind),
    )


def _date(day: DayMention | None, issued: date | str | None, findings: Findings) -> str | None:
    """The day as EDTF; a day without a year is the last such day up to the letter's own."""
    if day is None or day.month is None:
        return None if day is None or day.year is None else f"{day.year:04d}"
    tail = f"{day.month:02d}" + ("" if day.day is None else f"-{day.day:02d}")
    if day.year is not None:
        return _real(f"{day.year:04d}-{tail}", findings)
    letter = bounds(issued.isoformat() if isinstance(issued, date) else issued) if issued is not None else None
    if letter is None:
        return None
    for year in (letter[1].year, letter[1].year - 1):
        guess = bounds(f"{year:04d}-{tail}")
        if guess is not None and guess[0] <= letter[1]:
            findings.append(("year-inferred", f"No year is printed: {year} is taken from the letter's date."))
            return f"{year:04d}-{tail}"
    return None


def _real(edtf: str, findings: Findings) -> str | None:
    if bounds(edtf) is None:
        findings.append(("date-impossible", f"There is no such day as {edtf}."))
        return None
    return edtf


def relation(cue: str | None, *, kind: str) -> Relation:
    """What the word before a citation says of a document of that kind; a citation without one is mentioned."""
    if cue is None:
        return Relation.MENTIONS
    if key(cue) == "theo" and kind in _LAW:
        return Relation.BASIS
    hits = list(table("relations").scan(cue, key(cue)))
    best = max(hits, key=lambda hit: hit.rule.weight, default=None)
    return Relation.MENTIONS if best is None else Relation(best.rule.sets["relation"])
