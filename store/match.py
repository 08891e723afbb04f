"""What is typed into a search, as words, phrases and prefixes; as a question to either database; and in Python.

A word typed with accents matches that word only (`năm` is not `nam`). A word typed without accents matches every word
that it could be (`so` finds `sở` and `số`); exact words count more. "…" holds words together, `*` ends a prefix, `-`
before a word leaves out what has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import BigInteger, ColumnClause, Dialect, Select, column, select, table, text

from store.words import bare, words
from vietnamese.fold import key, nfc

_PIECE = re.compile(r'(-?)"([^"]*)"(\*?)|(-?)(\S+)')


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand side by side. `prefix`: the last one may go on. `without`: must not be there.

    `bare` and `marked` are the words that a prefix may be, without accents and with them, where they are known
    (`store.vocabulary`); `narrowed`: they are the most frequent of those.
    """

    words: tuple[str, ...]
    prefix: bool = False
    without: bool = False
    bare: tuple[str, ...] = ()
    marked: tuple[str, ...] = ()
    narrowed: bool = False

    def at(self, plain: list[str], folded: list[str]) -> list[int]:
        """Where the phrase begins among a text's words (`folded` being their keys)."""
        last = len(self.words) - 1
        typed = [(offset, word, folded if key(word) == word else plain) for offset, word in enumerate(self.words)]
        if self.prefix and last == 0:
            _, word, there = typed[0]
            return [start for start, each in enumerate(there) if each.startswith(word)]
        return [
            start
            for start in self._starts(typed[0][1], typed[0][2], len(plain) - last)
            if all(
                there[start + offset].startswith(word)
                if self.prefix and offset == last
                else there[start + offset] == word
                for offset, word, there in typed
            )
        ]

    def _starts(self, word: str, there: list[str], end: int) -> Iterator[int]:
        """Where the first word stands before `end`: sought by the list itself, which is quick in long texts."""
        at = -1
        while True:
            try:
                at = there.index(word, at + 1, max(end, 0))
            except ValueError:
                return
            yield at


def parse(typed: str) -> tuple[Phrase, ...]:
    """The phrases of what was typed. A code such as 152/BTC-NSNN is one phrase.

    >>> [p.words for p in parse('so "y tế" 12/UBND')]
    [('so',), ('y', 'tế'), ('12', 'ubnd')]
    """
    found = []
    for minus, quoted, star, single_minus, single in _PIECE.findall(nfc(typed)):
        inside = tuple(words(quoted or single))
        if inside:
            prefix = bool(star) or single.endswith("*")
            found.append(Phrase(inside, prefix=prefix, without=bool(minus or single_minus)))
    return tuple(found)


def holds(phrases: tuple[Phrase, ...], written: str) -> bool:
    """Whether a text has what is asked: the meaning of the question, in Python."""
    plain = words(written)
    folded = bare(plain)
    return all(bool(phrase.at(plain, folded)) != phrase.without for phrase in phrases)


def ids(phrases: tuple[Phrase, ...], dialect: Dialect, of: str) -> Select[int] | None:
    """The ids of rows of table `of` whose text may have what is asked; None where nothing is asked for.

    The index never misses one. It may give too many: SQLite's holds a phrase's folded words together, and its accented
    words only one by one. `holds` decides.
    """
    sqlite = dialect.name == "sqlite"
    wanted = [phrase for phrase in phrases if not phrase.without]
    if not wanted:
        return None
    query = (" AND " if sqlite else " & ").join(_fts(phrase) if sqlite else _tsquery(phrase) for phrase in wanted)
    for phrase in phrases:
        if phrase.without and not sqlite:
            query = f"({query}) & !{_tsquery(phrase)}"
        elif phrase.without and not _accented(phrase):
            query = f"({query}) NOT {_fts(phrase)}"
    number: ColumnClause[int] = column("rowid" if sqlite else "id", BigInteger)
    asks = f"{of}_words MATCH :asked" if sqlite else "words @@ CAST(:asked AS tsquery)"
    return select(number).select_from(table(f"{of}_words")).where(text(asks).bindparams(asked=query))


def _accented(phrase: Phrase) -> bool:
    return any(key(word) != word for word in phrase.words)


def _fts(phrase: Phrase) -> str:
    *before, last = phrase.words
    star = " *" if phrase.prefix else ""
    parts = [_any("folded", [key(" ".join((*before, end))) for end in phrase.bare], key(" ".join(phrase.words)), star)]
    for word in before:
        if key(word) != word:
            parts.append(f'plain : "{word}"')
    if key(last) != last:
        parts.append(_any("plain", phrase.marked, last, star))
    return "(" + " AND ".join(parts) + ")"


def _any(column: str, known: Sequence[str], said: str, star: str) -> str:
    """A column with one of the words that are known, else with what was said."""
    if not known:
        return f'{column} : "{said}"{star}'
    return f"{column} : (" + " OR ".join(f'"{each}"' for each in known) + ")"


def _tsquery(phrase: Phrase) -> str:
    parts = []
    for place, word in enumerate(phrase.words):
        parts.append(f"'{word}'" + (":*" if phrase.prefix and place == len(phrase.words) - 1 else ""))
    return "(" + " <-> ".join(parts) + ")"
