"""A record as rows: what the tables say of a letter, derived from its record and from nothing else."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from schemas.record import Directive, Letter
from schemas.rule import DATA, load_toml
from store.mentions import Context, Mentions, Names, Scope
from store.sql import Row
from store.words import folded, identity


@dataclass(slots=True)
class Rows:
    """Rows by table, gathered for one insert each."""

    directives: list[Row] = field(default_factory=list)
    assignments: list[Row] = field(default_factory=list)
    deadlines: list[Row] = field(default_factory=list)
    citations: list[Row] = field(default_factory=list)
    recipients: list[Row] = field(default_factory=list)


def storable(letter: Letter) -> Letter:
    """A letter without the character NUL, which PostgreSQL's texts can't hold; a blank stands for it."""
    if "\\u0000" not in letter.model_dump_json():
        return letter
    return Letter.model_validate(_without_nul(letter.model_dump(mode="json")))


def _without_nul(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\x00", " ")
    if isinstance(value, dict):
        return {key: _without_nul(each) for key, each in value.items()}
    return [_without_nul(each) for each in value] if isinstance(value, list) else value


def add_names(wanted: Names, letter: Letter) -> None:
    """Gather every unit's name in a letter, in its context."""
    context = Context.of(letter)
    if letter.issuer.name is not None:
        wanted.setdefault(Scope(context, "issuer"), set()).add(letter.issuer.name)
    named = wanted.setdefault(Scope(context), set())
    named.update(addressee.name for addressee in letter.addressees)
    named.update(recipient.name for recipient in letter.distribution if not as_above(recipient.name))
    for directive in letter.directives:
        named.update(assignee.name for assignee in directive.assignees)


@dataclass(frozen=True, slots=True)
class Head:
    """What the parts of a letter share: its issuer's mention, its first day, the mentions of the names in it."""

    issuer_id: int | None
    issued_on: dt.date | None
    named: dict[str, int]

    @classmethod
    def of(cls, letter: Letter, mentions: Mentions) -> Head:
        context, name = Context.of(letter), letter.issuer.name
        issuer_id = None if name is None else mentions[Scope(context, "issuer")][name]
        return cls(issuer_id, first_day(letter.issued.date), mentions[Scope(context)])


@cache
def _above() -> frozenset[str]:
    return frozenset(folded(name) for name in load_toml(DATA / "lexicon" / "units_meant.toml")["as_above"])


def as_above(name: str) -> bool:
    """Whether an entry of Nơi nhận only points to the addressees.

    >>> as_above("Như trên"), as_above("Như trên (để thực hiện)"), as_above("Sở Y tế")
    (True, True, False)
    """
    return folded(name.partition("(")[0]) in _above()


def letter_row(letter: Letter, head: Head) -> Row:
    """The columns of `letters` that derive from the record."""
    return {
        "kind": letter.kind.value,
        "number": letter.number.value,
        "symbol": letter.number.symbol,
        "identity": identity(letter.number.value, letter.number.symbol),
        "issued": letter.issued.date,
        "issued_on": head.issued_on,
        "place": letter.issued.place,
        "issuer_id": head.issuer_id,
        "issuer_parent": letter.issuer.parent,
        "subject": letter.subject,
        "urgency": None if letter.urgency is None else letter.urgency.value,
        "secrecy": None if letter.secrecy is None else letter.secrecy.value,
        "signer": None if letter.signer is None else letter.signer.name,
        "signer_position": None if letter.signer is None else letter.signer.position,
        "arrival_number": None if letter.arrival is None else letter.arrival.number,
        "arrival_on": None if letter.arrival is None else first_day(letter.arrival.date),
        "pages": letter.source.pages[1] - letter.source.pages[0] + 1,
        "findings": len(letter.findings),
        "words": searchable(letter),
    }


def searchable(letter: Letter) -> str:
    """What the search reads of a letter besides its directives, the subject first."""
    parts = [letter.subject, letter.number.value, letter.number.symbol, letter.issuer.name, letter.issuer.parent]
    parts += [addressee.name for addressee in letter.addressees]
    parts.append(None if letter.signer is None else letter.signer.name)
    return "\n".join(part for part in parts if part is not None)


def add_parts(rows: Rows, letter_id: int, letter: Letter, head: Head) -> None:
    """The citations and recipients of a letter."""
    for position, cited in enumerate(letter.references):
        rows.citations.append(
            {"letter_id": letter_id, "position": position, "kind": cited.kind.value, "number": cited.number,
             "symbol": cited.symbol, "identity": identity(cited.number, cited.symbol), "date": cited.date,
             "issuer": cited.issuer, "subject": cited.subject, "relation": cited.relation.value, "cited_id": None}
        )  # fmt: skip
    entries: list[tuple[str, str, str | None]] = [("to", a.name, None) for a in letter.addressees]
    for recipient in letter.distribution:
        meant = [a.name for a in letter.addressees] if as_above(recipient.name) else [recipient.name]
        entries += [("copy", name, recipient.purpose) for name in meant]
    for position, (part, name, purpose) in enumerate(entries):
        rows.recipients.append(
            {"letter_id": letter_id, "part": part, "position": position, "mention_id": head.named[name],
             "purpose": purpose}
        )  # fmt: skip


def directive_row(directive: Directive, position: int, head: Head) -> Row:
    """The columns of `directives` that derive from the record."""
    return {
        "uid": directive.id,
        "position": position,
        "ordinal": directive.ordinal,
        "text": directive.text,
        "action": directive.action,
        "submit_to": directive.submit_to,
        "due": first_due(directive),
        "issued_on": head.issued_on,
        "issuer_id": head.issuer_id,
        "limits": len(directive.deadlines),
        "recurring": any(deadline.recurrence is not None for deadline in directive.deadlines),
        "retired": False,
    }


def add_work(rows: Rows, directive_id: int, directive: Directive, head: Head) -> None:
    """The assignments and deadlines of a directive."""
    due = first_due(directive)
    for position, assignee in enumerate(directive.assignees):
        rows.assignments.append(
            {"directive_id": directive_id, "position": position, "mention_id": head.named[assignee.name],
             "role": assignee.role.value, "due": due}
        )  # fmt: skip
    for position, limit in enumerate(directive.deadlines):
        rows.deadlines.append({
            "directive_id": directive_id, "position": position, "text": limit.text,
            "bound": None if limit.bound is None else limit.bound.value, "date": limit.date, "time": limit.time,
            "duration": limit.duration, "calendar": limit.calendar,
            "anchor": None if limit.anchor is None else limit.anchor.value, "recurrence": limit.recurrence,
            "due": None if limit.due is None else day(limit.due),
        })  # fmt: skip


def first_due(directive: Directive) -> dt.date | None:
    """The first day by which something of the directive must be done; None where none is known."""
    if not directive.deadlines:
        return None
    days = [day(deadline.due) for deadline in directive.deadlines if deadline.due is not None]
    return min((d for d in days if d is not None), default=None)


def first_day(edtf: str | None) -> dt.date | None:
    """The first day of an EDTF date, None where there is none.

    >>> first_day("2023-11")
    datetime.date(2023, 11, 1)
    """
    if edtf is None:
        return None
    start = edtf.split("/")[0]
    return day(start + "-01-01"[len(start) - 10 :] if len(start) < 10 else start)


def day(iso: str) -> dt.date | None:
    """An ISO day; None for one that is not in the calendar (the page may print 30 February)."""
    try:
        return dt.date.fromisoformat(iso)
    except ValueError:
        return None
