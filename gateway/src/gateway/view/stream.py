"""Live changes: one reader of the timeline a process, any number of listeners, each cut to its own scope.

A listener that was away resumes from the position it saw last.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from typing import Any

import orjson
import structlog
from chassis.database import Database, Row
from chassis.wake import Wake

from gateway.view.reading import Reader

log = structlog.get_logger(__name__)
KEPT = 5_000
POLL_SECONDS = 0.5
_QUERY = """SELECT l.position, l.subject, l.version, l.type, l.client_id, l.occurred_at, l.actor_side, l.actor_name,
  l.actor_id, l.audience, l.correlation_id, l.data::text AS data, t.kind, t.title, t.label, t.status,
  t.next_side, t.next_account
FROM timeline l LEFT JOIN thing t ON t.id = l.subject WHERE l.position > $1 ORDER BY l.position LIMIT 500"""


class Stream:
    """The tail of the timeline."""

    def __init__(self, database: Database, projected: Wake) -> None:
        self._database = database
        self._projected = projected
        self._tail: deque[Row] = deque(maxlen=KEPT)
        self._read: int | None = None
        self._arrived = Wake()
        self._listeners = 0

    async def run(self) -> None:
        """Reads what the projection added, for ever."""
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
            # Nobody listens: what happens meanwhile is read when somebody comes.
            self._read = None
            return False
        async with self._database.connection(self._database.system) as connection:
            if self._read is None:
                self._read = await connection.fetchval("SELECT position FROM view_head")
                self._tail.clear()
            rows = await connection.fetch(_QUERY, self._read)
        if not rows:
            return False
        self._read = rows[-1]["position"]
        self._tail.extend(rows)
        self._arrived.set()
        return True

    async def position(self) -> int:
        """Where the stream is now."""
        async with self._database.system_transaction() as transaction:
            position: int = await transaction.value("SELECT position FROM view_head")
        return position

    async def events(self, reader: Reader, after: int) -> AsyncIterator[Row | None]:
        """The reader's events after a position, as they come; None now and then, so that the line stays open."""
        listener = self._arrived.listener()
        self._listeners += 1
        self._projected.set()
        try:
            while True:
                for row in await self._after(after):
                    after = row["position"]
                    if _visible(row, reader):
                        yield row
                if not await listener.wait(15):
                    yield None
        finally:
            self._listeners -= 1
            listener.close()

    async def _after(self, after: int) -> list[Row]:
        if self._read is not None and after >= self._read:
            return []
        if self._tail and self._tail[0]["position"] <= after + 1:
            return [row for row in self._tail if row["position"] > after]
        async with self._database.system_transaction() as transaction:
            return await transaction.rows(_QUERY, after)


def _visible(row: Row, reader: Reader) -> bool:
    return row["client_id"] in reader.scope and (reader.internal or row["audience"] == "all")


def to_event(row: Row) -> dict[str, Any]:
    """A timeline row as clients see it in the feed and the stream."""
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
    """One message of a text/event-stream; a comment for None."""
    if row is None:
        return b": still here\n\n"
    content = orjson.dumps(to_event(row), default=str)
    return b"id: %d\nevent: changed\ndata: %s\n\n" % (row["position"], content)
