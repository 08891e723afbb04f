"""Train the recogniser of handwritten digits: `python -m scripts.train_digits [--out data/models/digits.npz]`.

The digits are drawn (scripts/digit_strokes.py) and distorted here, and those of scikit-learn (1,797 of 8 x 8 pixels)
are enlarged and distorted the same way; printed digits come from the fonts that typeset the samples, where installed.
Beside the ten digits there is an eleventh class: parts of digits, two digits in one piece, slashes, dots and letters.
No scan of a real letter takes part. The same seed gives the same weights (about ten minutes of one core).
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from pipeline.read.ocr.digits import JUNK, features
from scripts.digit_strokes import Rng, curve, drawn, hand, strokes_of

_FONTS = Path("/usr/share/fonts/truetype")


def worn(ink: Any, rng: Rng) -> Any:
    """The ink as a scanner leaves it: stretched, blurred, thresholded, speckled, broken."""
    if rng.random() < 0.7:
        ink = _elastic(ink, rng)
    if rng.random() < 0.3:
        ink = (ink.astype(np.float32) * rng.uniform(0.6, 1.0)).astype(np.uint8)
    if rng.random() < 0.6:
        ink = cv2.GaussianBlur(ink, (0, 0), float(rng.uniform(0.3, 1.3)))
    if rng.random() < 0.6:
        ink = np.where(ink > rng.uniform(60, 150), 255, 0).astype(np.uint8)
    if rng.random() < 0.15:
        holes = rng.random(ink.shape) < 0.06
        ink = np.where(cv2.dilate(holes.astype(np.uint8), np.ones((2, 2), np.uint8)) > 0, 0, ink).astype(np.uint8)
    if rng.random() < 0.12:
        ink = ink.copy()
        for _ in range(int(rng.integers(1, 4))):
            y, x = int(rng.integers(ink.shape[0])), int(rng.integers(ink.shape[1]))
            ink[y : y + 2, x : x + 2] = 255
    if rng.random() < 0.1:
        rule = int(rng.integers(ink.shape[0]))
        ink = ink.copy()
        ink[rule : rule + 2] = 0
    return ink


def _elastic(ink: Any, rng: Rng) -> Any:
    height, width = ink.shape
    reach = rng.uniform(0.5, 2.0) * height / 32
    dx = cv2.GaussianBlur(rng.uniform(-1, 1, (height, width)).astype(np.float32), (0, 0), height / 6) * reach * 6
    dy = cv2.GaussianBlur(rng.uniform(-1, 1, (height, width)).astype(np.float32), (0, 0), height / 6) * reach * 6
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    return cv2.remap(ink, x + dx, y + dy, cv2.INTER_LINEAR)


def written(digit: int, rng: Rng) -> Any:
    """A digit; sometimes with what a cut leaves of its neighbour."""
    how = hand(rng)
    mine = strokes_of(digit, rng, how)
    height = int(rng.integers(28, 64))
    if rng.random() < 0.7:
        return drawn(mine, rng, height=height, thick=how["thick"])
    left, right = min(float(c[:, 0].min()) for c in mine), max(float(c[:, 0].max()) for c in mine)
    other = strokes_of(int(rng.integers(10)), rng, how)
    overlap = float(rng.uniform(0.0, 0.1))
    if rng.random() < 0.5:
        shift = right - overlap - min(float(c[:, 0].min()) for c in other)
    else:
        shift = left + overlap - max(float(c[:, 0].max()) for c in other)
    beside = [
        line[(line[:, 0] + shift > left - 0.06) & (line[:, 0] + shift < right + 0.06)] + np.array([shift, 0])
        for line in other
    ]
    return drawn([*mine, *(line for line in beside if len(line) > 1)], rng, height=height, thick=how["thick"])


def junk(rng: Rng) -> Any:
    """What a wrong cut, a slash or a letter leaves."""
    kind = rng.random()
    how = hand(rng)
    height = int(rng.integers(28, 64))
    if kind < 0.3:  # two digits in one piece
        first = strokes_of(int(rng.integers(10)), rng, how)
        second = strokes_of(int(rng.integers(10)), rng, how)
        shift = max(float(line[:, 0].max()) for line in first) - min(float(line[:, 0].min()) for line in second)
        shift += float(rng.uniform(-0.12, 0.1))
        return drawn(
            [*first, *(line + np.array([shift, 0]) for line in second)], rng, height=height, thick=how["thick"]
        )
    if kind < 0.6:  # a part of a digit, and perhaps of its neighbour
        whole = drawn(
            strokes_of(int(rng.choice([0, 2, 3, 4, 5, 6, 7, 8, 9])), rng, how), rng, height=height, thick=how["thick"]
        )
        at = float(rng.uniform(0.3, 0.7))
        cut = int(whole.shape[1] * at) if rng.random() < 0.6 else 0
        part = (
            whole[:, :cut]
            if cut and rng.random() < 0.5
            else whole[:, cut:]
            if cut
            else whole[: int(whole.shape[0] * at)]
        )
        return part if part.size and part.max() > 0 else whole[: whole.shape[0] // 2]
    if kind < 0.7:  # specks, dots, commas
        ink = np.zeros((24, 24), np.uint8)
        cv2.ellipse(
            ink,
            (12, 12),
            (int(rng.integers(2, 8)), int(rng.integers(2, 8))),
            float(rng.uniform(0, 180)),
            0,
            360,
            255,
            -1,
        )
        return ink
    if kind < 0.85:  # a level or wild stroke
        points = [(float(rng.uniform(0, 1.6)), float(rng.uniform(0.3, 0.7))) for _ in range(int(rng.integers(2, 5)))]
        points = sorted(points) if rng.random() < 0.6 else [(x, float(rng.uniform(0, 1))) for x, _ in points]
        if abs(points[0][0] - points[-1][0]) < 0.4:
            points[-1] = (points[0][0] + 1.0, points[-1][1])
        return drawn([curve(points)], rng, height=height, thick=how["thick"])
    letter = str(rng.choice(list("SốôĐQBTYNVhgàytnmă:;()&%@#UKxw")))
    return printed(letter, rng) if _fonts() else junk(rng)


_cache: list[Path] | None = None


def _fonts() -> list[Path]:
    return sorted(_FONTS.glob("liberation2/LiberationSerif-*.ttf")) + sorted(_FONTS.glob("dejavu/DejaVuSerif*.ttf"))


def printed(text: str, rng: Rng) -> Any:
    from PIL import Image, ImageDraw, ImageFont

    fonts = _fonts()
    font = ImageFont.truetype(str(fonts[int(rng.integers(len(fonts)))]), int(rng.integers(30, 60)))
    image = Image.new("L", (110, 110), 0)
    ImageDraw.Draw(image).text((20, 15), text, fill=255, font=font)
    ink = np.asarray(image).copy()
    ys, xs = np.nonzero(ink)
    return ink[max(0, ys.min() - 3) : ys.max() + 4, max(0, xs.min() - 3) : xs.max() + 4] if len(xs) else ink


def scanned_digits() -> tuple[list[Any], list[int]]:
    """scikit-learn's digits, enlarged to 48 pixels and sharpened back into strokes."""
    from sklearn.datasets import load_digits

    data = load_digits()
    pieces = []
    for image in data.images:
        large = cv2.resize((image * (255 / 16)).astype(np.uint8), (48, 48), interpolation=cv2.INTER_CUBIC)
        large = cv2.GaussianBlur(large, (0, 0), 2)
        sharp = np.clip((large.astype(np.float32) - 90) * 3, 0, 255).astype(np.uint8)
        pieces.append(np.pad(sharp, 6))
    return pieces, [int(t) for t in data.target]


