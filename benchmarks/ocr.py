"""How well and how fast scans are read: `python -m benchmarks.ocr [--letters N] [--dpi …] [--pages N] [FILE.pdf …]`.

Letters of data/letters are typeset, put through a scanner that is not kind to them (scripts/letters/scan.py) and read
back; printed is the share of characters that came back wrong, over the text in reading order. For FILEs, the wall time
of a page against bare Tesseract (one thread, whole page, the same pixels, the same run) and the memory at the end.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import tempfile
import time
from pathlib import Path

os.environ["OMP_THREAD_LIMIT"] = "1"


def plain(text: str) -> str:
    """Text as it is compared: single spaces, one kind of dash and quote."""
    text = re.sub(r"[‐-―−]", "-", text)
    return re.sub(r"\s+", " ", re.sub(r"[“”«»]", '"', text)).strip()


def errors(letters: int, dpis: list[int], effects: list[str]) -> None:
    """Print the character error rate of degraded letters, and of how many characters.

    Lines are compared one by one with the best of the lines read, so that a column read before its neighbour counts
    for nothing.
    """
    from rapidfuzz.distance import Levenshtein

    from pipeline.read.ocr.reader import OcrReader
    from scripts.letters.model import load, sources
    from scripts.letters.scan import EFFECTS, render_scan

    for effect in effects:
        for dpi in dpis:
            wrong = total = 0
            for path in list(sources())[:letters]:
                scan = render_scan(load(path), dpi=dpi, seed=1, effects=EFFECTS[effect])
                with tempfile.TemporaryDirectory() as folder:
                    file = Path(folder) / "scan.pdf"
                    file.write_bytes(scan.pdf)
                    pages = list(OcrReader(jobs=1)(file, range(1, scan.pages + 1)))
                read = [plain(_text(line.words)) for page in pages for line in page.lines]
                for printed in scan.text.splitlines():
                    wanted = plain(printed)
                    if wanted:
                        best = min((Levenshtein.distance(wanted, line) for line in read), default=len(wanted))
                        wrong += min(best, len(wanted))
                        total += len(wanted)
            print(f"{effect:8} {dpi} dpi: {100 * wrong / max(1, total):.2f} % of {total} characters")


def _text(words: tuple[object, ...]) -> str:
    out = ""
    for word in words:
        text, gap = getattr(word, "text", ""), getattr(word, "gap", 1)
        out += text if not out or gap == 0 else " " + text
    return out


def speed(files: list[Path]) -> None:
    """Print the wall time of a page here and by bare Tesseract on the same pixels, and the ratio."""
    import pypdfium2

    from pipeline.read.ocr.engine import Mode
    from pipeline.read.ocr.page import read_page
    from pipeline.read.ocr.prepare import READ_DPI, scaled
    from pipeline.read.ocr.raster import Limits, of_file
    from pipeline.read.ocr.tesseract import TesseractEngine

    engine, limits = TesseractEngine(), Limits()
    bare = ours = pages = 0.0
    for file in files:
        document = pypdfium2.PdfDocument(file)
        count = len(document)
        document.close()
        for number in range(1, count + 1):
            raster = of_file(file, number, limits=limits)
            grey = scaled(raster.image.mean(axis=2).astype("uint8"), raster.dpi, READ_DPI)
            started = time.perf_counter()
            engine.read(grey, dpi=READ_DPI, mode=Mode.PAGE)
            bare += time.perf_counter() - started
            started = time.perf_counter()
            read_page(raster, engine, number=number, limits=limits)
            ours += time.perf_counter() - started
            pages += 1
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{pages:.0f} pages: bare {bare / pages:.2f} s, here {ours / pages:.2f} s, "
        f"ratio {ours / bare:.2f}; {memory:.0f} MiB at most"
    )


def memory(pages: int) -> None:
    """Print the most memory that this process held after 20 pages of one long scan, and after all of its pages."""
    import io

    import pikepdf

    from pipeline.read.ocr.reader import OcrReader
    from scripts.letters.model import load, sources
    from scripts.letters.scan import EFFECTS, render_scan

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "long.pdf"
        long = pikepdf.new()
        for path in list(sources())[:6]:
            scan = render_scan(load(path), dpi=200, seed=1, effects=EFFECTS["office"])
            with pikepdf.open(io.BytesIO(scan.pdf)) as one:
                long.pages.extend(one.pages)
        some = len(long.pages)
        for k in range(some, pages):
            long.pages.append(long.pages[k % some])
        long.save(file)
        started = time.perf_counter()
        for page in OcrReader(jobs=1)(file, range(1, pages + 1)):
            if page.number in (20, pages):
                held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
                print(f"{page.number} pages: {held:.0f} MiB at most, {time.perf_counter() - started:.0f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--letters", type=int, default=8)
    parser.add_argument("--dpi", type=int, nargs="*", default=[200, 300])
    parser.add_argument("--effects", nargs="*", default=["office"])
    parser.add_argument("--pages", type=int, default=0, help="read a scan of so many pages and print the memory held")
    args = parser.parse_args()
    if args.letters:
        errors(args.letters, args.dpi, args.effects)
    if args.files:
        speed(args.files)
    if args.pages:
        memory(args.pages)


if __name__ == "__main__":
    main()
