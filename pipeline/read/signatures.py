"""Digital signatures of a PDF, read offline."""

from __future__ import annotations

from pathlib import Path

from schemas.page import Signature


def signatures_of(path: Path) -> list[Signature]:
    return []
