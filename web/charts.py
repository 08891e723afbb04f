"""Charts as SVG, made on the server: bars by month, bars by name, one bar of parts. Colours are the style sheet's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar: how many, its class of colour, its name for people."""

    number: int
    tone: str  # late | soon | open | done | none
    name: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its name, its parts from the bottom up or left to right, and where it leads."""

    name: str
    parts: tuple[Part, ...]
    href: str | None = None

    @property
    def total(self) -> int:
        return sum(part.number for part in self.parts)

    @property
    def said(self) -> str:
        """The bar in words, for those who can't see it."""
        return f"{self.name}: " + ", ".join(f"{part.number} {part.name}" for part in self.parts if part.number)


def columns(title: str, bars: Sequence[Bar], *, width: int = 400, height: int = 190) -> Markup:
    """Upright bars side by side."""
    left, right, top, bottom = 34, 6, 14, 26
    most = _round_up(max((bar.total for bar in bars), default=0))
    step = (width - left - right) / max(1, len(bars))
    tall = height - top - bottom
    out = [_begin(title, bars, width, height)]
    for share in (0.5, 1.0):
        y = top + tall * (1 - share)
        out.append(f'<line class="grid" x1="{left}" x2="{width - right}" y1="{y:.1f}" y2="{y:.1f}"/>')
        out.append(f'<text x="{left - 6}" y="{y + 4:.1f}" text-anchor="end">{_plain(most * share)}</text>')
    for i, bar in enumerate(bars):
        x, y = left + i * step + step * 0.18, float(top + tall)
        inside = []
        for part in bar.parts:
            if part.number:
                high = tall * part.number / most
                y -= high
                at = f'x="{x:.1f}" y="{y:.1f}" width="{step * 0.64:.1f}" height="{high:.1f}"'
                inside.append(f'<rect class="c-{part.tone}" {at}/>')
        if bar.total:
            inside.append(
                f'<text class="v" x="{x + step * 0.32:.1f}" y="{y - 3:.1f}" text-anchor="middle">{bar.total}</text>'
            )
        out.append(_linked(bar, "".join(inside)))
        out.append(f'<text x="{x + step * 0.32:.1f}" y="{height - 8}" text-anchor="middle">{escape(bar.name)}</text>')
    out.append(f'<line class="axis" x1="{left}" x2="{width - right}" y1="{top + tall}" y2="{top + tall}"/></svg>')
    return Markup("".join(out))


def rows(title: str, bars: Sequence[Bar], *, width: int = 400, label: int = 190) -> Markup:
    """Lying bars, one under the other, names at the left."""
    high, gap = 18, 8
    height = max(1, len(bars)) * (high + gap) + 4
    most = max((bar.total for bar in bars), default=1) or 1
    long = width - label - 44
    out = [_begin(title, bars, width, height)]
    for i, bar in enumerate(bars):
        y, x = i * (high + gap) + 2, float(label)
        name = bar.name if len(bar.name) <= 28 else bar.name[:27].rstrip() + "…"
        inside = [f'<text class="v" x="{label - 8}" y="{y + 13.5}" text-anchor="end">{escape(name)}</text>']
        for part in bar.parts:
            if part.number:
                across = long * part.number / most
                inside.append(f'<rect class="c-{part.tone}" x="{x:.1f}" y="{y}" width="{across:.1f}" height="{high}"/>')
                x += across
        inside.append(f'<text class="v" x="{x + 6:.1f}" y="{y + 13.5}">{bar.total}</text>')
        out.append(_linked(bar, "".join(inside)))
    out.append("</svg>")
    return Markup("".join(out))


def _begin(title: str, bars: Sequence[Bar], width: int, height: int) -> str:
    said = "; ".join(bar.said for bar in bars if bar.total)
    return (
        f'<svg class="chart" viewBox="0 0 {width} {height}" role="group" aria-label="{escape(title)}">'
        f"<desc>{escape(said)}</desc>"
    )


def _linked(bar: Bar, inside: str) -> str:
    inside = f"<title>{escape(bar.said)}</title>{inside}"
    if bar.href is None or not bar.total:
        return f"<g>{inside}</g>"
    return f'<a href="{escape(bar.href)}">{inside}</a>'


def _round_up(value: int) -> int:
    """The next even, round number."""
    for base in (2, 4, 6, 8, 10, 20, 30, 40, 50, 60, 80, 100, 200, 300, 400, 500, 600, 800, 1000):
        if value <= base:
            return base
    power = 1
    while value > power * 10:
        power *= 10
    return -(-value // power) * power


def _plain(value: float) -> str:
    return f"{value:.0f}" if value < 10_000 else f"{value / 1000:.0f}k"
