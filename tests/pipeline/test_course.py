"""The course of a file: taken apart and put together, and what a page that breaks its worker costs."""

from __future__ import annotations

import io
import json
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.imports import Outcome, Workers
from pipeline.imports.course import Course
from pipeline.imports.units import CRASHED, HUNG, Answer, Unit, answer, packed
from pipeline.read import RawPage
from schemas.errors import EncryptedFile

Carry = Callable[[Unit], Answer]


def _walk(carry_out: Carry, *, apart: bool = True) -> tuple[Outcome, list[Unit]]:
    """A file's outcome, and the units that it took."""
    course, took = Course(Path("scan.pdf"), apart=apart), list[Unit]()
    waiting = [course.first()]
    while waiting:
        unit = waiting.pop(0)
        took.append(unit)
        follows = course.settle(unit, carry_out(unit))
        if isinstance(follows, Outcome):
            return follows, took
        waiting += follows
    raise AssertionError("the file has no outcome")


def _scan(pages: int, *, broken: Callable[[Unit], str | None] = lambda unit: None) -> Carry:
    """A scan of so many pages; `broken` says which units break their process, and how."""

    def carry_out(unit: Unit) -> Answer:
        code = broken(unit)
        if code is not None:
            return Answer(code=code, message="it broke", status=1)
        if unit.numbers:
            return Answer(read=packed([RawPage(number) for number in unit.numbers]))
        if unit.read is None and pages > unit.most:
            return Answer(wanted=tuple(range(1, pages + 1)))
        read = [page for part in unit.read or () for page in pickle.loads(part)]
        said = [f"{page.number}{''.join(remark.code for remark in page.remarks)}" for page in read]
        return Answer(records=(json.dumps(said),), texts=("",))

    return carry_out


def test_a_letter_is_one_unit_and_a_long_scan_is_many_that_end_soon() -> None:
    outcome, took = _walk(_scan(3))
    assert (len(took), outcome.code) == (1, None)
    outcome, took = _walk(_scan(500))
    assert json.loads(outcome.records[0]) == [str(number) for number in range(1, 501)]
    assert max(len(unit.numbers) for unit in took) == 4
    assert len(took) == 1 + 125 + 1


@pytest.mark.parametrize("pages", [3, 9])
def test_a_page_that_breaks_its_worker_costs_that_page_only(pages: int) -> None:
    def broken(unit: Unit) -> str | None:
        read_here = unit.read is None and not unit.numbers and pages <= unit.most
        return CRASHED if 2 in unit.numbers or read_here else None

    outcome, took = _walk(_scan(pages, broken=broken))
    assert outcome.code is None
    assert json.loads(outcome.records[0])[:3] == ["1", "2ocr-failed", "3"]
    assert [unit.last for unit in took if unit.numbers == (2,)] == [False, True]


def test_a_page_that_breaks_its_worker_once_costs_nothing() -> None:
    seen: list[Unit] = []

    def broken(unit: Unit) -> str | None:
        seen.append(unit)
        return CRASHED if unit.numbers and seen.count(unit) == 1 and not unit.last else None

    outcome, _ = _walk(_scan(6, broken=broken))
    assert json.loads(outcome.records[0]) == ["1", "2", "3", "4", "5", "6"]


def test_a_page_that_hangs_is_not_waited_for_twice() -> None:
    outcome, took = _walk(_scan(5, broken=lambda unit: HUNG if 5 in unit.numbers else None))
    assert json.loads(outcome.records[0])[4] == "5ocr-timeout"
    assert [unit.numbers for unit in took].count((5,)) == 1


def test_a_file_that_breaks_its_worker_also_without_its_pages_is_set_aside() -> None:
    outcome, took = _walk(_scan(2, broken=lambda unit: CRASHED))
    assert (outcome.code, len(took)) == (CRASHED, 2)
    outcome, took = _walk(_scan(2, broken=lambda unit: CRASHED), apart=False)
    assert (outcome.code, len(took)) == (CRASHED, 1)


def test_an_engine_that_is_missing_is_said_once() -> None:
    outcome, took = _walk(_scan(40, broken=lambda unit: "missing-program" if unit.numbers else None))
    assert (outcome.code, len(took)) == ("missing-program", 2)


def test_what_a_file_is_to_blame_for_is_an_answer(tmp_path: Path) -> None:
    def locked(path: Path) -> list[object]:
        raise EncryptedFile("x")

    assert answer(Unit(tmp_path / "a.pdf"), locked, apart=False).code == "encrypted"


def _picture(folder: Path, *sizes: tuple[int, int]) -> Path:
    """A scan with some words on each page of these sizes (pixels)."""
    from PIL import Image, ImageDraw, ImageFont
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    path = folder / "scan.pdf"
    canvas = Canvas(str(path))
    for number, (width, height) in enumerate(sizes):
        picture = Image.new("L", (width, height), 255)
        for row in range(3):
            at = (width // 10, height // 10 + row * 60)
            ImageDraw.Draw(picture).text(at, f"page {number} row {row}", font=ImageFont.load_default(28), fill=0)
        data = io.BytesIO()
        picture.save(data, "PNG")
        canvas.setPageSize((width * 0.48, height * 0.48))
        canvas.drawImage(ImageReader(data), 0, 0, width=width * 0.48, height=height * 0.48)
        canvas.showPage()
    canvas.save()
    return path


def test_a_killed_worker_changes_no_record(
    tmp_path: Path, vietnamese_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor does taking a file apart: its record is that of the file read as a whole."""
    path = _picture(tmp_path, (800, 600), (800, 600))
    with Workers(1, parser="pipeline:analyse") as workers:
        (whole,) = workers.outcomes([path])
        monkeypatch.setattr("pipeline.imports.course.PAGES", 1)
        (apart,) = workers.outcomes([path])
        workers.give(path)
        (worker,) = workers.crew.idle or workers.crew._busy
        worker.process.kill()
        killed: list[Outcome] = []
        while workers.busy:
            killed += workers.done()
    assert whole.code is None
    assert "row 2" in whole.texts[0]
    assert apart.records == whole.records
    assert [outcome.records for outcome in killed] == [whole.records]


def test_a_page_that_takes_more_memory_than_a_worker_may_have_is_left_out(
    tmp_path: Path, vietnamese_model: Path
) -> None:
    path = _picture(tmp_path, (800, 600), (7000, 7000))
    with Workers(1, parser="pipeline:analyse", memory=600 << 20) as workers:
        (outcome,) = workers.outcomes([path])
    assert outcome.code is None
    assert "page 0 row 2" in outcome.texts[0]
    findings = json.loads(outcome.records[0])["findings"]
    assert [each["page"] for each in findings if each["code"].startswith("ocr-")] == [2]
