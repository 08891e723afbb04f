"""Marks that OCR lost come back by what words go together; names, codes and sound words stay as they were read."""

from __future__ import annotations

import pytest

from pipeline.read.ocr.engine import Seen
from pipeline.read.ocr.lines import ReadLine
from pipeline.read.ocr.repair import repaired
from schemas.page import Box


def _mended(text: str) -> str:
    words = tuple(Seen(word, Box(10.0 * i, 0, 10.0 * i + 9, 10), 0.95, 0, 0) for i, word in enumerate(text.split()))
    return repaired([ReadLine(words, Box(0, 0, 400, 10), 0, 0)])[0].text


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("các cơ sở y tê cấp huyện", "các cơ sở y tế cấp huyện"),
        ("cơ quan có thâm quyên xem xét", "cơ quan có thẩm quyền xem xét"),
        ("thông tin chỉ tiết xin liên hệ", "thông tin chi tiết xin liên hệ"),
        ("báo cáo đề tổng hợp", "báo cáo để tổng hợp"),
        ("PHÓ GIÁM ĐÓC", "PHÓ GIÁM ĐỐC"),
        ("SỞ Y TÊ", "SỞ Y TẾ"),
        ("triên khai, thực hiện;", "triển khai, thực hiện;"),
    ],
)
def test_lost_marks_come_back(read: str, meant: str) -> None:
    assert _mended(read) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Kế hoạch số 12/KH-UBND ngày 03/4/2031",
        "ông Đào Văn Thâm, Phó Giám đốc Sở",
        "đề nghị các đơn vị đầu tư thiết bị điện tử",
        "gửi về địa chỉ thamquyen@xa.gov.vn",
        "Hội đồng nhân dân tỉnh có ý kiến",
        "người dân bị thu hồi đất",
    ],
)
def test_sound_text_is_left_alone(text: str) -> None:
    assert _mended(text) == text


def test_what_was_read_is_kept() -> None:
    words = tuple(Seen(w, Box(10.0 * i, 0, 10.0 * i + 9, 10), 0.95, 0, 0) for i, w in enumerate(["y", "tê"]))
    line = repaired([ReadLine(words, Box(0, 0, 40, 10), 0, 0)])[0]
    assert [(word.text, word.read_as) for word in line.words] == [("y", None), ("tế", "tê")]


def test_handwriting_is_no_word_to_mend() -> None:
    words = (Seen("y", Box(0, 0, 9, 9), 0.9, 0, 0), Seen("tê", Box(10, 0, 19, 9), 0.9, 0, 0, script="hand"))
    assert repaired([ReadLine(words, Box(0, 0, 20, 9), 0, 0)])[0].text == "y tê"
