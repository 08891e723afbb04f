"""Search as one types, with facets."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.datastructures import QueryParams
from starlette.responses import Response

from export.xlsx import Heading
from store.search import narrowed
from web import asking, exports, finding
from web.desk import Reader, TheDesk
from web.render import is_part, page, words_of
from web.trouble import NotThere

router = APIRouter(include_in_schema=False)


@router.get("/search.{form}")
def as_file(request: Request, desk: TheDesk, person: Reader, form: str) -> Response:
    """The hits that the chosen facets leave, as csv or xlsx."""
    asked, words = request.query_params, words_of(request)
    if form not in ("csv", "xlsx"):
        raise NotThere
    with desk.store.read() as connection:
        typed, chosen = asking.words(asked, "q") or "", _chosen(asked)
        found, _, _ = finding.find(connection, typed, chosen, sees=lambda facts: person.sees(facts.secrecy))
    headings = [Heading(words(name), width) for name, width in (("facet.what", 10), ("letters.code", 20))]
    headings += [Heading(words.field(title), width) for title, width in _COLUMNS]
    headings.append(Heading(words("search.snippet"), 60))
    rows = (
        (words(f"search.{each.hit.what}"), each.hit.code, words.kind(each.facts.kind), words.edtf(each.hit.issued),
         each.hit.issuer, each.hit.subject, each.hit.due, each.hit.letter,
         each.hit.snippet.replace("«", "").replace("»", ""))
        for each in found
    )  # fmt: skip
    return exports.table(form, headings, rows, title=words("search.title"), name=f"tim-kiem-{asking.today()}")


_COLUMNS = (
    ("Loại văn bản", 16), ("Ngày ban hành", 14), ("Cơ quan ban hành", 30), ("Trích yếu", 40),
    ("Hạn cuối", 14), ("Mã văn bản", 14),
)  # fmt: skip


def _chosen(asked: QueryParams) -> dict[str, str]:
    return {name: asked[name] for name in finding.FACETS if asked.get(name)}


@router.get("/search")
def show(request: Request, desk: TheDesk, person: Reader) -> HTMLResponse:
    asked = request.query_params
    typed, chosen = asking.words(asked, "q") or "", _chosen(asked)
    whole = f"{typed}*" if is_part(request) and typed[-1:].isalnum() else typed  # the last word is still being typed
    with desk.store.read() as connection:
        found, facets, more = finding.find(connection, whole, chosen, sees=lambda facts: person.sees(facts.secrecy))
        narrow = narrowed(connection, whole)
    number = asking.number(asked, "page", 1)
    first = (number - 1) * asking.PAGE
    return page(
        request, "search_hits.html" if is_part(request) else "search.html", person=person, typed=typed, chosen=chosen,
        found=found[first : first + asking.PAGE], total=len(found), facets=facets, more_hits=more, number=number,
        more=len(found) > first + asking.PAGE, marked=finding.marked, narrowed=narrow,
    )  # fmt: skip
