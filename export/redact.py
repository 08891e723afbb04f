"""Masking what names a person: phones, e-mails, names of people. For what leaves the office."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Any

from schemas.obligation import Obligation
from schemas.record import Letter
from vietnamese.fold import key
from vietnamese.lexicon import keys
from vietnamese.persons import is_person

MASK = "▇▇▇"
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w/.-])(?:\+84|\(?0)\d?[\d .()-]{6,14}\d(?![\w/]|-\d)")
# Words after which a name of a person stands.
_TITLE = re.compile(
    r"(?P<title>\b(?:[Ôô]ng|[Bb]à|[Đđ]ồng chí|[Đđ]/c|[Đđ]c|[Aa]nh|[Cc]hị|[Bb]ác sĩ|BS(?:\.?\s?CK[I1]{1,2})?|ThS|TS"
    r"|PGS|GS|CN|DS|KS)[.:,]?\s+)(?P<name>(?:[^\W\d_]+\s+){1,5}[^\W\d_]+)"
)


def redact_letter(letter: Letter) -> Letter:
    """A letter with phones, e-mails and names of people masked, wherever they stand; evidence is left out."""
    names = people(letter)
    whole = json.loads(letter.model_dump_json(exclude={"evidence"}))
    kept = {name: whole.pop(name) for name in ("source", "number", "issued")}
    masked = _walk(whole, names)
    for person, fields in (("signer", ("name",)), ("filing", ("drafter",)), ("arrival", ("forwarded_to",))):
        _blank(masked.get(person), fields)
    for contact in masked["contacts"]:
        _blank(contact, ("name", "phone", "email"))
    for signature in masked["signatures"]:
        _blank(signature, ("signer",))
    kept["source"]["name"] = mask(kept["source"]["name"], names)
    return Letter.model_validate({**kept, **masked})


def redact(found: Obligation, names: Iterable[str] = ()) -> Obligation:
    """An obligation with the same masked; `names` are people known from its letter (see `people`)."""
    known = tuple(names)
    return replace(
        found,
        text=mask(found.text, known),
        subject=None if found.subject is None else mask(found.subject, known),
        submit_to=None if found.submit_to is None else mask(found.submit_to, known),
        assignees=tuple(replace(given, name=mask_name(given.name, known)) for given in found.assignees),
        deadlines=tuple(replace(limit, text=mask(limit.text, known)) for limit in found.deadlines),
    )


def people(letter: Letter) -> tuple[str, ...]:
    """The names of people that a letter's own fields give, longest first."""
    found = {contact.name for contact in letter.contacts} | {each.signer for each in letter.signatures}
    found |= {letter.filing.drafter} | ({letter.signer.name} if letter.signer is not None else set())
    named = {name for name in found if name is not None and len(name.split()) > 1}
    return tuple(sorted(named, key=lambda name: (-len(name), name)))


def mask_name(name: str, names: Iterable[str] = ()) -> str:
    """A name of a unit or a person: a person's is masked whole."""
    return MASK if is_person(name) else mask(name, names)


def mask(text: str, names: Iterable[str] = ()) -> str:
    """A text with phones, e-mails, these names, and names after a title (ông, bà, đồng chí, BS …) masked.

    >>> mask("liên hệ bà Trần Thị Ví Dụ, ĐT 0912 345 678, vidu@example.vn, Công văn số 152/SYT")
    'liên hệ bà ▇▇▇, ĐT ▇▇▇, ▇▇▇, Công văn số 152/SYT'
    """
    text = _EMAIL.sub(MASK, text)
    for name in names:
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", MASK, text, flags=re.IGNORECASE)
    text = _TITLE.sub(_titled, text)
    return _PHONE.sub(MASK, text)


def _titled(match: re.Match[str]) -> str:
    """Mask as many capitalised words after a title as look like one name."""
    parts = match["name"].split()
    named = 0
    while named < len(parts) and parts[named][0].isupper() and not _begins_position(parts[named:]):
        named += 1
    for size in range(named, 1, -1):
        if is_person(" ".join(parts[:size])):
            return match["title"] + MASK + "".join(f" {part}" for part in parts[size:])
    return match[0]


def _begins_position(parts: list[str]) -> bool:
    """Whether the words begin a position: Phó …, Giám đốc."""
    return key(parts[0]) == "pho" or " ".join(key(part) for part in parts[:2]) in _positions()


@cache
def _positions() -> frozenset[str]:
    return frozenset(" ".join(position.split()[:2]) for position in keys("positions", "positions"))


def _walk(value: Any, names: tuple[str, ...]) -> Any:
    if isinstance(value, str):
        return mask(value, names)
    if isinstance(value, list):
        return [_walk(each, names) for each in value]
    if isinstance(value, dict):
        return {name: each if name in _CODES else _walk(each, names) for name, each in value.items()}
    return value


# Fields that hold codes and days, in which digits are no phone number.
_CODES = frozenset(
    {"id", "kind", "date", "due", "time", "number", "symbol", "relation", "role", "recurrence", "duration", "code",
     "pointer", "bbox", "unit_id", "urgency", "urgency_until", "secrecy", "schema_version", "signed_at", "bound"}
)  # fmt: skip


def _blank(part: Any, fields: Iterable[str]) -> None:
    if isinstance(part, dict):
        for field in fields:
            if part.get(field) is not None:
                part[field] = MASK
