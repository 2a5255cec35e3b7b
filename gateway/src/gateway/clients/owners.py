"""Sends commands to the services that own them over kept-alive connections, and returns their responses unread.

It uses aiohttp, because a call costs a fifth of what it does with httpx (docs/performance.md).
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import aiohttp
from chassis.domain.actor import Actor
from chassis.domain.refusal import Refusal
from chassis.http.identity import LIFETIME, Signer

from chassis import telemetry

FORWARDED_HEADERS = ("idempotency-key", "if-match", "if-none-match", "traceparent", "tracestate")
"""The headers of a request that its owner receives."""
TIMEOUT = aiohttp.ClientTimeout(total=20, connect=3)
CONNECTION_CLOSED = (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError)
"""The owner closed a kept-alive connection while it was used, for example because it was replaced. A command with a key
is then sent again at once: if it had been done, the owner returns the first response."""


@dataclass(frozen=True, slots=True)
class OwnerResponse:
    """An owner's response: status, body and the thing's version (None for a refusal)."""

    status: int
    body: bytes
    content_type: str
    etag: str | None

    @property
    def version(self) -> int | None:
        return int(self.etag.strip('"')) if self.etag else None


class Owners:
    """The owning services by name."""

    def __init__(self, session: aiohttp.ClientSession, urls: Mapping[str, str], signer: Signer) -> None:
        self._session = session
        self._urls = {name: url.rstrip("/") for name, url in urls.items()}
        self._signer = signer
        self._tokens: dict[tuple[Actor, UUID], tuple[float, str]] = {}

    async def send(
        self, owner: str, method: str, path: str, body: bytes, actor: Actor, client_id: UUID, headers: Mapping[str, str]
    ) -> OwnerResponse:
        """Sends a command; refuses `owner.unreachable` without a response (it is then unknown whether it was done)."""
        sent = {"Authorization": f"Bearer {self._token(actor, client_id)}", "Content-Type": "application/json"}
        sent.update((name, headers[name]) for name in FORWARDED_HEADERS if name in headers)
        traceparent = telemetry.current_traceparent()
        if traceparent:
            sent["traceparent"] = traceparent
        try:
            return await self._send_with_retry(method, self._urls[owner] + path, body, sent)
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise Refusal("owner.unreachable", owner=owner) from error

    async def _send_with_retry(self, method: str, url: str, body: bytes, headers: dict[str, str]) -> OwnerResponse:
        try:
            return await self._send_once(method, url, body, headers)
        except CONNECTION_CLOSED:
            if "idempotency-key" not in headers:
                raise
            return await self._send_once(method, url, body, headers)

    async def _send_once(self, method: str, url: str, body: bytes, headers: dict[str, str]) -> OwnerResponse:
        async with self._session.request(method, url, data=body, headers=headers, timeout=TIMEOUT) as response:
            content = await response.read()
            return OwnerResponse(response.status, content, response.content_type, response.headers.get("ETag"))

    def _token(self, actor: Actor, client_id: UUID) -> str:
        key = (actor, client_id)
        cached = self._tokens.get(key)
        if cached is not None and cached[0] > time.monotonic():
            return cached[1]
        if len(self._tokens) > 10_000:
            self._tokens.clear()
        token = self._signer.sign(actor, client_id)
        self._tokens[key] = (time.monotonic() + LIFETIME / 2, token)
        return token
