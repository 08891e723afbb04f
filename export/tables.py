"""Obligations as tables: CSV, JSON Lines, Parquet."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import IO, Any

from export.columns import columns
from schemas.obligation import Obligation, official_state


def write_csv(file: IO[str], found: Iterable[Obligation], *, on: dt.date) -> int:
    """Write CSV with Vietnamese headings; gives the number of rows.

    Days are ISO. The file should be opened as utf-8-sig with newline="", so that spreadsheets know the letters. A text
    that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    writer = csv.writer(file)
    listed = columns(on)
    writer.writerow([column.title for column in listed])
    count = 0
    for each in found:
        writer.writerow([_cell(column.value(each)) for column in listed])
        count += 1
    return count


def _cell(value: str | dt.date | None) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, dt.date) else harmless(value)


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    formula = text.startswith(("=", "@", "+", "\t", "\r")) or (text.startswith("-") and not text.startswith("- "))
    return f"'{text}" if formula else text


def write_jsonl(file: IO[str], found: Iterable[Obligation], *, on: dt.date) -> int:
    """Write one JSON object a line, everything that is known of each obligation; gives the number of lines."""
    count = 0
    for each in found:
        file.write(json.dumps(plain(each, on=on), ensure_ascii=False) + "\n")
        count += 1
    return count


def plain(found: Obligation, *, on: dt.date) -> dict[str, Any]:
    """An obligation as JSON can hold it, with its code and the official state on a day."""
    values = asdict(found)
    del values["retired"]
    for given in values["assignees"]:
        del given["mention"]  # the store's own row
    state = official_state(found.state, due=found.due, done_on=found.done_on, on=on)
    whole: dict[str, Any] = json.loads(json.dumps({**values, "code": found.code, "official_state": state}, default=str))
    return whole


def write_parquet(path: Path, found: Iterable[Obligation], *, on: dt.date) -> int:
    """Write Parquet, assignees and deadlines as lists of structs, days as days; gives the number of rows."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema, count = _schema(pa), 0
    rows = iter(found)
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        while batch := list(islice(rows, 10_000)):
            count += len(batch)
            writer.write_table(pa.Table.from_pylist([_row(each, on) for each in batch], schema=schema))
        if count == 0:
            writer.write_table(schema.empty_table())
    return count


def _row(found: Obligation, on: dt.date) -> dict[str, Any]:
    state = official_state(found.state, due=found.due, done_on=found.done_on, on=on)
    return {**asdict(found), "code": found.code, "official_state": state}


def _schema(pa: Any) -> Any:
    text, day = pa.string(), pa.date32()
    given = pa.struct([("name", text), ("role", text), ("units", pa.list_(text))])
    limit = pa.struct(
        [("text", text), ("bound", text), ("date", text), ("time", text), ("recurrence", text), ("due", day)]
    )
    names = ["id", "letter", "kind", "number", "symbol", "code", "issued", "issuer", "parent", "subject", "ordinal",
             "text", "action", "submit_to", "state", "official_state", "arrival_number", "answer"]  # fmt: skip
    days = ["issued_on", "due", "done_on"]
    return pa.schema(
        [(name, text) for name in names] + [(name, day) for name in days]
        + [("assignees", pa.list_(given)), ("deadlines", pa.list_(limit))]
    )  # fmt: skip
