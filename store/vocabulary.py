"""The words that SQLite's index has, each with how often, by which the beginning of a word is sought.

Asked for `th*`, SQLite's index gathers every place of every word that begins so before it gives the first, which takes
seconds in a large store. Asked for those words by name it gives the newest places at once. They are few: an archive
has far fewer different words than letters. PostgreSQL is asked for beginnings as they are.

The count of a word is of the places that the index has of it, in letters and directives together; a word of which none
is left stays, with 0.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Connection, bindparam, text

from store.match import Phrase
from store.words import lines_of
from vietnamese.fold import key

MOST = 400  # words that are asked for by name
SOON = 300_000  # places that SQLite's index gathers in 30 ms

_ADD = (
    "INSERT INTO vocabulary_words (accented, word, places) VALUES (?, ?, ?) "
    "ON CONFLICT (accented, word) DO UPDATE SET places = places + excluded.places"
)
_BEGIN = text(
    "SELECT word, places FROM vocabulary_words WHERE accented = :accented AND word >= :first AND word < :last "
    "ORDER BY places DESC, word"
).bindparams(bindparam("accented"), bindparam("first"), bindparam("last"))


def count(connection: Connection, cut: Mapping[str, int], *, by: int = 1) -> None:
    """Count the words of texts: of each piece (see `store.words.pieces`) how often they have it; by -1 for texts that
    leave the index."""
    found = Counter[tuple[int, str]]()
    for piece, places in cut.items():
        for accented, line in zip((1, 0), lines_of([piece]), strict=True):
            for word in line.split():
                found[accented, word] += by * places
    if found:
        connection.exec_driver_sql(_ADD, [(*word, places) for word, places in sorted(found.items())])


def widen(connection: Connection, phrases: tuple[Phrase, ...]) -> tuple[Phrase, ...]:
    """Phrases that know which words their last one may be, where one is only the beginning of a word.

    All of them are known, unless `narrowed` names the phrase.
    """
    if connection.dialect.name != "sqlite":
        return phrases
    return tuple(_widened(connection, phrase) if phrase.prefix else phrase for phrase in phrases)


def _widened(connection: Connection, phrase: Phrase) -> Phrase:
    beginning = phrase.words[-1]
    bare, less = _words(connection, key(beginning), accented=False)
    marked: tuple[str, ...] = ()
    if key(beginning) != beginning:
        marked, fewer = _words(connection, beginning, accented=True)
        less = less or fewer
    return replace(phrase, bare=bare, marked=marked, narrowed=less)


def _words(connection: Connection, beginning: str, *, accented: bool) -> tuple[tuple[str, ...], bool]:
    """The words that begin so, the most frequent first, and whether some are left out; none where the index itself
    finds them soon, for they are many and rare."""
    asked = {"accented": int(accented), "first": beginning, "last": beginning + "\U0010ffff"}
    rows = connection.execute(_BEGIN, asked).all()
    if len(rows) > MOST and sum(row.places for row in rows) <= SOON:
        return (), False
    return tuple(row.word for row in rows[:MOST]), len(rows) > MOST
