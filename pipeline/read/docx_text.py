"""The text of one Word paragraph as it is printed: fields' results, inserted text, symbols, breaks, text boxes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element

from pipeline.read.docx_style import Look, Styles
from pipeline.read.docx_xml import MC, W, val
from pipeline.read.symbols import by_looks, look
from vietnamese.legacy import Encoding, convert_run, font_encoding

_SKIPPED = {
    W + tag for tag in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "instrText", "delText", "delInstrText")
}
_DRAWN = {W + "drawing", W + "pict", W + "object"}


@dataclass(slots=True)
class Atom:
    """A run of text with its look; or a line break, a page break, a rendered page's end, a text box."""

    kind: str  # text | line | page | rendered | box
    text: str = ""
    look: Look = field(default_factory=Look)
    element: _Element | None = None


class Runs:
    """Reads paragraphs into atoms. Complex fields may span paragraphs, so their state lives here."""

    def __init__(self, styles: Styles, legacy: frozenset[Encoding]) -> None:
        self._styles = styles
        self._legacy = legacy  # the old encodings whose fonts mean what they say in this file
        self._fields: list[bool] = []  # of each open field: whether its result has begun
        self.converted: set[Encoding] = set()
        self.tracked = False

    def atoms(self, paragraph: _Element, under: Look) -> Iterator[Atom]:
        """What a paragraph prints, in order."""
        yield from self._children(paragraph, under)

    def _children(self, parent: _Element, look: Look) -> Iterator[Atom]:
        for child in parent:
            tag = child.tag
            if not isinstance(tag, str):
                continue
            if tag in _SKIPPED:
                self.tracked |= tag in (W + "del", W + "moveFrom")
            elif tag == W + "r":
                yield from self._run(child, look)
            elif tag == MC + "AlternateContent":
                yield from self._alternate(child, look)
            elif tag in _DRAWN:
                yield from boxes(child)
            elif tag != W + "p":
                self.tracked |= tag in (W + "ins", W + "moveTo")
                yield from self._children(child, look)  # links, insertions, content controls, simple fields

    def _run(self, run: _Element, under: Look) -> Iterator[Atom]:
        look = self._styles.run(under, run.find(W + "rPr"))
        for child in run:
            tag = child.tag
            if tag == W + "fldChar":
                self._field(val(child, "fldCharType"))
            elif tag == MC + "AlternateContent":
                yield from self._alternate(child, look)
            elif tag in _DRAWN:
                yield from boxes(child)
            elif tag == W + "br" and val(child, "type") == "page":
                yield Atom("page")
            elif tag == W + "lastRenderedPageBreak":
                yield Atom("rendered")
            elif tag in (W + "br", W + "cr"):
                yield Atom("line")
            elif not look.hidden and all(self._fields):
                text = _text(child)
                if text:
                    yield Atom("text", self._shown(text, look), look)

    def _alternate(self, element: _Element, look: Look) -> Iterator[Atom]:
        """The first branch that is there: both hold the same content."""
        branch = element.find(MC + "Choice")
        if branch is None or (len(branch) == 0):
            branch = element.find(MC + "Fallback")
        if branch is not None:
            yield from self._children(branch, look)

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(False)
        elif kind == "separate" and self._fields:
            self._fields[-1] = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _shown(self, text: str, seen: Look) -> str:
        found = font_encoding(seen.font)
        if found is not None and found[0] in self._legacy:
            converted = convert_run(text, found[0], capitals=found[1])
            if converted != text:
                self.converted.add(found[0])
            text = converted
        text = by_looks(text)
        return text.upper() if seen.caps else text


def boxes(drawing: _Element) -> Iterator[Atom]:
    """The text boxes of a drawing, each once."""
    for box in drawing.iter(W + "txbxContent"):
        fallback = any(parent.tag == MC + "Fallback" for parent in _between(box, drawing))
        inner = any(parent.tag == W + "txbxContent" for parent in _between(box, drawing))
        if not fallback and not inner:
            yield Atom("box", element=box)


def _between(element: _Element, top: _Element) -> Iterator[_Element]:
    for parent in element.iterancestors():
        if parent is top:
            return
        yield parent


def _text(child: _Element) -> str:
    tag = child.tag
    if tag == W + "t":
        return child.text or ""
    if tag in (W + "tab", W + "ptab"):
        return "\t"
    if tag == W + "noBreakHyphen":
        return "-"
    if tag == W + "sym":
        return _symbol(val(child, "char"), val(child, "font"))
    return ""


def _symbol(code: str | None, font: str | None) -> str:
    """A `w:sym` character; those of symbol fonts by their looks."""
    try:
        at = int(code or "", 16)
    except ValueError:
        return ""
    if 0xF000 <= at <= 0xF0FF or font in ("Symbol", "Wingdings", "Wingdings 2", "Wingdings 3", "Webdings"):
        return look(at & 0xFF)
    return chr(at)
