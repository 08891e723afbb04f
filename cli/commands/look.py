"""`congvan look`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("look")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("-o", "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help=".html or .png")
def look_command(file: Path, out: Path) -> None:
    """Draw the zones and the evidence of FILE on its pages, or on its text where it has no pages."""
    from pipeline.look import look

    look(file, out)
    click.echo(f"{out}", err=True)
