"""What all resources of the API share: cursors, validators, problems, and requests that are done only once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Depends, Header, Query, Request
from fastapi.responses import Response
from fastapi.security import HTTPBearer
from pydantic import BaseModel
from sqlalchemy import Connection

from store.desk import answers
from web.api.models import Problem
from web.desk import Desk, allowed
from web.people import May, Person
from web.problems import PROBLEM
from web.trouble import Conflict

bearer = HTTPBearer(auto_error=False, description="A token of a tracker, made under Settings or by `congvan tokens`.")
Secured = [Depends(bearer)]
Reader = Annotated[Person, allowed(May.READ)]
Limit = Annotated[int, Query(ge=1, le=500, description="How many at most.")]
CURSOR = r"^c[0-9]{1,18}$"
Cursor = Annotated[str | None, Query(pattern=CURSOR, description="The cursor of the part before.", examples=["c100"])]
Once = Annotated[
    str | None,
    Header(alias="Idempotency-Key", min_length=1, max_length=120,
           description="The same key again gets the same answer again."),
]  # fmt: skip


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The errors that a path can answer with, for the document."""
    names = {400: "Not understood", 401: "Sign in first", 403: "Not allowed", 404: "Not there", 409: "Conflict",
             412: "No longer the latest version", 413: "Too large", 422: "Values that don't fit"}  # fmt: skip
    body = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {
        status: {"description": names[status], "model": Problem, "content": {PROBLEM: body}}
        for status in dict.fromkeys((400, 401, 403, 422, *statuses))
    }


def after(cursor: str | None) -> int:
    """The row after which a part begins."""
    return 0 if cursor is None else int(cursor.removeprefix("c"))


def cursor_of(row: int | None) -> str | None:
    """A cursor to give out."""
    return None if row is None else f"c{row}"


def tagged(request: Request, made: BaseModel) -> Response:
    """An answer with its ETag; 304 without a body when the caller has it already."""
    body = made.model_dump_json().encode()
    return matched(request, body, f'W/"{hashlib.sha256(body).hexdigest()[:20]}"')


def matched(request: Request, body: bytes, tag: str) -> Response:
    asked = [each.strip() for each in request.headers.get("if-none-match", "").split(",")]
    headers = {"etag": tag, "cache-control": "private, no-cache", "vary": "Authorization, Cookie"}
    if tag in asked or "*" in asked:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


async def once(
    request: Request,
    desk: Desk,
    person: Person,
    key: str | None,
    act: Callable[[Connection], BaseModel],
    *,
    status: int = 200,
) -> Response:
    """Do something in one write. With an idempotency key, the same request is answered and not done again.

    Raises:
        Conflict: the key was used for another request.
    """
    from starlette.concurrency import run_in_threadpool

    body = await request.body()
    digest = answers.digest(request.method.encode(), str(request.url.path).encode(), body)
    who = f"{person.role}:{person.name}"[:160]

    def run() -> Response:
        with desk.store.write() as connection:
            if key is not None:
                known = answers.given(connection, who, key)
                if known is not None and known.request != digest:
                    raise Conflict("Idempotency-Key")
                if known is not None:
                    headers = {"idempotent-replayed": "true"}
                    return Response(
                        known.body, status_code=known.status, media_type="application/json", headers=headers
                    )
            made = act(connection).model_dump_json()
            if key is not None:
                answers.keep(connection, who, key, answers.Given(digest, status, made))
        return Response(made, status_code=status, media_type="application/json")

    return await run_in_threadpool(run)
