"""Abbreviations of offices as an engine leaves them: the stroke of Đ lost, S with a caron, run together.

What was read is kept. Symbols of documents and codes have signs or figures in them and are never touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from pipeline.read.ocr.engine import Seen
from schemas.rule import DATA, load_toml

_CORE = re.compile(r"([^\w/]*)([A-ZĐ]+)([^\w/]*)")
_BEFORE_A_WORD = re.compile(r"(\W*[A-ZĐ]{2,3})([.,])([A-ZĐ][^\W\d_A-ZĐ]+\W*)")
_CARON = re.compile(r"(?<=[^\W\d_])Š|Š(?=[^\W\d_])")
_DOTTED = ("VP", "TP")  # a comma with no space behind one of these was its dot
_LETTERS = 3  # of an abbreviation that may stand glued behind another


def with_abbreviations(words: Iterable[Seen]) -> Iterator[Seen]:
    """The words of a line with the abbreviations among them mended: `BGD` is `BGĐ`, `BGĐSCX` is `BGĐ SCX`."""
    for word in map(_without_caron, words):
        glued = _BEFORE_A_WORD.fullmatch(word.text) if word.script == "print" else None
        core = _CORE.fullmatch(word.text) if word.script == "print" else None
        if glued is not None and (glued[2] == "." or glued[1].strip("-–+ ") in _DOTTED):
            yield from _cut(word, glued[1] + ".", glued[3], glued=True)
        elif core is not None:
            yield from _mended(word, core)
        else:
            yield word


def _without_caron(word: Seen) -> Seen:
    """A word without the caron that Vietnamese has not: `AIDŠ`. Between figures it may be a 5."""
    if word.script != "print" or not _CARON.search(word.text) or any(map(str.isdigit, word.text)):
        return word
    return replace(word, text=_CARON.sub("S", word.text), read_as=word.read_as or word.text)


def _mended(word: Seen, core: re.Match[str]) -> Iterator[Seen]:
    whole = _stroked().get(core[2].replace("Đ", "D"))
    first = next((a for a in _stroked().values() if core[2].startswith(a)), None)
    if whole is not None:
        text = f"{core[1]}{whole}{core[3]}"
        yield word if text == word.text else replace(word, text=text, read_as=word.read_as or word.text)
    elif first is not None and len(core[2]) - len(first) >= _LETTERS:
        yield from _cut(word, core[1] + first, core[2][len(first) :] + core[3], glued=False)
    else:
        yield word


def _cut(word: Seen, first: str, second: str, *, glued: bool) -> Iterator[Seen]:
    at = word.box.x0 + word.box.width * len(first) / len(first + second)
    yield replace(word, text=first, box=word.box._replace(x1=at), read_as=word.read_as or word.text)
    yield replace(word, text=second, box=word.box._replace(x0=at), glued=glued)


@cache
def _stroked() -> dict[str, str]:
    """Abbreviations with a Đ in them, by what they are without its stroke."""
    listed = load_toml(DATA / "lexicon" / "repair.toml")["stroked"]
    return {short.replace("Đ", "D"): short for short in listed}
