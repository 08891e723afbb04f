"""Parsers that stand in for the pipeline in tests of imports: quick, and bad in every way that files can make one."""

from __future__ import annotations

import hashlib
import os
import signal
import time
from pathlib import Path

from schemas.errors import EncryptedFile
from schemas.record import Letter
from tests.letters import letter


def invented(path: Path) -> list[Letter]:
    """A letter numbered by the file's first word; other words make it crash, hang, fail or be refused."""
    data = path.read_bytes()
    match data.decode().split()[0]:
        case "crash":
            os.kill(os.getpid(), signal.SIGKILL)
        case "hang":
            time.sleep(600)
        case "fault":
            raise KeyError("a bug")
        case "locked":
            raise EncryptedFile(f"{path.name} is locked.")
        case "none":
            return []
    made = letter(number={"value": data.decode().split()[0], "symbol": "SYT"}, subject=path.name, references=[])
    source = made.source.model_copy(update={"name": path.name, "sha256": hashlib.sha256(data).hexdigest()})
    return [made.model_copy(update={"source": source})]


def forgiving(path: Path) -> list[Letter]:
    """As `invented`, and it reads what that refuses."""
    data = path.read_bytes()
    source = letter().source.model_copy(update={"name": path.name, "sha256": hashlib.sha256(data).hexdigest()})
    return [letter(source=source, subject=path.name)]
