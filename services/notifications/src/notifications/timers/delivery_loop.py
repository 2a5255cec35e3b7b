"""The loop that both channels share: it claims what is due, makes the deliveries concurrently, and records how each ended.

As soon as one has ended the next begins, and no client has more than its share in progress: a receiver that hangs keeps
nobody else waiting.

Several replicas may run it: a delivery is claimed by one (SKIP LOCKED). A process that dies in between leaves its
deliveries in `sending`; when their claim is over they are made again, under the same id.
"""

import asyncio
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from random import random
from time import monotonic
from typing import Protocol
from uuid import UUID

import structlog
from chassis.database import Database, Transaction
from chassis.process.clock import Clock
from chassis.process.wakeup import Listener
from chassis.telemetry import span

from notifications.commands.record_attempt import Attempt
from notifications.domain.delivery import Channel, Delivery, Outcome, Progress
from notifications.storage import deliveries

log = structlog.get_logger(__name__)
CONCURRENCY = 10
POLL_SECONDS = 0.5
SHUTDOWN_SECONDS = 8.0
"""What is in progress when the process is told to stop may take this long; otherwise it would be sent a second time.

With the five seconds that open requests have it stays under the grace of whoever stops processes (15 s)."""


class DeliveryChannel(Protocol):
    """One channel."""

    name: Channel

    async def send(self, delivery: Delivery) -> Outcome:
        """Makes the delivery. It does not raise for what the other side does."""
        ...

    async def record(self, transaction: Transaction, delivery: Delivery, attempt: Attempt) -> Progress:
        """Writes how it ended, and all that follows from it."""
        ...


class DeliveryLoop:
    """The loop of one channel."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        channel: DeliveryChannel,
        *,
        concurrency: int = CONCURRENCY,
        per_second: float = 0.0,
        jitter: Callable[[], float] = random,
        shutdown_seconds: float = SHUTDOWN_SECONDS,
    ) -> None:
        """`per_second` is the most that goes out on this channel, 0 for no limit; both limits hold for each replica."""
        self._database = database
        self._clock = clock
        self._channel = channel
        self._per_second = per_second
        self._jitter = jitter
        self._shutdown_seconds = shutdown_seconds
        self._concurrency = concurrency
        self._in_progress: dict[asyncio.Task[None], UUID] = {}

    async def run(self) -> None:
        """Sends for ever; whatever goes wrong between us and the database, it is tried again."""
        listener = self._database.committed.listener()
        try:
            while True:
                if not await self._safely_begin(listener):
                    await listener.wait(POLL_SECONDS)
        finally:
            listener.close()
            await self._finish(monotonic() + self._shutdown_seconds)

    async def run_once(self) -> int:
        """Makes what is due now, as far as there is room, and waits until it has ended; returns how many."""
        begun = await self._begin()
        while self._in_progress:
            await asyncio.wait(self._in_progress)
        return begun

    async def _begin(self, listener: Listener | None = None) -> int:
        busy = Counter(self._in_progress.values())
        room = self._concurrency - busy.total()
        if room <= 0:
            return 0
        async with self._database.system_transaction() as transaction:
            claimed = await deliveries.claim(transaction, self._channel.name, self._clock.now(), room, busy)
        for delivery in claimed:
            task = asyncio.create_task(self._deliver(delivery))
            self._in_progress[task] = delivery.client_id
            task.add_done_callback(partial(self._ended, listener))
        return len(claimed)

    def _ended(self, listener: Listener | None, task: asyncio.Task[None]) -> None:
        del self._in_progress[task]
        if not task.cancelled() and (error := task.exception()):
            log.warning("sending.failed", channel=self._channel.name, error=repr(error))
        if listener is not None:
            listener.set()

    async def _safely_begin(self, listener: Listener) -> int:
        begun = monotonic()
        try:
            made = await self._begin(listener)
            await asyncio.sleep(rest_seconds(made, self._per_second, monotonic() - begun))
            return made
        except Exception as error:
            log.warning("sending.failed", channel=self._channel.name, error=repr(error))
            await asyncio.sleep(1)
            return 0

    async def _finish(self, deadline: float) -> None:
        """Lets what is in progress finish when we are told to stop; being told again does not shorten its time."""
        while self._in_progress and (left := deadline - monotonic()) > 0:
            with suppress(asyncio.CancelledError):
                await asyncio.wait(self._in_progress, timeout=left)
        for task in list(self._in_progress):
            task.cancel()

    async def _deliver(self, delivery: Delivery) -> None:
        with span(f"send {delivery.channel}", delivery.traceparent):
            outcome = await self._outcome(delivery)
        attempt = Attempt(outcome, self._clock.now(), self._jitter())
        async with self._database.system_transaction() as transaction:
            after = await self._channel.record(transaction, delivery, attempt)
        if outcome.result != "sent":
            log.warning("sending.not_sent", id=str(delivery.id), channel=delivery.channel, result=outcome.result,
                        answer=outcome.answer, now=after.state)  # fmt: skip

    async def _outcome(self, delivery: Delivery) -> Outcome:
        try:
            return await self._channel.send(delivery)
        except Exception as error:
            log.exception("sending.defect", id=str(delivery.id), channel=delivery.channel)
            return Outcome("deferred", repr(error))


def rest_seconds(made: int, per_second: float, took: float) -> float:
    """How long to rest after a round of so many deliveries, so that no more than `per_second` go out."""
    return max(0.0, made / per_second - took) if per_second else 0.0
