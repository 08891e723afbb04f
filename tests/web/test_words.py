"""The table of messages: complete, in both languages, and nothing said that is not in it."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pydantic import BaseModel

from schemas import record
from web import words
from web.render import environment

ROOM = Path(words.__file__).parent
_NAMED = re.compile(r"""(?<![\w.])t(?:\.count|\.has)?\(\s*["']([a-z_-]+\.[\w.-]+)["']""")
_IN_PYTHON = re.compile(r"""words(?:\.count)?\(\s*["']([a-z_-]+\.[\w.-]+)["']""")


def _used() -> set[str]:
    found: set[str] = set()
    for path in (ROOM / "templates").rglob("*.html"):
        found.update(_NAMED.findall(path.read_text(encoding="utf-8")))
    for path in ROOM.rglob("*.py"):
        found.update(_IN_PYTHON.findall(path.read_text(encoding="utf-8")))
    return {name for name in found if not name.endswith(".")}


def test_every_message_that_is_used_is_in_the_table() -> None:
    used = _used()
    assert len(used) > 40
    assert used - words.table().keys() == set()


@pytest.mark.parametrize("name", sorted(words.table()))
def test_a_message_is_said_in_both_languages_with_the_same_values(name: str) -> None:
    row = words.table()[name]
    assert set(row) == {"vi", "en"}
    for said in row.values():
        assert unicodedata.is_normalized("NFC", said)
        assert said.strip() == said != ""
    if not name.endswith("_one"):
        vietnamese, english = (set(re.findall(r"\{(\w+)\}", row[each])) for each in ("vi", "en"))
        assert vietnamese - {"n"} == english - {"n"} or name.startswith("when.")


def test_every_field_of_the_record_has_an_english_name() -> None:
    titles = {
        field.title
        for part in vars(record).values()
        if isinstance(part, type) and issubclass(part, BaseModel)
        for field in part.model_fields.values()
        if field.title
    }
    english = {row["vi"] for name, row in words.table().items() if name.startswith("field.")}
    assert titles - english == set()


def test_every_value_of_a_choice_has_a_name() -> None:
    for section, choices in (("urgency", record.Urgency), ("secrecy", record.Secrecy), ("relation", record.Relation),
                             ("role", record.Role), ("kind", record.Kind)):  # fmt: skip
        missing = [each.value for each in choices if f"{section}.{each.value}" not in words.table()]
        assert missing == [], section


def test_the_language_is_switched_and_kept(desk: TestClient) -> None:
    assert '<html lang="vi">' in desk.get("/letters").text
    assert '<html lang="en">' in desk.get("/letters?lang=en").text
    assert '<html lang="en">' in desk.get("/letters").text
    assert '<html lang="en">' in desk.get("/letters?lang=xx").text
    assert '<html lang="vi">' in desk.get("/letters?lang=vi").text


@pytest.mark.parametrize(
    ("code", "message", "said"),
    [
        ("handwritten-number", "The number is written by hand; it may be 1504. Look at the crop.", "Có thể là 1504."),
        ("signer-unreadable", "The name is not surely read; it may be <Trần>. Look at the crop.", "&lt;Trần&gt;."),
        ("handwritten-number", "The number is written by hand. Look at the crop.", None),
    ],
)
def test_what_a_value_may_be_is_told_beside_its_finding(code: str, message: str, said: str | None) -> None:
    finding = record.Finding(code=code, pointer="/number", message=message, page=1, bbox=None)
    macro = environment().get_template("beside.html").module.finding  # type: ignore[attr-defined]
    told = str(macro(words.Words("vi"), finding))
    assert words.Words("vi")(f"finding.{code}") in told
    assert (said in told) if said is not None else ("Có thể là" not in told)
