"""Figures in a window of a line: a small convolutional net says of every second column what stands there.

The window is brought to 32 rows with capitals 11 pixels high, so that handwriting above and below them fits. The net's
columns are those of connectionist temporal classification (Graves and others, 2006): a figure, or nothing between two
figures; printed words, dots and rules are nothing. Plain numpy; the weights are made by `scripts/train_digits.py` from
lines that it draws (and scikit-learn's digits in some of them), and lie in `data/models/digits.npz`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from pipeline.read.ocr.engine import Gray
from schemas.rule import DATA

HEIGHT = 32  # rows of a window
CAP = 11  # of a printed capital in it
BASE = 0.66  # where the baseline lies, as a part of the height
SLASH, NO_DIGIT, NOTHING = 10, 11, 12  # classes after the ten digits
CLASSES = 13
STEP = 2  # pixels of a window in one column of the answer

Array = Any  # numpy arrays of floats


@dataclass(frozen=True, slots=True)
class Net:
    """Weights of the members of a small committee, layer by layer (rows x columns x in x out); they are averaged."""

    members: tuple[tuple[tuple[Array, Array], ...], ...]
    temperature: float

    def columns(self, windows: Array) -> Array:
        """n x HEIGHT x width (0 … 1, ink is 1) to n x width / STEP x CLASSES: probabilities."""
        total: Array = 0.0
        for layers in self.members:
            total = total + softmax(scores(layers, windows[..., None]) / self.temperature)
        return total / len(self.members)


def scores(layers: tuple[tuple[Array, Array], ...], x: Array) -> Array:
    """The net's answer before it is made into chances; `x` is n x HEIGHT x width x 1."""
    for k, (weights, bias) in enumerate(layers):
        x = _convolved(x, weights) + bias
        if k < len(layers) - 1:
            x = np.maximum(x, 0)
        if k < 3:
            x = np.maximum(x[:, ::2], x[:, 1::2])
        if k == 0:
            x = np.maximum(x[:, :, ::2], x[:, :, 1::2])
    return x[:, 0]


def _convolved(x: Array, weights: Array) -> Array:
    """Each place's neighbourhood times the weights; as wide as before, and as high where the weights have odd rows."""
    rows, columns, into, out = weights.shape
    over = rows // 2 if rows % 2 else 0
    padded = np.pad(x, ((0, 0), (over, over), (columns // 2, columns // 2), (0, 0)))
    high, wide = padded.shape[1] - rows + 1, x.shape[2]
    parts = [padded[:, i : i + high, j : j + wide] for i in range(rows) for j in range(columns)]
    flat = np.concatenate(parts, axis=3).reshape(-1, rows * columns * into)
    answer: Array = (flat @ weights.reshape(-1, out)).reshape(len(x), high, wide, out)
    return answer


def softmax(values: Array) -> Array:
    powers = np.exp(values - values.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


@cache
def net() -> Net:
    """The trained net, loaded once a process."""
    with np.load(DATA / "models" / "digits.npz") as saved:
        members = tuple(
            tuple(
                (saved[f"w{i}_{k}"].astype(np.float32), saved[f"b{i}_{k}"].astype(np.float32))
                for k in range(int(saved["layers"]))
            )
            for i in range(int(saved["members"]))
        )
        return Net(members, float(saved["temperature"]))


def darkness(ink: Gray) -> Gray:
    """Ink (255 on 0) so that the darkest of it is 255; what is faint all over is not raised to full strength."""
    top = max(80.0, float(np.percentile(ink, 99.5)))
    out: Gray = np.clip(ink.astype(np.float32) * (255.0 / top), 0, 255).astype(np.uint8)
    return out
