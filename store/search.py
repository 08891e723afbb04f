"""Search over letters and directives: the newest hits of the index, ranked by how well they fit, with the hit marked.

A common word has more hits than anyone reads, and to rank them all would take seconds. So the newest POOL hits are
taken from the index, which costs the same however many there are, and those are ranked; rare words have fewer than
that and are ranked whole.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, column, null, select

from schemas.obligation import code
from store import match, texts, vocabulary
from store.filters import Query, conditions, issuers
from store.match import Phrase
from store.sql import among
from store.tables import DirectiveRow, LetterRow, Text
from store.unit_tables import Mention
from store.words import WORD, bare, words
from vietnamese.fold import nfc, tones

POOL = 200
WHOLE = 100  # of letters, which are longer
ROUNDS = 8
AROUND = 12  # words of a snippet on either side of the hit


@dataclass(frozen=True)
class Hit:
    """A letter or a directive that has what was typed; `urgency` and `secrecy` are the letter's."""

    what: Literal["letter", "directive"]
    letter: str
    directive: str | None
    code: str | None
    issued: str | None
    issuer: str | None
    subject: str | None
    due: dt.date | None
    score: float
    kind: str
    urgency: str | None
    secrecy: str | None
    _found: _Candidate = field(repr=False, compare=False)

    @cached_property
    def snippet(self) -> str:
        """A piece of the text around the hit, marked between « and ». Made when it is asked for: most never are."""
        return snippet(self._found.written, self._found.rated)


def search(
    connection: Connection, typed: str, *, query: Query | None = None, what: str = "both", limit: int = 20
) -> list[Hit]:
    """What has the words that were typed (see `store.match`), the best first.

    Args:
        query: other filters, as of obligations; they leave letters out where they speak of directives only.
        what: letter, directive or both.
    """
    phrases = vocabulary.widen(connection, match.parse(typed))
    if not any(not phrase.without for phrase in phrases):
        return []
    asked = query or Query()
    found: list[_Candidate] = []
    if what != "letter":
        found += _candidates(connection, phrases, "directives", conditions(asked, connection), limit)
    if what != "directive" and not _about_directives(asked):
        found += _candidates(connection, phrases, "letters", _about_letters(asked), limit)
    found.sort(key=lambda each: (-each.score, each.row.key, each.row.uid or ""))
    return [_hit(each) for each in found[:limit]]


def narrowed(connection: Connection, typed: str) -> tuple[str, ...]:
    """The beginnings of words in what was typed (`th*`) that more words begin with than are sought: of these, `search`
    finds what has one of the `vocabulary.MOST` most frequent words."""
    return tuple(
        f"{' '.join(phrase.words)}*" for phrase in vocabulary.widen(connection, match.parse(typed)) if phrase.narrowed
    )


def _about_directives(query: Query) -> bool:
    return any(
        value not in (None, ())
        for value in (query.who, query.role, query.due_from, query.due_to, query.overdue_on, query.no_deadline,
                      query.recurring, query.states)
    )  # fmt: skip


