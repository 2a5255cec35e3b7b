"""Calls the gateway's own HTTP API within this process, so that forms and client apps share one write path.

A form can do exactly what a client app can do, and is checked in the same way.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from chassis.domain.refusal import Refusal
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Scope

_FORWARDED_HEADERS = ("cookie", "traceparent", "accept-language", "user-agent")


class ApiError(Exception):
    """A problem document returned by the API; the code selects its text."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        self.status = status
        self.code: str = problem.get("code", "http.error")
        self.facts: dict[str, Any] = problem.get("facts") or {}
        super().__init__(self.code)


@dataclass(frozen=True, slots=True)
class Reply:
    """A response of the API."""

    status: int
    headers: Headers
    body: bytes

    @property
    def state(self) -> dict[str, Any]:
        found: dict[str, Any] = orjson.loads(self.body) if self.body else {}
        return found

    @property
    def version(self) -> int:
        return int(self.headers.get("etag", '"0"').strip('"'))


class InProcessApi:
    """The application that the panel is part of."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def send(
        self, request: Request, method: str, path: str, body: Mapping[str, Any], headers: Mapping[str, str]
    ) -> Reply:
        """Sends a command for the caller of `request`; raises `ApiError` for a problem document."""
        content = orjson.dumps(body)
        reply = await self._call(_scope(request, method, path, headers), content)
        if reply.status >= 400:
            raise ApiError(reply.status, _problem(reply))
        return reply

    async def _call(self, scope: Scope, content: bytes) -> Reply:
        start: dict[str, Any] = {}
        parts: list[bytes] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": content, "more_body": False}

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            else:
                parts.append(message.get("body", b""))

        await self._app(scope, receive, send)
        if not start:
            raise Refusal("http.unexpected")
        return Reply(start["status"], Headers(raw=start["headers"]), b"".join(parts))


def _scope(request: Request, method: str, path: str, headers: Mapping[str, str]) -> Scope:
    sent = {name: request.headers[name] for name in _FORWARDED_HEADERS if name in request.headers}
    sent |= {"content-type": "application/json", **headers}
    kept = ("type", "asgi", "http_version", "scheme", "client", "server", "state")
    return {
        **{name: request.scope[name] for name in kept if name in request.scope},
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(name.encode(), value.encode("latin-1", "ignore")) for name, value in sent.items()],
    }


def _problem(reply: Reply) -> dict[str, Any]:
    try:
        return reply.state
    except ValueError:
        return {}
