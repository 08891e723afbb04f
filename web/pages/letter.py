"""A letter beside its record; its pages as pictures; its original as it came."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy import Connection

from schemas import record
from schemas.page import Box
from schemas.record import Directive, Evidence, Letter
from store import changes, load, questions
from store.errors import NotFound
from store.filters import Query
from store.load import Stored
from store.provenance import Copy, copies
from web import asking, marks
from web.desk import Desk, Reader, TheDesk
from web.people import Person
from web.pictures import Sheet, has_pages
from web.record import Rows
from web.render import page, words_of
from web.trouble import NotThere

router = APIRouter(include_in_schema=False)
KEY = "{key:str}"
SOON = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Owed:
    """A directive with its progress, for the letter's page. `tone` colours it."""

    directive: Directive
    state: str | None
    due: dt.date | None
    tone: str


def tone(state: str | None, due: dt.date | None, today: dt.date) -> str:
    """late, soon, done or nothing."""
    if state in ("done", "cancelled"):
        return "done"
    if due is None:
        return ""
    return "late" if due < today else "soon" if due <= today + SOON else ""


def owed(connection: Connection, key: str, letter: Letter) -> list[Owed]:
    """The letter's directives in its order, with what is known of their progress."""
    found = {each.id: each for each in questions.obligations(connection, Query(letter=key), limit=None)}
    today = asking.today()
    out = []
    for directive in letter.directives:
        each = found.get(directive.id)
        state, due = (None, None) if each is None else (each.state, each.due)
        out.append(Owed(directive, state, due, tone(state, due, today)))
    return out


def beside(desk: Desk, key: str, letter: Letter, found: list[Copy]) -> dict[str, Any]:
    """What the page at the left is made of: sheets to draw on, or the text with its marks."""
    shown = shown_copy(found, letter)
    places = [(pointer, place) for pointer, each in letter.evidence.items() for place in each]
    places.sort(key=lambda pair: -_area(pair[1]))  # the smallest lie on top, to be clicked
    sheets: list[Sheet] = []
    text = None
    try:
        if has_pages(shown.media_type):
            sheets = desk.pictures.sheets(shown.sha256, shown.media_type, *shown.pages)
        else:
            text = list(marks.lines(desk.pictures.text(shown.sha256, shown.name, shown.part), letter))
    except (NotThere, NotFound):
        pass  # the page says that the original can't be shown; the record stands beside it all the same
    return {"sheets": sheets, "text": text, "places": places, "digest": shown.sha256[:10], "key": key}


def _area(place: Evidence) -> float:
    return 0.0 if place.bbox is None else (place.bbox[2] - place.bbox[0]) * (place.bbox[3] - place.bbox[1])


@router.get("/letters/{key}.json")
def as_json(desk: TheDesk, person: Reader, key: str) -> Response:
    with desk.store.read() as connection:
        stored = load.letter(connection, key)
        guard(desk, person, stored)
    return Response(stored.record.model_dump_json(indent=2), media_type="application/json")


@router.get("/letters/{key}/pages/{number}.jpg")
def picture(desk: TheDesk, person: Reader, key: str, number: int) -> Response:
    """A page of the letter's first copy. Its address has the content's digest, so browsers may keep it."""
    with desk.store.read() as connection:
        stored = load.letter(connection, key)
        guard(desk, person, stored)
        shown = shown_copy(copies(connection, stored.key), stored.record)
    if not shown.pages[0] <= number <= shown.pages[1]:
        raise NotThere
    jpeg = desk.pictures.page(shown.sha256, shown.media_type, number)
    return Response(jpeg, media_type="image/jpeg", headers={"cache-control": "private, max-age=86400"})


