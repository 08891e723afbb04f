"""`congvan parse` on the project's own letters."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.main import congvan


def run(*words: str) -> Result:
    return CliRunner().invoke(congvan, ["parse", *words])


@pytest.fixture
def folder(tmp_path: Path, samples: Path) -> Path:
    texts = sorted(samples.glob("*.txt"))[:3]
    assert len(texts) == 3
    for number, text in enumerate(reversed(texts)):
        (tmp_path / f"{number}.txt").write_bytes(text.read_bytes())
    (tmp_path / "0.yaml").write_text("kind: other")
    return tmp_path


def test_records_come_in_the_order_of_names_and_the_same_each_time(folder: Path) -> None:
    first, second, here = (
        run(str(folder), "--jobs", "2"),
        run(str(folder), "--jobs", "2"),
        run(str(folder), "--jobs", "1"),
    )
    assert first.exit_code == 0
    assert [json.loads(line)["source"]["name"] for line in first.stdout.splitlines()] == ["0.txt", "1.txt", "2.txt"]
    assert first.stdout == second.stdout == here.stdout


def test_one_bad_file_gives_its_own_status(folder: Path) -> None:
    (folder / "bad.txt").write_bytes(b"")
    result = run(str(folder / "bad.txt"))
    assert (result.exit_code, result.stdout) == (11, "")
    assert "bad.txt" in result.stderr


def test_among_many_the_rest_goes_on(folder: Path) -> None:
    (folder / "1.txt").write_bytes(b"")
    result = run(str(folder), "--jobs", "1")
    assert result.exit_code == 3
    assert len(result.stdout.splitlines()) == 2
    assert "1 of 3 files could not be read" in result.stderr


def test_pretty_is_a_page_for_people(folder: Path) -> None:
    result = CliRunner().invoke(congvan, ["parse", str(folder / "0.txt"), "--pretty"], env={"COLUMNS": "80"})
    assert result.exit_code == 0
    assert "Trích yếu" in result.output
    assert all(len(line) <= 80 for line in result.output.splitlines())
