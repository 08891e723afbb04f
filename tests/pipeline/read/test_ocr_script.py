"""A plain script, without a guard for its main part, may parse a scan of several pages."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPT = """
from pathlib import Path
from pipeline.read.ocr.engine import NullEngine
from pipeline.read.ocr.reader import OcrReader

print("once")
pages = list(OcrReader(jobs=2, engine=NullEngine)(Path(__import__("sys").argv[1]), [1, 2]))
print(len(pages))
"""


def test_the_callers_script_is_run_once(tmp_path: Path, samples: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    scan = samples / "ket-luan-cuoc-hop-scan.pdf"
    run = subprocess.run(
        [sys.executable, str(script), str(scan)], capture_output=True, text=True, timeout=120, check=True
    )
    assert run.stdout.split() == ["once", "2"]
