"""The words that the search knows: as written, and without accents, in the same places."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime

from vietnamese.fold import key, nfc, tones

WORD = re.compile(r"[^\W_]+")


class _Forms(dict[str, str]):
    """A form of each word, worked out once: letters have few different words."""

    def __init__(self, form: Callable[[str], str]) -> None:
        super().__init__()
        self._form = form

    def __missing__(self, word: str) -> str:
        found = self._form(word)
        if len(self) < 200_000:
            self[word] = found
        return found


_PLAIN = _Forms(lambda word: tones(nfc(word)))
_BARE = _Forms(key)


def words(text: str) -> list[str]:
    """The words of `text`, in lower case, NFC, tone marks in one place.

    >>> words("Số: 152/BTC-NSNN, hoà giải")
    ['số', '152', 'btc', 'nsnn', 'hòa', 'giải']
    """
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return list(map(_PLAIN.__getitem__, WORD.findall(text.lower())))


def bare(plain: list[str]) -> list[str]:
    """Words without their accents, one for one."""
    return list(map(_BARE.__getitem__, plain))


def folded(text: str) -> str:
    """`text` as names are compared when accents may lack: its words without accents, one space between.

    >>> folded("Sở Y tế - Đồng Nai")
    'so y te dong nai'
    """
    return " ".join(bare(words(text)))


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
