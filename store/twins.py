"""The same letter twice: another copy of a letter that is in the store, or another letter under the same number."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz
from sqlalchemy import ColumnElement, Connection, or_, select

from schemas.record import Letter
from store.likeness import NEAR, estimate, same_text, shape, sketch
from store.rows import first_day
from store.sql import table
from store.tables import LetterRow, Recipient, Text
from store.texts import unpack
from store.unit_tables import Mention
from store.words import folded, identity

ALIKE = 85  # of 100: two readings of one text differ by what an OCR engine gets wrong
ENOUGH = 12  # words below which a text is too short to tell letters apart by
COMPARED = 20_000  # letters, the newest, whose sketches are compared where nothing else narrows the choice
READ = 5  # letters whose texts are compared, the likest by their sketches


@dataclass(frozen=True, slots=True)
class Twin:
    """A letter in the store that a new one is a copy of, or only shares its number with."""

    letter_id: int
    key: str
    copy: bool


def fingerprint(letter: Letter) -> str | None:
    """A hash of what a letter says, without accents, marks, number and day; None for one that says too little."""
    parts = [letter.subject or "", *(a.name for a in letter.addressees), *(d.text for d in letter.directives)]
    said = folded("\n".join(parts))
    if said.count(" ") + 1 < ENOUGH:
        return None
    return hashlib.blake2b(said.encode(), digest_size=8).hexdigest()


def twin(connection: Connection, letter: Letter, text: str = "") -> Twin | None:
    """The letter in the store that this one is a copy of, else one that has its number, symbol, issuer and year.

    `text` is its whole text: by it a copy is known where one of the two lacks its number.
    """
    found = _by_name(connection, letter)
    if found is not None and found.copy:
        return found
    return _by_text(connection, letter, text) or found


def _by_name(connection: Connection, letter: Letter) -> Twin | None:
    name = identity(letter.number.value, letter.number.symbol)
    text_hash = fingerprint(letter)
    rows, issuer = table(LetterRow), table(Mention)
    wanted = [rows.c.identity == name] if name is not None else []
    wanted += [rows.c.text_hash == text_hash] if text_hash is not None else []
    if not wanted:
        return None
    query = (
        select(rows.c.id, rows.c.key, rows.c.identity, rows.c.issued, rows.c.text_hash, rows.c.subject,
               issuer.c.name, issuer.c.parent)
        .join_from(rows, issuer, rows.c.issuer_id == issuer.c.id, isouter=True)
        .where(or_(*wanted)).order_by(rows.c.id)
    )  # fmt: skip
    namesake = None
    for row in connection.execute(query):
        if not _same_office(letter, row.name, row.parent):
            continue
        same_number = name is not None and row.identity == name
        same_text = row.text_hash is not None and row.text_hash == text_hash
        same_day = _compatible(letter.issued.date, row.issued)
        if same_text and same_day and (same_number or None in (name, row.identity)):
            return Twin(row.id, row.key, True)
        if same_number and same_day and _alike(letter.subject, row.subject):
            return Twin(row.id, row.key, True)
        if same_number and (same_day or (letter.issued.date or "")[:4] == (row.issued or "")[:4]):
            namesake = namesake or Twin(row.id, row.key, False)
    return namesake


def _by_text(connection: Connection, letter: Letter, text: str) -> Twin | None:
    """The letter of nearly the same text, office, day and addressees, where one of the two has no number."""
    mine = sketch(text)
    if mine is None:
        return None
    near = []
    for row in connection.execute(_comparable(letter)):
        if row.sketch is not None and _compatible(letter.issued.date, row.issued):
            likeness = estimate(mine, row.sketch)
            if likeness >= NEAR:
                near.append((likeness, row))
    if not near:
        return None
    ours = shape(text)
    near.sort(key=lambda pair: (-pair[0], pair[1].id))
    for _, row in near[:READ]:
        theirs = shape(unpack(connection.scalar(select(Text.text).where(Text.letter_id == row.id))))
        told_apart = not _same_office(letter, row.name, row.parent) or not _alike(letter.subject, row.subject)
        if told_apart or ours is None or theirs is None or not _same_addressees(connection, letter, row.id):
            continue
        if same_text(ours, theirs):
            return Twin(row.id, row.key, True)
    return None


def _comparable(letter: Letter) -> Any:
    """The letters whose texts may be this one's: of a day that can be its own, one of the two without a number."""
    rows, issuer = table(LetterRow), table(Mention)
    query = (
        select(rows.c.id, rows.c.key, rows.c.issued, rows.c.subject, issuer.c.name, issuer.c.parent, Text.sketch)
        .join_from(rows, Text, Text.letter_id == rows.c.id)
        .join(issuer, rows.c.issuer_id == issuer.c.id, isouter=True)
        .order_by(rows.c.id.desc())
        .limit(COMPARED)
    )
    if identity(letter.number.value, letter.number.symbol) is not None:
        query = query.where(rows.c.identity.is_(None))
    days = _days(rows.c.issued_on, letter.issued.date)
    return query if days is None else query.where(days)


def _days(column: Any, issued: str | None) -> ColumnElement[bool] | None:
    """The first days of what `issued` (EDTF) can be the day of; None for any."""
    first = first_day(issued)
    if issued is None or first is None:
        return None
    blank = [first.replace(day=1), first.replace(month=1, day=1)]  # how 2024-03 and 2024 stand in the column
    end = {10: first, 7: _month_end(first), 4: first.replace(month=12, day=31)}.get(len(issued), first)
    return or_(column.between(first, end), column.in_(blank), column.is_(None))


def _month_end(day: dt.date) -> dt.date:
    return (day.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)


def _same_addressees(connection: Connection, letter: Letter, other: int) -> bool:
    """Whether nothing says that two letters go to different people: a letter to many is sent to each by itself."""
    query = select(Mention.key).join(Recipient, Recipient.mention_id == Mention.id)
    query = query.where(Recipient.letter_id == other, Recipient.part == "to").order_by(Recipient.position)
    ours = " ".join(folded(each.name) for each in letter.addressees)
    theirs = " ".join(connection.scalars(query))
    return not ours or not theirs or fuzz.ratio(ours, theirs) >= ALIKE


def _same_office(letter: Letter, name: str | None, parent: str | None) -> bool:
    """Whether nothing says that the issuers differ."""
    mine = (letter.issuer.name, letter.issuer.parent)
    for ours, theirs in zip(mine, (name, parent), strict=True):
        if ours and theirs and folded(ours) not in folded(theirs) and folded(theirs) not in folded(ours):
            return False
    return True


def _compatible(ours: str | None, theirs: str | None) -> bool:
    """Whether two days can be one: the same, or one of them blank in part or whole."""
    return ours is None or theirs is None or ours.startswith(theirs) or theirs.startswith(ours)


def _alike(ours: str | None, theirs: str | None) -> bool:
    if ours is None or theirs is None:
        return True
    return fuzz.ratio(folded(ours), folded(theirs)) >= ALIKE
