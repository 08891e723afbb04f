"""/api/v1/directives: what is owed, by whom, by when, and how far it is."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from sqlalchemy import Connection
from starlette.responses import Response

from schemas.obligation import Obligation
from schemas.record import Kind
from store import paging, questions, review
from store.filters import Query as Asked
from store.who import who
from web import asking
from web.api.common import Cursor, Limit, Once, Reader, Secured, after, cursor_of, once, problems, tagged
from web.api.models import Directive, Page, Progress, Role, State
from web.desk import TheDesk, allowed
from web.people import May, Person
from web.trouble import NotThere

router = APIRouter(prefix="/api/v1", tags=["directives"], dependencies=Secured)
Id = Annotated[str, Path(max_length=80, pattern=r"^[\w:.-]+$", description="The id; LETTER:ID where ids repeat.")]
Reporter = Annotated[Person, allowed(May.PROGRESS)]
Words = Annotated[str | None, Query(max_length=300)]


@router.get("/directives", response_model=Page[Directive], responses=problems())
def list_directives(
    *,
    request: Request,
    desk: TheDesk,
    person: Reader,
    unit: Annotated[str | None, Query(max_length=300, description="Who owes it: a unit's id, or its name.")] = None,
    role: Role | None = None,
    due_from: dt.date | None = None,
    due_to: dt.date | None = None,
    overdue_on: dt.date | None = None,
    no_deadline: bool | None = None,
    recurring: bool | None = None,
    state: Annotated[list[State] | None, Query()] = None,
    issuer: Words = None,
    kind: Kind | None = None,
    letter: Annotated[str | None, Query(max_length=16)] = None,
    text: Words = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """Obligations, in the order in which they came. A unit owes also what a group that it belongs to does."""
    with desk.store.read() as connection:
        asked = Asked(
            who=None if unit is None else who(connection, unit, on=asking.today()), role=role, due_from=due_from,
            due_to=due_to, overdue_on=overdue_on, no_deadline=no_deadline, recurring=recurring,
            states=tuple(state or ()), issuer=issuer, kind=None if kind is None else kind.value, letter=letter,
            text=text, secret=None if person.secret else False,
        )  # fmt: skip
        found, last = paging.directives(connection, asked, after=after(cursor), limit=limit)
    return tagged(request, Page[Directive](items=[shown(each) for each in found], cursor=cursor_of(last)))


@router.get("/directives/{directive}", response_model=Directive, responses=problems(404, 409))
def get_directive(request: Request, desk: TheDesk, person: Reader, directive: Id) -> Response:
    """An obligation."""
    with desk.store.read() as connection:
        return tagged(request, shown(_found(connection, person, directive)))


@router.post("/directives/{directive}/progress", response_model=Directive, responses=problems(404, 409))
async def report_progress(
    *,
    request: Request,
    desk: TheDesk,
    person: Reporter,
    directive: Id,
    progress: Progress,
    idempotency_key: Once = None,
) -> Response:
    """Say how far a directive is."""

    def act(connection: Connection) -> Directive:
        _found(connection, person, directive)
        on = progress.on if progress.on is not None else asking.today()
        review.mark(
            connection, directive, progress.state, by=person.name, on=on, answer=progress.answer, note=progress.note
        )
        return shown(_found(connection, person, directive))

    return await once(request, desk, person, idempotency_key, act)


def shown(each: Obligation) -> Directive:
    return Directive.model_validate(each)


def _found(connection: Connection, person: Person, name: str) -> Obligation:
    row = review.find_directive(connection, name)
    found = questions.load(connection, [row.id])
    if not found or not person.sees(found[0].secrecy):
        raise NotThere
    return found[0]
