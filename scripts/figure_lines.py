"""Windows of letterheads as scanners see them, drawn: digits by hand between printed words, and all that stands around.

Each is what `pipeline/read/ocr/figures.py` cuts out of a page: `Số:` and `/SYMBOL`, `ngày` and `tháng` around a number
or a day, in one of many hands, on dotted lines, beside other rows, blurred, thresholded and speckled. With it comes
what is written there and where each figure stands. Nothing of a real letter takes part.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from pipeline.read.ocr.digits import BASE, CAP, HEIGHT, NO_DIGIT, SLASH, darkness
from scripts.digit_strokes import Rng, hand, strokes_of
from scripts.figure_ink import (
    FINE,
    WIDTH,
    Window,
    borrowed_digit,
    dots,
    drawn_by_hand,
    no_digit,
    scanned,
    slash_by_hand,
    typeset,
)

_CAPITALS = list("ABCDĐGHKLMNPQSTUVXY")
_WORDS = [
    "V/v",
    "đề",
    "nghị",
    "báo",
    "cáo",
    "tình",
    "hình",
    "thực",
    "hiện",
    "kế",
    "hoạch",
    "SỞ",
    "TỈNH",
    "Độc",
    "lập",
    "Tự",
    "do",
    "Kính",
    "gửi",
]
_SERIF = "LiberationSerif"
_SANS = "LiberationSans"


def drawn_window(rng: Rng) -> tuple[Any, list[int], list[tuple[float, float]]]:
    """A window (HEIGHT x WIDTH, darkness 0..255), the classes written in it, and the left and right end of each."""
    while True:
        cap = CAP * FINE * float(np.clip(rng.normal(1, 0.1), 0.75, 1.3))
        window = Window(rng, cap, HEIGHT * FINE * BASE + float(rng.normal(0, 0.12)) * cap)
        roll = rng.random()
        if roll < 0.58:
            _number(window)
        elif roll < 0.86:
            _day(window)
        else:
            _stamped(window)
        if all(left >= 0 and right < WIDTH * FINE - 2 for _, left, right in window.figures):
            break
    _surroundings(window)
    image = darkness(scanned(window.ink, rng))
    return image, [c for c, _, _ in window.figures], [(x0 / FINE, x1 / FINE) for _, x0, x1 in window.figures]


def _number(window: Window) -> None:
    """`Số: 152/ABC-XY`."""
    rng = window.rng
    bold = "-Bold" if rng.random() < 0.12 else "-Regular"
    face = (_SERIF if rng.random() < 0.9 else _SANS) + bold
    x = -float(rng.uniform(-0.3, 2.6)) * window.cap
    x = typeset(window, str(rng.choice(["Số:", "Số:", "Số:", "Số :", "Số", "số:"])), x, face)
    start = x + float(rng.uniform(-0.15, 1.0) if rng.random() < 0.8 else rng.uniform(0.8, 2.5)) * window.cap
    count = int(rng.choice([0, 1, 2, 3, 4, 5], p=[0.05, 0.05, 0.26, 0.28, 0.31, 0.05]))
    digits = [int(d) for d in rng.integers(0, 10, count)]
    if count == 2 and rng.random() < 0.3:
        digits[0] = 0
    if count and rng.random() < 0.03:
        digits.append(NO_DIGIT)
    end = _figures(window, digits, max(start, 0.1 * window.cap), face)
    gap = float(rng.uniform(-0.1, 0.6) if rng.random() < 0.6 else rng.uniform(0.3, 2.2)) * window.cap
    if rng.random() < 0.12:
        dots(window, x, end + gap)
    if rng.random() < 0.93:
        _slash(window, end + gap, face)


def _slash(window: Window, x: float, face: str) -> None:
    """A printed slash and the symbol after it; the slash is a figure where it stands on the window."""
    rng = window.rng
    symbol = "".join(rng.choice(_CAPITALS, int(rng.integers(2, 5)))) + "-" + "".join(rng.choice(_CAPITALS, 2))
    after = typeset(window, "/", x, face)
    if rng.random() < 0.12:
        after += float(rng.uniform(0.1, 0.5)) * window.cap
    typeset(window, symbol, after, face)
    if after + 0.3 * window.cap < WIDTH * FINE:
        window.figures.append((SLASH, max(0.0, x), after))
    else:
        window.ink[:, max(0, int(x) - 2) :] = 0


def _day(window: Window) -> None:
    """`ngày 15 tháng`, `tháng 3 năm`."""
    rng = window.rng
    face = _SERIF + ("-Italic" if rng.random() < 0.75 else "-BoldItalic")
    before, after, most = ("ngày", "tháng", 31) if rng.random() < 0.7 else ("tháng", "năm", 12)
    x = typeset(window, before, -float(rng.uniform(-0.3, 3.2)) * window.cap, face)
    start = x + float(rng.uniform(-0.1, 0.9)) * window.cap
    value = int(rng.integers(1, most + 1))
    text = f"{value:02d}" if rng.random() < 0.75 else str(value)
    if rng.random() < 0.25:  # any pair, that the net need not believe in calendars
        text = f"{int(rng.integers(0, 100)):02d}"
    if rng.random() < 0.05:
        text = ""
    end = _figures(window, [int(c) for c in text], max(start, 0.1 * window.cap), face)
    gap = float(rng.uniform(-0.05, 0.9)) * window.cap
    if rng.random() < 0.1:
        dots(window, x, end + gap)
    typeset(window, after, end + gap, face)


def _stamped(window: Window) -> None:
    """A number or a day in a stamp: `Số: ....152....`, `Ngày: ..12/3/2019..`."""
    rng = window.rng
    window.cap *= float(rng.uniform(0.75, 1.0))
    face = str(rng.choice([_SERIF + "-Regular", _SANS + "-Regular", _SANS + "-Bold"]))
    label = str(rng.choice(["Số:", "Ngày:", "Số đến:", "Đến", "Ngày", "ngày", ""]))
    x = typeset(window, label, -float(rng.uniform(-0.3, 3.0)) * window.cap, face, tone=int(rng.integers(60, 256)))
    text = "".join(str(int(d)) for d in rng.integers(0, 10, int(rng.integers(1, 6))))
    if rng.random() < 0.6:
        day, month, year = int(rng.integers(1, 32)), int(rng.integers(1, 13)), int(rng.integers(2000, 2041))
        pad = "02d" if rng.random() < 0.4 else "d"
        text = f"{day:{pad}}/{month:{pad}}/" + (str(year) if rng.random() < 0.6 else f"{year % 100:02d}")
        text = text if rng.random() < 0.8 else text.rsplit("/", 1)[0]
    classes = [SLASH if c == "/" else int(c) for c in text]
    end = _figures(window, classes, max(x, 0) + float(rng.uniform(0.0, 0.8)) * window.cap, face)
    if rng.random() < 0.7:
        dots(window, x, end + float(rng.uniform(0, 3)) * window.cap)


def _figures(window: Window, classes: list[int], x: float, face: str) -> float:
    """Write figures from `x` on: in type, by hand, or as scikit-learn's writers did; the place after them."""
    roll = window.rng.random()
    if roll < 0.1:
        return _in_type(window, classes, x, face)
    return _by_hand(window, classes, x, borrowed=roll < 0.19 and not {SLASH, NO_DIGIT} & set(classes))


