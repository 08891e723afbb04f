"""A calendar of what falls due (RFC 5545): one event for each deadline, with alarms before it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from schemas.obligation import Limit, Obligation

if TYPE_CHECKING:
    from icalendar import Alarm, Event

ALARMS = (dt.timedelta(days=-3), dt.timedelta(days=-1))


def calendar(found: Iterable[Obligation], *, said: str, now: dt.datetime) -> bytes:
    """The calendar of obligations; `said` names it. What has no day and no rhythm is left out.

    Events keep their UIDs, so that a calendar that subscribes sees changes and not new events. A rhythm begins with the
    letter's own day.
    """
    from icalendar import Calendar, vText

    made = Calendar()
    made.add("prodid", "-//congvan//nhiem vu//VI")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("x-wr-calname", vText(said))
    made.add("x-wr-timezone", "Asia/Ho_Chi_Minh")
    for each in found:
        for number, limit in enumerate(each.deadlines):
            start = limit.due if limit.due is not None else each.issued_on
            if start is not None and (limit.due is not None or limit.recurrence is not None):
                made.add_component(_event(each, limit, number, start, now))
    text: bytes = made.to_ical()
    return text


def _event(each: Obligation, limit: Limit, number: int, start: dt.date, now: dt.datetime) -> Event:
    from icalendar import Event as New
    from icalendar import vRecur

    event = New()
    event.add("uid", f"{each.letter}-{each.id}-{number}@congvan")
    event.add("dtstamp", now)
    event.add("dtstart", start)
    event.add("dtend", start + dt.timedelta(days=1))
    event.add("summary", _short(each.text))
    event.add("description", _description(each, limit))
    event.add("transp", "TRANSPARENT")  # a deadline takes none of the day's hours
    event.add("status", "CANCELLED" if each.state == "cancelled" else "CONFIRMED")
    if limit.recurrence is not None and limit.due is None:
        event.add("rrule", vRecur.from_ical(limit.recurrence))
    if each.state in ("open", "in_progress"):
        for before in ALARMS:
            event.add_component(_alarm(each, before))
    return event


def _alarm(each: Obligation, before: dt.timedelta) -> Alarm:
    from icalendar import Alarm as New

    alarm = New()
    alarm.add("action", "DISPLAY")
    alarm.add("description", f"Còn {-before.days} ngày: {_short(each.text)}")
    alarm.add("trigger", before)
    return alarm


def _description(each: Obligation, limit: Limit) -> str:
    parts = [each.text]
    parts += [f"Chủ trì: {', '.join(g.name for g in each.assignees if g.role == 'lead')}"]
    if support := ", ".join(g.name for g in each.assignees if g.role == "support"):
        parts.append(f"Phối hợp: {support}")
    parts.append(f"Thời hạn: {limit.text}")
    source = " ".join(part for part in (each.code, each.issuer) if part)
    parts.append(f"Văn bản: {source} ({each.letter})")
    return "\n".join(parts)


def _short(text: str) -> str:
    return text if len(text) <= 120 else text[:117].rsplit(" ", 1)[0] + " …"
