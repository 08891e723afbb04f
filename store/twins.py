"""The same letter twice: another copy of a letter that is in the store, or another letter under the same number."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from rapidfuzz import fuzz
from sqlalchemy import Connection, or_, select

from schemas.record import Letter
from store.sql import table
from store.tables import LetterRow
from store.unit_tables import Mention
from store.words import folded, identity, words
from vietnamese.fold import key

ALIKE = 85  # of 100: two readings of one text differ by what an OCR engine gets wrong
ENOUGH = 12  # words below which a text is too short to tell letters apart by


@dataclass(frozen=True, slots=True)
class Twin:
    """A letter in the store that a new one is a copy of, or only shares its number with."""

    letter_id: int
    key: str
    copy: bool


def fingerprint(letter: Letter) -> str | None:
    """A hash of what a letter says, without accents, marks, number and day; None for one that says too little."""
    parts = [letter.subject or "", *(a.name for a in letter.addressees), *(d.text for d in letter.directives)]
    said = words(key("\n".join(parts)))
    if len(said) < ENOUGH:
        return None
    return hashlib.blake2b(" ".join(said).encode(), digest_size=8).hexdigest()


def twin(connection: Connection, letter: Letter) -> Twin | None:
    """The letter in the store that this one is a copy of, else one that has its number, symbol, issuer and year."""
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
