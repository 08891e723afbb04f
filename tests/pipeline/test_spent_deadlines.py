"""A time that was over before the letter limits nothing, unless the letter firmly says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import parse

LETTER = """SỞ CÔNG VIÊN
PHÒNG CÂY XANH
Số: 12/CX-KH
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hải Lộc, ngày 05 tháng 02 năm 2031
V/v rà soát cây
Kính gửi: Các công viên.
Phòng Cây xanh đề nghị các công viên {order}.
TRƯỞNG PHÒNG
Trần Văn Cây
"""


@pytest.mark.parametrize(
    ("order", "dates"),
    [
        ("báo cáo số cây trồng mới (gửi kèm sổ tồn đến 31/12/2030)", []),
        ("báo cáo số cây trồng mới trước ngày 20/01/2031", ["2031-01-20"]),  # a misprint stays, and is told
    ],
)
def test_a_time_before_the_letter(order: str, dates: list[str], tmp_path: Path) -> None:
    file = tmp_path / "thu.txt"
    file.write_text(LETTER.format(order=order), encoding="utf-8")
    (letter,) = parse(file)
    (directive,) = letter.directives
    assert [deadline.date for deadline in directive.deadlines] == dates
    assert "deadline-before-letter" in [finding.code for finding in letter.findings]
