"""A handwritten number: a strip of ink cut into digits in the way that makes the best digits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from pipeline.read.ocr.digits import JUNK, classify
from pipeline.read.ocr.engine import Gray
from pipeline.read.ocr.pixels import cv2

_MOST_CUTS = 26
_BEAM = 40
_SKIP = 0.02  # the worth of leaving a small piece out


@dataclass(frozen=True, slots=True)
class Figures:
    """What a strip says. `share`: this reading's part of all readings; `fit`: how digit-like its worst digit is."""

    text: str
    share: float
    fit: float
    others: tuple[tuple[str, float], ...] = ()


def read_figures(ink: Gray, *, allowed: frozenset[str] | None = None, most: int = 5) -> Figures | None:
    """The digits in a strip of ink (255 on 0), None where there is no ink. `allowed`: the only texts it can be."""
    ink = upright(ink)
    cuts = _cuts(ink)
    if len(cuts) < 2:
        return None
    height = _height(ink)
    spans = [
        (i, j)
        for i in range(len(cuts) - 1)
        for j in range(i + 1, len(cuts))
        if cuts[j] - cuts[i] <= 1.45 * height and cuts[j] - cuts[i] >= 2
    ]
    pieces = [_piece(ink, cuts[i], cuts[j]) for i, j in spans]
    chances = classify(pieces)
    for k, piece in enumerate(pieces):
        chances[k, :JUNK] *= _tall_enough(piece, height)
    small = [_is_small(piece, height) for piece in pieces]
    readings = _search(len(cuts), spans, chances, small, most)
    if allowed is not None:
        readings = {text: worth for text, worth in readings.items() if text in allowed}
    readings.pop("", None)
    if not readings:
        return Figures("", 0.0, 0.0)
    ranked = sorted(readings.items(), key=lambda item: (-item[1][0], item[0]))
    total = sum(worth for _, (worth, _) in ranked)
    text, (worth, fit) = ranked[0]
    return Figures(text, worth / total if total else 0.0, fit, tuple((t, w / total) for t, (w, _) in ranked[1:4]))


def upright(ink: Gray) -> Gray:
    """The ink with its slant taken out: the shear under which its columns are most distinct."""
    height, width = ink.shape
    best, image = -1.0, ink
    for shear in np.arange(-0.2, 0.85, 0.1):
        matrix = np.array([[1, shear, 0], [0, 1, 0]], np.float32)
        turned = cv2.warpAffine(ink, matrix, (width + int(height * 0.9), height))
        if shear < 0:
            matrix[0, 2] = height * 0.2
            turned = cv2.warpAffine(ink, matrix, (width + int(height * 0.9), height))
        columns = (turned > 96).sum(axis=0).astype(np.float64)
        score = float((columns**2).sum()) * (1.0 - 0.02 * abs(shear - 0.2))
        if score > best:
            best, image = score, turned
    return image


def _height(ink: Gray) -> float:
    rows = np.nonzero((ink > 96).any(axis=1))[0]
    return float(rows[-1] - rows[0] + 1) if len(rows) else 1.0


def _cuts(ink: Gray) -> list[int]:
    """Columns at which digits may begin and end: edges of ink, and narrow places within it."""
    columns = (ink > 96).sum(axis=0)
    filled = np.nonzero(columns)[0]
    if len(filled) == 0:
        return []
    height = _height(ink)
    edges = [int(filled[0])]
    gaps = np.nonzero(np.diff(filled) > 1)[0]
    edges += [int((filled[i] + filled[i + 1] + 1) // 2) for i in gaps]
    edges.append(int(filled[-1]) + 1)
    smooth = np.convolve(columns, np.ones(3) / 3, mode="same")
    reach = max(2, int(height * 0.08))
    dips = []
    for x in range(edges[0] + reach, edges[-1] - reach):
        window = smooth[x - reach : x + reach + 1]
        if smooth[x] <= window.min() + 1e-9 and smooth[x] < 0.45 * height and columns[x] > 0:
            dips.append((float(smooth[x]), x))
    chosen = list(edges)
    for _, x in sorted(dips):
        if all(abs(x - other) >= max(3, 0.12 * height) for other in chosen) and len(chosen) < _MOST_CUTS:
            chosen.append(x)
    return sorted(set(chosen))


def _piece(ink: Gray, x0: int, x1: int) -> Gray:
    part = ink[:, x0:x1]
    rows = np.nonzero((part > 96).any(axis=1))[0]
    columns = np.nonzero((part > 96).any(axis=0))[0]
    if len(rows) == 0:
        return np.zeros((4, 4), np.uint8)
    out: Gray = part[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return out


def _tall_enough(piece: Gray, height: float) -> float:
    """Digits of one number are about as tall as each other: 1 down to two thirds of the strip, less below."""
    return float(min(1.0, (piece.shape[0] / (0.66 * height)) ** 3))


def _is_small(piece: Gray, height: float) -> bool:
    """A dot, a dash or a rest that may be left out."""
    return piece.shape[0] < 0.35 * height or int((piece > 96).sum()) < 0.012 * height * height


def _search(
    count: int, spans: list[tuple[int, int]], chances: Any, small: list[bool], most: int
) -> dict[str, tuple[float, float]]:
    """Every likely text with its worth (over all ways of cutting) and the fit of its worst digit."""
    at: list[dict[str, tuple[float, float]]] = [{} for _ in range(count)]
    at[0][""] = (1.0, 1.0)
    for k, (i, j) in sorted(enumerate(spans), key=lambda item: item[1]):
        beam = sorted(at[i].items(), key=lambda item: -item[1][0])[:_BEAM]
        for text, (worth, fit) in beam:
            steps = [("", _SKIP, fit)] if small[k] else [("", 1e-4, fit * 0.5)] if j == i + 1 else []
            if len(text) < most:
                digits = chances[k]
                steps += [
                    (str(d), float(digits[d]), min(fit, float(digits[d] / (digits[d] + digits[JUNK]))))
                    for d in range(10)
                    if digits[d] > 0.003
                ]
            for more, chance, new_fit in steps:
                key = text + more
                old, old_fit = at[j].get(key, (0.0, 0.0))
                gained = worth * chance
                at[j][key] = (old + gained, new_fit if gained > old else old_fit)
    return at[-1]
