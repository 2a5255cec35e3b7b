"""The floors of the streams: aiokafka alone, and the least one can do to keep what comes. Also reading, which both do."""

import asyncio
import time
from typing import Any

import asyncpg
import orjson
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from chassis.inbox.subscription import BATCH, COMMIT_SECONDS

from bench.setting import Setting

UPSERT = """INSERT INTO floor_view (id, version, data) SELECT * FROM unnest($1::uuid[], $2::int[], $3::jsonb[])
ON CONFLICT (id) DO UPDATE SET version = excluded.version, data = excluded.data"""


async def produce(servers: str, topic: str, lines: list[tuple[bytes, bytes]]) -> float:
    """Events a second into a topic, as (key, value)."""
    producer = AIOKafkaProducer(bootstrap_servers=servers, acks="all", max_batch_size=262144)
    await producer.start()
    begun = time.perf_counter()
    for start in range(0, len(lines), 2000):
        sent = [await producer.send(topic, data, key=key) for key, data in lines[start : start + 2000]]
        await asyncio.gather(*sent)
    took = time.perf_counter() - begun
    await producer.stop()
    return len(lines) / took


async def upsert(where: Setting, topic: str, servers: str, events: int) -> float:
    """Events a second out of a topic into a table, one statement a batch."""
    url = where.installation.fleet.databases.urls("floor", "floor").migration_url
    connection = await asyncpg.connect(url)
    await connection.execute("CREATE TABLE IF NOT EXISTS floor_view (id uuid PRIMARY KEY, version int, data jsonb)")
    await connection.execute("TRUNCATE floor_view")

    async def apply(records: list[Any]) -> None:
        states = [(record.key.decode(), orjson.loads(record.value)["state"]) for record in records]
        columns = [key for key, _ in states], [state["version"] for _, state in states]
        await connection.execute(UPSERT, *columns, [orjson.dumps(state).decode() for _, state in states])

    try:
        return await consume(servers, topic, events, apply, _nothing)
    finally:
        await connection.close()


async def _nothing() -> None:
    """The raw consumer has nothing in work when it reads the next batch."""


async def consume(servers: str, topic: str, events: int, apply: Any, finish: Any) -> float:
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
