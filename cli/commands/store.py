"""`congvan store`, `congvan verify`."""

from __future__ import annotations

import sys

import click

from cli.options import opened, store_option

DAMAGED = 47


@click.group("store")
def store_command() -> None:
    """Look after the store itself."""


@store_command.command("upgrade")
@store_option
def upgrade_store(store_place: str | None) -> None:
    """Bring the store's tables to this version. Keep a copy of the store first."""
    from store.book import upgrade

    before, after = upgrade(store_place)
    click.echo(f"The store is at version {after}." if before == after else f"Upgraded from {before} to {after}.")


@store_command.command("create")
@store_option
@click.option("--originals", help="Where originals are kept: a folder, or a URL such as s3://bucket/letters.")
def create_store(store_place: str | None, originals: str | None) -> None:
    """Make an empty store; `congvan import` does so by itself."""
    from store.book import open_store

    store = open_store(store_place, create=True, originals=originals)
    click.echo(f"{store.where}, originals in {store.originals.place}")


@click.command("verify")
@store_option
def verify_command(store_place: str | None) -> None:
    """Check that every original is there and intact, byte for byte."""
    from store.verify import verify

    store = opened(store_place)
    report = verify(store)
    for sha256, name in report.missing:
        click.echo(f"missing: {name} ({sha256})", err=True)
    for sha256, name in report.damaged:
        click.echo(f"damaged: {name} ({sha256})", err=True)
    counted = f"{report.intact} originals are intact, {len(report.missing)} missing, {len(report.damaged)} damaged"
    click.echo(counted + ".")
    if report.unclaimed:
        click.echo(f"{report.unclaimed} more belong to files that were set aside, or whose import was stopped.")
    if report.missing or report.damaged:
        sys.exit(DAMAGED)
