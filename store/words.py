"""The words that the search knows: as written, and without accents, in the same places."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import chain
from typing import TypeVar

from vietnamese.fold import key, nfc, tones

WORD = re.compile(r"[^\W_]+")


Form = TypeVar("Form")


class _Forms(dict[str, Form]):
    """A form of each piece of text, worked out once: letters have few different words."""

    def __init__(self, form: Callable[[str], Form]) -> None:
        super().__init__()
        self._form = form

    def __missing__(self, piece: str) -> Form:
        found = self._form(piece)
        if len(self) < 200_000:
            self[piece] = found
        return found


def pieces(text: str) -> list[str]:
    """`text` in lower case and NFC, cut at its blanks: no word goes over one."""
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return text.lower().split()


def _marked(piece: str) -> str:
    return " ".join(word for word in _PLAIN[piece] if _BARE[word] != word)


_PLAIN = _Forms(lambda piece: tuple(tones(nfc(word)) for word in WORD.findall(piece)))
_BARE = _Forms(key)
_BARE_LINE = _Forms(lambda piece: " ".join(map(_BARE.__getitem__, _PLAIN[piece])))
_MARKED_LINE = _Forms(_marked)


def words(text: str) -> list[str]:
    """The words of `text`, in lower case, NFC, tone marks in one place.

    >>> words("Số: 152/BTC-NSNN, hoà giải")
    ['số', '152', 'btc', 'nsnn', 'hòa', 'giải']
    """
    return list(chain.from_iterable(map(_PLAIN.__getitem__, pieces(text))))


def bare(plain: list[str]) -> list[str]:
    """Words without their accents, one for one."""
    return list(map(_BARE.__getitem__, plain))


def lines(text: str) -> tuple[str, str]:
    """The words of `text` that have accents, as written; and all its words without them. Blanks between words.

    >>> [line.split() for line in lines("Số: 152/BTC-NSNN, hoà giải")]
    [['số', 'hòa', 'giải'], ['so', '152', 'btc', 'nsnn', 'hoa', 'giai']]
    """
    return lines_of(pieces(text))


def lines_of(cut: list[str]) -> tuple[str, str]:
    """`lines` of a text that is cut into its `pieces`."""
    return " ".join(map(_MARKED_LINE.__getitem__, cut)), " ".join(map(_BARE_LINE.__getitem__, cut))


def folded(text: str) -> str:
    """`text` as names are compared when accents may lack: its words without accents, one space between.

    >>> folded("Sở Y tế - Đồng Nai")
    'so y te dong nai'
    """
    return " ".join(filter(None, map(_BARE_LINE.__getitem__, pieces(text))))


def identity(number: str | None, symbol: str | None) -> str | None:
    """What a letter is cited by: number and symbol without the differences that mean nothing; None where one lacks.

    >>> identity("05", "BNV - VP")
    '5/bnv-vp'
    """
    if number is None or symbol is None:
        return None
    bare = number.strip().lstrip("0")
    sign = re.sub(r"\s+", "", key(nfc(symbol)))
    return f"{bare or '0'}/{sign}"


def now() -> str:
    """This moment in UTC, ISO 8601 with microseconds: `2026-11-22T00:39:23.123456Z`."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
