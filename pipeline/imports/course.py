"""The course of one file: which units it takes, and what becomes of it. Who carries the units out does not matter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipeline.imports.places import Place
from pipeline.imports.units import BROKE, HUNG, PAGES, Answer, Told, Unit, packed


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file: its records as JSON, or why there are none.

    `code` is that of the error (`schemas.errors`), or `crashed`, `hung`, `failed`; `status` the exit status it means.
    """

    path: Place
    records: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()  # the text of each document, empty where the parser gives records only
    code: str | None = None
    message: str | None = None
    status: int = 0
    kept: bool = False  # whoever read it has put its bytes among the originals


class Course:
    """One file on its way.

    What breaks a process is tried again apart from the rest: a file without its pages, then each page by itself, twice.
    A page that breaks its process again is left out with a remark, and the file is read without it.
    """

    def __init__(self, place: Place, *, apart: bool) -> None:
        """`apart`: the file may be taken apart."""
        self.place = place
        self._apart = apart
        self._path = place if isinstance(place, Path) else Path(place.name)
        self._open: set[tuple[int, ...]] = set()  # the pages that units are out for
        self._read: dict[int, Any] = {}  # what they brought, by the first page
        self._wanted = 0  # pages that units are to recognise
        self._far: dict[int, int] = {}  # pages that each unit has recognised, by its first page
        self.over = False

    def first(self) -> Unit:
        """The unit to begin with."""
        return Unit(self._path, most=PAGES if self._apart else 0)

    def settle(self, unit: Unit, answer: Answer) -> list[Unit] | Outcome:
        """What follows when a unit was answered: more units (perhaps none yet), or the outcome.

        It gives one outcome; what other units of the file bring after that is nothing.
        """
        if self.over:
            return []
        if unit.numbers:
            if answer.code is not None and answer.code not in BROKE:
                return self._outcome(answer)
            return self._pages(unit, answer)
        if answer.wanted:
            self._wanted = len(answer.wanted)
            alone = unit.most == 0
            return self._out(_parts(answer.wanted, 1 if alone else PAGES))
        if answer.code in BROKE and self._apart and unit.most and unit.read is None:
            return [replace(unit, most=0)]
        return self._outcome(answer)

    def pages(self, unit: Unit, told: Told) -> tuple[int, int]:
        """How many pages are recognised by now, of how many."""
        if not unit.numbers:
            return told.done, told.of
        self._far[unit.numbers[0]] = told.done
        return min(sum(self._far.values()), self._wanted), self._wanted

    def _outcome(self, answer: Answer) -> Outcome:
        self.over = True
        self._read.clear()
        return Outcome(
            self.place, answer.records, answer.texts, answer.code, answer.message, answer.status, answer.kept
        )

    def _out(self, parts: Iterator[tuple[int, ...]], *, last: bool = False) -> list[Unit]:
        units = [Unit(self._path, numbers, last=last) for numbers in parts]
        self._open.update(unit.numbers for unit in units)
        return units

    def _pages(self, unit: Unit, answer: Answer) -> list[Unit]:
        self._open.discard(unit.numbers)
        if answer.code is None:
            self._read[unit.numbers[0]] = answer.read
        elif len(unit.numbers) > 1:
            return self._out(_parts(unit.numbers, 1))
        elif not unit.last and answer.code != HUNG:
            return self._out(iter([unit.numbers]), last=True)
        else:
            self._read[unit.numbers[0]] = _left_out(unit.numbers[0], answer)
        if self._open:
            return []
        return [Unit(self._path, read=tuple(self._read[first] for first in sorted(self._read)))]


def _parts(numbers: tuple[int, ...], size: int) -> Iterator[tuple[int, ...]]:
    return (numbers[at : at + size] for at in range(0, len(numbers), size))


def _left_out(number: int, answer: Answer) -> bytes:
    """A page that nobody could read, as the pool of one scan says it."""
    from pipeline.read.ocr.reader import unread

    code, why = (
        ("ocr-timeout", "it took too long") if answer.code == HUNG else ("ocr-failed", "the engine broke down on it")
    )
    return packed([unread(number, code, f"Page {number} was left out: {why}.")])
