"""The chain of letters as a drawing: what a letter implements above it, what implements it below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

WIDE, HIGH, GAP, DOWN = 210, 44, 12, 34
MOST = 4  # boxes in a row; the rest are counted


@dataclass(frozen=True, slots=True)
class Box:
    """A letter in the drawing. `href` None for one that is not in the archive; `me` for the one that is asked about."""

    depth: int
    title: str
    under: str
    href: str | None
    me: bool = False


def draw(boxes: Sequence[Box], *, title: str) -> Markup:
    """The drawing, the uppermost letters first."""
    rows: dict[int, list[Box]] = {}
    for box in boxes:
        rows.setdefault(box.depth, []).append(box)
    levels = [rows[depth] for depth in sorted(rows)]
    across = max(min(len(level), MOST) for level in levels)
    width, height = across * (WIDE + GAP) - GAP + 4, len(levels) * (HIGH + DOWN) - DOWN + 4
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    out = [f'<svg class="chart chain" {size} role="group" aria-label="{escape(title)}">']
    middle = width / 2
    for at, level in enumerate(levels):
        shown, y = level[:MOST], at * (HIGH + DOWN) + 2
        left = middle - (len(shown) * (WIDE + GAP) - GAP) / 2
        for n, box in enumerate(shown):
            x = left + n * (WIDE + GAP)
            if at + 1 < len(levels):
                out.append(_line(x + WIDE / 2, y + HIGH, middle if len(levels[at + 1]) else x, y + HIGH + DOWN))
            elif at > 0 and len(shown) > 1:
                out.append(_line(middle, y - DOWN, x + WIDE / 2, y))
            out.append(_box(box, x, y))
        if len(level) > MOST:
            out.append(f'<text x="{width - 4}" y="{y + HIGH + 14}" text-anchor="end">+{len(level) - MOST}</text>')
    out.append("</svg>")
    return Markup("".join(out))


def _line(x0: float, y0: float, x1: float, y1: float) -> str:
    half = (y0 + y1) / 2
    return f'<path class="arrow" d="M{x0:.0f} {y0:.0f}C{x0:.0f} {half:.0f} {x1:.0f} {half:.0f} {x1:.0f} {y1:.0f}"/>'


def _box(box: Box, x: float, y: float) -> str:
    kind = "me" if box.me else "lost" if box.href is None else ""
    inside = (
        f"<title>{escape(box.title)}. {escape(box.under)}</title>"
        f'<rect class="box {kind}" x="{x:.0f}" y="{y:.0f}" width="{WIDE}" height="{HIGH}" rx="2"/>'
        f'<text class="t1" x="{x + 8:.0f}" y="{y + 18:.0f}">{escape(_short(box.title, 30))}</text>'
        f'<text x="{x + 8:.0f}" y="{y + 35:.0f}">{escape(_short(box.under, 34))}</text>'
    )
    return f"<g>{inside}</g>" if box.href is None or box.me else f'<a href="{escape(box.href)}">{inside}</a>'


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
