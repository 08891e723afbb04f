"""/api/v1/units: the registry, names that nobody knows yet, and a calendar to subscribe to."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from sqlalchemy import Connection
from starlette.responses import Response

from export.ics import calendar
from schemas.obligation import LIVE
from store import questions
from store.filters import Query as Asked
from store.filters import sentence
from store.units import naming, registry
from store.who import who
from web import asking
from web.api.common import Once, Reader, Secured, once, problems, tagged
from web.api.models import Page, Role, Settled, Settlement, UnitChoice, Unresolved
from web.desk import TheDesk, allowed
from web.people import May, Person

router = APIRouter(prefix="/api/v1", tags=["units"], dependencies=Secured)
Settler = Annotated[Person, allowed(May.SETTLE)]
Unit = Annotated[str, Path(max_length=300, description="A unit's id, or its name.")]
MOST = 2000


@router.get("/units", response_model=Page[UnitChoice], responses=problems())
def find_units(
    request: Request, desk: TheDesk, person: Reader, q: Annotated[str, Query(min_length=1, max_length=200)]
) -> Response:  # fmt: skip
    """Units whose names have what is asked for, accents aside."""
    with desk.store.read() as connection:
        found = naming.named(connection, q, limit=50)
    return tagged(request, Page[UnitChoice](items=[UnitChoice.model_validate(each) for each in found], cursor=None))


@router.get("/units/unresolved", response_model=Page[Unresolved], responses=problems())
def list_unresolved(request: Request, desk: TheDesk, person: Reader) -> Response:
    """Names of which no unit is known, those that are given most directives first."""
    with desk.store.read() as connection:
        found = registry.unresolved(connection, limit=500, secret=person.secret)
    return tagged(request, Page[Unresolved](items=[Unresolved.model_validate(each) for each in found], cursor=None))


@router.post("/units/settlements", response_model=Settled, responses=problems(404, 409))
async def settle_name(
    *, request: Request, desk: TheDesk, person: Settler, settlement: Settlement, idempotency_key: Once = None
) -> Response:
    """Say once what a name means, for letters past and to come."""

    def act(connection: Connection) -> Settled:
        number = registry.settle(
            connection, settlement.name, settlement.units, by=person.name, issuer=settlement.issuer
        )
        return Settled(mentions=number)

    return await once(request, desk, person, idempotency_key, act)


@router.get(
    "/units/{unit}/calendar.ics",
    responses={200: {"content": {"text/calendar": {"schema": {"type": "string"}}}}, **problems()},
    response_class=Response,
)
def unit_calendar(desk: TheDesk, person: Reader, unit: Unit, role: Role | None = None) -> Response:
    """What a unit owes, as a calendar to subscribe to. Calendars that can't send a header give `?token=`."""
    with desk.store.read() as connection:
        asked = Asked(
            who=who(connection, unit, on=asking.today()),
            role=role,
            states=LIVE,
            secret=None if person.secret else False,
        )
        found = questions.obligations(connection, asked, limit=MOST)
    body = calendar(found, said=sentence(asked), now=dt.datetime.now(dt.UTC))
    return Response(body, media_type="text/calendar; charset=utf-8", headers={"cache-control": "private, max-age=900"})
