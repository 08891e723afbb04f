"""`congvan units`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cli.options import json_option, opened, store_option, today, user


@click.group("units")
def units_command() -> None:
    """Keep the table of the office's own units, and settle what names in letters mean.

    Ministries, provinces, districts and their departments are known without a table.
    """


@units_command.command("export")
@store_option
@click.option("-o", "--out", type=click.Path(dir_okay=False, path_type=Path), help="A .csv file. [default: print it]")
def export_units(store_place: str | None, out: Path | None) -> None:
    """Write the office's units as a table (CSV) to edit."""
    from store.units.registry import write_csv

    store = opened(store_place)
    with store.read() as connection:
        if out is None:
            write_csv(connection, sys.stdout)
            return
        with out.open("w", encoding="utf-8-sig", newline="") as file:
            count = write_csv(connection, file)
    click.echo(f"{count} units in {out}.")


@units_command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@store_option
def import_units(file: Path, store_place: str | None) -> None:
    """Add or replace the office's units by a table (CSV) as `units export` writes it."""
    from store.units.registry import read_csv, save

    with file.open(encoding="utf-8-sig", newline="") as table:
        units = read_csv(table)
    store = opened(store_place, create=True)
    with store.write() as connection:
        save(connection, units, by=user())
    click.echo(f"{len(units)} units saved.")


@units_command.command("add")
@click.argument("unit_id", metavar="ID")
@click.argument("name")
@click.option("--alias", "aliases", multiple=True, help="Another name or an abbreviation; may be given again.")
@click.option("--kind", default="unit", show_default=True)
@click.option("--parent", help="The id of the unit that it belongs to.")
@store_option
def add_unit(
    *, unit_id: str, name: str, aliases: tuple[str, ...], kind: str, parent: str | None, store_place: str | None
) -> None:
    """Add a unit of the office, or replace the one of that ID."""
    from store.units.registry import OfficeUnit, save

    store = opened(store_place, create=True)
    with store.write() as connection:
        save(connection, [OfficeUnit(unit_id, name, aliases, kind, parent)], by=user())
    click.echo(f"{unit_id}: {name}")


@units_command.command("alias")
@click.argument("unit_id", metavar="ID")
@click.argument("name")
@store_option
def alias_unit(unit_id: str, name: str, store_place: str | None) -> None:
    """Give the unit ID another NAME."""
    from store.units.registry import alias

    store = opened(store_place)
    with store.write() as connection:
        alias(connection, unit_id, name, by=user())
    click.echo(f"{unit_id}: {name}")


@units_command.command("find")
@click.argument("name")
@store_option
def find_unit(name: str, store_place: str | None) -> None:
    """Say which unit NAME means today, its id, and what is counted in when it is asked for."""
    from store.who import who

    store = opened(store_place)
    with store.read() as connection:
        found = who(connection, name, on=today())
    for unit in found.units:
        click.echo(unit)
    if not found.units:
        click.echo(f"The registry knows no unit of this name; {len(found.mentions)} names in letters have it.")
    for note in found.notes:
        click.echo(note)


@units_command.command("unresolved")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True)
@store_option
@json_option
def unresolved_units(limit: int, store_place: str | None, as_json: bool) -> None:
    """List the names that no unit is known for, those with the most directives first."""
    from store.units.registry import unresolved

    store = opened(store_place)
    with store.read() as connection:
        found = unresolved(connection, limit=limit)
    if as_json:
        import json
        from dataclasses import asdict

        for each in found:
            click.echo(json.dumps(asdict(each), ensure_ascii=False))
        return
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="dim", expand=True)
    table.add_column("Tên trong văn bản", ratio=3)
    table.add_column("Cơ quan ban hành", ratio=3)
    table.add_column("NV", justify="right")
    for each in found:
        table.add_row(each.name, each.issuer, str(each.directives))
    Console().print(table)


@units_command.command("settle")
@click.argument("name")
@click.argument("unit_ids", metavar="[ID]...", nargs=-1)
@click.option("--issuer", default="", help="Only in letters of this office.")
@store_option
def settle_unit(name: str, unit_ids: tuple[str, ...], issuer: str, store_place: str | None) -> None:
    """Say once that NAME means the units ID…, in letters past and to come; no ID: it means no unit."""
    from store.units.registry import settle

    store = opened(store_place)
    with store.write() as connection:
        count = settle(connection, name, unit_ids, by=user(), issuer=issuer)
    click.echo(f"Settled for {count} mentions.")
