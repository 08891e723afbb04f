"""`congvan due`: who owes what by when."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from cli.asking import Asked, asking, common_query, in_time
from cli.options import json_option, opened, store_option

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from schemas.obligation import Obligation
    from store.filters import Query
    from store.rhythm import Occurrence


@click.command("due")
@asking
@click.option("--limit", type=click.IntRange(1), default=100, show_default=True)
@store_option
@json_option
def due_command(*, limit: int, store_place: str | None, as_json: bool, **options: Any) -> None:
    """Say who owes what by when: what falls due in the next 30 days, and how much is late.

    What is done or cancelled is left out.
    """
    from dataclasses import replace

    from store.filters import sentence
    from store.questions import count, obligations

    asked = Asked(**options)
    store = opened(store_place)
    with store.read() as connection:
        common = common_query(connection, asked)
        query = in_time(common, asked)
        found = obligations(connection, query, limit=limit)
        total = count(connection, query)
        late = count(connection, replace(common, overdue_on=asked.day))
        again = [] if query.due_to is None or query.overdue_on is not None else _again(connection, query, asked.day)
    if as_json:
        from export.tables import plain

        for each in found:
            click.echo(json.dumps(plain(each, on=asked.day), ensure_ascii=False))
        return
    _show(found, again, asked.day, sentence(query))
    if query.who is not None and not query.who.mentions and not query.who.parts:
        click.echo(f"No letter in the store names {asked.unit}.", err=True)
    if total > len(found):
        click.echo(f"{len(found)} of {many(total)}; --limit shows more.")
    if not asked.overdue and late:
        click.echo(f"{many(late)} late on {asked.day:%d/%m/%Y}; --overdue shows them.")


def many(number: int) -> str:
    """A count that stops counting at 10,000."""
    from store.questions import MANY

    return f"more than {MANY:,}" if number > MANY else f"{number:,}"


def _again(connection: Connection, query: Query, day: dt.date) -> list[Occurrence]:
    """What recurs within the window that is asked about."""
    from store.rhythm import occurrences

    assert query.due_to is not None
    return occurrences(connection, query, start=query.due_from or day, end=query.due_to)


def _show(found: Sequence[Obligation], again: Sequence[Occurrence], day: dt.date, said: str) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from cli.words import day as written
    from cli.words import named, role_mark

    table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="dim", expand=True, show_lines=False)
    table.add_column("Hạn", no_wrap=True)
    table.add_column("Đơn vị", ratio=2)
    table.add_column("Nhiệm vụ và văn bản", ratio=5)
    rows = [(each.due, each, "") for each in found] + [(each.day, each.obligation, "\nđịnh kỳ") for each in again]
    for on, each, mark in sorted(rows, key=lambda row: (row[0] is None, row[0] or dt.date.max)):
        due = Text(written(on), style="bold red" if on is not None and on < day else "")
        due.append(mark, style="dim")
        who = "\n".join(f"{role_mark(given.role)}{given.name}" for given in each.assignees)
        # The letter stands under the task, where the line is long: neither its id nor its number is ever broken.
        letter = f"{each.letter}  {named(each.kind, each.number, each.symbol, each.issued)}"
        table.add_row(due, who, Text.assemble(each.text, "\n", (letter, "cyan")))
    console = Console()
    console.print(Text(said, style="bold"))
    if rows:
        console.print(table)
