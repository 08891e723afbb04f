"""Citations find the letters they name, in whichever order the two arrive."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, and_, func, select, update

from store.sql import table
from store.tables import Citation, LetterRow
from store.unit_tables import Mention
from store.words import folded


def link(connection: Connection, letter_ids: Sequence[int]) -> None:
    """Link what these letters cite to letters in the store, and what is cited in the store to these letters.

    Number and symbol are used anew each year and by many offices, so they must meet with a date or an issuer that
    agrees, and with no date or issuer that disagrees.
    """
    citing, letter, issuer = table(Citation), table(LetterRow), table(Mention)
    # Written so that no database goes by the index of cited_id: most citations have none.
    unlinked = func.coalesce(citing.c.cited_id, 0) == 0
    for start in range(0, len(letter_ids), 500):
        chunk = letter_ids[start : start + 500]
        pairs = (
            select(citing.c.letter_id, citing.c.position, citing.c.date, citing.c.issuer, letter.c.id,
                   letter.c.issued, issuer.c.name, issuer.c.parent)
            .join_from(citing, letter, citing.c.identity == letter.c.identity)
            .join(issuer, letter.c.issuer_id == issuer.c.id, isouter=True)
            .where(citing.c.identity.is_not(None), unlinked, letter.c.id != citing.c.letter_id)
        )  # fmt: skip
        found: dict[tuple[int, int], int] = {}
        for side in (citing.c.letter_id.in_(chunk), letter.c.id.in_(chunk)):
            for row in connection.execute(pairs.where(side).order_by(letter.c.id)):
                if agree(row.date, row.issuer, issued=row.issued, by=row.name, parent=row.parent):
                    found.setdefault((row.letter_id, row.position), row.id)
        for (letter_id, position), cited_id in found.items():
            at = and_(citing.c.letter_id == letter_id, citing.c.position == position)
            connection.execute(update(citing).where(at).values(cited_id=cited_id))


def agree(date: str | None, issuer: str | None, *, issued: str | None, by: str | None, parent: str | None) -> bool:
    """Whether a citation (`date`, `issuer`) can mean the letter issued at `issued` by `by` under `parent`."""
    same_day = None if date is None or issued is None else date.startswith(issued) or issued.startswith(date)
    same_issuer = None
    if issuer is not None and by is not None:
        said, name = folded(issuer), folded(by)
        same_issuer = name in said or said in name or (parent is not None and f"{name} {parent}" == said)
    return False not in (same_day, same_issuer) and True in (same_day, same_issuer)
