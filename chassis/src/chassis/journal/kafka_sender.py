"""Sends journal lines to one Kafka topic as CloudEvents in binary mode, and detects that Kafka lost its data.

Batches are packed here: the partition of a line is known, and a future per line costs more than building its record. The
producer is not idempotent: after Kafka was wiped, an idempotent one reports success for lines that are discarded.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, NamedTuple

import structlog
from aiokafka import AIOKafkaProducer
from aiokafka.errors import MessageSizeTooLargeError

from chassis.journal.line import JournalLine, to_headers

log = structlog.get_logger(__name__)
CONNECT_SECONDS = 15
SEND_SECONDS = 10
STOP_SECONDS = 3


class Packed(NamedTuple):
    """A batch of lines of one partition, and its first line. A line larger than a batch is alone in its batch."""

    partition: int
    batch: Any
    first: JournalLine


class Sender:
    """A producer for one topic. `send` creates the producer when there is none, and `close` discards it."""

    def __init__(self, kafka: str, topic: str) -> None:
        self._kafka = kafka
        self._topic = topic
        self._producer: Any = None
        self._partitions = 0
        self._ends: dict[int, int] = {}

    async def send(self, lines: Sequence[JournalLine]) -> bool:
        """Sends the lines and waits until Kafka has them. Returns false when Kafka's offsets went back (it was wiped)."""
        producer = await self._connected()
        batches = self._packed(producer, lines)
        async with asyncio.timeout(SEND_SECONDS):
            on_their_way = [
                await producer.send_batch(each.batch, self._topic, partition=each.partition) for each in batches
            ]
            answers = await asyncio.gather(*on_their_way, return_exceptions=True)
        return self._went_forward(_offsets(batches, answers))

    async def close(self) -> None:
        """Discards the producer. Its own way of stopping takes 40 s while Kafka is unreachable."""
        producer, self._producer = self._producer, None
        if producer is not None:
            with suppress(Exception):
                async with asyncio.timeout(STOP_SECONDS):
                    await producer.stop()

    def _packed(self, producer: Any, lines: Sequence[JournalLine]) -> list[Packed]:
        batches: list[Packed] = []
        filling: dict[int, Any] = {}
        for line in lines:
            partition = line.shard % self._partitions
            if partition not in filling or not _added(filling[partition], line):
                filling[partition] = producer.create_batch()
                batches.append(Packed(partition, filling[partition], line))
                _added(filling[partition], line)
        return batches

    async def _connected(self) -> Any:
        if self._producer is None:
            producer = AIOKafkaProducer(
                bootstrap_servers=self._kafka,
                acks="all",
                linger_ms=0,
                request_timeout_ms=5000,
                metadata_max_age_ms=15000,
                max_batch_size=262144,
            )
            self._producer = producer
            async with asyncio.timeout(CONNECT_SECONDS):
                await producer.start()
                self._partitions = len(await producer.partitions_for(self._topic))
        return self._producer

    def _went_forward(self, offsets: dict[int, range]) -> bool:
        """A wiped partition begins at 0 again. Its last offset tells nothing: more may be sent now than was in it before."""
        forward = all(taken.start >= self._ends.get(partition, 0) for partition, taken in offsets.items())
        ends = {partition: taken.stop for partition, taken in offsets.items()}
        self._ends = self._ends | ends if forward else ends
        return forward


def _added(batch: Any, line: JournalLine) -> bool:
    """Appends the line and returns true, or returns false when the batch is full. The first line of a batch always fits."""
    key = str(line.subject).encode()
    return batch.append(timestamp=None, key=key, value=line.data, headers=to_headers(line)) is not None


def _offsets(batches: Sequence[Packed], answers: Sequence[Any]) -> dict[int, range]:
    """The offsets the lines took in each partition, by what Kafka answered for each batch; its errors rise, but for one.

    A line too large for Kafka will never be taken. Consumers see a gap and pull it from the feed, which has no limit.
    """
    offsets: dict[int, range] = {}
    for (partition, batch, first), answer in zip(batches, answers, strict=True):
        if isinstance(answer, MessageSizeTooLargeError):
            log.warning("relay.too_large_for_kafka", type=first.type, id=str(first.id), bytes=len(first.data))
        elif isinstance(answer, BaseException):
            raise answer
        else:
            first_taken = offsets[partition].start if partition in offsets else answer.offset
            offsets[partition] = range(first_taken, answer.offset + batch.record_count())
    return offsets
