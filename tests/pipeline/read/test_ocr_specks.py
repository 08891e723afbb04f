"""Specks read as signs inside a line; all text here is invented."""

from __future__ import annotations

import pytest

from pipeline.read.ocr.engine import Seen
from pipeline.read.ocr.specks import without_specks
from schemas.page import Box


def seen(text: str, script: str = "print") -> list[Seen]:
    return [
        Seen(word, Box(9.0 * i, 0, 9.0 * i + 8, 9), 0.9, 0, 0, script=script) for i, word in enumerate(text.split())
    ]


def read(text: str) -> str:
    return " ".join(word.text for word in without_specks(seen(text)))


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("Danh sách cây xin. gửi về Sở", "Danh sách cây xin gửi về Sở"),
        ("hồ sơ điện. tử của các trạm", "hồ sơ điện tử của các trạm"),
        ("theo quy: định về trồng cây", "theo quy định về trồng cây"),
        ("các trạm năm 2031 'tổng hợp số cây", "các trạm năm 2031 tổng hợp số cây"),
        ("Trạm Giống ` :Trạm Tưới báo cáo", "Trạm Giống Trạm Tưới báo cáo"),
        ("Phòng Cây xanh huyện.thị, thành phố", "Phòng Cây xanh huyện, thị, thành phố"),
        ("các quận. huyện trong tỉnh", "các quận, huyện trong tỉnh"),
        ("UBND các huyện. thành phố, các trạm", "UBND các huyện, thành phố, các trạm"),
        (":- Trạm Giống;:,- -.,- - :", "- Trạm Giống;"),
        ("- Như trên;-. +", "- Như trên;"),
        ("số 27/TRAM —- XY ngày", "số 27/TRAM - XY ngày"),
        ("số 27/TRAM- -XY ngày", "số 27/TRAM- XY ngày"),
    ],
)
def test_specks_are_no_signs(line: str, meant: str) -> None:
    assert read(line) == meant


@pytest.mark.parametrize(
    "line",
    [
        "Trồng cây. Báo cáo kết quả về Sở",
        "hồ sơ gồm: đơn và ảnh của cây",
        "TS. Lê Văn Mẫu, ThS. Hồ Thị Cây",
        "trồng 'cây sao' và 'cây dầu'",
        "cây sao. cây dầu, cây me",
        "v.v. và các cây khác",
        "gửi về cayxanh@so.vn trước 16 giờ",
        "Từ 01/6 . . . đến 15/6",
        "Họ tên: ......... ;",
        "Nay thông báo./. -",
        "Trồng các cây sau: -",
        "- Trạm Giống (b/c);",
    ],
)
def test_sound_signs_stay(line: str) -> None:
    assert read(line) == line


def test_what_was_read_is_kept() -> None:
    assert [word.read_as for word in without_specks(seen("xin. gửi về"))] == ["xin.", None, None]


def test_handwriting_is_left_as_it_is() -> None:
    assert [word.text for word in without_specks(seen("xin. gửi 'về", "hand"))] == ["xin.", "gửi", "'về"]
