"""The runner of many machines: units go to the nodes of a Ray cluster.

What is lost with a worker or a node is begun again by Ray; what breaks a unit's own process is answered as on one
machine (`pipeline.imports.node`). Nothing of an import lives in the cluster: the store alone says what is done.
"""

from __future__ import annotations

import logging
import os
import socket
import time
from collections import deque
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any, NoReturn

from pipeline.imports.course import Course
from pipeline.imports.node import Keep, Setup, carry_out, look_at
from pipeline.imports.places import Look, Place, Remote, look
from pipeline.imports.runner import Runner
from pipeline.imports.units import CRASHED, Answer, Unit, comes_apart
from schemas.errors import CongvanError, MissingProgram

MEBIBYTE = 1 << 20
MEMORY = 2048 * MEBIBYTE  # that one process may hold, unless it is said otherwise
_INLINE = 64 * 1024  # bytes that travel with the task itself
_HELD = 1024 * MEBIBYTE  # bytes of files that are on their way from here at once
_BESIDE = 512 * MEBIBYTE  # what a worker takes beside the process that reads
_BEGUN = 10  # times that a unit is begun again when its worker or its node is lost
_LOOKS = 16  # files of one look
_ASK_S = 5.0  # how often the cluster is asked how large it is
_JOIN = (
    "This machine must be one of the cluster's nodes (ray start --address=HEAD:6379 --num-cpus=0), and have its token "
    "(RAY_AUTH_MODE=token, RAY_AUTH_TOKEN)."
)


class ClusterTrouble(CongvanError):
    """The cluster can't be reached, or a node can't do its part."""

    exit_status = 21
    code = "cluster"
    remedy = "What was stored is kept; mend the cluster and start the import again."


