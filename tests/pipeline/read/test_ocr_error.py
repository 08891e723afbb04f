"""How well a letter is read that was typeset, scanned and read back: a guard, not the benchmark (`benchmarks.ocr`)."""

from __future__ import annotations

from pathlib import Path

from benchmarks.ocr.errors import wrong
from pipeline.read.ocr.reader import OcrReader
from scripts.letters.model import load, sources
from scripts.letters.scan import OFFICE, render_scan


def test_few_characters_of_an_office_scan_come_back_wrong(tmp_path: Path, vietnamese_model: Path) -> None:
    letter = load(next(path for path in sources() if path.stem == "ban-an-dan-su"))
    file = tmp_path / "scan.pdf"
    scan = render_scan(letter, dpi=300, seed=1, effects=OFFICE)
    file.write_bytes(scan.data)
    bad, total = wrong(OcrReader(jobs=1)(file, range(1, scan.pages + 1)), scan)
    assert bad / total < 0.01
