"""Which written words are Vietnamese syllables: onset, rime and tone, as the orthography allows them.

A syllable is an onset (may be empty), a rime and one of six tones; a rime that ends in a stop (c, ch, p, t) takes only
sắc or nặng. The rimes are those of the spelling; loans (`xoong`) and names of the highlands (`Đắk`) count too.
Source: Đoàn Thiện Thuật, Ngữ âm tiếng Việt.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_RIMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăk ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong oong ooc
op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uân uâng uât uây uc ui um un ung up ut uê uêch uên uênh uêu uơ uôc uôi uôm uôn uông uôt
uy uya uych uyên uyêt uyn uynh uyp uyt uyu
ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
y yêm yên yêng yêt yêu ya
"""
_STOPS = ("c", "ch", "p", "t", "k")
_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
_STOP_TONES = {"\u0301", "\u0323"}
_WORD = re.compile(r"[^\W\d_]+")


def words(text: str) -> Iterator[str]:
    """The runs of letters of `text`."""
    return (match[0] for match in _WORD.finditer(text))


@cache
def _spellings() -> frozenset[str]:
    """All toneless spellings: onset and rime (about 4,000)."""
    rimes = _RIMES.split()
    out = set(rimes)
    for onset in _ONSETS.split():
        out.update(onset + rime for rime in rimes if _spelt(onset, rime))
    out.update("gi" + rime[1:] for rime in rimes if rime.startswith("i"))
    return frozenset(out)


def _spelt(onset: str, rime: str) -> bool:
    """c, g and ng stand before back vowels, gh and ngh before front ones (k stands before all: Kon Tum, Bắc Kạn)."""
    front = rime[0] in "eêiy"
    return not ((onset in ("c", "g", "ng") and front) or (onset in ("gh", "ngh") and not front))


@lru_cache(maxsize=1 << 16)
def is_syllable(word: str) -> bool:
    """Whether `word` (letters only, any case, any normal form) can be a Vietnamese syllable.

    >>> [is_syllable(w) for w in ("nghiêng", "Số", "hoà", "thuyết")], is_syllable("hểt"), is_syllable("strong")
    ([True, True, True, True], False, False)
    """
    bare: list[str] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFD", word.lower().replace("ð", "đ")):
        (tones if char in _TONES else bare).append(char)
    if len(tones) > 1:
        return False
    plain = unicodedata.normalize("NFC", "".join(bare))
    if plain not in _spellings():
        return False
    return not (tones and plain.endswith(_STOPS) and tones[0] not in _STOP_TONES)


def share(text: str) -> float:
    """The share of Vietnamese syllables among the words of `text` of two letters and more; 0 without any."""
    found = [word for word in words(text) if len(word) > 1]
    return sum(map(is_syllable, found)) / len(found) if found else 0.0
