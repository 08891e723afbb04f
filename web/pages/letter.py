"""A letter beside its record; its pages as pictures; its original as it came."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import Markup
from sqlalchemy import Connection

from schemas import record
from schemas.obligation import code
from schemas.page import Box
from schemas.record import Directive, Evidence, Letter, Relation
from store import chains, changes, load, paging, review, rows
from store.chains import Link
from store.errors import NotFound
from store.facets import facts
from store.filters import Query
from store.load import Stored
from store.provenance import Copy, copies
from web import asking, marks
from web.chain import Box as ChainBox
from web.chain import draw
from web.desk import Desk, Reader, TheDesk, allowed
from web.people import May, Person
from web.pictures import Sheet, Shown, has_pages
from web.record import Rows
from web.render import page, words_of
from web.trouble import NotThere
from web.words import Words

router = APIRouter(include_in_schema=False)
KEY = "{key:str}"
Reporter = Annotated[Person, allowed(May.PROGRESS)]
SOON = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Owed:
    """A directive with its progress, for the letter's page. `tone` colours it."""

    directive: Directive
    state: str | None
    due: dt.date | None
    tone: str
    done_on: dt.date | None = None


def tone(state: str | None, due: dt.date | None, today: dt.date) -> str:
    """late, soon, done or nothing."""
    if state in ("done", "cancelled"):
        return "done"
    if due is None:
        return ""
    return "late" if due < today else "soon" if due <= today + SOON else ""


def owed(connection: Connection, key: str, letter: Letter) -> list[Owed]:
    """The letter's directives in its order, with what is known of their progress."""
    found = {each.id: each for each in paging.directives(connection, Query(letter=key), after=0, limit=2000)[0]}
    today = asking.today()
    out = []
    for directive in letter.directives:
        each = found.get(directive.id)
        state, due = (None, None) if each is None else (each.state, each.due)
        done_on = None if each is None else each.done_on
        out.append(Owed(directive, state, due, tone(state, due, today), done_on))
    return out


def beside(desk: Desk, key: str, letter: Letter, found: list[Copy]) -> dict[str, Any]:
    """What the page at the left is made of: sheets to draw on, or the text with its marks."""
    shown = shown_copy(found, letter)
    places = [(pointer, place) for pointer, each in letter.evidence.items() for place in each] + _asked(letter)
    places.sort(key=lambda pair: -_area(pair[1]))  # the smallest lie on top, to be clicked
    sheets: list[Sheet] = []
    text = None
    try:
        if has_pages(shown.media_type):
            sheets = desk.pictures.sheets(drawn(shown, letter), *shown.pages)
        else:
            text = list(marks.lines(desk.pictures.text(shown.sha256, shown.name, shown.part), letter))
    except (NotThere, NotFound):
        pass  # the page says that the original can't be shown; the record stands beside it all the same
    return {"sheets": sheets, "text": text, "places": places, "digest": shown.sha256[:10], "key": key}


def _asked(letter: Letter) -> list[tuple[str, Evidence]]:
    """The places that findings ask a person to look at, where nothing was read."""
    read = {(pointer, place.bbox) for pointer, each in letter.evidence.items() for place in each}
    return [
        (f.pointer, Evidence(page=f.page, bbox=f.bbox, start=0, end=0, text=f.message, confidence=0.0))
        for f in letter.findings
        if f.page is not None and f.bbox is not None and (f.pointer, f.bbox) not in read
    ]


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
    jpeg = desk.pictures.page(drawn(shown, stored.record), number)
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
    jpeg = desk.pictures.crop(drawn(shown, stored.record), *found)
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
        links = chains.chain(connection, stored.id)
        known = facts(connection, [link.key for link in links])
    shown = Rows(stored.record)
    links = [link for link in links if person.sees(known[link.key].secrecy)]
    return page(
        request, "letter.html", person=person, letter=stored.record, rows=shown, obligations=obligations,
        copies=found, history=history[::-1], chain=_chain(words, stored, links),
        doubts=shown.doubts(), pointer_name=namer(words.field),
        **beside(desk, stored.key, stored.record, found),
    )  # fmt: skip


@router.post("/letters/{key}/directives/{uid}/progress")
def progress(
    *, desk: TheDesk, person: Reporter, key: str, uid: str, state: Annotated[str, Form(max_length=20)],
    on: Annotated[str, Form(max_length=10)] = "", answer: Annotated[str, Form(max_length=200)] = "",
) -> Response:  # fmt: skip
    """Say how far a directive is."""
    with desk.store.write() as connection:
        stored = load.letter(connection, key)
        guard(desk, person, stored, noted=False)
        day = rows.day(on) or asking.today()
        review.mark(connection, f"{stored.key}:{uid}", state, by=person.name, on=day, answer=answer.strip() or None)
    return RedirectResponse(f"/letters/{stored.key}#d-{uid}", status_code=303)


def namer(field: Any) -> Any:
    """A function that names the value at a pointer for people: the title of the field at its end."""
    titles = {name: each.title or name for name, each in Letter.model_fields.items()}
    for part in ("Number", "Issued", "Issuer", "Signer", "Directive", "Arrival", "Filing"):
        titles.update({name: each.title or name for name, each in getattr(record, part).model_fields.items()})

    def name(pointer: str) -> str:
        steps = [step for step in pointer.split("/") if step and not step.isdigit()]
        return str(field(titles.get(steps[-1], steps[-1]))) if steps else ""

    return name


def _chain(words: Words, stored: Stored, links: list[Link]) -> Markup | None:
    """The drawing of the letters above and below this one, and of those above that are not in the archive."""
    record = stored.record
    there = {link.code for link in links}
    boxes = [
        ChainBox(link.depth, link.code or link.key, ", ".join(p for p in (words.edtf(link.issued), link.issuer) if p),
            f"/letters/{link.key}")
        for link in links
    ]  # fmt: skip
    for cited in record.references:
        named = code(cited.number, cited.symbol)
        if cited.relation is Relation.IMPLEMENTS and named is not None and named not in there:
            boxes.append(ChainBox(-1, named, words("chain.lost"), None))
    if not boxes:
        return None
    number = record.number
    under = ", ".join(part for part in (words.edtf(record.issued.date), record.issuer.name) if part)
    boxes.append(ChainBox(0, code(number.value, number.symbol) or stored.key, under, None, me=True))
    return draw(boxes, title=words("chain.title"))


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


def drawn(shown: Copy, letter: Letter) -> Shown:
    """The pages of a copy as pictures, upright where the record's evidence is."""
    same = shown.sha256 == letter.source.sha256
    return Shown(shown.sha256, shown.media_type, letter.source.straightened if same else ())


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
