"""Follows other services' journals: batches from Kafka, gaps and overdue lines from the owners' feeds.

The comparison with the owners' heads does not need Kafka, so every line arrives without Kafka too, only later. A batch from
Kafka may therefore be skipped whenever it cannot be applied now.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence

import structlog

from chassis.database import Transaction
from chassis.inbox import watermarks
from chassis.inbox.applying import Begin, Inbox, place_of, transient
from chassis.inbox.consumer_lag import ConsumerLag
from chassis.inbox.feed import PAGE, Feed, OwnerUnreachable
from chassis.inbox.watermarks import GenerationUnknown, Place
from chassis.journal.line import JournalLine
from chassis.journal.reading import Heads

log = structlog.get_logger(__name__)
LOOK_SECONDS = 3.0
"""Time between two comparisons. A line that is not applied at two of them is pulled."""

STUCK_LOOKS = 5
OnRestored = Callable[[Transaction], Awaitable[None]]


class Follower:
    """Keeps one consumer up to date with all its sources."""

    def __init__(
        self,
        begin: Begin,
        inbox: Inbox,
        feeds: Mapping[str, Feed],
        look_seconds: float = LOOK_SECONDS,
        stuck: Callable[[], None] | None = None,
        on_restored: OnRestored | None = None,
    ) -> None:
        """`stuck` is called when Kafka seems to deliver nothing any more.

        `on_restored` undoes what a restored owner no longer has, within the transaction that detects the restore.
        """
        self._begin = begin
        self._inbox = inbox
        self._feeds = feeds
        self._look_seconds = look_seconds
        self._stuck = stuck
        self._on_restored = on_restored
        self._overdue_looks = dict.fromkeys(feeds, 0)
        self._heard: set[str] = set()
        self._generations: dict[str, str] = {}
        self._lag = {source: ConsumerLag(source) for source in feeds}
        self._pulling = {source: asyncio.Lock() for source in feeds}
        self._not_before: dict[str, float] = {}

    def age(self) -> float | None:
        """Returns the seconds since all lines of its owners were applied. None before the first time, also after `forget`.

        It grows while an owner does not answer, because it is then unknown what the owner has.
        """
        reached = [lag.caught_up_at for lag in self._lag.values()]
        known = [at for at in reached if at is not None]
        return time.monotonic() - min(known, default=0.0) if len(known) == len(reached) else None

    async def receive(self, lines: Sequence[JournalLine]) -> None:
        """Applies a batch from Kafka and pulls what is missing before it.

        Raises to get the batch again. Lines that were already applied are then skipped.
        """
        self._heard.update(line.source for line in lines)
        try:
            await self._receive(lines)
        except GenerationUnknown:
            self.forget()
            raise

    async def _receive(self, lines: Sequence[JournalLine]) -> None:
        unknown = [source for source in {line.source for line in lines} if not await self._knows(source)]
        current = [line for line in lines if self._generations.get(line.source) == line.generation]
        gaps = await self._inbox.apply(current, "kafka") if current else set()
        for source in {line.source for line in lines if self._generations.get(line.source) != line.generation}:
            await self._fill(source, ())
        for source in {source for source, _, _ in gaps}:
            await self._fill(source, sorted(shard for owner, _, shard in gaps if owner == source))
        if unknown:
            raise OwnerUnreachable(f"never heard of a generation of {', '.join(unknown)}")

    async def learn_generation(self, source: str) -> list[int]:
        """Asks the owner for its heads and starts or continues its generation here. Returns the heads."""
        heads = await self._feeds[source].heads()
        if self._generations.get(source) != heads.generation:
            await self._continue(source, heads)
            self._generations[source] = heads.generation
            self._lag[source] = ConsumerLag(source)
        return heads.heads

    async def _continue(self, source: str, heads: Heads) -> None:
        async with self._begin() as transaction:
            restored = await watermarks.continue_generation(transaction, source, heads)
            if restored and self._on_restored is not None:
                await self._on_restored(transaction)
        if restored:
            log.error("inbox.source_restored", source=source, rebuilt=self._on_restored is not None)
        if restored and self._on_restored is not None:
            self.forget()
            raise GenerationUnknown(f"{source} was restored: everything is applied anew")

    def forget(self) -> None:
        """Forgets all generations, so that they are learned again. A rebuild calls it after it cleared the watermarks."""
        self._generations.clear()
        self._lag = {source: ConsumerLag(source) for source in self._feeds}

    async def watch(self) -> None:
        """Compares with the owners' heads and pulls what is overdue, until cancelled. No owner waits for another."""
        await asyncio.gather(*(self._watch_source(source) for source in self._feeds))

    async def catch_up(self, *, sources: Iterable[str] = ()) -> None:
        """Pulls everything there is now, for rebuilds and tests."""
        for source in sources or self._feeds:
            heads = await self.learn_generation(source)
            await self._pull(source, range(len(heads)))

    async def _knows(self, source: str) -> bool:
        """Returns true when a generation of the source is known. An unreachable owner is assumed to be unchanged."""
        if source in self._generations:
            return True
        try:
            await self.learn_generation(source)
        except OwnerUnreachable:
            async with self._begin() as transaction:
                known = await watermarks.newest_generation(transaction, source)
            if known is None:
                return False
            self._generations[source] = known
        return True

    async def _fill(self, source: str, shards: Sequence[int]) -> None:
        """Pulls the gaps. When the owner does not answer, the next comparison pulls them."""
        if time.monotonic() < self._not_before.get(source, 0):
            return
        try:
            await self.learn_generation(source)
            await self._pull(source, shards)
        except OwnerUnreachable as error:
            self._not_before[source] = time.monotonic() + self._look_seconds
            log.info("inbox.gap_left", source=source, error=str(error))

    async def _watch_source(self, source: str) -> None:
        while True:
            await self._compare(source)
            await asyncio.sleep(self._look_seconds)

    async def _compare(self, source: str) -> None:
        try:
            heads = await self.learn_generation(source)
            async with self._begin() as transaction:
                marks = await watermarks.of_source(transaction, source, self._generations[source])
            overdue = self._lag[source].look(heads, marks)
            self._suspect(source, bool(overdue))
            if overdue:
                log.info("inbox.pulling", source=source, shards=len(overdue))
                await self._pull(source, overdue)
        except OwnerUnreachable as error:
            log.debug("inbox.owner_unreachable", source=source, error=str(error))
        except GenerationUnknown:
            self.forget()
        except Exception as error:
            if not transient(error):
                log.exception("inbox.look_failed", source=source)
            else:
                log.warning("inbox.look_failed", source=source, error=repr(error))

    def _suspect(self, source: str, overdue: bool) -> None:
        """Reports Kafka as stuck when lines are overdue at STUCK_LOOKS comparisons and Kafka delivers none of that owner."""
        if source in self._heard:
            self._overdue_looks[source] = 0
        elif overdue:
            self._overdue_looks[source] += 1
        self._heard.discard(source)
        if self._stuck is not None and self._overdue_looks[source] >= STUCK_LOOKS:
            self._overdue_looks[source] = 0
            self._stuck()

    async def _pull(self, source: str, shards: Iterable[int]) -> None:
        async with self._pulling[source]:
            for shard in shards:
                await self._pull_shard(source, shard)

    async def _pull_shard(self, source: str, shard: int) -> None:
        while True:
            async with self._begin() as transaction:
                marks = await watermarks.of_source(transaction, source, self._generations[source])
            lines = await self._feeds[source].after(shard, marks[shard])
            if lines and lines[0].generation != self._generations[source]:
                raise GenerationUnknown(f"{source} was restored this moment")
            if lines:
                await self._apply_pulled(lines)
            if len(lines) < PAGE:
                return

    async def _apply_pulled(self, lines: Sequence[JournalLine]) -> None:
        gaps: set[Place] = await self._inbox.apply(lines, "pull")
        if gaps:
            # The owner skipped a number. That cannot happen, so it is logged as an error.
            log.error("inbox.gap_in_feed", place=str(place_of(lines[0])), first=lines[0].seq)
            raise OwnerUnreachable("the feed has a gap")
