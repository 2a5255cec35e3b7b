"""Follows other services' journals: batches from Kafka, gaps and everything overdue from the owners' feeds.

The comparison with the owners' heads does not need Kafka: with Kafka gone for good, everything still arrives, later.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence

import structlog

from chassis import telemetry
from chassis.inbox import watermarks
from chassis.inbox.applying import TRANSIENT, Begin, Inbox, place_of
from chassis.inbox.feed import PAGE, Feed, OwnerUnreachable
from chassis.inbox.watermarks import Place
from chassis.journal.line import JournalLine

log = structlog.get_logger(__name__)
LOOK_SECONDS = 3.0
"""Time between two comparisons; a line not applied at two of them is pulled."""


class Follower:
    """Keeps one consumer up with all its sources."""

    def __init__(self, begin: Begin, inbox: Inbox, feeds: Mapping[str, Feed]) -> None:
        self._begin = begin
        self._inbox = inbox
        self._feeds = feeds
        self._generations: dict[str, str] = {}
        self._seen: dict[str, list[int]] = {}
        self._pulling: dict[str, asyncio.Lock] = {source: asyncio.Lock() for source in feeds}

    async def receive(self, lines: Sequence[JournalLine]) -> None:
        """Applies a batch from Kafka; returns when everything in it is applied or parked, or raises to get it again."""
        for source in {line.source for line in lines} - self._generations.keys():
            await self.learn_generation(source)
        current = [line for line in lines if self._generations.get(line.source) == line.generation]
        gaps = await self._inbox.apply(current, "kafka") if current else set()
        stale = {line.source for line in lines if self._generations.get(line.source) != line.generation}
        for source in stale & self._feeds.keys():
            await self.learn_generation(source)
        for source, _, shard in sorted(gaps):
            await self._pull(source, [shard])

    def forget(self) -> None:
        """Forgets what it knew of the sources; after the watermarks were taken away, to begin anew."""
        self._generations.clear()
        self._seen.clear()

    async def learn_generation(self, source: str) -> list[int]:
        """Asks the owner for its heads; starts or continues its generation here. Returns the heads."""
        heads = await self._feeds[source].heads()
        if self._generations.get(source) != heads.generation:
            async with self._begin() as transaction:
                await watermarks.continue_generation(transaction, source, heads.generation, heads.base)
            self._generations[source] = heads.generation
        return heads.heads

    async def watch(self) -> None:
        """Compares with the owners' heads for ever and pulls what is overdue."""
        while True:
            await asyncio.gather(*(self._look(source) for source in self._feeds))
            await asyncio.sleep(LOOK_SECONDS)

    async def catch_up(self, *, sources: Iterable[str] = ()) -> None:
        """Pulls everything there is, now; for rebuilds and tests."""
        for source in sources or self._feeds:
            heads = await self.learn_generation(source)
            await self._pull(source, range(len(heads)))

    async def _look(self, source: str) -> None:
        try:
            heads = await self.learn_generation(source)
            async with self._begin() as transaction:
                marks = await watermarks.of_source(transaction, source, self._generations[source])
            before, self._seen[source] = self._seen.get(source, [0] * len(heads)), heads
            telemetry.CONSUMER_BEHIND.labels(source).set(sum(h - m for h, m in zip(heads, marks, strict=True)))
            overdue = [shard for shard, mark in enumerate(marks) if mark < before[shard]]
            if overdue:
                log.info("inbox.pulling", source=source, shards=len(overdue))
                await self._pull(source, overdue)
        except OwnerUnreachable as error:
            log.debug("inbox.owner_unreachable", source=source, error=str(error))
        except TRANSIENT as error:
            log.warning("inbox.look_failed", source=source, error=repr(error))
        except Exception:
            log.exception("inbox.look_failed", source=source)

    async def _pull(self, source: str, shards: Iterable[int]) -> None:
        async with self._pulling[source]:
            for shard in shards:
                await self._pull_shard(source, shard)

    async def _pull_shard(self, source: str, shard: int) -> None:
        while True:
            async with self._begin() as transaction:
                marks = await watermarks.of_source(transaction, source, self._generations[source])
            lines = await self._feeds[source].after(shard, marks[shard])
            if lines:
                await self._apply_pulled(lines)
            if len(lines) < PAGE:
                return

    async def _apply_pulled(self, lines: Sequence[JournalLine]) -> None:
        gaps: set[Place] = await self._inbox.apply(lines, "pull")
        if gaps:
            # Another replica moved the mark back or the owner skipped a number: neither can happen, so say it loudly.
            log.error("inbox.gap_in_feed", place=str(place_of(lines[0])), first=lines[0].seq)
            raise OwnerUnreachable("the feed has a gap")
