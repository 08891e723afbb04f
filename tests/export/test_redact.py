"""Masking: what names a person goes, what names a unit, a number or a day stays."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from export.redact import MASK, mask, people, redact, redact_letter
from schemas.obligation import Given
from tests.export.samples import ONE
from tests.letters import directive, letter


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("gọi 0912 345 678 hoặc 0254.3856.789", f"gọi {MASK} hoặc {MASK}"),
        ("ĐT: (024) 3846 1234, máy lẻ 12", f"ĐT: {MASK}, máy lẻ 12"),
        ("SĐT: +84912345678.", f"SĐT: {MASK}."),
        ("gửi về vi.du@anphu.gov.vn trước ngày 20/3/2024", f"gửi về {MASK} trước ngày 20/3/2024"),
        ("giao ông Nguyễn Văn Mẫu, Trưởng phòng", f"giao ông {MASK}, Trưởng phòng"),
        ("đồng chí Trần Thị Ví Dụ Phó Giám đốc", f"đồng chí {MASK} Phó Giám đốc"),
        ("Công văn số 415/QLX-KTCL ngày 10/11/2031", "Công văn số 415/QLX-KTCL ngày 10/11/2031"),
        ("Nghị định số 30/2020/NĐ-CP", "Nghị định số 30/2020/NĐ-CP"),
        ("Ông Giám đốc Sở Y tế", "Ông Giám đốc Sở Y tế"),
        ("kinh phí 0,5 tỷ đồng, 012 đơn vị", "kinh phí 0,5 tỷ đồng, 012 đơn vị"),
    ],
)
def test_what_is_masked_and_what_stays(text: str, expected: str) -> None:
    assert mask(text) == expected


def test_people_that_a_letter_names_are_masked_wherever_they_stand() -> None:
    given_letter = letter(
        contacts=[{"name": "Lê Thị Mẫu", "phone": "0912345678", "email": "mau@vd.vn", "unit": "Phòng A"}],
        directives=[
            directive("d", "Liên hệ Lê Thị Mẫu tại Phòng A", who=[("Lê Thị Mẫu", "lead"), ("Phòng A", "lead")])
        ],
        filing={"units": ["VT"], "drafter": "Mẫu"},
        evidence={"/signer": [{"page": 1, "start": 0, "end": 3, "text": "Trần Văn Ví Dụ", "confidence": 1.0}]},
    )
    text = redact_letter(given_letter).model_dump_json()
    for secret in ("Lê Thị Mẫu", "0912345678", "mau@vd.vn", "Trần Văn Ví Dụ", '"Mẫu"'):
        assert secret not in text
    masked = redact_letter(given_letter)
    assert masked.directives[0].text == f"Liên hệ {MASK} tại Phòng A"
    assert masked.directives[0].assignees[1].name == "Phòng A"
    assert (masked.number, masked.issued, masked.subject) == (
        given_letter.number,
        given_letter.issued,
        given_letter.subject,
    )


def test_an_obligation_is_masked_with_its_letters_people() -> None:
    names = people(letter())
    found = replace(ONE, text="Báo cáo Trần Văn Ví Dụ", assignees=(Given("Nguyễn Văn Mẫu", "lead", 1),))
    masked = redact(found, names)
    assert (masked.text, masked.assignees[0].name, masked.issuer) == (f"Báo cáo {MASK}", MASK, "Sở Y tế")


@given(st.text())
def test_no_text_makes_it_fail_and_twice_is_once(text: str) -> None:
    once = mask(text)
    assert mask(once) == once
