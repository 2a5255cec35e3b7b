"""Provides both ends of a journal in one process: an owner with its feed over real HTTP, and a mirror that follows it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import aiohttp
from chassis.command import Context
from chassis.database import Database
from chassis.domain.actor import Actor
from chassis.http import problems
from chassis.identifiers import new_id
from chassis.inbox.applying import Inbox
from chassis.inbox.feed import Feed
from chassis.inbox.following import Follower, OnRestored
from chassis.inbox.kafka_connection import KafkaConnection
from chassis.inbox.reactions import handler
from chassis.inbox.subscription import subscribe
from chassis.journal import reading
from chassis.journal.line import JournalLine
from chassis.journal.relay import Relay
from chassis.journal.routes import feed_routes
from chassis.process.clock import SystemClock
from fastapi import FastAPI
from faststream.kafka import KafkaRouter

from testkit import counter
from testkit.mirror import Mirror
from testkit.serving import free_port, served

TOKEN = "feed"
CLIENT = UUID(int=7)
ANNA = Actor("client", "Anna", UUID(int=1))


class Owner:
    """A counter service as its consumers see it: a journal, and a feed that can be unreachable."""

    def __init__(self, database: Database, source: str) -> None:
        self.database = database
        self.source = source
        self.port = free_port()
        self.app = FastAPI()
        problems.add_handlers(self.app)
        self.app.include_router(feed_routes(database, source, TOKEN))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def here(self) -> Any:
        """Serves the feed. Before and after that the owner is unreachable."""
        return served(self.app, self.port)

    async def count(self, thing: UUID | None = None, number: int = 1, client_id: UUID = CLIENT) -> UUID:
        """Opens a counter, or adds to one. Returns its id."""
        if thing is None:
            return await self.open(new_id(), client_id)
        async with self.database.transaction(client_id) as transaction:
            await counter.add(transaction, _context(client_id), thing, number)
        return thing

    async def open(self, thing: UUID, client_id: UUID = CLIENT, note: str = "") -> UUID:
        """Opens a counter with this id."""
        async with self.database.transaction(client_id) as transaction:
            await counter.open_counter(transaction, _context(client_id), thing, note)
        return thing

    async def a_history(self, number: int) -> list[JournalLine]:
        """Writes the lines 1 to `number` of one thing. Returns the whole journal."""
        thing = await self.count()
        for _ in range(number - 1):
            await self.count(thing)
        return await self.lines()

    async def lines(self) -> list[JournalLine]:
        """Returns the whole journal, shard by shard."""
        async with self.database.system_transaction() as transaction:
            return [
                line for shard in range(32) for line in await reading.after(transaction, self.source, shard, 0, 10_000)
            ]


def _context(client_id: UUID) -> Context:
    return Context(ANNA, client_id, SystemClock().now(), correlation_id=new_id())


class Consumer:
    """A mirror that follows one owner."""

    def __init__(
        self, database: Database, owner: Owner, session: aiohttp.ClientSession, on_restored: OnRestored | None = None
    ) -> None:
        self.database = database
        self.mirror = Mirror()
        self.inbox = Inbox(database.transaction, handler(self.mirror.reactions(), SystemClock()))
        self.feed = Feed(session, owner.url, TOKEN)
        feeds = {owner.source: self.feed}
        self.follower = Follower(database.transaction, self.inbox, feeds, look_seconds=0.2, on_restored=on_restored)

    async def seen(self) -> list[UUID]:
        """Returns the ids of all events that had an effect, in the order of the effects."""
        return [row["event_id"] for row in await self._rows("SELECT event_id FROM seen ORDER BY place")]

    async def parked(self) -> list[Any]:
        return await self._rows("SELECT * FROM parked WHERE released_at IS NULL ORDER BY id")

    async def copies(self) -> dict[UUID, int]:
        return {row["id"]: row["value"] for row in await self._rows("SELECT id, value FROM copy")}

    async def said(self) -> int:
        """Returns the number of lines in its own journal."""
        return len(await self._rows("SELECT 1 FROM journal"))

    async def marks(self) -> int:
        """Returns the sum of its watermarks over all shards and generations."""
        return sum(row["seq"] for row in await self._rows("SELECT seq FROM inbox"))

    async def _rows(self, sql: str) -> list[Any]:
        async with self.database.system_transaction() as transaction:
            return await transaction.rows(sql)


@asynccontextmanager
async def consuming(database: Database, owner: Owner, on_restored: OnRestored | None = None) -> AsyncIterator[Consumer]:
    """Yields a consumer with its connections."""
    async with aiohttp.ClientSession() as session:
        yield Consumer(database, owner, session, on_restored)


@asynccontextmanager
async def relaying(owner: Owner, kafka: str) -> AsyncIterator[Relay]:
    relay = Relay(owner.database, owner.source, kafka, "test")
    task = asyncio.create_task(relay.run())
    try:
        yield relay
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@asynccontextmanager
async def listening(
    consumer: Consumer, owner: Owner, kafka: str, *, watch: bool = False
) -> AsyncIterator[KafkaConnection]:
    """Lets the consumer read from Kafka. With `watch` it compares heads too."""
    router = KafkaRouter()
    group = f"mirror-{owner.source}"
    subscribe(router, group, [owner.source], consumer.follower, consumer.database.transaction, "")
    bus = KafkaConnection(kafka, router)
    tasks = [asyncio.create_task(bus.stay_connected())]
    if watch:
        tasks.append(asyncio.create_task(consumer.follower.watch()))
    try:
        yield bus
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, bus.close(), return_exceptions=True)
