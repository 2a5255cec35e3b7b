"""Passes commands to their owners over kept-alive connections, and their answers back unread.

aiohttp, because the hop costs a fifth of what it does with httpx (docs/performance.md).
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

PASSED_ON = ("idempotency-key", "if-match", "if-none-match", "traceparent", "tracestate")
"""Request headers an owner gets to see."""
TIMEOUT = aiohttp.ClientTimeout(total=20, connect=3)
HUNG_UP = (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError)
"""The owner closed a kept connection in the moment it was used (it was replaced, say). A command with a key is then asked
again at once: if it was done after all, the owner answers what it answered."""


@dataclass(frozen=True, slots=True)
class OwnerAnswer:
    """What an owner answered: status, body and the thing's version (None for a refusal)."""

    status: int
    body: bytes
    content_type: str
    etag: str | None

    @property
    def version(self) -> int | None:
        return int(self.etag.strip('"')) if self.etag else None


class Owners:
    """The services behind the gateway, by name."""

    def __init__(self, session: aiohttp.ClientSession, urls: Mapping[str, str], signer: Signer) -> None:
        self._session = session
        self._urls = {name: url.rstrip("/") for name, url in urls.items()}
        self._signer = signer
        self._tokens: dict[tuple[Actor, UUID], tuple[float, str]] = {}

    async def send(
        self, owner: str, method: str, path: str, body: bytes, actor: Actor, client_id: UUID, headers: Mapping[str, str]
    ) -> OwnerAnswer:
        """Sends a command; refuses `owner.unreachable` when nobody answers (whether it was done is then unknown)."""
        sent = {"Authorization": f"Bearer {self._token(actor, client_id)}", "Content-Type": "application/json"}
        sent.update((name, headers[name]) for name in PASSED_ON if name in headers)
        traceparent = telemetry.current_traceparent()
        if traceparent:
            sent["traceparent"] = traceparent
        try:
            return await self._answer(method, self._urls[owner] + path, body, sent)
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise Refusal("owner.unreachable", owner=owner) from error

    async def _answer(self, method: str, url: str, body: bytes, headers: dict[str, str]) -> OwnerAnswer:
        try:
            return await self._ask(method, url, body, headers)
        except HUNG_UP:
            if "idempotency-key" not in headers:
                raise
            return await self._ask(method, url, body, headers)

    async def _ask(self, method: str, url: str, body: bytes, headers: dict[str, str]) -> OwnerAnswer:
        async with self._session.request(method, url, data=body, headers=headers, timeout=TIMEOUT) as answer:
            content = await answer.read()
            return OwnerAnswer(answer.status, content, answer.content_type, answer.headers.get("ETag"))

    def _token(self, actor: Actor, client_id: UUID) -> str:
        key = (actor, client_id)
        known = self._tokens.get(key)
        if known is not None and known[0] > time.monotonic():
            return known[1]
        if len(self._tokens) > 10_000:
            self._tokens.clear()
        token = self._signer.sign(actor, client_id)
        self._tokens[key] = (time.monotonic() + LIFETIME / 2, token)
        return token
