"""A letter's source: the words as printed and the few facts that cannot be told from them."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.letters.wording import BadMarkup, Phrase, phrase

ROOT = Path(__file__).resolve().parents[2] / "data" / "letters"

HEADINGS = {
    "thong_bao": "THÔNG BÁO", "chi_thi": "CHỈ THỊ", "cong_dien": "CÔNG ĐIỆN", "ke_hoach": "KẾ HOẠCH",
    "quyet_dinh": "QUYẾT ĐỊNH", "giay_moi": "GIẤY MỜI", "bao_cao": "BÁO CÁO", "to_trinh": "TỜ TRÌNH",
    "huong_dan": "HƯỚNG DẪN", "ket_luan": "KẾT LUẬN", "nghi_quyet": "NGHỊ QUYẾT", "bien_ban": "BIÊN BẢN",
    "phieu_chuyen": "PHIẾU CHUYỂN", "chuong_trinh": "CHƯƠNG TRÌNH", "quy_che": "QUY CHẾ",
}  # fmt: skip

LABEL = re.compile(r"(?P<label>[IVX]+\.|Điều \d+\.|\d+(?:\.\d+)+\.?|\d+[./)]|[a-zđ]\)|[-+*•])\s+(?=\S)")
CODES = {".": "plain", "!": "directive", "?": "optional", ">": "heading", "|": "row", "||": "columns"}


@dataclass(frozen=True)
class Block:
    """A paragraph, an item or a table's row of the body.

    `role`: plain, directive, optional, heading (gives its marks to what stands under it), row, columns (the head of
    a table). `depth` 0 is a paragraph; an item is one deeper than what it stands under. `under` says that a paragraph
    belongs to the item above it.
    """

    role: str
    words: Phrase
    label: str | None = None
    depth: int = 0
    bold: bool = False
    under: bool = False
    cells: tuple[Phrase, ...] = ()


@dataclass(frozen=True)
class Body:
    """An issuing body: its name in sentence case, and the lines in which the letterhead prints it."""

    name: str
    printed: tuple[str, ...]


@dataclass(frozen=True)
class Signer:
    """`lines` are the authority lines in sentence case ("KT. Giám đốc", "Phó Giám đốc")."""

    lines: tuple[str, ...]
    name: str
    title: str | None = None


@dataclass(frozen=True)
class Variant:
    """One file to make of a source: its extension and how it is set. `stem` is the file's name without extension."""

    stem: str
    ext: str
    options: dict[str, Any]


@dataclass(frozen=True)
class Letter:
    """One document: the words of every cell of Nghị định 30/2020/NĐ-CP, Phụ lục I."""

    id: str
    kind: str
    body: tuple[Block, ...]
    party: bool = False
    number: str | None = None
    symbol: str | None = None
    place: str | None = None
    date: str | None = None  # EDTF; "2024-05" leaves the day blank
    parent: Body | None = None
    issuer: Body | None = None
    subject: str | None = None
    subject_prefix: str = "V/v "
    heading: str | None = None
    urgency: str | None = None
    secrecy: str | None = None
    addressees: tuple[str, ...] = ()
    distribution: tuple[str, ...] = ()
    filing: str | None = None
    signer: Signer | None = None
    contacts: tuple[dict[str, str], ...] = ()
    arrival: dict[str, str] | None = None
    appendix: tuple[Block, ...] = ()
    variants: tuple[Variant, ...] = ()
    unscored: tuple[str, ...] = ()  # keys on which two careful clerks would differ, left out of the record
    raw: str | None = None  # a non-letter's whole text, set as it stands


def sentence(text: str) -> Body:
    """A body's name with " / " where the letterhead breaks the line; prints it in capitals."""
    return Body(text.replace(" / ", " "), tuple(part.upper() for part in text.split(" / ")))


def blocks(source: str) -> tuple[Block, ...]:
    """Read a body: one block a line, indented lines go on with the block before.

    A line begins with `.` plain, `!` directive, `?` optional, `>` heading that gives its marks to what is under it,
    `||` a table's head and `|` its rows (cells set apart by " | "); before it `#` for bold, `~` for a paragraph that
    belongs to the item above it.
    """
    joined: list[str] = []
    for line in source.strip("\n").splitlines():
        if line.startswith("  ") and joined:
            joined[-1] += " " + line.strip()
        elif line.strip():
            joined.append(line.rstrip())
    out: list[Block] = []
    open_styles: list[str] = []
    for line in joined:
        code, _, rest = line.partition(" ")
        bold, under = "#" in code, "~" in code
        role = CODES.get(code.replace("#", "").replace("~", "") or ".")
        if role is None:
            raise BadMarkup(f"a block begins with one of {' '.join(CODES)}: {line[:60]!r}")
        if role in {"row", "columns"}:
            cells = tuple(phrase(cell.strip()) for cell in rest.split(" | "))
            out.append(Block(role, phrase(rest), depth=len(open_styles), cells=cells))
            continue
        found = LABEL.match(rest)
        if found is None:
            if not under:
                open_styles = []
            out.append(Block(role, phrase(rest), depth=len(open_styles) + int(under), bold=bold, under=under))
            continue
        style = _style(found["label"])
        open_styles = open_styles[: open_styles.index(style)] if style in open_styles else open_styles
        open_styles = [*open_styles, style]
        words = phrase(rest[found.end() :])
        out.append(Block(role, words, found["label"], len(open_styles), bold))
    return tuple(out)


def _style(label: str) -> str:
    """The kind of a list label: labels of one kind are siblings."""
    if label[0].isdigit():
        return "number" + "." * label.rstrip(".").count(".")
    if label.startswith("Điều"):
        return "article"
    if label[0] in "IVX":
        return "roman"
    return "letter" if label.endswith(")") else label


def load(path: Path) -> Letter:
    """Read one source. Raises BadMarkup, KeyError or TypeError for a source that cannot be read."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    data.pop("about", None)
    kind = data["kind"]
    for name in ("parent", "issuer"):
        if name in data:
            data[name] = sentence(data[name])
    for name in ("addressees", "distribution", "contacts", "unscored"):
        data[name] = tuple(data.get(name, ()))
    if "signer" in data:
        data["signer"] = Signer(tuple(data["signer"].pop("lines")), **data["signer"])
    data["body"] = blocks(data.get("body", ""))
    data["appendix"] = blocks(data.get("appendix", ""))
    data.setdefault("heading", HEADINGS.get(kind))
    data.setdefault("subject_prefix", "V/v " if kind == "cong_van" else "Về việc ")
    variants = []
    for options in data.pop("variants", ()):
        ext, suffix = options.pop("ext"), options.pop("suffix", None)
        variants.append(Variant(path.stem if suffix is None else f"{path.stem}-{suffix}", ext, options))
    return Letter(id=path.stem, variants=tuple(variants), **data)


def sources() -> list[Path]:
    """The sources of all sample letters, in order."""
    return sorted((ROOT / "sources").glob("*.toml"))
