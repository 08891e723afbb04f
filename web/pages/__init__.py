"""The pages for people. Each module is a view with its router."""

from __future__ import annotations

from fastapi import APIRouter


def routers() -> tuple[APIRouter, ...]:
    """The routers of all views, in the order in which they are asked."""
    from web.pages import account, attention, board, home, imports, letter, letters, review, search, settings, units

    views = (home, board, letters, letter, review, attention, imports, search, units, account, settings)
    return tuple(view.router for view in views)
