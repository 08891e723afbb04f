"""Plain text: bytes to text in any encoding that letters come in, front matter aside, pages by their marks.

A `.txt` that is Markdown inside (many crawled letters are) is read as Markdown.
"""

from __future__ import annotations

import re
from pathlib import Path

from pipeline.read.engine import Raw, RawLine, RawPage, RawTable, ReadSettings
from pipeline.read.sniff import Format, named_format
from pipeline.read.tabs import tab_run, tab_table
from schemas.errors import OversizedFile
from schemas.page import Remark
from vietnamese.legacy import Encoding, decode_bytes, repair

_FIELD = re.compile(r"^([\w.-]+)[ \t]*:[ \t]*(.*)$")
_PAGE_MARK = re.compile(
    r"^\s*[-=*_]{2,}\s*(?:PAGE|TRANG|Page|Trang)\s*(?:BREAK|\d+(?:\s*(?:/|of)\s*\d+)?)\s*[-=*_]{2,}\s*$"
)


def read_text(path: Path, settings: ReadSettings) -> Raw:
    """A text file. The pages it marks (`--- PAGE 2 ---`, form feeds) are its pages; without marks it is one page."""
    from pipeline.read.markdown import is_markdown, read_lines

    text, remarks = decode(path, settings)
    text, meta = front_matter(text)
    markdown = named_format(path) is Format.MARKDOWN or is_markdown(text)
    pages = []
    for number, body in enumerate(split_pages(text), start=1):
        lines, tables = read_lines(body) if markdown else plain_lines(body)
        pages.append(RawPage(number, lines, tables))
    return Raw(Format.MARKDOWN if markdown else Format.TEXT, pages, remarks=remarks, meta=meta)


def decode(path: Path, settings: ReadSettings) -> tuple[str, list[Remark]]:
    """The file's text, line ends as `\\n`, and what was done to get it.

    Raises:
        OversizedFile: longer than `settings.max_characters`.
    """
    data = path.read_bytes()
    if len(data) > 4 * settings.max_characters:
        raise OversizedFile(f"{path.name} has {len(data):,} bytes of text.")
    text, met, remarks = _decode(data)
    if len(text) > settings.max_characters:
        raise OversizedFile(f"{path.name} has {len(text):,} characters, more than {settings.max_characters:,}.")
    if not met:
        text, met = repair(text)
    if met:
        remarks.append(legacy_remark(met))
    return text.replace("\r\n", "\n").replace("\r", "\n"), remarks


def legacy_remark(met: list[Encoding]) -> Remark:
    """The remark that says which old encodings the text was in."""
    names = ", ".join(encoding.value for encoding in met)
    return Remark("legacy-encoding", f"The text was in an old encoding ({names}) and was converted to Unicode.")


def _decode(data: bytes) -> tuple[str, list[Encoding], list[Remark]]:
    for mark, codec in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(codec, "replace"), [], []
    if (wide := _utf16(data)) is not None:
        return wide, [], []
    try:
        return data.decode("utf-8"), [], []
    except UnicodeDecodeError:
        pass
    loose = data.decode("utf-8", "replace")
    lost = loose.count("\ufffd")
    if lost <= 2 + sum(1 for char in loose if char > "\u00ff") // 50:
        return loose, [], [Remark("damaged-text", f"{lost} characters of the file are damaged and can't be read.")]
    text, met = decode_bytes(data)
    return text, met, []


def _utf16(data: bytes) -> str | None:
    """UTF-16 without a byte order mark: half of its bytes are zero where the letters are ASCII."""
    head = data[:4096]
    if len(head) < 4 or len(data) % 2 or not head.count(0):
        return None
    codec = "utf-16-le" if head[1::2].count(0) > head[0::2].count(0) else "utf-16-be"
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def front_matter(text: str) -> tuple[str, dict[str, str]]:
    """`text` without a YAML front matter at its top, and the front matter's plain fields.

    Lists and nested fields are dropped, for these facts are only kept beside the text, never trusted.
    """
    lines = text.lstrip("\ufeff \t\n").split("\n")
    if lines[0].rstrip() != "---":
        return text, {}
    end = next((i for i, line in enumerate(lines[1:], start=1) if line.rstrip() in ("---", "...")), 0)
    inner = [
        line for line in lines[1:end] if line.strip() and not line.lstrip().startswith(("#", "- ")) and line[0] != " "
    ]
    fields = [_FIELD.match(line) for line in inner]
    if not inner or not all(fields):
        return text, {}
    meta = {field[1]: field[2].strip().strip("\"'") for field in fields if field is not None}
    return "\n".join(lines[end + 1 :]), meta


def split_pages(text: str) -> list[str]:
    """The pages of a text by form feeds and page marks; marks that follow each other directly are one break."""
    pages: list[list[str]] = [[]]
    for part in text.split("\f"):
        if any(line.strip() for line in pages[-1]):
            pages.append([])
        for line in part.split("\n"):
            if _PAGE_MARK.match(line) is None:
                pages[-1].append(line)
            elif any(kept.strip() for kept in pages[-1]):
                pages.append([])
    if len(pages) > 1 and not any(line.strip() for line in pages[-1]):
        pages.pop()
    return ["\n".join(page) for page in pages]


def plain_lines(text: str) -> tuple[list[RawLine], list[RawTable]]:
    """The lines of plain text and its tables of tabs."""
    lines = text.split("\n")
    out: list[RawLine] = []
    tables: list[RawTable] = []
    i = 0
    while i < len(lines):
        end = tab_run(lines, i) if "\t" in lines[i] else i
        if end > i:
            cells, table = tab_table(lines[i:end], i, len(tables))
            out += cells
            tables.append(table)
            i = end
        else:
            out.append(RawLine(lines[i], row=i))
            i += 1
    return out, tables
