"""An obligation: a directive with whom it binds, by when, and the letter it stands in. What questions answer with."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

LIVE = ("open", "in_progress")


@dataclass(frozen=True, slots=True)
class Given:
    """Whom a directive names, as written, and in which role. `units`: what the registry says of the name."""

    name: str
    role: str
    mention: int
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Limit:
    """A deadline as written; `due` the last day on time; `recurrence` an RRULE."""

    text: str
    bound: str | None
    date: str | None
    time: str | None
    recurrence: str | None
    due: dt.date | None


@dataclass(frozen=True, slots=True)
class Obligation:
    """A directive in the store. `number` and `symbol` are the letter's; days are days, `issued` EDTF."""

    id: str
    letter: str
    kind: str
    number: str | None
    symbol: str | None
    issued: str | None
    issued_on: dt.date | None
    issuer: str | None
    parent: str | None
    subject: str | None
    ordinal: str | None
    text: str
    action: str | None
    assignees: tuple[Given, ...]
    deadlines: tuple[Limit, ...]
    submit_to: str | None
    due: dt.date | None
    state: str
    done_on: dt.date | None
    retired: bool
    arrival_number: str | None = None
    answer: str | None = None  # number and symbol of the letter that reports it done
    secrecy: str | None = None  # the letter's

    @property
    def code(self) -> str | None:
        """The letter's number and symbol as people write them: `152/BTC-NSNN`."""
        return code(self.number, self.symbol)


def code(number: str | None, symbol: str | None) -> str | None:
    """A letter's number and symbol as people write them; a blank number is shown as one.

    >>> code("152", "BTC-NSNN"), code(None, "SYT-NV"), code("15", None), code(" 7", "SYT  - NV")
    ('152/BTC-NSNN', '…/SYT-NV', '15', '7/SYT - NV')
    """
    whole = number if symbol is None else f"{(number or '').strip() or '…'}/{symbol}"
    return None if whole is None else " ".join(whole.split())


def official_state(state: str, *, due: dt.date | None, done_on: dt.date | None, on: dt.date) -> str:
    """The state that official reports count, on a day, in Vietnamese. What is done after `on` was not yet done on it.

    >>> official_state("done", due=dt.date(2024, 3, 1), done_on=dt.date(2024, 3, 5), on=dt.date(2024, 4, 1))
    'hoàn thành quá hạn'
    """
    if state == "cancelled":
        return "huỷ bỏ"
    if state == "done" and (done_on is None or done_on <= on):
        late = due is not None and done_on is not None and done_on > due
        return "hoàn thành quá hạn" if late else "hoàn thành đúng hạn"
    return "chưa hoàn thành, quá hạn" if due is not None and due < on else "chưa hoàn thành, trong hạn"
