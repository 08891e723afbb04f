"""The lines of authority and position over a signature, as parts: a prefix or none, and the words after it.

What OCR read badly under a seal is compared with the positions there are: they are few, and nothing else stands there.
The words of a text file stay as they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from extractors.signer.approval import approving
from schemas.page import Line, Origin, Span
from schemas.rule import table
from schemas.zone import Cell, Flow, Zoned, join_spans
from vietnamese.fold import key
from vietnamese.lexicon import by_length, words
from vietnamese.persons import title_length
from vietnamese.syllable import is_syllable

_EDGE = " \t.,;:_-–—~|*=/\\“”‘’'\"`()<>?!"
_NEAR = 72.0  # of 100: as near must OCR's words come to a position
_APART = 5.0  # … and so much nearer than to any other
_ALIKE = 50.0  # of 100: as near may a misread word come to one that makes another position of it
_AS_LONG = 0.8  # of a position's letters at least: "THANH TRA", of which the beginning is lost, is no "Tổng Thanh tra"
_STRAY = re.compile(r"\W*\d{1,2}\W*\s+(?=[^\W\d_]{2})")
_MADE_UP = re.compile(r"\S{0,3}[\d;]\S{0,3}\s+(?=[^\W\d_]{2})")
_BEFORE = re.compile(r"\W*([^\W\d_]{1,3})\W*\s+(?=[^\W\d_])")
_HEADS = ("truong", "giam doc", "chu tich", "chanh van", "chu nhiem", "bi thu", "nguoi lap", "dai dien")


@dataclass(frozen=True, slots=True)
class Part:
    """One authority or position, whole over its lines."""

    capacity: str | None
    text: str
    spans: tuple[Span, ...]
    confidence: float = 0.9
    scanned: bool = False  # read by OCR and compared with the positions there are
    behind: bool = False  # something stands before it that could not be read: a KT. or TM., or a PHÓ
    unsure: bool = False  # another position is as near to what was read


def parts_of(zoned: Zoned) -> list[Part]:
    """The authorities and positions in order; a line that begins none continues the one above it."""
    groups: list[tuple[str | None, list[Span], bool]] = []
    row = -9
    waiting: str | None = None  # a prefix that stands on a line of its own
    others = approving(zoned)
    for line in zoned.of(Cell.AUTHORITY):
        if _title_alone(zoned.text(line)) or line.start in others:
            continue
        for cut, span in _cut(zoned, line):
            capacity, waiting = (cut or waiting), None
            if span.end <= span.start:
                waiting = capacity
                continue
            scanned = line.origin == Origin.OCR
            if capacity is not None or scanned or _begins_position(zoned, span):
                groups.append((capacity, [span], scanned))
            elif groups and line.row - row <= 1:
                groups[-1][1].append(span)
            else:
                continue  # a stamp's or a seal's words
            row = line.row
    parts = (_part(zoned, capacity, spans, scanned=scanned) for capacity, spans, scanned in groups)
    return [part for part in parts if part is not None]


def _part(zoned: Zoned, capacity: str | None, spans: list[Span], *, scanned: bool) -> Part | None:
    flow = join_spans(zoned.document.text, spans)
    if scanned and (stray := _STRAY.match(flow.text)) is not None:  # of a seal: "1 GIÁM ĐỐC"
        spans, flow = _from(zoned, spans, stray.end())
    made_up = _MADE_UP.match(flow.text) if scanned and capacity is None else None
    if made_up is not None:  # no word has a figure in it: `T7 GIÁM ĐỐC`
        spans, flow = _from(zoned, spans, made_up.end())
    if sum(c.isalpha() for c in flow.text) < 3 or any(c.isdigit() or c == ";" for c in flow.text):
        return None  # of a stamp: positions have neither numbers nor parts
    where = flow.spans(0, len(flow.text))
    if scanned:
        part = _nearest(capacity, flow.text, where, _bodies(zoned))
        return part if part is None or made_up is None else replace(part, behind=True)
    return Part(capacity, flow.text, where)


def _from(zoned: Zoned, spans: list[Span], begin: int) -> tuple[list[Span], Flow]:
    """The spans without the first characters, and their text."""
    rest = [Span(spans[0].start + begin, spans[0].end), *spans[1:]]
    return rest, join_spans(zoned.document.text, rest)


def _nearest(capacity: str | None, text: str, where: tuple[Span, ...], bodies: frozenset[str]) -> Part | None:
    """What OCR read, as the position that it comes nearest to; a longer line that names one stays as read.

    Of positions that come as near it is the one that heads one of `bodies`, the first words of the letterhead's lines.
    """
    from rapidfuzz import fuzz, process

    bare = re.sub(r"(?<=[a-z])[^a-z\s]+(?=[a-z])", "?", key(text))  # something within a word that was not read
    bare = re.sub(r"[^a-z?]", "", bare.strip("?"))
    near = process.extract(bare, _squeezed(), scorer=fuzz.ratio, score_cutoff=_NEAR - _APART, limit=8)
    near = [one for one in near if one[1] > near[0][1] - _APART]
    heading = [one for one in near if _squeezed_names()[one[2]].removeprefix("Phó ").split()[0].casefold() in bodies]
    near = heading if len(near) > 1 and len(heading) == 1 and not _ends_with(text, heading[0][0]) else near
    found = near[0] if near and near[0][1] >= _NEAR else None
    if found is not None and _names_another(text, _squeezed_names()[found[2]]):
        return Part(capacity, text, where, 0.75, scanned=True)
    if found is not None and len(bare) >= _AS_LONG * len(found[0]):
        name = _squeezed_names()[found[2]]
        behind = capacity is None and _stands_behind(text, name)
        unsure = len(near) > 1 and not _ends_with(text, name)
        lost = _longer_ones(text, name)
        confidence = round(0.9 * found[1] / 100, 3)
        return Part(capacity, name, where, confidence, scanned=True, behind=behind, unsure=unsure or lost)
    if capacity is not None or _position_pattern().search(key(text)):
        return Part(capacity, text, where, 0.6, scanned=True)
    return None


def _bodies(zoned: Zoned) -> frozenset[str]:
    """The first words of the letterhead's lines: a CỤC has a Cục trưởng."""
    texts = (zoned.text(line).split() for line in zoned.of(Cell.ISSUER))
    return frozenset(text[0].casefold() for text in texts if text)


