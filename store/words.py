"""The words that the search knows: as written, and without accents, in the same places."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from vietnamese.fold import key, nfc, tones

WORD = re.compile(r"[^\W_]+")


def words(text: str) -> list[str]:
    """The words of `text`, in lower case, NFC, tone marks in one place.

    >>> words("Số: 152/BTC-NSNN, hoà giải")
    ['số', '152', 'btc', 'nsnn', 'hòa', 'giải']
    """
    return WORD.findall(tones(nfc(text)).lower())


def folded(text: str) -> str:
    """`text` as names are compared when accents may lack: its words without accents, one space between.

    >>> folded("Sở Y tế - Đồng Nai")
    'so y te dong nai'
    """
    return " ".join(words(key(nfc(text))))


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
