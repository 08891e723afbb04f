"""`congvan import`, `congvan imports`, `congvan retry`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.options import json_option, letters_in, opened, program, store_option, user

if TYPE_CHECKING:
    from cli.importing import Job, Step

SOME_SET_ASIDE = 3
_jobs = click.option(
    "--jobs", "-j", type=click.IntRange(1), help="How many files are read at once. [default: all cores]"
)
_timeout = click.option(
    "--timeout", type=click.FloatRange(1), default=600, show_default=True, help="Seconds for one file."
)


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@store_option
@_jobs
@_timeout
def import_command(paths: tuple[Path, ...], store_place: str | None, jobs: int | None, timeout: float) -> None:
    """Import the letters in PATHS, files or folders, into the store; it is made where there is none.

    Each file is stored as a whole or not at all, once for each content: an import that was stopped, even by a power
    cut, is simply started again. Files that can't be read are set aside with the reason (`congvan imports`).
    """
    from pipeline.imports import start_server

    files = letters_in(paths)
    start_server()  # before the store's own libraries are loaded: both take a while
    from cli.importing import import_files

    job = _job(store_place, jobs, timeout, create=True)
    _report(_watched(import_files(job, files), len(files)))


@click.command("retry")
@store_option
@_jobs
@_timeout
def retry_command(store_place: str | None, jobs: int | None, timeout: float) -> None:
    """Try again the files that were set aside, for instance after a missing program was installed."""
    from cli.importing import retry
    from store.imports import ledger

    job = _job(store_place, jobs, timeout, create=False)
    with job.store.read() as connection:
        total = len(ledger(connection, status="set_aside"))
    _report(_watched(retry(job), total))


@click.command("imports")
@store_option
@json_option
@click.option("--set-aside", is_flag=True, help="Only the files that were set aside.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True)
def imports_command(store_place: str | None, as_json: bool, set_aside: bool, limit: int) -> None:
    """List what became of imported files, the newest first."""
    from store.imports import ledger, totals

    store = opened(store_place)
    with store.read() as connection:
        entries = ledger(connection, status="set_aside" if set_aside else None, limit=limit)
        counts = totals(connection)
    if as_json:
        import json
        from dataclasses import asdict

        for entry in entries:
            click.echo(json.dumps(asdict(entry), ensure_ascii=False))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("when (UTC)", no_wrap=True, style="dim")
    table.add_column("file", overflow="fold", ratio=2)
    table.add_column("letters", justify="right")
    table.add_column("", overflow="fold", ratio=3)
    for entry in entries:
        note = "" if entry.code is None else f"[yellow]{entry.code}[/] {entry.message}"
        table.add_row(entry.at[:16].replace("T", " "), Path(entry.path).name, str(entry.letters), note)
    Console().print(table)
    click.echo(f"{counts.get('imported', 0)} imported, {counts.get('set_aside', 0)} set aside.")


def _job(store_place: str | None, jobs: int | None, timeout: float, *, create: bool) -> Job:
    from cli.importing import Job

    return Job(opened(store_place, create=create), user(), program(), jobs=jobs, timeout=timeout)


def _watched(steps: Iterable[Step], total: int) -> list[Step]:
    """Go through the steps with a progress bar: files, pages a second, time left."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    done: list[Step] = []
    counts = "files · {task.fields[pages]} pages · {task.fields[rate]:.1f} files/s"
    columns = (
        BarColumn(), MofNCompleteColumn(), TextColumn(counts),
        TimeElapsedColumn(), TextColumn("· left"), TimeRemainingColumn(), TextColumn("[dim]{task.fields[name]}"),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task("", total=total, pages=0, rate=0.0, name="")
        for step in steps:
            done.append(step)
            pages = sum(each.pages for each in done if each.what == "imported")
            elapsed = progress.tasks[0].elapsed or 1e-9
            name = step.path.name[:24]
            progress.update(task, advance=1, pages=pages, rate=len(done) / elapsed, name=name)
    return done


def _report(steps: list[Step]) -> None:
    """The summary: imported, already there, set aside and why."""
    counts = Counter(step.what for step in steps)
    imported = [step for step in steps if step.what == "imported"]
    letters, pages = sum(step.letters for step in imported), sum(step.pages for step in imported)
    click.echo(f"{counts['imported']} files imported ({letters} letters, {pages} pages), "
               f"{counts['there']} already there, {counts['set_aside']} set aside.")  # fmt: skip
    for step in sorted((step for step in steps if step.code is not None), key=lambda step: step.path.as_posix()):
        click.echo(f"  {step.path}: {step.message}", err=True)
    if counts["set_aside"]:
        sys.exit(SOME_SET_ASIDE)
