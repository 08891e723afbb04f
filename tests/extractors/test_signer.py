"""Who signs. All people here are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import signer
from schemas.found import SignerMention
from schemas.page import Origin
from schemas.zone import Cell
from tests.cells import zoned


def read(authority: str, name: str = "", *, origin: Origin = Origin.EMBEDDED) -> SignerMention:
    cells = [(Cell.AUTHORITY, authority)] if authority else []
    cells += [(Cell.SIGNER, name)] if name else []
    (found,) = signer.extract(zoned(*cells, origin=origin))
    return found.value


def values(found: SignerMention) -> tuple[str | None, str | None, str | None]:
    parts = (found.capacity, found.on_behalf_of, found.position)
    capacity, behalf, position = (None if part is None else part.value for part in parts)
    return capacity, behalf, position


@pytest.mark.parametrize(
    ("lines", "capacity", "behalf", "position"),
    [
        ("GIÁM ĐỐC", None, None, "Giám đốc"),
        ("KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC", "KT", "Giám đốc", "Phó Giám đốc"),
        ("KT.CHÁNH VĂN PHÒNG\nPHÓ CHÁNH VĂN PHÒNG", "KT", "Chánh Văn phòng", "Phó Chánh Văn phòng"),
        ("TL. CHỦ TỊCH\nKT. CHÁNH VĂN PHÒNG\nPHÓ CHÁNH VĂN PHÒNG", "TL", "Chủ tịch", "Phó Chánh Văn phòng"),
        ("TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH", "TM", "Ủy ban nhân dân", "Phó Chủ tịch"),
        ("T/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ THƯỜNG TRỰC", "TM", "Ban thường vụ", "Phó Bí thư thường trực"),
        ("TUQ.\nCHỦ TỊCH\nCHÁNH VĂN PHÒNG", "TUQ", "Chủ tịch", "Chánh Văn phòng"),
        ("Q. GIÁM ĐỐC", "Q", "Giám đốc", None),
        ("TL. Hiệu trưởng\nPhó Hiệu trưởng", "TL", "Hiệu trưởng", "Phó Hiệu trưởng"),
        ("KT. BỘ TRƯỞNG", "KT", "Bộ trưởng", None),
        ("KT. BỘ TRƯỞNG THỨ TRƯỞNG", "KT", "Bộ trưởng", "Thứ trưởng"),
        ("KT. BỘ TRƯỞNG, CHỦ NHIỆM PHÓ CHỦ NHIỆM", "KT", "Bộ trưởng, Chủ nhiệm", "Phó Chủ nhiệm"),
        ("TL. TỔNG CỤC TRƯỞNG KT. VỤ TRƯỞNG VỤ PHÁP CHẾ PHÓ VỤ TRƯỞNG", "TL", "Tổng cục trưởng", "Phó Vụ trưởng"),
        ("TL. BỘ TRƯỞNG\nVỤ TRƯỞNG VỤ\nKẾ HOẠCH", "TL", "Bộ trưởng", "Vụ trưởng Vụ Kế hoạch"),
        ("TRƯỞNG BAN\nCHỦ TỊCH UBND TỈNH", None, None, "Trưởng ban"),
        ("KT. GIÁM ĐỐC\nGIÁM ĐỐC", "KT", "Giám đốc", None),
    ],
)
def test_authorities(lines: str, capacity: str | None, behalf: str | None, position: str | None) -> None:
    got = values(read(lines))
    assert tuple(v and v.casefold() for v in got) == tuple(v and v.casefold() for v in (capacity, behalf, position))


def test_a_deputy_under_the_head_signs_in_their_place() -> None:
    found = read("GIÁM ĐỐC\nPHÓ GIÁM ĐỐC")
    assert values(found) == ("KT", "Giám đốc", "Phó Giám đốc")
    assert found.capacity is not None
    assert [code for code, _ in found.capacity.remarks] == ["capacity-inferred"]


@pytest.mark.parametrize("misread", ["PHÓ GIÁM ĐÓC", "?HÓ GIẦM ĐỐC", "PHÓ GIÁMĐÓC"])
def test_ocr_under_a_seal_is_compared_with_the_positions_there_are(misread: str) -> None:
    assert values(read(f"KT. GIÁM ĐỐC\n{misread}", origin=Origin.OCR)) == ("KT", "Giám đốc", "Phó Giám đốc")
    assert values(read(f"KT. GIÁM ĐỐC\n{misread}"))[2] != "Phó Giám đốc"  # in a text file it stays as printed


@pytest.mark.parametrize(
    ("left", "position"), [("THANH TRA", None), ("BAN THƯỜNG VỤ", None), ("CHÁNH THANH TRA", "Chánh Thanh tra")]
)
def test_what_a_seal_left_of_a_line_is_no_other_position(left: str, position: str | None) -> None:
    assert values(read(left, "Trần Thị Mẫu", origin=Origin.OCR))[2] == position


def test_a_position_that_is_well_read_is_no_other_one_that_is_near() -> None:
    assert values(read("T/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ THƯỜNG TRỰC", origin=Origin.OCR))[2] == "Phó Bí thư thường trực"


def test_a_head_under_an_unread_prefix_may_be_a_deputy() -> None:
    assert values(read("CC GIÁM ĐỐC", "Trần Thị Mẫu", origin=Origin.OCR)) == (None, None, None)
    (found,) = signer.extract(zoned((Cell.AUTHORITY, "CC GIÁM ĐỐC"), origin=Origin.OCR))
    assert [code for code, _ in found.remarks] == ["position-unsure"]
    assert values(read("„GIÁM ĐỐC", "Trần Thị Mẫu", origin=Origin.OCR))[2] == "Giám đốc"


@pytest.mark.parametrize("line", ["T7 GIÁM ĐỐC", "1Ó GIÁM ĐỐC", "ti; GIÁM ĐỐC", "VRTX GIÁM ĐỐC"])
def test_what_stands_before_a_head_and_is_no_word_is_not_read_over(line: str) -> None:
    (found,) = signer.extract(zoned((Cell.AUTHORITY, line), origin=Origin.OCR))
    assert found.value.position is None
    assert [code for code, _ in found.remarks] == ["position-unsure"]
    found = read(f"{line}\nPHÓ GIÁM ĐỐC", "Trần Thị Mẫu", origin=Origin.OCR)
    assert values(found) == ("KT", "Giám đốc", "Phó Giám đốc")


@pytest.mark.parametrize("line", ["RẲONW RƯỞNG", "CHKEỤC TRƯỞNG"])
def test_what_is_as_near_to_another_position_is_none(line: str) -> None:
    (found,) = signer.extract(zoned((Cell.AUTHORITY, line), origin=Origin.OCR))
    assert found.value.position is None
    assert [code for code, _ in found.remarks] == ["position-unsure"]


@pytest.mark.parametrize(
    ("body", "position"), [("CỤC MẪU", "Cục trưởng"), ("CHI CỤC MẪU", "Chi cục trưởng"), ("VIỆN MẪU", None)]
)
def test_of_positions_as_near_it_is_that_of_the_body(body: str, position: str | None) -> None:
    lines = ((Cell.ISSUER, f"BỘ MẪU\n{body}"), (Cell.AUTHORITY, "CIỤC TRƯỞNG"))
    (found,) = signer.extract(zoned(*lines, origin=Origin.OCR))
    assert (found.value.position and found.value.position.value) == position


def test_under_a_kt_the_unread_word_before_the_same_position_is_a_pho() -> None:
    found = read("KT. TRƯỞNG PHÒNG\nĐÓ TRƯỞNG PHÒNG", "Trần Thị Mẫu", origin=Origin.OCR)
    assert values(found) == ("KT", "Trưởng phòng", "Phó Trưởng phòng")
    assert values(read("KT. TRƯỞNG PHÒNG\nTRƯỞNG PHÒNG", origin=Origin.OCR))[2] is None


def test_a_head_under_an_authority_that_was_lost_is_not_the_signer() -> None:
    assert values(read("H%W GIÁM ĐỐC\nTRƯỞNG PHÒNG", "Trần Thị Mẫu", origin=Origin.OCR))[2] is None
    assert values(read("TL. GIÁM ĐỐC\nXÓ TRƯỞNG PHÒNG", "Trần Thị Mẫu", origin=Origin.OCR))[2] is None


def test_of_one_position_read_twice_the_lower_one_lost_what_stands_under_the_seal() -> None:
    found = read("„GIÁM ĐỐC\n1 GIẢM ĐỒ", "Trần Thị Mẫu", origin=Origin.OCR)
    assert values(found) == ("KT", "Giám đốc", "Phó Giám đốc")


def test_what_ocr_made_of_a_seal_is_no_position() -> None:
    assert values(read("KT. GIÁM ĐỐC\nXQZ %RT", origin=Origin.OCR)) == ("KT", "Giám đốc", None)


@pytest.mark.parametrize(
    ("line", "name", "title"),
    [
        ("Trần Văn Ví Dụ", "Trần Văn Ví Dụ", None),
        ("BS.CKII. Trần Thị Mẫu", "Trần Thị Mẫu", "BS.CKII"),
        ("PGS.TS. Lê An", "Lê An", "PGS.TS"),
        ("TRẦN VĂN MẪU", "Trần Văn Mẫu", None),
        (": Trần Văn Mẫu .", "Trần Văn Mẫu", None),
        ("(Đã ký)\nTrần Văn Mẫu", "Trần Văn Mẫu", None),
        ("Người lập: Trần Văn Mẫu", "Trần Văn Mẫu", None),
    ],
)
def test_names(line: str, name: str, title: str | None) -> None:
    found = read("GIÁM ĐỐC", line)
    assert found.name is not None
    assert found.name.value == name
    assert (None if found.title is None else found.title.value) == title


def test_a_title_on_a_line_of_its_own() -> None:
    found = read("GIÁM ĐỐC\nBSCKI.", "Trần Thị Mẫu")
    assert found.title is not None
    assert found.title.value == "BSCKI"
    assert values(found) == (None, None, "Giám đốc")


@pytest.mark.parametrize("line", ["(Đã ký)", "rần Văn Mẫu", "Sở Y tế", "%2 `..>>ˆ", "Hà Nội"])
def test_what_is_no_name(line: str) -> None:
    assert read("GIÁM ĐỐC", line).name is None


def test_no_tail_no_signer() -> None:
    assert signer.extract(zoned((Cell.BODY, "GIÁM ĐỐC"))) == []


@given(st.text(max_size=80), st.text(max_size=40))
def test_no_text_makes_it_raise(authority: str, name: str) -> None:
    signer.extract(zoned((Cell.AUTHORITY, authority), (Cell.SIGNER, name)))
    signer.extract(zoned((Cell.AUTHORITY, authority), (Cell.SIGNER, name), origin=Origin.OCR))


@pytest.mark.parametrize(
    "name", ["Trân Văn Mẫu", "TA Văn Mẫu", "Trầĩn Văn Mẫu", "Trần Văn Mẫưu", "Trần Thi Hoa Mẫu", '"TA Văn Mẫu']
)
def test_a_misread_name_is_left_out_of_a_scan_and_told(name: str) -> None:
    (found,) = signer.extract(zoned((Cell.AUTHORITY, "GIÁM ĐỐC"), (Cell.SIGNER, name), origin=Origin.OCR))
    assert found.value.name is None
    assert [code for code, _ in found.remarks] == ["signer-unreadable"]


@pytest.mark.parametrize(
    "name", ["Trần Văn Mẫu", "TRẦN VĂN MẪU", "Ksor Mẫu", "Điểu Văn Mẫu", "Tòng Thị Mẫu", "Trần Mẫu Thi"]
)
def test_a_name_that_can_be_one_is_read(name: str) -> None:
    found = read("GIÁM ĐỐC", name, origin=Origin.OCR).name
    assert found is not None
    assert found.value.lower() == name.lower()


def test_what_is_printed_is_never_doubted() -> None:
    found = read("GIÁM ĐỐC", "Trân Văn Mẫu").name
    assert found is not None
    assert found.value == "Trân Văn Mẫu"


@pytest.mark.parametrize("approves", ["PHÊ DUYỆT CỦA GIÁM ĐỐC SỞ", "DUYỆT"])
def test_who_approves_is_not_the_signer(approves: str) -> None:
    own = ((Cell.AUTHORITY, "CHÁNH THANH TRA"), (Cell.SIGNER, "Trần Văn Mẫu"))
    block = ((Cell.AUTHORITY, f"{approves}\nGIÁM ĐỐC SỞ"), (Cell.BODY, "."), (Cell.BODY, "."))
    (found,) = signer.extract(zoned(*block, *own))
    assert found.value.position is not None
    assert found.value.position.value == "Chánh Thanh tra"


@pytest.mark.parametrize("name", ["ˆ Trần Mẫu", "^ Trần Văn Mẫu", "~ Trần Văn Mẫu"])
def test_dust_before_a_name_in_an_old_text_layer(name: str) -> None:
    found = read("GIÁM ĐỐC", name).name
    assert found is not None
    assert found.value == name[2:]
