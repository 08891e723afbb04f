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
        ("thành lập Tô thâm định và tô chuyên gia", "thành lập Tổ thẩm định và tổ chuyên gia"),
        ("gửi Trung tâm Y tê huyện", "gửi Trung tâm Y tế huyện"),
        ("Viên Kiểm sát nhân dân tỉnh", "Viện Kiểm sát nhân dân tỉnh"),
        ("Chủ tịch Uy ban nhân dân phường", "Chủ tịch Ủy ban nhân dân phường"),
        ("Đại điện các đơn vị dự họp", "Đại diện các đơn vị dự họp"),
        ("số liệu của Cục Thông kế", "số liệu của Cục Thống kê"),  # two words at once
        ("nêu cao tỉnh thần trách nhiệm", "nêu cao tinh thần trách nhiệm"),  # though `tỉnh` is a word
        ("điều tra dịch tế tại các thôn", "điều tra dịch tễ tại các thôn"),
        ("trạm ÿ tế và nhà thâu", "trạm y tế và nhà thầu"),  # a letter that Vietnamese has not
        ("đẻ tổ chức thực hiện", "để tổ chức thực hiện"),
        ("vướng mặc xin Hên hệ với Sở", "vướng mắc xin liên hệ với Sở"),  # li read as H
        ("đươc giao nhiệm vụ", "được giao nhiệm vụ"),  # no syllable of the language
        ("có liên quan tiền hành kiểm tra", "có liên quan tiến hành kiểm tra"),  # `quan` has its own word
        ("CÔNG TY CÔ PHẦN THANH THỦY", "CÔNG TY CỔ PHẦN THANH THỦY"),
        ("- UBND tỉnh (đế b/c);", "- UBND tỉnh (để b/c);"),
        ("kinh tế - xã hội nắm 2031;", "kinh tế - xã hội năm 2031;"),
        ("xong trong quý IH/2031.", "xong trong quý III/2031."),
        ("Quý H năm 2031", "Quý II năm 2031"),
        ("- BGD Sở; BGĐSCX (b/c); HDND tỉnh", "- BGĐ Sở; BGĐ SCX (b/c); HĐND tỉnh"),
        ("- VP.Tinh ủy, VP,Thành ủy;", "- VP.Tỉnh ủy, VP.Thành ủy;"),
        ("phòng, chống HIV/AIDŠ của Šở", "phòng, chống HIV/AIDS của Sở"),
        ("gửi SởYtế và BộYtế", "gửi Sở Y tế và Bộ Y tế"),
        ("- WebsiteSCV; phòngTCHC và Ytế ngành", "- Website SCV; phòng TCHC và Y tế ngành"),
        ("Pừ ngày 05/6/2031 đến ngày 09/6/2031", "Từ ngày 05/6/2031 đến ngày 09/6/2031"),
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
        "biên bản họp với các hộ dân",
        "hằng năm đóng bảo hiểm xã hội",
        "giải phóng dân tộc, tăng trưởng kinh tế",
        "báo cáo nêu tại mục 2 và tiền thuê đất",
        "NGUYỄN VĂN PHONG",
        "THÀNH PHỐ VĨNH HẠ",  # which is not Vinh
        "NGUYỄN THỊ THÔNG",
        "bà Trần Thị Hội đông con",
        "ông Lê Văn Viên, bà Hồ Thị Thâm và ông Đỗ Sô",
        "số phụ nữ đẻ trong tháng",
        "công nhận đơn đề ngày 05/6/2031",
        "nắm 12 nội dung; Việt Nam 2031",
        "các hoàng đế triều Nguyễn",
        "BV,TTYT, TP.HCM, số 12/BGD-VP, /BGD và BGD&ĐT",
        "< 1Š ngày và Š ngày",
        "VnEdu và eHSDT, vnPTHub, iSCV",
        "quý Hội và quý I/2031",
        "H. Các lớp khối H",
    ],
)
def test_sound_text_is_left_alone(text: str) -> None:
    assert _mended(text) == text


def test_a_chapters_figure_comes_back_only_after_the_first_chapter() -> None:
    def lines(*texts: str) -> list[ReadLine]:
        return [
            ReadLine(tuple(Seen(word, Box(0, 0, 9, 9), 0.9, i, 0) for word in text.split()), Box(0, 0, 9, 9), i, 0)
            for i, text in enumerate(texts)
        ]

    chapters = ("I. Tình hình", "H. Kết quả", "IH. Kiến nghị")
    assert [line.text for line in repaired(lines(*chapters))] == ["I. Tình hình", "II. Kết quả", "III. Kiến nghị"]
    assert [line.text for line in repaired(lines("G. Khối", "H. Khối"))] == ["G. Khối", "H. Khối"]


def test_what_was_read_is_kept() -> None:
    words = tuple(Seen(w, Box(10.0 * i, 0, 10.0 * i + 9, 10), 0.95, 0, 0) for i, w in enumerate(["y", "tê"]))
    line = repaired([ReadLine(words, Box(0, 0, 40, 10), 0, 0)])[0]
    assert [(word.text, word.read_as) for word in line.words] == [("y", None), ("tế", "tê")]


def test_what_a_page_says_often_is_how_it_says_it() -> None:
    lines = ["trạm bơm Rộc Đầm", *["kênh rộc đầm"] * 4, "kênh rôc đầm"]
    words = [tuple(Seen(w, Box(0, 0, 9, 9), 0.95, 0, 0) for w in line.split()) for line in lines]
    read = repaired([ReadLine(line, Box(0, 12.0 * i, 40, 12.0 * i + 9), 0, 0) for i, line in enumerate(words)])
    assert [line.text for line in read][-2:] == ["kênh rộc đầm", "kênh rộc đầm"]


def test_handwriting_is_no_word_to_mend() -> None:
    words = (Seen("y", Box(0, 0, 9, 9), 0.9, 0, 0), Seen("tê", Box(10, 0, 19, 9), 0.9, 0, 0, script="hand"))
    assert repaired([ReadLine(words, Box(0, 0, 20, 9), 0, 0)])[0].text == "y tê"
