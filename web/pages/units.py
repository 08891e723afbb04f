"""Units: type-ahead, names that nobody knows yet and settling them, with the effect shown before it is applied."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from export.xlsx import Heading
from store.provenance import cursor
from store.units import naming, registry
from web import asking, exports
from web.desk import Desk, Reader, TheDesk, allowed
from web.people import May, Person
from web.render import link, page, words_of
from web.trouble import NotThere

router = APIRouter(include_in_schema=False)
MANY = 200
Settler = Annotated[Person, allowed(May.SETTLE)]


@router.get("/units")
def show(request: Request, desk: TheDesk, person: Reader) -> HTMLResponse:
    """What is not known, those that most depends on first; a name that is chosen with its effect."""
    asked = request.query_params
    name, issuer = asking.words(asked, "name"), asked.get("issuer", "").strip()
    chosen_ids = asked.getlist("unit")
    with desk.store.read() as connection:
        last = cursor(connection)
        touched = (
            [] if name is None else naming.effects(connection, name, issuer=issuer, secret=person.secret, limit=MANY)
        )
        chosen = naming.settled(connection, chosen_ids)
        likely = [] if name is None or chosen else naming.named(connection, name, limit=6)
    unknown = _unresolved(desk, person, last)
    with desk.store.read() as connection:
        written = naming.issuers(connection, [each.issuer for each in unknown if each.issuer])
    return page(
        request, "units.html", person=person, unknown=unknown, name=name, issuer=issuer, effects=touched,
        written=written, chosen=chosen, likely=likely, many=MANY, done=asked.get("done"),
    )  # fmt: skip


@router.get("/units.{form}")
def as_file(request: Request, desk: TheDesk, person: Reader, form: str) -> Response:
    """The names that nobody knows yet, as csv or xlsx."""
    words = words_of(request)
    if form not in ("csv", "xlsx"):
        raise NotThere
    with desk.store.read() as connection:
        last = cursor(connection)
    unknown = _unresolved(desk, person, last)
    with desk.store.read() as connection:
        written = naming.issuers(connection, [each.issuer for each in unknown if each.issuer])
    headings = [Heading(words("units.written"), 60), Heading(words("units.in_letters_of"), 40)]
    headings.append(Heading(words.field("Nhiệm vụ"), 10))
    rows = ((each.name, written.get(each.issuer, each.issuer), each.directives) for each in unknown)
    name = f"ten-don-vi-chua-ro-{asking.today()}"
    return exports.table(form, headings, rows, title=words("units.unknown"), name=name)


def _unresolved(desk: Desk, person: Person, last: int) -> list[registry.Unresolved]:
    """The names that nobody knows yet in what this person may read."""

    def make() -> list[registry.Unresolved]:
        with desk.store.read() as connection:
            return registry.unresolved(connection, limit=MANY, secret=person.secret)

    return desk.snapshots.get(("unresolved", person.secret), last, make).value


@router.post("/units/settle")
def settle(
    desk: TheDesk,
    person: Settler,
    name: Annotated[str, Form(max_length=500)],
    issuer: Annotated[str, Form(max_length=500)] = "",
    unit: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Say once what a name means, for letters past and to come; no unit says that it means none."""
    ids = [each for each in unit or [] if each]
    with desk.store.write() as connection:
        number = registry.settle(connection, name, ids, by=person.name, issuer=issuer)
    return RedirectResponse(link("/units", {"done": number}), status_code=303)


@router.get("/units/named")
def named(request: Request, desk: TheDesk, person: Reader) -> HTMLResponse:
    """Choices for a type-ahead: units by name, and names as letters write them."""
    asked = request.query_params
    typed = asked.get("unit") or asked.get("typed") or asked.get("q") or ""
    with desk.store.read() as connection:
        units = naming.named(connection, typed[:200])
        names = naming.written(connection, typed[:200], secret=person.secret)
    template = "unit_choices.html" if asked.get("as") == "list" else "unit_options.html"
    return page(request, template, person=person, units=units, names=names, into=asked.get("into", ""))
