"""The list of letters, with filters."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.datastructures import QueryParams
from starlette.responses import Response

from export.xlsx import Heading
from schemas.record import Kind
from store import load
from store.questions import Brief, LetterQuery, letters
from web import asking, exports
from web.desk import Reader, TheDesk
from web.people import Person
from web.render import page, words_of
from web.trouble import NotThere

router = APIRouter(include_in_schema=False)
MOST = 100_000
COLUMNS = (
    ("Mã văn bản", 14), ("Loại văn bản", 16), ("Số, ký hiệu", 20), ("Ngày ban hành", 14), ("Cơ quan ban hành", 30),
    ("Trích yếu", 60), ("Nhiệm vụ", 10), ("Cần xem lại", 10),
)  # fmt: skip
KINDS = tuple(kind.value for kind in Kind)


def query_of(asked: QueryParams, person: Person) -> LetterQuery:
    """The question that the address of the list asks."""
    return LetterQuery(
        kind=asking.one_of(asked, "kind", KINDS),
        issuer=asking.words(asked, "issuer"),
        issued_from=asking.day(asked, "from"),
        issued_to=asking.day(asked, "to"),
        with_directives=asking.yes(asked, "orders"),
        with_findings=asking.yes(asked, "doubt"),
        secret=None if person.secret else False,
    )


@router.get("/letters")
def show(request: Request, desk: TheDesk, person: Reader) -> HTMLResponse:
    asked, number = query_of(request.query_params, person), asking.number(request.query_params, "page", 1, most=2000)
    with desk.store.read() as connection:
        found = letters(connection, asked, limit=asking.PAGE + 1, offset=(number - 1) * asking.PAGE)
    return page(
        request, "letters.html", person=person, asked=asked, found=found[: asking.PAGE], number=number,
        more=len(found) > asking.PAGE, kinds=KINDS,
    )  # fmt: skip


@router.get("/letters.{form}")
def as_file(request: Request, desk: TheDesk, person: Reader, form: str) -> Response:
    """What the list shows, all of it: a table, or whole records."""
    words, asked = words_of(request), query_of(request.query_params, person)
    if form not in ("csv", "xlsx", "jsonl"):
        raise NotThere
    name = f"van-ban-{asking.today()}"
    with desk.store.read() as connection:
        found = letters(connection, asked, limit=MOST)
        if form == "jsonl":
            keys = [brief.key for brief in found]

            def write(path: Path) -> None:
                with path.open("w", encoding="utf-8") as file:
                    for key in keys:
                        file.write(load.letter(connection, key).record.model_dump_json() + "\n")

            return exports.as_file(form, name, write)
        headings = [Heading(words.field(title), width) for title, width in COLUMNS]
        rows = (
            (each.key, words.kind(each.kind), _code(each), words.edtf(each.issued), each.issuer, each.subject,
             each.directives, each.findings)
            for each in found
        )  # fmt: skip
        return exports.table(form, headings, rows, title=words("letters.title"), name=name)


def _code(brief: Brief) -> str | None:
    return "/".join(part for part in (brief.number, brief.symbol) if part) or None
