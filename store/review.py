"""What people do to letters: correct them, read them again with newer rules, and say how far the work is.

Whatever they do is a line of the audit: who, when, before and after. Reading letters again is in `store.reread`.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, exists, select, update

from schemas.record import Letter
from store import changes, load
from store.changes import Event
from store.errors import Ambiguous, NotFound, Refused
from store.letters import derive
from store.reread import Reread, accept, originals_of, propose
from store.sql import insert, next_id, table
from store.tables import STATES, Change, Citation, Correction, DirectiveRow, LetterRow
from store.words import now

__all__ = ["CORRECTABLE", "Proposal", "Reread", "accept", "correct", "find_directive", "is_settled", "mark",
           "originals_of", "proposals", "propose", "settle_proposal", "value_at", "withdraw"]  # fmt: skip

_FIXED = frozenset({"schema_version", "source", "evidence", "findings", "signatures"})
CORRECTABLE = tuple(sorted(set(Letter.model_fields) - _FIXED))  # the fields that people may correct


def correct(connection: Connection, name: str, pointer: str, value: Any, *, by: str, note: str | None = None) -> Letter:
    """Put `value` (as JSON would hold it) in place of what stands at `pointer` of the letter `name`, for good.

    A directive is named by its id: `/directives/ID/text`; `/directives/ID` with None strikes it out.

    Raises:
        NotFound, Ambiguous: no letter, or several, of that name.
        Refused: the value does not fit the record, or the pointer leads nowhere.
    """
    before = load.letter(connection, name)
    _check_pointer(pointer)
    row = {
        "id": next_id(connection, Correction), "letter_id": before.id, "pointer": pointer, "by": by, "at": now(),
        "before": _json(value_at(before.record, pointer)), "after": _json(value), "note": note,
    }  # fmt: skip
    insert(connection, table(Correction), [row])
    after = load.letter(connection, before.key)
    derive(connection, before.id, after.record)
    event = Event("letter.corrected", letter=before.key, pointer=pointer,
                  before=value_at(before.record, pointer), after=value)  # fmt: skip
    changes.log(connection, [event], by=by)
    return after.record


def withdraw(connection: Connection, name: str, pointer: str, *, by: str) -> Letter:
    """Take back the corrections of a pointer; what the machine read holds again. They stay in the store.

    Raises:
        NotFound: there is no correction of that pointer.
    """
    before = load.letter(connection, name)
    mine = (Correction.letter_id == before.id, Correction.pointer == pointer, Correction.withdrawn.is_(False))
    if connection.execute(update(Correction).where(*mine).values(withdrawn=True)).rowcount == 0:
        raise NotFound(f"Nobody has corrected {pointer} of {before.key}.")
    after = load.letter(connection, before.key)
    derive(connection, before.id, after.record)
    event = Event("letter.correction_withdrawn", letter=before.key, pointer=pointer,
                  before=value_at(before.record, pointer), after=value_at(after.record, pointer))  # fmt: skip
    changes.log(connection, [event], by=by)
    return after.record


def mark(
    connection: Connection,
    directive: str,
    state: str,
    *,
    by: str,
    on: dt.date,
    answer: str | None = None,
    note: str | None = None,
) -> None:
    """Say how far a directive is; `on` the day it was done; `answer` the letter that reports it.

    Raises:
        NotFound, Ambiguous: no directive, or several, of that id.
        Refused: no such state.
    """
    if state not in STATES:
        raise Refused(f"There is no state {state!r}; there are {', '.join(STATES)}.")
    row = find_directive(connection, directive)
    answer_id = None if answer is None else load.find(connection, answer)
    done_on = on if state == "done" else None
    connection.execute(
        update(DirectiveRow).where(DirectiveRow.id == row.id).values(state=state, done_on=done_on, answer_id=answer_id)
    )
    before = {"state": row.state, "done_on": None if row.done_on is None else row.done_on.isoformat()}
    after = {
        "state": state,
        "done_on": None if done_on is None else done_on.isoformat(),
        "answer": answer,
        "note": note,
    }
    event = Event("directive.state", letter=row.key, directive=row.uid, before=before, after=after)
    changes.log(connection, [event], by=by)


def find_directive(connection: Connection, name: str) -> Any:
    """The row of the directive that is named by its id or the beginning of it; `LETTER:ID` where ids repeat.

    Raises:
        NotFound, Ambiguous: as they say.
    """
    letter, _, uid = name.rpartition(":")
    query = select(DirectiveRow, LetterRow.key).join(LetterRow, LetterRow.id == DirectiveRow.letter_id)
    query = query.where(DirectiveRow.uid.startswith(uid, autoescape=True))
    if letter:
        query = query.where(LetterRow.id == load.find(connection, letter))
    rows = connection.execute(query.order_by(DirectiveRow.id).limit(6)).all()
    exact = [row for row in rows if row.uid == uid]
    if len(exact) == 1:
        return exact[0]
    if not rows:
        raise NotFound(f"No directive in the store is called {name}.", remedy="`congvan due --json` lists ids.")
    if len(rows) > 1:
        names = ", ".join(f"{row.key}:{row.uid}" for row in rows)
        raise Ambiguous(f"Several directives are called {name}: {names}.", remedy="Name one of these.")
    return rows[0]


_SETTLED = "proposal.settled"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A later letter that replaces or amends an earlier one with open directives. A person decides what it changes."""

    later: str
    relation: str
    earlier: str
    subject: str | None
    open_directives: tuple[str, ...]


