"""The runner of one machine: units go to processes of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from pipeline.imports.course import Course, Outcome
from pipeline.imports.crew import Crew, start_server
from pipeline.imports.runner import Runner
from pipeline.imports.units import Answer, Parse, Told, Unit, answer, comes_apart

__all__ = ["Outcome", "Workers", "outcome_of", "start_server"]


class Workers(Runner):
    """A pool of processes. Used as a context; `outcomes` may be asked for many batches."""

    def __init__(
        self,
        jobs: int | None = None,
        *,
        timeout: float = 600,
        parser: str = "pipeline:parse",
        memory: int | None = None,
    ) -> None:
        """`timeout` is in seconds, for one unit (a file, or some pages of a long scan); `parser` is `module:function`
        from a path to records, or to what `pipeline.analyse` gives; `memory` in bytes, for one process."""
        super().__init__(apart=comes_apart(parser))
        self.jobs = jobs if jobs is not None else len(os.sched_getaffinity(0))
        self.crew: Crew[tuple[Course, Unit]] = Crew(parser, timeout=timeout, memory=memory)

    @property
    def slots(self) -> int:
        return self.jobs

    def _start(self, course: Course, unit: Unit) -> None:
        self.crew.give((course, unit), unit)

    def _collect(self, patience: float | None) -> Iterator[tuple[Course, Unit, Answer | Told]]:
        for (course, unit), answered in self.crew.collect(patience):
            yield course, unit, answered

    def _drop(self) -> None:
        super()._drop()
        self.crew.drop()

    def close(self) -> None:
        self.crew.close()


def outcome_of(path: Path, parse: Parse) -> Outcome:
    """Parse a file in this process."""
    found = answer(Unit(path), parse, apart=False)
    return Outcome(path, found.records, found.texts, found.code, found.message, found.status)
