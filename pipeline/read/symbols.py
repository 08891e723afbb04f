"""Characters of symbol fonts (Wingdings, Symbol), which have no code of their own: by their looks."""

from __future__ import annotations

import re

_LOOKS = {
    0x2A: "*",
    0x2B: "+",
    0x2D: "-",
    0x6F: "□",
    0x71: "□",
    0x72: "□",
    0x76: "❖",
    0xA3: "□",
    0xA7: "▪",
    0xA8: "□",
    0xB0: "°",
    0xB1: "±",
    0xB3: "≥",
    0xB4: "×",
    0xD8: "➢",
    0xE0: "→",
    0xE8: "→",
    0xF0: "→",
    0xFC: "✓",
    0xFE: "☑",
}
_PRIVATE = re.compile("[\uf020-\uf0ff]")


def look(code: int) -> str:
    """The character that a symbol font's code (0 to 255) looks like; a bullet for all that letters seldom use."""
    return _LOOKS.get(code, "•")


def by_looks(text: str) -> str:
    """`text` with the private codes that Word and PDF printers give to symbol fonts' characters replaced."""
    return _PRIVATE.sub(lambda match: look(ord(match[0]) - 0xF000), text)