def _about_letters(query: Query) -> list[ColumnElement[bool]]:
    """What a query of obligations says of their letters."""
    only: list[ColumnElement[bool]] = []
    if query.issued_from is not None:
        only.append(LetterRow.issued_on >= query.issued_from)
    if query.issued_to is not None:
        only.append(LetterRow.issued_on <= query.issued_to)
    if query.issuer is not None:
        only.append(LetterRow.issuer_id.in_(issuers(query.issuer)))
    if query.letter is not None:
        only.append(LetterRow.key == query.letter)
    if query.kind is not None:
        only.append(LetterRow.kind == query.kind)
    return only


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A row that has what was typed, and how well it fits."""

    row: Any
    written: str
    rated: Rated
    score: float


def _candidates(
    connection: Connection, phrases: tuple[Phrase, ...], of: str, only: list[ColumnElement[bool]], limit: int
) -> list[_Candidate]:
    """The newest rows that have what was typed. The index may give rows that do not; then older ones are looked at."""
    found: list[_Candidate] = []
    below: int | None = None
    pool = POOL if of == "directives" else WHOLE
    for _ in range(ROUNDS):
        ids = _newest(connection, phrases, of, only, below, pool=pool)
        for row in connection.execute(_DIRECTIVES if of == "directives" else _LETTERS, {"ids": ids}).all():
            written = row.text if of == "directives" else texts.whole(row.text, texts.unpack(row.body))
            rated = _rate(phrases, written)
            if rated is not None:
                head = of == "letters" and rated.place < len(words(row.subject or ""))  # what the letter is about
                found.append(_Candidate(row, written, rated, rated.score * (1.5 if head else 1.0)))
        if len(ids) < pool or len(found) >= limit:
            break
        below = ids[-1]
    return found


def _row(of: str) -> type[DirectiveRow] | type[LetterRow]:
    return DirectiveRow if of == "directives" else LetterRow


def _newest(
    connection: Connection,
    phrases: tuple[Phrase, ...],
    of: str,
    only: list[ColumnElement[bool]],
    below: int | None,
    *,
    pool: int,
) -> list[int]:
    """The newest ids below one that the index gives, and that filters leave, at most `pool`."""
    ids = match.ids(phrases, connection.dialect, of)
    assert ids is not None
    number: Any = column("rowid" if connection.dialect.name == "sqlite" else "id")
    if below is not None:
        ids = ids.where(number < below)
    if not only:
        return list(connection.scalars(ids.order_by(number.desc()).limit(pool)))
    row = _row(of)
    chosen = select(row.id).where(row.id.in_(ids), *only).order_by(row.id.desc()).limit(pool)
    if of == "directives":
        chosen = chosen.join(LetterRow, LetterRow.id == DirectiveRow.letter_id)
    return list(connection.scalars(chosen))


_HEAD = (
    LetterRow.key,
    LetterRow.kind,
    LetterRow.number,
    LetterRow.symbol,
    LetterRow.issued,
    LetterRow.subject,
    LetterRow.urgency,
    LetterRow.secrecy,
    Mention.name,
)
_DIRECTIVES = (
    select(DirectiveRow.uid, DirectiveRow.text, DirectiveRow.due, *_HEAD)
    .join(LetterRow, LetterRow.id == DirectiveRow.letter_id)
    .join(Mention, Mention.id == LetterRow.issuer_id, isouter=True)
    .where(DirectiveRow.retired.is_(False), among(DirectiveRow.id, "ids"))
)
_LETTERS = (
    select(null().label("uid"), LetterRow.words.label("text"), null().label("due"), Text.text.label("body"), *_HEAD)
    .join(Mention, Mention.id == LetterRow.issuer_id, isouter=True)
    .join(Text, Text.letter_id == LetterRow.id, isouter=True)
    .where(among(LetterRow.id, "ids"))
)


def _hit(found: _Candidate) -> Hit:
    r = found.row
    what: Literal["letter", "directive"] = "letter" if r.uid is None else "directive"
    named, score = code(r.number, r.symbol), round(found.score, 4)
    return Hit(
        what, r.key, r.uid, named, r.issued, r.name, r.subject, r.due, score, r.kind, r.urgency, r.secrecy, found
    )


@dataclass(frozen=True, slots=True)
class Rated:
    """How well a text fits: `places` are the words that were hit, `place` the first of them."""

    score: float
    place: int
    places: frozenset[int]


def _rate(phrases: tuple[Phrase, ...], written: str) -> Rated | None:
    """The fit of a text, None where it does not have what is asked.

    Each phrase counts by how often it stands there, less for a long text; words as typed count twice what they do when
    only their letters agree.
    """
    plain = words(written)
    folded = bare(plain)
    score, hit = 0.0, set[int]()
    for phrase in phrases:
        at = phrase.at(plain, folded)
        if bool(at) == phrase.without:
            return None
        if phrase.without:
            continue
        size = len(phrase.words)
        exact = sum(1 for start in at if tuple(plain[start : start + size]) == phrase.words)
        often = (len(at) + exact) / (len(at) + exact + 1.2 + 0.8 * len(plain) / 40)
        score += size * often + (exact > 0) * size
        hit.update(place for start in at for place in range(start, start + size))
    if len(phrases) > 1 and hit:
        score *= 1 + 0.5 / (1 + (max(hit) - min(hit) - len(hit) + 1) / 4)  # words that stand together fit better
    return Rated(score, min(hit, default=0), frozenset(hit))


def snippet(written: str, rated: Rated) -> str:
    """A piece of a text around the hit, its words between « and »."""
    flat = " ".join(tones(nfc(written)).split())
    spans = [m.span() for m in WORD.finditer(flat)]
    if not spans:
        return flat
    first = max(0, rated.place - AROUND)
    last = min(len(spans), rated.place + 2 * AROUND)
    out, at = [], spans[first][0]
    for number in range(first, last):
        start, end = spans[number]
        opens = number in rated.places and number - 1 not in rated.places
        closes = number in rated.places and (number + 1 not in rated.places or number + 1 == last)
        out += [flat[at:start], "«" if opens or (number == first and number in rated.places) else "", flat[start:end]]
        out.append("»" if closes else "")
        at = end
    tail = flat[at:] if last == len(spans) else " …"
    return ("… " if first else "") + "".join(out) + tail
