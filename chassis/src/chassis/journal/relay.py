"""Sends journal lines to Kafka, in order within a shard, by one leading replica at a time.

Kafka only makes delivery fast: consumers pull what it loses from the feed. So the relay may repeat lines, but must never skip
one. It moves its marks only after Kafka's acknowledgement, and only while it holds the lease's epoch.
"""

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress

import structlog

from chassis import telemetry
from chassis.database import Database, Transaction
from chassis.identifiers import new_id
from chassis.journal import reading, wakeups
from chassis.journal.kafka_sender import Sender
from chassis.journal.lease import SECONDS, Lease
from chassis.journal.line import JournalLine

log = structlog.get_logger(__name__)
BATCH = 200
"""Maximum number of lines of one shard in one round."""
POLL_SECONDS = 0.25
PACE_SECONDS = 0.02
"""Minimum time between two rounds under load. A single line is sent at once, many lines are sent together."""
RETRY_SECONDS = 0.5
AFTER_A_WIPE = 2000
"""Number of lines per shard that are sent again after Kafka lost its data. `opslayer replay` sends all lines."""
# A mark lost in a crash only causes repeated lines, so this commit need not wait for the disk. A mark that something else
# moved meanwhile (a replay) is left unchanged.
_MOVE = """WITH lazy AS (SELECT set_config('synchronous_commit', 'off', true))
UPDATE relay_mark mark SET sent = moved.last
FROM lazy, unnest($1::smallint[], $2::bigint[], $3::bigint[]) AS moved (shard, first, last)
WHERE mark.shard = moved.shard AND mark.sent = moved.first - 1
  AND EXISTS (SELECT 1 FROM lease WHERE name = 'relay' AND holder = $4 AND epoch = $5)"""
_REWIND = "UPDATE relay_mark SET sent = greatest(0, sent - coalesce($1, sent))"


class Relay:
    """The relay of one service. `replica` makes log lines readable. The lease is held by this object, under a unique name."""

    def __init__(self, database: Database, source: str, kafka: str, replica: str) -> None:
        self._database = database
        self._source = source
        # The name is unique, because two processes with the same one would both lead.
        self._lease = Lease(database, "relay", f"{source}-{replica}-{new_id()}")
        self._sender = Sender(kafka, f"{source}.events")
        self._listener = database.committed.listener()
        self._renew_at = 0.0
        self._last_round = 0.0
        self._generation = ""

    @property
    def leads(self) -> bool:
        """Returns true while this replica leads."""
        return self._lease.epoch is not None

    async def run(self) -> None:
        """Sends lines until it is cancelled. After any error it discards the producer and reads its state again."""
        listening = asyncio.create_task(wakeups.listen(self._database, self._listener.set))
        try:
            while True:
                await self._try_round()
                await self._pace()
        finally:
            listening.cancel()
            self._listener.close()
            with suppress(Exception):
                await self._lease.give_up()
            await self._sender.close()

    async def _try_round(self) -> None:
        try:
            if not await self._round():
                await self._listener.wait(POLL_SECONDS)
        except Exception as error:
            log.warning("relay.failed", source=self._source, error=repr(error))
            await self._sender.close()
            await asyncio.sleep(RETRY_SECONDS)

    async def _pace(self) -> None:
        remaining = self._last_round + PACE_SECONDS - time.monotonic()
        if remaining > 0:
            await asyncio.sleep(remaining)
        self._last_round = time.monotonic()

    async def _round(self) -> bool:
        if not await self._take_lead():
            await asyncio.sleep(SECONDS / 3)
            return False
        lines = await self.next_lines()
        if not lines:
            return False
        if not await self._sender.send(lines):
            log.warning("relay.kafka_was_wiped", source=self._source)
            await rewind(self._database, AFTER_A_WIPE)
            return True
        await self._move_marks(lines)
        _measure(lines)
        return True

    async def next_lines(self) -> list[JournalLine]:
        """Returns the lines to send next, in order within each shard."""
        async with self._database.connection(self._database.system) as connection:
            return await reading.unsent(Transaction(connection), self._source, self._generation, BATCH)

    async def _take_lead(self) -> bool:
        if time.monotonic() >= self._renew_at:
            leads = await self._lease.take()
            async with self._database.connection(self._database.system) as connection:
                self._generation = await reading.generation(Transaction(connection))
            self._renew_at = time.monotonic() + SECONDS / 3
            telemetry.RELAY_LEADS.set(leads)
        return self.leads

    async def _move_marks(self, lines: Sequence[JournalLine]) -> None:
        first: dict[int, int] = {}
        last: dict[int, int] = {}
        for line in lines:
            first.setdefault(line.shard, line.seq)
            last[line.shard] = line.seq
        marks = list(first), list(first.values()), list(last.values())
        async with self._database.connection(self._database.system) as connection:
            await connection.execute(_MOVE, *marks, self._lease.holder, self._lease.epoch)


def _measure(lines: Sequence[JournalLine]) -> None:
    oldest = min(line.recorded_at for line in lines)
    telemetry.RELAY_DELAY_SECONDS.observe(max(0.0, time.time() - oldest.timestamp()))
    telemetry.RELAY_SENT.inc(len(lines))


async def rewind(database: Database, lines: int | None = None) -> None:
    """Sends the whole journal again (`opslayer replay`), or the last `lines` of each shard. Consumers skip what they have."""
    async with database.system_transaction() as transaction:
        await transaction.execute(_REWIND, lines)