@router.get("/letters/{key}/crop.jpg")
def crop(request: Request, desk: TheDesk, person: Reader, key: str) -> Response:
    """The place of a value (`at`, a JSON Pointer), large."""
    with desk.store.read() as connection:
        stored = load.letter(connection, key)
        guard(desk, person, stored)
        shown = shown_copy(copies(connection, stored.key), stored.record)
    found = crop_of(stored.record, request.query_params.get("at", ""))
    if found is None:
        raise NotThere
    jpeg = desk.pictures.crop(shown.sha256, shown.media_type, *found)
    return Response(jpeg, media_type="image/jpeg", headers={"cache-control": "private, max-age=300"})


def crop_of(letter: Letter, pointer: str) -> tuple[int, Box] | None:
    """The page and the box of what a person should look at for a value: what findings point to, and its places."""
    found = [(f.page, f.bbox) for f in letter.findings if (f.pointer + "/").startswith(pointer + "/")]
    found += [(place.page, place.bbox) for place in Rows(letter).places(pointer)]
    found += [(p.page, p.bbox) for at, each in letter.evidence.items() if at.startswith(pointer + "/") for p in each]
    boxes = [(page, Box(*box)) for page, box in found if page is not None and box is not None]
    if not boxes:
        return None
    page, whole = boxes[0]
    for other, box in boxes[1:]:
        if other == page:
            whole = whole.union(box)
    return page, whole


@router.get("/letters/{key}/original")
def original(desk: TheDesk, person: Reader, key: str) -> Response:
    """The file as it came. Always a download: nothing in a letter is ever opened as a page of the desk."""
    with desk.store.read() as connection:
        stored = load.letter(connection, key)
        guard(desk, person, stored)
        shown = shown_copy(copies(connection, stored.key), stored.record)
    data = desk.store.originals.get(shown.sha256)
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(shown.name)}"}
    return Response(data, media_type="application/octet-stream", headers=headers)


@router.get("/letters/{key}")
def show(request: Request, desk: TheDesk, person: Reader, key: str) -> HTMLResponse:
    words = words_of(request)
    with desk.store.read() as connection:
        stored = load.letter(connection, key)
        guard(desk, person, stored)
        found = copies(connection, stored.key)
        obligations = owed(connection, stored.key, stored.record)
        history = changes.feed(connection, letter=stored.key, limit=200)
    rows = Rows(stored.record)
    return page(
        request, "letter.html", person=person, letter=stored.record, rows=rows, obligations=obligations,
        copies=found, history=history[::-1], doubts=rows.doubts(), pointer_name=namer(words.field),
        **beside(desk, stored.key, stored.record, found),
    )  # fmt: skip


def namer(field: Any) -> Any:
    """A function that names the value at a pointer for people: the title of the field at its end."""
    titles = {name: each.title or name for name, each in Letter.model_fields.items()}
    for part in ("Number", "Issued", "Issuer", "Signer", "Directive", "Arrival", "Filing"):
        titles.update({name: each.title or name for name, each in getattr(record, part).model_fields.items()})

    def name(pointer: str) -> str:
        steps = [step for step in pointer.split("/") if step and not step.isdigit()]
        return str(field(titles.get(steps[-1], steps[-1]))) if steps else ""

    return name


def guard(desk: Desk, person: Person, stored: Stored, *, noted: bool = True) -> None:
    """Let only those who may see a letter go on, and note in the audit that a secret one was read.

    Not `noted` inside a write, which is a line of the audit itself and holds the store.

    Raises:
        NotThere: the letter is marked MẬT and this person may not read such; that it exists is no news for them.
    """
    secrecy = stored.record.secrecy
    if secrecy is None:
        return
    if not person.sees(secrecy.value):
        raise NotThere
    if noted:
        desk.reads.note(stored.key, person.name)


def shown_copy(found: list[Copy], letter: Letter) -> Copy:
    """The copy that the record's evidence speaks of.

    Raises:
        NotThere: the letter has none.
    """
    source = letter.source
    for each in found:
        if each.sha256 == source.sha256 and each.pages == source.pages:
            return each
    if not found:
        raise NotThere
    return found[0]
