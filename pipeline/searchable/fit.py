"""Which pages may stand in an archive as they are (ISO 19005-2), and what can be mended about them.

Checked is what office programs and scanners get wrong: fonts that are not in the file, colours of printing inks,
PostScript, keys of other uses. There is no validator here: what a page's drawing commands do wrong beyond that stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pikepdf

_BLENDS = (
    "/Normal /Compatible /Multiply /Screen /Overlay /Darken /Lighten /ColorDodge /ColorBurn /HardLight /SoftLight "
    "/Difference /Exclusion /Hue /Saturation /Color /Luminosity"
)
SHOWS = frozenset(("Tj", "TJ", "'", '"'))  # commands that show text
_PAGE_KEYS = ("/AA", "/PresSteps", "/Metadata", "/PieceInfo", "/LastModified", "/AF", "/Thumb")
_IMAGE_KEYS = ("/Alternates", "/OPI", "/Metadata", "/AF")
_FORM_KEYS = ("/OPI", "/PS", "/Subtype2", "/Ref", "/Metadata", "/PieceInfo", "/LastModified", "/AF")
_STATE_KEYS = ("/TR", "/HTP", "/TR2", "/HTO")


def objections(page: pikepdf.Page) -> set[str]:
    """Mend a page's objects in place; what can't be mended comes back in a few words each."""
    import pikepdf

    # an archive wants them on the page itself, not inherited; a copy, for pages share them
    page.obj.Resources = pikepdf.Dictionary(dict(page.resources.items()))
    without(page.obj, _PAGE_KEYS)
    found: set[str] = set()
    seen: set[tuple[int, int]] = set()
    shown = _commands(page.obj, page.obj.Resources, found)
    _group(page.obj, found)
    _resources(page.obj.Resources, found, seen, shown)
    return found


def _resources(resources: Any, found: set[str], seen: set[tuple[int, int]], shown: set[str] | None = None) -> None:
    """Judge what resources name; of their fonts those `shown` (None: all)."""
    for space in _values(resources, "/ColorSpace"):
        _colours(space, found)
    for name, font in resources.get("/Font", {}).items():
        if (shown is None or name in shown) and _new(font, seen):
            _font(font, found, seen)
    for state in _values(resources, "/ExtGState"):
        _state(state, found, seen)
    for thing in (*_values(resources, "/XObject"), *_values(resources, "/Pattern"), *_values(resources, "/Shading")):
        if _new(thing, seen):
            _thing(thing, found, seen)


def _thing(thing: Any, found: set[str], seen: set[tuple[int, int]]) -> None:
    """An image, a form, a pattern or a shading."""
    kind = str(thing.get("/Subtype", ""))
    if kind == "/PS":
        found.add("PostScript")
    if "/ColorSpace" in thing:
        _colours(thing.ColorSpace, found)
    if kind == "/Image":
        without(thing, _IMAGE_KEYS)
        if thing.get("/Interpolate", False):
            thing.Interpolate = False
        if "/F" in thing:
            found.add("a picture outside the file")
        if "/SMask" in thing and _new(thing.SMask, seen):
            _thing(thing.SMask, found, seen)
        return
    without(thing, _FORM_KEYS)
    shown = None
    if kind == "/Form" or "/PaintType" in thing:
        _group(thing, found)
        shown = _commands(thing, thing.get("/Resources", {}), found)
    if "/Shading" in thing and _new(thing.Shading, seen):
        _thing(thing.Shading, found, seen)
    if "/Resources" in thing:
        _resources(thing.Resources, found, seen, shown)


def _font(font: Any, found: set[str], seen: set[tuple[int, int]]) -> None:
    if str(font.get("/Subtype", "")) == "/Type3":
        if "/Resources" in font:
            _resources(font.Resources, found, seen)
        return
    inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    descriptor = inner.get("/FontDescriptor")
    if descriptor is None or not any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")):
        found.add("a font that is not in the file")
        return
    without(descriptor, ("/CIDSet", "/CharSet"))  # they must be complete where they are; programs leave glyphs out
    if str(inner.get("/Subtype", "")) == "/CIDFontType2" and "/CIDToGIDMap" not in inner:
        from pikepdf import Name

        inner.CIDToGIDMap = Name.Identity


def _state(state: Any, found: set[str], seen: set[tuple[int, int]]) -> None:
    without(state, _STATE_KEYS)
    blend = state.get("/BM")
    if blend is not None and str(blend) not in _BLENDS.split():
        found.add("a way of blending")
    mask = state.get("/SMask")
    if mask is not None and str(mask) != "/None" and "/G" in mask and _new(mask.G, seen):
        _thing(mask.G, found, seen)


def _group(thing: Any, found: set[str]) -> None:
    group = thing.get("/Group")
    if group is not None and "/CS" in group:
        _colours(group.CS, found)


def _colours(space: Any, found: set[str], depth: int = 0) -> None:
    """Colours of printing inks need a profile that a file of sRGB doesn't have."""
    import pikepdf

    if isinstance(space, pikepdf.Name):
        if str(space) in ("/DeviceCMYK", "/CMYK"):
            found.add("colours of printing inks")
    elif isinstance(space, pikepdf.Array) and depth < 4 and str(space[0]) != "/ICCBased":
        for part in list(space)[:4]:
            _colours(part, found, depth + 1)


