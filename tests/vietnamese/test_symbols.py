"""Symbols against the name of their office. All examples here are invented."""

from __future__ import annotations

import pytest

from vietnamese.symbols import abbreviates, unglued


@pytest.mark.parametrize(
    ("read", "names", "meant"),
    [
        ("ICT-KK", ("TỔNG CỤC THUẾ", "CỤC THUẾ", "TỈNH HÀ GIANG"), "CT-KK"),
        ("OICT-KK", ("CỤC THUẾ", "TỈNH HÀ GIANG"), "CT-KK"),
        ("SY1-NV", ("UBND TỈNH HÀ GIANG", "SỞ Y TẾ"), "SYT-NV"),
        ("CT1-UBND", ("ỦY BAN NHÂN DÂN", "TỈNH HÀ GIANG"), "CT-UBND"),
        ("1QĐ-UBND", ("UBND TỈNH HÀ GIANG",), "QĐ-UBND"),
    ],
)
def test_what_is_glued_on_is_taken_off_where_the_name_proves_it(read: str, names: tuple[str, ...], meant: str) -> None:
    assert unglued(read, names) == meant


@pytest.mark.parametrize(
    ("symbol", "names"),
    [
        ("TCT-KK", ("TỔNG CỤC THUẾ",)), ("CT-UBND", ("UBND TỈNH HÀ GIANG",)), ("KCB-NV", ("CỤC QUẢN LÝ",)),
        ("BCĐ389-VP", ("BAN CHỈ ĐẠO",)), ("SYT", ("SỞ Y TẾ",)), ("KL/TU", ("TỈNH ỦY",)), ("ICT-KK", ()),
        ("ĐL-BTC", ("BAN TỔ CHỨC",)), ("SYT-NV", ("Y TẾ",)),
    ],
)  # fmt: skip
def test_what_nothing_proves_stays(symbol: str, names: tuple[str, ...]) -> None:
    assert unglued(symbol, names) == symbol


def test_initials_keep_their_bar() -> None:
    assert abbreviates("SĐĐ", ["SỞ ĐÊ ĐIỀU"])
    assert not abbreviates("SDD", ["SỞ ĐÊ ĐIỀU"])
