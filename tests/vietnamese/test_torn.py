"""Torn words are joined, and whole ones never."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese.torn import mend


@pytest.mark.parametrize(
    ("torn", "whole"),
    [
        ("Kh á nh Hòa", "Khánh Hòa"),
        ("Đặ ng Văn Ví", "Đặng Văn Ví"),
        ("ĐIỀ U 5. KHO ẢN 2", "ĐIỀU 5. KHOẢN 2"),
        ("- Nh ư tr ê n; - Bộ tr ưở n g", "- Như trên; - Bộ trưởng"),
        ("UBND các t ỉ nh", "UBND các tỉnh"),
        ("Tr ần Đ ình Qu ý, ông Nguy ễn", "Trần Đình Quý, ông Nguyễn"),
    ],
)
def test_torn_words(torn: str, whole: str) -> None:
    assert mend(torn) == whole


@pytest.mark.parametrize(
    "text",
    [
        "Y tế, khối X ở Hà Nội, TP Huế, BS Ánh, đ/c Ân, TT Đào tạo",
        "thực hiện điểm b ở trên và khoản g Điều 5",
        "Căn cứ ý kiến của Sở Y tế về ô nhiễm ở xã",
        "Kh á nh Hòa; điểm b ở trên; khoản g Điều 5; hạng B ổn định".replace("Kh á nh", "Khánh"),
        "Số: 5/SYT  Hà Tân,\tngày 3",
    ],
)
def test_whole_words(text: str) -> None:
    assert mend(text) == text


def test_labels_stay_apart_in_torn_texts_too() -> None:
    assert mend("Kh á nh Hòa: điểm b ở trên, khoản g Điều 5") == "Khánh Hòa: điểm b ở trên, khoản g Điều 5"


@given(st.text(max_size=100))
def test_only_single_spaces_go(text: str) -> None:
    assert mend(text).replace(" ", "") == text.replace(" ", "")
