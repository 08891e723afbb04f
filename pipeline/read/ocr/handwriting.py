"""The number and the day that a clerk wrote by hand: read with their surroundings, or taken out of the text.

A reading counts when the printed-letter engine and the net of figures agree, or when the net alone is sure. Otherwise
the place is left blank in the line and a remark says where a person should look; where nobody has written, it says
nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from pipeline.read.ocr.blanks import (
    Blank,
    date_blanks,
    date_line,
    first_page,
    inked,
    number_line,
    number_place,
    number_word_line,
    symbol_at,
)
from pipeline.read.ocr.engine import Gray, Mode, Seen
from pipeline.read.ocr.figures import read_figures, where
from pipeline.read.ocr.lines import ReadLine
from schemas.page import Box, Remark, doubted
from vietnamese.fold import key

HEADER_LINES = 16  # lines after the national motto in which number and date stand
AGREED = 0.3  # the least chance of a reading that the engine read as well
# the least chance of what the net reads alone: of drawn numbers (worse than real ones) 3 in 1,000 are misread as surely
# as 0.85, of drawn days 5 in 1,000 as surely as 0.7, for most of what a day can be misread as is none
SURE = {"number": 0.85, "day": 0.7, "month": 0.7}
VERY_SURE = 0.95  # the chance that outweighs a contrary reading of the engine
PRINTED = 0.9  # the engine's confidence from which print is believed where the net sees no figures at all

_DAYS = frozenset([f"{day:02d}" for day in range(1, 32)] + [str(day) for day in range(1, 10)])
_MONTHS = frozenset([f"{month:02d}" for month in range(1, 13)] + [str(month) for month in range(1, 10)])
# the last of what looks like `ngày`: a place may be called Nguyên
_DATE = re.compile(r"^(?P<before>.*\bng.y)(?P<day>.*?)(?P<th>th.ng)(?P<month>.*?)(?P<after>n.m\b.*)$", re.S)
_LABEL = re.compile(r"\W?s[o0e6ca]\W?")
_BETWEEN = re.compile(r"s[o0e6ca]\W[^/\\]*\w[^/\\]*[/\\]")  # the engine read something before the slash
_POINTERS = {"number": "/number", "day": "/issued/date", "month": "/issued/date"}

ReadBox = Callable[[Box, Mode], list[Seen]]


@dataclass(frozen=True, slots=True)
class Judged:
    """What stands in a blank: digits with their confidence, or nothing readable (`text` None)."""

    blank: Blank
    text: str | None
    confidence: float
    guess: str = ""


def fill(
    lines: list[ReadLine], grey: Gray, *, dpi: int, page: int, read: ReadBox
) -> tuple[list[ReadLine], list[Remark]]:
    """`lines` with the handwriting of a first page read or taken out, and what a person should look at.

    `grey` is the page at `dpi` without its rules, `read` the engine on a box of the page.
    """
    texts = [line.text for line in lines]
    start = first_page(texts)
    if start is None:
        return lines, []
    first, last = max(0, start - 4), start + HEADER_LINES
    out, remarks = list(lines), list[Remark]()
    at = number_line(texts, first, last)
    if at is None and (at := number_word_line(texts, first, last)) is not None:
        out[at] = _with_symbol(lines[at], grey, dpi, read)
        at = at if symbol_at(out[at].text) else None
    if at is not None and (number := _number(out[at], grey, dpi)) is not None:
        out[at] = _with_number(out[at], number)
        written = _BETWEEN.search(key(texts[at])) is not None or inked(grey, dpi, number.blank)
        remarks.extend([_remark(number, page)] if number.text is None and written else [])
    at = date_line(texts, start, last)
    if at is not None:
        box = lines[at].box
        blanks = date_blanks(read(Box(box.x0 - 4, box.y0 - 2, box.x1 + 4, box.y1 + 2), Mode.LETTERS))
        judged = [_date(blank, lines[at], grey, dpi) for blank in blanks]
        out[at] = _with_date(out[at], judged)
        remarks.extend(_remark(one, page) for one in judged if one.text is None and inked(grey, dpi, one.blank))
    return out, remarks


def _number(line: ReadLine, grey: Gray, dpi: int) -> Judged | None:
    """What is written between `Số:` and the slash; None where the line can't be measured."""
    place = number_place(line.text, line.box, grey, dpi)
    if place is None:
        return None
    at = symbol_at(line.text) or 0
    match = re.search(r"(?:[:;.,]|\s|[ốồôóo])\s*(\d{1,5})\s*[/\\]\s*$", line.text[:at])
    chances: dict[str, float] = {}
    for text, chance in read_figures(grey, dpi, place).items():
        before, slash, _ = text.partition("/")
        number = before if slash else before + "?"  # without its slash, nobody knows where the number ends
        chances[number] = chances.get(number, 0.0) + chance
    signs = where(grey, dpi, place)
    end = next((x for sign, x in signs if sign == "/"), None)
    if end is None:
        end = next((word.box.x0 for word in line.words if word.text[:1] in ("/", "\\")), None)
    digits = [x for sign, x in signs if sign != "/" and (end is None or x < end)]
    label = max((word.box.x1 for word in line.words[:1] if _LABEL.fullmatch(key(word.text))), default=0.0)
    x0 = min(digits, default=max(place.x0 + 2.2 * place.cap, label + 0.9 * place.cap))
    x1 = max(digits, default=place.x0 + 5 * place.cap)
    x1 = x1 + 0.8 * place.cap if end is None else max(end, x0 + place.cap)
    box = Box(x0 - 0.8 * place.cap, place.base - 1.7 * place.cap, x1, place.base + 0.6 * place.cap)
    return _judge(Blank("number", box, place), match[1] if match else "", line, chances)


