"""What a person should look at beyond single letters: changes that later letters make, deadlines that are set too late,
citations that contradict each other, letters that are cited and missing, holes in an issuer's numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from export.xlsx import Heading
from schemas.obligation import LIVE
from store import load, questions, review
from store.desk import watch
from store.filters import Query
from web import asking, attention, exports
from web.desk import Reader, TheDesk, allowed
from web.exports import Cell
from web.pages.letter import guard
from web.people import May, Person
from web.render import link, page, words_of
from web.snapshots import NotYet
from web.trouble import NotThere, Unfit
from web.understanding import deadline_of
from web.words import Words

router = APIRouter(include_in_schema=False)
Corrector = Annotated[Person, allowed(May.CORRECT)]


@router.get("/attention")
def show(request: Request, desk: TheDesk, person: Reader) -> HTMLResponse:
    asked = request.query_params
    kind = asking.one_of(asked, "kind", attention.KINDS) or "changes"
    issuer = asking.words(asked, "issuer")
    try:
        rows = attention.found(desk, person, kind, issuer)
    except NotYet:
        return page(request, "counting.html", person=person)
    with desk.store.read() as connection:
        if kind == "changes":
            rows = attention.changes(connection, rows)
        known = watch.briefs(connection, _keys(kind, rows))
        cited_by = (
            [watch.citing(connection, each.code, each.date, secret=person.secret) for each in rows]
            if kind == "missing" else []
        )  # fmt: skip
        known |= watch.briefs(connection, [key for keys in cited_by for key in keys])
    return page(
        request, "attention.html", person=person, kind=kind, kinds=attention.KINDS, rows=rows, known=known,
        cited_by=cited_by, issuer=issuer, most=attention.MOST, done=asked.get("done"),
    )  # fmt: skip


@router.post("/attention/{later}/{earlier}")
def decide(
    *, desk: TheDesk, person: Corrector, later: str, earlier: str, act: Annotated[str, Form(max_length=10)],
    directive: Annotated[list[str] | None, Form()] = None, deadline: Annotated[str, Form(max_length=300)] = "",
) -> Response:  # fmt: skip
    """Say what a later letter changes: its predecessor's directives end, get another deadline, or stay as they are."""
    if act not in ("cancelled", "moved", "kept"):
        raise Unfit(act)
    chosen = set(directive or [])
    with desk.store.write() as connection:
        new, old = load.letter(connection, later), load.letter(connection, earlier)
        for stored in (new, old):
            guard(desk, person, stored, noted=False)
        owed = questions.obligations(connection, Query(letter=old.key, states=LIVE), limit=None)
        touched = [each for each in owed if each.id in chosen]
        if act != "kept" and not touched:
            raise Unfit
        for each in touched if act == "cancelled" else []:
            review.mark(
                connection, f"{old.key}:{each.id}", "cancelled", by=person.name, on=asking.today(), answer=new.key
            )
        if act == "moved":
            limit = deadline_of(deadline.strip(), issued=new.record.issued.date)
            if limit.due is None:
                raise Unfit(deadline)
            for each in touched:
                pointer = f"/directives/{each.id}/deadlines"
                review.correct(
                    connection, old.key, pointer, [limit.model_dump(mode="json")], by=person.name, note=new.key
                )
        review.settle_proposal(connection, new.key, old.key, by=person.name, what=act)
    return RedirectResponse(link("/attention", {"done": act}), status_code=303)


@router.get("/attention.{form}")
def as_file(request: Request, desk: TheDesk, person: Reader, form: str) -> Response:
    """What the page shows of one kind, as csv or xlsx."""
    asked, words = request.query_params, words_of(request)
    kind = asking.one_of(asked, "kind", attention.KINDS) or "changes"
    if form not in ("csv", "xlsx"):
        raise NotThere
    rows = attention.found(desk, person, kind, asking.words(asked, "issuer"))
    with desk.store.read() as connection:
        if kind == "changes":
            rows = attention.changes(connection, rows)
        known = watch.briefs(connection, _keys(kind, rows))
    headings = [Heading(words(f"attention.{kind}_{n}"), width) for n, width in enumerate(_WIDTHS[kind])]
    lines = (cells for each in rows for cells in _cells(words, kind, each, known))
    name = f"can-xem-{kind}-{asking.today()}"
    return exports.table(form, headings, lines, title=words(f"attention.{kind}"), name=name)


_WIDTHS = {
    "changes": (26, 14, 26, 60, 14), "later": (26, 40, 14, 26, 14), "contradictions": (20, 30, 14, 50),
    "missing": (18, 20, 14, 30, 10), "gaps": (30, 20, 10, 10, 10),
}  # fmt: skip


def _keys(kind: str, rows: list[Any]) -> list[str]:
    if kind == "later":
        return [key for each in rows for key in (each.letter, each.above)]
    if kind == "contradictions":
        return [key for each in rows for _, keys in each.days for key in keys]
    return []


def _cells(words: Words, kind: str, each: Any, known: dict[str, Any]) -> Iterator[tuple[Cell, ...]]:
    """A row of the page as lines of a table."""

    def named(key: str) -> str:
        brief = known.get(key)
        return key if brief is None else _name(words, brief)

    if kind == "changes":
        for owed in each.open:
            yield (
                _name(words, each.later), words(f"relation.{each.relation}"), _name(words, each.earlier), owed.text,
                owed.due,
            )  # fmt: skip
    elif kind == "later":
        yield named(each.letter), each.directive, each.due, named(each.above), each.above_due
    elif kind == "contradictions":
        for day, keys in each.days:
            yield each.code, each.issuer, words.edtf(day), "; ".join(named(key) for key in keys)
    elif kind == "missing":
        yield words.kind(each.kind), each.code, words.edtf(each.date), each.issuer, each.cited_by
    else:
        yield each.issuer, each.symbol, each.year, each.first, each.last


def _name(words: Words, brief: questions.Brief) -> str:
    code = "/".join(part for part in (brief.number, brief.symbol) if part)
    return f"{words.kind(brief.kind)} {code}".strip()
