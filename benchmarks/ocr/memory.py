"""The most memory that one process holds while it reads a long scan."""

from __future__ import annotations

import io
import resource
import tempfile
import time
from pathlib import Path


def memory(pages: int) -> None:
    """Print the most memory held after 20 pages of one long scan, and after all of its pages."""
    import pikepdf

    from pipeline.read.ocr.reader import OcrReader
    from scripts.letters.model import load, sources
    from scripts.letters.scan import EFFECTS, render_scan

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "long.pdf"
        long = pikepdf.new()
        for path in sources()[:6]:
            scan = render_scan(load(path), dpi=200, seed=1, effects=EFFECTS["office"])
            with pikepdf.open(io.BytesIO(scan.data)) as one:
                long.pages.extend(one.pages)
        some = len(long.pages)
        for k in range(some, pages):
            long.pages.append(long.pages[k % some])
        long.save(file)
        started = time.perf_counter()
        for page in OcrReader(jobs=1)(file, range(1, pages + 1)):
            if page.number in (20, pages):
                held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
                print(f"{page.number} pages: {held:.0f} MiB at most, {time.perf_counter() - started:.0f} s", flush=True)