def _date(blank: Blank, line: ReadLine, grey: Gray, dpi: int) -> Judged:
    match = _DATE.match(key(line.text).lower())
    part = match[blank.what].strip(" .,_-") if match else ""
    allowed = _DAYS if blank.what == "day" else _MONTHS
    printed = part if part in allowed else ""
    chances = read_figures(grey, dpi, blank.place)
    return _judge(
        blank, printed, line, {text: chance for text, chance in chances.items() if text in allowed or not text}
    )


def _judge(blank: Blank, printed: str, line: ReadLine, chances: dict[str, float]) -> Judged:
    """Weigh what the engine (`printed`) and the net read in a blank."""
    seen = [word.confidence for word in line.words if printed and printed in word.text]
    trust = max(seen, default=0.0)
    best, share = max(chances.items(), key=lambda item: (item[1], item[0]), default=("", 0.0))
    if not best:
        return Judged(blank, printed if printed and trust >= PRINTED else None, trust, printed)
    odd = _unlikely(blank, best)
    if printed == best and share >= AGREED and (not odd or trust >= PRINTED):
        return Judged(blank, printed, round(max(trust, share), 3))
    least = VERY_SURE if printed and trust >= 0.6 else SURE[blank.what]
    if share >= least and best.isdigit() and not odd:
        return Judged(blank, best, round(share, 3))
    return Judged(blank, None, round(share, 3), best.strip("?#"))


def _unlikely(blank: Blank, text: str) -> bool:
    """A number that no clerk writes: one below ten has a zero before it, a longer one has none."""
    return blank.what == "number" and (len(text) == 1 or text == "00" or (text.startswith("0") and len(text) > 2))


