"""/api/v1/search and /api/v1/imports."""

from __future__ import annotations

import secrets
from typing import Annotated, Literal

from fastapi import APIRouter, File, Path, Query, Request, UploadFile
from starlette.responses import JSONResponse, Response

from store import search as words
from store.desk import uploads
from store.filters import Query as Asked
from web.api.common import Cursor, Limit, Reader, Secured, after, cursor_of, problems, tagged
from web.api.models import Hit, Page, Upload
from web.desk import TheDesk, allowed
from web.people import May, Person
from web.trouble import Unfit

router = APIRouter(prefix="/api/v1", dependencies=Secured)
Importer = Annotated[Person, allowed(May.IMPORT)]


@router.get("/search", response_model=Page[Hit], responses=problems(), tags=["search"])
def search(
    *,
    request: Request,
    desk: TheDesk,
    person: Reader,
    q: Annotated[str, Query(min_length=1, max_length=300, examples=["so y te"])],
    what: Literal["letter", "directive", "both"] = "both",
    issuer: Annotated[str | None, Query(max_length=300)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
) -> Response:
    """Letters and directives with these words, with accents or without; the best first."""
    with desk.store.read() as connection:
        found = words.search(connection, q, query=Asked(issuer=issuer), what=what, limit=limit)
    seen = [hit for hit in found if person.sees(hit.secrecy)]
    return tagged(request, Page[Hit](items=[Hit.model_validate(each) for each in seen], cursor=None))


@router.post("/imports", response_model=Upload, status_code=202, responses=problems(413), tags=["imports"])
def import_file(desk: TheDesk, person: Importer, file: Annotated[UploadFile, File()]) -> Response:
    """Send a file to be read. The same bytes are one original, however often they are sent."""
    if not file.filename:
        raise Unfit("file")
    number = desk.jobs.receive(file.file, file.filename, batch=secrets.token_hex(6), by=person.name)
    with desk.store.read() as connection:
        made = Upload.model_validate(uploads.get(connection, number))
    return JSONResponse(made.model_dump(), status_code=202, headers={"location": f"/api/v1/imports/{number}"})


@router.get("/imports", response_model=Page[Upload], responses=problems(), tags=["imports"])
def list_imports(
    *, request: Request, desk: TheDesk, person: Importer, limit: Limit = 100, cursor: Cursor = None,
    status: Literal["queued", "reading", "imported", "there", "set_aside"] | None = None,
) -> Response:  # fmt: skip
    """Files that were sent, the newest first."""
    before = after(cursor) or None
    with desk.store.read() as connection:
        found = uploads.files(connection, status=status, before=before, limit=limit + 1)
    last = found[limit - 1].id if len(found) > limit else None
    items = [Upload.model_validate(each) for each in found[:limit]]
    return tagged(request, Page[Upload](items=items, cursor=cursor_of(last)))


@router.get("/imports/{number}", response_model=Upload, responses=problems(404), tags=["imports"])
def get_import(
    request: Request, desk: TheDesk, person: Importer, number: Annotated[int, Path(ge=1, le=2**53)]
) -> Response:  # fmt: skip
    """What became of a file."""
    with desk.store.read() as connection:
        return tagged(request, Upload.model_validate(uploads.get(connection, number)))
