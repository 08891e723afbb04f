"""How well a letter is read that was typeset, scanned and read back: a guard, not the benchmark (`benchmarks.ocr`)."""

from __future__ import annotations

from pathlib import Path

from rapidfuzz.distance import Levenshtein

from benchmarks.ocr import plain
from pipeline.read import ReadSettings, read
from pipeline.read.ocr.reader import OcrReader
from scripts.letters.model import load, sources
from scripts.letters.scan import OFFICE, render_scan


def test_few_characters_of_an_office_scan_come_back_wrong(tmp_path: Path, vietnamese_model: Path) -> None:
    letter = load(next(path for path in sources() if path.stem == "ban-an-dan-su"))
    file = tmp_path / "scan.pdf"
    scan = render_scan(letter, dpi=300, seed=1, effects=OFFICE)
    file.write_bytes(scan.pdf)
    document = read(file, settings=ReadSettings(ocr=OcrReader(jobs=1)))
    lines = [plain(document.line_text(line)) for line in document.lines]
    printed = [wanted for line in scan.text.splitlines() if (wanted := plain(line))]
    wrong = sum(min(Levenshtein.distance(wanted, line) for line in lines) for wanted in printed)
    assert wrong / sum(map(len, printed)) < 0.02
