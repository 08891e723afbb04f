"""Each field's F1 from a degraded scan beside that of the same letter's clean file: what the scan alone costs."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path


def fields(letters: int, dpis: Sequence[int], effects: Sequence[str], *, show: bool = False) -> None:
    """Print the F1 of every field from the typeset PDF, from the scan, and how much the scan loses."""
    from pipeline import parse
    from pipeline.read import ReadSettings
    from pipeline.read.ocr.reader import OcrReader
    from scripts.letters.answers import answers
    from scripts.letters.model import load, sources
    from scripts.letters.pdf import typed
    from scripts.letters.scan import EFFECTS, render_scan
    from tests.scoring import Tally, compare

    settings = ReadSettings(ocr=OcrReader(jobs=1))
    chosen = [load(path) for path in sources()[:letters]]
    clean = Tally()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "letter.pdf"

        def read(data: bytes, tally: Tally, index: int) -> None:
            letter = chosen[index]
            gold = answers(letter)
            gold.pop("arrival", None)
            file.write_bytes(data)
            first = parse(file, settings=settings)[0]
            compare(gold, first.model_dump(mode="json"), letter.id, tally)

        for i, letter in enumerate(chosen):
            read(typed(letter), clean, i)
        for effect in effects:
            for dpi in dpis:
                scanned = Tally()
                for i, letter in enumerate(chosen):
                    printed_only = replace(EFFECTS[effect], handwritten=False)
                    read(render_scan(letter, dpi=dpi, seed=1, effects=printed_only).data, scanned, i)
                print(f"{effect} {dpi} dpi{'':14} clean   scan   lost")
                for name in sorted(clean.right + clean.missed):
                    before, after = clean.f1(name), scanned.f1(name)
                    mark = "  <" if before - after > 0.02 else ""
                    print(f"    {name:20} {before:6.3f} {after:6.3f} {before - after:6.3f}{mark}", flush=True)
                for line in scanned.wrong if show else ():
                    if line not in clean.wrong:
                        print(f"    {line}")
