"""The number and the day that a clerk wrote by hand: read digit by digit, or taken out of the text.

A reading counts when the printed-letter engine and the digits' net agree, or when the net alone is sure. Otherwise the
place is left blank in the line and a remark says where a person should look.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from pipeline.read.ocr.blanks import Blank, date_blanks, date_line, first_page, number_blank, number_line, symbol_at
from pipeline.read.ocr.engine import Gray, Mode, Seen
from pipeline.read.ocr.figures import read_figures
from pipeline.read.ocr.lines import ReadLine
from pipeline.read.ocr.strip import Strip, strip
from schemas.page import Box, Remark
from vietnamese.fold import key

HEADER_LINES = 16  # lines after the national motto in which number and date stand
AGREED = 0.25  # the least share of the net's reading that the engine read as well
SURE = {"number": (0.6, 0.8), "day": (0.7, 0.7), "month": (0.7, 0.7)}  # least share and fit of the net alone
VERY_SURE = (0.97, 0.9)  # share and fit that outweigh a contrary reading of the engine
PRINTED = 0.9  # the engine's confidence from which print is believed where the net sees no digits at all

_DAYS = frozenset([f"{day:02d}" for day in range(1, 32)] + [str(day) for day in range(1, 10)])
_MONTHS = frozenset([f"{month:02d}" for month in range(1, 13)] + [str(month) for month in range(1, 10)])
_DATE = re.compile(r"^(?P<before>.*?\bng.y)(?P<day>.*?)(?P<th>th.ng)(?P<month>.*?)(?P<after>n.m\b.*)$", re.S)
_NAMES = {"number": "number", "day": "day", "month": "month"}
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
    number, date = number_line(texts, first, last), date_line(texts, start, last)
    for at in (number, date):
        if at is None:
            continue
        box = lines[at].box
        letters = read(Box(box.x0 - 4, box.y0 - 2, box.x1 + 4, box.y1 + 2), Mode.LETTERS)
        if at == number:
            blank = number_blank(letters)
            judged = [] if blank is None else [_number(blank, lines[at], grey, dpi)]
            out[at] = _with_number(lines[at], judged[0]) if judged else lines[at]
        else:
            judged = [_date(blank, lines[at], grey, dpi) for blank in date_blanks(letters)]
            out[at] = _with_date(lines[at], judged)
        remarks.extend(_remark(one, page) for one in judged if one.text is None)
    return out, remarks


def _number(blank: Blank, line: ReadLine, grey: Gray, dpi: int) -> Judged:
    at = symbol_at(line.text) or 0
    match = re.search(r"(?:[:;.,]|\s|[ốồôóo])\s*(\d{1,5})\s*[/\\]\s*$", line.text[:at])
    return _judge(blank, match[1] if match else "", line, strip(grey, dpi, blank), None)


def _date(blank: Blank, line: ReadLine, grey: Gray, dpi: int) -> Judged:
    match = _DATE.match(key(line.text).lower())
    part = match[blank.what].strip(" .,_-") if match else ""
    allowed = _DAYS if blank.what == "day" else _MONTHS
    printed = part if part in allowed else ""
    return _judge(blank, printed, line, strip(grey, dpi, blank), allowed)


def _judge(blank: Blank, printed: str, line: ReadLine, ink: Strip, allowed: frozenset[str] | None) -> Judged:
    """Weigh what the engine (`printed`) and the net read in a blank."""
    net = read_figures(ink.ink, allowed=allowed, most=5 if allowed is None else 2)
    seen = [word.confidence for word in line.words if printed and printed in word.text]
    trust = max(seen, default=0.0)
    if net is None or not net.text:
        return Judged(blank, printed if printed and trust >= PRINTED else None, trust, printed)
    if printed and printed == net.text and net.share >= AGREED:
        return Judged(blank, printed, round(max(trust, net.share), 3))
    least = SURE[blank.what]
    sure = ink.whole and net.share >= least[0] and net.fit >= least[1]
    if printed and printed != net.text:
        very = ink.whole and net.share >= VERY_SURE[0] and net.fit >= VERY_SURE[1]
        sure = very or (sure and trust < 0.6)
        if not sure and trust >= PRINTED and net.fit < 0.1:
            return Judged(blank, printed, trust)
    if sure and not _unlikely(blank, net.text):
        return Judged(blank, net.text, round(net.share * net.fit, 3))
    return Judged(blank, None, round(net.share * net.fit, 3), net.text)


def _unlikely(blank: Blank, text: str) -> bool:
    """A number that no clerk writes: one below ten has a zero before it, a longer one has none."""
    return blank.what == "number" and (len(text) == 1 or text == "00" or (text.startswith("0") and len(text) > 2))


def _with_number(line: ReadLine, judged: Judged) -> ReadLine:
    """`Số:`, the digits and the symbol as words of their own; the slash follows the digits directly."""
    at = symbol_at(line.text)
    if at is None:
        return line
    symbol = line.text[at:].strip()
    box, blank = line.box, judged.blank.box
    words = [Seen("Số:", Box(box.x0, box.y0, blank.x0, box.y1), 0.9, 0, 0)]
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
    parts: list[tuple[str, Judged | None]] = [
        (text[match.start("before") : match.end("before")], None),
        (text[match.start("day") : match.end("day")].strip(), values.get("day")),
        ("tháng", None),
        (text[match.start("month") : match.end("month")].strip(), values.get("month")),
        (text[match.start("after") :], None),
    ]
    words: list[Seen] = []
    length = max(1, len(text))
    for place, (part, one) in enumerate(parts):
        if one is not None:
            if one.text is not None:
                words.append(Seen(one.text, one.blank.box, one.confidence, 0, 0, script="hand"))
            continue
        start = match.start(("before", "day", "th", "month", "after")[place])
        for token in re.finditer(r"\S+", part):
            x0 = line.box.x0 + line.box.width * (start + token.start()) / length
            x1 = line.box.x0 + line.box.width * (start + token.end()) / length
            words.append(_like(line, token[0], Box(x0, line.box.y0, x1, line.box.y1)))
    return replace(line, words=tuple(words))


def _like(line: ReadLine, text: str, box: Box) -> Seen:
    """A word of the line as the engine saw it, or one made from a part of it."""
    for word in line.words:
        if word.text == text:
            return word
    return Seen(text, box, min((word.confidence for word in line.words), default=0.5), 0, 0)


def _remark(judged: Judged, page: int) -> Remark:
    what = _NAMES[judged.blank.what]
    guess = f"; it may be {judged.guess}" if judged.guess else ""
    return Remark(
        f"handwritten-{what}",
        f"The {what} is written by hand and could not be read with certainty{guess}. Look at the crop.",
        page,
        judged.blank.box,
        _POINTERS[judged.blank.what],
    )
