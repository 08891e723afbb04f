"""địa danh, ngày tháng năm: where and when the letter was issued, from its cell of the letterhead.

Only plain digits are taken for the day, month and year. A blank day is `day-blank`, one that can't be read
`day-unreadable`; what is not known is None, never guessed.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby

from schemas.found import DayMention, Found, IssuedMention
from schemas.page import Line, Origin, Span
from schemas.rule import Hit, table
from schemas.zone import Cell, Zoned, join
from vietnamese.casing import sentence_case
from vietnamese.fold import key

_BLANK = re.compile(r"[\s.…_·-]*")
_DIGITS = re.compile(r"[\s.:]*(\d(?:\s?\d)?)[\s.]*")
_YEAR = re.compile(r"[\s.]*((?:19|20)\s?\d\s?\d)[\s.,;]*")


def extract(zoned: Zoned) -> list[Found[IssuedMention]]:
    """The readings of the place-and-date cell; of minutes without one, the day of the meeting."""
    out = []
    for line in zoned.of(Cell.PLACE_DATE):
        text = zoned.text(line)
        hit = _best(text, skip="minutes")
        if hit is not None:
            out.append(_found(line, text, hit))
    return out or _minutes(zoned)


def _best(text: str, *, skip: str) -> Hit | None:
    folded = key(text)
    hits = [hit for rule in table("issued").rules if rule.id != skip for hit in rule.scan(text, folded)]
    return max(hits, key=lambda hit: (hit.rule.weight, hit.end - hit.start), default=None)


def _found(line: Line, text: str, hit: Hit) -> Found[IssuedMention]:
    remarks: list[tuple[str, str]] = []
    day = _number(hit.text(text, "day"), 31, "day", remarks) if "day" in hit.groups else None
    month = _number(hit.text(text, "month"), 12, "month", remarks) if "month" in hit.groups else None
    year = _year(hit.text(text, "year"), remarks) if "year" in hit.groups else None
    if line.origin == Origin.OCR:  # what OCR does not see need not be blank
        remarks = [
            (code.replace("-blank", "-unreadable"), message.replace("is blank", "is written by hand or spoilt"))
            for code, message in remarks
        ]
    if year is None or month is None:
        day = None
    mention = None if year is None else DayMention(day=day, month=month, year=year)
    if hit.rule.id == "place-alone":
        remarks.append(("date-unreadable", "The date of issue is lost or can't be read."))
    place = _place(hit.text(text, "place"))
    span = Span(line.start + hit.start, line.start + hit.end)
    return Found(IssuedMention(place, mention), (span,), hit.rule.weight, f"issued/{hit.rule.id}", tuple(remarks))


def _number(text: str | None, most: int, name: str, remarks: list[tuple[str, str]]) -> int | None:
    """A day or month of plain digits (also set apart: `2 0`), None with a remark where it is blank or unclear."""
    if text is None or _BLANK.fullmatch(text):
        remarks.append((f"{name}-blank", f"The {name} of issue is blank."))
        return None
    match = _DIGITS.fullmatch(text)
    value = int(match[1].replace(" ", "")) if match else 0
    if 1 <= value <= most:
        return value
    remarks.append((f"{name}-unreadable", f"The {name} of issue can't be read surely: “{text.strip()}”."))
    return None


def _year(text: str | None, remarks: list[tuple[str, str]]) -> int | None:
    match = _YEAR.match(text) if text else None
    if match:
        return int(match[1].replace(" ", ""))
    if text is None or _BLANK.fullmatch(text):
        remarks.append(("year-blank", "The year of issue is blank."))
    else:
        remarks.append(("year-unreadable", "The year of issue can't be read."))
    return None


def _place(text: str | None) -> str | None:
    if text is None:
        return None
    bare = re.sub(r"\s+", " ", text).strip(" .,;:_|-~–—/\\")
    return sentence_case(bare) if any(c.isalpha() for c in bare) else None


def _minutes(zoned: Zoned) -> list[Found[IssuedMention]]:
    """The day of a meeting, for minutes (BIÊN BẢN) whose letterhead has none."""
    if "bien ban" not in key(zoned.flow(Cell.KIND).text):
        return []
    rule = next(rule for rule in table("issued").rules if rule.id == "minutes")
    for _, row in groupby(zoned.lines[:30], key=lambda line: line.row):
        flow = join(zoned.document, list(row))
        for hit in rule.scan(flow.text, key(flow.text)):
            found = _found(zoned.lines[0], flow.text, hit)
            return [replace(found, spans=flow.spans(hit.start, hit.end))]
    return []
