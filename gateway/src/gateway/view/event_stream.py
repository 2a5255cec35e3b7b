"""Streams new events to any number of listeners, each limited to its own scope, from one query a process.

A listener that was disconnected resumes from the last position it saw.
"""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Any

import orjson
import structlog
from chassis.database import Database, Row
from chassis.domain.refusal import Refusal
from chassis.process.wakeup import Wakeup

from gateway.view.queries import Reader
from gateway.view.status import ViewStatus, read_view_status
from gateway.view.timeline_statements import STREAMED

log = structlog.get_logger(__name__)
TAIL_LENGTH = 5_000
POLL_SECONDS = 0.5
KEEPALIVE_SECONDS = 15.0
"""How often an idle connection gets a comment, so that it stays open."""

CurrentReader = Callable[[], Awaitable[Reader]]
"""Returns the listener's present rights, which change while it listens; refuses when its session has ended."""


class EventStream:
    """The most recent events of the timeline, and those who listen for the next ones."""

    def __init__(self, database: Database, projected: Wakeup, keepalive_seconds: float = KEEPALIVE_SECONDS) -> None:
        self._database = database
        self._projected = projected
        self._keepalive_seconds = keepalive_seconds
        self._tail: deque[Row] = deque(maxlen=TAIL_LENGTH)
        self._position: int | None = None
        self._arrived = Wakeup()
        self._listeners = 0

    async def run(self) -> None:
        """Reads what the projection adds, forever."""
        listener = self._projected.listener()
        while True:
            try:
                if not await self._read_more():
                    await listener.wait(POLL_SECONDS)
            except asyncio.CancelledError:
                raise
            except Exception as error:
                log.warning("stream.failed", error=repr(error))
                await asyncio.sleep(1)

    async def _read_more(self) -> bool:
        if not self._listeners:
            # Without listeners nothing is read; the next listener starts from the database.
            self._position = None
            self._tail.clear()
            return False
        if self._position is None:
            self._position = (await self.view_status()).position
            self._arrived.set()  # a listener that looked a moment earlier may have missed an event
        async with self._database.connection(self._database.system) as connection:
            rows = await connection.fetch(*STREAMED(after=self._position))
        if not rows:
            return False
        self._position = rows[-1]["position"]
        self._tail.extend(rows)
        self._arrived.set()
        return True

    async def view_status(self) -> ViewStatus:
        """Returns the view's status, which holds the stream's present position."""
        return await read_view_status(self._database)

    async def events(self, current_reader: CurrentReader, after: int) -> AsyncGenerator[Row | None]:
        """Yields the reader's events after a position as they come, and None to keep an idle connection open.

        It ends when the reader may not listen any more.
        """
        listener = self._arrived.listener()
        self._listeners += 1
        self._projected.set()
        try:
            while True:
                reader = await current_reader()
                rows = await self._after(after)
                for row in rows:
                    after = row["position"]
                    if _visible(row, reader):
                        yield row
                if not rows and not await listener.wait(self._keepalive_seconds):
                    yield None
        except Refusal:
            return
        finally:
            self._listeners -= 1
            listener.close()

    async def _after(self, after: int) -> list[Row]:
        if self._position is not None and after >= self._position:
            return []
        if self._tail and self._tail[0]["position"] <= after + 1:
            return [row for row in self._tail if row["position"] > after]
        async with self._database.system_transaction() as transaction:
            return await transaction.rows(*STREAMED(after=after))


def _visible(row: Row, reader: Reader) -> bool:
    return (
        row["client_id"] in reader.scope
        and (row["only_for"] is None or row["only_for"] in reader.scope)
        and (reader.sees_internal or row["audience"] == "all")
    )


def to_event(row: Row) -> dict[str, Any]:
    """Returns a timeline row as clients see it in the feed and the stream."""
    return {
        "position": row["position"],
        "kind": row["kind"],
        "id": row["subject"],
        "version": row["version"],
        "type": row["type"],
        "client_id": row["client_id"],
        "at": row["occurred_at"],
        "side": row["actor_side"],
        "by": row["actor_name"],
        "title": row["title"],
        "label": row["label"],
        "data": orjson.Fragment(row["data"].encode()),
    }


def to_server_sent_event(row: Row | None) -> bytes:
    """Returns one message of a text/event-stream; for None a comment."""
    if row is None:
        return b": still here\n\n"
    content = orjson.dumps(to_event(row), default=str)
    return b"id: %d\nevent: changed\ndata: %s\n\n" % (row["position"], content)
