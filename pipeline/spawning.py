"""New processes that leave the caller's script alone."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def script_left_alone() -> Iterator[None]:
    """Keep a process that is started in here from running the caller's script once more.

    A process that is not simply forked first imports the main module. A plain script that has no guard for that would
    start processes without end, and a large program would be loaded for nothing.
    """
    main = sys.modules["__main__"]
    hidden: dict[str, object] = {}
    for name in ("__spec__", "__file__"):
        if name in vars(main):
            hidden[name] = vars(main).pop(name)
    vars(main).setdefault("__spec__", None)
    try:
        yield
    finally:
        vars(main).update(hidden)
