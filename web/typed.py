"""Values as people type them into a form, as a record holds them."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from web.record import Row
from web.trouble import Unfit

_DAY = re.compile(r"(?:(\d{1,2})[/.-])?(\d{1,2})[/.-](\d{4})$")


def value_of(row: Row, typed: str) -> Any:
    """What was typed, as JSON would hold it; None for nothing.

    Raises:
        Unfit: it does not fit the value's form.
    """
    text = typed.strip()
    if row.form == "list":
        return [part.strip() for part in text.split(",") if part.strip()]
    if not text:
        return None
    if row.form == "date":
        return edtf_of(text)
    if row.form == "number":
        if not text.isdecimal():
            raise Unfit(f"{row.title}: {text!r}")
        return int(text)
    if row.form == "choice" and text not in row.choices:
        raise Unfit(f"{row.title}: {text!r}")
    return text


def edtf_of(text: str) -> str:
    """A day as people type it, as EDTF; what is EDTF already stays.

    >>> edtf_of("5/2/2024"), edtf_of("11/2023"), edtf_of("2022-33")
    ('2024-02-05', '2023-11', '2022-33')
    """
    match = _DAY.fullmatch(text)
    if match is None:
        return text
    day, month, year = match[1], int(match[2]), int(match[3])
    try:
        whole = dt.date(year, month, 1 if day is None else int(day)).isoformat()
    except ValueError as error:
        raise Unfit(text) from error
    return whole if day is not None else whole[:7]
