"""A file of which nothing could be read is not called news: nobody can tell what it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pipeline import _walk
from pipeline.read import read
from schemas.page import Remark

PANEL = "Văn phòng UBND xã An Phú\n04.04.2031 14:21:14 +07:00\n"


def _why(folder: Path, *remarks: Remark) -> list[str]:
    (folder / "a.txt").write_text(PANEL)
    letter = _walk(replace(read(folder / "a.txt"), remarks=remarks)).letter
    assert letter.kind == "other"
    return [finding.message for finding in letter.findings if finding.code == "not-a-letter"]


def test_pages_that_nobody_could_read_are_told_in_place_of_a_judgement(tmp_path: Path) -> None:
    broken = [Remark("ocr-failed", f"Page {n} was left out.", n) for n in (1, 2)]
    assert _why(tmp_path, *broken) == ["Nobody can tell what it is: of pages 1, 2 nothing was read. Read it again."]
    (judged,) = _why(tmp_path)
    assert "Nobody can tell" not in judged
