"""/api/v1/changes: what has changed, as pages, as a stream; and /api/v1/webhooks, for those who are to be told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Header, Path, Query, Request
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse

from store import changes
from store.changes import Line
from store.desk import hooks
from store.provenance import cursor as last_cursor
from web.api.common import Cursor, Limit, Once, Reader, Secured, after, cursor_of, once, problems, tagged
from web.api.models import Change, Changes, Delivery, Hook, MadeHook, NewHook, Page
from web.desk import Desk, TheDesk, allowed
from web.outgoing import checked, new_key
from web.people import May, Person

router = APIRouter(prefix="/api/v1", dependencies=Secured)
Hooker = Annotated[Person, allowed(May.HOOK)]
Number = Annotated[int, Path(ge=1, le=2**53)]
STREAM_PART = 200


def shown(line: Line) -> Change:
    said = line.event
    return Change(
        cursor=line.cursor, at=line.at, by=line.by, what=said.what, letter=said.letter, directive=said.directive,
        pointer=said.pointer, before=said.before, after=said.after,
    )  # fmt: skip


def part(desk: Desk, person: Person, start: int, limit: int) -> Changes:
    """The lines after a cursor that this person may see, and where to go on."""
    with desk.store.read() as connection:
        lines = changes.feed(connection, after=start, limit=limit)
        told = hooks.seen(connection, lines, secret=person.secret)
    end = lines[-1].cursor if lines else start
    return Changes(items=[shown(line) for line in told], cursor=end, more=len(lines) == limit)


@router.get("/changes", response_model=Changes, responses=problems(), tags=["changes"])
def list_changes(
    *, request: Request, desk: TheDesk, person: Reader, limit: Limit = 100,
    after: Annotated[int, Query(ge=0, le=2**53, description="The cursor of the last answer; 0 for all.")] = 0,
) -> Response:  # fmt: skip
    """What has changed, oldest first. Who keeps the cursor misses nothing and gets nothing twice."""
    return tagged(request, part(desk, person, after, limit))


@router.get(
    "/changes/stream",
    responses={200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}, **problems()},
    response_class=StreamingResponse,
    tags=["changes"],
)
async def stream_changes(
    *,
    request: Request,
    desk: TheDesk,
    person: Reader,
    after: Annotated[
        int | None, Query(ge=0, le=2**53, description="Begin after this cursor; now where none is given.")
    ] = None,
    last_event_id: Annotated[str | None, Header()] = None,
) -> StreamingResponse:
    """The same as server-sent events; the id of each is its cursor, so that a browser goes on where it was cut off."""
    if last_event_id is not None and last_event_id.isdecimal():
        after = min(int(last_event_id), 2**53)
    if after is None:
        with desk.store.read() as connection:
            after = last_cursor(connection)

    async def events(start: int) -> AsyncIterator[str]:
        quiet = 15.0
        while not await request.is_disconnected() and not desk.stopping.is_set():
            found = await run_in_threadpool(part, desk, person, start, STREAM_PART)
            for change in found.items:
                yield f"id: {change.cursor}\nevent: {change.what}\ndata: {change.model_dump_json()}\n\n"
            start = found.cursor
            if found.more:
                continue
            quiet = 0.0 if found.items else quiet + 0.5
            if quiet > 15:
                quiet = 0.0
                yield ": still here\n\n"
            await asyncio.sleep(0.5)

    return StreamingResponse(events(after), media_type="text/event-stream", headers={"cache-control": "no-store"})


@router.get("/webhooks", response_model=Page[Hook], responses=problems(), tags=["webhooks"])
def list_webhooks(request: Request, desk: TheDesk, person: Hooker) -> Response:
    """Who is told of changes: a tracker sees its own, an administrator all."""
    with desk.store.read() as connection:
        found = [hook for hook in hooks.hooks(connection) if _mine(person, hook)]
    return tagged(request, Page[Hook](items=[_hook(each) for each in found], cursor=None))


@router.post("/webhooks", response_model=MadeHook, status_code=201, responses=problems(409), tags=["webhooks"])
async def add_webhook(
    *, request: Request, desk: TheDesk, person: Hooker, hook: NewHook, idempotency_key: Once = None
) -> Response:
    """Be told of what happens from now on, by CloudEvents that are signed as Standard Webhooks says."""
    url = await run_in_threadpool(checked, hook.url, desk.outgoing.networks)

    def act(connection: Connection) -> MadeHook:
        key = new_key()
        number = hooks.add(connection, url, key=key, events=hook.events, secret=person.secret, by=person.name)
        return MadeHook(**_hook(hooks.get(connection, number)).model_dump(), key=key)

    return await once(request, desk, person, idempotency_key, act, status=201)


@router.delete("/webhooks/{number}", status_code=204, responses=problems(404), tags=["webhooks"])
def remove_webhook(desk: TheDesk, person: Hooker, number: Number) -> Response:
    """Be told no more."""
    with desk.store.write() as connection:
        _own(connection, person, number)
        hooks.remove(connection, number)
    return Response(status_code=204)


@router.get("/webhooks/{number}/deliveries", response_model=Page[Delivery], responses=problems(404), tags=["webhooks"])
def list_deliveries(
    *, request: Request, desk: TheDesk, person: Hooker, number: Number, limit: Limit = 50, cursor: Cursor = None
) -> Response:
    """What was sent to a webhook, the newest first: how often it was tried, and what came back."""
    with desk.store.read() as connection:
        _own(connection, person, number)
        found = hooks.log(connection, number, before=after(cursor) or None, limit=limit + 1)
    last = found[limit - 1].id if len(found) > limit else None
    items = [Delivery.model_validate(each) for each in found[:limit]]
    return tagged(request, Page[Delivery](items=items, cursor=cursor_of(last)))


@router.post(
    "/webhooks/{number}/deliveries/{delivery}/resend",
    status_code=202,
    response_model=Page[Delivery],
    responses=problems(404),
    tags=["webhooks"],
)
def resend_delivery(desk: TheDesk, person: Hooker, number: Number, delivery: Number) -> Response:
    """Send a delivery once more, now."""
    with desk.store.write() as connection:
        _own(connection, person, number)
        hooks.again(connection, number, delivery)
        items = [Delivery.model_validate(each) for each in hooks.log(connection, number, before=delivery + 1, limit=1)]
    body = Page[Delivery](items=items, cursor=None).model_dump_json()
    return Response(body, status_code=202, media_type="application/json")


def _own(connection: Connection, person: Person, number: int) -> None:
    from web.trouble import NotThere

    if not _mine(person, hooks.get(connection, number)):
        raise NotThere


def _mine(person: Person, hook: hooks.Target) -> bool:
    return hook.by == person.name or person.may(May.ADMINISTER)


def _hook(hook: hooks.Target) -> Hook:
    return Hook(id=hook.id, url=hook.url, events=list(hook.events), active=hook.active, at=hook.at)
