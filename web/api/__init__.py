"""The API for programs, under /api/v1."""

from __future__ import annotations

from fastapi import APIRouter


def routers() -> tuple[APIRouter, ...]:
    """The routers of all resources."""
    from web.api import directives, document, feed, letters, search, units

    return tuple(each.router for each in (letters, directives, units, search, feed, document))
