"""What every runner does: files in, units out to whoever carries them out, outcomes back."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import Self

from pipeline.imports.course import Course, Outcome
from pipeline.imports.places import Look, Place, look
from pipeline.imports.units import Answer, Told, Unit

OPEN = 4  # files for each unit that can be out at once: what a runner holds is bounded, however many files there are


class Runner(ABC):
    """Used as a context. Give it files while it is `free`, and ask for what is `done`.

    A file that was taken apart and new files take turns, so that neither waits for the other.
    """

    def __init__(self, *, apart: bool) -> None:
        self._apart = apart
        self._waiting: deque[tuple[Course, Unit]] = deque()
        self._open = 0  # files that were given and have no outcome yet
        self._out = 0  # units that are being carried out
        self._turn = True  # of a new file, where units wait too
        self.told: Callable[[Place, int, int], None] | None = None  # hears of a file how many pages are recognised

    @property
    @abstractmethod
    def slots(self) -> int:
        """How many units can be out at once."""

    @abstractmethod
    def _start(self, course: Course, unit: Unit) -> None:
        """Have a unit carried out."""

    @abstractmethod
    def _collect(self, patience: float | None) -> Iterable[tuple[Course, Unit, Answer | Told]]:
        """What was answered; waits for the first, at most `patience` seconds."""

    @abstractmethod
    def close(self) -> None:
        """End whatever is at work."""

    def _closed(self, course: Course) -> None:  # noqa: B027 (most runners hold nothing for a file)
        """A file has its outcome: what was held for it can go."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def free(self) -> bool:
        """Whether it takes a file."""
        room = self._out < self.slots and self._open < OPEN * self.slots
        return room and (self._turn or not self._waiting)

    @property
    def busy(self) -> bool:
        """Whether files are on their way."""
        return self._open > 0

    def looks(self, places: Iterable[Place]) -> Iterator[Look]:
        """A look at each file, in order; only as far ahead as the runner must."""
        return map(look, places)

    def give(self, place: Place, seen: Look | None = None) -> None:
        """Take a file. `seen`: what the look at it told."""
        course = self._opened(place, seen)
        self._open += 1
        self._turn = False
        self._send(course, course.first())

    def done(self, patience: float | None = None) -> list[Outcome]:
        """The files that are done. Waits for something to happen where nothing is left to be sent out, at most
        `patience` seconds."""
        while self._waiting and self._waiting[0][0].over:
            self._waiting.popleft()
        if self._waiting and self._out < self.slots:
            self._turn = True
            self._send(*self._waiting.popleft())
            if self._out < self.slots:
                patience = 0.0
        if not self._out:
            return []
        outcomes = []
        for course, unit, answer in self._collect(patience):
            if isinstance(answer, Told):
                if self.told is not None:
                    self.told(course.place, *course.pages(unit, answer))
                continue
            self._out -= 1
            follows = course.settle(unit, answer)
            if isinstance(follows, Outcome):
                self._open -= 1
                self._closed(course)
                outcomes.append(follows)
            else:
                self._waiting.extend((course, each) for each in follows)
        return outcomes

    def outcomes(self, places: Iterable[Place]) -> Iterator[Outcome]:
        """The outcome of each file as it comes. `places` is read only as fast as they can be taken."""
        todo, more = iter(places), True
        try:
            while more or self.busy:
                while more and self.free:
                    place = next(todo, None)
                    if place is None:
                        more = False
                    else:
                        self.give(place)
                yield from self.done()
        finally:
            self._drop()

    def in_order(self, places: Iterable[Place]) -> Iterator[Outcome]:
        """As `outcomes`, in the order of `places`."""
        order: deque[Place] = deque()

        def noted() -> Iterator[Place]:
            for place in places:
                order.append(place)
                yield place

        done: dict[Place, Outcome] = {}
        for outcome in self.outcomes(noted()):
            done[outcome.path] = outcome
            while order and order[0] in done:
                yield done.pop(order.popleft())

    def _opened(self, place: Place, seen: Look | None) -> Course:  # noqa: ARG002 (a cluster must know what it sends)
        return Course(place, apart=self._apart)

    def _send(self, course: Course, unit: Unit) -> None:
        self._out += 1
        self._start(course, unit)

    def _drop(self) -> None:
        """Forget what is on its way; nobody waits for it any more."""
        self._waiting.clear()
        self._open = self._out = 0
        self._turn = True
