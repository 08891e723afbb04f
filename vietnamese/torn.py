"""Words torn apart at their marked vowels (`Kh á nh`, `Đặ ng`, `ĐIỀ U`), as some converters and fonts leave them.

Only what is no word by itself is joined, and only to a syllable: a piece without a vowel, one whose vowels can't end a
syllable, one that begins with a vowel and is none of the few words that do. A single small letter may be a label
(`điểm b`), so it is joined only in texts that are torn elsewhere too; a single capital may be a numeral (`khối X ở`)
and never is.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from vietnamese.syllable import is_syllable

_VOWELS = "aeiouyàáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
# Two words of which the second begins with a vowel or is the end of a syllable: others can't be pieces of one word.
_PAIR = re.compile(
    rf"(?<![^\W\d_])(?P<left>[^\W\d_]{{1,5}}) (?=(?P<right>[{_VOWELS}][^\W\d_]{{0,4}}|ng?|nh|g|m|p|t|ch?)(?![^\W\d_]))",
    re.IGNORECASE,
)
# The words that begin with a vowel, tones of oa, oe, uy in both places.
_VOWEL_WORDS = """
a à á ả ạ ác ạc ách ai ái ải am ám ảm an án ang áng anh ánh ảnh ao áo ào ảo áp ạt át au ăm ăn ăng ắng ẳng ắt âm ấm ẩm
ậm ân ấn ẩn ấp ập âu ấu ẩu ấy e é em én eo éo ẻo ép ẹp ẹt ê ế ếch êm ếm ềnh ì ỉ ị ỉa ích im ím ỉm in ít ịt iu ỉu o ò ó
ọ oa oà òa oá óa oách oai oái oải oan oán oản oang oanh oánh oạch oằn oẳn oăng oe òe oi ói òi om óm ọ ong óng ỏng õng
óc ọc óp ọp ọt ô ồ ổ ố ộ ốc ôi ối ổi ồi ôm ốm ồm ôn ổn ồn ông ống ổng ốp ộp ơ ờ ở ớ ợ ơi ới ời ơm ớm ơn ớn ờn ớt u ù ú
ủ ụ ua ùa ủa uẩn uất uây úc ục uế uể ui úi ủi um úm ùm ùn ủn ung úng ủng ùng uôm uốn uống uổng úp ụp út ụt uy uý úy uỷ
ủy uỵ ụy uyên uyển uých ư ừ ứ ử ự ưa ứa ức ực ửng ứng ưng ựng ước ươm ướm ườm ương ưỡn ướp ướt ưu y ỳ ý ỷ ỵ yêm yếm
yểm yên yến yếu yêu yết
"""
_LABELLED = re.compile(r"(?:^|\W)(?:điểm|khoản|mục|tiết|phần|ý|biểu|mẫu|phụ lục|khối|hạng|loại) ?$", re.IGNORECASE)
_VOWEL = re.compile(f"[{_VOWELS}]", re.IGNORECASE)
_PASSES = 4  # a word may be in five pieces


def mend(text: str) -> str:
    """`text` with its torn words joined.

    >>> mend("Kh á nh Hòa, Đặ ng Văn Ví, Y tế, khối X ở Hà Nội")
    'Khánh Hòa, Đặng Văn Ví, Y tế, khối X ở Hà Nội'
    """
    if text.isascii():
        return text
    joined, count = _pass(text, bold=False)
    for _ in range(_PASSES):
        if not count:
            break
        joined, count = _pass(joined, bold=True)
    return joined


def torn(left: str, right: str, *, bold: bool = False) -> bool:
    """Whether two neighbours are pieces of one word. `bold`: also where one of them is a single letter."""
    whole = left + right
    if whole.isascii() or not is_syllable(whole):
        return False
    if not (right.islower() or (left.isupper() and right.isupper())):
        return False
    if _is_word(left) and _is_word(right):
        return False
    if len(left) == 1 and _is_word(right):
        return bold and left.islower()
    return bold or len(right) > 1 or is_syllable(right)


@lru_cache(maxsize=1 << 14)
def _is_word(piece: str) -> bool:
    return is_syllable(piece) and (_VOWEL.match(piece) is None or piece.lower() in _vowel_words())


@cache
def _vowel_words() -> frozenset[str]:
    return frozenset(_VOWEL_WORDS.split())


def _pass(text: str, *, bold: bool) -> tuple[str, int]:
    out: list[str] = []
    at = count = 0
    for match in _PAIR.finditer(text):
        if torn(match["left"], match["right"], bold=bold) and not _label(text, match):
            out.append(text[at : match.end("left")])
            at = match.end()
            count += 1
    return ("".join([*out, text[at:]]) if count else text), count


def _label(text: str, match: re.Match[str]) -> bool:
    """Whether the single letter of a pair is a label by the word before it (`điểm b ở trên`, `khoản g`)."""
    if len(match["left"]) == 1:
        return _LABELLED.search(text, max(0, match.start() - 12), match.start()) is not None
    return len(match["right"]) == 1 and _LABELLED.fullmatch(match["left"]) is not None
