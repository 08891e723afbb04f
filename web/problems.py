"""Errors as answers: problem details (RFC 9457) for the API, a page in the reader's language for people."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.exceptions import HTTPException
from starlette.responses import Response

from schemas.errors import CongvanError
from store.errors import Ambiguous, NotFound, Refused
from web.render import page, words_of
from web.trouble import SignInFirst, Trouble

PROBLEM = "application/problem+json"
_STATUS: tuple[tuple[type[CongvanError], int, str], ...] = (
    (NotFound, 404, "not-found"), (Ambiguous, 409, "ambiguous"), (Refused, 422, "unfit"),
)  # fmt: skip
_CODES = {404: "not-found", 405: "method", 413: "too-large", 403: "forbidden", 401: "sign-in"}
_log = logging.getLogger("congvan.web")


def install(app: FastAPI) -> None:
    """Answer every error so."""
    app.add_exception_handler(Trouble, _trouble)
    app.add_exception_handler(CongvanError, _ours)
    app.add_exception_handler(RequestValidationError, _unfit)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _fault)


def answer(
    request: Request, status: int, code: str, detail: str | None = None, *, errors: list[dict[str, Any]] | None = None
) -> Response:
    """The answer to an error, as problem details or as a page."""
    words = words_of(request)
    name = f"error.{code}" if words.has(f"error.{code}") else "error.bad"
    if wants_data(request):
        body: dict[str, Any] = {
            "type": f"/api/problems#{code}",
            "title": words(name),
            "status": status,
            "instance": request.url.path,
        }
        if detail is not None:
            body["detail"] = detail
        if errors is not None:
            body["errors"] = errors
        return JSONResponse(body, status_code=status, media_type=PROBLEM, headers=_challenge(status))
    return page(request, "error.html", status=status, code=code, heading=words(name), detail=detail, number=status)


def wants_data(request: Request) -> bool:
    return request.url.path.startswith("/api/")


def _challenge(status: int) -> dict[str, str]:
    return {"www-authenticate": "Bearer"} if status == 401 else {}


def _trouble(request: Request, error: Exception) -> Response:
    assert isinstance(error, Trouble)
    if isinstance(error, SignInFirst) and not wants_data(request):
        after = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"/sign-in?after={quote(after)}", status_code=303)
    return answer(request, error.status, error.code, error.detail)


def _ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, CongvanError)
    for kind, status, code in _STATUS:
        if isinstance(error, kind):
            return answer(request, status, code, str(error))
    _log.error("refused", extra={"fields": {"code": error.code, "why": str(error), "path": request.url.path}})
    return answer(request, 500, "fault", str(error))


def _unfit(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    errors = [
        {"pointer": "/" + "/".join(str(part) for part in e["loc"]), "detail": str(e["msg"])} for e in error.errors()
    ]
    return answer(request, 422, "unfit", "; ".join(f"{e['pointer']}: {e['detail']}" for e in errors), errors=errors)


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    made = answer(request, error.status_code, _CODES.get(error.status_code, "bad"), None)
    for name, value in (error.headers or {}).items():
        made.headers[name] = value
    return made


def _fault(request: Request, error: Exception) -> Response:
    _log.error("fault", exc_info=error, extra={"fields": {"path": request.url.path}})
    return answer(request, 500, "fault", None)
