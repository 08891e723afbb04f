"""How fast letters are read, and against what.

    python -m benchmarks.parsing [FOLDER] [--rounds N] [--json]

Prints, for the letters in FOLDER (the project's own by default), letters and pages a second and the peak memory of the
process, and two ratios in which both sides run over the same bytes in turn, in this one run:

  text   parsing a text letter, to underthesea's `word_tokenize` alone on the same text
  pdf    parsing a born-digital PDF, to pdfplumber's `extract_words` alone on the same file

Each side is run once to warm up; the figure is the median over the rounds of the sum over the letters. One thread.
"""

from __future__ import annotations

import argparse
import json
import platform
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TEXT = {".txt", ".md"}
TYPED = {".txt", ".md", ".html", ".docx"}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "data" / "letters")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    figures = measure(args.folder, rounds=args.rounds)
    print(json.dumps(figures, ensure_ascii=False) if args.json else report(figures))
    return 0


def measure(folder: Path, *, rounds: int) -> dict[str, float | int | str]:
    """All figures: seconds, counts, ratios and megabytes, by name."""
    from pipeline import parse

    files = sorted(path for path in folder.iterdir() if path.suffix in TYPED | {".pdf"})
    texts = [path for path in files if path.suffix in TEXT and readable(path)]
    typed = [path for path in files if path.suffix in TYPED]
    pdfs = [path for path in files if path.suffix == ".pdf" and born_digital(path)]
    pages = sum(page_count(path) for path in pdfs)
    contents = {path: path.read_text(encoding="utf-8") for path in texts}

    reading = seconds(lambda: run(parse, typed), rounds)
    text, words = alternate(lambda: run(parse, texts), lambda: tokenise(contents.values()), rounds)
    pdf, plumber = alternate(lambda: run(parse, pdfs), lambda: run(extract_words, pdfs), rounds)
    return {
        "machine": f"{platform.machine()}, Python {platform.python_version()}",
        "letters": len(typed),
        "letters_per_second": len(typed) / reading,
        "pages": pages,
        "pages_per_second": pages / pdf,
        "text_letters": len(texts),
        "text_characters": sum(map(len, contents.values())),
        "text_parse_seconds": text,
        "text_word_tokenize_seconds": words,
        "text_ratio": text / words,
        "pdf_letters": len(pdfs),
        "pdf_parse_seconds": pdf,
        "pdf_extract_words_seconds": plumber,
        "pdf_ratio": pdf / plumber,
        "peak_megabytes": peak(),
    }


def seconds(work: Callable[[], object], rounds: int) -> float:
    """The median time of `work` in seconds, after one run to warm up."""
    work()
    return statistics.median(once(work) for _ in range(rounds))


def alternate(one: Callable[[], object], other: Callable[[], object], rounds: int) -> tuple[float, float]:
    """The median times of two works, run in turn so that the machine's moods fall on both."""
    one()
    other()
    pairs = [(once(one), once(other)) for _ in range(rounds)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def once(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def run(work: Callable[[Path], object], paths: Sequence[Path]) -> None:
    for path in paths:
        work(path)


def tokenise(texts: Iterable[str]) -> None:
    from underthesea import word_tokenize

    for text in texts:
        word_tokenize(text)


def extract_words(path: Path) -> None:
    import pdfplumber

    with pdfplumber.open(path) as document:
        for page in document.pages:
            page.extract_words()


def peak() -> float:
    """The most memory that this process held, in megabytes."""
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / (1 << 20) if sys.platform == "darwin" else used / 1024


def readable(path: Path) -> bool:
    """Whether a text file is UTF-8, so that both sides get the same characters."""
    try:
        path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return False
    return True


def born_digital(path: Path) -> bool:
    """Whether a PDF has text on its first page that no scan hides: no picture the size of the page."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    document = pypdfium2.PdfDocument(path)
    try:
        page = document[0]
        pictures = [o for o in page.get_objects(max_depth=2) if o.type == pdfium.FPDF_PAGEOBJ_IMAGE]
        return page.get_textpage().count_chars() > 100 and not pictures
    finally:
        document.close()


def page_count(path: Path) -> int:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        return len(document)
    finally:
        document.close()


def report(figures: dict[str, float | int | str]) -> str:
    """The figures for people."""
    f = figures
    return "\n".join(
        (
            f"{f['machine']}, one thread",
            f"text, web and Word  {f['letters']:>5} letters  {f['letters_per_second']:8.1f} letters/s",
            f"born-digital PDF    {f['pages']:>5} pages    {f['pages_per_second']:8.1f} pages/s",
            f"parse : word_tokenize   {f['text_ratio']:5.2f}   ({f['text_parse_seconds']:.3f} s to "
            f"{f['text_word_tokenize_seconds']:.3f} s, {f['text_letters']} letters, {f['text_characters']} characters)",
            f"parse : extract_words   {f['pdf_ratio']:5.2f}   ({f['pdf_parse_seconds']:.3f} s to "
            f"{f['pdf_extract_words_seconds']:.3f} s, {f['pdf_letters']} files, {f['pages']} pages)",
            f"peak memory         {f['peak_megabytes']:8.0f} MB",
        )
    )


if __name__ == "__main__":
    sys.exit(main())
