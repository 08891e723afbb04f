"""`congvan mark`, `correct`, `reparse`, `changes`, `proposals`: what people do to what was read."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.options import Day, json_option, opened, program, store_option, today, user

if TYPE_CHECKING:
    from store.book import Store
    from store.review import Reread

STATES = ("open", "in_progress", "done", "cancelled")


@click.command("mark")
@click.argument("directive", metavar="[LETTER:]ID")
@click.argument("state", type=click.Choice(STATES))
@click.option("--on", type=Day(), help="The day it was done. [default: today]")
@click.option("--answer", help="The letter that reports it: its key, or number/symbol.")
@click.option("--note", help="A word for the audit.")
@store_option
def mark_command(
    *, directive: str, state: str, on: dt.date | None, answer: str | None, note: str | None, store_place: str | None
) -> None:
    """Say how far a directive is. `congvan due --json` lists ids."""
    from store.review import mark

    store = opened(store_place)
    with store.write() as connection:
        mark(connection, directive, state, by=user(), on=on if on is not None else today(), answer=answer, note=note)
    click.echo(f"{directive}: {state}")


@click.command("correct")
@click.argument("letter")
@click.argument("pointer")
@click.argument("value", required=False)
@click.option("--json", "is_json", is_flag=True, help="VALUE is JSON: null, a list, an object.")
@click.option("--withdraw", is_flag=True, help="Take the correction back; what was read holds again.")
@click.option("--note", help="Why, for the audit.")
@store_option
def correct_command(
    *,
    letter: str,
    pointer: str,
    value: str | None,
    is_json: bool,
    withdraw: bool,
    note: str | None,
    store_place: str | None,
) -> None:
    """Put VALUE in place of what was read at POINTER of LETTER; it wins, also over newer rules.

    POINTER is a JSON Pointer into the record: /subject, /issued/date, /directives/ID/text. /directives/ID with --json
    null strikes a directive out.
    """
    from store.review import correct
    from store.review import withdraw as take_back

    if withdraw == (value is not None):
        raise click.UsageError("Give a VALUE, or --withdraw.")
    store = opened(store_place)
    with store.write() as connection:
        if withdraw:
            take_back(connection, letter, pointer, by=user())
        else:
            correct(
                connection, letter, pointer, json.loads(value or "null") if is_json else value, by=user(), note=note
            )
    click.echo(f"{letter}{pointer}")


@click.command("reparse")
@click.argument("letters", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Every letter in the store.")
@click.option("--accept", is_flag=True, help="Let what is read now stand.")
@click.option("--jobs", "-j", type=click.IntRange(1), help="How many files are read at once. [default: all cores]")
@store_option
def reparse_command(
    letters: tuple[str, ...], *, everything: bool, accept: bool, jobs: int | None, store_place: str | None
) -> None:
    """Read letters again with the rules of today and show what would change; nothing does without --accept.

    Corrections and progress stay in any case.
    """
    from cli.importing import reread

    if everything == bool(letters):
        raise click.UsageError("Name letters, or give --all.")
    store = opened(store_place)
    count = 0
    for found in reread(store, letters, jobs=jobs):
        if found.differences or found.new:
            count += 1
            _show_reread(found)
        if accept:
            _accept(store, found.key)
    done = "changed" if accept else "would change; --accept lets it stand"
    click.echo(f"{count} letters {done}." if count else "Nothing changes.")


def _accept(store: Store, key: str) -> None:
    from store.review import accept

    with store.write() as connection:
        accept(connection, key, by=user(), program=program())


def _show_reread(found: Reread) -> None:
    click.secho(found.key, fg="cyan", nl=not found.new)
    if found.new:
        click.secho(f"  a letter of its own: {found.subject or 'without a subject'}", fg="green")
    for difference in found.differences:
        click.echo(f"  {difference.pointer}")
        click.secho(f"    - {_brief(difference.ours)}", fg="red")
        click.secho(f"    + {_brief(difference.theirs)}", fg="green")


def _brief(value: Any) -> str:
    """A value in a line: a directive by its text."""
    if isinstance(value, dict) and "text" in value:
        return str(value["text"])
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


@click.command("changes")
@click.option("--after", type=click.IntRange(0), default=0, help="Only lines after this cursor.")
@click.option("--letter", help="Only of this letter, by its key.")
@click.option("--limit", type=click.IntRange(1), default=1000, show_default=True)
@store_option
@json_option
def changes_command(*, after: int, letter: str | None, limit: int, store_place: str | None, as_json: bool) -> None:
    """Print what has changed, oldest first. After the last cursor nothing is missed and nothing comes twice."""
    from store.changes import feed

    store = opened(store_place)
    with store.read() as connection:
        lines = feed(connection, after=after, limit=limit, letter=letter)
    for line in lines:
        event = line.event
        if as_json:
            values = {"cursor": line.cursor, "at": line.at, "by": line.by, **asdict(event)}
            click.echo(json.dumps(values, ensure_ascii=False))
            continue
        where = " ".join(part for part in (event.letter, event.directive, event.pointer) if part)
        moved = (
            "" if event.before is None and event.after is None else f"  {_brief(event.before)} → {_brief(event.after)}"
        )
        click.echo(f"{line.cursor:>6}  {line.at[:19].replace('T', ' ')}  {line.by}  {event.what}  {where}{moved}")


@click.command("proposals")
@store_option
@json_option
def proposals_command(store_place: str | None, as_json: bool) -> None:
    """List later letters that replace or amend letters with open directives. `congvan mark` decides."""
    from store.review import proposals

    store = opened(store_place)
    with store.read() as connection:
        found = proposals(connection)
    for each in found:
        if as_json:
            click.echo(json.dumps(asdict(each), ensure_ascii=False))
        else:
            verb = "replaces" if each.relation == "replaces" else "amends"
            click.echo(f"{each.later} {verb} {each.earlier}: {each.subject or ''}")
            click.echo(f"  open: {', '.join(each.open_directives)}")


@click.command("watch")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--every", type=click.FloatRange(0.2), default=5, show_default=True, help="Seconds between two looks.")
@click.option("--once", is_flag=True, hidden=True)
@click.option("--jobs", "-j", type=click.IntRange(1), help="How many files are read at once. [default: all cores]")
@store_option
def watch_command(*, folder: Path, every: float, once: bool, jobs: int | None, store_place: str | None) -> None:
    """Import what arrives in FOLDER, until Ctrl-C. A file is taken when it has stopped growing."""
    from cli.importing import Job
    from cli.watching import arrivals

    job = Job(opened(store_place, create=True), user(), program(), jobs=jobs)
    try:
        for step in arrivals(job, folder, every=every, rounds=2 if once else None):
            note = f"{step.letters} letters" if step.code is None else f"{step.code}: {step.message}"
            click.echo(f"{step.what}  {step.path}  {note}")
    except KeyboardInterrupt:
        click.echo("")
