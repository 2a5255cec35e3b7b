"""An account of the load: gives each command under one key until it is answered, and reads what it may see."""

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from storm.client_log import ClientLog, Given, Read

Json = dict[str, Any]
TRY_SECONDS = 12.0
PATIENCE = 120.0
"""Seconds a command is repeated before its outcome is called unknown."""
NOT_YET = frozenset({"view.not_found", "view.not_there_yet"})
"""Refusals of the gateway that only say that its view has not heard of the thing yet."""
NOT_YET_TRIES = 20
MESSAGE = "tickets.ticket.message_added.v1"


@dataclass(slots=True)
class Caller:
    """Somebody with a token. `name` is the session the reads are compared within."""

    name: str
    gateway: str
    session: aiohttp.ClientSession
    token: str
    account: str
    client: str
    log: ClientLog
    patience: float = PATIENCE
    seen: dict[str, int] = field(default_factory=dict)

    async def give(self, path: str, body: Json, key: str, *, marker: str = "", method: str = "POST") -> Given:
        """Gives a command and waits for its answer, however often it has to be repeated."""
        given = Given(key, self.name, self.account, self.client, path, body, marker, method, began=time.time())
        self.log.commands.append(given)
        return await self.repeat(given)

    async def repeat(self, given: Given) -> Given:
        """Gives a command (again) under its own key."""
        end = time.monotonic() + self.patience
        while True:
            given.tries += 1
            status, content = await self.send(given.method, given.path, given.body, {"Idempotency-Key": given.key})
            if _settles(status, content, given.tries):
                return _noted(given, status, content)
            if time.monotonic() > end:
                given.ended = time.time()
                return given
            await asyncio.sleep(min(0.2 * 1.5**given.tries, 2.0))

    async def look(self, ticket: str, *, at_least: int | None = None) -> Read | None:
        """Reads a ticket's conversation; None when the gateway could not answer now."""
        floor = max(self.seen.get(ticket, 0), at_least or 0)
        query = f"?at_least={at_least}" if at_least else ""
        status, content = await self.send("GET", f"/tickets/{ticket}{query}")
        if status != 200:
            return None
        comments = tuple(event["data"]["text"] for event in content["history"] if event["type"] == MESSAGE)
        read = Read(self.name, ticket, floor, content["version"], comments, content["client_id"], self.client)
        self.log.reads.append(read)
        self.seen[ticket] = max(floor, read.version)
        return read

    async def get(self, path: str) -> Json | None:
        """Reads anything; None when there is no such thing now, or nobody answers."""
        status, content = await self.send("GET", path)
        return content if status == 200 else None

    async def send(
        self, method: str, path: str, body: Json | None = None, headers: Json | None = None
    ) -> tuple[int, Json]:
        """One request; status 0 when there was no answer."""
        sent = {"Authorization": f"Bearer {self.token}", **(headers or {})}
        try:
            async with self.session.request(
                method,
                f"{self.gateway}/api{path}",
                json=body,
                headers=sent,
                timeout=aiohttp.ClientTimeout(total=TRY_SECONDS),
            ) as answer:
                content = await answer.json(content_type=None) if answer.status != 204 else {}
                self._count(answer.status, content)
                return answer.status, content if isinstance(content, dict) else {}
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            self.log.answers[f"no answer: {type(error).__name__}"] += 1
            return 0, {}

    def _count(self, status: int, content: Any) -> None:
        code = content.get("code", "") if status >= 400 and isinstance(content, dict) else ""
        self.log.answers[f"{status} {code}".strip()] += 1


def _settles(status: int, content: Json, tries: int) -> bool:
    if status == 0 or status >= 500 or status == 429:
        return False
    return not (content.get("code") in NOT_YET and tries < NOT_YET_TRIES)


def _noted(given: Given, status: int, content: Json) -> Given:
    given.ended, given.status = time.time(), status
    given.outcome = "ok" if status < 300 else "refused"
    given.code = str(content.get("code", ""))
    given.thing, given.version = str(content.get("id", "")), int(content.get("version", 0) or 0)
    return given
