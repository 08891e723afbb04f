"""`congvan import`, `congvan imports`, `congvan retry`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.options import json_option, letters_in, opened, program, store_option, user

if TYPE_CHECKING:
    from cli.importing import Job
    from pipeline.imports import Place, Runner

_jobs = click.option(
    "--jobs", "-j", type=click.IntRange(1), help="How many files are read at once. [default: all cores]"
)
_timeout = click.option(
    "--timeout", type=click.FloatRange(1), default=600, show_default=True,
    help="Seconds for one file, or for some pages of a long scan.",
)  # fmt: skip
_memory = click.option(
    "--worker-memory", type=click.IntRange(256), metavar="MB",
    help="What one process may hold; what takes more is left out. [default: no bound; 2048 on a cluster]",
)  # fmt: skip
BATCH = 64  # files that share a transaction where a cluster reads: more are done at once than one could store
MEBIBYTE = 1 << 20


@click.command("import")
@click.argument("sources", nargs=-1, required=True)
@store_option
@_jobs
@_timeout
@_memory
@click.option(
    "--cluster", metavar="ADDRESS",
    help="Read on a Ray cluster: host:port of its head, auto on one of its nodes, local for this machine. SOURCES may "
    "then be URLs such as s3://bucket/letters. Needs congvan[cluster].",
)  # fmt: skip
def import_command(
    *,
    sources: tuple[str, ...],
    store_place: str | None,
    jobs: int | None,
    timeout: float,
    worker_memory: int | None,
    cluster: str | None,
) -> None:
    """Import the letters in SOURCES, files or folders, into the store; it is made where there is none.

    Each file is stored as a whole or not at all, once for each content: an import that was stopped, even by a power
    cut, is simply started again. Files that can't be read are set aside with the reason (`congvan imports`).
    """
    from cli.importing import import_files, place_of
    from cli.tally import watched
    from pipeline.imports import each_letter

    places = _there([place_of(source) for source in sources], urls=cluster is not None)
    if cluster is None:
        _import_here([place for place in places if isinstance(place, Path)], store_place, jobs, timeout, worker_memory)
        return
    job = _job(store_place, None, timeout, create=True)
    job.batch = BATCH
    job.runner = _cluster(job, cluster, jobs, worker_memory)
    watched(import_files(job, each_letter(places)), lambda: each_letter(places)).report()


def _there(places: list[Place], *, urls: bool) -> list[Place]:
    """The places, if they can be what is imported.

    Raises:
        click.BadParameter: a path that isn't there, or a URL where only files of this machine are read.
    """
    for place in places:
        if isinstance(place, Path) and not place.exists():
            raise click.BadParameter(f"{place} does not exist.", param_hint="SOURCES")
        if not isinstance(place, Path) and not urls:
            raise click.BadParameter(
                f"{place} is read by a cluster: --cluster ADDRESS, or --cluster local for this machine.",
                param_hint="SOURCES",
            )
    return places


def _import_here(
    paths: list[Path], store_place: str | None, jobs: int | None, timeout: float, memory: int | None
) -> None:
    from pipeline.imports import start_server

    files = letters_in(tuple(paths))
    start_server()  # before the store's own libraries are loaded: both take a while
    from cli.importing import import_files
    from cli.tally import watched

    job = _job(store_place, jobs, timeout, create=True)
    job.memory = None if memory is None else memory * MEBIBYTE
    watched(import_files(job, files), len(files)).report()


def _cluster(job: Job, address: str, jobs: int | None, memory: int | None) -> Callable[[], Runner]:
    """What makes the cluster's runner. Nodes keep originals themselves where these lie behind a URL."""
    from functools import partial

    from cli.storing import keep
    from pipeline.imports.cluster import MEMORY, Cluster

    place = job.store.originals.place
    keeper = partial(keep, place) if "://" in place else None
    held = MEMORY if memory is None else memory * MEBIBYTE
    return partial(Cluster, address, parser=job.parser, timeout=job.timeout, memory=held, keep=keeper, jobs=jobs)


@click.command("retry")
@store_option
@_jobs
@_timeout
def retry_command(store_place: str | None, jobs: int | None, timeout: float) -> None:
    """Try again the files that were set aside, for instance after a missing program was installed."""
    from cli.importing import retry
    from cli.tally import watched
    from store.imports import ledger

    job = _job(store_place, jobs, timeout, create=False)
    with job.store.read() as connection:
        total = len(ledger(connection, status="set_aside"))
    watched(retry(job), total).report()


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
