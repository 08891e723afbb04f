"""The review desk: a queue by doubt, and a letter's values beside its page, accepted, corrected, merged, split."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy import Connection
from starlette.responses import Response

from export.xlsx import Heading
from schemas.record import Letter
from store import changes, load
from store import review as store_review
from store.changes import Line
from store.desk import reviews
from store.load import Stored
from store.provenance import copies, version
from web import asking, exports, reviewing
from web.desk import Reader, TheDesk, allowed
from web.pages.letter import beside, guard, namer
from web.people import May, Person
from web.render import is_part, link, page, words_of
from web.reviewing import Group
from web.trouble import Conflict, NotThere, Unfit
from web.understanding import understand

router = APIRouter(include_in_schema=False)
_EXPORTED = 100_000
_COLUMNS = (
    ("Loại văn bản", 16), ("Ngày ban hành", 14), ("Cơ quan ban hành", 30), ("Trích yếu", 60), ("Mã văn bản", 14),
)  # fmt: skip
Corrector = Annotated[Person, allowed(May.CORRECT)]


async def _form(request: Request) -> dict[str, list[str]]:
    """The form that was sent, every value of each name."""
    sent = await request.form(max_files=0, max_fields=500, max_part_size=200_000)
    found: dict[str, list[str]] = {}
    for name, value in sent.multi_items():
        if isinstance(value, str):
            found.setdefault(name, []).append(value)
    return found


Form = Annotated[dict[str, list[str]], Depends(_form)]


@router.get("/review")
def queue(request: Request, desk: TheDesk, person: Reader) -> HTMLResponse:
    number = asking.number(request.query_params, "page", 1, most=200)
    with desk.store.read() as connection:
        found = reviews.queue(
            connection, secret=person.secret, limit=asking.PAGE + 1, offset=(number - 1) * asking.PAGE
        )
        total = reviews.waiting(connection, secret=person.secret)
    return page(
        request, "queue.html", person=person, found=found[: asking.PAGE], total=total, many=reviews.MANY, number=number,
        more=len(found) > asking.PAGE, done=request.query_params.get("done"),
    )  # fmt: skip


@router.get("/review.{form}")
def queue_as_file(request: Request, desk: TheDesk, person: Reader, form: str) -> Response:
    """The queue as csv or xlsx, all of it."""
    words = words_of(request)
    if form not in ("csv", "xlsx"):
        raise NotThere
    with desk.store.read() as connection:
        found = reviews.queue(connection, secret=person.secret, limit=_EXPORTED)
    headings = [Heading(words("review.doubts"), 10), Heading(words("letters.code"), 20)]
    headings += [Heading(words.field(title), width) for title, width in _COLUMNS]
    headings.append(Heading(words("review.begun_by"), 20))
    rows = (
        (each.doubts, "/".join(part for part in (each.number, each.symbol) if part), words.kind(each.kind),
         words.edtf(each.issued), each.issuer, each.subject, each.key, each.by)
        for each in found
    )  # fmt: skip
    return exports.table(form, headings, rows, title=words("review.title"), name=f"ra-soat-{asking.today()}")


@router.get("/review/next")
def next_one(request: Request, desk: TheDesk, person: Reader) -> Response:
    """The most doubtful letter other than the one that is being left."""
    left = request.query_params.get("after")
    with desk.store.read() as connection:
        found = [each.key for each in reviews.queue(connection, secret=person.secret, limit=2) if each.key != left]
    return RedirectResponse(f"/review/{found[0]}" if found else "/review?done=1", status_code=303)


@router.get("/review/understand")
def preview(request: Request, desk: TheDesk, person: Reader) -> HTMLResponse:
    """How a deadline that is being typed is understood."""
    text = (request.query_params.get("deadline") or request.query_params.get("text") or "")[:300]
    found = understand(text, issued=request.query_params.get("issued") or None) if text.strip() else []
    return page(request, "understood.html", person=person, typed=text.strip(), found=found)


@router.get("/review/{key}")
def show(request: Request, desk: TheDesk, person: Corrector, key: str) -> HTMLResponse:
    words = words_of(request)
    with desk.store.read() as connection:
        stored = load.letter(connection, key)
        guard(desk, person, stored)
        found, now = copies(connection, stored.key), version(connection, stored.key)
        struck = _struck(connection, stored)
        total = reviews.waiting(connection, secret=person.secret)
    every = reviewing.groups(stored.record)
    return page(
        request, "review.html", person=person, letter=stored.record, groups=every, doubts=reviewing.doubts(every),
        version=now, struck=struck, waiting=total, many=reviews.MANY, pointer_name=namer(words.field), error=None,
        **beside(desk, stored.key, stored.record, found),
    )  # fmt: skip


@router.post("/review/{key}/values/{name:path}")
def answer(*, request: Request, desk: TheDesk, person: Corrector, key: str, name: str, form: Form) -> Response:
    """Accept or change the values of one group. `version` is the one that the person saw; what others changed in the
    same group since is shown first, unless `mine` says that theirs is to stand."""
    with desk.store.write() as connection:
        stored = load.letter(connection, key)
        guard(desk, person, stored, noted=False)
        group = reviewing.group_of(stored.record, name)
        other = _meanwhile(connection, stored, group, form)
        if other and form.get("mine") != ["1"]:
            connection.rollback()
            return _conflict(request, person, stored, group, form=form, other=other)
        for pointer, value in reviewing.changes(stored.record, group, form):
            store_review.correct(connection, stored.key, pointer, value, by=person.name)
        after = load.letter(connection, stored.key)
        now = _note(connection, after, person)
    if not is_part(request):
        return RedirectResponse(link(f"/review/{stored.key}", {}) + f"#g-{name.replace('/', '-')}", status_code=303)
    return _fragment(request, person, after, name, now)


@router.post("/review/{key}/directives/{uid}/{act}")
def shape(*, desk: TheDesk, person: Corrector, key: str, uid: str, act: str, form: Form) -> Response:
    """Strike out, bring back, merge with the next, split at a blank line, or add a directive."""
    with desk.store.write() as connection:
        stored = load.letter(connection, key)
        guard(desk, person, stored, noted=False)
        letter = stored.record
        at = next((n for n, each in enumerate(letter.directives) if each.id == uid), None)
        focus = uid
        if act == "restore":
            store_review.withdraw(connection, stored.key, f"/directives/{uid}", by=person.name)
        elif act == "add":
            focus, new = reviewing.added(letter, form)
            store_review.correct(connection, stored.key, f"/directives/{focus}", new, by=person.name)
        elif at is None:
            raise NotThere
        else:
            for pointer, value in _shaped(letter, at, act, form):
                store_review.correct(connection, stored.key, pointer, value, by=person.name)
        _note(connection, load.letter(connection, stored.key), person)
    return RedirectResponse(f"/review/{stored.key}#g-directives-{focus}", status_code=303)


def _shaped(letter: Letter, at: int, act: str, form: dict[str, list[str]]) -> list[tuple[str, Any]]:
    directive = letter.directives[at]
    if act == "strike":
        return [(f"/directives/{directive.id}", None)]
    if act == "split":
        return reviewing.split(directive, "".join(form.get("text", [])))
    if act == "merge":
        if at + 1 >= len(letter.directives):
            raise Unfit
        other = letter.directives[at + 1]
        whole = reviewing.merged(directive, other)
        return [(f"/directives/{directive.id}", whole), (f"/directives/{other.id}", None)]
    raise NotThere


@router.post("/review/{key}/done")
def done(desk: TheDesk, person: Corrector, key: str) -> Response:
    """The letter is reviewed, whatever doubts are left; on to the next."""
    with desk.store.write() as connection:
        stored = load.letter(connection, key)
        guard(desk, person, stored, noted=False)
        left = reviewing.doubts(reviewing.groups(stored.record))
        reviews.note(connection, stored.key, doubts=left, done=True, by=person.name)
        changes.log(connection, [changes.Event("letter.reviewed", letter=stored.key, after=left)], by=person.name)
    return RedirectResponse(link("/review/next", {"after": stored.key}), status_code=303)


@router.post("/review/{key}/here")
def here(request: Request, desk: TheDesk, person: Corrector, key: str, form: Form) -> HTMLResponse:
    """A page says that it is open on this letter, and is told who else has it open and what they changed."""
    others = desk.presence.here(key, "".join(form.get("tab", []))[:40], person.name)
    seen = int("".join(form.get("version", [])) or 0) if "".join(form.get("version", [])).isdecimal() else 0
    with desk.store.read() as connection:
        stored = load.letter(connection, key)
        guard(desk, person, stored)
        newer = [each for each in _since(connection, stored.key, seen) if each.event.what != "letter.reviewed"]
    return page(request, "presence.html", person=person, others=others, newer=newer)


def _note(connection: Connection, after: Stored, person: Person) -> int:
    """Note the doubts that are left; gives the letter's version now."""
    left = reviewing.doubts(reviewing.groups(after.record))
    reviews.note(connection, after.key, doubts=left, done=left == 0, by=person.name)
    return version(connection, after.key)


