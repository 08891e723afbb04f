"""Words and parts of speech: underthesea's segmentation inside spaCy `Doc`s.

underthesea knows Vietnamese words but no offsets and breaks codes apart (`87/QLX-KTCL&CĐT`); spaCy gives spans,
matchers and attributes but asks for another tokenizer. Here codes, dates and addresses are kept whole before
underthesea runs, its words are laid back over the text, and spaCy gets them as they stand. Both libraries are loaded
at the first call. Tags are underthesea's (V verb, N noun, Np name, A adjective, R adverb, E preposition, C
conjunction, M numeral, CH sign).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

# What is one word although it has signs inside: numbers of documents, dates, times, addresses of mail and web.
_WHOLE = re.compile(
    r"https?://\S+|www\.\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}"
    r"|\w+(?:[/&-]+\w+)*/[\w&]+(?:[-/&]\w+)*"
)
_FILLER = "0"  # stands for each character of such a word while underthesea reads: a number, which it leaves alone
_POS = {
    "N": "NOUN", "Np": "PROPN", "Nc": "NOUN", "Nu": "NOUN", "Ny": "PROPN", "Nb": "NOUN", "V": "VERB", "Vb": "VERB",
    "A": "ADJ", "P": "PRON", "R": "ADV", "L": "DET", "M": "NUM", "E": "ADP", "C": "CCONJ", "CC": "CCONJ", "I": "INTJ",
    "T": "PART", "CH": "PUNCT", "X": "X", "Y": "X",
}  # fmt: skip


class Word(NamedTuple):
    """A word of the text and its place; `tag` is underthesea's part of speech, None where none was asked for."""

    text: str
    start: int
    end: int
    tag: str | None = None


def words(text: str, *, tags: bool = False) -> list[Word]:
    """The words of `text` in order, white space left out.

    Tokenising reads about 170,000 characters a second, tagging about 20,000: ask for tags on short spans only.
    """
    if not text.strip():
        return []
    from underthesea import pos_tag, word_tokenize

    masked = _WHOLE.sub(lambda match: _FILLER * len(match[0]), text)
    tokens: list[tuple[str, str | None]]
    tokens = list(pos_tag(masked)) if tags else [(token, None) for token in word_tokenize(masked)]
    held = [match.span() for match in _WHOLE.finditer(text)]
    return list(_laid(text, masked, tokens, held))


def doc(text: str, *, tags: bool = False) -> Doc:
    """`text` as a spaCy `Doc` of Vietnamese words; `doc.text == text`. With `tags`, tokens have `tag_` and `pos_`."""
    return _nlp().make_doc(text) if not tags else _tagged(text)


def head_verb(text: str) -> str | None:
    """The first verb of `text`, None where it begins with no verb phrase: what is to be done, of an obligation."""
    for token in _tagged(text):
        if token.pos_ in ("ADV", "ADJ", "PUNCT", "CCONJ", "SPACE", ""):
            continue
        return token.text.lower() if token.pos_ == "VERB" else None
    return None


def _laid(
    text: str, masked: str, tokens: Sequence[tuple[str, str | None]], held: Sequence[tuple[int, int]]
) -> Iterator[Word]:
    """Lay underthesea's tokens over the text; a token that swallowed a kept word is cut at its edges."""
    at = 0
    for token, tag in tokens:
        start = _skip(masked, at)
        end = start
        for char in token:
            if char.isspace():
                continue
            end = _skip(masked, end) + 1
        at = max(end, start)
        if end <= start:
            continue
        edges = {e for low, high in held for e in (low, high) if start < e < end}
        low = start
        for high in sorted({*edges, end}):
            piece = text[low:high].strip()
            if piece:
                first = low + text[low:high].index(piece)
                yield Word(piece, first, first + len(piece), tag)
            low = high
    rest = text[at:].strip()
    if rest:  # whatever underthesea dropped at the end
        first = text.index(rest, at)
        yield Word(rest, first, first + len(rest), None)


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


@cache
def _nlp() -> Language:
    from spacy import blank, util

    util.registry.tokenizers.register("congvan.words.v1", func=_tokenizers)
    return blank("vi", config={"nlp": {"tokenizer": {"@tokenizers": "congvan.words.v1"}}})


def _tokenizers() -> Callable[[Language], _Tokenizer]:
    return lambda nlp: _Tokenizer(nlp.vocab)


class _Tokenizer:
    """spaCy's tokenizer made of `words`."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        return _as_doc(self.vocab, text, words(text))

    def to_bytes(self, **_: object) -> bytes:
        return b""

    def from_bytes(self, _data: bytes, **_: object) -> _Tokenizer:
        return self

    def to_disk(self, _path: object, **_: object) -> None:
        """Nothing to keep."""

    def from_disk(self, _path: object, **_: object) -> _Tokenizer:
        return self


def _tagged(text: str) -> Doc:
    return _as_doc(_nlp().vocab, text, words(text, tags=True))


def _as_doc(vocab: Vocab, text: str, found: Sequence[Word]) -> Doc:
    """A Doc whose text is `text` exactly: white space beyond one space between words is a token of its own."""
    from spacy.tokens import Doc

    pieces: list[str] = []
    spaces: list[bool] = []
    tags: list[str] = []
    at = 0
    for word in found:
        _gap(text[at : word.start], pieces, spaces, tags)
        pieces.append(text[word.start : word.end])
        spaces.append(False)
        tags.append(word.tag or "")
        at = word.end
    _gap(text[at:], pieces, spaces, tags)
    known = any(tags)
    return Doc(
        vocab,
        words=pieces,
        spaces=spaces,
        tags=tags if known else None,
        pos=[_POS.get(tag, "X" if tag else "") for tag in tags] if known else None,
    )


def _gap(gap: str, pieces: list[str], spaces: list[bool], tags: list[str]) -> None:
    if gap.startswith(" ") and pieces:
        spaces[-1] = True
        gap = gap[1:]
    if gap:
        pieces.append(gap)
        spaces.append(False)
        tags.append("")
