"""Telling others by webhook: events in CloudEvents form, signed, sent again with back-off, and never into a network
that the office has not named.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import ipaddress
import json
import logging
import secrets
import socket
import ssl
import threading
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from sqlalchemy.exc import SQLAlchemyError

from store.changes import Line
from store.desk import hooks
from store.desk.hooks import Target
from web.trouble import Forbidden

if TYPE_CHECKING:
    from store.book import Store
    from web.measures import Measures

PATIENCE_S = 10
_log = logging.getLogger("congvan.web")


def new_key() -> str:
    """A key to sign with, in the form of Standard Webhooks."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(24)).decode()


def event(line: Line, *, source: str) -> dict[str, Any]:
    """A line of the feed as a CloudEvent (1.0, structured mode)."""
    said = line.event
    subject = None if said.letter is None else f"letters/{said.letter}"
    if said.directive is not None:
        subject = f"directives/{said.directive}"
    made = {
        "specversion": "1.0",
        "id": f"change-{line.cursor}",
        "source": source,
        "type": f"vn.congvan.{said.what}",
        "time": line.at,
        "datacontenttype": "application/json",
        "data": {"cursor": line.cursor, "what": said.what, "by": line.by, "letter": said.letter,
                 "directive": said.directive, "pointer": said.pointer, "before": said.before, "after": said.after},
    }  # fmt: skip
    return made if subject is None else {**made, "subject": subject}


def sign(key: str, name: str, moment: int, body: bytes) -> str:
    """The signature of a delivery (Standard Webhooks): HMAC-SHA256 over `id.timestamp.body`.

    >>> sign("whsec_a2V5", "change-1", 1700000000, b"{}")
    'v1,2hLSEZTOvBBcK2VZSWYDDPhI/TpYBLyvOmDpPuOyAWo='
    """
    secret = base64.b64decode(key.removeprefix("whsec_"))
    digest = hmac.new(secret, f"{name}.{moment}.".encode() + body, hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode()


class NotReachable(Exception):
    """A webhook's address that must not be, or can't be, reached."""


def address_of(url: str, networks: Sequence[str]) -> tuple[str, int]:
    """The address and port to connect to for a URL: one that the name has, all of which may be reached.

    Outside the networks that the office allows, only public addresses may be, and only over HTTPS. Checking the address
    that is then used, and not the name, leaves no moment for the name to be pointed elsewhere.

    Raises:
        NotReachable: it must not be reached, or has no address.
    """
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise NotReachable(f"{url} is no address") from error
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        raise NotReachable("only http and https addresses without a user name can be told")
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except (OSError, ValueError, UnicodeError) as error:
        raise NotReachable(f"{parts.hostname} has no address") from error
    allowed = [ipaddress.ip_network(each) for each in networks]
    addresses = [ipaddress.ip_address(str(each[4][0]).partition("%")[0]) for each in found]
    for address in addresses:
        plain = getattr(address, "ipv4_mapped", None) or address
        if any(plain.version == network.version and plain in network for network in allowed):
            continue
        if not plain.is_global or plain.is_multicast:
            raise NotReachable(f"{parts.hostname} is in a network that webhooks may not reach")
        if parts.scheme != "https":
            raise NotReachable("public addresses are told over https only")
    return str(addresses[0]), port


def checked(url: str, networks: Sequence[str]) -> str:
    """A URL that may be told.

    Raises:
        Forbidden: it may not.
    """
    try:
        address_of(url, networks)
    except NotReachable as error:
        raise Forbidden(str(error)) from error
    return url


def send(hook: Target, line: Line, *, source: str, networks: Sequence[str]) -> int:
    """Deliver one event; gives the HTTP status that came back. Redirects are not followed.

    Raises:
        NotReachable, OSError, http.client.HTTPException: it could not be delivered.
    """
    address, port = address_of(hook.url, networks)
    parts, moment = urlsplit(hook.url), int(time.time())
    made = event(line, source=source)
    body = json.dumps(made, ensure_ascii=False).encode()
    headers = {
        "host": parts.netloc.rpartition("@")[2],
        "content-type": "application/cloudevents+json; charset=utf-8",
        "user-agent": "congvan",
        "webhook-id": str(made["id"]),
        "webhook-timestamp": str(moment),
        "webhook-signature": sign(hook.key, str(made["id"]), moment, body),
    }
    raw = socket.create_connection((address, port), timeout=PATIENCE_S)
    try:
        if parts.scheme == "https":
            raw = ssl.create_default_context().wrap_socket(raw, server_hostname=parts.hostname)
        connection = http.client.HTTPConnection(address, port, timeout=PATIENCE_S)
        connection.sock = raw
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, body=body, headers=headers)
        answer = connection.getresponse()
        answer.read(1024)
        return answer.status
    finally:
        raw.close()


class Outgoing:
    """The thread that tells."""

    def __init__(self, store: Store, measures: Measures, *, source: str, networks: Sequence[str]) -> None:
        self._store = store
        self._measures = measures
        self._source = source
        self.networks = tuple(networks)
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="webhooks", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Begin no further delivery; what was not delivered is when the desk starts again."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(PATIENCE_S + 2)

    def tell(self) -> int:
        """Tell all that is due; gives how many deliveries were tried."""
        with self._store.read() as connection:
            active = any(hook.active for hook in hooks.hooks(connection))
        if not active:
            return 0
        with self._store.write() as connection:
            hooks.enqueue(connection)
            found = hooks.take(connection)
        for sent, hook, line in found:
            if self._stop.is_set():
                break
            status, message = None, None
            try:
                status = send(hook, line, source=self._source, networks=self.networks)
            except (NotReachable, OSError, http.client.HTTPException) as error:
                message = str(error) or type(error).__name__
            delivered = status is not None and 200 <= status < 300
            self._measures.event("hook_delivered" if delivered else "hook_failed")
            with self._store.write() as connection:
                hooks.tried(connection, sent, delivered=delivered, answer=status, message=message)
        return len(found)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                tried = self.tell()
            except SQLAlchemyError as error:
                _log.exception("webhooks", exc_info=error)
                tried = 0
            self._stop.wait(0.05 if tried else 1.0)