@dataclass(slots=True)
class _Said:
    """What the commands of a page or form name. Fonts by their names in its resources."""

    visible: set[str] = field(default_factory=set)  # fonts of text that people see
    unseen: set[str] = field(default_factory=set)
    inks: bool = False


def _said(commands: Iterable[Any]) -> _Said:
    said = _Said()
    font, hidden, stack = "", False, list[tuple[str, bool]]()
    for command in commands:
        name = str(command.operator)
        if name == "q":
            stack.append((font, hidden))
        elif name == "Q" and stack:
            font, hidden = stack.pop()
        elif name == "Tf" and command.operands:
            font = str(command.operands[0])
        elif name == "Tr" and command.operands:
            hidden = int(command.operands[0]) == 3
        elif name in SHOWS:
            (said.unseen if hidden else said.visible).add(font)
        elif name in ("k", "K"):
            said.inks = True
    return said


def _commands(thing: Any, resources: Any, found: set[str]) -> set[str]:
    """Judge the drawing commands of a page or form; the names of the fonts that people see come back.

    Fonts that are named and never used (programs write them by habit) are taken out.
    """
    import pikepdf

    try:
        commands = pikepdf.parse_content_stream(thing)
        said = _said(commands)
    except (pikepdf.PdfError, ValueError, TypeError):
        found.add("drawing commands that can't be read")
        return set()
    if said.inks:
        found.add("colours of printing inks")
    fonts = resources.get("/Font", {})
    idle = {name for name in fonts.keys() if name not in said.visible | said.unseen}  # noqa: SIM118
    if idle:
        # resources may be shared between pages: this page gets its own
        rest = {name: font for name, font in fonts.items() if name not in idle}
        resources["/Font"] = pikepdf.Dictionary(rest)
        kept = [c for c in commands if str(c.operator) != "Tf" or str(c.operands[0]) not in idle]
        if len(kept) < len(commands):
            rewrite(thing, pikepdf.unparse_content_stream(kept))
    return said.visible


def rewrite(thing: Any, data: bytes) -> None:
    """Give a page or form new drawing commands."""
    import pikepdf

    if "/Contents" in thing:
        pikepdf.Page(thing).contents_coalesce()  # several streams become a new one; a part may belong to other pages
        thing.Contents.write(data)
    else:
        thing.write(data)


def _values(resources: Any, key: str) -> list[Any]:
    import pikepdf

    group = resources.get(key)
    return [value for _, value in group.items()] if isinstance(group, pikepdf.Dictionary) else []


def without(thing: Any, keys: Iterable[str]) -> None:
    """Take keys out of a PDF dictionary or stream."""
    for key in keys:
        if key in thing:
            del thing[key]


def _new(thing: Any, seen: set[tuple[int, int]]) -> bool:
    """Whether an object that holds others is met for the first time; forms may hold each other."""
    import pikepdf

    if not isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        return False
    at = thing.objgen
    if at[0] and at in seen:
        return False
    seen.add(at)
    return True
