"""Options that several commands share, and how their values are read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

import click

if TYPE_CHECKING:
    from store.book import Store

F = TypeVar("F", bound=Callable[..., Any])

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


class Day(click.ParamType[dt.date]):
    """A day, as 2024-02-05 or 05/02/2024."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        if isinstance(value, dt.date):
            return value
        for form in ("%Y-%m-%d", "%d/%m/%Y"):
            try:
                return dt.datetime.strptime(str(value), form).date()
            except ValueError:
                continue
        return self.fail(f"{value!r} is no day; write 2024-02-05 or 05/02/2024.", param, ctx)


def store_option(command: F) -> F:
    """`--store`: a path or a database URL."""
    about = "The store: a path, or a database URL. [default: $CONGVAN_STORE, or congvan.db here]"
    return click.option("--store", "store_place", metavar="PATH|URL", help=about)(command)


def json_option(command: F) -> F:
    """`--json`: data for programs in place of a table for people."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON Lines in place of a table.")(command)


def today() -> dt.date:
    """Today in Vietnam, wherever this machine stands."""
    return dt.datetime.now(VIETNAM).date()


def opened(store_place: str | None, *, create: bool = False) -> Store:
    """The store that is named, open."""
    from store.book import open_store

    return open_store(store_place, create=create)


def letters_in(paths: tuple[Path, ...]) -> list[Path]:
    """The files that are meant by paths.

    Raises:
        click.UsageError: there are none.
    """
    from pipeline.imports import letter_files

    files = letter_files(paths)
    if not files:
        raise click.UsageError(
            "There are no letters in these folders: of a folder, the PDF, Word, text, web and image files are read. "
            "A file that has another ending is read when it is named itself."
        )
    return files


def program() -> str:
    """The name and version that stand beside what this program reads."""
    from importlib.metadata import version

    return f"congvan {version('congvan')}"


def user() -> str:
    """Who is at the keyboard, for the audit."""
    import getpass
    import os

    try:
        return os.environ.get("CONGVAN_USER") or getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
