"""`python -m benchmarks.ocr [--letters N] [--dpi …] [--effects …] [--fields] [--pages N] [--jobs N] [FILE …]`.

Without options: the share of wrong characters over 8 sample letters. With FILEs: a page's time against bare Tesseract
over the same pixels in the same run, and with --jobs pages a minute against `ocrmypdf --sidecar` over the same files.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

os.environ["OMP_THREAD_LIMIT"] = "1"
os.environ["OPENBLAS_NUM_THREADS"] = "1"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--letters", type=int, default=8, help="how many sample letters; 0 for none, 99 for all")
    parser.add_argument("--dpi", type=int, nargs="*", default=[200, 300])
    parser.add_argument("--effects", nargs="*", default=["office"])
    parser.add_argument("--fields", action="store_true", help="each field's F1 from the scan beside the clean file's")
    parser.add_argument("--show", action="store_true", help="name what was read wrong")
    parser.add_argument("--pages", type=int, default=0, help="read a scan of so many pages and print the memory held")
    parser.add_argument("--jobs", type=int, default=0, help="read FILEs with so many processes, and with ocrmypdf")
    args = parser.parse_args()
    if args.letters and args.fields:
        from benchmarks.ocr.fields import fields

        fields(args.letters, args.dpi, args.effects, show=args.show)
    elif args.letters:
        from benchmarks.ocr.errors import errors

        errors(args.letters, args.dpi, args.effects, show=args.show)
    if args.files:
        from benchmarks.ocr.speed import pages_a_minute, ratio

        if args.jobs:
            pages_a_minute(args.files, args.jobs)
        else:
            ratio(args.files)
    if args.pages:
        from benchmarks.ocr.memory import memory

        memory(args.pages)


main()
