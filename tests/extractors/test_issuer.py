"""The issuing body and its parent. All examples here are invented."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors import issuer
from schemas.page import Box, Origin, Word
from schemas.zone import Cell
from tests.cells import zoned


def read(*lines: str) -> tuple[str | None, str | None]:
    made = zoned((Cell.ISSUER, "\n".join(lines)))
    names = [f.value for f in issuer.extract(made)]
    parents = [f.value for f in issuer.extract_parent(made)]
    return (names[0] if names else None), (parents[0] if parents else None)


@pytest.mark.parametrize(
    ("lines", "name", "parent"),
    [
        (("UBND TỈNH HÀ GIANG", "SỞ Y TẾ"), "Sở Y tế", "UBND tỉnh Hà Giang"),
        (("ỦY BAN NHÂN DÂN", "TỈNH HÀ GIANG"), "Ủy ban nhân dân tỉnh Hà Giang", None),
        (("BỘ LAO ĐỘNG - THỦY SẢN", "VÀ XÃ HỘI"), "Bộ Lao động - Thủy sản và Xã hội", None),
        (("BỘ LÂM NGHIỆP", "VĂN PHÒNG"), "Văn phòng", "Bộ Lâm nghiệp"),
        (("LIÊN ĐOÀN LAO ĐỘNG", "THÀNH PHỐ HUẾ", "CÔNG ĐOÀN LÂM NGHIỆP"),
         "Công đoàn Lâm nghiệp", "Liên đoàn Lao động thành phố Huế"),
        (("BẢO HIỂM XÃ HỘI VIỆT NAM", "BẢO HIỂM XÃ HỘI", "TP. HUẾ"),
         "Bảo hiểm xã hội TP. Huế", "Bảo hiểm xã hội Việt Nam"),
        (("BAN CHỈ HUY", "PHÒNG, CHỐNG CHÁY RỪNG"), "Ban chỉ huy phòng, chống cháy rừng", None),
        (("VĂN PHÒNG CHÍNH PHỦ",), "Văn phòng Chính phủ", None),
        (("UBND TỈNH HÀ GIANG", "SƠYTẾ"), "Sơytế", "UBND tỉnh Hà Giang"),
        (("BỘ LÂM NGHIỆP TỔNG CỤC RỪNG",), "Tổng cục Rừng", "Bộ Lâm nghiệp"),
        (("_ BỘ LÂM NGHIỆP -------",), "Bộ Lâm nghiệp", None),
    ],
)  # fmt: skip
def test_letterheads(lines: tuple[str, ...], name: str, parent: str | None) -> None:
    assert read(*lines) == (name, parent)


def test_a_lost_letterhead_gives_nothing() -> None:
    made = zoned((Cell.BODY, "SỞ Y TẾ"))
    assert issuer.extract(made) == issuer.extract_parent(made) == []


def test_a_stamp_over_the_letterhead_is_no_body() -> None:
    lines = "(3XÍ=hwG KHO \\e\nỦY BAN NHÂN DÂN\nTỈNH HÀ GIANG"
    made = zoned((Cell.ISSUER, lines), origin=Origin.OCR)
    assert [f.value for f in issuer.extract(made)] == ["Ủy ban nhân dân tỉnh Hà Giang"]
    assert issuer.extract_parent(made) == []


def test_a_name_with_an_unsure_word_is_left_out() -> None:
    made = zoned((Cell.ISSUER, "UBND TỈNH HÀ GIANG\nSỞ JY. TẺ"), origin=Origin.OCR)
    at = made.document.text.index("JY.")
    word = Word(at, at + 3, Box(0, 0, 1, 1), confidence=0.1)
    lines = (made.lines[0], replace(made.lines[1], words=(word,)))
    made = replace(made, lines=lines)
    assert issuer.extract(made) == []
    assert [f.value for f in issuer.extract_parent(made)] == ["UBND tỉnh Hà Giang"]
