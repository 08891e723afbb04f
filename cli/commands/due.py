"""`congvan due`: who owes what by when."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from cli.options import Day, json_option, opened, store_option, today

if TYPE_CHECKING:
    from store.filters import Query
    from store.obligation import Obligation

WINDOW = dt.timedelta(days=30)


@click.command("due")
@click.option("--unit", help="Who owes it; accents may lack, and abbreviations do.")
@click.option("--role", type=click.Choice(["lead", "support"]), help="In which role.")
@click.option("--from", "start", type=Day(), help="Due on this day or after. [default: today]")
@click.option("--to", "end", type=Day(), help="Due on this day or before. [default: 30 days on]")
@click.option("--overdue", is_flag=True, help="What is late, in place of what is to come.")
@click.option("--all", "everything", is_flag=True, help="Everything, also without a day or long past.")
@click.option("--on", type=Day(), help="Ask as on this day. [default: today in Vietnam]")
@click.option("--issuer", help="Who ordered it.")
@click.option("--text", help="Words that it has.")
@click.option("--limit", type=click.IntRange(1), default=100, show_default=True)
@store_option
@json_option
def due_command(
    *,
    unit: str | None,
    role: str | None,
    start: dt.date | None,
    end: dt.date | None,
    overdue: bool,
    everything: bool,
    on: dt.date | None,
    issuer: str | None,
    text: str | None,
    limit: int,
    store_place: str | None,
    as_json: bool,
) -> None:
    """Say who owes what by when: what falls due in the next 30 days, and how much is late.

    What is done or cancelled is left out.
    """
    from store.filters import Query, sentence
    from store.obligation import LIVE
    from store.questions import count, obligations
    from store.who import who as who_is

    day = on if on is not None else today()
    store = opened(store_place)
    with store.read() as connection:
        who = None if unit is None else who_is(connection, unit, on=day)
        common = Query(who=who, role=role, issuer=issuer, text=text)
        query = _window(common, day, start, end, overdue=overdue, everything=everything, states=LIVE)
        found = obligations(connection, query, limit=limit)
        total = count(connection, query)
        late = count(connection, _late(common, day))
    if as_json:
        for each in found:
            click.echo(json.dumps(asdict(each), ensure_ascii=False, default=str))
        return
    _show(found, day, sentence(query))
    if who is not None and not who.mentions and not who.parts:
        click.echo(f"No letter in the store names {unit}.", err=True)
    if total > len(found):
        click.echo(f"{len(found)} of {many(total)}; --limit shows more.")
    if not overdue and late:
        click.echo(f"{many(late)} late on {day:%d/%m/%Y}; --overdue shows them.")


def _window(
    common: Query,
    day: dt.date,
    start: dt.date | None,
    end: dt.date | None,
    *,
    overdue: bool,
    everything: bool,
    states: tuple[str, ...],
) -> Query:
    """The time that is asked about: a window that is given, all that is late, everything, or the next 30 days."""
    from dataclasses import replace

    if overdue:
        return replace(_late(common, day), due_from=start, due_to=end)
    if everything:
        return replace(common, due_from=start, due_to=end)
    if start is None and end is None:
        return replace(common, states=states, due_from=day, due_to=day + WINDOW)
    return replace(common, states=states, due_from=start, due_to=end)


def _late(common: Query, day: dt.date) -> Query:
    from dataclasses import replace

    return replace(common, overdue_on=day)


def many(number: int) -> str:
    """A count that stops counting at 10,000."""
    from store.questions import MANY

    return f"more than {MANY:,}" if number > MANY else f"{number:,}"


def _show(found: Sequence[Obligation], day: dt.date, said: str) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from cli.words import day as written
    from cli.words import role_mark

    table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="dim", expand=True, show_lines=False)
    table.add_column("Hạn", no_wrap=True)
    table.add_column("Đơn vị", ratio=3)
    table.add_column("Nhiệm vụ", ratio=6)
    table.add_column("Văn bản", ratio=2, overflow="fold")
    for each in found:
        late = each.due is not None and each.due < day
        due = Text(written(each.due), style="bold red" if late else "")
        who = "\n".join(f"{role_mark(given.role)}{given.name}" for given in each.assignees)
        letter = Text(each.code or each.kind.replace("_", " "))
        letter.append(f"\n{each.letter}", style="dim")
        table.add_row(due, who, each.text, letter)
    console = Console()
    console.print(Text(said, style="bold"))
    if found:
        console.print(table)
