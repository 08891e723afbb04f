"""Merged columns cut apart: `Số: 12/SYT Hà Nội, ngày 5 tháng 3` is two lines, as is `Nơi nhận: GIÁM ĐỐC`."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from pipeline.zone.look import capitals, find_anchor, is_authority
from schemas.page import Box, Document, Line
from schemas.rule import table
from vietnamese.fold import key
from vietnamese.lexicon import by_length
from vietnamese.persons import is_person, person_likeness

LONGEST = 170  # characters: a longer line of running text holds no merged columns
HEAD_LINES = 70  # the country's name and the date are sought in so many first lines of a document
PAGE_HEAD_LINES = 8  # and on later pages in so many: what is attached may have a head of its own
TAIL_LINES = 60  # so many lines after Nơi nhận can carry the signer's column

_SIGNED = re.compile(r"\(?\s*da ky\s*\)?|\(ky ten.*")
_DUST = " \t_|~—–-.,;:*="


def cut(document: Document) -> list[Line]:
    """The document's lines, those with merged columns cut; parts of one line keep its `row`."""
    out: list[Line] = []
    tail = -1
    page = 0
    for i, line in enumerate(document.lines):
        text = document.text[line.start : line.end]
        folded = _key_with_tabs(text)
        if re.match(r"\W{0,4}n[o0c]i\s?nhan", folded):
            tail = i
        if i == 0 or document.lines[i - 1].page != line.page:
            page = i
        in_tail = tail >= 0 and i - tail <= TAIL_LINES
        points = _points(
            text, folded, head=i < HEAD_LINES or i - page < PAGE_HEAD_LINES, tail=in_tail, cell=line.cell is not None
        )
        out.extend(_split(document, line, points) if points else [line])
    return out


def _key_with_tabs(text: str) -> str:
    """The key, in which tabs stay tabs: they part the columns of a Word file."""
    folded = key(text)
    return "".join(map(lambda c, k: c if c == "\t" else k, text, folded)) if "\t" in text else folded


def _points(text: str, folded: str, *, head: bool, tail: bool, cell: bool) -> list[int]:
    """Offsets in the line at which a new column begins, ascending."""
    if cell and (head or tail or "nhan" in folded[:12]):
        points = _cell_points(text, folded)
        if points or " - " in text:
            return points
    if len(text) > LONGEST:
        return []
    points = _country_points(text, folded) if head else []
    at = _rule_point(text, folded, head=head, tail=tail)
    if at is not None:
        points.append(at)
    return sorted(set(points))


def _country_points(text: str, folded: str) -> list[int]:
    """Before the country's name or the motto, where something stands left of it."""
    for name in ("country", "motto", "party"):
        found = find_anchor(name, folded)
        if found is None or found[0] < 2:
            continue
        if len(folded) - found[1] > 30 or capitals(text[: found[0]])[0] < 0.5:
            continue
        if name != "motto" and capitals(text[found[0] : found[1]])[0] < 0.5:
            continue
        return [found[0]]
    return []


def _rule_point(text: str, folded: str, *, head: bool, tail: bool) -> int | None:
    for rule in table("columns").rules:
        wanted = rule.sets["wants"]
        in_tail = wanted.startswith("capitals")
        if (in_tail and not (tail or rule.id == "recipients-then-authority")) or (not in_tail and (tail or not head)):
            continue
        match = rule.pattern.match(folded)
        if match is None:
            continue
        at = match.start("right")
        if wanted.startswith("place"):
            place = _place_start(text, folded, at)
            if place is not None:
                return place
        elif _fits(wanted, text, folded, at):
            return at
    return None


def _fits(wanted: str, text: str, folded: str, at: int) -> bool:
    """Whether what stands at and after `at` is what the rule wants on the right."""
    bare = text[at:].strip(_DUST + "()")
    if wanted == "dear":
        left = capitals(text[:at])
        return (
            left[1] < 4 or re.search(r"nam\s*\d{4}\W*$|^\W*(?:hoa toc|(?:thuong )?khan|mat)\b", folded[:at]) is not None
        )
    if wanted == "capitals":
        share, letters = capitals(bare)
        return letters >= 4 and share >= 0.6
    if wanted == "capitals-or-person":
        signed = _SIGNED.match(folded[at:].strip()) is not None
        return signed or is_authority(bare) or is_person(bare)
    return True


def _place_start(text: str, folded: str, at: int) -> int | None:
    """Where the place's name before `ngày` begins: the longest known place, else the run of capitalised words."""
    comma = re.search(r",|\.\s+ng|\s+nga", folded[at:])
    end = at + comma.start() if comma else len(text)
    known = folded[:end].rstrip()
    for place in by_length("places", "names"):
        if known.endswith(place) and not known[: len(known) - len(place)][-1:].isalnum():
            start = len(known) - len(place)
            prefix = re.search(r"(?:tp|t\.p|thanh pho|tinh|huyen|quan|thi xa|xa|phuong)\.?\s*$", known[:start])
            return max(prefix.start() if prefix else start, min(at, start))
    start = end
    for word in reversed(list(re.finditer(r"\S+", text[:end]))):
        if word.start() < at or not word[0][:1].isupper() or re.search(r"[/\d]", word[0]):
            break
        if start < end and re.search(r"[\s_|]{3,}", text[word.end() : start]):
            break
        start = word.start()
    return start if start < end else None


def _cell_points(text: str, folded: str) -> list[int]:
    """Cuts inside a table's cell that holds a whole column of a letterhead or a tail in one line."""
    points: list[int] = []
    subject = re.search(r"(?<=\s)v[/.]\s?v\b", folded)
    if subject and re.match(r"\W{0,4}s[o0]\b", folded):
        points.append(subject.start())
    motto = re.search(r"\bdoc lap\b", folded)
    if motto and motto.start() > 2:
        points.append(motto.start())
    points += _signer_points(text, folded)
    return sorted(set(points))


def _signer_points(text: str, folded: str) -> list[int]:
    """Between the authority in capitals and the signer's name: `KT. BỘ TRƯỞNG THỨ TRƯỞNG Trần Văn An`."""
    if "nhan" in folded[:14] or len(text) > 200:
        return []
    words = list(re.finditer(r"\S+", text))
    run = 0
    while run < len(words) and (words[run][0].isupper() or not any(c.isalpha() for c in words[run][0])):
        run += 1
    if run < 2 or run >= len(words):
        return []
    rest = text[words[run].start() :]
    signed = _SIGNED.match(folded[words[run].start() :])
    if signed or person_likeness(re.sub(r"(?<=\w)\s(?=[^\W\dA-Z]{1,3}\b)", "", rest).strip(_DUST)) > 0.4:
        return [words[run].start()]
    return []


def _split(document: Document, line: Line, points: list[int]) -> list[Line]:
    """`line` cut at `points`; what separates columns (gaps, dashes, dust) falls between the parts."""
    edges = [0, *points, line.end - line.start]
    parts = []
    for low, high in pairwise(edges):
        start, end = line.start + low, line.start + high
        while end > start and document.text[end - 1] in (_DUST if high != edges[-1] else " \t"):
            if document.text[end - 1] in ".;:," and document.text[end - 2 : end - 1].isalnum():
                break
            end -= 1
        while start < end and document.text[start].isspace():
            start += 1
        if start < end:
            parts.append(_part(line, start, end))
    return parts


def _part(line: Line, start: int, end: int) -> Line:
    words = tuple(word for word in line.words if word.start < end and word.end > start)
    box: Box | None = None
    for word in words:
        box = word.box if box is None else box.union(word.box)
    return replace(line, start=start, end=end, words=words, box=box if words else None)
