"""Runs the desk until it is told to stop, and then lets what has begun come to its end."""

from __future__ import annotations

import sys
from types import FrameType

from web.app import address_of, create_app
from web.measures import log_to_stderr
from web.settings import Settings

STOP_S = 20  # requests that have begun have so long to end


def serve(settings: Settings) -> None:
    """Serve until SIGINT or SIGTERM.

    Raises:
        StoreError: the store can't be opened.
    """
    import uvicorn

    app = create_app(settings)
    log_to_stderr()
    print(f"congvan: {address_of(settings)}  (Ctrl-C to stop)", file=sys.stderr)
    config = uvicorn.Config(
        app, host=settings.host, port=settings.port, log_config=None, access_log=False,
        timeout_graceful_shutdown=STOP_S, server_header=False, proxy_headers=settings.address is not None,
    )  # fmt: skip
    stopping = app.state.desk.stopping

    class Server(uvicorn.Server):
        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            stopping.set()  # ends the streams, which would otherwise be waited for
            super().handle_exit(sig, frame)

    Server(config).run()
