"""What an import says while it runs and when it ends; it holds sums, however many files there are."""

from __future__ import annotations

import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

import click

from cli.storing import Step

SOME_SET_ASIDE = 3
NAMED = 1000  # files that the summary names with their reasons; `congvan imports --set-aside` names all


@dataclass(slots=True)
class Tally:
    """Sums over the steps of an import."""

    files: Counter[str] = field(default_factory=Counter)
    letters: int = 0
    pages: int = 0
    troubled: list[Step] = field(default_factory=list)
    more: int = 0  # troubled files that are not named

    def add(self, step: Step) -> None:
        self.files[step.what] += 1
        if step.what == "imported":
            self.letters += step.letters
            self.pages += step.pages
        if step.code is not None and len(self.troubled) < NAMED:
            self.troubled.append(step)
        elif step.code is not None:
            self.more += 1

    def report(self) -> None:
        """The summary: imported, already there, set aside and why. Exits with a status of its own where some were."""
        click.echo(f"{self.files['imported']} files imported ({self.letters} letters, {self.pages} pages), "
                   f"{self.files['there']} already there, {self.files['set_aside']} set aside.")  # fmt: skip
        for step in sorted(self.troubled, key=lambda step: step.path.as_posix()):
            click.echo(f"  {step.path}: {step.message}", err=True)
        if self.more:
            click.echo(f"  … and {self.more} more: congvan imports --set-aside", err=True)
        if self.files["set_aside"]:
            sys.exit(SOME_SET_ASIDE)


def watched(steps: Iterable[Step], count: int | Callable[[], Iterator[object]]) -> Tally:
    """Go through the steps with a progress bar: files, pages, rate, failures, time left.

    `count`: how many files there are, or what lists them; then they are counted while the import runs.
    """
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    tally = Tally()
    counts = "files · {task.fields[pages]} pages · {task.fields[rate]:.1f} files/s · {task.fields[aside]} set aside"
    columns = (
        BarColumn(), MofNCompleteColumn(), TextColumn(counts),
        TimeElapsedColumn(), TextColumn("· left"), TimeRemainingColumn(), TextColumn("[dim]{task.fields[name]}"),
    )  # fmt: skip
    shown = sys.stderr.isatty()
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=not shown) as progress:
        total = count if isinstance(count, int) else None
        task = progress.add_task("", total=total, pages=0, rate=0.0, aside=0, name="")
        if shown and not isinstance(count, int):
            listed = count
            threading.Thread(target=lambda: progress.update(task, total=_counted(listed)), daemon=True).start()
        for step in steps:
            tally.add(step)
            rate = tally.files.total() / (progress.tasks[0].elapsed or 1e-9)
            progress.update(
                task, advance=1, pages=tally.pages, rate=rate, aside=tally.files["set_aside"], name=step.path.name[:24]
            )
    return tally


def _counted(listed: Callable[[], Iterator[object]]) -> int | None:
    """How many there are; None where that can't be said, which the import itself will."""
    from schemas.errors import CongvanError

    try:
        return sum(1 for _ in listed())
    except (CongvanError, OSError):
        return None
