"""Subscribes to Kafka with one FastStream batch subscriber over whole topics.

FastStream's default acknowledgement loses messages. Here nothing is acknowledged before the batch's transaction has
committed, and a broken header cannot make a record disappear. Offsets are only a hint, because the watermarks are exact, so
offsets are committed once a second instead of once per batch.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import orjson
import structlog
from faststream import AckPolicy
from faststream.kafka import KafkaRouter
from faststream.kafka.annotations import KafkaMessage

from chassis.identifiers import shard_of
from chassis.inbox import parked
from chassis.inbox.applying import Begin
from chassis.inbox.following import Follower
from chassis.inbox.pending_batches import PendingBatches
from chassis.journal.line import JournalLine, from_cloud_event, from_headers

log = structlog.get_logger(__name__)
BATCH = 300
PORTION = 50
_UNREADABLE = "unreadable"
COMMIT_SECONDS = 1.0
BUSY_SECONDS = 0.04
"""Two batches closer together than this mean load instead of single events."""
PACE_SECONDS = 0.03


def subscribe(
    router: KafkaRouter,
    service: str,
    sources: Sequence[str],
    follower: Follower,
    begin: Begin,
    replica: str,
    delay_seconds: float = 0.0,
    concurrent_batches: int = 0,
) -> None:
    """Adds a subscriber to the topics of `sources`, in the consumer group of `service`.

    `replica` is a name that no other process has and that this one keeps after a restart: it then gets its partitions back
    without a rebalance. Without it, membership is dynamic. `delay_seconds` lets other consumers go first.
    `concurrent_batches` is the number of batches it may begin before the previous one is applied (`pending_batches.py`).
    """
    pace, pending = Pace(), PendingBatches(follower.receive, concurrent_batches)

    @router.subscriber(
        *(f"{source}.events" for source in sources),
        group_id=service,
        group_instance_id=f"{service}-{replica}" if replica else None,
        batch=True,
        max_records=BATCH,
        auto_offset_reset="earliest",
        session_timeout_ms=10000,
        heartbeat_interval_ms=3000,
        ack_policy=AckPolicy.MANUAL,
        parser=_parse,
        decoder=_keep_message,
    )
    async def follow(message: KafkaMessage) -> None:
        try:
            await asyncio.sleep(delay_seconds)
            lines = await readable(message.raw_message, begin)
            if lines:
                await pending.begin(lines)
            if pace.offsets_are_due():
                await pending.finish()
                await message.ack()
            await pace.gather(len(message.raw_message))
        except Exception as error:
            await pending.give_up()
            # The batch is handed out again at once, so without this pause the consumer would spin.
            log.warning("inbox.retry_later", error=repr(error))
            await asyncio.sleep(1)
            await message.nack()


class Pace:
    """Commits offsets at intervals, and under load lets records gather, so that a batch is worth its transaction."""

    def __init__(self) -> None:
        self._committed = self._finished = 0.0

    def offsets_are_due(self) -> bool:
        """Returns true once a second: the caller then finishes what was read so far and commits its offsets."""
        now = time.monotonic()
        due = now - self._committed > COMMIT_SECONDS
        if due:
            self._committed = now
        return due

    async def gather(self, records: int) -> None:
        """Waits for more records after a batch under load. A full batch shows that more are there, so it does not wait."""
        if records < BATCH and time.monotonic() - self._finished < BUSY_SECONDS:
            await asyncio.sleep(PACE_SECONDS)
        self._finished = time.monotonic()


async def _parse(records: Any, original: Any) -> Any:
    """Cleans the headers first, because FastStream silently skips a record whose headers it cannot read."""
    return await original(tuple(replace(one, headers=_clean_headers(one.headers)) for one in records))


def _clean_headers(headers: Sequence[tuple[str, bytes | None]]) -> tuple[tuple[str, bytes], ...]:
    """Drops empty headers and foreign headers that are not UTF-8. Other such headers make the record unreadable."""
    cleaned: list[tuple[str, bytes]] = []
    for name, content in headers:
        if content is None:
            continue
        try:
            content.decode()
            cleaned.append((name, content))
        except UnicodeDecodeError:
            if name.startswith("ce_"):
                cleaned.append((_UNREADABLE, name.encode()))
    return tuple(cleaned)


async def _keep_message(message: Any) -> Any:
    """Decodes nothing, so that the handler gets the message itself with its records and its acknowledgement."""
    return message


async def readable(records: Sequence[Any], begin: Begin) -> list[JournalLine]:
    """Returns the lines in the records and parks what is unreadable. Other tasks run after every PORTION records."""
    lines = []
    for number, record in enumerate(records):
        if number % PORTION == 0:
            await asyncio.sleep(0)
        try:
            line = read_record(record.headers, record.value)
            _check_place(line, record.topic)
            lines.append(line)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            place = f"{record.topic}/{record.partition}/{record.offset}/{record.timestamp}"
            log.error("inbox.unreadable", place=place, error=repr(error))
            async with begin() as transaction:
                await parked.park_unreadable(transaction, place, record.value or b"", repr(error))
    return lines


def read_record(headers: Sequence[tuple[str, bytes]], value: bytes | None) -> JournalLine:
    """Returns the line in a Kafka record (CloudEvents, binary or structured). Raises ValueError, KeyError or TypeError."""
    for name, content in headers:
        if name == _UNREADABLE:
            raise ValueError(f"the header {content.decode()} is not UTF-8")
        if name == "content-type" and content.startswith(b"application/cloudevents"):
            return from_cloud_event(orjson.loads(value or b""))
    return from_headers(headers, value or b"")


def _check_place(line: JournalLine, topic: str) -> None:
    """Raises ValueError for a line that no owner can have written, because it would block its partition permanently."""
    if topic != f"{line.source}.events":
        raise ValueError(f"a line of {line.source} stands in {topic}")
    if not line.generation or line.shard != shard_of(line.subject) or line.seq < 1:
        raise ValueError(f"no journal has a place {line.generation}/{line.shard}/{line.seq} for {line.subject}")
