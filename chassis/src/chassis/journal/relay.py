"""Carries journal lines to Kafka, in order within a shard, by one leading replica at a time.

Kafka only makes it fast: what is lost there, consumers pull from the feed. So the relay may repeat, but never skip: marks
move only after Kafka's acknowledgement, and only while the lease's epoch is ours.
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
"""Lines of one shard in one round."""
POLL_SECONDS = 0.25
PACE_SECONDS = 0.02
"""Least time between two rounds under load: a line that comes alone goes at once, many go together."""
AGAIN_SECONDS = 0.5
AFTER_A_WIPE = 2000
"""Lines of each shard that are sent again when Kafka has lost what it had; `opslayer replay` sends them all."""
# A mark lost in a crash is only a repetition, so this statement's commit need not wait for the disk. A mark that was moved
# meanwhile (a replay) stays where it was put.
_MOVE = """WITH lazy AS (SELECT set_config('synchronous_commit', 'off', true))
UPDATE relay_mark mark SET sent = moved.last
FROM lazy, unnest($1::smallint[], $2::bigint[], $3::bigint[]) AS moved (shard, first, last)
WHERE mark.shard = moved.shard AND mark.sent = moved.first - 1
  AND EXISTS (SELECT 1 FROM lease WHERE name = 'relay' AND holder = $4 AND epoch = $5)"""
_REWIND = "UPDATE relay_mark SET sent = greatest(0, sent - coalesce($1, sent))"


class Relay:
    """The relay of one service. `replica` makes log lines readable; the lease's holder is this very object."""

    def __init__(self, database: Database, source: str, kafka: str, replica: str) -> None:
        self._database = database
        self._source = source
        # A name of its own: two processes that were given the same one would both lead.
        self._lease = Lease(database, "relay", f"{source}-{replica}-{new_id()}")
        self._sender = Sender(kafka, f"{source}.events")
        self._listener = database.committed.listener()
        self._renew_at = 0.0
        self._last_round = 0.0
        self._generation = ""

    @property
    def leads(self) -> bool:
        """True while this one relays."""
        return self._lease.epoch is not None

    async def run(self) -> None:
        """Relays for ever; whatever goes wrong, the producer is thrown away and everything is read anew."""
        hearing = asyncio.create_task(wakeups.listen(self._database, self._listener.set))
        try:
            while True:
                await self._try_round()
                await self._pace()
        finally:
            hearing.cancel()
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
            await asyncio.sleep(AGAIN_SECONDS)

    async def _pace(self) -> None:
        early = self._last_round + PACE_SECONDS - time.monotonic()
        if early > 0:
            await asyncio.sleep(early)
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
        """What is to be sent next, in order within each shard."""
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
    """Sends the whole journal again (`opslayer replay`), or the last lines of each shard; consumers skip what they have."""
    async with database.system_transaction() as transaction:
        await transaction.execute(_REWIND, lines)
