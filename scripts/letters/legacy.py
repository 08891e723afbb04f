"""Writes Vietnamese in the one-byte encodings of before Unicode.

The tables are those of TCVN 5712 (as the ABC fonts use it), RFC 1456 (VISCII) and the VNI fonts; they are kept apart
from the reader's on purpose, so that a sample proves the reader.
"""

from __future__ import annotations

import re
import unicodedata

# TCVN3 (ABC): letters from 0xA1 on; "." for a byte that is no letter. There are no capitals with a tone: the fonts
# whose names end in H show these codes as capitals.
TCVN3 = "ĂÂÊÔƠƯĐăâêôơưđ......àảãáạ.ằẳẵắ.......ặầẩẫấậè.ẻẽéẹềểễếệìỉ...ĩíịò.ỏõóọồổỗốộờởỡớợù.ủũúụừửữứựỳỷỹýỵ."
VISCII_HIGH = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)
VISCII_LOW = {"Ẳ": 0x02, "Ẵ": 0x05, "Ẫ": 0x06, "Ỷ": 0x14, "Ỹ": 0x19, "Ỵ": 0x1E}
# VNI: a letter and a code for its marks; tone order: acute, grave, hook, tilde, dot below.
VNI_TONES = {"": "ùøûõï", "̂": "áàåãä", "̆": "éèúüë"}
VNI_SINGLE = {"í": "í", "ì": "ì", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î", "đ": "ñ", "ơ": "ô", "ư": "ö"}
TONES = "\u0301\u0300\u0309\u0303\u0323"
PLAIN = str.maketrans({"–": "-", "—": "-", "“": '"', "”": '"', "‘": "'", "’": "'", "…": "..."})


def encode(text: str, encoding: str) -> bytes:
    """`text` in "tcvn3", "vni" or "viscii"; typographic quotes and dashes become plain ones."""
    text = unicodedata.normalize("NFC", text).translate(PLAIN)
    if encoding == "vni":
        return "".join(_vni(char) for char in text).encode("latin-1")
    table = _viscii() if encoding == "viscii" else _tcvn3()
    return bytes(table.get(char, ord(char) if ord(char) < 128 else ord("?")) for char in text)


def _viscii() -> dict[str, int]:
    return {char: 128 + i for i, char in enumerate(VISCII_HIGH)} | VISCII_LOW


def _tcvn3() -> dict[str, int]:
    table = {char: 0xA1 + i for i, char in enumerate(TCVN3) if char != "."}
    return table | {char.upper(): code for char, code in table.items() if char.upper() not in table}


def _vni(char: str) -> str:
    lower = char.lower()
    upper = char != lower
    if lower in VNI_SINGLE:
        out = VNI_SINGLE[lower]
    else:
        base, *accents = list(unicodedata.normalize("NFD", lower))
        tone = next((mark for mark in accents if mark in TONES), None)
        shape = next((mark for mark in accents if mark not in TONES), "")
        if shape == "\u031b":  # the horn is part of VNI's letter
            base, shape = VNI_SINGLE[unicodedata.normalize("NFC", base + shape)], ""
        if tone is not None:
            out = base + VNI_TONES[shape][TONES.index(tone)]
        else:
            out = base + {"": "", "\u0302": "â", "\u0306": "ê"}[shape]
    return out.upper() if upper else out


def old_tones(text: str) -> str:
    """The tone on the second vowel (`hoà`, `uỷ`), as before 1984 and in many offices still."""
    tones = "".join(TONES)
    text = re.sub(rf"(?<![qQ])([oO])([{tones}])([aAeE])(?!\w)", r"\1\3\2", unicodedata.normalize("NFD", text))
    text = re.sub(rf"(?<![qQ])([uU])([{tones}])([yY])(?!\w)", r"\1\3\2", text)
    return unicodedata.normalize("NFC", text)
