"""The command `congvan`. Each subcommand is imported when it is used, so that --help answers at once."""

from __future__ import annotations

import importlib
import sys
from typing import Any

import click

from schemas.errors import CongvanError

# name: (module in cli.commands, what it does)
COMMANDS: dict[str, tuple[str, str]] = {
    "parse": ("parse", "Print the records of letters, one a line."),
    "schema": ("schema", "Print the record's JSON Schema."),
    "explain": ("explain", "Say which rules read a field of a letter, and what they matched."),
    "look": ("look", "Draw what was read on the pages of a letter."),
    "searchable": ("searchable", "Write a copy for the archive in which scans can be searched."),
    "import": ("imports", "Import letters into the store."),
    "imports": ("imports", "List what became of imported files."),
    "retry": ("imports", "Try again the files that were set aside."),
    "letters": ("letters", "List letters in the store."),
    "show": ("letters", "Show a letter in the store."),
    "due": ("due", "Say who owes what by when."),
    "chain": ("chain", "Show what a letter implements, and what implements it."),
    "audit": ("chain", "List what citations and numbers show to be late, missing or wrong."),
    "search": ("search", "Search letters and directives, with or without accents."),
    "export": ("export", "Write what is owed to a file: table, workbook, calendar, register, edXML."),
    "mark": ("review", "Say how far a directive is."),
    "correct": ("review", "Put right what was read; it stays so."),
    "reparse": ("review", "Read letters again with the rules of today."),
    "proposals": ("review", "List letters that change what others ordered."),
    "changes": ("review", "Print what has changed since a cursor."),
    "watch": ("review", "Import what arrives in a folder."),
    "units": ("units", "Keep the table of units, and settle what names mean."),
    "serve": ("serve", "Open the web desk and the API for this store."),
    "accounts": ("desk", "Say who may sign in to the web desk."),
    "tokens": ("desk", "Let programs use the API."),
    "backup": ("desk", "Copy the whole store into one file."),
    "restore": ("desk", "Make a store of a backup."),
    "verify": ("store", "Check that every original is there and intact."),
    "store": ("store", "Look after the store itself."),
    "rules": ("rules", "Look after the tables of rules."),
}


class LazyGroup(click.Group):
    """A group whose commands are named in COMMANDS and imported when asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"cli.commands.{COMMANDS[cmd_name][0]}")
        command: Any = getattr(module, f"{cmd_name}_command")
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_, about) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="congvan")
def congvan() -> None:
    """Read Vietnamese official letters (công văn) and answer who owes what by when."""


def main() -> None:
    """The entry point: runs a command; an error of ours is a message and its exit status, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8")
    try:
        congvan(standalone_mode=True)
    except CongvanError as error:
        click.echo(f"congvan: {error}", err=True)
        sys.exit(error.exit_status)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output has gone, `congvan … | head`
        sys.exit(141)


if __name__ == "__main__":
    main()
