"""Counts and times of the desk itself, in Prometheus' text form; and one line of log for each request."""

from __future__ import annotations

import json
import logging
import sys
import threading
import time
import uuid
from collections import defaultdict

from starlette.types import ASGIApp, Message, Receive, Scope, Send

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
_log = logging.getLogger("congvan.web")


class Measures:
    """How many requests of each route, how they ended and how long they took; and gauges that are set from outside."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[tuple[str, str, int], int] = defaultdict(int)
        self._buckets: dict[str, list[int]] = defaultdict(lambda: [0] * (len(BUCKETS) + 1))
        self._sums: dict[str, float] = defaultdict(float)
        self._events: dict[str, int] = defaultdict(int)
        self.busy = 0

    def request(self, route: str, method: str, status: int, seconds: float) -> None:
        with self._lock:
            self._counts[route, method, status] += 1
            self._sums[route] += seconds
            place = next((i for i, bound in enumerate(BUCKETS) if seconds <= bound), len(BUCKETS))
            self._buckets[route][place] += 1

    def event(self, name: str, number: int = 1) -> None:
        """Count something, such as `imported` or `hook_failed`."""
        with self._lock:
            self._events[name] += number

    def text(self, gauges: dict[str, float]) -> str:
        """All measures, as Prometheus reads them."""
        with self._lock:
            lines = ["# TYPE congvan_requests_total counter"]
            lines += [
                f'congvan_requests_total{{route="{route}",method="{method}",status="{status}"}} {n}'
                for (route, method, status), n in sorted(self._counts.items())
            ]
            lines.append("# TYPE congvan_request_seconds histogram")
            for route, buckets in sorted(self._buckets.items()):
                seen = 0
                for bound, number in zip((*map(str, BUCKETS), "+Inf"), buckets, strict=True):
                    seen += number
                    lines.append(f'congvan_request_seconds_bucket{{route="{route}",le="{bound}"}} {seen}')
                lines.append(f'congvan_request_seconds_sum{{route="{route}"}} {self._sums[route]:.6f}')
                lines.append(f'congvan_request_seconds_count{{route="{route}"}} {seen}')
            lines.append("# TYPE congvan_events_total counter")
            lines += [f'congvan_events_total{{what="{name}"}} {n}' for name, n in sorted(self._events.items())]
            lines += ["# TYPE congvan_requests_in_progress gauge", f"congvan_requests_in_progress {self.busy}"]
            for name, value in gauges.items():
                lines += [f"# TYPE congvan_{name} gauge", f"congvan_{name} {value:g}"]
        return "\n".join(lines) + "\n"


class Measuring:
    """ASGI: times each request, gives it an id, logs it."""

    def __init__(self, app: ASGIApp, measures: Measures) -> None:
        self.app = app
        self.measures = measures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status, request_id = time.perf_counter(), 500, uuid.uuid4().hex[:12]
        scope.setdefault("state", {})["request_id"] = request_id

        async def answering(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                took = f"app;dur={(time.perf_counter() - began) * 1000:.1f}"
                message["headers"] = [
                    *message["headers"], (b"x-request-id", request_id.encode()), (b"server-timing", took.encode()),
                ]  # fmt: skip
            await send(message)

        self.measures.busy += 1
        try:
            await self.app(scope, receive, answering)
        finally:
            self.measures.busy -= 1
            seconds = time.perf_counter() - began
            route = getattr(scope.get("route"), "path", "-")
            self.measures.request(route, scope["method"], status, seconds)
            _log.info(
                "request",
                extra={"fields": {"id": request_id, "method": scope["method"], "path": scope["path"],
                                  "status": status, "ms": round(seconds * 1000, 1),
                                  "by": scope["state"].get("person")}},
            )  # fmt: skip


class Structured(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created)) + f".{int(record.msecs):03d}Z",
            "level": record.levelname.lower(),
            "what": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def log_to_stderr() -> None:
    """Write structured logs of the desk and of the server to stderr."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Structured())
    for name in ("congvan", "uvicorn", "uvicorn.error"):
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.propagate = False
        logger.setLevel(logging.INFO)
