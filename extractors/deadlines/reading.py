"""From a rule's groups to a deadline as written: day and hour, vague stretch, period, rhythm."""

from __future__ import annotations

import re
from collections.abc import Callable

from extractors.deadlines.rhythms import rhythms
from schemas.found import DayMention, DeadlineMention
from schemas.rule import Hit
from vietnamese.fold import key
from vietnamese.numerals import number, roman

_UNKNOWN = "XXXX"
_CENTURY = 100
_QUARTERS = {"1": 33, "2": 34, "3": 35, "4": 36}
_PAPER = (
    r"(?:cong van|van ban|thong bao|chi thi|quyet dinh|ke hoach|cong dien|huong dan|giay moi"
    r"|phieu(?: chuyen| gui| bao)?|to trinh|bao cao nay)"
)
_ISSUED = re.compile(
    rf"\s*(?:(?:ky|ra|co|ban hanh|phat hanh)(?:\s+(?:ban hanh|phat hanh))?(?:\s+(?:{_PAPER}|nay))*"
    rf"|{_PAPER}\s+nay[^,.;]*)"
    r"\s*(?:[,.;:)]|$|de(?!\w)|cac\s|don vi|gui|bao cao|phai)"
)
_RECEIVED = re.compile(
    rf"\s*(?:tiep\s+)?nhan(?:\s+duoc)?(?:\s+(?:{_PAPER}|nay|tren|chi dao))*"
    r"\s*(?:[,.;:)]|$|de\s(?!nghi)|cac\s|don vi|gui|bao cao|phai|so\s|cua so|cua uy ban|cua ubnd|cua bo)"
)


SAME_DAY = DayMention(None, None, None)


def read(hit: Hit, text: str, folded: str) -> list[DeadlineMention]:
    """What a rule's match says; several for a list of rhythms, none where its numbers make no time."""
    return _FORMS[hit.rule.sets["form"]](hit, text, folded)


def _day(hit: Hit, text: str, folded: str) -> list[DeadlineMention]:
    day, month = hit.text(folded, "day"), hit.text(folded, "month")
    if day is None or month is None:
        return []
    mention = DayMention(int(day), int(month.replace(" ", "")), _full(hit.text(folded, "year")))
    return [DeadlineMention(_words(hit, text), _bound(hit), day=mention, time=_time(hit, folded))]


_WHOLE = re.compile(r"(?<![\d/.-])(\d{1,2})\s?(?:/|\.|-|thang)\s?(\d{1,2})\s?(?:/|\.|-|nam)\s?((?:19|20)\d\d)(?!\d)")


def last_day(text: str, end: int) -> DayMention | None:
    """The last date with a year that is named in `text` before `end`."""
    found = None
    for match in _WHOLE.finditer(key(text), 0, end):
        found = match
    return None if found is None else DayMention(int(found[1]), int(found[2]), int(found[3]))


def _same_day(hit: Hit, text: str, folded: str) -> list[DeadlineMention]:
    """An hour of a day that was named before: the last whole date left of it, which may stand in an earlier run."""
    bound = "before" if hit.text(folded, "part") == "truoc" else "by"
    return [DeadlineMention(_words(hit, text), bound, day=SAME_DAY, time=_time(hit, folded))]


def _full(year: str | None) -> int | None:
    if year is None:
        return None
    return int(year) if int(year) >= _CENTURY else 2000 + int(year)


def _time(hit: Hit, folded: str) -> str | None:
    hour = hit.text(folded, "hour") or hit.text(folded, "hour2")
    minute = hit.text(folded, "minute") or hit.text(folded, "minute2")
    return None if hour is None else f"{int(hour):02d}:{int(minute or 0):02d}"


def _bound(hit: Hit) -> str:
    return hit.rule.sets["bound"]


def _words(hit: Hit, text: str) -> str:
    return text[hit.start : hit.end].strip(" ,(")


def _part(hit: Hit, folded: str) -> str:
    return (hit.text(folded, "part") or "").removeprefix("den ")


def _year(hit: Hit, folded: str) -> str:
    return hit.text(folded, "year") or hit.text(folded, "year2") or _UNKNOWN


def _vague(hit: Hit, text: str, folded: str, edtf: str) -> DeadlineMention:
    """A stretch of the calendar: `trước` ends with the day before it, all else with its last day."""
    bound = "before" if _part(hit, folded) == "truoc" else _bound(hit)
    return DeadlineMention(_words(hit, text), bound, edtf=edtf)


def _month(hit: Hit, text: str, folded: str) -> list[DeadlineMention]:
    month = int(hit.text(folded, "month") or 0)
    day = {"giua": 15, "dau": 1}.get(_part(hit, folded))  # Bộ luật Dân sự 2015, Điều 147
    if day is None:
        return [_vague(hit, text, folded, f"{_year(hit, folded)}-{month:02d}")]
    year = _year(hit, folded)
    mention = DayMention(day, month, None if year == _UNKNOWN else int(year))
    return [DeadlineMention(_words(hit, text), _bound(hit), day=mention)]


def _quarter(hit: Hit, text: str, folded: str) -> list[DeadlineMention]:
    printed = (hit.text(folded, "quarter") or "").upper()
    code = _QUARTERS.get(str(roman(printed) or printed))
    return [] if code is None else [_vague(hit, text, folded, f"{_year(hit, folded)}-{code}")]


