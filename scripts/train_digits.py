"""Train the reader of handwritten figures: `python -m scripts.train_digits [--out data/models/digits.npz]`.

Windows of letterheads are drawn (scripts/figure_lines.py) in some processes, and a small convolutional net learns to
say what stands in them, first column by column, then as a whole (connectionist temporal classification). No scan of a
real letter takes part. Needs the extra `train` (JAX, optax); the same seed on the same kind of machine gives the same
weights. Those in use are of seed 1, 18 chunks, 2 passes, JAX 0.10.2: 11 minutes of one core of an x86-64 server, and 5
more of another for the drawing.
"""

from __future__ import annotations

import argparse
import os
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.read.ocr.digits import CLASSES, HEIGHT, NOTHING, STEP
from scripts.figure_ink import WIDTH
from scripts.figure_lines import drawn_window

MOST = 12  # figures in a window
CHUNK = 4096
_LAYERS = (
    (3, 3, 1, 16),
    (3, 3, 16, 32),
    (3, 3, 32, 48),
    (3, 3, 48, 64),
    (4, 3, 64, 96),
    (1, 5, 96, 96),
    (1, 7, 96, 96),
)
_COLUMNS = WIDTH // STEP


def chunk(seed: int, count: int = CHUNK) -> tuple[Any, Any, Any, Any]:
    """Windows, what is written in them (padded with NOTHING), how many figures, and the class of each column.

    A column's class is -1 where a figure goes on beside its middle: there the net may say what it likes.
    """
    import cv2

    cv2.setNumThreads(1)
    rng = np.random.default_rng(seed)
    images = np.zeros((count, HEIGHT, WIDTH), np.uint8)
    texts = np.full((count, MOST), NOTHING, np.int8)
    lengths = np.zeros(count, np.int32)
    columns = np.full((count, _COLUMNS), NOTHING, np.int8)
    for i in range(count):
        image, classes, ends = drawn_window(rng)
        images[i], lengths[i] = image, len(classes)
        texts[i, : len(classes)] = classes
        for left, right in ends:
            columns[i, int(left / STEP) : int(np.ceil(right / STEP))] = -1
        for one, (left, right) in zip(classes, ends, strict=True):
            middle = (left + right) / 2 / STEP
            columns[i, int(middle - 0.5) : int(middle - 0.5) + 2] = one
    return images, texts, lengths, columns


def train(out: Path, *, chunks: int, passes: int, members: int, seed: int, jobs: int) -> None:
    os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")
    saved: dict[str, Any] = {"members": np.array(members), "layers": np.array(len(_LAYERS) + 1)}
    with ProcessPoolExecutor(jobs) as pool:
        every = [[pool.submit(chunk, seed + 1000 * i + k) for k in range(chunks)] for i in range(members)]
        judge = pool.submit(chunk, seed + 999_983)
        answers = []
        for i, drawn in enumerate(every):
            layers = _member(drawn, judge, passes=passes, seed=seed + i, save=out.with_suffix(f".part{i}.npz"))
            answers.append(_scores(layers, judge.result()[0]))
            for k, (weights, bias) in enumerate(layers):
                saved[f"w{i}_{k}"], saved[f"b{i}_{k}"] = weights.astype(np.float16), bias.astype(np.float16)
        saved["temperature"] = np.array(_calibrated(answers, judge.result()))
    out.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(out, **saved)


