"""What one letter of a file proves of another: an office that sends a letter on cites its number and day in its own.

A number written by hand that is not surely read (`it may be 1504`) is known where another letter of the same file
cites that number under the same symbol: two readings, of ink and of print, agree. So is the day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.assemble.book import best
from pipeline.extract import Extracted
from schemas.found import DayMention, IssuedMention
from schemas.page import Document, Remark
from schemas.record import Reference
from vietnamese.fold import key

NUMBER_CITED, DATE_CITED = "number-cited", "date-cited"
_NUMBER, _DATE = "/number", "/issued/date"
_AGREES = "The handwritten day agrees with that by which another letter of this file cites it."
_LONG = 3  # digits: so long a number is not the same by chance
_SHORTEST = 3  # letters of a symbol
_ALIKE = 85.0  # of 100: one letter of seven was misread
_PARTS = {"handwritten-day": "day", "handwritten-month": "month"}


def cited_by_neighbours(
    document: Document, found: Extracted, others: Iterable[Reference]
) -> tuple[Document, Extracted] | None:
    """`document` and what was found in it with the number, and the day if it can be, that `others` cite it by.

    `others` are the references of the other letters of its file. None where they prove nothing.
    """
    number = best(found.number)
    if number is None or number.value.value is not None or number.value.symbol is None:
        return None
    guess = next((one.guess for one in document.remarks if one.pointer == _NUMBER and one.guess), "")
    citing = [one for one in others if guess and one.number == guess and _alike(one.symbol, number.value.symbol, guess)]
    if not citing:
        return None
    changed = replace(found, number=[replace(number, value=replace(number.value, value=guess), remarks=())])
    looks = f"The handwritten number looks like {guess}, and another letter of this file cites it so."
    settled = {_NUMBER: (NUMBER_CITED, looks)}
    issued = best(found.issued)
    days = {one.date for one in citing if one.date is not None}
    unsure = any(one.pointer == _DATE for one in document.remarks)
    if issued is not None and unsure and len(days) == 1:
        day = _day(days.pop(), issued.value, document.remarks)
        if day is not None:
            changed = replace(changed, issued=[replace(issued, value=replace(issued.value, day=day), remarks=())])
            settled[_DATE] = DATE_CITED, _AGREES
    return replace(document, remarks=_settled(document.remarks, settled)), changed


def _alike(cited: str | None, own: str, number: str) -> bool:
    """Whether two symbols are the same, or, beside a number of some length, the same but for a letter or a part."""
    a, b = (re.sub(r"\W", "", key(symbol or "")) for symbol in (cited, own))
    if a == b or len(number) < _LONG or min(len(a), len(b)) < _SHORTEST:
        return a == b
    from rapidfuzz.fuzz import ratio

    return a.startswith(b) or b.startswith(a) or ratio(a, b) >= _ALIKE


def _settled(remarks: Sequence[Remark], settled: dict[str, tuple[str, str]]) -> tuple[Remark, ...]:
    """What a person should look at: of what is settled the first crop, with what settled it."""
    out: dict[str, Remark] = {}
    for at, one in enumerate(remarks):
        if one.pointer in settled:
            code, message = settled[one.pointer]
            out.setdefault(code, replace(one, code=code, message=message))
        else:
            out[str(at)] = one
    return tuple(out.values())


def _day(cited: str, issued: IssuedMention, remarks: Sequence[Remark]) -> DayMention | None:
    """The day that is cited, where nothing that was read of the letter's own day speaks against it."""
    whole = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", cited)
    if whole is None:
        return None
    year, month, day = (int(part) for part in whole.groups())
    read = {"day": issued.day and issued.day.day, "month": issued.day and issued.day.month}
    guesses = {_PARTS[one.code]: int(one.guess) for one in remarks if one.code in _PARTS and one.guess.isdecimal()}
    for name, value in (("day", day), ("month", month)):
        if (read[name] or guesses.get(name)) != value:
            return None
    if issued.day is not None and issued.day.year not in (None, year):
        return None
    return DayMention(day, month, year)
