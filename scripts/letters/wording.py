"""The mark-up of a source's words: `{what|words}`, nested at will, where `what` says what the words are.

{lead|Sở Xây dựng}                      assignee (lead or support)
{to|UBND tỉnh}                          to whom the result goes
{before 2024-06-20|trước ngày 20/6/2024}        deadlines: before and by with a day (EDTF) and perhaps HH:MM,
{by 2024-06-30 17:00|…}  {within P5D working receipt due=2024-06-27|…}  {every FREQ=MONTHLY;BYMONTHDAY=25|…}
{ref quyet_dinh 152 QĐ-UBND 2024-03-15 implements|Quyết định số …}      "-" for what is not given
{!|…} {?|…}                             a directive, an optional one, inside a paragraph
{b|…} {i|…}                             bold, italic
"""

from __future__ import annotations

from dataclasses import dataclass

STYLES = {"b", "i"}
MARKS = {"lead", "support", "to", "before", "by", "within", "every", "ref", "!", "?", "~"}


@dataclass(frozen=True)
class Mark:
    """What the characters `start` to `end` of a phrase are; `args` are the words after the mark's name."""

    name: str
    args: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True)
class Run:
    """A stretch of a phrase in one style."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True)
class Phrase:
    """Words as printed, their styles, and what stands in them."""

    text: str
    runs: tuple[Run, ...]
    marks: tuple[Mark, ...]

    def of(self, *names: str) -> list[Mark]:
        return [mark for mark in self.marks if mark.name in names]

    def words(self, mark: Mark) -> str:
        return self.text[mark.start : mark.end]


class BadMarkup(ValueError):
    """A source's words that cannot be read; says where."""


def phrase(source: str) -> Phrase:
    """Read marked-up words. Raises BadMarkup for an unknown mark or unbalanced braces."""
    out: list[str] = []
    runs: list[Run] = []
    marks: list[Mark] = []
    open_marks: list[tuple[str, tuple[str, ...], int]] = []
    length = i = 0
    while i < len(source):
        char = source[i]
        if char == "{":
            bar = source.index("|", i)
            name, *args = source[i + 1 : bar].split()
            if name not in MARKS | STYLES:
                raise BadMarkup(f"unknown mark {name!r} in {source[i : bar + 20]!r}")
            open_marks.append((name, tuple(args), length))
            i = bar + 1
            continue
        if char == "}":
            if not open_marks:
                raise BadMarkup(f"unbalanced '}}' in {source[max(0, i - 30) : i + 1]!r}")
            name, args_, start = open_marks.pop()
            if name in MARKS:
                marks.append(Mark(name, args_, start, length))
            i += 1
            continue
        end = min(j for j in (source.find("{", i), source.find("}", i), len(source)) if j >= 0)
        styles = {name for name, _, _ in open_marks if name in STYLES}
        runs.append(Run(source[i:end], "b" in styles, "i" in styles))
        out.append(source[i:end])
        length += end - i
        i = end
    if open_marks:
        raise BadMarkup(f"unclosed mark in {source!r}")
    return Phrase("".join(out), tuple(runs), tuple(sorted(marks, key=lambda m: (m.start, -m.end))))
