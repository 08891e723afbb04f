"""The API for programs, under /api/v1."""

from __future__ import annotations

from fastapi import APIRouter


def routers() -> tuple[APIRouter, ...]:
    """The routers of all resources."""
    return ()
