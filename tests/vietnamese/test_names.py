"""Case of names, people, types and lists. All examples here are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese.casing import name_case, sentence_case
from vietnamese.kinds import heading_kind
from vietnamese.lists import entries, is_words, trimmed
from vietnamese.persons import is_person, person_likeness, title_length


@pytest.mark.parametrize(
    ("shouted", "calm"),
    [
        ("SỞ Y TẾ", "Sở Y tế"),
        ("UBND TỈNH ĐỒNG NAI", "UBND tỉnh Đồng Nai"),
        ("BỘ LAO ĐỘNG - THỦY SẢN VÀ XÃ HỘI", "Bộ Lao động - Thủy sản và Xã hội"),
        ("PHÓ CHÁNH VĂN PHÒNG", "Phó Chánh Văn phòng"),
        ("TRUNG TÂM KIỂM SOÁT BỆNH TẬT TỈNH HÀ NAM", "Trung tâm Kiểm soát bệnh tật tỉnh Hà Nam"),
        ("Sở Y tế", "Sở Y tế"),
    ],
)
def test_sentence_case(shouted: str, calm: str) -> None:
    assert sentence_case(shouted) == calm


def test_a_title_raises_only_places() -> None:
    assert sentence_case("BAN HÀNH KẾ HOẠCH TẠI HÀ NAM", name=False) == "Ban hành kế hoạch tại Hà Nam"


@given(st.text(max_size=60))
def test_sentence_case_changes_nothing_but_case(text: str) -> None:
    # A few letters of other alphabets have no single small form; their length may differ.
    if len(text.lower()) == len(text):
        assert sentence_case(text).lower() == text.lower()


@pytest.mark.parametrize("name", ["Trần Văn Mẫu", "Lê An", "Nguyễn Thị Ví Dụ Hai", "Lù A Páo"])
def test_people(name: str) -> None:
    assert is_person(name)


@pytest.mark.parametrize("text", ["Sở Y tế", "Hà Nội", "Trần", "trần văn mẫu", "Lá Fả", "VT, TH", "Nơi nhận", ""])
def test_no_people(text: str) -> None:
    assert not is_person(text)


@given(st.text(max_size=60))
def test_likeness_is_a_share(text: str) -> None:
    assert 0.0 <= person_likeness(text) <= 1.0


@pytest.mark.parametrize(
    ("text", "length"), [("BS.CKII. Trần An", 9), ("PGS.TS. Lê An", 8), ("Trần An", 0), ("Thạch An", 0)]
)
def test_academic_titles(text: str, length: int) -> None:
    assert title_length(text) == length


def test_a_persons_name_in_capitals() -> None:
    assert name_case("TRẦN VĂN MẪU") == "Trần Văn Mẫu"


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("THÔNG BÁO", "thong_bao"), ("Quyết định", "quyet_dinh"), ("CHI THI", "chi_thi"), ("KẾ HOACH", "ke_hoach"),
        ("ĐIỆN LỰC TÂN HÒA", None), ("THÔNG TƯ LIÊN TỊCH", "other:normative"), ("LUẬT THƯ VIỆN", "other:normative"),
        ("Thông báo số 3 của Sở", None), ("SỞ LÂM NGHIỆP", None), ("", None),
    ],
)  # fmt: skip
def test_headings(text: str, slug: str | None) -> None:
    assert heading_kind(text) == slug


def split(text: str) -> list[str]:
    lines, at = [], 0
    for line in text.split("\n"):
        lines.append((at, at + len(line)))
        at += len(line) + 1
    return [" ".join(text[a:b] for a, b in trimmed(text, group)) for group in entries(text, lines)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("- A một;\n- B hai.", ["A một", "B hai"]),
        ("- A một,\nhai;\n- B.", ["A một, hai", "B"]),
        ("A một;\nB hai", ["A một", "B hai"]),
        ("- A (b; c);\n- D", ["A (b; c)", "D"]),
        ("- A một; B hai;", ["A một", "B hai"]),
        ("- A một; (để biết)", ["A một (để biết)"]),
        ("- A - B và C;", ["A - B và C"]),
    ],
)
def test_lists(text: str, wanted: list[str]) -> None:
    assert split(text) == wanted


@given(st.text(alphabet="AB một;-.,()\n", max_size=60))
def test_entries_keep_their_order_and_their_words(text: str) -> None:
    lines, at = [], 0
    for line in text.split("\n"):
        lines.append((at, at + len(line)))
        at += len(line) + 1
    spans = [span for group in entries(text, lines) for span in group]
    assert spans == sorted(spans)
    assert all(a < b for a, b in spans)


def test_what_ocr_makes_of_a_stamp_is_no_words() -> None:
    assert not is_words("„ ` F ` ¬ f")
    assert not is_words("„ Ln")
    assert is_words("VT")
    assert is_words("vt")