def _member(drawn: list[Any], judge: Any, *, passes: int, seed: int, save: Path) -> list[tuple[Any, Any]]:
    """One net, trained `passes` times over the drawn chunks; its layers with the norms folded in."""
    import jax
    import jax.numpy as jnp
    import optax

    batch = 64
    steps = passes * len(drawn) * (CHUNK // batch)
    rate = optax.warmup_cosine_decay_schedule(2e-4, 2.5e-3, steps // 20, steps, 2e-5)
    tool = optax.chain(optax.clip_by_global_norm(5.0), optax.adamw(rate, weight_decay=1e-3))
    params, norms = _initial(np.random.default_rng(seed))
    state = tool.init(params)

    def step(params: Any, norms: Any, state: Any, data: Any, part: Any) -> Any:
        (loss, norms), slopes = jax.value_and_grad(_loss, has_aux=True)(params, norms, data, part)
        changes, state = tool.update(slopes, state, params)
        return optax.apply_updates(params, changes), norms, state, loss

    quick = jax.jit(step)
    rng = np.random.default_rng(seed + 7)
    began, done = time.time(), 0
    for turn in range(passes):
        for place, future in enumerate(drawn if turn == 0 else [drawn[k] for k in rng.permutation(len(drawn))]):
            data = future.result()
            order = rng.permutation(CHUNK)
            losses = []
            for at in range(0, CHUNK, batch):
                some = _moved([part[order[at : at + batch]] for part in data], rng)
                part = min(1.0, max(0.0, done / steps * 4 - 0.3))  # of the whole-window loss
                params, norms, state, loss = quick(params, norms, state, some, jnp.float32(part))
                losses.append(float(loss))
                done += 1
            print(f"{turn}.{place}: loss {np.mean(losses):.4f}, {time.time() - began:.0f} s", flush=True)
        layers = _folded(params, norms)
        print(f"pass {turn}: {_right(_scores(layers, judge.result()[0]), judge.result()):.4f} of windows", flush=True)
        np.savez(save, **{f"{n}{k}": v for k, pair in enumerate(layers) for n, v in zip("wb", pair, strict=True)})
    return layers


def _moved(data: list[Any], rng: Any) -> tuple[Any, ...]:
    """A batch moved up or down a little, with another strength of ink, as floats."""
    images, texts, lengths, columns = data
    images = np.stack([np.roll(image, int(rng.integers(-2, 3)), axis=0) for image in images]).astype(np.float32) / 255
    images = np.clip(images * rng.uniform(0.7, 1.3, (len(images), 1, 1)).astype(np.float32), 0, 1)
    return images, texts.astype(np.int32), lengths, columns.astype(np.int32)


def _initial(rng: Any) -> tuple[Any, Any]:
    params, norms = [], []
    for rows, columns, into, out in _LAYERS:
        spread = (2 / (rows * columns * into)) ** 0.5
        params.append(
            {
                "w": (rng.normal(0, spread, (rows, columns, into, out))).astype(np.float32),
                "scale": np.ones(out, np.float32),
                "bias": np.zeros(out, np.float32),
            }
        )
        norms.append({"mean": np.zeros(out, np.float32), "var": np.ones(out, np.float32)})
    params.append(
        {"w": rng.normal(0, 0.1, (1, 1, 96, CLASSES)).astype(np.float32), "bias": np.zeros(CLASSES, np.float32)}
    )
    return params, norms


def _forward(params: Any, norms: Any, x: Any) -> tuple[Any, Any]:
    import jax
    import jax.numpy as jnp
    from jax import lax

    x = x[..., None]
    after = []
    for k, layer in enumerate(params):
        rows, columns = layer["w"].shape[:2]
        over = rows // 2 if rows % 2 else 0
        x = lax.conv_general_dilated(
            x,
            layer["w"],
            (1, 1),
            ((over, over), (columns // 2, columns // 2)),
            dimension_numbers=("NHWC", "HWIO", "NHWC"),
        )
        if k == len(params) - 1:
            break
        mean, var = x.mean(axis=(0, 1, 2)), x.var(axis=(0, 1, 2))
        old = norms[k]
        after.append({"mean": 0.98 * old["mean"] + 0.02 * mean, "var": 0.98 * old["var"] + 0.02 * var})
        x = jax.nn.relu((x - mean) * lax.rsqrt(var + 1e-4) * layer["scale"] + layer["bias"])
        if k < 3:
            x = jnp.maximum(x[:, ::2], x[:, 1::2])
        if k == 0:
            x = jnp.maximum(x[:, :, ::2], x[:, :, 1::2])
    return x[:, 0] + params[-1]["bias"], after


def _loss(params: Any, norms: Any, data: Any, part: Any) -> tuple[Any, Any]:
    import jax.numpy as jnp
    import optax

    images, texts, lengths, columns = data
    answer, norms = _forward(params, norms, images)
    each = optax.softmax_cross_entropy_with_integer_labels(answer, jnp.maximum(columns, 0))
    weight = jnp.where(columns < 0, 0.0, jnp.where(columns == NOTHING, 1.0, 3.0))
    alone = (each * weight).sum() / weight.sum()
    missing = (jnp.arange(texts.shape[1])[None] >= lengths[:, None]).astype(jnp.float32)
    whole = optax.ctc_loss(answer, jnp.zeros(answer.shape[:2]), texts, missing, blank_id=NOTHING).mean() / 4
    return part * whole + (1.05 - part) * alone, norms


def _folded(params: Any, norms: Any) -> list[tuple[Any, Any]]:
    """Weights and biases with each norm's means and variances taken into them."""
    out = []
    for layer, norm in zip(params[:-1], norms, strict=True):
        scale = np.asarray(layer["scale"]) / np.sqrt(np.asarray(norm["var"]) + 1e-4)
        out.append((np.asarray(layer["w"]) * scale, np.asarray(layer["bias"]) - np.asarray(norm["mean"]) * scale))
    return [*out, (np.asarray(params[-1]["w"]), np.asarray(params[-1]["bias"]))]


def _scores(layers: list[tuple[Any, Any]], images: Any) -> Any:
    from pipeline.read.ocr.digits import scores

    x = images.astype(np.float32)[..., None] / 255
    return np.concatenate([scores(tuple(layers), x[i : i + 256]) for i in range(0, len(x), 256)])


def _right(answer: Any, judge: Any) -> float:
    """The share of windows whose best path is what is written."""
    best = answer.argmax(-1)
    right = 0
    for row, text, length in zip(best, judge[1], judge[2], strict=True):
        kept = row[(row != NOTHING) & (row != np.concatenate(([NOTHING], row[:-1])))]
        right += len(kept) == length and bool((kept == text[:length]).all())
    return right / len(best)


def _calibrated(answers: list[Any], judge: Any) -> float:
    """The temperature at which the chances are most honest on windows that the net never saw."""
    import jax.numpy as jnp
    import optax

    from pipeline.read.ocr.digits import softmax

    missing = (np.arange(MOST)[None] >= judge[2][:, None]).astype(np.float32)
    best = (1.0, 1e9)
    for temperature in np.arange(0.7, 2.6, 0.1):
        chances = np.log(sum(softmax(a / temperature) for a in answers) / len(answers) + 1e-12)
        loss = optax.ctc_loss(
            jnp.asarray(chances),
            jnp.zeros(chances.shape[:2]),
            jnp.asarray(judge[1], jnp.int32),
            missing,
            blank_id=NOTHING,
        )
        if float(loss.mean()) < best[1]:
            best = (float(temperature), float(loss.mean()))
    print(f"temperature {best[0]:.1f}, loss {best[1]:.4f}")
    return best[0]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("data/models/digits.npz"))
    parser.add_argument("--chunks", type=int, default=18, help="of 4,096 windows, for each member")
    parser.add_argument("--passes", type=int, default=2, help="over the chunks")
    parser.add_argument("--members", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1, help="processes that draw")
    args = parser.parse_args()
    train(args.out, chunks=args.chunks, passes=args.passes, members=args.members, seed=args.seed, jobs=args.jobs)


if __name__ == "__main__":
    main()
