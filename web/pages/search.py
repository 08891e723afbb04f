"""Search as one types, with facets."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from web import asking, finding
from web.desk import Reader, TheDesk
from web.render import is_part, page

router = APIRouter(include_in_schema=False)


@router.get("/search")
def show(request: Request, desk: TheDesk, person: Reader) -> HTMLResponse:
    asked = request.query_params
    typed = asking.words(asked, "q") or ""
    chosen = {name: asked[name] for name in finding.FACETS if asked.get(name)}
    whole = f"{typed}*" if is_part(request) and typed[-1:].isalnum() else typed  # the last word is still being typed
    with desk.store.read() as connection:
        found, facets, more = finding.find(connection, whole, chosen, sees=lambda facts: person.sees(facts.secrecy))
    number = asking.number(asked, "page", 1)
    first = (number - 1) * asking.PAGE
    return page(
        request, "search_hits.html" if is_part(request) else "search.html", person=person, typed=typed, chosen=chosen,
        found=found[first : first + asking.PAGE], total=len(found), facets=facets, more_hits=more, number=number,
        more=len(found) > first + asking.PAGE, marked=finding.marked,
    )  # fmt: skip
