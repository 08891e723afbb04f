"""What the address of a view asks, as the store's questions; days and numbers that don't fit are left out."""

from __future__ import annotations

import datetime as dt

from starlette.datastructures import QueryParams

PAGE = 50


def day(asked: QueryParams, name: str) -> dt.date | None:
    """A day of the address, as 2024-02-05; None where there is none, or it is no day."""
    try:
        return dt.date.fromisoformat(asked.get(name, ""))
    except ValueError:
        return None


def words(asked: QueryParams, name: str) -> str | None:
    """Words of the address, None where there are none."""
    found = asked.get(name, "").strip()[:500]
    return found or None


def one_of(asked: QueryParams, name: str, values: tuple[str, ...]) -> str | None:
    """A value of the address, None where it is none of `values`."""
    found = asked.get(name)
    return found if found in values else None


def yes(asked: QueryParams, name: str) -> bool | None:
    """True where the address says so, None elsewhere."""
    return True if asked.get(name) in ("1", "true", "yes", "on") else None


def number(asked: QueryParams, name: str, default: int, *, least: int = 1, most: int = 1_000_000) -> int:
    """A whole number of the address, within bounds."""
    try:
        return max(least, min(most, int(asked.get(name, default))))
    except ValueError:
        return default


def today() -> dt.date:
    """Today in Vietnam."""
    from cli.options import today as now

    return now()
