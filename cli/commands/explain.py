"""`congvan explain`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("explain")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("field")
def explain_command(file: Path, field: str) -> None:
    """Say which rules read FIELD of FILE, what they matched and what each was worth. ● marks what was chosen."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from pipeline.explain import explain

    console = Console()
    documents = explain(file, field)
    for number, traces in enumerate(documents, start=1):
        title = f"{file.name} · {field}" + (f" · document {number}" if len(documents) > 1 else "")
        if not traces:
            console.print(f"{title}: no rule matched.")
            continue
        table = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
        table.add_column("")
        table.add_column("rule", no_wrap=True, style="cyan")
        table.add_column("score", justify="right")
        table.add_column("at", justify="right", style="dim")
        table.add_column("matched", ratio=1)
        for trace in traces:
            matched = Text(trace.text)
            for note in trace.notes:
                matched.append(f"\n{note}", style="dim")
            mark = "●" if trace.chosen else ""
            table.add_row(mark, trace.rule, f"{trace.score:.2f}", str(trace.span.start), matched)
        console.print(table)
