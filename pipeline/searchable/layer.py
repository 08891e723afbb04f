"""The invisible text layer: words at their boxes in a font without shapes, which only searching and copying see."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING

from schemas.page import Word

if TYPE_CHECKING:
    import pikepdf

    from pipeline.searchable.place import Place

FONT = "CongvanText"  # its name in a page's resources
_ADVANCE = 500  # of every glyph, in thousandths of the size
_ASCENT, _DESCENT = 800, -200
_SPACE = 0.22  # of the size: the least room for a space


@dataclass(slots=True)
class TextFont:
    """One font for a whole file: codes are given out as characters are met, and ToUnicode says what each means."""

    codes: dict[str, int] = field(default_factory=dict)

    def hexadecimal(self, text: str) -> str:
        return "".join(f"{self.codes.setdefault(char, len(self.codes) + 1):04X}" for char in text)

    def written(self, pdf: pikepdf.Pdf) -> pikepdf.Object:
        """The font as objects of `pdf`, for the characters met so far."""
        from pikepdf import Array, Dictionary, Name, Stream, String

        file = Stream(pdf, blank_truetype())
        file.Length1 = len(blank_truetype())
        descriptor = Dictionary(
            Type=Name.FontDescriptor,
            FontName=Name("/" + FONT),
            Flags=4,  # symbolic: its codes are its own
            FontBBox=Array([0, _DESCENT, _ADVANCE, _ASCENT]),
            ItalicAngle=0,
            Ascent=_ASCENT,
            Descent=_DESCENT,
            CapHeight=_ASCENT,
            StemV=80,
            FontFile2=pdf.make_indirect(file),
        )
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=Name("/" + FONT),
            CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
            CIDToGIDMap=pdf.make_indirect(Stream(pdf, b"\0\0" + b"\0\1" * len(self.codes))),
            DW=_ADVANCE,
            FontDescriptor=pdf.make_indirect(descriptor),
        )
        return pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type0,
                BaseFont=Name("/" + FONT),
                Encoding=Name("/Identity-H"),
                DescendantFonts=Array([pdf.make_indirect(descendant)]),
                ToUnicode=pdf.make_indirect(Stream(pdf, self._to_unicode())),
            )
        )

    def _to_unicode(self) -> bytes:
        rows = [f"<{code:04X}> <{char.encode('utf-16-be').hex().upper()}>" for char, code in self.codes.items()]
        blocks = [rows[i : i + 100] for i in range(0, len(rows), 100)]
        body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
        return (
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
            "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
            "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
            f"{body}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
        ).encode("ascii")


def content(lines: Sequence[Sequence[Word]], text: str, place: Place, font: TextFont) -> bytes:
    """The content stream that writes words of lines (offsets in `text`) at their boxes, seen by no eye.

    Each word is stretched to its box; the space after it reaches to the next word, so that copied text has it.
    """
    out = ["q BT 3 Tr"]
    for words in lines:
        top, bottom = median(word.box.y0 for word in words), median(word.box.y1 for word in words)
        for i, word in enumerate(words):
            after = words[i + 1] if i + 1 < len(words) else None
            shown = text[word.start : word.end]
            box = word.box._replace(y0=top, y1=bottom)
            size = max(1.0, box.height)
            base, right = box.y1 + _DESCENT / 1000 * size, box.x1
            parted = after is not None and after.start > word.end
            if after is not None and parted:  # boxes of handwriting reach to their neighbours; a space needs room
                right = max(box.x0 + 0.4 * box.width, min(right, after.box.x0 - _SPACE * size))
            out.append(_shown(font, shown, place, (box.x0, base), size=size, width=right - box.x0))
            if after is not None and parted:
                gap = max(_SPACE * size, after.box.x0 - right)
                out.append(_shown(font, " ", place, (right, base), size=size, width=gap))
    out.append("ET Q\n")
    return "\n".join(out).encode("ascii")


def _shown(font: TextFont, text: str, place: Place, at: tuple[float, float], *, size: float, width: float) -> str:
    stretch = 100 * max(0.5, width) / (len(text) * size * _ADVANCE / 1000)
    a, b, c, d, x, y = place.matrix(*at)
    return (
        f"/{FONT} {size:.2f} Tf {stretch:.2f} Tz "
        f"{a:.5f} {b:.5f} {c:.5f} {d:.5f} {x:.3f} {y:.3f} Tm <{font.hexadecimal(text)}> Tj"
    )


def blank_truetype() -> bytes:
    """A TrueType font program as PDF wants it for a CIDFont (no cmap, no names): nothing, and a stroke without breadth.

    The stroke goes from corner to corner, for viewers mark what was found by the outline's extent.
    """
    head = struct.pack(">IIIIHHqqhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 3, 1000, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0)
    hhea = struct.pack(">IhhhHhhhhhhhhhhhH", 0x10000, _ASCENT, _DESCENT, 0, _ADVANCE, *[0] * 3, 1, *[0] * 7, 2)
    maxp = struct.pack(">IHHHHHHHHHHHHHH", 0x10000, 2, 2, 1, 0, 0, 2, *[0] * 8)
    tables = {
        b"glyf": _STROKE,
        b"head": head,
        b"hhea": hhea,
        b"hmtx": struct.pack(">HhHh", _ADVANCE, 0, _ADVANCE, 0),
        b"loca": struct.pack(">HHH", 0, 0, len(_STROKE) // 2),
        b"maxp": maxp,
    }
    offset = 12 + 16 * len(tables)
    directory, body = struct.pack(">IHHHH", 0x10000, len(tables), 64, 2, 32), b""
    for tag, data in tables.items():
        directory += struct.pack(">4sIII", tag, _checksum(data), offset + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    font = bytearray(directory + body)
    at = font.index(b"head") + 8
    (where,) = struct.unpack_from(">I", font, at)
    struct.pack_into(">I", font, where + 8, (0xB1B0AFBA - _checksum(bytes(font))) & 0xFFFFFFFF)
    return bytes(font)


# one contour of two points, from (0, descent) to (advance, ascent)
_STROKE = struct.pack(
    ">hhhhhHHBBhhhh", 1, 0, _DESCENT, _ADVANCE, _ASCENT, 1, 0, 1, 1, 0, _ADVANCE, _DESCENT, _ASCENT - _DESCENT
)


def _checksum(data: bytes) -> int:
    data += b"\0" * (-len(data) % 4)
    words: tuple[int, ...] = struct.unpack(f">{len(data) // 4}I", data)
    return sum(words) & 0xFFFFFFFF
