"""A Ray cluster of two nodes on this machine, and ways to hurt it; for the tests and the benchmark of clusters."""

from __future__ import annotations

import logging
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import select

from store.book import Store
from store.tables import Reading

GIBIBYTE = 1 << 30


class Nodes:
    """The cluster. The first node holds its head and lives as long as the cluster; the second may be killed."""

    def __init__(self, cluster: Any, *, cpus: int) -> None:
        self._cluster = cluster
        self._cpus = cpus
        self.second: Any = None
        self.add()

    @property
    def address(self) -> str:
        return str(self._cluster.address)

    def join(self) -> None:
        """Let this process be the driver of all imports that follow."""
        import ray

        ray.init(address=self.address, log_to_driver=False, logging_level=logging.ERROR)

    def add(self) -> None:
        """Let a second node join."""
        self.second = self._cluster.add_node(**_size(self._cpus))
        self._cluster.wait_for_nodes()

    def kill_second(self) -> None:
        """Kill all of the second node, as a power cut would."""
        self._cluster.remove_node(self.second, allow_graceful=False)

    def kill_worker(self, *, second: bool = False, patience: float = 20.0) -> bool:
        """Kill a process that is reading, on the first node or on the second; says whether there was one in time."""
        node = self.second if second else self._cluster.head_node
        (raylet,) = node.all_processes["raylet"]
        until = time.monotonic() + patience
        while time.monotonic() < until:
            for pid in _children(raylet.process.pid):
                if b"ray::carry_out" in _command(pid):
                    os.kill(pid, signal.SIGKILL)
                    return True
            time.sleep(0.02)
        return False


@contextmanager
def two_nodes(*, cpus: int = 1) -> Iterator[Nodes]:
    """A cluster of two nodes with `cpus` cores each, which goes at the end."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    import ray
    from ray.cluster_utils import Cluster

    cluster = Cluster(initialize_head=True, head_node_args=_size(cpus))
    try:
        yield Nodes(cluster, cpus=cpus)
    finally:
        ray.shutdown()
        cluster.shutdown()  # type: ignore[no-untyped-call]


def _size(cpus: int) -> dict[str, Any]:
    memory = {"memory": 4 * GIBIBYTE * cpus, "object_store_memory": 128 << 20}
    return {"num_cpus": cpus, "include_dashboard": False, **memory}


def _children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return [int(each) for task in tasks for each in (task / "children").read_text().split()]


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""  # gone meanwhile


def cpu_of_tree(pid: int) -> float:
    """The processor time of a process and all that came of it, in seconds."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        inner = _children(pid)
    except OSError:
        return 0.0
    return sum(int(each) for each in fields[11:15]) / os.sysconf("SC_CLK_TCK") + sum(map(cpu_of_tree, inner))


def records(store: Store) -> list[tuple[str, int, str]]:
    """Every record that the machine made, byte for byte, by the original and the part that it is of."""
    query = select(Reading.sha256, Reading.part, Reading.record).order_by(Reading.sha256, Reading.part)
    with store.read() as connection:
        return [(row.sha256, row.part, row.record) for row in connection.execute(query)]
