"""Lists in pages that are asked for by the last row seen: nothing comes twice or is missed while others write."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import Connection, func, select

from schemas.obligation import Obligation
from store import questions
from store.filters import Asking, Query, conditions, issuers
from store.questions import Brief, LetterQuery
from store.tables import DirectiveRow, LetterRow
from store.unit_tables import Mention

_FEW = 40_000


def directives(connection: Connection, query: Query, *, after: int, limit: int) -> tuple[list[Obligation], int | None]:
    """Obligations after a cursor (0 for the first), in the order in which they came; and the next cursor, if any."""
    ids: list[int] = []
    for part in _windows(connection, query, after):
        chosen = select(DirectiveRow.id).join(LetterRow, LetterRow.id == DirectiveRow.letter_id)
        chosen = chosen.where(DirectiveRow.retired.is_(False), DirectiveRow.id > after, *conditions(part, connection))
        ids += connection.scalars(chosen.order_by(DirectiveRow.id).limit(limit + 1 - len(ids)))
        if len(ids) > limit:
            break
    found = questions.load(connection, ids[:limit])
    return found, ids[limit - 1] if len(ids) > limit else None


def _windows(connection: Connection, query: Query, after: int) -> Iterator[Query]:
    """What is asked of a unit, in windows of ids that grow: at once, all that it ever was given would be gathered."""
    if query.who is None or query.letter is not None:
        yield query
        return
    last, width = connection.scalar(select(func.max(DirectiveRow.id))) or 0, 4_000
    while after < last:
        asking = Asking(dialect=connection.dialect, after=after, upto=after + width, few=width <= _FEW)
        yield replace(query, context=asking)
        after, width = after + width, width * 8


def letters(connection: Connection, query: LetterQuery, *, after: int, limit: int) -> tuple[list[Brief], int | None]:
    """Letters after a cursor, in the order in which they came; and the next cursor, if any."""
    directives = (
        select(func.count())
        .where(DirectiveRow.letter_id == LetterRow.id, DirectiveRow.retired.is_(False))
        .scalar_subquery()
    )
    chosen = select(
        LetterRow.id, LetterRow.key, LetterRow.kind, LetterRow.number, LetterRow.symbol, LetterRow.issued,
        Mention.name, LetterRow.subject, directives, LetterRow.findings,
    ).join(Mention, Mention.id == LetterRow.issuer_id, isouter=True)  # fmt: skip
    chosen = chosen.where(LetterRow.id > after)
    if query.kind is not None:
        chosen = chosen.where(LetterRow.kind == query.kind)
    if query.issuer is not None:
        chosen = chosen.where(LetterRow.issuer_id.in_(issuers(query.issuer)))
    if query.issued_from is not None:
        chosen = chosen.where(LetterRow.issued_on >= query.issued_from)
    if query.issued_to is not None:
        chosen = chosen.where(LetterRow.issued_on <= query.issued_to)
    if query.with_findings is not None:
        chosen = chosen.where((LetterRow.findings > 0) == query.with_findings)
    if query.secret is not None:
        chosen = chosen.where(LetterRow.secrecy.is_not(None) if query.secret else LetterRow.secrecy.is_(None))
    rows = connection.execute(chosen.order_by(LetterRow.id).limit(limit + 1)).all()
    return [Brief(*tuple(row)[1:]) for row in rows[:limit]], rows[limit - 1].id if len(rows) > limit else None
