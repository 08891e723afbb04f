"""Units of work: what one process does at a time, and what it answers.

Most files are one unit. A file with many pages to be recognised is taken apart: first its pages, a few to a unit, then
the file as a whole with the pages that were recognised, so that a long scan is read by many and holds nobody up.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schemas.errors import CongvanError
from schemas.record import Letter

if TYPE_CHECKING:
    from pipeline import Parsed
    from pipeline.read import RawPage

CRASHED, HUNG, FAILED = "crashed", "hung", "failed"
BROKE = frozenset({CRASHED, HUNG, FAILED})  # what a process came to grief on, as against a file that says why
PAGES = 4  # pages that one unit recognises: at some seconds a page, a unit ends soon

Parse = Callable[..., "Sequence[Letter | Parsed]"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A file to be read; or, with `numbers`, pages of it to be recognised and nothing else.

    `most`: a file with more pages to be recognised is not read, but answered with their numbers. `read`: pages that
    other units have recognised, packed. `last`: a page that has broken a process before.
    """

    path: Path
    numbers: tuple[int, ...] = ()
    read: tuple[Any, ...] | None = None
    most: int = PAGES
    last: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a unit: records and texts, or an error; or pages that units of their own must recognise first
    (`wanted`); or such pages, packed (`read`). `kept`: the file's bytes are among the originals already."""

    records: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    code: str | None = None
    message: str | None = None
    status: int = 0
    wanted: tuple[int, ...] = ()
    read: Any = None
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """How far a unit is that recognises pages: `done` of them. Said while it works; the answer comes at the end."""

    done: int
    of: int


Tell = Callable[[Told], None]


class _Wanted(Exception):
    """Pages must be recognised first."""

    def __init__(self, pages: Sequence[int]) -> None:
        self.pages = tuple(pages)


def comes_apart(parser: str) -> bool:
    """Whether files that this parser reads can be taken apart: those of the pipeline itself."""
    return parser in ("pipeline:parse", "pipeline:analyse")


def answer(unit: Unit, parse: Parse, *, apart: bool, tell: Tell | None = None) -> Answer:
    """Carry out a unit in this process. `apart`: `parse` is one of the pipeline's own. `tell` hears of each page.

    An error that a file is to blame for is an answer; any other is raised.
    """
    try:
        if unit.numbers:
            from pipeline.read.ocr.reader import OcrReader

            return Answer(read=packed(_told(OcrReader()(unit.path, unit.numbers), len(unit.numbers), tell)))
        found = parse(unit.path, settings=_settings(unit, tell)) if apart else parse(unit.path)
    except _Wanted as wanted:
        return Answer(wanted=wanted.pages)
    except CongvanError as error:
        return Answer(code=error.code, message=str(error), status=error.exit_status)
    except OSError as error:
        message = f"{unit.path} can't be opened: {error.strerror or error}."
        return Answer(code="unreadable", message=message, status=10)
    letters = [each if isinstance(each, Letter) else each.letter for each in found]
    texts = ["" if isinstance(each, Letter) else each.document.text for each in found]
    return Answer(tuple(letter.model_dump_json() for letter in letters), tuple(texts))


def _told(pages: Iterable[RawPage], of: int, tell: Tell | None) -> Iterator[RawPage]:
    for done, page in enumerate(pages, 1):
        if tell is not None:
            tell(Told(done, of))
        yield page


def _settings(unit: Unit, tell: Tell | None) -> Any:
    """How a unit's file is read: its pages recognised here, or by others before, or not at all."""
    from pipeline.read import ReadSettings

    def recognise(path: Path, pages: Sequence[int]) -> Iterable[RawPage]:
        if unit.read is not None:
            done = {page.number: page for part in unit.read for page in pickle.loads(part)}
            return [done[number] for number in pages]
        if len(pages) > unit.most:
            raise _Wanted(pages)
        from pipeline.read.ocr.reader import OcrReader

        return _told(OcrReader()(path, pages), len(pages), tell)

    return ReadSettings(ocr=recognise)


def packed(pages: Iterable[RawPage]) -> bytes:
    """Pages on their way from one of our processes to another; it is less to hold than the pages themselves."""
    return pickle.dumps(list(pages), protocol=pickle.HIGHEST_PROTOCOL)
