"""Rules as data that prove themselves: tables of patterns with texts that each must read and must ignore.

A table is `data/rules/NAME.toml`:

    [[rule]]
    id      = "serial-slash-symbol"
    weight  = 0.95
    pattern = 'Số:\\s*(?P<value>\\d{1,5})/(?P<symbol>${symbol})'
    on      = "text"          # "text" (default): the text itself; "key": its accent-less lower-case key, same offsets
    reads   = [{text = "Số: 152/BTC-NSNN", value = "152", symbol = "BTC-NSNN"}]
    ignores = ["Căn cứ Công văn số 12/BTC ngày 03/3/2024"]
    note    = "why, where it is not plain"
    sets    = {capacity = "KT"}   # constants that go with a match

`${name}` stands for a fragment of `[fragments]` in the table itself or in `data/rules/fragments.toml`. Patterns are
those of the standard library's `re`, in verbose-free form. A table is checked when it loads: known keys, unique ids,
NFC, patterns compile, names resolve, at least one text read and one ignored.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from schemas.errors import BadRules

DATA = Path(__file__).resolve().parent.parent / "data"

_KEYS = {"id", "weight", "pattern", "on", "reads", "ignores", "note", "sets"}
_FRAGMENT = re.compile(r"\$\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule's match: offsets into the text that was scanned; `groups` are the named groups that took part."""

    rule: Rule
    start: int
    end: int
    groups: dict[str, tuple[int, int]]

    def text(self, source: str, group: str) -> str | None:
        """The words of a group in `source`, None where the group took no part."""
        at = self.groups.get(group)
        return None if at is None else source[at[0] : at[1]]


@dataclass(frozen=True, slots=True)
class Example:
    """A text that a rule must read, and the values of its groups."""

    text: str
    groups: dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of a table."""

    id: str
    weight: float
    pattern: re.Pattern[str]
    on_key: bool
    reads: tuple[Example, ...]
    ignores: tuple[str, ...]
    sets: dict[str, str] = field(default_factory=dict)
    note: str = ""

    def scan(self, text: str, key: str) -> Iterator[Hit]:
        """Every match, left to right. `key` is the accent-less key of `text`: same length, same offsets."""
        for match in self.pattern.finditer(key if self.on_key else text):
            groups = {name: match.span(name) for name, value in match.groupdict().items() if value is not None}
            yield Hit(self, match.start(), match.end(), groups)


@dataclass(frozen=True, slots=True)
class RuleTable:
    """The rules of one field, in the order of the file."""

    name: str
    rules: tuple[Rule, ...]

    def scan(self, text: str, key: str) -> Iterator[Hit]:
        """The matches of all rules, rule by rule."""
        for rule in self.rules:
            yield from rule.scan(text, key)


@cache
def table(name: str) -> RuleTable:
    """Load and check `data/rules/NAME.toml`, once a process.

    Raises:
        BadRules: what is wrong, and in which row.
    """
    raw = load_toml(DATA / "rules" / f"{name}.toml")
    shared = load_toml(DATA / "rules" / "fragments.toml").get("fragments", {})
    fragments = {**shared, **raw.get("fragments", {})}
    unknown = raw.keys() - {"rule", "fragments"}
    if unknown:
        raise BadRules(f"{name}.toml: unknown keys {sorted(unknown)}.")
    rules = tuple(_rule(name, row, fragments) for row in raw.get("rule", []))
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            raise BadRules(f"{name}.toml: two rules are called {rule.id!r}.")
        seen.add(rule.id)
    return RuleTable(name, rules)


def names() -> list[str]:
    """The names of all tables in `data/rules`."""
    return sorted(path.stem for path in (DATA / "rules").glob("*.toml") if path.stem != "fragments")


def load_toml(path: Path) -> dict[str, Any]:
    """A TOML file of `data/`, checked to be NFC.

    Raises:
        BadRules: not there, not TOML, or not NFC.
    """
    try:
        text = path.read_text(encoding="utf-8")
        if not unicodedata.is_normalized("NFC", text):
            raise BadRules(f"{path.name} is not in Unicode NFC.")
        return tomllib.loads(text)
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise BadRules(f"{path.name} can't be loaded: {error}.") from error


def expand(pattern: str, fragments: dict[str, str]) -> str:
    """`pattern` with its `${name}` replaced, fragments within fragments too."""
    for _ in range(8):
        if not _FRAGMENT.search(pattern):
            return pattern
        pattern = _FRAGMENT.sub(lambda m: f"(?:{fragments[m[1]]})", pattern)
    raise KeyError("fragments refer to each other in a circle")


def _rule(name: str, row: dict[str, Any], fragments: dict[str, str]) -> Rule:
    where = f"{name}.toml, rule {row.get('id', '?')!r}"
    if unknown := row.keys() - _KEYS:
        raise BadRules(f"{where}: unknown keys {sorted(unknown)}.")
    if missing := {"id", "weight", "pattern", "reads", "ignores"} - row.keys():
        raise BadRules(f"{where}: lacks {sorted(missing)}.")
    if not row["reads"] or not row["ignores"]:
        raise BadRules(f"{where}: needs at least one text that it reads and one that it ignores.")
    try:
        pattern = re.compile(expand(row["pattern"], fragments))
    except (re.error, KeyError) as error:
        raise BadRules(f"{where}: the pattern does not compile: {error}.") from error
    on = row.get("on", "text")
    if on not in ("text", "key"):
        raise BadRules(f"{where}: `on` is {on!r}; it can be 'text' or 'key'.")
    reads = tuple(Example(r["text"], {k: v for k, v in r.items() if k != "text"}) for r in row["reads"])
    for example in reads:
        if strange := example.groups.keys() - pattern.groupindex.keys() - row.get("sets", {}).keys():
            raise BadRules(f"{where}: its example names groups that the pattern lacks: {sorted(strange)}.")
    return Rule(
        id=row["id"],
        weight=float(row["weight"]),
        pattern=pattern,
        on_key=on == "key",
        reads=reads,
        ignores=tuple(row["ignores"]),
        sets=dict(row.get("sets", {})),
        note=row.get("note", ""),
    )
