"""Codes from before Unicode: TCVN3 (ABC), VNI and VISCII letters to Unicode, and UTF-8 decoded twice undone.

Sources: TCVN 5712:1993 (VN3), RFC 1456 (VISCII), the VNI-Win table of VNI Software.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import cache

from vietnamese.syllable import is_syllable


class Encoding(StrEnum):
    """An encoding of the time before Unicode, or a known way to spoil UTF-8."""

    TCVN3 = "TCVN3 (ABC)"
    VNI = "VNI"
    VISCII = "VISCII"
    TWICE = "UTF-8 decoded as Windows-1252"
    CP1258 = "Windows-1258"  # of bytes only


# Codes 0xA0..0xFF of TCVN 5712:1993, VN3 with the capitals of VN2; the combining marks 0xB0..0xB4 stay as they are.
_TCVN3_A0 = (
    "\u00a0ĂÂÊÔƠƯĐăâêôơưđẰ\u00b0\u00b1\u00b2\u00b3\u00b4àảãáạẲằẳẵắẴ"
    "ẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"
)
# Codes 0x80..0xFF of RFC 1456.
_VISCII_80 = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)
_VISCII_CONTROL = {0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ"}

# VNI writes a vowel and then a code for its tone, or for its circumflex or breve with a tone.
_VNI_TONES = {"ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_CIRCUMFLEX = {"â": "", "à": "\u0300", "á": "\u0301", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_VNI_BREVE = {"ê": "", "è": "\u0300", "é": "\u0301", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_VNI_SINGLE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "ì": "ì", "í": "í", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}

TOKEN = re.compile("[A-Za-z\u0080-\u009f\u00a1-\u0323\u1e00-\u1eff\u20ac\u2122\uf020-\uf0ff]+")


def decode(text: str, encoding: Encoding, *, capitals: bool = False) -> str:
    """`text`, of Latin-1 or Windows-1252 letters, read in `encoding`; `capitals` for fonts that have only capitals."""
    out = _DECODERS[encoding](text)
    return out.upper() if capitals else out


def latin(data: bytes) -> str:
    """Windows-1252, with its five undefined codes as the control characters of Latin-1."""
    return "".join(_cp1252()[byte] for byte in data)


@cache
def _cp1252() -> tuple[str, ...]:
    return tuple(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256))


@cache
def _to_code() -> dict[int, int]:
    """Characters of Windows-1252 above Latin-1, and of the private area of Word's symbol fonts, to their codes."""
    table = {ord(char): code for code, char in enumerate(_cp1252()) if ord(char) != code}
    table.update({0xF000 + code: code for code in range(0x20, 0x100)})
    return table


@cache
def _private() -> dict[int, int]:
    return {0xF000 + code: code for code in range(0x20, 0x100)}


@cache
def _tcvn3() -> dict[int, str]:
    return {0xA0 + i: char for i, char in enumerate(_TCVN3_A0)}


@cache
def _viscii() -> dict[int, str]:
    return {0x80 + i: char for i, char in enumerate(_VISCII_80)} | _VISCII_CONTROL


def _from_tcvn3(text: str) -> str:
    return _mend_case(text.translate(_private()).translate(_tcvn3()))


def _from_viscii(text: str) -> str:
    return text.translate(_to_code()).translate(_viscii())


def _from_twice(text: str) -> str:
    codes = text.translate(_to_code())
    return codes.encode("latin-1", "replace").decode("utf-8", "replace")


@cache
def _vni() -> tuple[re.Pattern[str], dict[str, str]]:
    """Every VNI letter of one or two codes, to the letter it stands for."""
    table: dict[str, str] = {}
    for vowel in "aeouy":
        table.update({vowel + mark: vowel + tone for mark, tone in _VNI_TONES.items()})
    for vowel in "aeo":
        table.update({vowel + mark: vowel + "\u0302" + tone for mark, tone in _VNI_CIRCUMFLEX.items()})
    table.update({"a" + mark: "a\u0306" + tone for mark, tone in _VNI_BREVE.items()})
    for code, letter in (("ô", "ơ"), ("ö", "ư")):
        table.update({code + mark: letter + tone for mark, tone in _VNI_TONES.items()})
    table.update(_VNI_SINGLE)
    table = {old: unicodedata.normalize("NFC", new) for old, new in table.items()}
    either = {}
    for old, new in table.items():
        either[old] = new
        either[old.upper()] = new.upper()
        if len(old) > 1:
            either[old[0].upper() + old[1:]] = new.upper()
            either[old[0] + old[1:].upper()] = new
    pattern = "|".join(sorted(map(re.escape, either), key=len, reverse=True))
    return re.compile(pattern), either


def _from_vni(text: str) -> str:
    pattern, table = _vni()
    return pattern.sub(lambda match: table[match[0]], text.translate(_private()))


def _mend_case(text: str) -> str:
    """Raise marked small letters among capitals: TCVN3 has most capitals only in fonts of their own (`CéNG`: CỘNG).

    A word with two capitals that need no mark and no such small letter was meant in capitals. A word with one
    (`X·`, which may be Xã or XÃ) was, if the words beside it were.
    """
    return "\n".join(_raise_line(line) for line in text.split("\n"))


def _raise_line(line: str) -> str:
    tokens = list(TOKEN.finditer(line))
    if all(token[0].isascii() for token in tokens):
        return line
    sure = [_in_capitals(token[0]) for token in tokens]
    out = list(line)
    for i, token in enumerate(tokens):
        beside = [
            j for j in (i - 1, i + 1) if 0 <= j < len(tokens) and _adjoin(line, tokens[min(i, j)], tokens[max(i, j)])
        ]
        known = [sure[j] for j in beside if sure[j] is not None]
        if sure[i] or (sure[i] is None and known and all(known) and not token[0].isascii()):
            out[token.start() : token.end()] = token[0].upper()
    return "".join(out)


def _in_capitals(word: str) -> bool | None:
    """Whether a word was meant in capitals, None where its plain letters do not tell (or it is no word but a code)."""
    plain = [char for char in word if char.isascii()]
    if any(char.islower() for char in plain):
        return False
    if len(plain) < 2 or not is_syllable(word):
        return None
    return True


def _adjoin(line: str, left: re.Match[str], right: re.Match[str]) -> bool:
    """Whether two words stand beside each other with nothing but a space or two between."""
    between = line[left.end() : right.start()]
    return len(between) <= 2 and not between.strip()


_DECODERS = {
    Encoding.TCVN3: _from_tcvn3,
    Encoding.VNI: _from_vni,
    Encoding.VISCII: _from_viscii,
    Encoding.TWICE: _from_twice,
}