def _leaned(ink: Any, rng: Rng) -> Any:
    """A scanned digit in another slant and width."""
    height, width = ink.shape
    lean, wide = float(rng.normal(0.1, 0.18)), float(rng.uniform(0.7, 1.15))
    matrix = np.array([[wide, -lean, lean * height / 2 + width * (1 - wide) / 2], [0, 1, 0]], np.float32)
    out = cv2.warpAffine(ink, matrix, (width, height))
    if rng.random() < 0.5:
        size = int(rng.integers(2, 4))
        out = (cv2.dilate if rng.random() < 0.4 else cv2.erode)(out, np.ones((size, size), np.uint8))
    return out if out.max() > 100 else ink


def sample(count: int, seed: int, held: bool) -> tuple[Any, Any]:
    """Features and classes: drawn, scanned, printed and junk; `held` takes the scanned digits kept for judging."""
    rng = np.random.default_rng(seed)
    pieces, targets = scanned_digits()
    chosen = [i for i in range(len(pieces)) if (i % 5 == 0) == held]
    rows: list[Any] = []
    classes: list[int] = []
    while len(rows) < count:
        roll = rng.random()
        if roll < 0.55:
            target = int(rng.integers(10))
            ink = written(target, rng)
        elif roll < 0.75:
            i = chosen[int(rng.integers(len(chosen)))]
            target, ink = targets[i], _leaned(pieces[i], rng)
        elif roll < 0.8 and _fonts():
            target = int(rng.integers(10))
            ink = printed(str(target), rng)
        else:
            target, ink = JUNK, junk(rng)
        ink = worn(ink, rng)
        if (ink > 96).sum() < 8:
            continue
        rows.append(features(ink))
        classes.append(target)
    return np.stack(rows), np.array(classes)


