"""Signing in and out."""

from __future__ import annotations

import threading
import time
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from store.desk import people
from web.desk import Desk, TheDesk, cookie_name, desk_of, person_of
from web.people import Person
from web.render import page
from web.trouble import NotThere, SignInFirst

router = APIRouter(include_in_schema=False)
STATE = "congvan_state"
TRIES, REST_S = 8, 300


class Tries:
    """How often signing in failed lately, by name and by where from; too often, and it has to rest."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._failed: dict[str, list[float]] = {}

    def resting(self, *names: str) -> bool:
        now = time.monotonic()
        with self._lock:
            self._failed = {n: [t for t in at if now - t < REST_S] for n, at in self._failed.items() if at}
            return any(len(self._failed.get(name, ())) >= TRIES for name in names)

    def failed(self, *names: str) -> None:
        with self._lock:
            for name in names:
                self._failed.setdefault(name, []).append(time.monotonic())


def inside(after: str) -> str:
    """A path of this desk to go on to; an address of anywhere else is none.

    >>> inside("/letters?kind=cong_van"), inside("//evil.example/"), inside("https://evil.example")
    ('/letters?kind=cong_van', '/', '/')
    """
    parts = urlsplit(after)
    good = after.startswith("/") and not after.startswith(("//", "/\\")) and not parts.netloc and "\\" not in after
    return after if good else "/"


@router.get("/sign-in")
def show(request: Request, desk: TheDesk, after: str = "/") -> Response:
    if not desk.settings.accounts:
        return RedirectResponse(inside(after), status_code=303)
    with desk.store.read() as connection:
        empty = not people.any_account(connection)
    return page(
        request, "sign_in.html", after=inside(after), failed=False, empty=empty and desk.door is None,
        by_office=desk.door is not None, name="",
    )  # fmt: skip


@router.post("/sign-in")
def sign_in(
    request: Request, desk: TheDesk, name: Annotated[str, Form(max_length=120)],
    password: Annotated[str, Form(max_length=1000)], after: Annotated[str, Form(max_length=2000)] = "/",
) -> Response:  # fmt: skip
    client = request.client.host if request.client is not None else "?"
    rests = desk.tries.resting(f"name {name}", f"from {client}")
    known = None
    if not rests:
        with desk.store.read() as connection:
            known = people.check(connection, name, password)
    if known is None:
        desk.tries.failed(f"name {name}", f"from {client}")
        return page(
            request, "sign_in.html", status=429 if rests else 401, after=inside(after), failed=True, empty=False,
            by_office=desk.door is not None, name=name, rests=rests,
        )  # fmt: skip
    return _begun(desk, known.name, inside(after))


@router.post("/sign-out")
def sign_out(request: Request, desk: TheDesk) -> Response:
    cookie = request.cookies.get(cookie_name(desk.settings))
    if cookie is not None:
        with desk.store.write() as connection:
            people.end(connection, cookie)
    answer = RedirectResponse("/sign-in", status_code=303)
    answer.delete_cookie(cookie_name(desk.settings), secure=desk.settings.secure, httponly=True, samesite="lax")
    return answer


@router.get("/sign-in/office")
def to_the_office(desk: TheDesk, after: str = "/") -> Response:
    """Off to the office's own sign-on."""
    if desk.door is None:
        raise NotThere
    url, state = desk.door.away(inside(after))
    answer = RedirectResponse(url, status_code=303)
    answer.set_cookie(STATE, state, max_age=600, httponly=True, samesite="lax", secure=desk.settings.secure)
    return answer


@router.get("/sign-in/office/back")
def from_the_office(request: Request, desk: TheDesk, state: str = "", code: str = "") -> Response:
    """Back from it. The state must be the one that this very browser was sent away with."""
    if desk.door is None or not state or request.cookies.get(STATE) != state:
        raise NotThere
    somebody, after = desk.door.back(state, code)
    with desk.store.write() as connection:
        known = people.by_subject(connection, somebody.subject)
        taken = {each.name for each in people.accounts(connection)}
        name = known.name if known is not None else _free(somebody.name, taken)
        if known is not None and known.disabled:
            raise SignInFirst
        if known is None or (known.role, known.secret) != (somebody.role, somebody.secret):
            people.save(connection, name, role=somebody.role, secret=somebody.secret, subject=somebody.subject, by=name)
    answer = _begun(desk, name, after)
    answer.delete_cookie(STATE)
    return answer


@router.get("/account")
def account(request: Request, desk: TheDesk) -> HTMLResponse:
    person: Person = person_of(request, desk_of(request))
    return page(request, "account.html", person=person, desk=desk)


def _free(name: str, taken: set[str]) -> str:
    return next(each for each in (name, *(f"{name} {n}" for n in range(2, 10_000))) if each not in taken)


def _begun(desk: Desk, name: str, after: str) -> Response:
    with desk.store.write() as connection:
        token = people.begin(connection, name)
    answer = RedirectResponse(after, status_code=303)
    answer.set_cookie(
        cookie_name(desk.settings), token, max_age=int(people.LASTS.total_seconds()), httponly=True, samesite="lax",
        secure=desk.settings.secure, path="/",
    )  # fmt: skip
    return answer
