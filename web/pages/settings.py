"""Settings for administrators and trackers: accounts, tokens, webhooks with the log of what was sent, the audit."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from store import changes
from store.desk import hooks, people
from store.provenance import cursor
from web import asking
from web.desk import TheDesk, allowed, person_of
from web.outgoing import checked, new_key
from web.people import ROLES, May, Person
from web.render import page
from web.trouble import Forbidden

router = APIRouter(include_in_schema=False)
Administrator = Annotated[Person, allowed(May.ADMINISTER)]
Hooker = Annotated[Person, allowed(May.HOOK)]
SCOPES = tuple(each.value for each in May if each is not May.ADMINISTER)


def _either(person: Annotated[Person, Depends(person_of)]) -> Person:
    if not (person.may(May.ADMINISTER) or person.may(May.HOOK)):
        raise Forbidden
    return person


@router.get("/settings")
def show(request: Request, desk: TheDesk, person: Annotated[Person, Depends(_either)]) -> HTMLResponse:
    return _page(request, desk, person)


def _page(request: Request, desk: TheDesk, person: Person, **made: str) -> HTMLResponse:
    chosen = asking.number(request.query_params, "hook", 0, least=0)
    with desk.store.read() as connection:
        targets = hooks.hooks(connection)
        log = hooks.log(connection, chosen) if chosen else []
        known, passes = people.accounts(connection), people.tokens(connection)
        last = changes.feed(connection, after=max(0, cursor(connection) - 50), limit=50)[::-1]
    return page(
        request, "settings.html", person=person, hooks=targets, chosen=chosen, log=log, known=known, passes=passes,
        audit=last, roles=people.ROLES, token_roles=tuple(ROLES), scopes=SCOPES, new_token=made.get("token"),
        new_key=made.get("key"),
    )  # fmt: skip


@router.post("/settings/accounts")
def save_account(
    *,
    desk: TheDesk,
    person: Administrator,
    name: Annotated[str, Form(min_length=1, max_length=120)],
    role: Annotated[str, Form(max_length=20)],
    password: Annotated[str, Form(max_length=1000)] = "",
    secret: Annotated[bool, Form()] = False,
    disabled: Annotated[bool, Form()] = False,
) -> Response:
    with desk.store.write() as connection:
        people.save(
            connection, name.strip(), role=role, secret=secret, disabled=disabled, password=password or None,
            by=person.name,
        )  # fmt: skip
    return RedirectResponse("/settings", status_code=303)


@router.post("/settings/tokens")
def make_token(
    *,
    request: Request,
    desk: TheDesk,
    person: Administrator,
    name: Annotated[str, Form(min_length=1, max_length=120)],
    role: Annotated[str, Form(max_length=20)] = "tracker",
    scope: Annotated[list[str] | None, Form()] = None,
    secret: Annotated[bool, Form()] = False,
) -> HTMLResponse:
    """Make a token and show it, this once."""
    scopes = [each for each in scope or [] if each in SCOPES]
    role = role if role in ROLES else "tracker"
    with desk.store.write() as connection:
        token = people.make_token(connection, name.strip(), role=role, scopes=scopes, secret=secret, by=person.name)
    return _page(request, desk, person, token=token)


@router.post("/settings/tokens/{number}/revoke")
def revoke_token(desk: TheDesk, person: Administrator, number: int) -> Response:
    with desk.store.write() as connection:
        people.revoke(connection, number, by=person.name)
    return RedirectResponse("/settings", status_code=303)


@router.post("/settings/hooks")
def add_hook(
    request: Request, desk: TheDesk, person: Hooker, url: Annotated[str, Form(max_length=2000)],
    events: Annotated[str, Form(max_length=500)] = "",
) -> HTMLResponse:  # fmt: skip
    """Tell an address from now on; its key is shown this once."""
    checked(url, desk.outgoing.networks)
    key = new_key()
    with desk.store.write() as connection:
        hooks.add(connection, url, key=key, events=events.split(), secret=person.secret, by=person.name)
    return _page(request, desk, person, key=key)


@router.post("/settings/hooks/{number}/remove")
def remove_hook(desk: TheDesk, person: Hooker, number: int) -> Response:
    with desk.store.write() as connection:
        hooks.remove(connection, number)
    return RedirectResponse("/settings", status_code=303)


@router.post("/settings/hooks/{number}/deliveries/{delivery}")
def resend(desk: TheDesk, person: Hooker, number: int, delivery: int) -> Response:
    """Send a delivery once more."""
    with desk.store.write() as connection:
        hooks.again(connection, number, delivery)
    return RedirectResponse(f"/settings?hook={number}#hooks", status_code=303)
