"""A number or a day in a window of a line: what the net's columns say, as texts with their chances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.read.ocr.digits import BASE, CAP, HEIGHT, NO_DIGIT, NOTHING, SLASH, STEP, Array, darkness, net
from pipeline.read.ocr.engine import Gray
from pipeline.read.ocr.pixels import cv2

_SIZES = (0.88, 1.0, 1.14)  # a window is judged in three sizes, for a hand's size differs from the print's
_BEAM = 24
_LEAST = 0.002  # the chance below which a column's class is not followed
_SIGNS = "0123456789/#"  # what the classes are written as; # is written by hand and no digit
_WIDEST = 520  # pixels of a window; no line's blank is wider


@dataclass(frozen=True, slots=True)
class Place:
    """Where to read: a stretch of a line in points, its baseline, and the height of its printed capitals."""

    x0: float
    x1: float
    base: float
    cap: float


def read_figures(grey: Gray, dpi: float, place: Place) -> dict[str, float]:
    """Texts of figures (`/` where a slash stands, `#` for what is no digit) with their chances; none off the page."""
    windows = [one for size in _SIZES if (one := window(grey, dpi, place, size)) is not None]
    chances: dict[str, float] = {}
    for text, chance in texts(windows) if windows else []:
        chances[text] = chances.get(text, 0.0) + chance / len(windows)
    return chances


def chances_of(grey: Gray, dpi: float, place: Place, wanted: Sequence[str]) -> dict[str, float]:
    """The chances of the `wanted` texts, each over all ways of spreading it over the columns, however unlikely."""
    windows = [one for size in _SIZES if (one := window(grey, dpi, place, size)) is not None]
    chances = dict.fromkeys(wanted, 0.0)
    for columns in net_columns(windows) if windows and wanted else []:
        for text, chance in zip(wanted, _spread(columns, wanted).tolist(), strict=True):
            chances[text] += chance / len(windows)
    return chances


def _spread(columns: Array, wanted: Sequence[str]) -> Array:
    """The chance of each text (the forward sums of Graves and others, 2006), all texts at once."""
    long = 2 * max(map(len, wanted)) + 1
    signs = np.full((len(wanted), long), NOTHING)
    for i, text in enumerate(wanted):
        signs[i, 1 : 2 * len(text) : 2] = [_SIGNS.index(sign) for sign in text]
    other = np.zeros(signs.shape, bool)  # a sign may follow another one directly, but not its like
    other[:, 3::2] = signs[:, 3::2] != signs[:, 1:-2:2]
    sums = np.zeros(signs.shape)
    sums[:, :2] = columns[0][signs[:, :2]]
    scale = 0.0
    for column in columns[1:]:
        more = sums.copy()
        more[:, 1:] += sums[:, :-1]
        more[:, 2:] += np.where(other[:, 2:], sums[:, :-2], 0.0)
        sums = more * column[signs]
        most = float(sums.max()) + 1e-300
        sums /= most
        scale += np.log(most)
    each, last = np.arange(len(wanted)), np.array([2 * len(text) for text in wanted])
    return np.exp(scale) * (sums[each, last] + sums[each, last - 1])


def where(grey: Gray, dpi: float, place: Place) -> list[tuple[str, float]]:
    """The signs on the likeliest path through a place, each with its middle in points."""
    one = window(grey, dpi, place)
    if one is None:
        return []
    out: list[tuple[str, float, int]] = []
    before = NOTHING
    for k, c in enumerate(net().columns(one[None])[0].argmax(axis=1).tolist()):
        if c != NOTHING and c == before:
            sign, total, count = out[-1]
            out[-1] = (sign, total + k, count + 1)
        elif c != NOTHING:
            out.append((_SIGNS[c], float(k), 1))
        before = c
    point = place.cap / CAP * STEP
    return [(sign, place.x0 + (total / count + 0.5) * point) for sign, total, count in out]


def window(grey: Gray, dpi: float, place: Place, size: float = 1.0) -> Array | None:
    """The place as the net sees it (HEIGHT x an even width, 0 … 1), its capitals `size` times as high as usual."""
    scale = CAP * size / place.cap  # pixels of the window in a point
    wide = int((place.x1 - place.x0) * scale) // STEP * STEP
    if not 8 <= wide <= _WIDEST:
        return None
    point = dpi / 72.0
    top, bottom = place.base - HEIGHT * BASE / scale, place.base + HEIGHT * (1 - BASE) / scale
    y0, y1 = int(top * point), max(int(top * point) + 2, int(bottom * point))
    x0, x1 = int(place.x0 * point), max(int(place.x0 * point) + 2, int(place.x1 * point))
    if x1 <= 0 or y1 <= 0 or x0 >= grey.shape[1] or y0 >= grey.shape[0]:
        return None
    part = grey[max(0, y0) : y1, max(0, x0) : x1]
    part = np.pad(
        part,
        ((max(0, -y0), max(0, y1 - grey.shape[0])), (max(0, -x0), max(0, x1 - grey.shape[1]))),
        constant_values=255,
    )
    small = cv2.resize(255 - part, (wide, HEIGHT), interpolation=cv2.INTER_AREA)
    return darkness(small).astype(np.float32) / 255.0


def texts(windows: list[Array]) -> list[tuple[str, float]]:
    """Every likely text of every window with its chance."""
    out = list[tuple[str, float]]()
    for columns in net_columns(windows):
        out.extend(spelled(columns).items())
    return out


def net_columns(windows: list[Array]) -> list[Array]:
    """What the net says of the columns of each window."""
    width = max(one.shape[1] for one in windows)
    stack = np.stack([np.pad(one, ((0, 0), (0, width - one.shape[1]))) for one in windows])
    columns = net().columns(stack)
    return [row[: one.shape[1] // STEP] for one, row in zip(windows, columns, strict=True)]


def spelled(columns: Array) -> dict[str, float]:
    """Texts with their chances over all ways of spreading them over the columns (prefix beam search)."""
    # of each text: the chance that it ends with nothing, and that it ends with its last sign
    beam: dict[str, tuple[float, float]] = {"": (1.0, 0.0)}
    for column in columns:
        more: dict[str, tuple[float, float]] = {}
        likely = [int(c) for c in np.nonzero(column > _LEAST)[0] if c != NOTHING]
        if not likely:
            beam = {text: ((blank + signed) * float(column[NOTHING]), 0.0) for text, (blank, signed) in beam.items()}
            continue
        for text, (blank, signed) in beam.items():
            whole = blank + signed
            _gain(more, text, whole * float(column[NOTHING]), 0.0)
            for c in likely:
                chance = float(column[c])
                if text and text[-1] == _SIGNS[c]:
                    _gain(more, text, 0.0, signed * chance)
                    _gain(more, text + _SIGNS[c], 0.0, blank * chance)
                else:
                    _gain(more, text + _SIGNS[c], 0.0, whole * chance)
        beam = dict(sorted(more.items(), key=lambda item: -sum(item[1]))[:_BEAM])
    return {text: blank + signed for text, (blank, signed) in beam.items()}


def _gain(beam: dict[str, tuple[float, float]], text: str, blank: float, signed: float) -> None:
    old = beam.get(text, (0.0, 0.0))
    beam[text] = (old[0] + blank, old[1] + signed)


assert len(_SIGNS) == NOTHING
assert _SIGNS[SLASH] == "/"
assert _SIGNS[NO_DIGIT] == "#"
