"""Measures every HTTP request of a process, as plain ASGI (Starlette's BaseHTTPMiddleware leaks cancelled requests)."""

import time
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chassis import telemetry


class RequestMetrics:
    """Observes method, route template, status and seconds of each request."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._known: dict[tuple[str, str, int], Any] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        status = 500

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, watch)
        finally:
            self._observe(scope, status, time.perf_counter() - started)

    def _observe(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "other")
        key = (scope["method"], route, status)
        child = self._known.get(key)
        if child is None:
            child = self._known[key] = telemetry.REQUEST_SECONDS.labels(*map(str, key))
        child.observe(seconds)
