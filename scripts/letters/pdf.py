"""Draws set pages as a born-digital PDF: selectable text in embedded Liberation Serif, drawn rules."""

from __future__ import annotations

import io
from collections.abc import Iterable

from scripts.letters.layout import BODY, HEIGHT, WIDTH, Sheets, measure, register_fonts, typeset
from scripts.letters.model import Letter


def draw(sheets: Sheets, *, title: str = "", without: Iterable[str] = ()) -> bytes:
    """The pages as PDF bytes, the same for the same pages. `without` names parts (cells) that are not drawn."""
    from reportlab.pdfgen.canvas import Canvas

    register_fonts()
    hidden = set(without)
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=1, pageCompression=1)
    canvas.setTitle(title)
    canvas.setCreator("scripts.letters")
    for number in range(1, sheets.pages + 1):
        for line in sheets.lines:
            if line.page != number or line.part in hidden:
                continue
            for i, word in enumerate(line.words):
                gap = "" if i == len(line.words) - 1 else " "
                canvas.setFont(word.face, word.size)
                canvas.drawString(word.x, HEIGHT - line.y, word.text + gap)
        canvas.setLineWidth(0.6)
        for page, x0, y0, x1, y1 in sheets.rules:
            if page == number:
                canvas.line(x0, HEIGHT - y0, x1, HEIGHT - y1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def scrap(text: str, width: float, height: float, *, size: float, italic: bool = False) -> bytes:
    """A tiny one-page PDF that holds nothing but `text`: the appearance of a signature widget."""
    from reportlab.pdfgen.canvas import Canvas

    register_fonts()
    face = "LiberationSerif-Italic" if italic else "LiberationSerif-Regular"
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(width, height), invariant=1)
    canvas.setFont(face, size)
    canvas.drawString(max(1.0, (width - measure(text, face, size)) / 2), 3.6, text)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def typed(letter: Letter, *, body_size: float = BODY) -> bytes:
    """A letter as the word processor's PDF export; `body_size` in points."""
    return draw(typeset(letter, body_size=body_size), title=letter.subject or letter.id)
