"""`congvan search`."""

from __future__ import annotations

import datetime as dt

import click

from cli.options import Day, json_option, opened, store_option, today


@click.command("search")
@click.argument("words", nargs=-1, required=True)
@click.option("--in", "what", type=click.Choice(["both", "letter", "directive"]), default="both", show_default=True)
@click.option("--unit", help="Only directives that this unit owes.")
@click.option("--issuer", help="Only what this office issued.")
@click.option("--from", "start", type=Day(), help="Issued on this day or after.")
@click.option("--to", "end", type=Day(), help="Issued on this day or before.")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True)
@store_option
@json_option
def search_command(
    *,
    words: tuple[str, ...],
    what: str,
    unit: str | None,
    issuer: str | None,
    start: dt.date | None,
    end: dt.date | None,
    limit: int,
    store_place: str | None,
    as_json: bool,
) -> None:
    """Search letters and directives for WORDS.

    Words typed without accents find all that they could be, exact ones first; words typed with accents find those only.
    "…" holds words together, * ends the beginning of a word, - before a word leaves out what has it.
    """
    from store.filters import Query
    from store.search import narrowed, search
    from store.who import who

    store = opened(store_place)
    with store.read() as connection:
        whom = None if unit is None else who(connection, unit, on=today())
        query = Query(who=whom, issuer=issuer, issued_from=start, issued_to=end)
        hits = search(connection, " ".join(words), query=query, what=what, limit=limit)
        for beginning in narrowed(connection, " ".join(words)):
            click.echo(f"{beginning} begins very many words; only the most frequent of them were sought.", err=True)
    if as_json:
        import json
        from dataclasses import asdict

        for hit in hits:
            click.echo(json.dumps(asdict(hit), ensure_ascii=False, default=str))
        return
    from rich.console import Console
    from rich.text import Text

    from cli.words import edtf, titled

    console = Console()
    for hit in hits:
        ids = hit.letter if hit.directive is None else f"{hit.letter} {hit.directive}"
        said = "  ".join(part for part in (titled(hit.kind, hit.code, None), edtf(hit.issued), hit.issuer) if part)
        console.print(Text.assemble((ids, "cyan"), f"  {said}"))
        console.print(_marked(hit.snippet))
        console.print()
    if not hits:
        click.echo("Nothing has these words.", err=True)


def _marked(snippet: str) -> object:
    """A snippet with its hits in bold."""
    from rich.text import Text

    text = Text("  ")
    for number, piece in enumerate(snippet.replace("»", "«").split("«")):
        text.append(" ".join(piece.split("\n")), style="bold yellow" if number % 2 else "")
    return text