def _since(connection: Connection, key: str, seen: int) -> list[Line]:
    return changes.feed(connection, after=seen, letter=key, limit=100)


def _meanwhile(connection: Connection, stored: Stored, group: Group, form: dict[str, list[str]]) -> list[Line]:
    """What others changed in a group after the version that a person saw."""
    seen = "".join(form.get("version", []))
    if not seen.isdecimal():
        raise Conflict
    ours = f"/{group.name}"
    return [
        line
        for line in _since(connection, stored.key, int(seen))
        if line.event.pointer is not None
        and ((line.event.pointer + "/").startswith(ours + "/") or (ours + "/").startswith(line.event.pointer + "/"))
    ]


def _conflict(
    request: Request, person: Person, stored: Stored, group: Group, *, form: dict[str, list[str]], other: list[Line]
) -> Response:
    return page(
        request, "conflict.html", person=person, status=409, key=stored.key, group=group, other=other,
        typed=[(name, value) for name, values in form.items() for value in values if name not in ("version", "mine")],
        version=other[-1].cursor,
    )  # fmt: skip


def _fragment(request: Request, person: Person, after: Stored, name: str, now: int) -> Response:
    """The group as it stands, for the page to put in its place; and the version from which it goes on."""
    every = reviewing.groups(after.record)
    made = page(
        request, "review_group.html", person=person, letter=after.record, group=reviewing.group_of(after.record, name),
        key=after.key, version=now, digest="", error=None,
    )  # fmt: skip
    made.headers["hx-trigger-after-settle"] = json.dumps(
        {"congvan": {"version": now, "doubts": reviewing.doubts(every)}}
    )
    return made


def _struck(connection: Connection, stored: Stored) -> list[tuple[str, str]]:
    """The directives that people struck out: their ids and words."""
    texts = {d.id: d.text for reading in stored.readings for d in reading.directives}
    whole = [fix for fix in load.fixes(connection, stored.id) if fix.pointer.startswith("/directives/")]
    gone = [fix.pointer.split("/")[2] for fix in whole if fix.value is None and fix.pointer.count("/") == 2]
    return [(uid, texts[uid]) for uid in gone if uid in texts]
