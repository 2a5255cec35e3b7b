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

from chassis.inbox import parked
from chassis.inbox.applying import Begin
from chassis.inbox.following import Follower
from chassis.journal.line import JournalLine, from_attributes, from_cloud_event

log = structlog.get_logger(__name__)
BATCH = 300
COMMIT_SECONDS = 1.0
BUSY_SECONDS = 0.02
"""Two batches closer together than this are load, not single events."""
PACE_SECONDS = 0.01


def subscribe(
    router: KafkaRouter, service: str, sources: Sequence[str], follower: Follower, begin: Begin, replica: str
) -> None:
    """Adds a subscriber to the topics of `sources`, in the consumer group of `service`."""

    pace = Pace()

    @router.subscriber(
        *(f"{source}.events" for source in sources),
        group_id=service,
        group_instance_id=f"{service}-{replica}",
        batch=True,
        max_records=BATCH,
        auto_offset_reset="earliest",
        session_timeout_ms=10000,
        heartbeat_interval_ms=3000,
        ack_policy=AckPolicy.MANUAL,
        parser=_parse,
        decoder=_decode,
    )
    async def follow(records: Any, message: KafkaMessage) -> None:
        try:
            lines = await _readable(records, begin)
            if lines:
                await follower.receive(lines)
            await pace.after_batch(message)
        except Exception as error:
            # Rewound and handed out again at once: without this pause it would spin.
            log.warning("inbox.retry_later", error=repr(error))
            await asyncio.sleep(1)
            await message.nack()


class Pace:
    """Commits offsets now and then, and under load lets records gather, so that a batch is worth its transaction."""

    def __init__(self) -> None:
        self._committed = self._finished = 0.0

    async def after_batch(self, message: KafkaMessage) -> None:
        """Called when a batch has been applied."""
        now = time.monotonic()
        if now - self._committed > COMMIT_SECONDS:
            self._committed = now
            await message.ack()
        if now - self._finished < BUSY_SECONDS:
            await asyncio.sleep(PACE_SECONDS)
        self._finished = time.monotonic()


async def _parse(records: Any, original: Any) -> Any:
    """FastStream skips a record whose headers it cannot read, without a word: give it headers it can."""
    cleaned = (
        replace(one, headers=tuple((k, (v or b"").decode("utf8", "replace").encode()) for k, v in one.headers))
        for one in records
    )
    return await original(tuple(cleaned))


async def _decode(message: Any) -> list[Any]:
    return list(message.raw_message)


async def _readable(records: Sequence[Any], begin: Begin) -> list[JournalLine]:
    lines = []
    for record in records:
        try:
            lines.append(read_record(record.headers, record.value))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            place = f"{record.topic}/{record.partition}/{record.offset}/{record.timestamp}"
            log.error("inbox.unreadable", place=place, error=repr(error))
            async with begin() as transaction:
                await parked.park_unreadable(transaction, place, record.value or b"", repr(error))
    return lines


def read_record(headers: Sequence[tuple[str, bytes]], value: bytes | None) -> JournalLine:
    """The line in a Kafka record, in CloudEvents' binary or structured mode; ValueError and kin when there is none."""
    texts = {name: (content or b"").decode() for name, content in headers}
    if texts.get("content-type", "").startswith("application/cloudevents"):
        return from_cloud_event(orjson.loads(value or b""))
    attributes = ((name.removeprefix("ce_"), text) for name, text in texts.items() if name.startswith("ce_"))
    return from_attributes(attributes, value or b"")
