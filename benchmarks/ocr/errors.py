"""The share of characters that come back wrong from letters that were typeset, scanned and read.

Strict about order: a page's whole text as read is compared with its whole text as printed, both top to bottom and, side
by side, left to right; the distance is Levenshtein's. A line that is read in the wrong place counts twice, once where
it is missing and once where it stands; a column run into its neighbour counts with all of its words. Ends of lines
count as spaces. Left out on both sides: leaders (three dots or dashes and more), and what stands in stamps, which are
no text of the letter. Numbers and days are printed here: handwriting is measured elsewhere.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.read.engine import RawLine, RawPage
    from scripts.letters.scan import Scan


def plain(text: str) -> str:
    """Text as it is compared: single spaces, one kind of dash and quote, no leaders."""
    text = re.sub(r"[‐-―−]", "-", re.sub(r"[“”«»]", '"', text))
    return re.sub(r"\s+", " ", re.sub(r"[.…_·-]{3,}", " ", text)).strip()


def printed(scan: Scan, page: int) -> str:
    """What a page (from 1) should be read as."""
    return plain(scan.text.split("\f")[page - 1])


def as_read(page: RawPage, scan: Scan) -> str:
    """What a page was read as, without what stands in its stamps."""
    places = [spot for spot in scan.stamped if spot.page == page.number]
    kept = [
        line
        for line in page.lines
        if line.box is None
        or not any(
            spot.x0 - 4 < (line.box.x0 + line.box.x1) / 2 < spot.x1 + 4
            and spot.y0 - 4 < (line.box.y0 + line.box.y1) / 2 < spot.y1 + 4
            for spot in places
        )
    ]
    return plain(" ".join(map(line_text, kept)))


def line_text(line: RawLine) -> str:
    out = ""
    for word in line.words:
        out += word.text if not out or word.gap == 0 else " " + word.text
    return out


def wrong(pages: Iterable[RawPage], scan: Scan) -> tuple[int, int]:
    """Wrong characters and printed characters of a scan."""
    from rapidfuzz.distance import Levenshtein

    bad = total = 0
    for page in pages:
        want = printed(scan, page.number)
        bad += min(Levenshtein.distance(want, as_read(page, scan)), len(want))
        total += len(want)
    return bad, total


def differences(page: RawPage, scan: Scan) -> list[str]:
    """What was printed and what was read, where they differ, with some characters before it."""
    from rapidfuzz.distance import Levenshtein

    want, got = printed(scan, page.number), as_read(page, scan)
    return [
        f"…{want[max(0, op.src_start - 20) : op.src_start]}[{want[op.src_start : op.src_end]} → "
        f"{got[op.dest_start : op.dest_end]}]"
        for op in Levenshtein.opcodes(want, got)
        if op.tag != "equal"
    ]


def errors(letters: int, dpis: Sequence[int], effects: Sequence[str], *, show: bool = False) -> None:
    """Print the share of wrong characters for each effect and resolution."""
    from pipeline.read.ocr.reader import OcrReader
    from scripts.letters.model import load, sources
    from scripts.letters.scan import EFFECTS, render_scan

    for effect in effects:
        for dpi in dpis:
            bad = total = 0
            for path in sources()[:letters]:
                printed_only = replace(EFFECTS[effect], handwritten=False)
                scan = render_scan(load(path), dpi=dpi, seed=1, effects=printed_only)
                with tempfile.TemporaryDirectory() as folder:
                    file = Path(folder) / "scan.pdf"
                    file.write_bytes(scan.data)
                    pages = list(OcrReader(jobs=1)(file, range(1, scan.pages + 1)))
                some, of = wrong(pages, scan)
                bad, total = bad + some, total + of
                for line in (line for page in pages for line in differences(page, scan)) if show else ():
                    print(f"    {path.stem}: {line}")
            print(f"{effect:8} {dpi} dpi: {100 * bad / max(1, total):.2f} % of {total} characters", flush=True)
