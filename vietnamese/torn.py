"""Words torn apart at their marked vowels (`Đặ ng`, `ĐIỀ U`), as a change of font inside a word leaves them in PDFs.

Only what is no word by itself is joined, and only to a syllable: a piece without a vowel, one whose vowels can't end a
syllable, one that begins with a vowel and is none of the few words that do. In text that came without a page nothing
is joined: what stands there is what was written, and a joint would be a guess.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from vietnamese.syllable import is_syllable

_VOWELS = "aeiouyàáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
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
_VOWEL = re.compile(f"[{_VOWELS}]", re.IGNORECASE)


def torn(left: str, right: str) -> bool:
    """Whether two neighbours that a page sets closer than words are pieces of one word.

    >>> torn("Đặ", "ng"), torn("Y", "tế")
    (True, False)
    """
    whole = left + right
    if whole.isascii() or not is_syllable(whole):
        return False
    if not (right.islower() or (left.isupper() and right.isupper())):
        return False
    if _is_word(left) and _is_word(right):
        return False
    if len(left) == 1 and _is_word(right):
        return False
    return len(right) > 1 or is_syllable(right)


@lru_cache(maxsize=1 << 14)
def _is_word(piece: str) -> bool:
    return is_syllable(piece) and (_VOWEL.match(piece) is None or piece.lower() in _vowel_words())


@cache
def _vowel_words() -> frozenset[str]:
    return frozenset(_VOWEL_WORDS.split())
