"""`congvan schema`."""

from __future__ import annotations

import json

import click


@click.command("schema")
def schema_command() -> None:
    """Print the JSON Schema of a record."""
    from schemas.record import Letter

    click.echo(json.dumps(Letter.model_json_schema(), ensure_ascii=False, indent=2))