def _with_symbol(line: ReadLine, grey: Gray, dpi: int, read: ReadBox) -> ReadLine:
    """The line with the symbol behind its slash read by itself, where the handwriting spoilt it."""
    place = number_place(line.text, line.box, grey, dpi)
    slash = next((x for sign, x in where(grey, dpi, place) if sign == "/"), None) if place is not None else None
    if place is None or slash is None:
        return line
    right = Box(slash + 0.2 * place.cap, place.base - 1.5 * place.cap, line.box.x1 + 4, place.base + 0.7 * place.cap)
    words = read(right, Mode.LINE)
    if not words or not re.match(r"[A-ZĐ]{2,}", words[0].text):
        return line
    box = line.box
    begin = Seen("Số:", Box(box.x0, box.y0, min(slash, box.x0 + 2 * place.cap), box.y1), 0.9, 0, 0)
    first = replace(words[0], text="/" + words[0].text)
    return replace(line, words=(begin, *(replace(word, line=0) for word in (first, *words[1:]))))


def _with_number(line: ReadLine, judged: Judged) -> ReadLine:
    """`Số:`, the digits and the symbol as words of their own; the slash follows the digits directly."""
    at = symbol_at(line.text)
    if at is None:
        return line
    symbol = line.text[at:].strip()
    box, blank = line.box, judged.blank.box
    words = [Seen("Số:", Box(min(box.x0, blank.x0 - 1), box.y0, blank.x0, box.y1), 0.9, 0, 0)]
    if judged.text is not None:
        words.append(Seen(judged.text, blank, judged.confidence, 0, 0, script="hand"))
    after = [word.confidence for word in line.words if any(part in word.text for part in symbol.split())]
    x = blank.x1
    for i, part in enumerate(("/" + symbol).split()):
        width = (box.x1 - blank.x1) * len(part) / max(1, len(symbol) + 1)
        tight = i == 0 and judged.text is not None
        words.append(Seen(part, Box(x, box.y0, x + width, box.y1), max(after, default=0.5), 0, 0, glued=tight))
        x += width
    return replace(line, words=tuple(words))


def _with_date(line: ReadLine, judged: list[Judged]) -> ReadLine:
    """The date line with each blank's digits in the place of whatever was read there."""
    text = line.text
    match = _DATE.match(key(text).lower())
    if match is None or not judged or len(key(text)) != len(text):
        return line
    values = {one.blank.what: one for one in judged}
    words, kept = _words_before(line, match.end("before"))
    parts: list[tuple[str, Judged | None]] = [
        (text[kept : match.end("before")], None),
        (text[match.start("day") : match.end("day")].strip(), values.get("day")),
        ("tháng", None),
        (text[match.start("month") : match.end("month")].strip(), values.get("month")),
        (text[match.start("after") :], None),
    ]
    length = max(1, len(text))
    for place, (part, one) in enumerate(parts):
        if one is not None:
            if one.text is not None:
                words.append(Seen(one.text, one.blank.box, one.confidence, 0, 0, script="hand"))
            continue
        start = kept if place == 0 else match.start(("before", "day", "th", "month", "after")[place])
        for token in re.finditer(r"\S+", part):
            x0 = line.box.x0 + line.box.width * (start + token.start()) / length
            x1 = line.box.x0 + line.box.width * (start + token.end()) / length
            words.append(_like(line, token[0], Box(x0, line.box.y0, x1, line.box.y1)))
    return replace(line, words=tuple(words))


def _words_before(line: ReadLine, end: int) -> tuple[list[Seen], int]:
    """The words that stand whole before a place of the line's text, and where they end in it."""
    words, length = list[Seen](), 0
    for word in line.words:
        after = length + len(word.text) + (0 if word.glued or not words else 1)
        if after > end:
            break
        words.append(word)
        length = after
    return words, length


def _like(line: ReadLine, text: str, box: Box) -> Seen:
    """A word of the line as the engine saw it, or one made from a part of it."""
    for word in line.words:
        if word.text == text:
            return word
    return Seen(text, box, min((word.confidence for word in line.words), default=0.5), 0, 0)


def _remark(judged: Judged, page: int) -> Remark:
    what = judged.blank.what
    return Remark(
        f"handwritten-{what}",
        doubted(f"The {what} is written by hand and could not be read with certainty", judged.guess),
        page,
        judged.blank.box,
        _POINTERS[judged.blank.what],
        judged.guess,
    )
