"""What people put on paper: handwritten digits as jittered strokes, a signature, a red seal, stamps. Drawn with Pillow.

Everything is drawn on a white layer at the page's pixel scale and multiplied onto the page, as ink darkens paper.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.random import Generator
from PIL import Image, ImageChops, ImageDraw, ImageFont

from scripts.letters.layout import Spot, font_file
from scripts.letters.model import Body

RED, BLUE, BLACK = (196, 32, 46), (38, 52, 150), (30, 30, 34)
Point = tuple[float, float]
Color = tuple[int, int, int]
# Pen strokes of each digit in a box of 1 x 1 (y downwards), with another way of writing it where people differ.
DIGITS: dict[str, tuple[tuple[tuple[Point, ...], ...], ...]] = {
    "0": ((((0.55, 0.02), (0.15, 0.25), (0.12, 0.75), (0.5, 0.98), (0.85, 0.7), (0.82, 0.25), (0.52, 0.02)),),),
    "1": ((((0.3, 0.22), (0.55, 0.02), (0.5, 0.98)),), (((0.52, 0.02), (0.48, 0.98)),)),
    "2": ((((0.18, 0.25), (0.4, 0.02), (0.78, 0.15), (0.7, 0.5), (0.15, 0.97), (0.5, 0.93), (0.9, 0.97)),),),
    "3": ((((0.18, 0.12), (0.6, 0.03), (0.75, 0.28), (0.42, 0.47), (0.82, 0.7), (0.5, 0.98), (0.12, 0.86)),),),
    "4": (
        (((0.5, 0.02), (0.12, 0.62), (0.9, 0.6)), ((0.66, 0.3), (0.6, 0.98))),
        (((0.22, 0.05), (0.15, 0.55), (0.85, 0.52)), ((0.74, 0.05), (0.66, 0.98))),
    ),
    "5": (
        (((0.28, 0.05), (0.22, 0.45), (0.6, 0.4), (0.85, 0.65), (0.6, 0.96), (0.15, 0.9)), ((0.28, 0.05), (0.8, 0))),
    ),
    "6": ((((0.72, 0.04), (0.28, 0.4), (0.16, 0.78), (0.5, 0.98), (0.82, 0.76), (0.55, 0.54), (0.2, 0.72)),),),
    "7": (
        (((0.12, 0.08), (0.86, 0.05), (0.45, 0.98)),),
        (((0.12, 0.08), (0.86, 0.05), (0.42, 0.98)), ((0.3, 0.52), (0.78, 0.48))),
    ),
    "8": (
        (((0.72, 0.16), (0.42, 0.03), (0.26, 0.26), (0.72, 0.62), (0.62, 0.95), (0.26, 0.9), (0.3, 0.6), (0.7, 0.2)),),
    ),
    "9": ((((0.78, 0.25), (0.45, 0.04), (0.2, 0.3), (0.48, 0.5), (0.78, 0.25), (0.74, 0.6), (0.55, 0.98)),),),
    "/": ((((0.85, 0.0), (0.15, 1.0)),),),
}  # fmt: skip


def smooth(points: Sequence[Point], steps: int = 10) -> list[Point]:
    """A Catmull-Rom curve through `points`."""
    ends = [points[0], *points, points[-1]]
    out: list[Point] = []
    for p0, p1, p2, p3 in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        for k in range(steps):
            t = k / steps
            out.append((_spline(p0[0], p1[0], p2[0], p3[0], t), _spline(p0[1], p1[1], p2[1], p3[1], t)))
    return [*out, points[-1]]


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t**3)


class Pen:
    """Draws ink for a page image. `scale` is pixels per point; all places are in points; `number` is the page's."""

    def __init__(self, page: Image.Image, scale: float, rng: Generator, number: int = 1) -> None:
        self.scale, self.rng, self.number = scale, rng, number
        self.layer = Image.new("RGB", page.size, "white")
        self.red = Image.new("RGB", page.size, "white")  # the seal goes over everything, so it has its own layer
        self.canvas = ImageDraw.Draw(self.layer)

    def on(self, page: Image.Image) -> Image.Image:
        """The page with the ink multiplied onto it."""
        return ImageChops.multiply(ImageChops.multiply(page, self.layer), self.red)

    def stroke(self, points: Sequence[Point], color: Color, width: float) -> None:
        pixels = [(x * self.scale, y * self.scale) for x, y in points]
        wide = max(1, round(width * self.scale))
        self.canvas.line(pixels, fill=color, width=wide, joint="curve")
        for x, y in (pixels[0], pixels[-1]):
            self.canvas.ellipse((x - wide / 2, y - wide / 2, x + wide / 2, y + wide / 2), fill=color)

    def write(self, digits: str, spot: Spot, color: Color = BLACK) -> None:
        """Write `digits` by hand across `spot`: a leaning, uneven line of strokes."""
        height = (spot.y1 - spot.y0) * self.rng.uniform(0.8, 1.05)
        advance = min(height * 0.62, (spot.x1 - spot.x0 + 6) / max(1, len(digits)))
        lean, width = self.rng.uniform(-0.05, 0.25), self.rng.uniform(0.9, 1.5)
        x = spot.x0 + self.rng.uniform(0, max(0.1, spot.x1 - spot.x0 - advance * len(digits)))
        for char in digits:
            shapes = DIGITS[char]
            y = spot.y0 + self.rng.uniform(-0.08, 0.08) * height
            tall = height * self.rng.uniform(0.9, 1.08)
            for shape in shapes[int(self.rng.integers(len(shapes)))]:
                points = [
                    (
                        x + advance * 0.86 * (px + self.rng.normal(0, 0.035)) + lean * tall * (1 - py),
                        y + tall * (py + self.rng.normal(0, 0.022)),
                    )
                    for px, py in shape
                ]
                self.stroke(smooth(points), color, width)
            x += advance * self.rng.uniform(0.95, 1.08)

    def sign(self, spot: Spot) -> None:
        """A signature: loops, then a long stroke."""
        wide, tall = spot.x1 - spot.x0, spot.y1 - spot.y0
        count = int(self.rng.integers(7, 11))
        points = [
            (
                spot.x0 + wide * (0.1 + 0.75 * i / count) + self.rng.normal(0, wide * 0.05),
                spot.y0 + tall * (0.5 + (0.42 if i % 2 else -0.42) * self.rng.uniform(0.3, 1.0)),
            )
            for i in range(count)
        ]
        self.stroke(smooth([*points, (spot.x1 + 18, spot.y0 + tall * self.rng.uniform(0.1, 0.5))]), BLUE, 1.2)

    def words(
        self, text: str, x: float, y: float, size: float, *, face: str, color: Color = RED, anchor: str = "mm"
    ) -> None:
        """Stamped text, its middle (or another `anchor`, as Pillow names them) at (x, y)."""
        font = ImageFont.truetype(str(font_file(face)), max(4, round(size * self.scale)))
        self.canvas.text((x * self.scale, y * self.scale), text, fill=color, font=font, anchor=anchor)

    def seal(self, signature: Spot, parent: Body | None, issuer: Body, *, radius: float = 48.0) -> None:
        """A round red seal over the left third of the signature: two rings, words around the rim, a star."""
        s, canvas = self.scale, ImageDraw.Draw(self.red)
        x = signature.x0 + 28 + self.rng.uniform(-5, 5)
        y = (signature.y0 + signature.y1) / 2 - 4 + self.rng.uniform(-6, 6)
        for r, wide in ((radius, 1.6), (radius * 0.66, 0.8)):
            box = ((x - r) * s, (y - r) * s, (x + r) * s, (y + r) * s)
            canvas.ellipse(box, outline=RED, width=max(1, round(wide * s)))
        star = []
        for k in range(10):
            reach = radius * (0.3 if k % 2 == 0 else 0.12)
            angle = math.pi * k / 5 - math.pi / 2
            star.append(((x + reach * math.cos(angle)) * s, (y + reach * math.sin(angle)) * s))
        canvas.polygon(star, fill=RED)
        rim = " ★ ".join(" ".join(body.printed) for body in (parent, issuer) if body is not None)
        font = ImageFont.truetype(str(font_file("LiberationSans-Bold")), max(5, round(radius * 0.17 * s)))
        step = min(0.19, 2 * math.pi / (len(rim) + 3))
        for k, char in enumerate(rim):
            angle = -math.pi / 2 + step * (k - (len(rim) - 1) / 2)
            glyph = Image.new("L", (round(14 * s), round(14 * s)), 0)
            ImageDraw.Draw(glyph).text((7 * s, 7 * s), char, fill=255, font=font, anchor="mm")
            glyph = glyph.rotate(-math.degrees(angle) - 90, resample=Image.Resampling.BICUBIC)
            at = ((x + radius * 0.83 * math.cos(angle) - 7) * s, (y + radius * 0.83 * math.sin(angle) - 7) * s)
            self.red.paste(RED, (round(at[0]), round(at[1])), glyph)

    def stamp(self, text: str, spot: Spot) -> None:
        """A boxed red stamp, put on a little askew."""
        s = self.scale
        wide, tall = round((spot.x1 - spot.x0) * s), round((spot.y1 - spot.y0) * s)
        plate = Image.new("RGB", (wide, tall), "white")
        pen = ImageDraw.Draw(plate)
        pen.rectangle((1, 1, wide - 2, tall - 2), outline=RED, width=max(1, round(1.4 * s)))
        font = ImageFont.truetype(str(font_file("LiberationSans-Bold")), round(13 * s))
        pen.text((wide / 2, tall / 2), text, fill=RED, font=font, anchor="mm")
        self._turned(plate, spot, self.rng.uniform(-4, 4))

    def arrival(self, arrival: Mapping[str, str], spot: Spot) -> None:
        """The receiving office's stamp, CÔNG VĂN ĐẾN, filled in by hand: `office`, `number`, `date` (ISO)."""
        s, x0, y0 = self.scale, spot.x0, spot.y0
        self.canvas.rectangle((x0 * s, y0 * s, spot.x1 * s, spot.y1 * s), outline=RED, width=max(1, round(s)))
        middle = (x0 + spot.x1) / 2
        self.words(arrival.get("office", "Văn thư").upper(), middle, y0 + 8, 7.5, face="LiberationSans-Bold")
        self.words("CÔNG VĂN ĐẾN", middle, y0 + 20, 9, face="LiberationSans-Bold")
        for k, label in enumerate(
            ("Số: ........................", "Ngày: ....................", "Chuyển: .................")
        ):
            self.words(label, middle, y0 + 33 + 12 * k, 8, face="LiberationSans-Regular")
        self.write(arrival["number"], Spot(spot.page, middle - 14, y0 + 25, middle + 40, y0 + 37), BLUE)
        self.write(_day(arrival), Spot(spot.page, middle - 14, y0 + 38, middle + 50, y0 + 49), BLUE)

    def standard_arrival(self, arrival: Mapping[str, str], spot: Spot, *, color: Color = RED) -> None:
        """The stamp as Phụ lục IV of Nghị định 30/2020 has it, 50 x 35 mm from the spot's corner."""
        s, x0, y0, x1, y1 = self.scale, spot.x0, spot.y0, spot.x0 + 142, spot.y0 + 99
        self.canvas.rectangle((x0 * s, y0 * s, x1 * s, y1 * s), outline=color, width=max(1, round(1.4 * s)))
        self.canvas.line((x0 * s, (y0 + 18) * s, x1 * s, (y0 + 18) * s), fill=color, width=max(1, round(1.2 * s)))
        office = arrival.get("office", "Văn thư").upper()
        size = min(11.0, 190 / len(office))
        self.words(office, (x0 + x1) / 2, y0 + 9.5, size, face="LiberationSerif-Bold", color=color)
        self.words("ĐẾN", x0 + 20, y0 + 47, 17, face="LiberationSerif-Bold", color=color)
        rows = (("Số:", x0 + 40, 37), ("Ngày:", x0 + 40, 60), ("Chuyển:", x0 + 6, 78), ("Lưu hồ sơ số:", x0 + 6, 94))
        font = ImageFont.truetype(str(font_file("LiberationSerif-Bold")), max(4, round(10 * s)))
        for label, left, down in rows:
            self.words(label, left, y0 + down, 10, face="LiberationSerif-Bold", color=color, anchor="ls")
            dots = left + font.getlength(label) / s
            line = "." * round((x1 - 4 - dots) / 2.5)
            self.words(line, dots, y0 + down, 10, face="LiberationSerif-Regular", color=color, anchor="ls")
        ink = (BLUE, BLACK)[int(self.rng.integers(2))]
        self.write(arrival["number"], Spot(spot.page, x0 + 62, y0 + 23, x0 + 105, y0 + 36), ink)
        self.write(_day(arrival), Spot(spot.page, x0 + 67, y0 + 46, x1 - 6, y0 + 59), ink)

    def _turned(self, plate: Image.Image, spot: Spot, degrees: float) -> None:
        turned = plate.rotate(degrees, expand=True, fillcolor="white", resample=Image.Resampling.BICUBIC)
        self.layer.paste(turned, (round(spot.x0 * self.scale), round(spot.y0 * self.scale)))


def _day(arrival: Mapping[str, str]) -> str:
    """The stamp's day as it is written by hand."""
    return "/".join(str(int(part)) for part in reversed(arrival["date"].split("-")))


def paper(image: Image.Image, rng: Generator, *, noise: float, shade: float) -> Image.Image:
    """The page as a scanner's sensor sees it: grain (`noise`, grey levels) and uneven light (`shade`, 0..1)."""
    pixels = np.asarray(image).astype(np.float32)
    if shade > 0:
        across = np.linspace(1.0, 1.0 - shade, pixels.shape[1], dtype=np.float32)
        down = np.linspace(1.0, 1.0 - shade / 2, pixels.shape[0], dtype=np.float32)
        light = down[:, None] * across[None, :]
        pixels *= light[..., None] if pixels.ndim == 3 else light
    if noise > 0:
        grain = rng.normal(0, noise, pixels.shape[:2]).astype(np.float32)
        pixels += grain[..., None] if pixels.ndim == 3 else grain
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
