"""Text from before Unicode: recognised and converted.

Such text reaches us as bytes of no valid UTF-8, or as Unicode text whose letters are those of Latin-1 that happen to
have the old font's codes (`Uû ban nh©n d©n`). Which encoding it is, if any, is decided by what it would say: a
reading must turn marked words into Vietnamese syllables that were none before. Good Unicode is never touched: one
letter that only Unicode has (ạ, ề, ư …) in a line keeps that line as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from vietnamese.legacy_codes import TOKEN, Encoding, decode, latin
from vietnamese.syllable import is_syllable

__all__ = [
    "Encoding",
    "convert_run",
    "decode",
    "decode_bytes",
    "detect",
    "font_encoding",
    "repair",
    "repair_parts",
    "trusted_fonts",
]

_ONLY_UNICODE = re.compile(
    "[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u0300-\u0323\u1ea0-\u1ef9]"
)
_SUSPECT = re.compile("[\u0080-\u009f\u00a1-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u20ac\uf0a0-\uf0ff]")
_ENOUGH = 0.6  # share of marked words that a true reading makes into syllables (OCR noise, names and codes allowed for)
_MARGIN = 0.25
_FEW = 4  # marked words in a long text: too few to tell from names in another language
_FEW_AMONG_GOOD = 8


@lru_cache(maxsize=1024)
def font_encoding(font: str | None) -> tuple[Encoding, bool] | None:
    """The encoding that a font's name stands for, and whether it shows only capitals; None for other fonts.

    >>> font_encoding("ABCDEF+.VnTimeH"), font_encoding("VNI-Times"), font_encoding("Times New Roman")
    ((<Encoding.TCVN3: 'TCVN3 (ABC)'>, True), (<Encoding.VNI: 'VNI'>, False), None)
    """
    if font is None:
        return None
    name = re.sub(r"^[A-Z]{6}\+", "", font.strip()).lstrip("/")
    style = re.split(r"[,]|-(?=bold|italic)| (?=bold|italic)", name, flags=re.IGNORECASE)[0]
    if re.match(r"\.?Vn[A-Z]", style):
        return Encoding.TCVN3, style.endswith("H")
    if re.match(r"VNI[-_ ]?[A-Z]", style, re.IGNORECASE):
        return Encoding.VNI, False
    if re.match(r"VI[-_ ][A-Z]", style):
        return Encoding.VISCII, False
    return None


def detect(text: str) -> Encoding | None:
    """The legacy encoding that `text` is in (Unicode, with Latin-1 letters for Vietnamese ones), None for none."""
    lines = [line for line in text.split("\n") if _may_be_legacy(line)]
    sample = "\n".join(lines)[:20_000]
    tokens = _marked(sample)
    good = len(_ONLY_UNICODE.findall(text)) > len(tokens)  # the rest is good Unicode: be harder to convince
    if len(tokens) < (_FEW_AMONG_GOOD if good else 1) or len(tokens) < min(_FEW, len(text) // 100):
        return None
    before = _plausible(sample)
    best: tuple[float, Encoding] | None = None
    for encoding in (Encoding.TWICE, Encoding.TCVN3, Encoding.VNI, Encoding.VISCII):
        after = _plausible(decode(sample, encoding))
        if after >= _ENOUGH and after >= before + _MARGIN and (best is None or after > best[0]):
            best = (after, encoding)
    return None if best is None else best[1]


def repair(text: str) -> tuple[str, list[Encoding]]:
    """`text` with its lines in legacy encodings converted, and the encodings met (one file can mix them).

    Each paragraph is judged by itself first, then, where it is too short to tell, as the whole is.
    """
    if text.isascii() or _SUSPECT.search(text) is None:
        return text, []
    whole = detect(text)
    if whole is None:
        return text, []
    met: list[Encoding] = []
    out = []
    for line in text.split("\n"):
        if not _may_be_legacy(line):
            out.append(line)
            continue
        own = detect(line) if len(line) > 60 else None
        encoding = own if own is not None else whole
        converted = decode(line, encoding)
        if _plausible(converted) < _plausible(line):
            out.append(line)
            continue
        out.append(converted)
        if encoding not in met:
            met.append(encoding)
    return "\n".join(out), met


def repair_parts(parts: Sequence[str]) -> tuple[list[str], list[Encoding]]:
    """As `repair`, over texts that stand apart: lines or words without line breaks, whose number stays."""
    text, met = repair("\n".join(parts))
    return (text.split("\n"), met) if met else (list(parts), [])


def decode_bytes(data: bytes) -> tuple[str, list[Encoding]]:
    """Bytes that are no UTF-8 as text: the reading with the most Vietnamese in it, else Windows-1252.

    The encodings met come with it, none for plain Windows-1252.
    """
    text = latin(data)
    repaired, met = repair(text)
    windows = data.decode("cp1258", "replace")
    if _plausible(windows) > max(_ENOUGH, _plausible(repaired) + 0.05):
        return windows, [Encoding.CP1258]
    return repaired, met


def _may_be_legacy(line: str) -> bool:
    return _SUSPECT.search(line) is not None and _ONLY_UNICODE.search(line) is None


def _plausible(text: str) -> float:
    """The share of syllables among the different words with a letter outside ASCII; 0 for none."""
    tokens = _marked(text)
    return sum(map(is_syllable, tokens)) / len(tokens) if tokens else 0.0


def _marked(text: str) -> set[str]:
    """The different words of two characters and more with a letter outside ASCII."""
    return {token for token in TOKEN.findall(text) if len(token) > 1 and not token.isascii()}


def trusted_fonts(texts: dict[Encoding, str]) -> frozenset[Encoding]:
    """Of the encodings that a file's font names stand for, those that its text in these fonts bears out.

    A font's name alone proves nothing: Unicode text is often left in a font whose glyphs it never used.
    """
    good = set()
    for encoding, text in texts.items():
        old = "\n".join(part for part in re.split(r"[\n.;:,]", text) if _may_be_legacy(part))
        if old and _plausible(decode(old, encoding)) > _plausible(old):
            good.add(encoding)
    return frozenset(good)


def convert_run(text: str, encoding: Encoding, *, capitals: bool = False) -> str:
    """A run of text whose font stands for `encoding`; a run with letters that only Unicode has stays as it is."""
    if _ONLY_UNICODE.search(text) is not None:
        return text
    return decode(text, encoding, capitals=capitals)
