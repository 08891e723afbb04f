"""What reads letters off an image: one small interface, and the two engines that prove it (none, and a recording)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from schemas.page import Box

Gray = NDArray[np.uint8]  # height x width, 0 black .. 255 white
Colour = NDArray[np.uint8]  # height x width x 3, RGB


class Mode(StrEnum):
    """What the image shows, so that the engine need not guess."""

    PAGE = "page"  # a whole page, columns unknown
    COLUMN = "column"  # one column of lines of any size
    BLOCK = "block"  # lines of one size
    LINE = "line"  # one line
    WORD = "word"  # one short word, which looks too little to be a line
    SPARSE = "sparse"  # some words, anywhere
    LETTERS = "letters"  # one line, of which each character is given with its box (whole-word confidence)


@dataclass(slots=True, frozen=True)
class Seen:
    """A word as an engine saw it. `box` in pixels of the image, `line` counts lines (block by block), from 0."""

    text: str
    box: Box
    confidence: float  # 0..1
    block: int
    line: int
    glued: bool = False  # no space before it
    script: str = "print"  # print | hand
    read_as: str | None = None  # what the engine read, where the text was mended


class Engine(Protocol):
    """Reads words off grey images. One instance belongs to one thread."""

    name: str

    def read(self, image: Gray, *, dpi: int, mode: Mode = Mode.PAGE, seconds: float = 60.0) -> list[Seen]:
        """The words of `image` in reading order; boxes in its pixels.

        Raises:
            OcrTimeout: the engine did not end in `seconds`.
            MissingProgram: the engine or its language model is not installed.
        """
        ...


class OcrTimeout(Exception):
    """The engine did not finish an image in the time it was given."""


class NullEngine:
    """Sees nothing. For those who want no OCR, and for tests of what stands around it."""

    name = "null"

    def read(self, image: Gray, *, dpi: int, mode: Mode = Mode.PAGE, seconds: float = 60.0) -> list[Seen]:
        del image, dpi, mode, seconds
        return []


class RecordedEngine:
    """Plays back what another engine saw, by the image's own bytes; records when it is given one to ask.

    The recording is a folder of small JSON files, one for each image and mode.
    """

    name = "recorded"

    def __init__(self, folder: Path, *, asks: Engine | None = None) -> None:
        self._folder = folder
        self._asks = asks

    def read(self, image: Gray, *, dpi: int, mode: Mode = Mode.PAGE, seconds: float = 60.0) -> list[Seen]:
        path = self._folder / f"{fingerprint(image, dpi=dpi, mode=mode)}.json"
        if path.exists():
            return [Seen(**{**row, "box": Box(*row["box"])}) for row in json.loads(path.read_text(encoding="utf-8"))]
        if self._asks is None:
            return []
        seen = self._asks.read(image, dpi=dpi, mode=mode, seconds=seconds)
        self._folder.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps([asdict(word) for word in seen], ensure_ascii=False), encoding="utf-8")
        return seen


def fingerprint(image: Gray, *, dpi: int, mode: Mode) -> str:
    """A name for an image as an engine is asked to read it."""
    digest = hashlib.sha256(np.ascontiguousarray(image).tobytes())
    digest.update(f"{image.shape} {dpi} {mode}".encode())
    return digest.hexdigest()[:32]


def text_of(seen: Sequence[Seen]) -> str:
    """The words as lines of plain text; for looking and for tests."""
    out: list[str] = []
    last: int | None = None
    for word in seen:
        if last is not None:
            out.append(" " if word.line == last else "\n")
        out.append(word.text)
        last = word.line
    return "".join(out)
