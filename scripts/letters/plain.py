"""Letters as text files: what other programs leave of a letter, from tidy to torn.

Options: `columns` "side" (as set), "merged" (both columns in one line) or "stacked" (one after the other); `width` in
characters, 0 for one line a paragraph; `lost` keys of the header that are gone; `pages` lines a page, with `mark` at
the break ("formfeed", "marker" or "number"); `spaced` puts an empty line after every line; `unicode` "nfc", "nfd",
"eth" (Ð for Đ); `tones` "old" (hoà, uỷ); `encoding` utf-8, utf-8-sig, utf-16, tcvn3, vni, viscii; `mojibake` saves a
legacy encoding's bytes as the Latin letters they look like.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterator

from scripts.letters import rows
from scripts.letters.legacy import encode, old_tones
from scripts.letters.model import Block, Letter


def write(letter: Letter, **options: object) -> bytes:
    """The letter as the bytes of a text file."""
    text = letter.raw if letter.raw is not None else compose(letter, **options)
    encoding = str(options.get("encoding", "utf-8"))
    if options.get("tones") == "old":
        text = old_tones(text)
    if options.get("unicode") == "nfd":
        text = unicodedata.normalize("NFD", text)
    if options.get("unicode") == "eth":
        text = text.replace("Đ", "Ð")
    if encoding in {"tcvn3", "vni", "viscii"}:
        encoded = encode(text, encoding)
        return encoded.decode("cp1252", "replace").encode() if options.get("mojibake") else encoded
    return text.encode(encoding)


def compose(letter: Letter, **options: object) -> str:
    """The letter's text, lines broken as the options ask."""
    lost = frozenset(_names(options.get("lost")))
    columns, width = str(options.get("columns", "side")), int(str(options.get("width", 80)))
    lines = list(_columns(rows.head(letter, lost=lost), columns))
    lines += ["", *rows.marks(letter)]
    lines += ["", *(part for line in rows.title(letter) for part in _wrapped(line, width))]
    lines += ["", *(part for line in rows.addressees(letter) for part in _wrapped(line, width)), ""]
    for block in letter.body:
        lines += [*_wrapped(block_text(block), width), *([] if block.cells else [""])]
    lines += ["", *_columns(rows.tail(letter), columns)]
    for block in letter.appendix:
        lines += ["", *_wrapped(block_text(block), width), ""]
    lines = _tidy(lines)
    if "pages" in options:
        lines = _paged(lines, int(str(options["pages"])), str(options.get("mark", "formfeed")))
    if options.get("spaced"):
        lines = [part for line in lines for part in (f"{line} ", "")]
    return "\n".join(lines).rstrip() + "\n"


def block_text(block: Block) -> str:
    """A block as one line; a table's row has its cells set apart by tabs."""
    if block.cells:
        return "\t".join(cell.text for cell in block.cells)
    return block.words.text if block.label is None else f"{block.label} {block.words.text}"


def _names(value: object) -> list[str]:
    return [str(name) for name in value] if isinstance(value, list) else []


def _columns(pairs: rows.Rows, columns: str) -> Iterator[str]:
    if columns == "stacked":
        yield from (left for left, _ in pairs if left)
        yield from (right for _, right in pairs if right)
        return
    for left, right in pairs:
        yield f"{left:<42}{right}".rstrip() if columns == "side" else " ".join(filter(None, (left, right)))


def _wrapped(line: str, width: int) -> list[str]:
    if not width or "\t" in line:
        return [line]
    return textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) or [""]


def _tidy(lines: list[str]) -> list[str]:
    """No two empty lines in a row, none at the ends."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n").split("\n")


def _paged(lines: list[str], count: int, mark: str) -> list[str]:
    out: list[str] = []
    for page, start in enumerate(range(0, len(lines), count), start=1):
        if page > 1:
            if mark == "formfeed":
                out.append("\f" + str(page))
                out += lines[start : start + count]
                continue
            out += ["", "--- PAGE BREAK ---", ""] if mark == "marker" else ["", str(page), ""]
        out += lines[start : start + count]
    return out
