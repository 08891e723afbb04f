"""Pages out of templates: the words of the reader's language, how values are written, addresses with their filters."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from schemas.page import guess_in
from web.entries import field_name
from web.people import May, Person
from web.words import LANGUAGES, Words, chosen

HERE = Path(__file__).parent


@cache
def environment() -> Environment:
    """The templates. Everything is escaped; what is undefined is an error."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals.update(asset=asset, May=May, field_name=field_name, guess_in=guess_in)
    return made


@cache
def asset(name: str) -> str:
    """The address of a file of `static`, which changes with its content so that browsers may keep it for ever."""
    digest = hashlib.sha256((HERE / "static" / name).read_bytes()).hexdigest()[:10]
    return f"/static/{name}?v={digest}"


def words_of(request: Request) -> Words:
    """The words in the language that this request is answered in."""
    return Words(chosen(request.query_params.get("lang"), request.cookies.get("lang")))


def link(path: str, query: Mapping[str, object], **changes: object) -> str:
    """An address with filters; what is None or empty is left out, and `changes` replace."""
    values = {**query, **changes}
    parts = [(name, v) for name, value in values.items() for v in (value if isinstance(value, list) else [value])]
    written = urlencode([(name, str(v)) for name, v in parts if v not in (None, "")])
    return f"{path}?{written}" if written else path


def page(
    request: Request, template: str, *, person: Person | None = None, status: int = 200, **values: Any
) -> HTMLResponse:
    """A page. `hx` is whether only its changing part is asked for (by htmx)."""
    words = words_of(request)
    made = environment().get_template(template)
    html = made.render(
        t=words,
        lang=words.language,
        languages=LANGUAGES,
        person=person,
        here=request.url.path,
        query=_Address(request.query_params),
        link=link,
        hx=is_part(request),
        accounts=request.app.state.desk.settings.accounts,
        **values,
    )
    answer = HTMLResponse(html, status_code=status, headers={"vary": "Cookie, HX-Request", "cache-control": "no-store"})
    if request.query_params.get("lang") in LANGUAGES:
        answer.set_cookie("lang", words.language, max_age=31_536_000, samesite="lax", httponly=True)
    return answer


class _Address(dict[str, str]):
    """The filters of an address; what it does not have is None."""

    def __missing__(self, name: str) -> None:
        return None


def is_part(request: Request) -> bool:
    """Whether htmx asks for the part of the page that changes, and not for the page."""
    return request.headers.get("hx-request") == "true" and request.headers.get("hx-boosted") != "true"
