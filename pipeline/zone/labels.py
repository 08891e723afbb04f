"""The marks of items: which mark stands at the start of a line, in what style, and which comes next in its list."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from schemas.rule import table

# The order of marks in Vietnamese papers: đ follows d; f, j, w and z are not used.
LETTERS = "abcdđeghiklmnopqrstuvxy"
_WEAK_STYLES = {"number": "number.", "letter": "letter)", "roman": "roman"}
_ROMAN_STROKES = {"H": "II", "L": "I", "J": "I", "l": "I", "1": "I", "|": "I", "Y": "V"}
_ROMAN_MISREAD = {"IHI": "III", "VH": "VII", "VHI": "VIII", "LX": "IX"}
_ROMAN = {"i": 1, "v": 5, "x": 10}
# Specks that OCR puts before a number: only before one are they taken off.
_SPECKS = "._|,'‘’`^¿"
_DUST = re.compile(r"[._|,'‘’`~^¿-]{1,3}\s*(?=\d{1,2}[.)]\s)")
_WORDS = {"nhất": 1, "hai": 2, "ba": 3, "tư": 4, "năm": 5}

# The outer styles stand over the inner ones; a style met for the first time opens a level at its place.
RANK = {
    "part": 0,
    "capital": 1,
    "roman": 1,
    "article": 1,
    "number": 3,
    "decimal": 4,
    "letter": 5,
    "parenthesis": 6,
    "bullet": 7,
    "colon": 8,  # no mark: a paragraph with a colon inside an item
}


@dataclass(frozen=True, slots=True)
class Label:
    """A mark: `text` as printed without white space inside, `style` tells sibling from child, `length` with the white
    space after it; `count` is its place in its list, 0 for bullets. A weak one is a mark only where it is expected."""

    kind: str
    text: str
    style: str
    value: str
    count: int
    length: int
    weak: bool = False

    @property
    def numbered(self) -> bool:
        return self.kind != "bullet"

    @property
    def rank(self) -> int:
        return RANK[self.kind]


def label_at(text: str) -> Label | None:
    """The mark that opens `text`, None where there is none."""
    if not text or not _may_open(text):
        return None
    dust = _DUST.match(text)
    skipped = 0 if dust is None else dust.end()
    if skipped:
        text = text[skipped:]
    for rule in table("labels").rules:
        match = rule.pattern.match(text)
        if match is None:
            continue
        printed = match["label"]
        value = match.groupdict().get("value") or ""
        if rule.id == "roman-misread":
            value = _ROMAN_MISREAD.get(value, "".join(_ROMAN_STROKES.get(char, char) for char in value))
        end = match.end("label")
        while end < len(text) and text[end].isspace():
            end += 1
        if end == len(text) and rule.id not in ("article", "part"):
            continue
        weak = "weak" in rule.sets
        kind = rule.sets.get("kind", rule.id)
        style = _WEAK_STYLES[kind] if weak else _style(kind, printed, value)
        text = "".join(printed.split())
        return Label(kind, text, style, value, _count(kind, value), end + skipped, weak)
    return None


def as_roman(label: Label) -> Label | None:
    """`H.` and `L.` as what OCR makes of `II.` and `I.`; None for other marks."""
    value = _ROMAN_STROKES.get(label.value) if label.kind == "capital" else None
    return None if value is None else replace(label, kind="roman", style="roman", value=value, count=len(value))


def follows(label: Label, count: int, value: str = "") -> bool:
    """Whether `label` is the next mark of a list whose last mark was `value`, the `count`-th."""
    if label.kind == "decimal":
        head, _, last = value.rpartition(".")
        return label.value.rpartition(".")[0] == head and last.isdigit() and label.count == int(last) + 1
    if label.kind == "letter" and value == "d" and label.value == "d":
        return True  # OCR and typists drop the stroke of đ
    return label.count == count + 1


@cache
def _openers() -> frozenset[str]:
    return frozenset("0123456789(ĐPCMIVXABCDEFGHKLMNOPQRSTU-–—−~+*•·●○◦▪■□►➢➤✓√❖§" + LETTERS)


def _may_open(text: str) -> bool:
    """A look at two characters, for most lines open with a word."""
    first = text[0]
    if first not in _openers():
        return first in _SPECKS or (len(text) > 2 and text[1] == ")" and first.isalpha())
    if first in LETTERS:
        return len(text) > 2 and (not text[1].isalpha())
    return True


def _style(kind: str, printed: str, value: str) -> str:
    if kind == "bullet":
        return "-" if printed[0] in "-–—−~" else printed
    if kind == "decimal":
        return f"decimal{value.count('.')}"
    closing = printed.rstrip()[-1]
    inner = "roman" if kind == "parenthesis" and set(value) <= set("ivx") else "digit" if value.isdigit() else "alpha"
    return f"{kind}{closing if kind in ('number', 'letter') else ''}{inner if kind == 'parenthesis' else ''}"


def _count(kind: str, value: str) -> int:
    if kind == "bullet":
        return 0
    if value.isdigit():
        return int(value)
    if kind == "decimal":
        return int(value.rpartition(".")[2])
    if value in _WORDS:
        return _WORDS[value]
    small = value.lower()
    if kind in ("roman", "part") or (kind == "parenthesis" and set(small) <= set(_ROMAN)):
        return _roman(small)
    return LETTERS.index(small) + 1 if small in LETTERS else 0


def _roman(value: str) -> int:
    digits = [_ROMAN[char] for char in value]
    return sum(-d if any(d < later for later in digits[i + 1 : i + 2]) else d for i, d in enumerate(digits))