def proposals(connection: Connection, *, limit: int = 100, secret: bool = True) -> list[Proposal]:
    """What later letters would change in open directives, newest first; without what people have settled.

    Without `secret`, letters marked MẬT are as if they were not there.
    """
    cited, later = table(LetterRow).alias("cited"), table(LetterRow).alias("later")
    query = (
        select(later.c.key, Citation.relation, cited.c.key, later.c.subject, cited.c.id)
        .join(later, later.c.id == Citation.letter_id)
        .join(cited, cited.c.id == Citation.cited_id)
        .where(Citation.relation.in_(("replaces", "amends")), ~exists(_settled(later.c.key, cited.c.key)))
        .where(*(() if secret else (cited.c.secrecy.is_(None), later.c.secrecy.is_(None))))
        .order_by(later.c.id.desc(), Citation.position)
        .limit(limit)
    )
    found = []
    for row in connection.execute(query).all():
        live = select(DirectiveRow.uid).where(
            DirectiveRow.letter_id == row[4],
            DirectiveRow.state.in_(("open", "in_progress")),
            DirectiveRow.retired.is_(False),
        )
        if directives := tuple(connection.scalars(live.order_by(DirectiveRow.position))):
            found.append(Proposal(row[0], row[1], row[2], row[3], directives))
    return found


def settle_proposal(connection: Connection, later: str, earlier: str, *, by: str, what: str) -> None:
    """Note that a person has decided what the letter `later` changes in `earlier`, as a word (kept …)."""
    changes.log(connection, [Event(_SETTLED, letter=later, pointer=earlier, after=what)], by=by)


def is_settled(connection: Connection, later: str, earlier: str) -> bool:
    """Whether a person has decided what the letter `later` changes in `earlier`."""
    where = (Change.letter == later, Change.what == _SETTLED, Change.pointer == earlier)
    return connection.scalar(select(Change.id).where(*where).limit(1)) is not None


def _settled(later: ColumnElement[str], earlier: ColumnElement[str]) -> Select[Any]:
    here = (Change.letter == later, Change.what == _SETTLED, Change.pointer == earlier)
    return select(Change.id).where(*here)


def value_at(letter: Letter, pointer: str) -> Any:
    """What stands at a pointer, None where nothing does; a directive is named by its id."""
    value: Any = letter.model_dump(mode="json")
    for step in pointer.strip("/").split("/"):
        if isinstance(value, list):
            value = next((v for n, v in enumerate(value) if step in (str(n), _id(v))), None)
        elif isinstance(value, dict):
            value = value.get(step)
        else:
            return None
    return value


def _id(value: Any) -> object:
    return value.get("id") if isinstance(value, dict) else None


def _check_pointer(pointer: str) -> None:
    """Refuse a pointer to what is no value of the letter: the file, the evidence, the findings."""
    first = pointer.strip("/").split("/")[0]
    if not pointer.startswith("/") or first not in CORRECTABLE:
        raise Refused(
            f"{pointer} can't be corrected.", remedy=f"A pointer begins with one of /{', /'.join(CORRECTABLE)}."
        )


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)
