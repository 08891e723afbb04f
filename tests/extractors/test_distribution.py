"""Nơi nhận, its purposes, and the filing line. All units here are invented."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import distribution, filing
from schemas.found import FilingMention
from schemas.page import Box
from schemas.zone import Cell
from tests.cells import zoned


def read(text: str) -> list[tuple[str, str | None]]:
    made = zoned((Cell.DISTRIBUTION, text))
    return [(found.value.name, found.value.purpose) for found in distribution.extract(made)]


def names(text: str) -> list[str]:
    return [name for name, _ in read(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Nơi nhận:\n- Như trên;\n- Sở Nội vụ;\n- Lưu: VT.", ["Như trên", "Sở Nội vụ"]),
        ("Nơi nhận:\nNhư kính gửi;\nLưu VT.", ["Như kính gửi"]),
        ("Nơi nhận: - Như trên; - TTg, các PTTg; - VP: CVP, các PCVP; - Lưu: VT, TH (3).",
         ["Như trên", "TTg, các PTTg", "VP: CVP, các PCVP"]),
        ("- VP: CVP, các phòng,\nCổng TTĐT, các Vụ:\nNC, TH;\n- Lưu: VT.",
         ["VP: CVP, các phòng, Cổng TTĐT, các Vụ: NC, TH"]),
        ("- Trợ lý, Cổng TTĐT; các Vụ: NC, TH;\n- Lưu: VT.", ["Trợ lý, Cổng TTĐT", "các Vụ: NC, TH"]),
        ("~ Như trên;\n+ Sở Nội vụ;\n– Lưu VT, TH.", ["Như trên", "Sở Nội vụ"]),
        ("- Cục Kiểm tra (Bộ Tư pháp);\n- Lưu: VT.", ["Cục Kiểm tra (Bộ Tư pháp)"]),
        ("- Như Điều 3 Lưu: VT, TH.", ["Như Điều 3"]),
        ("- Như trên; Ỷ\n- Lưu: VT.", ["Như trên"]),
        ("- VP Sở; Trạm Giống; NCX;\n- Lưu: VT.", ["VP Sở", "Trạm Giống", "NCX"]),
        ("- Như trên.\n- Lưu Tổ CX và VT.", ["Như trên"]),
        ("- Công ty An Bình\n(Đ/c: số 5, phố Mẫu);\n- Lưu: VT.", ["Công ty An Bình"]),
    ],
)  # fmt: skip
def test_lists(text: str, wanted: list[str]) -> None:
    assert names(text) == wanted


@pytest.mark.parametrize(
    ("beside", "wanted"),
    [
        ("Website Sở", ["Các trạm", "Các tổ"]),  # behind a brace: how the entries beside it are sent theirs
        ("- Website Sở;", ["Các trạm", "Website Sở", "Các tổ"]),
    ],
)
def test_what_stands_behind_a_brace_is_no_part_of_an_entry(beside: str, wanted: list[str]) -> None:
    made = zoned((Cell.DISTRIBUTION, f"- Các trạm\n{beside}\n- Các tổ\n- Lưu: VT."))
    boxes = (Box(80, 100, 200, 112), Box(220, 103, 300, 115), Box(80, 114, 200, 126), Box(80, 128, 200, 140))
    lines = tuple(replace(line, box=box) for line, box in zip(made.lines, boxes, strict=True))
    found = distribution.extract(replace(made, lines=lines))
    assert [one.value.name for one in found] == wanted


@pytest.mark.parametrize(
    ("entry", "name", "purpose"),
    [
        ("- UBND tỉnh (b/c);", "UBND tỉnh", "b/c"),
        ("- UBND tỉnh (để báo cáo);", "UBND tỉnh", "để báo cáo"),
        ("- UBND tỉnh; (để báo cáo)", "UBND tỉnh", "để báo cáo"),
        ("- Phó Cục trưởng để b/c;", "Phó Cục trưởng", "để b/c"),
        ("- Ban Giám đốc để (b/c);", "Ban Giám đốc", "để b/c"),
        ("- Cục CNTT (để đăng lên Cổng TTĐT);", "Cục CNTT", "để đăng lên Cổng TTĐT"),
        ("- PCVP (KGVX);", "PCVP (KGVX)", None),
    ],
)
def test_purposes(entry: str, name: str, purpose: str | None) -> None:
    assert read(f"- Như trên;\n{entry}\n- Lưu: VT.")[1] == (name, purpose)


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("- Lưu: VT, TH.", FilingMention(("VT", "TH"))),
        ("- Lưu VT, Vụ TH.", FilingMention(("VT", "Vụ TH"))),
        ("-Lưu: VT.MT.", FilingMention(("VT", "MT"))),
        ("- Lưu: VT, TH (3).", FilingMention(("VT", "TH"), None, 3)),
        ("- Lưu: VT, TH (3) An.", FilingMention(("VT", "TH"), "An", 3)),
        ("- Lưu: VT, TH(Khang).", FilingMention(("VT", "TH"), "Khang")),
        ("- Lưu: VT, KTTHh5.", FilingMention(("VT", "KTTH"), "h5")),
    ],
)
def test_filing(line: str, wanted: FilingMention) -> None:
    (found,) = filing.extract(zoned((Cell.DISTRIBUTION, f"- Như trên;\n{line}")))
    assert found.value == wanted
    assert names(f"- Như trên;\n{line}") == ["Như trên"]


def test_a_word_that_begins_like_luu_is_no_filing_line() -> None:
    assert filing.extract(zoned((Cell.DISTRIBUTION, "- Lưu ý các đơn vị"))) == []


@given(st.text(max_size=120))
def test_no_text_makes_it_raise(text: str) -> None:
    read(text)
    filing.extract(zoned((Cell.DISTRIBUTION, text)))
