"""The desk: what all requests share, and how a request gets hold of it."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, Request

from web.people import May, Person, at_the_machine
from web.settings import Settings
from web.trouble import Forbidden, SignInFirst

if TYPE_CHECKING:
    from store.book import Store
    from web.jobs import Jobs
    from web.measures import Measures
    from web.pictures import Pictures
    from web.presence import Presence
    from web.reads import Reads
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
    program: str
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
    """Who asks.

    Raises:
        SignInFirst: nobody that the desk knows.
    """
    if not desk.settings.accounts:
        return at_the_machine(desk.settings.user)
    raise SignInFirst


def allowed(what: May) -> Any:
    """A dependency: whoever asks may do `what`."""

    def check(person: Annotated[Person, Depends(person_of)]) -> Person:
        if not person.may(what):
            raise Forbidden(what.value)
        return person

    return Depends(check)


TheDesk = Annotated[Desk, Depends(desk_of)]
Reader = Annotated[Person, allowed(May.READ)]
