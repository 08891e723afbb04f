"""Word files (.docx): paragraphs and tables in the order of the body, with everything that is printed and nothing else.

Text boxes, generated list numbers, tables within tables, letterheads in page headers and footnotes are printed; tracked
deletions, hidden text and field codes are not. Word keeps no pages: a page begins where a break says so, or where Word
noted that it broke one the last time it laid the file out.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from lxml.etree import XMLSyntaxError, _Element

from pipeline.read.docx_body import Body
from pipeline.read.docx_numbers import Numbering
from pipeline.read.docx_style import Styles
from pipeline.read.docx_xml import W
from pipeline.read.engine import Raw, ReadSettings
from pipeline.read.sniff import Format
from schemas.errors import OversizedFile, TruncatedFile
from vietnamese.legacy import Encoding, font_encoding, trusted_fonts

if TYPE_CHECKING:
    from docx.opc.part import Part

_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def read_docx(path: Path, settings: ReadSettings) -> Raw:
    """A .docx file.

    Raises:
        TruncatedFile: the package or its XML is broken.
        OversizedFile: more text than `settings.max_characters`.
    """
    from docx.package import Package

    try:
        main = Package.open(str(path)).main_document_part
        parts = {name: _xml(main, name) for name in ("styles", "numbering", "footnotes")}
        root = _root(main)
        running = {rel.rId: _root(rel.target_part) for rel in main.rels.values() if _is_running(rel)}
    except _broken() as error:
        raise TruncatedFile(f"{path.name} is a broken Word file ({error}).") from error
    body = root.find(W + "body")
    if body is None:
        raise TruncatedFile(f"{path.name} is a Word file without a body.")
    styles = Styles(parts["styles"])
    walk = Body(styles, Numbering(parts["numbering"]), _legacy_fonts([root, *running.values()], styles))
    walk.running_of(body, running)
    walk.body(body)
    walk.footnotes(parts["footnotes"])
    pages = walk.finish()
    if sum(len(line.text) for page in pages for line in page.lines) > settings.max_characters:
        raise OversizedFile(f"{path.name} has more than {settings.max_characters:,} characters.")
    return Raw(Format.DOCX, pages, remarks=walk.remarks())


def _broken() -> tuple[type[Exception], ...]:
    """What python-docx and the libraries under it raise for a broken package."""
    import zlib
    from zipfile import BadZipFile

    from docx.opc.exceptions import OpcError

    return (OpcError, BadZipFile, zlib.error, XMLSyntaxError, KeyError, ValueError, OSError, EOFError, AttributeError,
            NotImplementedError, RuntimeError)  # fmt: skip


def _is_running(rel: object) -> bool:
    kind = getattr(rel, "reltype", "")
    return not getattr(rel, "is_external", False) and kind in (_REL + "header", _REL + "footer")


def _xml(main: Part, name: str) -> _Element | None:
    for rel in main.rels.values():
        if rel.reltype == _REL + name and not rel.is_external:
            return _root(rel.target_part)
    return None


def _root(part: Part) -> _Element:
    from docx.oxml.parser import parse_xml

    element = getattr(part, "element", None)
    root: _Element = element if element is not None else parse_xml(part.blob)
    return root


def _legacy_fonts(roots: Iterable[_Element], styles: Styles) -> frozenset[Encoding]:
    """The old encodings that this file's fonts name and its text bears out."""
    texts: dict[Encoding, list[str]] = {}
    for root in roots:
        for paragraph in root.iter(W + "p"):
            under = styles.paragraph(paragraph.find(W + "pPr"))
            for run in paragraph.iter(W + "r"):
                found = font_encoding(styles.run(under, run.find(W + "rPr")).font)
                if found is not None:
                    texts.setdefault(found[0], []).extend(t.text or "" for t in run.iterfind(W + "t"))
            for parts in texts.values():
                parts.append("\n")
    return trusted_fonts({encoding: "".join(parts) for encoding, parts in texts.items()})
