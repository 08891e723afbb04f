"""`congvan letters`, `congvan show`."""

from __future__ import annotations

import datetime as dt

import click

from cli.options import Day, json_option, opened, store_option, today


@click.command("show")
@click.argument("name", metavar="ID")
@store_option
@json_option
def show_command(name: str, store_place: str | None, as_json: bool) -> None:
    """Show the letter that ID names: its key, the beginning of it, or number/symbol such as 152/BTC-NSNN."""
    from store.chains import namesakes
    from store.shown import shown

    store = opened(store_place)
    with store.read() as connection:
        stored = shown(connection, name)
        others = namesakes(connection, stored.id)
    if as_json:
        click.echo(stored.record.model_dump_json())
        return
    from rich.console import Console

    from cli.page import copies_page, letter_page

    console = Console()
    console.print(letter_page(stored.record, key=stored.key, copies=stored.copies))
    if len(stored.readings) > 1:
        console.print(copies_page(stored))
    for other in others:
        click.secho(f"Another letter of this year has the same number, symbol and issuer: {other}", fg="yellow")


@click.command("letters")
@click.option("--kind", help="The kind, such as cong_van or quyet_dinh.")
@click.option("--issuer", help="Who issued them; accents may lack.")
@click.option("--recipient", help="Whom they go to, in Kính gửi or Nơi nhận.")
@click.option("--from", "start", type=Day(), help="Issued on this day or after.")
@click.option("--to", "end", type=Day(), help="Issued on this day or before.")
@click.option("--with-directives/--without-directives", default=None, help="That order something, or nothing.")
@click.option("--with-findings", is_flag=True, default=None, help="That a person should look at.")
@click.option("--limit", type=click.IntRange(1), default=100, show_default=True)
@store_option
@json_option
def letters_command(
    *,
    kind: str | None,
    issuer: str | None,
    recipient: str | None,
    start: dt.date | None,
    end: dt.date | None,
    with_directives: bool | None,
    with_findings: bool | None,
    limit: int,
    store_place: str | None,
    as_json: bool,
) -> None:
    """List letters in the store, the newest first."""
    from store.questions import LetterQuery, letters
    from store.who import who

    store = opened(store_place)
    with store.read() as connection:
        query = LetterQuery(
            kind=kind, issuer=issuer, issued_from=start, issued_to=end,
            recipient=None if recipient is None else who(connection, recipient, on=today()),
            with_directives=with_directives, with_findings=with_findings,
        )  # fmt: skip
        found = letters(connection, query, limit=limit)
    if as_json:
        import json
        from dataclasses import asdict

        for brief in found:
            click.echo(json.dumps(asdict(brief), ensure_ascii=False))
        return
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from cli.words import edtf, titled
    from schemas.obligation import code

    table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="dim", expand=True)
    table.add_column("ID, ngày", no_wrap=True)
    table.add_column("Văn bản", ratio=5)
    table.add_column("Cơ quan", ratio=2)
    table.add_column("NV", justify="right", no_wrap=True)
    for brief in found:
        title = titled(brief.kind, code(brief.number, brief.symbol), None)
        what = Text.assemble((title, "bold"), f"\n{brief.subject}" if brief.subject else "")
        count = str(brief.directives) if brief.directives else ""
        which = Text.assemble((brief.key, "cyan"), f"\n{edtf(brief.issued)}")
        table.add_row(which, what, brief.issuer or "", count)
    Console().print(table)
