"""At the door: which names the desk answers to, that other sites' pages can't act in a person's name, and the headers
that keep a letter's content from ever becoming script.
"""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "font-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Guard:
    """ASGI. A request that changes something must come from the desk's own pages, or from a program.

    Browsers say where a request comes from in Sec-Fetch-Site and Origin, and pages can't forge either; programs send
    neither. Requests with a bearer token carry nothing that a browser would add by itself and are let through. With
    the Host checked, a name of another site that points to this machine reaches nothing.
    """

    def __init__(self, app: ASGIApp, *, hosts: Collection[str] | None, secure: bool) -> None:
        """`hosts`: the names that are answered to, without ports; None for any."""
        self.app = app
        self.hosts = None if hosts is None else {host.lower() for host in hosts}
        self.headers = (*_HEADERS, (b"strict-transport-security", b"max-age=31536000")) if secure else _HEADERS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                there = {name for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *((n, v) for n, v in self.headers if n not in there)]
            await send(message)

        refusal = self._refusal(scope["method"], headers)
        if refusal is not None:
            await PlainTextResponse(refusal, status_code=403 if scope["method"] not in _SAFE else 421)(
                scope, receive, guarded
            )
            return
        await self.app(scope, receive, guarded)

    def _refusal(self, method: str, headers: Headers) -> str | None:
        host = headers.get("host", "")
        name = (urlsplit(f"//{host}").hostname or "").lower()
        if self.hosts is not None and name not in self.hosts:
            return f"This desk does not answer to the name {name!r}. Name it with --host-name.\n"
        if method in _SAFE or headers.get("authorization", "").lower().startswith("bearer "):
            return None
        site = headers.get("sec-fetch-site")
        if site is not None and site not in ("same-origin", "none"):
            return "Another site's page sent this. Open the desk itself and try again.\n"
        origin = headers.get("origin")
        if site is None and origin is not None and urlsplit(origin).netloc.lower() != host.lower():
            return "Another site's page sent this. Open the desk itself and try again.\n"
        return None


class Limits:
    """ASGI. Bodies end at a limit: a small one, save where files are sent."""

    def __init__(self, app: ASGIApp, *, uploads: int, small: int = 4 * 1024 * 1024) -> None:
        self.app = app
        self.uploads = uploads
        self.small = small

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in _SAFE:
            await self.app(scope, receive, send)
            return
        most = self.uploads if scope["path"] in ("/import", "/api/v1/imports") else self.small
        said = Headers(scope=scope).get("content-length", "")
        if said.isdecimal() and int(said) > most:
            await PlainTextResponse("Too large.\n", status_code=413)(scope, receive, send)
            return
        came = 0

        async def counted() -> Message:
            nonlocal came
            message = await receive()
            came += len(message.get("body", b""))
            if came > most:
                raise HTTPException(413)
            return message

        await self.app(scope, counted, send)
