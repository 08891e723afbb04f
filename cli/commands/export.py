"""`congvan export`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.asking import Asked, asking, common_query, in_time
from cli.options import opened, store_option

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from schemas.obligation import Obligation
    from schemas.record import Letter
    from store.filters import Query

FORMATS = ("csv", "xlsx", "jsonl", "parquet", "ics", "tracking", "register", "edxml")


@click.command("export")
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--as", "form", type=click.Choice(FORMATS), help="The format. [default: by the ending of OUT]")
@click.option("--redact", "masked", is_flag=True, help="Mask phones, e-mails and names of people.")
@asking
@store_option
def export_command(*, out: Path, form: str | None, masked: bool, store_place: str | None, **options: Any) -> None:
    """Write what is owed to the file OUT; the questions are those of `congvan due`.

    .csv, .xlsx, .jsonl, .parquet and .ics (a calendar with alarms) hold obligations. --as tracking is the book of
    Phụ lục IV and --as register the 18 fields of Phụ lục VI of Nghị định 30, both .xlsx; --as edxml writes one file for
    each letter into the folder OUT.
    """
    from store.filters import sentence

    asked = Asked(**options)
    chosen = form if form is not None else out.suffix.lower().removeprefix(".")
    if chosen not in FORMATS:
        raise click.UsageError(f"The ending of {out} names no format; give --as.")
    store = opened(store_place)
    with store.read() as connection:
        query = in_time(common_query(connection, asked), asked)
        if chosen in ("register", "edxml"):
            count = _write_letters(chosen, out, _letters(connection, query, masked=masked))
        else:
            found = _obligations(connection, query, masked=masked)
            count = _write(chosen, out, found, on=asked.day, said=sentence(query))
    click.echo(f"{count} rows in {out}." if chosen != "edxml" else f"{count} letters in {out}.", err=True)


def _obligations(connection: Connection, query: Query, *, masked: bool) -> Iterator[Obligation]:
    """What is asked for, by due day where that fits into memory; masked where that is wanted."""
    from store.questions import every

    found = sorted(every(connection, query), key=lambda o: (o.due is None, o.due or dt.date.max))
    if not masked:
        yield from found
        return
    from export.redact import people, redact
    from store.load import letter

    names: dict[str, tuple[str, ...]] = {}
    for each in found:
        if each.letter not in names:
            names[each.letter] = people(letter(connection, each.letter).record)
        yield redact(each, names[each.letter])


def _letters(connection: Connection, query: Query, *, masked: bool) -> Iterator[tuple[str, Letter]]:
    """The letters of what is asked for, each once."""
    from export.redact import redact_letter
    from store.questions import every
    from store.shown import shown

    for key in dict.fromkeys(each.letter for each in every(connection, query)):
        record = shown(connection, key).record
        yield key, redact_letter(record) if masked else record


def _write(form: str, out: Path, found: Iterator[Obligation], *, on: dt.date, said: str) -> int:
    from export import ics, registers, tables, xlsx

    with ExitStack() as stack:
        match form:
            case "csv":
                file = stack.enter_context(out.open("w", encoding="utf-8-sig", newline=""))
                return tables.write_csv(file, found, on=on)
            case "jsonl":
                return tables.write_jsonl(stack.enter_context(out.open("w", encoding="utf-8")), found, on=on)
            case "parquet":
                return tables.write_parquet(out, found, on=on)
            case "xlsx":
                return xlsx.write_xlsx(out, found, on=on, said=said)
            case "tracking":
                return registers.write_tracking(out, found, on=on)
            case _:
                listed = list(found)
                out.write_bytes(ics.calendar(listed, said=said, now=dt.datetime.now(dt.UTC)))
                return len(listed)


def _write_letters(form: str, out: Path, letters: Iterator[tuple[str, Letter]]) -> int:
    if form == "register":
        from export.registers import write_register

        return write_register(out, letters)
    from export.edxml import edxml

    out.mkdir(parents=True, exist_ok=True)
    count = 0
    for key, record in letters:
        (out / f"{key}.edxml").write_bytes(edxml(key, record))
        count += 1
    return count