def _whole_year(hit: Hit, text: str, folded: str) -> list[DeadlineMention]:
    year = _year(hit, folded)
    if _part(hit, folded) == "giua" and year != _UNKNOWN:
        return [DeadlineMention(_words(hit, text), _bound(hit), day=DayMention(30, 6, int(year)))]
    return [_vague(hit, text, folded, year)]


def _half(hit: Hit, text: str, folded: str) -> list[DeadlineMention]:
    code = 40 if hit.text(folded, "half") == "dau" else 41
    return [_vague(hit, text, folded, f"{_year(hit, folded)}-{code}")]


def _period(hit: Hit, text: str, folded: str) -> list[DeadlineMention]:
    count, unit = number(hit.text(folded, "count") or ""), hit.text(folded, "unit")
    if not count or unit is None:
        return []
    duration = {"ngay": f"P{count}D", "tuan": f"P{count}W", "thang": f"P{count}M", "nam": f"P{count}Y"}.get(unit)
    if unit == "quy":
        duration = f"P{3 * count}M"
    mention = DeadlineMention(
        text=_words(hit, text) + _anchor_words(hit, text, folded),
        bound=_bound(hit),
        duration=duration or f"PT{count}H",
        calendar="working" if hit.text(folded, "working") else None,
        anchor=_anchor(hit, folded),
    )
    return [mention]


def _anchor(hit: Hit, folded: str) -> str | None:
    """From what the period is counted: the letter's own day, its receipt, or an event; None where nothing says."""
    start = hit.text(folded, "start")
    if start is None:
        return None
    if _ISSUED.match(folded, hit.end):
        return "issue"
    return "receipt" if _RECEIVED.match(folded, hit.end) else "event"


def _anchor_words(hit: Hit, text: str, folded: str) -> str:
    """The rest of the words that say from when: to the end of the phrase."""
    if hit.text(folded, "start") is None:
        return ""
    match = re.compile(r"[^,.;:()]{0,90}(?=[,.;:()]|$)").match(folded, hit.end)
    return "" if match is None else text[hit.end : match.end()].rstrip()


def _recurring(hit: Hit, text: str, recurrence: str, time: str | None = None) -> list[DeadlineMention]:
    return [DeadlineMention(_words(hit, text), None, recurrence=recurrence, time=time)]


def _yearly(hit: Hit, text: str, folded: str) -> list[DeadlineMention]:
    day, month = int(hit.text(folded, "day") or 0), int((hit.text(folded, "month") or "0").replace(" ", ""))
    return _recurring(hit, text, f"FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={day}")


def _monthly(hit: Hit, text: str, folded: str) -> list[DeadlineMention]:
    first, last = int(hit.text(folded, "first") or 0), int(hit.text(folded, "dom") or 0)
    if not (1 <= first <= 31 and last <= 31):
        return []
    days = f"{first},{last}" if hit.text(folded, "both") and last else f"{last or first}"
    return _recurring(hit, text, f"FREQ=MONTHLY;BYMONTHDAY={days}")


def _quarterly(hit: Hit, text: str, folded: str) -> list[DeadlineMention]:
    day = int(hit.text(folded, "dom") or 0)
    return _recurring(hit, text, f"FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY={day}") if 1 <= day <= 31 else []


def _weekly(hit: Hit, text: str, folded: str) -> list[DeadlineMention]:
    day = hit.text(folded, "weekday") or hit.text(folded, "weekday2") or "chu nhat"
    name = {"hai": "MO", "ba": "TU", "tu": "WE", "nam": "TH", "sau": "FR", "bay": "SA"}.get(day)
    name = name or {"2": "MO", "3": "TU", "4": "WE", "5": "TH", "6": "FR", "7": "SA"}.get(day, "SU")
    return _recurring(hit, text, f"FREQ=WEEKLY;BYDAY={name}", _time(hit, folded))


def _daily(hit: Hit, text: str, folded: str) -> list[DeadlineMention]:
    return _recurring(hit, text, "FREQ=DAILY", _time(hit, folded))


def _month_end(hit: Hit, text: str, folded: str) -> list[DeadlineMention]:
    interval = ";INTERVAL=3" if hit.text(folded, "unit") == "quy" else ""
    return _recurring(hit, text, f"FREQ=MONTHLY{interval};BYMONTHDAY=-1")


def _every(hit: Hit, text: str, folded: str) -> list[DeadlineMention]:
    return [mention for rule in rhythms(hit.text(folded, "list") or "") for mention in _recurring(hit, text, rule)]


def _hour(hit: Hit, text: str, folded: str) -> list[DeadlineMention]:
    return [DeadlineMention(_words(hit, text), None, time=_time(hit, folded))]


def _day_of_month(hit: Hit, text: str, folded: str) -> list[DeadlineMention]:
    day = int(hit.text(folded, "dom") or 0)
    return [DeadlineMention(_words(hit, text), None, day=DayMention(day, None, None))] if 1 <= day <= 31 else []


_FORMS: dict[str, Callable[[Hit, str, str], list[DeadlineMention]]] = {
    "day": _day,
    "same-day": _same_day,
    "month": _month,
    "quarter": _quarter,
    "year": _whole_year,
    "half": _half,
    "period": _period,
    "yearly": _yearly,
    "monthly": _monthly,
    "quarterly": _quarterly,
    "weekly": _weekly,
    "daily": _daily,
    "month-end": _month_end,
    "every": _every,
    "dom": _day_of_month,
    "hour": _hour,
}
