"""The directives of a record: joined to their deadlines and owners, with ids that stay the same."""

from __future__ import annotations

import hashlib
from collections import Counter

from pipeline.assemble.book import Book
from pipeline.extract import Extracted
from pipeline.resolve.assignees import assignees
from pipeline.resolve.attach import FIRM, attach
from pipeline.resolve.deadlines import BEFORE_LETTER, resolve
from schemas.found import AssigneeMention, DeadlineMention, DirectiveMention, Found
from schemas.record import Assignee, Deadline, Directive, Role, Source
from schemas.zone import Zoned
from vietnamese.fold import same


def directives(
    zoned: Zoned, found: Extracted, book: Book, *, source: Source, issued: str | None
) -> tuple[Directive, ...]:
    """What the letter orders, in its order. `issued` is the letter's date (EDTF), from which relative times count."""
    ids = _Ids(source)
    limits = attach(found.directives, found.deadlines, blocks=zoned.blocks)
    return tuple(
        _directive(f"/directives/{i}", directive, limits[i], found=found, book=book, ids=ids, issued=issued)
        for i, directive in enumerate(found.directives)
    )


def _directive(
    pointer: str,
    directive: Found[DirectiveMention],
    limits: tuple[Found[DeadlineMention], ...],
    *,
    found: Extracted,
    book: Book,
    ids: _Ids,
    issued: str | None,
) -> Directive:
    mention = book.enter(pointer, directive)
    owners, inherited = assignees(directive, found.addressees)
    if inherited:
        book.find(
            "assignee-from-addressees", f"{pointer}/assignees", "Nobody is named: taken to be those the letter is for."
        )
    elif not owners:
        book.find("assignee-unknown", f"{pointer}/assignees", "Nobody is named, and the letter names no addressee.")
    submit_to = mention.submit_to
    return Directive(
        id=ids.next(mention.text),
        ordinal=mention.ordinal,
        text=mention.text,
        action=mention.action,
        assignees=tuple(_assignee(f"{pointer}/assignees/{i}", owner, book) for i, owner in enumerate(owners)),
        deadlines=_deadlines(f"{pointer}/deadlines", limits, found=found, book=book, issued=issued),
        submit_to=None if submit_to is None else book.enter(f"{pointer}/submit_to", submit_to),
    )


def _assignee(pointer: str, owner: Found[AssigneeMention], book: Book) -> Assignee:
    mention = book.enter(pointer, owner)
    return Assignee(name=mention.name, role=Role(mention.role))


def _deadlines(
    pointer: str, limits: tuple[Found[DeadlineMention], ...], *, found: Extracted, book: Book, issued: str | None
) -> tuple[Deadline, ...]:
    beside = [other.value for other in found.deadlines]
    kept: list[Deadline] = []
    for limit in limits:
        deadline, remarks = resolve(limit.value, issued=issued, beside=beside)
        if limit.confidence < FIRM and any(code == BEFORE_LETTER for code, _ in remarks):
            # "số cây tồn đến 31/12" of the year before: a period that is looked back on, more likely than a limit.
            book.find(
                BEFORE_LETTER, pointer, f"“{limit.value.text}” was over before the letter: taken for no deadline."
            )
            continue
        at = f"{pointer}/{len(kept)}"
        book.enter(at, limit)
        for code, message in remarks:
            book.find(code, at, message)
        kept.append(deadline)
    return tuple(kept)


class _Ids:
    """Ids of directives: of the document's bytes and place in its file, the directive's words, and its turn."""

    def __init__(self, source: Source) -> None:
        self._document = f"{source.sha256}:{source.pages[0]}"
        self._turns: Counter[str] = Counter()

    def next(self, text: str) -> str:
        words = same(text)
        turn = self._turns[words]
        self._turns[words] += 1
        return hashlib.sha256(f"{self._document}\n{words}\n{turn}".encode()).hexdigest()[:20]
