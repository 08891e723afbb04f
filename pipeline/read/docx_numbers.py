"""The numbers that Word generates for lists: they stand in no run's text, yet they are on the paper.

Source: ECMA-376, part 1, 17.9 (numbering). Lists that share an abstract definition share their counters, unless one
overrides the start.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element

from pipeline.read.docx_xml import W, number, val
from pipeline.read.symbols import by_looks

_LEVELS = 9


@dataclass(slots=True)
class _Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    restart: int | None = None
    legal: bool = False
    style: str | None = None


@dataclass(slots=True)
class _List:
    abstract: str
    levels: dict[int, _Level]
    starts: dict[int, int] = field(default_factory=dict)  # startOverride


class Numbering:
    """The lists of one Word file, and their counters as its paragraphs pass by in order."""

    def __init__(self, root: _Element | None) -> None:
        self._lists: dict[str, _List] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        if root is not None:
            self._load(root)

    def label(self, num_id: str, level: int) -> str:
        """Count a paragraph of list `num_id` at `level` (from 0); its label, with the space that follows it."""
        found = self._lists.get(num_id)
        definition = None if found is None else found.levels.get(level)
        if found is None or definition is None:
            return ""
        counters = self._counters.setdefault(found.abstract, {})
        self._count(num_id, level, found, counters)
        if definition.format == "bullet":
            shown = _bullet(definition.text)
        else:
            shown = self._numbers(definition, level, found, counters)
        return shown + " " if shown and definition.suffix != "nothing" else shown

    def style_level(self, num_id: str, style: str) -> int:
        """The level of a list that belongs to a paragraph style; 0 where none says so."""
        found = self._lists.get(num_id)
        levels = {} if found is None else found.levels
        return next((at for at, level in levels.items() if level.style == style), 0)

    def _count(self, num_id: str, level: int, found: _List, counters: dict[int, int]) -> None:
        first_here = (num_id, level) not in self._begun
        self._begun.add((num_id, level))
        if first_here and level in found.starts:
            counters[level] = found.starts[level]
        elif level in counters:
            counters[level] += 1
        else:
            counters[level] = found.levels[level].start
        for deeper in [at for at in counters if at > level]:
            restart = found.levels[deeper].restart if deeper in found.levels else None
            if restart is None or level < restart:
                del counters[deeper]

    def _numbers(self, definition: _Level, level: int, found: _List, counters: dict[int, int]) -> str:
        shown = definition.text
        for at in range(_LEVELS):
            if f"%{at + 1}" in shown:
                other = found.levels.get(at, definition)
                count = counters.get(at, other.start)
                style = "decimal" if definition.legal and at != level else other.format
                shown = shown.replace(f"%{at + 1}", format_number(count, style))
        return shown

    def _load(self, root: _Element) -> None:
        abstracts = {val(e, "abstractNumId") or "": e for e in root.iterfind(W + "abstractNum")}
        by_style = {val(link): e for e in abstracts.values() if (link := e.find(W + "styleLink")) is not None}
        for num in root.iterfind(W + "num"):
            key = val(num.find(W + "abstractNumId")) or ""
            abstract = abstracts.get(key)
            if abstract is None:
                continue
            linked = abstract.find(W + "numStyleLink")
            if linked is not None:
                abstract = by_style.get(val(linked), abstract)
                key = val(abstract, "abstractNumId") or key
            made = _List(key, dict(_levels(abstract)))
            for override in num.iterfind(W + "lvlOverride"):
                at = number(override, "ilvl") or 0
                if (start := number(override.find(W + "startOverride"))) is not None:
                    made.starts[at] = start
                made.levels.update(_levels(override))
            self._lists[val(num, "numId") or ""] = made


def _levels(parent: _Element) -> Iterator[tuple[int, _Level]]:
    for lvl in parent.iterfind(W + "lvl"):
        start = number(lvl.find(W + "start"))
        legal = lvl.find(W + "isLgl")
        yield (
            number(lvl, "ilvl") or 0,
            _Level(
                start=1 if start is None else start,
                format=val(lvl.find(W + "numFmt")) or "decimal",
                text=val(lvl.find(W + "lvlText")) or "",
                suffix=val(lvl.find(W + "suff")) or "tab",
                restart=number(lvl.find(W + "lvlRestart")),
                legal=legal is not None and val(legal) not in ("0", "false"),
                style=val(lvl.find(W + "pStyle")),
            ),
        )


def _bullet(text: str) -> str:
    """A bullet as printed; those of symbol fonts (private codes) by their looks."""
    if not text:
        return ""
    return "•" if text[0] == "\u00b7" else by_looks(text)


def format_number(count: int, style: str) -> str:
    """`count` in one of Word's number formats; decimal for formats that letters don't use.

    >>> [format_number(4, s) for s in ("decimal", "lowerLetter", "upperRoman", "decimalZero")]
    ['4', 'd', 'IV', '04']
    """
    if style in ("lowerLetter", "upperLetter") and count > 0:
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter.upper() if style == "upperLetter" else letter
    if style in ("lowerRoman", "upperRoman") and 0 < count < 4000:
        roman = _roman(count)
        return roman.lower() if style == "lowerRoman" else roman
    if style == "decimalZero":
        return f"{count:02d}"
    if style == "none":
        return ""
    return str(count)


def _roman(count: int) -> str:
    signs = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"))
    out = ""
    for worth, sign in (*signs, (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        out += sign * (count // worth)
        count %= worth
    return out
