"""Whom to call: names, units, telephones and e-mail addresses that the body gives for questions."""

from __future__ import annotations

import re
from dataclasses import replace

from schemas.found import ContactMention, Found
from schemas.rule import table
from schemas.zone import Cell, Flow, Zoned
from vietnamese.fold import key, tones
from vietnamese.lexicon import by_length, words
from vietnamese.persons import is_person

_PHONE = re.compile(r"(?<![\d/.-])\(?0\d{1,3}\)?(?:[\s.-]?\d{2,4}){2,4}(?![\d/])")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_HONORIFIC = re.compile(
    r"^(?:đồng chí|đ/c|ông|bà|anh|chị|bs\.?|ths\.?|ts\.?|cn\.?|ds\.?|chuyên viên|cv)\s*[:.]?\s*", re.IGNORECASE
)
_REACH = 220  # characters before a telephone in which its owner is sought


def extract(zoned: Zoned) -> list[Found[ContactMention]]:
    """The contacts in the order of their telephones or addresses."""
    flow = zoned.flow(Cell.BODY)
    folded = key(flow.text)
    found: list[Found[ContactMention]] = []
    last = 0
    for match in sorted([*_PHONE.finditer(flow.text), *_MAIL.finditer(flow.text)], key=lambda m: m.start()):
        mail = "@" in match[0]
        low = _context(folded, match.start(), last)
        if low is None:
            continue
        same = (
            found
            and not re.search(r"[^\W\d]{2,}\s+[A-ZĐ]", flow.text[last : match.start()])
            and match.start() - last < 30
        )
        if same:
            old = found[-1].value
            if mail and old.email is None:
                found[-1] = replace(found[-1], value=replace(old, email=match[0]))
            elif not mail and old.phone is None:
                found[-1] = replace(found[-1], value=replace(old, phone=match[0]))
        else:
            mention = _owner(flow.text[low : match.start()])
            mention = replace(mention, email=match[0]) if mail else replace(mention, phone=match[0].strip(" .-"))
            found.append(_found(flow, low, match.end(), mention))
        last = match.end()
    return found


def _found(flow: Flow, start: int, end: int, mention: ContactMention) -> Found[ContactMention]:
    return Found(mention, flow.spans(start, end), 0.6, "contacts/near-telephone")


def _context(folded: str, at: int, last: int) -> int | None:
    """Where the words about a telephone's owner begin; None where nothing says that it is a contact."""
    low = max(last, at - _REACH)
    stops = [m.end() for m in re.finditer(r"[.;]\s(?=\w)", folded[low:at])]
    low += stops[-1] if stops else 0
    hit = None
    for rule in table("contacts").rules:
        for match in rule.pattern.finditer(folded[low:at]):
            hit = match
    return None if hit is None else low


def _owner(text: str) -> ContactMention:
    """Name, position and unit out of `liên hệ Phòng A (ông Trần Văn An, Phó Trưởng phòng, SĐT:`."""
    name = position = unit = None
    heads = tuple(tones(head.lower()) for head in words("bodies", "heads"))  # with accents: Sở is not số
    places = tuple(by_length("positions", "positions"))
    for part in re.split(r"[,;:()]|\s[-–]\s|\bliên hệ(?: với)?\b|\bqua\b|\bgửi về\b", text):
        bare = part.strip(" .-–*/")
        named = _HONORIFIC.sub("", bare)
        folded = key(bare)
        if name is None and is_person(named):
            name = named
        elif position is None and any(folded.startswith(lead + p) for p in places for lead in ("", "pho ")):
            position = bare
        elif tones(bare.lower()).startswith(heads) and len(bare) > 3:
            unit = bare
    return ContactMention(name=name, position=position, unit=unit)
