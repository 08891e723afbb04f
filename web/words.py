"""The desk's words in Vietnamese and English: one table, `messages.toml`, and how values are written."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cli.words import edtf as vietnamese_edtf
from cli.words import kind_name

LANGUAGES = ("vi", "en")
DEFAULT = "vi"


@cache
def table() -> dict[str, dict[str, str]]:
    """The messages by name (`letters.title`), each by language."""
    raw = tomllib.loads((Path(__file__).parent / "messages.toml").read_text(encoding="utf-8"))
    return {f"{section}.{name}": words for section, rows in raw.items() for name, words in rows.items()}


@dataclass(frozen=True, slots=True)
class Words:
    """The desk's words in one language. An unknown name shows as itself, and a test finds it."""

    language: str

    def __call__(self, name: str, /, **values: object) -> str:
        words = table().get(name)
        if words is None:
            return name
        said = words[self.language]
        return said.format(**values) if values else said

    def count(self, name: str, number: int, /, **values: object) -> str:
        """A message with a number in it; English has `NAME_one` for 1."""
        single = f"{name}_one"
        chosen = single if number == 1 and single in table() else name
        return self(chosen, n=self.number(number), **values)

    def number(self, value: int) -> str:
        """A number with its thousands apart: 1.234 in Vietnamese, 1,234 in English."""
        written = f"{value:,}"
        return written if self.language == "en" else written.replace(",", ".")

    def has(self, name: str) -> bool:
        return name in table()

    def kind(self, slug: str) -> str:
        """The name of a kind of document."""
        name = f"kind.{slug}"
        return self(name) if self.language == "en" and name in table() else kind_name(slug)

    def field(self, title: str) -> str:
        """A field's label. The schema's title is the Vietnamese one; the table has the English."""
        if self.language == "vi":
            return title
        return next((w["en"] for n, w in table().items() if n.startswith("field.") and w["vi"] == title), title)

    def day(self, value: dt.date | str | None) -> str:
        """A day as people write it: 05/02/2024."""
        if value is None:
            return ""
        if isinstance(value, dt.date):
            return value.strftime("%d/%m/%Y")
        return self.edtf(value)

    def edtf(self, value: str | None) -> str:
        """An EDTF date: 05/02/2024, 02/2024, quý I/2024."""
        written = vietnamese_edtf(value)
        return written if self.language == "vi" else _english_season(written)

    def moment(self, value: str | None) -> str:
        """A moment (ISO 8601, UTC) as Vietnam's clocks show it: 22/11/2026 08:04."""
        if not value:
            return ""
        return local(value).strftime("%d/%m/%Y %H:%M")

    def value(self, value: Any) -> str:
        """A value of the audit for people: lists and objects as their parts, what is empty left out."""
        if value is None:
            return ""
        if isinstance(value, dict):
            parts = [f"{name}: {self.value(each)}" for name, each in value.items() if each not in (None, [], "")]
            return "; ".join(parts)
        if isinstance(value, list):
            return ", ".join(self.value(each) for each in value)
        return str(value)

    def size(self, value: int) -> str:
        """A file's size: 340 kB, 2,1 MB."""
        if value < 1_000_000:
            return f"{max(1, round(value / 1000))} kB"
        written = f"{value / 1_000_000:.1f} MB"
        return written if self.language == "en" else written.replace(".", ",")

    def clock(self, at: float) -> str:
        """A UNIX time as Vietnam's clocks show it: 08:04."""
        from cli.options import VIETNAM

        return dt.datetime.fromtimestamp(at, VIETNAM).strftime("%H:%M")

    def rhythm(self, rule: str) -> str:
        """An RRULE (RFC 5545) for people; what has no words here stays as it is."""
        parts = dict(part.split("=", 1) for part in rule.split(";") if "=" in part)
        every, named = parts.get("INTERVAL", "1"), parts.get("FREQ", "")
        named = {("MONTHLY", "3"): "QUARTERLY", ("MONTHLY", "6"): "HALF"}.get((named, every), named)
        if not self.has(f"rhythm.{named}"):
            return rule
        said = [self(f"rhythm.{named}")]
        if every != "1" and named == parts.get("FREQ"):
            said = [f"{said[0]} ({self('rhythm.every', n=every)})"]
        for day in parts.get("BYDAY", "").split(","):
            if day in _DAYS:
                said.append(self(f"weekday.{_DAYS.index(day)}"))
        for day in parts.get("BYMONTHDAY", "").split(","):
            if day:
                said.append(self("rhythm.last_day") if day == "-1" else self("rhythm.monthday", n=day))
        return ", ".join(said)

    def weekday(self, value: dt.date) -> str:
        return self(f"weekday.{value.weekday()}")

    def month(self, value: dt.date) -> str:
        return self("when.month", month=value.month, named=self(f"month.{value.month}"), year=value.year)


def local(moment: str) -> dt.datetime:
    """A stored moment on Vietnam's clock."""
    from cli.options import VIETNAM

    return dt.datetime.fromisoformat(moment.replace("Z", "+00:00")).astimezone(VIETNAM)


_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_SEASONS = {
    "quý I/": "Q1 ", "quý II/": "Q2 ", "quý III/": "Q3 ", "quý IV/": "Q4 ",
    "6 tháng đầu năm ": "first half of ", "6 tháng cuối năm ": "second half of ",
}  # fmt: skip


def _english_season(written: str) -> str:
    for vietnamese, english in _SEASONS.items():
        if written.startswith(vietnamese):
            return english + written[len(vietnamese) :]
    return written


def chosen(asked: str | None, cookie: str | None) -> str:
    """The language that a request is answered in: what its address asks, what was chosen before, Vietnamese."""
    return next((each for each in (asked, cookie) if each in LANGUAGES), DEFAULT)
