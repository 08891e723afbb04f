"""Every field of the record has its extractor, its tests and its place in the list; this test names what is missing."""

from __future__ import annotations

import importlib
import re
from dataclasses import fields
from pathlib import Path

import pytest

from pipeline.extract import Extracted
from schemas.record import Letter

# What is not read off the page by an extractor, and who makes it.
MADE_ELSEWHERE = {
    "schema_version": "a constant",
    "source": "the reader",
    "urgency_until": "read with urgency",
    "signatures": "the reader",
    "evidence": "assembling",
    "findings": "assembling",
}
# What an extractor finds that is a part of another field of the record.
PARTS = {"parent": "issuer", "deadlines": "directives"}

FIELDS = sorted(Letter.model_fields.keys() - MADE_ELSEWHERE.keys())


@pytest.mark.parametrize("field", FIELDS)
def test_each_field_of_the_record_is_extracted(field: str) -> None:
    module = importlib.import_module(f"extractors.{field}")
    assert callable(module.extract), f"extractors/{field} has no extract()"
    assert field in {f.name for f in fields(Extracted)}, f"{field} is not in the list of pipeline/extract.py"


def test_nothing_is_extracted_for_no_field() -> None:
    strange = {f.name for f in fields(Extracted)} - set(FIELDS) - PARTS.keys()
    assert not strange, f"pipeline/extract.py lists {sorted(strange)}, which the record does not have"


@pytest.mark.parametrize("field", [*FIELDS, "deadlines"])
def test_each_extractor_has_tests(field: str) -> None:
    folder = Path(__file__).parent / "extractors"
    used = re.compile(rf"from extractors\.{field}\b|from extractors import [^\n]*\b{field}\b|extractors\.{field}\b")
    assert any(used.search(path.read_text(encoding="utf-8")) for path in folder.glob("test_*.py")), (
        f"no test in tests/extractors imports extractors.{field}"
    )
