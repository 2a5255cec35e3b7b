"""Calls an owner's feed for the heads of its journal and for the lines after a place. It covers what Kafka loses."""

from typing import Any

import aiohttp
import orjson

from chassis.journal.line import JournalLine, from_cloud_event
from chassis.journal.reading import Heads

PAGE = 500


class OwnerUnreachable(Exception):
    """The owner did not answer, or its answer was not a feed's. The caller retries later and never skips a line."""


class Feed:
    """The feed of one owner, over HTTP. Its methods raise OwnerUnreachable."""

    def __init__(self, session: aiohttp.ClientSession, url: str, token: str) -> None:
        self._session = session
        self._url = url.rstrip("/")
        self._headers = {"Authorization": f"Bearer {token}"}

    async def heads(self) -> Heads:
        """Returns the present heads of the journal."""
        answer = await self._get("/journal/heads", {})
        bases = [(generation, base) for generation, base in answer["bases"]]
        return Heads(answer["generation"], answer["base"], answer["heads"], bases)

    async def after(self, shard: int, seq: int) -> list[JournalLine]:
        """Returns at most PAGE lines of a shard that follow `seq`."""
        answer = await self._get("/journal", {"shard": str(shard), "after": str(seq), "limit": str(PAGE)})
        try:
            return [from_cloud_event(event) for event in answer["items"]]
        except (ValueError, KeyError, TypeError) as error:
            raise OwnerUnreachable(f"{self._url} gives lines nobody can read: {error!r}") from error

    async def _get(self, path: str, parameters: dict[str, str]) -> dict[str, Any]:
        try:
            async with self._session.get(
                self._url + path, params=parameters, headers=self._headers, timeout=aiohttp.ClientTimeout(total=15)
            ) as answer:
                if answer.status != 200:
                    raise OwnerUnreachable(f"{self._url}{path} answered {answer.status}")
                content: dict[str, Any] = orjson.loads(await answer.read())
                return content
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise OwnerUnreachable(f"{self._url}{path}: {error!r}") from error
