"""Old encodings: recognised and converted, and good Unicode never touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese.fold import nfc
from vietnamese.legacy import Encoding, convert_run, decode, decode_bytes, detect, font_encoding, repair, trusted_fonts

TEXT = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
    "Độc lập - Tự do - Hạnh phúc\n"
    "Số: 12/CV-UB\n"
    "V/v kiểm tra đê kè\n"
    "Thực hiện Công văn số 7/TL ngày 3 tháng 2 năm 1999 của Bộ Thủy lợi, Ủy ban nhân dân huyện đề nghị các xã\n"
    "kiểm tra những đoạn đê xung yếu, báo cáo trước ngày 15/3/1999.\n"
    "Lưu VP; kỹ sư Nguyễn Ðình Thẩm"
)
TCVN3 = (
    "CéNG HßA X· HéI CHñ NGHÜA VIÖT NAM\n"
    "§éc lËp - Tù do - H¹nh phóc\n"
    "Sè: 12/CV-UB\n"
    "V/v kiÓm tra ®ª kÌ\n"
    "Thùc hiÖn C«ng v¨n sè 7/TL ngµy 3 th¸ng 2 n¨m 1999 cña Bé Thñy lîi, ñy ban nh©n d©n huyÖn ®Ò nghÞ c¸c x·\n"
    "kiÓm tra nh÷ng ®o¹n ®ª xung yÕu, b¸o c¸o tr\u00adíc ngµy 15/3/1999."
)
VNI = (
    "UÛY BAN NHAÂN DAÂN TÆNH\nThöïc hieän Coâng vaên soá 7, "
    "ñeà nghò caùc xaõ baùo caùo tröôùc ngaøy 15/3; kyõ sö, ñòa chæ, myõ, Ñöùc"
)


def _encode(text: str, encoding: Encoding) -> bytes:
    """`text` in a one-byte encoding, by turning its decoder round."""
    table = {decode(chr(code), encoding): code for code in range(255, 0x1F, -1)}
    table |= {chr(code): code for code in range(128)}
    if encoding is Encoding.VISCII:
        table |= {"Ẳ": 2, "Ẵ": 5, "Ẫ": 6, "Ỷ": 0x14, "Ỹ": 0x19, "Ỵ": 0x1E}
    return bytes(table[char] for char in text)


def test_tcvn3_text_is_converted_with_its_capitals() -> None:
    converted, met = repair(TCVN3)
    assert met == [Encoding.TCVN3]
    assert converted.split("\n")[:4] == TEXT.split("\n")[:4]
    assert "Bộ Thủy lợi, ủy ban nhân dân huyện đề nghị các xã\nkiểm tra" in converted


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("X· HéI", "XÃ HỘI"),
        ("UBND TØNH Hµ B¾C", "UBND TỈNH HÀ BẮC"),
        ("Sè: 5/CV-UB", "Số: 5/CV-UB"),  # a code beside it tells nothing
        ("- L\u00adu VP", "- Lưu VP"),
        ("X· T©n Phó", "Xã Tân Phú"),
        ("TM. Uû BAN NH¢N D¢N", "TM. UỶ BAN NHÂN DÂN"),
    ],
)
def test_capitals_that_tcvn3_has_no_codes_for(old: str, new: str) -> None:
    assert decode(old, Encoding.TCVN3) == new


def test_fonts_of_capitals_raise_everything() -> None:
    assert decode("së y tÕ tØnh", Encoding.TCVN3, capitals=True) == "SỞ Y TẾ TỈNH"


def test_vni_text_is_converted() -> None:
    converted, met = repair(VNI)
    assert met == [Encoding.VNI]
    assert converted == (
        "ỦY BAN NHÂN DÂN TỈNH\nThực hiện Công văn số 7, đề nghị các xã báo cáo trước ngày 15/3; kỹ sư, địa chỉ, mỹ, Đức"
    )


def test_viscii_bytes_are_recognised() -> None:
    text = TEXT.replace("Ð", "Đ")
    assert decode_bytes(_encode(text, Encoding.VISCII)) == (text, [Encoding.VISCII])


def test_utf8_decoded_as_windows_1252_is_recognised() -> None:
    spoilt = "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in TEXT.encode())
    assert repair(spoilt) == (TEXT, [Encoding.TWICE])


def test_windows_1258_bytes_are_recognised() -> None:
    import unicodedata

    marks = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
    parts = []
    for char in TEXT.replace("Ð", "Đ"):
        bare = [c for c in unicodedata.normalize("NFD", char) if c not in marks]
        tone = [c for c in unicodedata.normalize("NFD", char) if c in marks]
        parts.append(unicodedata.normalize("NFC", "".join(bare)) + "".join(tone))
    text, met = decode_bytes("".join(parts).encode("cp1258"))
    assert (nfc(text), met) == (TEXT.replace("Ð", "Đ"), [Encoding.CP1258])


def test_one_file_can_mix_old_text_and_unicode() -> None:
    converted, met = repair(TEXT + "\n" + TCVN3)
    assert met == [Encoding.TCVN3]
    assert converted.startswith(TEXT)
    assert converted.endswith("báo cáo trước ngày 15/3/1999.")


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "BO TÀI CHÍNH\n" + TEXT,
        "Kính gửi: Ông Lê Văn Cân, xã Hòa An\n\u00a0\u00a0\n— — —\n" + TEXT,
        "Café crème à la carte, déjà vu: voilà l'été à Nîmes, où l'hôtel était fermé.",
        "Sân nhà, bàn là, cá bò, tôi và cô",  # letters that Latin-1 shares with Vietnamese
        "® © ± 5 µm – 20 °C",
        "",
    ],
)
def test_good_unicode_is_never_touched(text: str) -> None:
    assert repair(text) == (text, [])


@given(st.text(max_size=200))
def test_no_text_makes_it_raise(text: str) -> None:
    converted, met = repair(text)
    assert met or converted == text


@given(st.binary(max_size=200))
def test_no_bytes_make_it_raise(data: bytes) -> None:
    decode_bytes(data)
    detect(data.decode("latin-1"))


@pytest.mark.parametrize(
    ("font", "expected"),
    [
        (".VnTime", (Encoding.TCVN3, False)),
        (".VnTimeH", (Encoding.TCVN3, True)),
        ("ABCDEF+.VnArialH,Bold", (Encoding.TCVN3, True)),
        ("VNI-Times", (Encoding.VNI, False)),
        ("Times New Roman", None),
        ("Vni", None),
        (None, None),
    ],
)
def test_fonts_that_stand_for_an_encoding(font: str | None, expected: tuple[Encoding, bool] | None) -> None:
    assert font_encoding(font) == expected


def test_a_font_name_is_believed_only_if_the_text_bears_it_out() -> None:
    assert trusted_fonts({Encoding.TCVN3: "C«ng v¨n sè 5 cña Bé Y tÕ"}) == {Encoding.TCVN3}
    assert trusted_fonts({Encoding.TCVN3: "Công văn số 5 của Bộ Y tế"}) == frozenset()
    assert trusted_fonts({Encoding.TCVN3: "Bàn và tôi là công dân"}) == frozenset()


def test_a_run_with_unicode_letters_stays_whatever_its_font() -> None:
    assert convert_run("Công văn số", Encoding.TCVN3) == "Công văn số"
    assert convert_run("C«ng v¨n sè", Encoding.TCVN3) == "Công văn số"
