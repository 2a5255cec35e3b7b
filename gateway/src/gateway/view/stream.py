"""Live changes: one reader of the timeline a process, any number of listeners, each cut to its own scope.

A listener that was away resumes from the position it saw last.
"""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Any

import orjson
import structlog
from chassis.database import Database, Row
from chassis.domain.refusal import Refusal
from chassis.process.wakeup import Wake

from gateway.view.head import Head, read_head
from gateway.view.reading import Reader

log = structlog.get_logger(__name__)
KEPT = 5_000
POLL_SECONDS = 0.5
QUIET_SECONDS = 15.0
"""A line on which nothing comes hears this often that it is still open."""

Asked = Callable[[], Awaitable[Reader]]
"""Who listens, asked again and again: roles change, sessions end. Refuses when nobody may listen any more."""

_QUERY = """SELECT l.position, l.subject, l.version, l.type, l.client_id, l.occurred_at, l.actor_side, l.actor_name,
  l.actor_id, l.audience, l.only_for, l.correlation_id, l.data::text AS data, t.kind, t.title, t.label, t.status,
  t.next_side, t.next_account
FROM timeline l LEFT JOIN thing t ON t.id = l.subject WHERE l.position > $1 ORDER BY l.position LIMIT 500"""


class Stream:
    """The tail of the timeline."""

    def __init__(self, database: Database, projected: Wake, quiet_seconds: float = QUIET_SECONDS) -> None:
        self._database = database
        self._projected = projected
        self._quiet_seconds = quiet_seconds
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
            self._tail.clear()
            return False
        if self._read is None:
            self._read = (await self.head()).position
            self._arrived.set()  # whoever looked before this may have missed what came just before it
        async with self._database.connection(self._database.system) as connection:
            rows = await connection.fetch(_QUERY, self._read)
        if not rows:
            return False
        self._read = rows[-1]["position"]
        self._tail.extend(rows)
        self._arrived.set()
        return True

    async def head(self) -> Head:
        """Where the stream is now, and how the view stands."""
        return await read_head(self._database)

    async def events(self, asked: Asked, after: int) -> AsyncGenerator[Row | None]:
        """The reader's events after a position, as they come; None now and then, so that the line stays open.

        It ends when the reader may not listen any more.
        """
        listener = self._arrived.listener()
        self._listeners += 1
        self._projected.set()
        try:
            while True:
                reader = await asked()
                rows = await self._after(after)
                for row in rows:
                    after = row["position"]
                    if _visible(row, reader):
                        yield row
                if not rows and not await listener.wait(self._quiet_seconds):
                    yield None
        except Refusal:
            return
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
    return (
        row["client_id"] in reader.scope
        and (row["only_for"] is None or row["only_for"] in reader.scope)
        and (reader.internal or row["audience"] == "all")
    )


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
