"""/api/v1/letters: letters, whole records, and corrections of them."""

from __future__ import annotations

import datetime as dt
import zlib
from typing import Annotated

from fastapi import APIRouter, Header, Path, Query, Request
from sqlalchemy import Connection
from starlette.responses import Response

from schemas.record import Kind, Letter
from store import load, paging, review
from store.provenance import version
from store.questions import LetterQuery
from store.shown import with_units
from web.api.common import Cursor, Limit, Once, Reader, Secured, after, cursor_of, matched, once, problems, tagged
from web.api.models import Correction, LetterBrief, Page
from web.desk import TheDesk, allowed
from web.pages.letter import guard
from web.people import May, Person
from web.trouble import Stale

router = APIRouter(prefix="/api/v1", tags=["letters"], dependencies=Secured)
Key = Annotated[str, Path(pattern=r"^[0-9a-f]{4,16}$", examples=["0f96cc89b19a"])]
Corrector = Annotated[Person, allowed(May.CORRECT)]
IfMatch = Annotated[str | None, Header(description="Only if this is still the letter's version (its ETag).")]


@router.get("/letters", response_model=Page[LetterBrief], responses=problems())
def list_letters(
    *,
    request: Request,
    desk: TheDesk,
    person: Reader,
    kind: Kind | None = None,
    issuer: Annotated[str | None, Query(max_length=300, description="Who issued it; accents may lack.")] = None,
    issued_from: dt.date | None = None,
    issued_to: dt.date | None = None,
    with_findings: bool | None = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """Letters, in the order in which they came."""
    asked = LetterQuery(
        kind=None if kind is None else kind.value, issuer=issuer, issued_from=issued_from, issued_to=issued_to,
        with_findings=with_findings, secret=None if person.secret else False,
    )  # fmt: skip
    with desk.store.read() as connection:
        found, last = paging.letters(connection, asked, after=after(cursor), limit=limit)
    items = [LetterBrief.model_validate(each) for each in found]
    return tagged(request, Page[LetterBrief](items=items, cursor=cursor_of(last)))


@router.get(
    "/letters/{key}", response_model=Letter, responses={**problems(404, 409), 304: {"description": "Unchanged"}}
)
def get_letter(request: Request, desk: TheDesk, person: Reader, key: Key) -> Response:
    """A letter's record, with what people corrected. The ETag is its version."""
    with desk.store.read() as connection:
        stored = load.letter(connection, key)
        guard(desk, person, stored)
        now = version(connection, stored.key)
        record = with_units(connection, stored.record).model_dump_json().encode()
    # What names mean may be settled without a change of the letter: the record itself has a part in its tag.
    return matched(request, record, f'"v{now}-{zlib.crc32(record):08x}"')


@router.post("/letters/{key}/corrections", response_model=Letter, responses=problems(404, 409, 412))
async def correct_letter(
    *,
    request: Request,
    desk: TheDesk,
    person: Corrector,
    key: Key,
    correction: Correction,
    if_match: IfMatch = None,
    idempotency_key: Once = None,
) -> Response:
    """Put a value in place of what was read; it holds for good, also when newer rules read the letter again."""

    def act(connection: Connection) -> Letter:
        stored = load.letter(connection, key)
        guard(desk, person, stored, noted=False)
        if if_match is not None and if_match.strip('W/"v').partition("-")[0] != str(version(connection, stored.key)):
            raise Stale
        review.correct(
            connection, stored.key, correction.pointer, correction.value, by=person.name, note=correction.note
        )
        return load.letter(connection, stored.key).record

    return await once(request, desk, person, idempotency_key, act)


@router.delete("/letters/{key}/corrections", response_model=Letter, responses=problems(404, 409))
async def withdraw_correction(
    *, request: Request, desk: TheDesk, person: Corrector, key: Key, pointer: Annotated[str, Query(max_length=500)]
) -> Response:
    """Take back the corrections of a pointer; what was read holds again."""

    def act(connection: Connection) -> Letter:
        stored = load.letter(connection, key)
        guard(desk, person, stored, noted=False)
        return review.withdraw(connection, stored.key, pointer, by=person.name)

    return await once(request, desk, person, None, act)