def _in_type(window: Window, classes: list[int], x: float, face: str) -> float:
    for one in classes:
        letter = str(window.rng.choice(list("ABCDabc"))) if one == NO_DIGIT else str(one)
        end = typeset(window, "/" if one == SLASH else letter, x, face)
        window.figures.append((one, x, end))
        x = end
    return x


def _by_hand(window: Window, classes: list[int], x: float, *, borrowed: bool) -> float:
    rng, cap = window.rng, window.cap
    how = hand(rng)
    how["slant"] += float(rng.normal(0, 0.1))
    tall = cap * float(np.clip(rng.lognormal(np.log(1.28), 0.2), 0.75, 2.1))
    pen = max(1.3, cap * float(np.clip(rng.lognormal(np.log(0.115), 0.4), 0.045, 0.28)))
    pen = min(pen, 0.15 * tall)
    tone = int(255 * (1.0 if rng.random() < 0.6 else rng.uniform(0.4, 1.0)))
    apart = float(np.clip(rng.normal(0.13, 0.12), -0.12, 0.55))
    low = window.base + float(rng.normal(0.05, 0.16)) * cap
    drift = float(rng.normal(0, 0.06))
    start = x
    for wanted in classes:
        one = wanted
        each = tall * float(rng.normal(1, 0.07))
        foot = low + drift * (x - start) + float(rng.normal(0, 0.04)) * tall
        if borrowed:
            right = x + borrowed_digit(window, one, x, foot, tall=each, tone=tone)
        else:
            one = NO_DIGIT if rng.random() < 0.012 else wanted
            curves = no_digit(rng, how) if one == NO_DIGIT else slash_by_hand(rng) if one == SLASH else None
            curves = strokes_of(one, rng, how) if curves is None else curves
            right = drawn_by_hand(window, curves, x, foot, tall=each, pen=pen, tone=tone)
        window.figures.append((one, x, right))
        x = right + apart * tall * float(rng.uniform(0.3, 1.7))
    return x


def _surroundings(window: Window) -> None:
    """Rows above and below, rules, arcs of seals, specks."""
    rng, cap = window.rng, window.cap
    for chance, base in (
        (0.3, window.base + cap * rng.uniform(1.5, 2.3)),
        (0.2, window.base - cap * rng.uniform(1.8, 2.6)),
    ):
        if rng.random() < chance:
            text = " ".join(rng.choice(_WORDS, 7))
            typeset(window, text, -float(rng.uniform(0, 3)) * cap, _SERIF + "-Regular", base=base)
    layer = np.zeros_like(window.ink)
    high, wide = layer.shape
    if rng.random() < 0.06:
        y = int(rng.integers(high))
        x = int(rng.integers(-wide // 2, wide))
        cv2.line(layer, (x, y), (x + int(rng.integers(wide // 4, wide)), y), 255, int(rng.integers(1, 5)))
    if rng.random() < 0.05:
        middle = (int(rng.integers(-200, wide + 200)), int(rng.integers(-300, high + 300)))
        cv2.circle(layer, middle, int(rng.integers(150, 320)), int(rng.integers(60, 200)), int(rng.integers(2, 6)))
    if rng.random() < 0.25:
        for _ in range(int(rng.integers(1, 7))):
            at = (int(rng.integers(wide)), int(rng.integers(high)))
            cv2.circle(layer, at, int(rng.integers(1, 4)), int(rng.integers(80, 256)), -1)
    window.add(layer)
