"""Relay and projection under a full journal, events a second, held against raw aiokafka and a raw batched upsert.

Databases of their own, so that the running product is not disturbed; the same Kafka and PostgreSQL.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from statistics import median
from typing import Any
from uuid import UUID

from chassis.command import Context
from chassis.database import Database, migrations
from chassis.domain.actor import SYSTEM
from chassis.identifiers import new_id
from chassis.inbox import watermarks
from chassis.inbox.applying import Inbox
from chassis.inbox.pending_batches import PendingBatches
from chassis.inbox.subscription import readable
from chassis.journal import reading
from chassis.journal.line import JournalLine
from chassis.journal.recording import make_line, with_state
from chassis.journal.relay import Relay
from chassis.process.clock import SystemClock
from contracts.tickets.events import TicketOpened
from embedded_platform.embedded import ONE_MACHINE_PARTITIONS
from embedded_platform.topics import ensure_topics
from gateway.consumers import CONCURRENT_BATCHES, projection
from gateway.settings import Settings as GatewaySettings
from tickets.domain.ticket import Ticket
from tickets.events import PUBLICATION
from tickets.settings import Settings as TicketsSettings

from bench import raw_streams
from bench.figures import Figure, judged
from bench.setting import Setting

CLIENT = UUID(int=7)


async def streams(where: Setting, rounds: int, events: int) -> list[Figure]:
    """Both figures; every round fills a journal of its own and measures each beside its floor."""
    relays, projections = [], []
    for number in range(rounds):
        relay, projection_ = await _round(where, f"bench{number}", events)
        relays.append(relay)
        projections.append(projection_)
    return [_judged("relay", relays), _judged("projection", projections)]


def _judged(name: str, rates: list[tuple[float, float]]) -> Figure:
    ours, raw = (median(side) for side in zip(*rates, strict=True))
    ratios = [own / floor for own, floor in rates]
    return judged(f"{name}, events a second", ratios, 0.5, "at least", per_second=ours, raw_per_second=raw)


async def _round(where: Setting, source: str, events: int) -> tuple[tuple[float, float], tuple[float, float]]:
    """Relay and projection, each with its floor, in events a second."""
    servers = where.installation.platform.bootstrap
    await asyncio.to_thread(ensure_topics, servers, [f"{source}.events", f"{source}.raw"], ONE_MACHINE_PARTITIONS)
    async with _database(where, source, "tickets") as owner, _database(where, source, "gateway") as view:
        await _fill(owner, source, events)
        relayed, lines = await _relay(owner, source, servers, events)
        raw = await raw_streams.produce(servers, f"{source}.raw", lines)
        projected = await _project(owner, view, source, servers, events)
        upserted = await raw_streams.upsert(where, f"{source}.raw", servers, events)
    return (relayed, raw), (projected, upserted)


@asynccontextmanager
async def _database(where: Setting, source: str, service: str) -> AsyncIterator[Database]:
    server = where.installation.fleet.databases
    name = f"{source}_{service}"
    await asyncio.to_thread(server.create, name)
    urls = server.urls(name, service)
    kind = TicketsSettings if service == "tickets" else GatewaySettings
    settings = kind(migration_url=urls.migration_url, app_url=urls.app_url, system_url=urls.system_url)
    await asyncio.to_thread(migrations.upgrade, service, settings)
    database = await Database.connect(urls.app_url, urls.system_url)
    yield database
    await database.close()


async def _fill(owner: Database, source: str, events: int) -> None:
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
            data = with_state({}, PUBLICATION.state(ticket))
            lines.append(make_line(source, TicketOpened.model_construct(**{}), ticket.id, 1, context, data=data))
        async with owner.transaction(CLIENT) as transaction:
            await transaction.note(lines)


async def _relay(owner: Database, source: str, servers: str, events: int) -> tuple[float, list[tuple[bytes, bytes]]]:
    begun = time.perf_counter()
    task = asyncio.create_task(Relay(owner, source, servers, "bench").run())
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


async def _project(owner: Database, view: Database, source: str, servers: str, events: int) -> float:
    handle, begin, _ = projection(view)
    async with owner.system_transaction() as transaction:
        heads = await reading.heads(transaction)
    async with begin() as transaction:
        await watermarks.continue_generation(transaction, source, heads)
    inbox = Inbox(begin, handle, pipelined=CONCURRENT_BATCHES > 0)

    async def receive(lines: Sequence[JournalLine]) -> None:
        await inbox.apply(lines, "kafka")

    pending = PendingBatches(receive, CONCURRENT_BATCHES)

    async def apply(records: list[Any]) -> None:
        await pending.begin(await readable(records, begin))

    return await raw_streams.consume(servers, f"{source}.events", events, apply, pending.finish)