def train(out: Path, *, count: int, members: int, seed: int) -> None:
    from sklearn.neural_network import MLPClassifier

    saved: dict[str, Any] = {"members": np.array(members)}
    judge_x, judge_y = sample(6000, seed + 999, held=True)
    scores = []
    for i in range(members):
        x, y = sample(count, seed + i, held=False)
        net = MLPClassifier(
            (224, 64), alpha=3e-4, batch_size=256, learning_rate_init=1.5e-3, max_iter=18, random_state=seed + i
        )
        net.fit(x, y)
        hidden = np.maximum(judge_x @ net.coefs_[0] + net.intercepts_[0], 0)
        hidden = np.maximum(hidden @ net.coefs_[1] + net.intercepts_[1], 0)
        scores.append(hidden @ net.coefs_[2] + net.intercepts_[2])
        print(
            f"member {i}: {(scores[-1].argmax(1) == judge_y).mean():.4f} of {len(judge_y)} held-out pieces", flush=True
        )
        for k in range(3):
            saved[f"w{k + 1}_{i}"] = net.coefs_[k].astype(np.float16)
            saved[f"b{k + 1}_{i}"] = net.intercepts_[k].astype(np.float16)
    temperature, loss, right = _calibrated(scores, judge_y)
    print(f"together: {right:.4f}, temperature {temperature:.2f}, log loss {loss:.4f}")
    saved["temperature"] = np.array(temperature)
    out.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(out, **saved)


def _calibrated(scores: list[Any], truth: Any) -> tuple[float, float, float]:
    """The temperature at which the committee's probabilities are most honest on pieces it never saw."""
    best = (1.0, 1e9, 0.0)
    for temperature in np.arange(0.6, 3.01, 0.1):
        total = np.zeros_like(scores[0])
        for score in scores:
            powers = np.exp((score - score.max(1, keepdims=True)) / temperature)
            total += powers / powers.sum(1, keepdims=True)
        total /= len(scores)
        loss = float(-np.log(total[np.arange(len(truth)), truth] + 1e-9).mean())
        if loss < best[1]:
            best = (float(temperature), loss, float((total.argmax(1) == truth).mean()))
    return best


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("data/models/digits.npz"))
    parser.add_argument("--count", type=int, default=90_000, help="pieces for each member")
    parser.add_argument("--members", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    train(args.out, count=args.count, members=args.members, seed=args.seed)


if __name__ == "__main__":
    main()
