"""`congvan searchable`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("searchable")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("-o", "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The copy, a .pdf.")
@click.option("--replace", is_flag=True, help="Write over a copy that is there already; never over FILE.")
def searchable_command(file: Path, out: Path, replace: bool) -> None:
    """Write a PDF/A-2b copy of FILE (a PDF or an image) in which scans can be searched. FILE itself is only read."""
    from pipeline.searchable import searchable

    copied = searchable(file, out, replace=replace)
    click.echo(f"{out}: {copied.pages} pages, {len(copied.recognised)} of them scans that have text now", err=True)
    for page, reasons in copied.pictured.items():
        click.echo(f"Page {page} became a picture: it has {', '.join(reasons)}.", err=True)
    if copied.signed:
        click.echo("The original is digitally signed; the copy shows that, and bears no signature itself.", err=True)
    for remark in copied.remarks:
        click.echo(remark.message, err=True)
