"""`congvan parse`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.options import letters_in

if TYPE_CHECKING:
    from pipeline.imports import Outcome

SOME_FAILED = 3


@click.command("parse")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--pretty", is_flag=True, help="Show each letter as a page for people.")
@click.option("--jobs", "-j", type=click.IntRange(1), help="How many files are read at once. [default: all cores]")
@click.option("--timeout", type=click.FloatRange(1), default=600, show_default=True, help="Seconds for one file.")
def parse_command(paths: tuple[Path, ...], pretty: bool, jobs: int | None, timeout: float) -> None:
    """Print the record of each letter in PATHS, one JSON object a line, in the order of the files' names.

    Of a folder, the files that letters are kept in are read. A file that can't be read is named on stderr and the rest
    goes on; the exit status is then 3, or the error's own when there was one file only.
    """
    files = letters_in(paths)
    failed: list[int] = []
    for outcome in _outcomes(files, jobs, timeout):
        if outcome.code is not None:
            failed.append(outcome.status)
            click.echo(f"congvan: {outcome.path}: {outcome.message}", err=True)
        _print(outcome.records, pretty)
    if failed:
        if len(files) > 1:
            click.echo(f"congvan: {len(failed)} of {len(files)} files could not be read.", err=True)
        sys.exit(failed[0] if len(files) == 1 else SOME_FAILED)


def _outcomes(files: list[Path], jobs: int | None, timeout: float) -> Iterator[Outcome]:
    """One file is read here, several by workers."""
    from pipeline import parse
    from pipeline.imports import Workers
    from pipeline.imports.workers import outcome_of

    if jobs == 1 or len(files) == 1:
        yield from (outcome_of(file, parse) for file in files)
        return
    with Workers(jobs, timeout=timeout) as workers:
        yield from workers.in_order(files)


def _print(records: tuple[str, ...], pretty: bool) -> None:
    if not pretty:
        for record in records:
            click.echo(record)
        return
    from rich.console import Console

    from cli.page import letter_page
    from schemas.record import Letter

    console = Console()
    for record in records:
        console.print(letter_page(Letter.model_validate_json(record)))
