"""The application: the desk's pages and the API, on one store."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.middleware.gzip import GZipMiddleware

from store.book import CONNECTIONS, Store, open_store
from web import api, pages, problems
from web.api.document import describe
from web.desk import Desk, inbox_of
from web.guard import Guard, Limits
from web.jobs import Jobs
from web.measures import Measures, Measuring
from web.outgoing import Outgoing
from web.pages import board
from web.pages.account import Tries
from web.pictures import Pictures
from web.presence import Presence
from web.reads import Reads
from web.render import HERE
from web.settings import Settings, is_loopback
from web.sign_on import Door
from web.snapshots import Snapshots
from web.static import KeptFiles


def create_app(settings: Settings, store: Store | None = None) -> FastAPI:
    """The desk on `store`; it is opened, and made where there is none, when none is given.

    Raises:
        StoreError: the store can't be opened.
    """
    from importlib.metadata import version

    opened = store if store is not None else open_store(settings.store, create=True)
    desk = _desk(settings, opened, f"congvan {version('congvan')}")

    @asynccontextmanager
    async def running(_app: FastAPI) -> AsyncIterator[None]:
        current_default_thread_limiter().total_tokens = CONNECTIONS  # a request holds one connection at a time
        if settings.background:
            desk.jobs.start()
            desk.outgoing.start()
            await run_in_threadpool(board.warm, desk)
        try:
            yield
        finally:
            desk.stopping.set()
            await run_in_threadpool(desk.jobs.stop)
            await run_in_threadpool(desk.outgoing.stop)
            desk.snapshots.close()
            if store is None:
                opened.close()

    app = FastAPI(
        title="congvan",
        version=version("congvan"),
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=lambda route: route.name,
        lifespan=running,
        separate_input_output_schemas=False,
    )
    app.state.desk = desk
    app.mount("/static", KeptFiles(HERE / "static"), name="static")
    for router in (*pages.routers(), *api.routers()):
        app.include_router(router)
    problems.install(app)
    app.openapi = lambda: describe(app)  # type: ignore[method-assign]
    app.add_middleware(GZipMiddleware, minimum_size=800)
    app.add_middleware(Limits, uploads=settings.batch_bytes)
    app.add_middleware(Guard, hosts=_names(settings), secure=settings.secure)
    app.add_middleware(Measuring, measures=desk.measures)
    return app


def _desk(settings: Settings, store: Store, program: str) -> Desk:
    measures, home = Measures(), address_of(settings)
    return Desk(
        settings=settings,
        store=store,
        pictures=Pictures(store),
        measures=measures,
        snapshots=Snapshots(),
        presence=Presence(),
        reads=Reads(store),
        jobs=Jobs(store, settings, measures, inbox=inbox_of(settings, store), program=program),
        outgoing=Outgoing(store, measures, source=f"{home}/api/v1", networks=settings.hook_networks),
        program=program,
        tries=Tries(),
        door=None
        if settings.sign_on is None
        else Door(settings.sign_on, back=f"{address_of(settings)}/sign-in/office/back"),
    )


def address_of(settings: Settings) -> str:
    """The address that people type."""
    shown = f"[{settings.host}]" if ":" in settings.host else settings.host
    return settings.address or f"http://{shown}:{settings.port}"


def _names(settings: Settings) -> set[str] | None:
    """The host names that the desk answers to."""
    from urllib.parse import urlsplit

    names = {"localhost", "127.0.0.1", "::1", *settings.hosts}
    if settings.address is not None:
        names.add(urlsplit(settings.address).hostname or "")
    elif not is_loopback(settings.host):
        return None if settings.host in ("0.0.0.0", "::") and not settings.hosts else {*names, settings.host}
    return names
