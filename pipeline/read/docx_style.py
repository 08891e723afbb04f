"""How a Word file's runs look: properties of the run, its styles and the document's defaults, resolved."""

from __future__ import annotations

from dataclasses import dataclass

from lxml.etree import _Element

from pipeline.read.docx_xml import W, number, val


@dataclass(slots=True, frozen=True)
class Look:
    """What a run looks like. `size` in points."""

    bold: bool = False
    italic: bool = False
    size: float | None = None
    font: str | None = None
    caps: bool = False
    hidden: bool = False


class Styles:
    """The styles of one Word file."""

    def __init__(self, root: _Element | None) -> None:
        self._styles: dict[str, _Element] = {}
        self._default_paragraph: str | None = None
        self._looks: dict[str, Look] = {}
        self._base = Look()
        if root is None:
            return
        for style in root.iterfind(W + "style"):
            name = val(style, "styleId")
            if name is not None:
                self._styles[name] = style
                if val(style, "type") == "paragraph" and val(style, "default") in ("1", "true", "on"):
                    self._default_paragraph = name
        self._base = self.apply(self._base, root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))

    def paragraph(self, properties: _Element | None) -> Look:
        """The look that a paragraph gives its runs."""
        style = None if properties is None else val(properties.find(W + "pStyle"))
        return self._style(style if style in self._styles else self._default_paragraph)

    def run(self, under: Look, properties: _Element | None) -> Look:
        """The look of a run of a paragraph that looks like `under`."""
        if properties is None:
            return under
        style = val(properties.find(W + "rStyle"))
        for element in self._chain(style):
            under = self.apply(under, element.find(W + "rPr"))
        return self.apply(under, properties)

    def numbering(self, properties: _Element | None) -> tuple[str, int | None, str | None] | None:
        """A paragraph's list: its id, level (None: the list knows it by style), and the style that says so."""
        if properties is None:
            return self._style_numbering(self._default_paragraph)
        own = properties.find(W + "numPr")
        inherited = self._style_numbering(val(properties.find(W + "pStyle")) or self._default_paragraph)
        if own is None:
            return inherited
        num_id = val(own.find(W + "numId"))
        level = number(own.find(W + "ilvl"))
        if num_id is None:
            return None if inherited is None else (inherited[0], level, inherited[2])
        return None if num_id == "0" else (num_id, level or 0, None)

    def breaks_before(self, properties: _Element | None) -> bool:
        """Whether a paragraph begins a new page."""
        if properties is None:
            return False
        own = properties.find(W + "pageBreakBefore")
        if own is not None:
            return _on(val(own))
        for element in reversed(self._chain(val(properties.find(W + "pStyle")))):
            found = element.find(f"{W}pPr/{W}pageBreakBefore")
            if found is not None:
                return _on(val(found))
        return False

    def apply(self, look: Look, properties: _Element | None) -> Look:
        """`look`, changed by a run's own properties."""
        if properties is None:
            return look
        half_points = number(properties.find(W + "sz"))
        fonts = properties.find(W + "rFonts")
        return Look(
            bold=_flag(properties, "b", look.bold),
            italic=_flag(properties, "i", look.italic),
            size=look.size if half_points is None else half_points / 2,
            font=val(fonts, "hAnsi") or val(fonts, "ascii") or look.font,
            caps=_flag(properties, "caps", look.caps),
            hidden=_flag(properties, "vanish", look.hidden),
        )

    def _style(self, name: str | None) -> Look:
        if name is None:
            return self._base
        if name not in self._looks:
            look = self._base
            for element in self._chain(name):
                look = self.apply(look, element.find(W + "rPr"))
            self._looks[name] = look
        return self._looks[name]

    def _chain(self, name: str | None) -> list[_Element]:
        """A style and those that it is based on, the most basic first."""
        chain: list[_Element] = []
        while name is not None and name in self._styles and len(chain) < 20:
            element = self._styles[name]
            chain.append(element)
            name = val(element.find(W + "basedOn"))
        return chain[::-1]

    def _style_numbering(self, name: str | None) -> tuple[str, int | None, str | None] | None:
        for element in reversed(self._chain(name)):
            own = element.find(f"{W}pPr/{W}numPr")
            if own is not None and (num_id := val(own.find(W + "numId"))) is not None:
                style = val(element, "styleId")
                return None if num_id == "0" else (num_id, number(own.find(W + "ilvl")), style)
        return None


def _flag(properties: _Element, tag: str, inherited: bool) -> bool:
    found = properties.find(W + tag)
    return inherited if found is None else _on(val(found))


def _on(value: str | None) -> bool:
    return value not in ("0", "false", "off")
