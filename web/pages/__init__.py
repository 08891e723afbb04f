"""The pages for people. Each module is a view with its router."""

from __future__ import annotations

from fastapi import APIRouter


def routers() -> tuple[APIRouter, ...]:
    """The routers of all views, in the order in which they are asked."""
    from web.pages import board, home, imports, letter, letters, review, search, units

    return (
        home.router,
        board.router,
        letters.router,
        letter.router,
        review.router,
        imports.router,
        search.router,
        units.router,
    )
