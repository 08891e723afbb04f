"""The look of a file as one self-contained page for the browser."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.look.colours import COLOURS
from pipeline.look.raster import page_images
from schemas.record import Letter
from schemas.zone import Cell, Zoned

if TYPE_CHECKING:
    from PIL.Image import Image

    from pipeline import Parsed

_STYLE = """
:root { color-scheme: light; font: 14px/1.45 system-ui, sans-serif; }
body { margin: 0; background: #eceff1; color: #263238; }
header { padding: .8rem 1.2rem; background: #263238; color: #fff; }
header small { color: #b0bec5; }
section { display: grid; grid-template-columns: minmax(0, 3fr) minmax(20rem, 2fr); gap: 1rem; padding: 1rem; }
.page { position: relative; background: #fff; box-shadow: 0 1px 4px #0004; margin: 0 0 1rem; overflow: hidden; }
.page img { display: block; width: 100%; }
.zone { position: absolute; border-left: 3px solid var(--c);
  background: color-mix(in srgb, var(--c) 12%, transparent); }
.text { padding: 1rem 1.2rem; font: 15px/1.6 'Liberation Serif', 'Times New Roman', serif; white-space: pre-wrap; }
.text .line { display: block; border-left: 4px solid var(--c); padding-left: .6rem; min-height: 1.2em; }
mark { background: #fff59d; color: inherit; border-radius: 2px; }
.place { position: absolute; outline: 2px solid transparent; }
.on { outline: 2px solid #e53935 !important; background: #e5393526; }
aside { position: sticky; top: 1rem; align-self: start; max-height: calc(100vh - 2rem); overflow: auto;
  background: #fff; box-shadow: 0 1px 4px #0004; }
table { border-collapse: collapse; width: 100%; }
td, th { text-align: left; vertical-align: top; padding: .25rem .6rem; border-bottom: 1px solid #eceff1; }
td:first-child { color: #607d8b; white-space: nowrap; font-family: ui-monospace, monospace; font-size: 12px; }
tr[data-pointer] { cursor: pointer; } tr[data-pointer]:hover { background: #fffde7; }
.sure { color: #90a4ae; font-size: 12px; }
.finding { border-left: 4px solid #fb8c00; padding: .3rem .6rem; margin: .3rem .6rem; background: #fff8e1; }
.legend { display: flex; flex-wrap: wrap; gap: .2rem .8rem; padding: .6rem; font-size: 12px; }
.legend i { display: inline-block; width: .8em; height: .8em; margin-right: .3em; background: var(--c); }
"""

_SCRIPT = """
const show = pointer => {
  document.querySelectorAll('.on').forEach(e => e.classList.remove('on'));
  const places = document.querySelectorAll(`[data-at="${CSS.escape(pointer)}"]`);
  places.forEach(e => e.classList.add('on'));
  if (places.length) places[0].scrollIntoView({block: 'center', behavior: 'smooth'});
};
document.querySelectorAll('tr[data-pointer]').forEach(
  row => row.addEventListener('click', () => show(row.dataset.pointer)));
"""


def render_html(path: Path, parsed: Sequence[Parsed]) -> str:
    """The page's source: for each document of the file its pages at the left, its values at the right."""
    sections = "\n".join(_section(path, one) for one in parsed)
    title = escape(path.name)
    return (
        f"<!doctype html><html lang='vi'><meta charset='utf-8'><title>{title}</title><style>{_STYLE}</style>"
        f"<header><b>{title}</b> <small>{len(parsed)} document(s)</small></header>{sections}"
        f"<script>{_SCRIPT}</script></html>"
    )


def _section(path: Path, one: Parsed) -> str:
    first, last = one.letter.source.pages
    numbers = list(range(first, last + 1))
    images = page_images(path, one.letter.source.media_type, numbers) if one.document.layout else {}
    if images:
        pages = "".join(_picture(one, number, images[number]) for number in numbers if number in images)
    else:
        pages = f"<div class='page text'>{''.join(_text(one))}</div>"
    return f"<section><div>{pages}</div><aside>{_legend(one.zoned)}{_values(one.letter)}</aside></section>"


def _picture(one: Parsed, number: int, image: Image) -> str:
    page = next(p for p in one.document.pages if p.number == number)
    width, height = page.width or 1.0, page.height or 1.0
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=80)
    source = base64.b64encode(buffer.getvalue()).decode()

    def frame(box: tuple[float, float, float, float], attributes: str, title: str) -> str:
        x0, y0, x1, y1 = box
        place = (
            f"left:{100 * x0 / width:.2f}%;top:{100 * y0 / height:.2f}%;"
            f"width:{100 * (x1 - x0) / width:.2f}%;height:{100 * (y1 - y0) / height:.2f}%"
        )
        return f"<div {attributes};{place}' title='{escape(title)}'></div>"

    zones = "".join(
        frame(line.box, f"class='zone' style='--c:{COLOURS[cell]}", cell.value)
        for line, cell in zip(one.zoned.lines, one.zoned.cells, strict=True)
        if line.page == number and line.box is not None
    )
    places = "".join(
        frame(place.bbox, f"class='place' data-at='{escape(pointer)}' style='", pointer)
        for pointer, evidence in one.letter.evidence.items()
        for place in evidence
        if place.page == number and place.bbox is not None
    )
    return f"<div class='page'><img alt='page {number}' src='data:image/jpeg;base64,{source}'>{zones}{places}</div>"


def _text(one: Parsed) -> Iterator[str]:
    """Each line in its cell's colour, the places of values marked. A place covers no other: the first one wins."""
    places = sorted(
        ((place.start, place.end, pointer) for pointer, e in one.letter.evidence.items() for place in e),
        key=lambda p: (p[0], p[1] - p[0]),
    )
    text = one.document.text
    previous = None
    for line, cell in zip(one.zoned.lines, one.zoned.cells, strict=True):
        if previous is not None and line.row > previous + 1:
            yield "<br>"
        previous = line.row
        out, at = [], line.start
        for place_start, place_end, pointer in places:
            start, end = max(place_start, line.start), min(place_end, line.end)
            if start >= at and end > start:
                out.append(escape(text[at:start]))
                out.append(
                    f"<mark data-at='{escape(pointer)}' title='{escape(pointer)}'>{escape(text[start:end])}</mark>"
                )
                at = end
        out.append(escape(text[at : line.end]))
        yield f"<span class='line' style='--c:{COLOURS[cell]}' title='{cell.value}'>{''.join(out)}</span>"


def _legend(zoned: Zoned) -> str:
    used = [cell for cell in Cell if cell in set(zoned.cells)]
    return (
        "<div class='legend'>"
        + "".join(f"<span><i style='--c:{COLOURS[cell]}'></i>{cell.value}</span>" for cell in used)
        + "</div>"
    )


def _values(letter: Letter) -> str:
    rows = []
    for pointer, evidence in letter.evidence.items():
        quote = " ".join(place.text for place in evidence)
        sure = min(place.confidence for place in evidence)
        rows.append(
            f"<tr data-pointer='{escape(pointer)}'><td>{escape(pointer)}</td><td>{escape(quote[:400])} "
            f"<span class='sure'>{sure:.2f}</span></td></tr>"
        )
    findings = "".join(
        f"<div class='finding'><b>{escape(f.code)}</b> {escape(f.pointer)}<br>{escape(f.message)}</div>"
        for f in letter.findings
    )
    return f"<table><tr><th>{escape(letter.kind)}</th><th></th></tr>{''.join(rows)}</table>{findings}"
