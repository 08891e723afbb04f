"""Letters as Word makes them: a borderless table for the letterhead, numbers that Word generates, boxes for stamps.

Options: `numbered` true leaves list labels to Word (they stand in no run's text); `font` "tcvn3" or "vni" writes in
.VnTime/.VnTimeH or VNI-Times, as before Unicode; `box` true sets urgency and secrecy in a text box.
"""

from __future__ import annotations

import io
import zipfile
from typing import Any

from scripts.letters import rows
from scripts.letters.legacy import encode, old_tones
from scripts.letters.model import Block, Letter
from scripts.letters.wording import Run

LEGACY_FONT = {"tcvn3": ".VnTime", "vni": "VNI-Times"}
NUMBERING = {
    "number": ("decimal", "%1."), "roman": ("upperRoman", "%1."), "letter": ("lowerLetter", "%1)"),
    "-": ("bullet", "-"), "+": ("bullet", "+"),
}  # fmt: skip


class Writer:
    """Builds one document. `legacy` is the one-byte encoding of its fonts, None for Unicode."""

    def __init__(self, *, legacy: str | None = None, numbered: bool = False) -> None:
        from docx import Document
        from docx.shared import Pt

        self.document = Document()
        self.legacy, self.numbered = legacy, numbered
        normal = self.document.styles["Normal"]
        normal.font.name = "Times New Roman" if legacy is None else LEGACY_FONT[legacy]
        normal.font.size = Pt(14)
        self.lists = Numbering(self.document)

    def runs(self, paragraph: Any, runs: list[Run], *, bold: bool = False, size: float | None = None) -> None:
        from docx.shared import Pt

        for run in runs:
            text, font = run.text, None
            if self.legacy is not None:
                text, font = self._old(text)
            made = paragraph.add_run(text)
            made.bold, made.italic = run.bold or bold or None, run.italic or None
            if font is not None:
                made.font.name = font
            if size is not None:
                made.font.size = Pt(size)

    def _old(self, text: str) -> tuple[str, str]:
        """The text as the old font's codes seen through Windows-1252, and the font: .VnTimeH for capitals."""
        assert self.legacy is not None
        text, font = old_tones(text), LEGACY_FONT[self.legacy]
        if self.legacy == "tcvn3" and text.isupper():
            text, font = text.lower(), ".VnTimeH"
        return encode(text, self.legacy).decode("cp1252", "replace"), font

    def lines(self, cell: Any, lines: list[tuple[str, bool, bool, float]], *, align: int = 1) -> None:
        """Fill a table's cell with lines of (text, bold, italic, size)."""
        for i, (text, bold, italic, size) in enumerate(lines):
            paragraph = cell.paragraphs[0] if i == 0 else cell.add_paragraph()
            paragraph.alignment = align
            self.runs(paragraph, [Run(text, bold, italic)], size=size)

    def block(self, block: Block) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        paragraph = self.document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        runs = list(block.words.runs)
        if block.label is not None:
            style = self.lists.style_of(block.label) if self.numbered else None
            if style is not None:
                self.lists.apply(paragraph, style, block.label)
            else:
                runs = [Run(block.label + " ", block.bold), *runs]
        self.runs(paragraph, runs, bold=block.bold)

    def table(self, blocks: list[Block]) -> None:
        table = self.document.add_table(rows=0, cols=len(blocks[0].cells))
        table.style = "Table Grid"
        for block in blocks:
            for cell, words in zip(table.add_row().cells, block.cells, strict=True):
                self.runs(cell.paragraphs[0], list(words.runs), bold=block.role == "columns", size=12)


class Numbering:
    """Lists whose labels Word generates: one abstract list a label style, a fresh instance where counting restarts."""

    def __init__(self, document: Any) -> None:
        self.root = document.part.numbering_part.element
        self.abstract: dict[str, int] = {}
        self.open: dict[str, int] = {}
        self.next = 900

    def style_of(self, label: str) -> str | None:
        """The generated style that prints `label`; None for one that is left as typed (`Điều 1.`, `1.1`)."""
        if label in {"-", "+"}:
            return label
        bare = label.rstrip(".)")
        if label == f"{bare}.":
            return "number" if bare.isdigit() else "roman" if set(bare) <= set("IVX") else None
        return "letter" if label == f"{bare})" and bare in "abcdefgh" else None

    def apply(self, paragraph: Any, style: str, label: str) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        if label in {"1.", "I.", "a)"} or style not in self.open:
            self.open[style] = self._instance(style)
        properties = paragraph._p.get_or_add_pPr()
        number = OxmlElement("w:numPr")
        for name, value in (("w:ilvl", 0), ("w:numId", self.open[style])):
            child = OxmlElement(name)
            child.set(qn("w:val"), str(value))
            number.append(child)
        properties.append(number)

    def _instance(self, style: str) -> int:
        from docx.oxml import parse_xml
        from docx.oxml.ns import nsdecls

        self.next += 1
        if style not in self.abstract:
            self.abstract[style] = self.next
            form, text = NUMBERING[style]
            abstract = parse_xml(
                f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{self.next}"><w:multiLevelType w:val="singleLevel"/>'
                f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>'
                '<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="720" w:hanging="360"/></w:pPr></w:lvl></w:abstractNum>'
            )
            first = next((child for child in self.root if child.tag.endswith("}num")), None)
            if first is None:
                self.root.append(abstract)
            else:
                first.addprevious(abstract)
        override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>' if style != "-" else ""
        self.root.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{self.next}"><w:abstractNumId w:val="{self.abstract[style]}"/>'
                f"{override}</w:num>"
            )
        )
        return self.next


