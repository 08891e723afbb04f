"""Clean text, fair OCR and the kinds of garbage are told apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read.usable import usable

CLEAN = (
    "Số: 152/SYT-NV An Phú, ngày 05 tháng 3 năm 2024. Kính gửi: Các bệnh viện trong tỉnh. Thực hiện Công văn số "
    "88/BYT-KHTC ngày 01/02/2024, Sở Y tế yêu cầu các đơn vị báo cáo tình hình sử dụng thuốc trước ngày 20/3/2024, "
    "gửi về địa chỉ khtc@anphu.gov.vn; quá thời hạn trên phải giải trình bằng văn bản. Nơi nhận: Như trên; Lưu: VT."
)


@pytest.mark.parametrize("text", [CLEAN, CLEAN.upper(), "", "Số: 5", "1 2 3 4,5 6.700 12/3/2024 " * 9])
def test_clean_text(text: str) -> None:
    assert usable(text) > 0.85


def test_a_fair_ocr_is_usable() -> None:
    fair = CLEAN.replace("tình", "tinh").replace("bệnh", "bênh").replace("hiện", "hiên").replace("Kính", "Kinh")
    assert usable(fair) > 0.7


@pytest.mark.parametrize(
    "garbage",
    [
        "".join("?" if char > "\u00ff" else char for char in CLEAN),
        "".join("\ufffd" if char > "\u00ff" else char for char in CLEAN),
        "".join("" if char > "\u00ff" else char for char in CLEAN),
        "".join(chr(0xE000 + ord(char) % 200) if char.isalpha() else char for char in CLEAN),
        "Thùc hiÖn C«ng v¨n sè 88, Së Y tÕ yªu cÇu c¸c ®¬n vÞ b¸o c¸o t×nh h×nh sö dông thuèc tr­íc ngµy 20" * 2,
        CLEAN.encode().decode("cp1252", "replace"),
        "\x01\x02\x03 \x04\x05\x06 \x07\x08 " * 12,
    ],
    ids=["question-marks", "replacement", "lost", "private", "tcvn3", "mojibake", "codes"],
)
def test_garbage(garbage: str) -> None:
    assert usable(garbage) < 0.5


def test_a_bad_ocr_is_worse_than_a_fair_one() -> None:
    bad = CLEAN.translate(str.maketrans("ệốạồứđơảấề", "Qsaus6oAaé")).replace("ng", "n9")
    assert usable(bad) < 0.75


def test_a_clean_page_in_english_is_usable() -> None:
    english = "The provider of the service shall keep a record of all reports that are sent to the authority by mail. "
    assert usable(english * 3) > 0.85


@given(st.text(max_size=300))
def test_it_never_raises_and_stays_in_bounds(text: str) -> None:
    assert 0.0 <= usable(text) <= 1.0
