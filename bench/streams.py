"""Relay and projection under a full journal, events a second, held against raw aiokafka and a raw batched upsert.

Databases of their own, so that the running product is not disturbed; the same Kafka and PostgreSQL.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any
from uuid import UUID

import asyncpg
import orjson
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from chassis.actor import SYSTEM
from chassis.clock import SystemClock
from chassis.context import Context
from chassis.database import Database
from chassis.identifiers import new_id
from chassis.inbox import watermarks
from chassis.inbox.applying import Inbox
from chassis.inbox.in_work import InWork
from chassis.inbox.subscription import BATCH, COMMIT_SECONDS, readable
from chassis.journal import reading
from chassis.journal.line import JournalLine
from chassis.journal.making import make_line
from chassis.relay import Relay
from contracts.tickets.events import TicketOpened
from gateway.consumers import AHEAD, projection
from gateway.settings import Settings as GatewaySettings
from opslayer.platform.embedded import ONE_MACHINE_PARTITIONS
from opslayer.platform.topics import ensure_topics
from tickets.domain.ticket import Ticket
from tickets.events import to_state
from tickets.settings import Settings as TicketsSettings

from bench.figures import Figure, judged
from bench.setting import Setting
from chassis import migrating

CLIENT = UUID(int=7)
UPSERT = """INSERT INTO floor_view (id, version, data) SELECT * FROM unnest($1::uuid[], $2::int[], $3::jsonb[])
ON CONFLICT (id) DO UPDATE SET version = excluded.version, data = excluded.data"""


async def streams(where: Setting, events: int) -> list[Figure]:
    """Both figures, from one filled journal."""
    servers = where.installation.platform.bootstrap
    await asyncio.to_thread(ensure_topics, servers, ["bench.events", "bench.raw"], ONE_MACHINE_PARTITIONS)
    async with _database(where, "tickets") as owner, _database(where, "gateway") as view:
        await _fill(owner, events)
        relayed, lines = await _relay(owner, servers, events)
        raw = await _produce(servers, lines)
        projected = await _project(owner, view, servers, events)
        upserted = await _upsert(where, servers, events)
    return [
        judged("relay, events a second", [relayed / raw], 0.5, "at least", per_second=relayed, raw_per_second=raw),
        judged(
            "projection, events a second",
            [projected / upserted],
            0.5,
            "at least",
            per_second=projected,
            raw_per_second=upserted,
        ),
    ]


@asynccontextmanager
async def _database(where: Setting, service: str) -> AsyncIterator[Database]:
    server = where.installation.fleet.databases
    name = f"bench_{service}"
    await asyncio.to_thread(server.create, name)
    urls = server.urls(name, service)
    kind = TicketsSettings if service == "tickets" else GatewaySettings
    settings = kind(migration_url=urls.migration_url, app_url=urls.app_url, system_url=urls.system_url)
    await asyncio.to_thread(migrating.upgrade, service, settings)
    database = await Database.connect(urls.app_url, urls.system_url)
    yield database
    await database.close()


async def _fill(owner: Database, events: int) -> None:
    now = SystemClock().now()
    context = Context(actor=SYSTEM, client_id=CLIENT, now=now, correlation_id=new_id())
    for _ in range(0, events, 500):
        lines = []
        for _ in range(500):
            ticket = Ticket(
                id=new_id(),
                client_id=CLIENT,
                number="T-1",
                type="incident",
                title="Laptop się nie włącza",
                opened_at=now,
                description="Od rana nie reaguje na przycisk. " * 4,
                version=1,
            )
            lines.append(make_line("bench", TicketOpened(state=to_state(ticket)), ticket.id, 1, context))
        async with owner.transaction(CLIENT) as transaction:
            await transaction.note(lines)


async def _relay(owner: Database, servers: str, events: int) -> tuple[float, list[tuple[bytes, bytes]]]:
    begun = time.perf_counter()
    task = asyncio.create_task(Relay(owner, "bench", servers, "bench").run())
    while await _sent(owner) < events:  # noqa: ASYNC110 - the marks are rows; nobody sets an event for them
        await asyncio.sleep(0.02)
    took = time.perf_counter() - begun
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    async with owner.system_transaction() as transaction:
        rows = await transaction.rows("SELECT subject, data FROM journal")
    return events / took, [(str(row["subject"]).encode(), row["data"].encode()) for row in rows]


async def _sent(owner: Database) -> int:
    async with owner.system_transaction() as transaction:
        return int(await transaction.value("SELECT sum(sent) FROM relay_mark"))


async def _produce(servers: str, lines: list[tuple[bytes, bytes]]) -> float:
    producer = AIOKafkaProducer(bootstrap_servers=servers, acks="all", max_batch_size=262144)
    await producer.start()
    begun = time.perf_counter()
    for start in range(0, len(lines), 2000):
        sent = [await producer.send("bench.raw", data, key=key) for key, data in lines[start : start + 2000]]
        await asyncio.gather(*sent)
    took = time.perf_counter() - begun
    await producer.stop()
    return len(lines) / took


async def _project(owner: Database, view: Database, servers: str, events: int) -> float:
    handle, begin, _ = projection(view)
    async with owner.system_transaction() as transaction:
        heads = await reading.heads(transaction)
    async with begin() as transaction:
        await watermarks.continue_generation(transaction, "bench", heads)
    inbox = Inbox(begin, handle, ahead=AHEAD > 0)

    async def receive(lines: Sequence[JournalLine]) -> None:
        await inbox.apply(lines, "kafka")

    in_work = InWork(receive, AHEAD)

    async def apply(records: list[Any]) -> None:
        await in_work.begin(await readable(records, begin))

    return await _consume(servers, "bench.events", events, apply, in_work.finish)


async def _upsert(where: Setting, servers: str, events: int) -> float:
    url = where.installation.fleet.databases.urls("floor", "floor").migration_url
    connection = await asyncpg.connect(url)
    await connection.execute("CREATE TABLE IF NOT EXISTS floor_view (id uuid PRIMARY KEY, version int, data jsonb)")

    async def apply(records: list[Any]) -> None:
        states = [(record.key.decode(), orjson.loads(record.value)["state"]) for record in records]
        columns = [key for key, _ in states], [state["version"] for _, state in states]
        await connection.execute(UPSERT, *columns, [orjson.dumps(state).decode() for _, state in states])

    try:
        return await _consume(servers, "bench.raw", events, apply, _nothing)
    finally:
        await connection.close()


async def _nothing() -> None:
    """The raw consumer has nothing in work when it reads the next batch."""


async def _consume(servers: str, topic: str, events: int, apply: Any, finish: Any) -> float:
    """Events a second; offsets are committed once a second, as the product does."""
    consumer = AIOKafkaConsumer(
        topic,
        bootstrap_servers=servers,
        group_id=f"bench-{topic}",
        enable_auto_commit=False,
        auto_offset_reset="earliest",
    )
    await consumer.start()
    seen, begun, committed = 0, 0.0, 0.0
    try:
        while seen < events:
            found = await consumer.getmany(timeout_ms=500, max_records=BATCH)
            records = [record for part in found.values() for record in part]
            if records:
                begun = begun or time.perf_counter()
                await apply(records)
                seen += len(records)
            if time.perf_counter() - committed > COMMIT_SECONDS or seen >= events:
                committed = time.perf_counter()
                await finish()
                await consumer.commit()
    finally:
        await consumer.stop()
    return seen / (time.perf_counter() - begun)
