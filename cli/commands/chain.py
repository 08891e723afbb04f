"""`congvan chain`, `congvan audit`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from cli.options import json_option, opened, store_option

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from store.chains import Link


@click.command("chain")
@click.argument("letter")
@store_option
@json_option
def chain_command(letter: str, store_place: str | None, as_json: bool) -> None:
    """Show the letters that LETTER implements, up to the first, and those that implement it, down to the last."""
    from store import load
    from store.chains import chain

    store = opened(store_place)
    with store.read() as connection:
        found = chain(connection, load.find(connection, letter))
        me = load.letter(connection, letter)
    if as_json:
        for link in found:
            click.echo(json.dumps(asdict(link), ensure_ascii=False, default=str))
        return
    top = min((link.depth for link in found), default=0)
    for link in (link for link in found if link.depth < 0):
        _show(link, link.depth - top)
    click.secho(f"{'  ' * -top}{me.key}  {me.record.subject or ''}", bold=True)
    for link in (link for link in found if link.depth > 0):
        _show(link, link.depth - top)


def _show(link: Link, indent: int) -> None:
    from cli.words import day, edtf, titled

    due = f"  hạn {day(link.due)}" if link.due is not None else ""
    live = f"  còn {link.open_directives} nhiệm vụ" if link.open_directives else ""
    head = "  ".join(
        part for part in (link.key, titled(link.kind, link.code, None), edtf(link.issued), link.issuer) if part
    )
    click.echo(f"{'  ' * indent}{head}  {link.subject or ''}{due}{live}")


@click.command("audit")
@click.argument("what", type=click.Choice(["late", "missing", "gaps", "contradictions"]))
@click.option("--issuer", help="Only numbers of this office (gaps).")
@store_option
@json_option
def audit_command(*, what: str, issuer: str | None, store_place: str | None, as_json: bool) -> None:
    """List what citations and numbers show to be wrong or missing.

    late: deadlines later than those of the letter implemented. missing: letters cited and not in the archive. gaps:
    holes in an issuer's numbers. contradictions: one number cited with several days.
    """
    store = opened(store_place)
    with store.read() as connection:
        found: Sequence[Any] = _audit(connection, what, issuer)
    for each in found:
        click.echo(json.dumps(asdict(each), ensure_ascii=False, default=str) if as_json else _said(each))
    if not found and not as_json:
        click.echo("Nothing.")


def _audit(connection: Connection, what: str, issuer: str | None) -> Sequence[Any]:
    from store import chains

    match what:
        case "late":
            return chains.later_deadlines(connection)
        case "missing":
            return chains.not_in_archive(connection)
        case "gaps":
            return chains.gaps(connection, issuer=issuer)
        case _:
            return chains.contradictions(connection)


def _said(found: Any) -> str:
    """A finding in a line."""
    from cli.words import day, edtf
    from store.chains import Gap, LaterDeadline, Missing

    if isinstance(found, LaterDeadline):
        return (
            f"{found.letter} {found.directive}: hạn {day(found.due)}, văn bản {found.above} hạn {day(found.above_due)}"
        )
    if isinstance(found, Missing):
        return f"{found.cited_by:>4}×  {found.code}  {edtf(found.date)}  {found.issuer or ''}".rstrip()
    if isinstance(found, Gap):
        span = str(found.first) if found.first == found.last else f"{found.first}–{found.last}"
        return f"{found.issuer}  {found.symbol}  {found.year}: {span}"
    days = "; ".join(f"{edtf(said)} ({', '.join(keys)})" for said, keys in found.days)
    return f"{found.code}  {found.issuer or ''}: {days}"
