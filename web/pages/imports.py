"""Import: drop files or folders, watch each on its way, see what was set aside and why."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse

from export.xlsx import Heading
from store.desk import uploads, watch
from store.facets import facts
from web import asking, exports
from web.desk import TheDesk, allowed
from web.people import May, Person
from web.render import is_part, link, page, words_of
from web.trouble import NotThere
from web.words import Words

router = APIRouter(include_in_schema=False)
Importer = Annotated[Person, allowed(May.IMPORT)]
STATUSES = ("queued", "reading", "imported", "there", "set_aside")
LIST = 200
MOST = 100_000


@router.get("/import")
def show(request: Request, desk: TheDesk, person: Importer) -> HTMLResponse:
    asked = request.query_params
    batch, status = asking.words(asked, "batch"), asking.one_of(asked, "status", STATUSES)
    with desk.store.read() as connection:
        found = uploads.files(connection, batch=batch, status=status, limit=LIST)
        totals = uploads.totals(connection, batch=batch)
        keys = [key for file in found for key in file.letters]
        seen = facts(connection, keys)
        known = watch.briefs(connection, [key for key in keys if key in seen and person.sees(seen[key].secrecy)])
    return page(
        request, "import_files.html" if is_part(request) else "import.html", person=person, files=found, totals=totals,
        statuses=STATUSES, batch=batch, chosen=status, most=LIST, upload_mb=desk.settings.upload_bytes >> 20,
        known=known, pages=dict(desk.jobs.pages), running=sum(totals.get(each, 0) for each in ("queued", "reading")),
    )  # fmt: skip


@router.get("/import.{form}")
def as_file(request: Request, desk: TheDesk, person: Importer, form: str) -> Response:
    """The files that the page lists, all of them, as csv or xlsx."""
    asked, words = request.query_params, words_of(request)
    if form not in ("csv", "xlsx"):
        raise NotThere
    with desk.store.read() as connection:
        found = uploads.files(
            connection, batch=asking.words(asked, "batch"), status=asking.one_of(asked, "status", STATUSES), limit=MOST
        )
    headings = [Heading(words.field("Tên tệp"), 50), Heading(words("letters.state"), 14)]
    headings += [
        Heading(words(name), 20) for name in ("import.why", "letters.title", "import.pages_read", "import.when")
    ]
    rows = (
        (each.name, words(f"upload.{each.status}"), None if each.status != "set_aside" else _why(words, each),
         " ".join(each.letters), each.pages, words.moment(each.changed_at))
        for each in found
    )  # fmt: skip
    return exports.table(form, headings, rows, title=words("nav.import"), name=f"nhap-van-ban-{asking.today()}")


def _why(words: Words, file: uploads.File) -> str | None:
    known = f"reason.{file.code}"
    return words(known) if words.has(known) else file.message


@router.post("/import")
async def receive(
    request: Request, desk: TheDesk, person: Importer, files: Annotated[list[UploadFile], File()],
    batch: Annotated[str, Form(max_length=24, pattern=r"^[\w-]*$")] = "",
) -> Response:  # fmt: skip
    """Keep and queue files. A page that sends them one by one names their batch."""
    batch = batch or secrets.token_hex(6)
    numbers = []
    for each in files:
        if each.filename:
            number = await run_in_threadpool(desk.jobs.receive, each.file, each.filename, batch=batch, by=person.name)
            numbers.append(number)
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse({"batch": batch, "ids": numbers}, status_code=202)
    return RedirectResponse(link("/import", {"batch": batch}), status_code=303)


@router.post("/import/retry")
def retry(desk: TheDesk, person: Importer, number: Annotated[list[int] | None, Form()] = None) -> Response:
    """Read set-aside files again: those that are named, or all."""
    desk.jobs.retry(number)
    return RedirectResponse("/import", status_code=303)


@router.get("/import/events")
async def events(request: Request, desk: TheDesk, person: Importer) -> StreamingResponse:
    """Says `changed` whenever a file has moved on."""

    async def changes() -> AsyncIterator[str]:
        seen, quiet = -1, 0.0
        while not await request.is_disconnected() and not desk.stopping.is_set():
            if desk.jobs.version != seen:
                seen, quiet = desk.jobs.version, 0.0
                yield f"event: changed\ndata: {seen}\n\n"
            elif quiet > 15:
                quiet = 0.0
                yield ": still here\n\n"
            await asyncio.sleep(0.4)
            quiet += 0.4

    return StreamingResponse(changes(), media_type="text/event-stream", headers={"cache-control": "no-store"})