def _stands_behind(text: str, name: str) -> bool:
    """Whether a word that could not be read stands before a position, of which `text` is what OCR read."""
    before = _BEFORE.match(text)
    if before is not None:
        return not key(name).startswith(key(before[1]))
    return _ends_with(text, name) and any(c.isalnum() for c in key(text)[: -len(name)])


def _ends_with(text: str, name: str) -> bool:
    """Whether a position's words are read letter by letter at the end of a line."""
    return re.search(rf"(?<![a-z]){re.escape(key(name))}\W*$", key(text)) is not None


def _longer_ones(text: str, name: str) -> bool:
    """Whether what stands before a position comes near to the beginning of a longer one: a misread TỔNG or CHI."""
    from rapidfuzz import fuzz

    if not _ends_with(text, name):
        return False
    before = re.sub(r"[^a-z]", "", re.sub(rf"{re.escape(key(name))}\W*$", "", key(text)))
    firsts = {longer[: -len(key(name))].strip() for longer in map(key, _heads()) if longer.endswith(f" {key(name)}")}
    return any(before != first and fuzz.ratio(before, first.replace(" ", "")) >= _ALIKE for first in firsts)


def _names_another(text: str, near: str) -> bool:
    """Whether words that were well read begin with a position, and not with the one they come near to.

    `Phó Bí thư Thường trực` is as near to `Phó Bí thư Thứ nhất` as a misread line to what it should be.
    """
    folded = key(text)
    sound = all(is_syllable(word.strip(_EDGE)) for word in text.split())
    return sound and key(near) not in folded and _position_pattern().match(folded) is not None


def _heads() -> tuple[str, ...]:
    return words("positions", "positions")


@cache
def _squeezed_names() -> tuple[str, ...]:
    heads = _heads()
    return (*heads, *(f"Phó {head}" for head in heads), *words("positions", "collectives"))


@cache
def _squeezed() -> tuple[str, ...]:
    return tuple(re.sub(r"[^a-z]", "", key(name)) for name in _squeezed_names())


def _cut(zoned: Zoned, line: Line) -> list[tuple[str | None, Span]]:
    """The line cut at prefixes, and at positions where several stand in one line (a table's cell)."""
    text = zoned.text(line)
    folded = key(text)
    marks: dict[int, tuple[str | None, int]] = {}
    for hit in table("signer").scan(text, folded):
        marks[hit.start] = (hit.rule.sets["capacity"], hit.end)
    if len(text) > 18:
        for at in _inner_positions(folded, marks):
            marks.setdefault(at, (None, at))
    starts = sorted(marks)
    lead = starts[0] if starts else len(text)
    out: list[tuple[str | None, Span]] = []
    if not starts or _names_position(folded[:lead]):
        out.append((None, _trimmed(zoned, line.start, line.start + lead)))
    for i, at in enumerate(starts):
        following = starts[i + 1] if i + 1 < len(starts) else len(text)
        capacity, begin = marks[at]
        out.append((capacity, _trimmed(zoned, line.start + begin, line.start + following)))
    return [(capacity, span) for capacity, span in out if capacity is not None or span.end > span.start]


def _inner_positions(folded: str, marks: dict[int, tuple[str | None, int]]) -> list[int]:
    """Where a position begins after another one in the same line: before PHÓ, or at a position after a whole one."""
    ends = {end for _, end in marks.values()}
    out = []
    for match in _position_pattern().finditer(folded):
        at = match.start()
        if at == 0 or any(0 <= at - end <= 2 for end in ends):
            continue
        if not folded[:at].rstrip().endswith((",", "-", "&", " va")):
            out.append(at)
    return out


@cache
def _position_pattern() -> re.Pattern[str]:
    names = "|".join(map(re.escape, by_length("positions", "positions")))
    return re.compile(rf"(?<!\w)(?:quyen |pho )?(?:{names})(?!\w)")


def _begins_position(zoned: Zoned, span: Span) -> bool:
    folded = key(zoned.document.text[span.start : span.end])
    return re.match(r"(?:quyen|pho|ph[aoie])\s", folded) is not None or _names_position(folded[:24])


def _names_position(folded: str) -> bool:
    """Whether the words name a position, as near as OCR errors allow."""
    if _position_pattern().search(folded):
        return True
    from rapidfuzz import fuzz

    return any(len(folded) >= len(head) and fuzz.partial_ratio(head, folded, score_cutoff=80) > 0 for head in _HEADS)


def _title_alone(text: str) -> bool:
    """Whether a line holds an academic title and nothing else: it goes with the name under it."""
    bare = text.strip()
    return bool(bare) and title_length(bare + " ") >= len(bare)


def _trimmed(zoned: Zoned, start: int, end: int) -> Span:
    text = zoned.document.text
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return Span(start, end)