class Cluster(Runner):
    """Reads files on a Ray cluster."""

    def __init__(
        self,
        address: str,
        *,
        parser: str = "pipeline:analyse",
        timeout: float = 600,
        memory: int = MEMORY,
        keep: Keep | None = None,
        jobs: int | None = None,
    ) -> None:
        """`address`: of the cluster's head (`10.0.0.5:6379`), `auto` on one of its nodes, or `local` for a cluster of
        this machine with `jobs` cores. `timeout` in seconds and `memory` in bytes, for one unit. `keep` is `Setup`'s.

        Raises:
            MissingProgram: Ray isn't installed.
            ClusterTrouble: the cluster can't be reached, or no node has so much memory.
        """
        super().__init__(apart=comes_apart(parser))
        self._ray = _ray()
        self._ours = not self._ray.is_initialized()
        if self._ours:
            _join(self._ray, address, jobs)
        self._need = memory + _BESIDE
        self._slots, self._asked = 0, 0.0
        self._ask()
        self._setup = self._ray.put(Setup(parser, timeout, memory, version("congvan"), keep))
        again = {"max_retries": _BEGUN}
        self._carry_out = self._ray.remote(carry_out).options(num_cpus=1, memory=self._need, num_returns=2, **again)
        self._look_at = self._ray.remote(look_at).options(num_cpus=0, scheduling_strategy="SPREAD", **again)
        self._refs: dict[Any, tuple[Course, Unit, Any]] = {}
        self._sent: dict[Course, tuple[Look, Any, int]] = {}  # what is held of a file that is on its way
        self._held = 0

    @property
    def slots(self) -> int:
        """Two units for each that can be at work, so that none waits for the next to be sent."""
        if time.monotonic() - self._asked > _ASK_S:
            self._ask()
        return 2 * self._slots + 2

    @property
    def free(self) -> bool:
        return super().free and self._held < _HELD

    def _ask(self) -> None:
        """How many units the cluster can be at at once."""
        self._asked = time.monotonic()
        nodes = [node["Resources"] for node in self._ray.nodes() if node["Alive"]]
        nodes = [each for each in nodes if each.get("CPU", 0) >= 1]
        self._slots = sum(int(min(each["CPU"], each.get("memory", 0) // self._need)) for each in nodes)
        if nodes and not self._slots:
            most = max(each.get("memory", 0) for each in nodes) / MEBIBYTE
            raise ClusterTrouble(
                f"A worker may take {self._need // MEBIBYTE} MiB and no node offers more than {most:.0f} MiB.",
                remedy="Let workers have less (--worker-memory), or give the nodes more.",
            )

    def looks(self, places: Iterable[Place]) -> Iterator[Look]:
        """Files of this machine are looked at here, those behind URLs by the nodes, some way ahead."""
        ahead: deque[Any] = deque()
        part: list[Remote] = []
        for place in places:
            if isinstance(place, Path):
                yield look(place)
                continue
            part.append(place)
            if len(part) == _LOOKS:
                ahead.append(self._look_at.remote(part))
                part = []
            if len(ahead) > max(2, self._slots // 4):
                yield from self._got(ahead.popleft())
        if part:
            ahead.append(self._look_at.remote(part))
        while ahead:
            yield from self._got(ahead.popleft())

    def _opened(self, place: Place, seen: Look | None) -> Course:
        course = Course(place, apart=self._apart)
        seen = look(place) if seen is None else seen
        data, size = None, 0
        if isinstance(place, Path):
            try:
                read = place.read_bytes()
            except OSError:
                read = b""  # is not what was looked at, which is said where it is stored
            size = len(read)
            data = read if size <= _INLINE else self._ray.put(read)
        self._sent[course] = (seen, data, size)
        self._held += size
        return course

    def _closed(self, course: Course) -> None:
        self._held -= self._sent.pop(course)[2]

    def _start(self, course: Course, unit: Unit) -> None:
        seen, data, _ = self._sent[course]
        read = unit.read or ()
        bare = unit if unit.read is None else Unit(unit.path, read=())
        answered, pages = self._carry_out.remote(self._setup, bare, seen, data, *read)
        self._refs[answered] = (course, unit, pages)

    def _collect(self, patience: float | None) -> Iterator[tuple[Course, Unit, Answer]]:
        until = None if patience is None else time.monotonic() + patience
        while True:
            left = _ASK_S if until is None else max(0.0, min(_ASK_S, until - time.monotonic()))
            ready, _ = self._ray.wait(list(self._refs), num_returns=1, timeout=left)
            if ready or (until is not None and time.monotonic() >= until):
                break
            self._ask()
        if ready:
            ready, _ = self._ray.wait(list(self._refs), num_returns=len(self._refs), timeout=0)
        for ref in ready:
            course, unit, pages = self._refs.pop(ref)
            answered = self._answer(ref)
            if unit.numbers and answered.code is None:
                answered = Answer(read=pages)  # stays in the cluster until the file's last unit asks for it
            yield course, unit, answered

    def _answer(self, ref: Any) -> Answer:
        from ray.exceptions import RayError, RayTaskError

        try:
            answered: Answer = self._ray.get(ref)
        except RayTaskError as error:
            _raise(error)
        except RayError as error:
            said = f"Whoever read it was lost {_BEGUN + 1} times ({type(error).__name__})."
            return Answer(code=CRASHED, message=said, status=1)
        return answered

    def _got(self, ref: Any) -> list[Look]:
        from ray.exceptions import RayError, RayTaskError

        try:
            looks: list[Look] = self._ray.get(ref)
        except RayTaskError as error:
            _raise(error)
        except RayError as error:
            raise ClusterTrouble(f"Files could not be looked at: {error}.") from error
        return looks

    def _drop(self) -> None:
        super()._drop()
        for ref in self._refs:
            self._ray.cancel(ref, force=True)
        self._refs.clear()
        self._sent.clear()
        self._held = 0

    def close(self) -> None:
        self._drop()
        if self._ours:
            self._ray.shutdown()


def _ray() -> Any:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is told to anybody
    try:
        import ray
    except ModuleNotFoundError as error:
        remedy = "Install it, here and on the nodes: pip install 'congvan[cluster]'."
        raise MissingProgram("A cluster needs the package ray.", remedy=remedy) from error
    return ray


def _join(ray: Any, address: str, jobs: int | None) -> None:
    _knock(address)
    quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR}
    try:
        if address == "local":
            ray.init(address="local", num_cpus=jobs, include_dashboard=False, **quiet)
        else:
            ray.init(address=address, **quiet)
    except (ConnectionError, RuntimeError, ValueError, OSError) as error:
        raise ClusterTrouble(f"No Ray cluster answers at {address}: {error}", remedy=_JOIN) from error


def _knock(address: str) -> None:
    """Whether anybody answers at host:port at all; Ray itself asks for minutes before it says no."""
    host, _, port = address.rpartition(":")
    if not host or not port.isdecimal() or "/" in host:
        return
    try:
        socket.create_connection((host.strip("[]"), int(port)), timeout=_ASK_S).close()
    except OSError as error:
        raise ClusterTrouble(f"Nobody answers at {address}: {error.strerror or error}.", remedy=_JOIN) from error


def _raise(error: Any) -> NoReturn:
    """An error of a node itself, as ours."""
    cause = getattr(error, "cause", error)
    if isinstance(cause, CongvanError):
        raise ClusterTrouble(cause.what, remedy="") from error  # on its way here its text became one
    raise ClusterTrouble(f"A node can't do its part: {type(cause).__name__}: {cause}.") from error
