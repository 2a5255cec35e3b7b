"""Carries journal lines to Kafka, in order within a shard, by one leading replica at a time.

Kafka only makes it fast: what is lost there, consumers pull from the feed. So the relay may repeat, but never skip: marks
move only after Kafka's acknowledgement, and only while the lease's epoch is ours.
"""

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import structlog
from aiokafka import AIOKafkaProducer

from chassis import telemetry
from chassis.database import Database, Transaction
from chassis.journal import reading
from chassis.journal.line import JournalLine, to_attributes
from chassis.lease import SECONDS, Lease

log = structlog.get_logger(__name__)
BATCH = 200
"""Lines of one shard in one round."""
POLL_SECONDS = 0.25
PACE_SECONDS = 0.008
"""Least time between two rounds under load: a line that comes alone goes at once, many go together."""
# A mark lost in a crash is only a repetition, so this statement's commit need not wait for the disk.
_MOVE = """WITH lazy AS (SELECT set_config('synchronous_commit', 'off', true))
UPDATE relay_mark mark SET sent = moved.seq FROM lazy, unnest($1::smallint[], $2::bigint[]) AS moved (shard, seq)
WHERE mark.shard = moved.shard AND EXISTS (SELECT 1 FROM lease WHERE name = 'relay' AND holder = $3 AND epoch = $4)"""
_REWIND = "UPDATE relay_mark SET sent = 0"


class Relay:
    """The relay of one service."""

    def __init__(self, database: Database, source: str, kafka: str, replica: str) -> None:
        self._database = database
        self._source = source
        self._kafka = kafka
        self._topic = f"{source}.events"
        self._lease = Lease(database, "relay", replica)
        self._producer: Any = None
        self._partitions = 0
        self._renew_at = 0.0
        self._last_round = 0.0
        self._generation = ""

    async def run(self) -> None:
        """Relays for ever; whatever goes wrong, the producer is thrown away and everything is read anew."""
        listener = self._database.committed.listener()
        try:
            while True:
                try:
                    busy = await self._round()
                except asyncio.CancelledError:
                    raise
                except Exception as error:
                    log.warning("relay.failed", error=repr(error))
                    await self._drop_producer()
                    await asyncio.sleep(0.5)
                    continue
                if not busy:
                    await listener.wait(POLL_SECONDS)
                await self._pace()
        finally:
            listener.close()
            await self._drop_producer()
            with suppress(Exception):
                await self._lease.give_up()

    async def _pace(self) -> None:
        early = self._last_round + PACE_SECONDS - time.monotonic()
        if early > 0:
            await asyncio.sleep(early)
        self._last_round = time.monotonic()

    async def _round(self) -> bool:
        if not await self._leads():
            await asyncio.sleep(SECONDS / 3)
            return False
        async with self._database.connection(self._database.system) as connection:
            lines = await reading.unsent(Transaction(connection), self._source, self._generation, BATCH)
        if not lines:
            return False
        await self._send(lines)
        await self._move_marks(lines)
        return True

    async def _leads(self) -> bool:
        if time.monotonic() >= self._renew_at:
            leads = await self._lease.take()
            self._renew_at = time.monotonic() + SECONDS / 3
            async with self._database.connection(self._database.system) as connection:
                self._generation = await reading.generation(Transaction(connection))
            telemetry.RELAY_LEADS.set(leads)
        return self._lease.epoch is not None

    async def _send(self, lines: Sequence[JournalLine]) -> None:
        producer = await self._connected()
        async with asyncio.timeout(10):
            sent = [
                await producer.send(
                    self._topic,
                    value=line.data,
                    key=str(line.subject).encode(),
                    partition=line.shard % self._partitions,
                    headers=_headers(line),
                )
                for line in lines
            ]
            await asyncio.gather(*sent)
        now = time.time()
        for line in lines:
            telemetry.RELAY_DELAY_SECONDS.observe(max(0.0, now - line.recorded_at.timestamp()))
        telemetry.RELAY_SENT.inc(len(lines))

    async def _connected(self) -> Any:
        if self._producer is None:
            # No idempotence: after a wiped Kafka an idempotent producer is told "done" for lines that are thrown away.
            producer = AIOKafkaProducer(
                bootstrap_servers=self._kafka,
                acks="all",
                linger_ms=0,
                request_timeout_ms=5000,
                metadata_max_age_ms=15000,
                max_batch_size=262144,
            )
            self._producer = producer
            async with asyncio.timeout(15):
                await producer.start()
                self._partitions = len(await producer.partitions_for(self._topic))
        return self._producer

    async def _move_marks(self, lines: Sequence[JournalLine]) -> None:
        last = {line.shard: line.seq for line in lines}
        async with self._database.connection(self._database.system) as connection:
            await connection.execute(_MOVE, list(last), list(last.values()), self._lease.holder, self._lease.epoch)

    async def _drop_producer(self) -> None:
        producer, self._producer = self._producer, None
        if producer is not None:
            with suppress(Exception):
                await asyncio.wait_for(producer.stop(), 5)


def _headers(line: JournalLine) -> list[tuple[str, bytes]]:
    return [
        ("content-type" if name == "datacontenttype" else f"ce_{name}", value.encode())
        for name, value in to_attributes(line)
    ]


async def rewind(database: Database) -> None:
    """Sends the whole journal again (`opslayer replay`); consumers skip what they have."""
    async with database.system_transaction() as transaction:
        await transaction.execute(_REWIND)
