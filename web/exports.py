"""What a view shows, as a file: tables, records, calendars. The formats are those of `export`."""

from __future__ import annotations

import csv
import datetime as dt
import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from starlette.background import BackgroundTask
from starlette.responses import FileResponse, Response

from export.ics import calendar
from export.tables import harmless, write_csv, write_jsonl
from export.xlsx import Heading, write_sheet, write_xlsx
from schemas.obligation import Obligation

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/x-ndjson",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ics": "text/calendar; charset=utf-8",
}
Cell = str | int | dt.date | None


def obligations(form: str, found: Iterable[Obligation], *, on: dt.date, said: str, name: str) -> Response:
    """Obligations as csv, jsonl, xlsx or ics; `said` is the sentence that says what is shown."""

    def write(path: Path) -> None:
        if form == "xlsx":
            write_xlsx(path, found, on=on, said=said)
        elif form == "ics":
            path.write_bytes(calendar(found, said=said, now=dt.datetime.now(dt.UTC)))
        elif form == "csv":
            with path.open("w", encoding="utf-8-sig", newline="") as file:
                write_csv(file, found, on=on)
        else:
            with path.open("w", encoding="utf-8") as file:
                write_jsonl(file, found, on=on)

    return as_file(form, name, write)


def table(form: str, headings: Sequence[Heading], rows: Iterable[Sequence[Cell]], *, title: str, name: str) -> Response:
    """A plain table as csv or xlsx."""

    def write(path: Path) -> None:
        if form == "xlsx":
            write_sheet(path, title[:31], (title.upper(),), headings, rows)
            return
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([heading.title for heading in headings])
            writer.writerows([_plain(cell) for cell in row] for row in rows)

    return as_file(form, name, write)


def as_file(form: str, name: str, write: Callable[[Path], None]) -> Response:
    """A download that `write` makes, called NAME.FORM; the file is removed when it was sent."""
    handle, made = tempfile.mkstemp(prefix="congvan-", suffix=f".{form}")
    os.close(handle)
    path = Path(made)
    try:
        write(path)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return FileResponse(
        path, media_type=TYPES[form], filename=f"{name}.{form}", background=BackgroundTask(path.unlink, missing_ok=True)
    )


def _plain(cell: Cell) -> str | int:
    if cell is None:
        return ""
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return cell if isinstance(cell, int) else harmless(cell)
