"""The day of a document cited: right of its number, or before it in the sentence."""

from __future__ import annotations

import re
from functools import cache

from schemas.found import DayMention
from schemas.rule import Hit, table

_CENTURY = 100


def day_of(hit: Hit, text: str) -> DayMention | None:
    """The day that a rule's groups `day`, `month` and `year` hold."""
    day, month, year = (hit.text(text, name) for name in ("day", "month", "year"))
    return None if day is None or month is None else DayMention(int(day), _month(month), _year(year))


def _month(printed: str) -> int:
    """A month, also one that OCR broke: `1 1/2022`."""
    return int(printed.replace(" ", ""))


def _year(printed: str | None) -> int | None:
    if printed is None:
        return None
    year = int(printed)
    return year if year >= _CENTURY else 2000 + year if year < 80 else 1900 + year


@cache
def _date() -> str:
    """The shared pattern of a day, as the rule `day-alone` has it."""
    return next(rule for rule in table("references").rules if rule.id == "day-alone").pattern.pattern


@cache
def _after() -> re.Pattern[str]:
    """Between a number and its day: `, ngày`, ` (ngày`, ` của Bộ Y tế ngày`, ` ký ngày`, ` được … thông qua ngày`."""
    return re.compile(
        r"(?:\s(?:da\s+)?duoc\s+[^,;.:()]{0,60}?(?=\s+thong qua))?"
        r"\s?[,(]?\s?(?:cua\s+[^,;.:()]{2,70}?\s?,?\s?)?"
        r"(?:(?:de|ghi|ky|ky ban hanh|ban hanh|phat hanh|lap|thong qua)\s+)?"
        r"(?:(?:hoi|luc|vao|cung)\s+)?(?:\d{1,2}\s?(?:gio|h)\s?\d{0,2}\s?(?:phut)?,?\s)?(?:ngay\s?)*" + _date()
    )


@cache
def _month_after() -> re.Pattern[str]:
    return re.compile(
        r"\s?[,(]?\s?(?:ngay\s+)?thang\s?(?P<month>0?[1-9]|1[0-2])\s?(?:/|-|nam)\s?(?P<year>(?:19|20)\d\d)(?!\d)"
    )


def day_after(folded: str, end: int, limit: int) -> tuple[DayMention | None, int]:
    """The day right of `end`, before `limit`, and where its citation then ends."""
    match = _after().match(folded, end, limit) or _month_after().match(folded, end, limit)
    if match is None or _not_its_day(folded[end : match.start("month")]):
        return None, end
    groups = match.groupdict()
    day = groups.get("day")
    return DayMention(None if day is None else int(day), _month(match["month"]), _year(match["year"])), match.end()


def _not_its_day(between: str) -> bool:
    return re.search(r"(?:truoc|den|tu|sau|het|trong)\s+ngay", between) is not None


@cache
def _before() -> re.Pattern[str]:
    """`Ngày 5/6/2022, Sở A (đã) có | ban hành | gửi (…) công văn số`: what is sent or issued carries that day."""
    return re.compile(
        _date()
        + r"\s?,?\s(?:(?!ngay\s?\d)[^.;:]){2,120}?\s(?:da\s+|tiep tuc\s+)?(?:co|ban hanh|gui|phat hanh|ky|ra|trinh)"
        r"(?:\s+(?:ban hanh|cac|them|phat hanh|bo sung))*\s*$"
    )


def day_before(folded: str, start: int, floor: int) -> DayMention | None:
    """The day that the sentence begins with, when its verb issues or sends the document at `start`."""
    low = max(floor, start - 200)
    found = None
    for match in _before().finditer(folded, low, start):
        found = match
    if found is None or re.search(r"nhan duoc|tiep nhan", found[0]):
        return None
    return DayMention(int(found["day"]), _month(found["month"]), _year(found["year"]))


def shares_day(between: str) -> bool:
    """Whether what stands between two members of a list lets the day of the second be the first's too."""
    return re.fullmatch(r"\s*(?:[,&]|va|,\s*va)\s*", between) is not None
