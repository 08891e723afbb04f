"""Lists whose entries have several values each, as a review shows and takes them: references and contacts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any

from schemas.record import Contact, Kind, Letter, Part, Reference
from web.record import Row, Rows
from web.typed import value_of

_BLANK: dict[str, Part] = {"references": Reference(kind=Kind.VAN_BAN), "contacts": Contact()}
ENTRIES = tuple(_BLANK)
Entry = tuple[Row, ...]


def entries(rows: Rows, name: str) -> tuple[Entry, ...]:
    """The entries of the list `name`, and an empty one for a person to fill."""
    there = rows.listed(name)
    blank = rows.part(_BLANK[name], f"/{name}/{len(there)}")
    return (*(tuple(each) for each in there), tuple(blank))


def typed(letter: Letter, name: str, form: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
    """What a form says of a list, as JSON would hold it. Entries in which nothing is written are left out.

    Raises:
        Unfit: a day that is none, a choice that there is not.
    """
    shape = Rows(letter).part(_BLANK[name], f"/{name}/0")
    columns = [form.get(field_name(row), ()) for row in shape]
    found = []
    for values in zip_longest(*columns, fillvalue=""):
        written = [value for row, value in zip(shape, values, strict=True) if row.form != "choice"]
        if any(value.strip() for value in written):
            parts = zip(shape, values, strict=True)
            found.append({row.pointer.rpartition("/")[2]: value_of(row, value) for row, value in parts})
    return found


def field_name(row: Row) -> str:
    """The name of a value's field in forms, the same for every entry: /references/3/date is references.date."""
    _, name, _, value = row.pointer.split("/")
    return f"{name}.{value}"
