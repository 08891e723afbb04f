"""The list of letters, with filters."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.datastructures import QueryParams

from schemas.record import Kind
from store.questions import LetterQuery, letters
from web import asking
from web.desk import Reader, TheDesk
from web.render import page

router = APIRouter(include_in_schema=False)
KINDS = tuple(kind.value for kind in Kind)


def query_of(asked: QueryParams) -> LetterQuery:
    """The question that the address of the list asks."""
    return LetterQuery(
        kind=asking.one_of(asked, "kind", KINDS),
        issuer=asking.words(asked, "issuer"),
        issued_from=asking.day(asked, "from"),
        issued_to=asking.day(asked, "to"),
        with_directives=asking.yes(asked, "orders"),
        with_findings=asking.yes(asked, "doubt"),
    )


@router.get("/letters")
def show(request: Request, desk: TheDesk, person: Reader) -> HTMLResponse:
    asked, number = query_of(request.query_params), asking.number(request.query_params, "page", 1, most=2000)
    with desk.store.read() as connection:
        found = letters(connection, asked, limit=asking.PAGE + 1, offset=(number - 1) * asking.PAGE)
    return page(
        request, "letters.html", person=person, asked=asked, found=found[: asking.PAGE], number=number,
        more=len(found) > asking.PAGE, kinds=KINDS,
    )  # fmt: skip
