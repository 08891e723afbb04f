"""What the page of things to look at shows beside the checks themselves: the letters they speak of."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, func, select

from store.questions import Brief
from store.tables import Citation, DirectiveRow, LetterRow
from store.unit_tables import Mention
from store.words import identity


def briefs(connection: Connection, keys: Iterable[str]) -> dict[str, Brief]:
    """Letters by their keys, as lists show them."""
    wanted, found = list(dict.fromkeys(keys)), dict[str, Brief]()
    count = select(func.count()).where(DirectiveRow.letter_id == LetterRow.id, DirectiveRow.retired.is_(False))
    chosen = select(
        LetterRow.key, LetterRow.kind, LetterRow.number, LetterRow.symbol, LetterRow.issued, Mention.name,
        LetterRow.subject, count.scalar_subquery(), LetterRow.findings,
    ).join(Mention, Mention.id == LetterRow.issuer_id, isouter=True)  # fmt: skip
    for start in range(0, len(wanted), 500):
        for row in connection.execute(chosen.where(LetterRow.key.in_(wanted[start : start + 500]))):
            found[row.key] = Brief(*tuple(row))
    return found


def citing(connection: Connection, code: str, date: str | None, *, secret: bool, limit: int = 3) -> list[str]:
    """The keys of the first letters that cite `code` (number/symbol) of a day."""
    number, _, symbol = code.partition("/")
    query = (
        select(LetterRow.key)
        .join(Citation, Citation.letter_id == LetterRow.id)
        .where(Citation.identity == identity(number, symbol), Citation.cited_id.is_(None))
        .where(Citation.date.is_(None) if date is None else Citation.date == date)
        .order_by(LetterRow.id)
        .limit(limit)
    )
    if not secret:
        query = query.where(LetterRow.secrecy.is_(None))
    return list(dict.fromkeys(connection.scalars(query)))
