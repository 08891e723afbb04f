"""The header and the tail of a record: choose among what was found, say what is blank."""

from __future__ import annotations

from pipeline.assemble.book import Book, best
from pipeline.assemble.issued import edtf
from pipeline.extract import Extracted
from schemas.found import Found, SignerMention
from schemas.record import (
    Addressee,
    Arrival,
    Capacity,
    Contact,
    Filing,
    Issuer,
    Number,
    Recipient,
    Secrecy,
    Signer,
    Urgency,
)


def number(found: Extracted, book: Book) -> Number:
    chosen = best(found.number)
    if chosen is None:
        return Number()
    value = book.enter("/number", chosen)
    if value.value is None and not any(f.pointer == "/number" for f in book.findings):
        book.find("number-blank", "/number", "No number is printed here; it may be filled in by hand.")
    return Number(value=value.value, symbol=value.symbol, raw=value.raw or None)


def issuer(found: Extracted, book: Book) -> Issuer:
    name, parent = best(found.issuer), best(found.parent)
    if name is None and parent is not None:
        book.find("issuer-unreadable", "/issuer/name", "An office's name is printed here and can't be read surely.")
    return Issuer(
        name=None if name is None else book.enter("/issuer/name", name),
        parent=None if parent is None else book.enter("/issuer/parent", parent),
    )


def subject(found: Extracted, book: Book) -> str | None:
    chosen = best(found.subject)
    return None if chosen is None else book.enter("/subject", chosen)


def urgency(found: Extracted, book: Book) -> Urgency | None:
    chosen = best(found.urgency)
    return None if chosen is None else Urgency(book.enter("/urgency", chosen))


def secrecy(found: Extracted, book: Book) -> Secrecy | None:
    chosen = best(found.secrecy)
    return None if chosen is None else Secrecy(book.enter("/secrecy", chosen))


def addressees(found: Extracted, book: Book) -> tuple[Addressee, ...]:
    return tuple(
        Addressee(name=book.enter(f"/addressees/{i}", mention).name) for i, mention in enumerate(found.addressees)
    )


def distribution(found: Extracted, book: Book) -> tuple[Recipient, ...]:
    out = []
    for i, mention in enumerate(found.distribution):
        value = book.enter(f"/distribution/{i}", mention)
        out.append(Recipient(name=value.name, purpose=value.purpose))
    return tuple(out)


def filing(found: Extracted, book: Book) -> Filing:
    chosen = best(found.filing)
    if chosen is None:
        return Filing()
    value = book.enter("/filing", chosen)
    return Filing(units=value.units, drafter=value.drafter, copies=value.copies)


def signer(found: Extracted, book: Book) -> Signer | None:
    """The signer, or None where the tail shows none. A position without a name is kept, with a finding."""
    chosen: Found[SignerMention] | None = best(found.signer)
    if chosen is None:
        return None
    value = book.enter("/signer", chosen)
    parts: dict[str, str | None] = {}
    for part in ("name", "title", "position", "capacity", "on_behalf_of"):
        mention: Found[str] | None = getattr(value, part)
        parts[part] = None if mention is None else book.enter(f"/signer/{part}", mention)
    if all(part is None for part in parts.values()):
        return None
    if parts["name"] is None and not any(f.code == "signer-unreadable" for f in book.findings):
        book.find("signer-missing", "/signer", "A position is printed and no name under it can be read.")
    capacity = parts["capacity"]
    return Signer(
        name=parts["name"],
        title=parts["title"],
        position=parts["position"],
        capacity=None if capacity is None else Capacity(capacity),
        on_behalf_of=parts["on_behalf_of"],
    )


def contacts(found: Extracted, book: Book) -> tuple[Contact, ...]:
    out = []
    for i, mention in enumerate(found.contacts):
        value = book.enter(f"/contacts/{i}", mention)
        out.append(
            Contact(name=value.name, position=value.position, unit=value.unit, phone=value.phone, email=value.email)
        )
    return tuple(out)


def arrival(found: Extracted, book: Book, *, sent: str | None) -> Arrival | None:
    """What the receiving office's stamp says. `sent`: the letter's own day (EDTF), before which nothing arrives."""
    chosen = best(found.arrival)
    if chosen is None:
        return None
    value = book.enter("/arrival", chosen)
    day = edtf(value.day)
    if day is not None and sent is not None and len(sent) == len(day) and day < sent:
        text = f"The stamp's day, {day}, is before the letter's own, {sent}: one of them was misread."
        book.find("arrival-impossible", "/arrival/date", text)
        day = None
    return Arrival(number=value.number, date=day, forwarded_to=value.forwarded_to)
