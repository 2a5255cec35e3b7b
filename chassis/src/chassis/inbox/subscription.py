"""The Kafka side of following: one batch subscriber of FastStream over whole topics.

FastStream's default acknowledgement loses messages; this shape does not: nothing is acknowledged before the batch's
transaction has committed, and no header, however broken, can make a record disappear. Offsets are only a hint (the
watermarks know better), so they are committed once a second, not once a batch.
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
"""Two batches closer together than this are load, not single events."""
PACE_SECONDS = 0.03


def subscribe(
    router: KafkaRouter,
    service: str,
    sources: Sequence[str],
    follower: Follower,
    begin: Begin,
    replica: str,
    headway: float = 0.0,
    ahead: int = 0,
) -> None:
    """Adds a subscriber to the topics of `sources`, in the consumer group of `service`.

    `replica` is a name no other process has and this one has again after a restart: it then gets its partitions back
    without the group stopping. Without one, membership is dynamic. `headway`: seconds it lets other consumers go first.
    `ahead`: batches it may begin with before the one before is applied, see `pending.py`.
    """
    pace, pending = Pace(), PendingBatches(follower.receive, ahead)

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
        decoder=_whole,
    )
    async def follow(message: KafkaMessage) -> None:
        try:
            await asyncio.sleep(headway)
            lines = await readable(message.raw_message, begin)
            if lines:
                await pending.begin(lines)
            if pace.offsets_are_due():
                await pending.finish()
                await message.ack()
            await pace.gather(len(message.raw_message))
        except Exception as error:
            await pending.give_up()
            # Rewound and handed out again at once: without this pause it would spin.
            log.warning("inbox.retry_later", error=repr(error))
            await asyncio.sleep(1)
            await message.nack()


class Pace:
    """Commits offsets now and then, and under load lets records gather, so that a batch is worth its transaction."""

    def __init__(self) -> None:
        self._committed = self._finished = 0.0

    def offsets_are_due(self) -> bool:
        """True once a second: what was read so far is to be finished and its offsets committed."""
        now = time.monotonic()
        due = now - self._committed > COMMIT_SECONDS
        if due:
            self._committed = now
        return due

    async def gather(self, records: int) -> None:
        """Called after a batch of so many records; a full one shows that there are more, so nothing is waited for."""
        if records < BATCH and time.monotonic() - self._finished < BUSY_SECONDS:
            await asyncio.sleep(PACE_SECONDS)
        self._finished = time.monotonic()


async def _parse(records: Any, original: Any) -> Any:
    """FastStream skips a record whose headers it cannot read, without a word: give it headers it can."""
    return await original(tuple(replace(one, headers=_clean(one.headers)) for one in records))


def _clean(headers: Sequence[tuple[str, bytes | None]]) -> tuple[tuple[str, bytes], ...]:
    """An empty header says nothing; one of ours that is not UTF-8 makes the record unreadable, any other is dropped."""
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


async def _whole(message: Any) -> Any:
    """Nothing is decoded on the way: the handler gets the message itself, with its records and its acknowledgement."""
    return message


async def readable(records: Sequence[Any], begin: Begin) -> list[JournalLine]:
    """The lines in the records; what cannot be read is parked. Others go on in between."""
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
    """The line in a Kafka record, in CloudEvents' binary or structured mode; ValueError and kin when there is none."""
    for name, content in headers:
        if name == _UNREADABLE:
            raise ValueError(f"the header {content.decode()} is not UTF-8")
        if name == "content-type" and content.startswith(b"application/cloudevents"):
            return from_cloud_event(orjson.loads(value or b""))
    return from_headers(headers, value or b"")


def _check_place(line: JournalLine, topic: str) -> None:
    """A line that no owner can have written would block its partition for ever if it were followed."""
    if topic != f"{line.source}.events":
        raise ValueError(f"a line of {line.source} stands in {topic}")
    if not line.generation or line.shard != shard_of(line.subject) or line.seq < 1:
        raise ValueError(f"no journal has a place {line.generation}/{line.shard}/{line.seq} for {line.subject}")
