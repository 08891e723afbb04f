"""Handwritten digits: a piece of ink to probabilities of 0 … 9 and of being no digit.

Gradients in a grid (as in Dalal and Triggs, 2005) and a small net of two layers, both in plain numpy; the weights are
made by `scripts/train_digits.py` from digits that it draws and scikit-learn's, and lie in `data/models/digits.npz`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from pipeline.read.ocr.engine import Gray
from pipeline.read.ocr.pixels import cv2
from schemas.rule import DATA

SIDE = 32  # pixels of the square that a piece is brought to
_INNER = 24  # its longer side within it
_CELLS = 8
_WAYS = 8
JUNK = 10  # the class of what is no single digit

Array = Any  # numpy arrays of floats


@dataclass(frozen=True, slots=True)
class Net:
    """Weights of the members of a small committee; their probabilities are averaged."""

    members: tuple[tuple[Array, ...], ...]
    temperature: float

    def probabilities(self, features: Array) -> Array:
        """n x features to n x 11: digits 0 … 9, and no digit."""
        total = np.zeros((len(features), JUNK + 1))
        for w1, b1, w2, b2, w3, b3 in self.members:
            hidden = np.maximum(features @ w1 + b1, 0)
            hidden = np.maximum(hidden @ w2 + b2, 0)
            scores = (hidden @ w3 + b3) / self.temperature
            scores -= scores.max(axis=1, keepdims=True)
            powers = np.exp(scores)
            total += powers / powers.sum(axis=1, keepdims=True)
        return total / len(self.members)


@cache
def net() -> Net:
    """The trained net, loaded once a process."""
    with np.load(DATA / "models" / "digits.npz") as saved:
        count = int(saved["members"])
        members = tuple(tuple(saved[f"{name}{i}"].astype(np.float32) for name in _NAMES) for i in range(count))
        return Net(members, float(saved["temperature"]))


_NAMES = ("w1_", "b1_", "w2_", "b2_", "w3_", "b3_")


def classify(pieces: list[Gray]) -> Array:
    """Probabilities (n x 11) for pieces of ink: 255 on 0, any size."""
    if not pieces:
        return np.zeros((0, JUNK + 1))
    total = np.zeros((len(pieces), JUNK + 1))
    for lean in _LEANS:
        total += net().probabilities(np.stack([features(_leaned(piece, lean)) for piece in pieces]))
    return total / len(_LEANS)


_LEANS = (-0.12, 0.06, 0.24)  # a digit is judged upright and in the slants of usual hands


def _leaned(piece: Gray, lean: float) -> Gray:
    height, width = piece.shape
    room = int(abs(lean) * height) + 1
    matrix = np.array([[1, -lean, lean * height if lean > 0 else 0], [0, 1, 0]], np.float32)
    out: Gray = cv2.warpAffine(piece, matrix, (width + room, height))
    return out


def squared(piece: Gray) -> Gray:
    """The piece's ink, its longer side 24 pixels, in the middle (by weight) of a square of 32."""
    ys, xs = np.nonzero(piece > 96)
    if len(xs) == 0:
        return np.zeros((SIDE, SIDE), np.uint8)
    ink = piece[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1]
    ratio = _INNER / max(ink.shape)
    size = (max(1, round(ink.shape[1] * ratio)), max(1, round(ink.shape[0] * ratio)))
    small = cv2.resize(ink, size, interpolation=cv2.INTER_AREA if ratio < 1 else cv2.INTER_LINEAR)
    out = np.zeros((SIDE, SIDE), np.uint8)
    weight = small.astype(np.float64) + 1e-6
    cx = round(float((weight.sum(axis=0) * np.arange(size[0])).sum() / weight.sum()))
    cy = round(float((weight.sum(axis=1) * np.arange(size[1])).sum() / weight.sum()))
    x = min(max(SIDE // 2 - cx, 0), SIDE - size[0])
    y = min(max(SIDE // 2 - cy, 0), SIDE - size[1])
    out[y : y + size[1], x : x + size[0]] = small
    return out


def features(piece: Gray) -> Array:
    """Strength of the gradient in 8 directions in 8 x 8 cells, its blurred ink, and its shape."""
    square = squared(piece).astype(np.float32) / 255.0
    square = cv2.GaussianBlur(square, (0, 0), 0.8)
    gx, gy = cv2.Sobel(square, cv2.CV_32F, 1, 0), cv2.Sobel(square, cv2.CV_32F, 0, 1)
    size = np.sqrt(gx * gx + gy * gy)
    way = (np.arctan2(gy, gx) / (2 * np.pi) * _WAYS) % _WAYS
    low = np.floor(way).astype(np.int64)
    part = way - low
    step = SIDE // _CELLS
    planes = np.zeros((_WAYS, SIDE, SIDE), np.float32)
    rows, columns = np.mgrid[0:SIDE, 0:SIDE]
    planes[low % _WAYS, rows, columns] += size * (1 - part)
    planes[(low + 1) % _WAYS, rows, columns] += size * part
    cells = planes.reshape(_WAYS, _CELLS, step, _CELLS, step).sum(axis=(2, 4))
    flat = cells.reshape(-1)
    flat = np.minimum(flat / (np.linalg.norm(flat) + 1e-6), 0.2)
    flat = flat / (np.linalg.norm(flat) + 1e-6)
    coarse = square.reshape(_CELLS, step, _CELLS, step).mean(axis=(1, 3)).reshape(-1)
    high, wide = piece.shape
    shape = np.array([min(3.0, wide / max(1, high)) / 3.0], np.float32)
    return np.concatenate((flat * 4, coarse, shape)).astype(np.float32)
