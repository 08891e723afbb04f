"""A parser for tests of uploads: quick, and it fails when a file says so."""

from __future__ import annotations

import hashlib
from pathlib import Path

from schemas.errors import UnreadableFile
from schemas.record import Letter
from tests.letters import letter


def parse(path: Path) -> list[Letter]:
    data = path.read_bytes()
    if data.startswith(b"bad"):
        raise UnreadableFile(f"{path.name} is bad.")
    sha256 = hashlib.sha256(data).hexdigest()
    made = letter(number={"value": str(int(sha256[:4], 16)), "symbol": "X", "raw": None})
    return [made.model_copy(update={"source": made.source.model_copy(update={"sha256": sha256, "name": path.name})})]
