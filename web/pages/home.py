"""The way in, the state of health, and the measures."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse, PlainTextResponse, RedirectResponse
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import Response

from web.desk import Reader, TheDesk

router = APIRouter(include_in_schema=False)


@router.get("/")
def home(person: Reader) -> Response:
    return RedirectResponse("/board", status_code=303)


@router.get("/health")
def health(desk: TheDesk) -> Response:
    """Whether the desk can do its work: 200 when the store answers, else 503."""
    try:
        with desk.store.read() as connection:
            connection.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return JSONResponse({"status": "store unreachable"}, status_code=503)
    return JSONResponse({"status": "ok", "program": desk.program})


@router.get("/metrics")
def metrics(desk: TheDesk) -> Response:
    """The desk's measures for Prometheus. Only counts; a reverse proxy keeps it inside."""
    return PlainTextResponse(desk.measures.text({}), media_type="text/plain; version=0.0.4")