def write(letter: Letter, **options: object) -> bytes:
    """The letter as a .docx, the same bytes each time."""
    font = options.get("font")
    writer = Writer(legacy=None if font is None else str(font), numbered=bool(options.get("numbered")))
    if letter.raw is not None:
        for line in letter.raw.strip("\n").split("\n"):
            writer.runs(writer.document.add_paragraph(), [Run(line)])
        return _saved(writer.document)
    _head(writer, letter)
    for mark in rows.marks(letter):
        if options.get("box"):
            _text_box(writer.document.add_paragraph(), mark)
        else:
            writer.runs(writer.document.add_paragraph(), [Run(mark, bold=True)])
    for line in rows.title(letter):
        paragraph = writer.document.add_paragraph()
        writer.runs(_centred(paragraph), [Run(line, bold=True)])
    for line in rows.addressees(letter):
        writer.runs(writer.document.add_paragraph(), [Run(line)])
    _body(writer, letter.body)
    _tail(writer, letter)
    if letter.appendix:
        writer.document.add_paragraph().paragraph_format.page_break_before = True
        _body(writer, letter.appendix)
    if writer.document.element.body[-2].tag.endswith("}tbl"):  # the last element is the section's own
        writer.document.add_paragraph()  # as Word does; LibreOffice drops a table that ends a .doc
    return _saved(writer.document)


def _body(writer: Writer, blocks: tuple[Block, ...]) -> None:
    table: list[Block] = []
    for block in blocks:
        if block.cells:
            table.append(block)
            continue
        if table:
            writer.table(table)
            table = []
        writer.block(block)
    if table:
        writer.table(table)


def _head(writer: Writer, letter: Letter) -> None:
    pairs = rows.head(letter)
    if not pairs:
        return
    cells = writer.document.add_table(rows=1, cols=2).rows[0].cells
    bold = set(letter.issuer.printed) if letter.issuer is not None else set()
    writer.lines(cells[0], [(left, left in bold, False, 13) for left, _ in pairs if left])
    writer.lines(cells[1], [(right, right.isupper(), "ngày" in right, 13) for _, right in pairs if right])


def _tail(writer: Writer, letter: Letter) -> None:
    if letter.signer is None and not letter.distribution:
        return
    cells = writer.document.add_table(rows=1, cols=2).rows[0].cells
    lines = rows.distribution(letter)
    writer.lines(cells[0], [(line, i == 0, i == 0, 12 if i == 0 else 11) for i, line in enumerate(lines)], align=0)
    if letter.signer is not None:
        right = [(line, True, False, 14.0) for line in rows.authority(letter)]
        right += [("", False, False, 14.0)] * 4 + [(rows.signer_name(letter), True, False, 14.0)]
        writer.lines(cells[1], right)


def _centred(paragraph: Any) -> Any:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph


def _text_box(paragraph: Any, text: str) -> None:
    """A boxed stamp as Word's older drawing: a VML text box."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    paragraph._p.append(
        parse_xml(
            f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict>'
            '<v:rect style="width:110pt;height:24pt" strokecolor="#c00000"><v:textbox><w:txbxContent><w:p><w:r>'
            f"<w:rPr><w:b/></w:rPr><w:t>{text}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:rect></w:pict></w:r>"
        )
    )


def _saved(document: Any) -> bytes:
    """The package with fixed times, so that the same letter gives the same bytes."""
    import datetime

    properties = document.core_properties
    properties.created = properties.modified = datetime.datetime(2024, 1, 1)
    properties.author = "scripts.letters"
    raw, out = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as package, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as fixed:
        for name in package.namelist():
            fixed.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), package.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
