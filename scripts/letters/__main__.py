"""Makes every file of data/letters and the gold record beside it.

    python -m scripts.letters [--office] [NAME...]

NAME limits the work to sources of that name. What LibreOffice makes (.doc, .odt, .rtf) differs by the byte each time;
it is made only where it is missing, or with --office.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from scripts.letters import markup, plain, word
from scripts.letters.answers import answers
from scripts.letters.layout import BODY
from scripts.letters.model import ROOT, Letter, Variant, load, sources

OFFICE = {"doc", "odt", "rtf"}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--office", action="store_true", help="make what LibreOffice makes anew")
    args = parser.parse_args()
    made = 0
    for path in sources():
        if args.names and path.stem not in args.names:
            continue
        letter = load(path)
        for variant in letter.variants:
            made += make(letter, variant, office=args.office)
    print(f"{made} files in {ROOT}")
    return 0


def make(letter: Letter, variant: Variant, *, office: bool = False, folder: Path = ROOT) -> int:
    """Write one file and its record; 0 where the file was left as it is."""
    path = folder / f"{variant.stem}.{variant.ext}"
    (folder / f"{variant.stem}.yaml").write_text(record(letter, variant), encoding="utf-8")
    if variant.ext in OFFICE:
        from scripts.letters.office import convert

        if path.exists() and not office:
            return 0
        path.write_bytes(convert(word.write(letter, **variant.options), variant.ext))
    else:
        path.write_bytes(render(letter, variant))
    return 1


def render(letter: Letter, variant: Variant) -> bytes:
    """The bytes of a file that needs no other program than this one."""
    makers: dict[str, Callable[..., bytes]] = {
        "txt": plain.write, "md": markup.markdown, "html": markup.html, "docx": word.write,
        "pdf": _pdf, "tif": _image, "jpg": _image, "png": _image,
    }  # fmt: skip
    return makers[variant.ext](
        letter, **({"ext": variant.ext} if makers[variant.ext] is _image else {}), **variant.options
    )


def _pdf(letter: Letter, **options: Any) -> bytes:
    from scripts.letters import pdf, scan, sign

    if options.get("signed"):
        return sign.signed(letter, lag_days=options.get("lag_days", 0), panel=options.get("panel", False))
    if "scan" in options:
        letters = [letter, *(load(ROOT / "sources" / f"{name}.toml") for name in options.get("with", ()))]
        effects = scan.EFFECTS[options["scan"]]
        return scan.render_scan(letters, dpi=options.get("dpi", 200), seed=options.get("seed", 0), effects=effects).data
    return pdf.typed(letter, body_size=options.get("body_size", BODY))


def _image(letter: Letter, *, ext: str, **options: Any) -> bytes:
    from scripts.letters import scan

    effects = scan.EFFECTS[options.get("scan", "office")]
    return scan.render_image_file(
        letter, ext, dpi=options.get("dpi", 150), seed=options.get("seed", 0), effects=effects
    )


def record(letter: Letter, variant: Variant) -> str:
    """The gold record as YAML: one mapping, or a list for a file of several letters."""
    one = answers(letter, variant.options.get("lost", ()))
    if not _stamped(variant):
        one.pop("arrival", None)
    more = [answers(load(ROOT / "sources" / f"{name}.toml")) for name in variant.options.get("with", ())]
    given = [one, *more] if more else one
    return yaml.safe_dump(given, allow_unicode=True, sort_keys=False, width=120)


def _stamped(variant: Variant) -> bool:
    """Whether the file carries the receiving office's stamp: only what was scanned does."""
    return variant.ext in {"tif", "jpg", "png"} or "scan" in variant.options


if __name__ == "__main__":
    sys.exit(main())
