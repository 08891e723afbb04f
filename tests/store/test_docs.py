"""The documentation of the store is a test: its Python runs, its commands and tables exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import store.tables
import store.unit_tables
from cli.main import COMMANDS
from store.base import Base
from store.book import open_store
from tests.letters import directive, letter
from tests.store.storing import put

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "store.md").read_text(encoding="utf-8")


def test_the_example_in_python_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    made = open_store("congvan.db", create=True)
    work = [directive("d", "Nộp báo cáo", due="2024-04-15", who=[("Sở Y tế tỉnh Đồng Nai", "lead")])]
    put(made, letter(directives=work))
    made.close()
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    exec(compile(code, "docs/store.md", "exec"), {})
    said = capsys.readouterr().out
    assert "giao cho so y te dong nai" in said
    assert "2024-04-15 Nộp báo cáo ['Sở Y tế tỉnh Đồng Nai']" in said


def test_the_commands_it_names_exist() -> None:
    named = set(re.findall(r"congvan ([a-z]+)", PAGE))
    assert named <= COMMANDS.keys()
    assert len(named) > 5


def test_the_tables_it_names_are_those_of_the_store() -> None:
    named = {name for row in re.findall(r"^\| (`.*?) \|", PAGE, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)}
    assert store.tables.Base is Base
    ours = {
        m.local_table.name
        for m in Base.registry.mappers
        if m.class_.__module__ in ("store.tables", "store.unit_tables")
    }
    assert named == ours - {"settings"}
    assert {store.tables.LetterRow.__tablename__, store.unit_tables.Unit.__tablename__} <= named
