"""Options that ask of obligations, shared by `due` and `export`, and the query that they make."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

import click

from cli.options import Day, today

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from store.filters import Query

F = TypeVar("F", bound=Callable[..., Any])
WINDOW = dt.timedelta(days=30)

_OPTIONS = (
    click.option("--unit", help="Who owes it; accents may lack, and abbreviations do."),
    click.option("--role", type=click.Choice(["lead", "support"]), help="In which role."),
    click.option("--from", "start", type=Day(), help="Due on this day or after. [default: today]"),
    click.option("--to", "end", type=Day(), help="Due on this day or before. [default: 30 days on]"),
    click.option("--overdue", is_flag=True, help="What is late, in place of what is to come."),
    click.option("--no-deadline", is_flag=True, help="What has no deadline."),
    click.option("--all", "everything", is_flag=True, help="Everything, also without a day, long past or done."),
    click.option("--on", type=Day(), help="Ask as on this day. [default: today in Vietnam]"),
    click.option("--issuer", help="Who ordered it."),
    click.option("--letter", help="In which letter: its key, or number/symbol."),
    click.option("--text", help="Words that it has."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The options as given."""

    unit: str | None
    role: str | None
    start: dt.date | None
    end: dt.date | None
    overdue: bool
    no_deadline: bool
    everything: bool
    on: dt.date | None
    issuer: str | None
    letter: str | None
    text: str | None

    @property
    def day(self) -> dt.date:
        return self.on if self.on is not None else today()


def asking(command: F) -> F:
    """Give a command the options of `Asked`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def common_query(connection: Connection, asked: Asked) -> Query:
    """What is asked apart from the time."""
    from store import load
    from store.filters import Query
    from store.who import who

    whom = None if asked.unit is None else who(connection, asked.unit, on=asked.day)
    letter = None if asked.letter is None else load.letter(connection, asked.letter).key
    return Query(who=whom, role=asked.role, issuer=asked.issuer, letter=letter, text=asked.text)


def in_time(common: Query, asked: Asked) -> Query:
    """With the time that is asked about: all that is late, a window, everything, or the next 30 days."""
    from schemas.obligation import LIVE

    if asked.no_deadline:
        return replace(common, states=() if asked.everything else LIVE, no_deadline=True)
    if asked.overdue:
        return replace(common, overdue_on=asked.day, due_from=asked.start, due_to=asked.end)
    if asked.everything:
        return replace(common, due_from=asked.start, due_to=asked.end)
    if asked.start is None and asked.end is None and asked.letter is None:
        return replace(common, states=LIVE, due_from=asked.day, due_to=asked.day + WINDOW)
    return replace(common, states=LIVE, due_from=asked.start, due_to=asked.end)
