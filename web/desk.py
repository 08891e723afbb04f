"""The desk: what all requests share, and how a request gets hold of it."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, Request

from store.desk import people
from web.people import May, Person, at_the_machine
from web.settings import Settings
from web.trouble import Forbidden, SignInFirst

if TYPE_CHECKING:
    from store.book import Store
    from web.jobs import Jobs
    from web.measures import Measures
    from web.outgoing import Outgoing
    from web.pages.account import Tries
    from web.pictures import Pictures
    from web.presence import Presence
    from web.reads import Reads
    from web.sign_on import Door
    from web.snapshots import Snapshots


@dataclass(slots=True)
class Desk:
    """One running desk."""

    settings: Settings
    store: Store
    pictures: Pictures
    measures: Measures
    snapshots: Snapshots
    presence: Presence
    reads: Reads
    jobs: Jobs
    outgoing: Outgoing
    program: str
    tries: Tries
    door: Door | None = None
    stopping: threading.Event = field(default_factory=threading.Event)


def inbox_of(settings: Settings, store: Store) -> Path:
    """Where uploads wait to be read: beside the store, unless the settings say where."""
    if settings.inbox is not None:
        return settings.inbox
    url = store.engine.url
    if url.get_backend_name() == "sqlite":
        return Path(url.database or "congvan.db").with_suffix(".inbox")
    return Path("congvan.inbox").absolute()


def desk_of(request: Request) -> Desk:
    desk = request.app.state.desk
    assert isinstance(desk, Desk)
    return desk


def person_of(request: Request, desk: Annotated[Desk, Depends(desk_of)]) -> Person:
    """Who asks: the bearer of a token, somebody signed in, or, where there are no accounts, whoever is at the machine.

    Raises:
        SignInFirst: nobody that the desk knows.
    """
    person = _asking(request, desk)
    request.state.person = person.name
    return person


def _asking(request: Request, desk: Desk) -> Person:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if request.url.path.endswith(".ics") and "token" in request.query_params:
        scheme, token = "bearer", request.query_params["token"]  # calendars can't send a header
    if scheme.lower() == "bearer":
        with desk.store.read() as connection:
            known = people.of_token(connection, token)
        if known is None:
            raise SignInFirst
        scopes = frozenset(each for each in May if each.value in known.scopes) if known.scopes else None
        return Person(known.name, known.role, secret=known.secret, scopes=scopes, by_token=True)
    if not desk.settings.accounts:
        return at_the_machine(desk.settings.user)
    cookie = request.cookies.get(cookie_name(desk.settings))
    if cookie is None:
        raise SignInFirst
    with desk.store.read() as connection:
        account = people.of_session(connection, cookie)
    if account is None:
        raise SignInFirst
    return Person(account.name, account.role, secret=account.secret, session=cookie)


def cookie_name(settings: Settings) -> str:
    """The session's cookie; over HTTPS one that no other host and no plain page can set."""
    return "__Host-congvan" if settings.secure else "congvan_session"


def allowed(what: May) -> Any:
    """A dependency: whoever asks may do `what`."""

    def check(person: Annotated[Person, Depends(person_of)]) -> Person:
        if not person.may(what):
            raise Forbidden(what.value)
        return person

    return Depends(check)


TheDesk = Annotated[Desk, Depends(desk_of)]
Reader = Annotated[Person, allowed(May.READ)]
