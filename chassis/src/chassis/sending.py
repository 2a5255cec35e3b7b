"""Sends journal lines to one Kafka topic, as CloudEvents in binary mode, and notices when Kafka lost what it had.

Plain aiokafka without idempotence: after a wiped Kafka an idempotent producer is told "done" for lines that are thrown away.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import structlog
from aiokafka import AIOKafkaProducer
from aiokafka.errors import MessageSizeTooLargeError

from chassis.journal.line import JournalLine, to_headers

log = structlog.get_logger(__name__)
CONNECT_SECONDS = 15
SEND_SECONDS = 10
STOP_SECONDS = 3


class Sender:
    """A producer for one topic, made on demand; thrown away by `close` and made anew by the next `send`."""

    def __init__(self, kafka: str, topic: str) -> None:
        self._kafka = kafka
        self._topic = topic
        self._producer: Any = None
        self._partitions = 0
        self._ends: dict[int, int] = {}

    async def send(self, lines: Sequence[JournalLine]) -> bool:
        """Sends the lines and waits until Kafka has them all; false when Kafka's numbers went back (it was wiped)."""
        producer = await self._connected()
        async with asyncio.timeout(SEND_SECONDS):
            on_their_way = [await self._hand_over(producer, line) for line in lines]
            answers = await asyncio.gather(*on_their_way, return_exceptions=True)
        return self._went_forward([a for line, a in zip(lines, answers, strict=True) if _taken(line, a)])

    async def close(self) -> None:
        """Throws the producer away; with Kafka away its own way of stopping would take 40 s."""
        producer, self._producer = self._producer, None
        if producer is not None:
            with suppress(Exception):
                async with asyncio.timeout(STOP_SECONDS):
                    await producer.stop()

    async def _hand_over(self, producer: Any, line: JournalLine) -> "asyncio.Future[Any]":
        try:
            handed_over: asyncio.Future[Any] = await producer.send(
                self._topic,
                value=line.data,
                key=str(line.subject).encode(),
                partition=line.shard % self._partitions,
                headers=to_headers(line),
            )
        except MessageSizeTooLargeError as error:
            handed_over = asyncio.get_running_loop().create_future()
            handed_over.set_exception(error)
        return handed_over

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

    def _went_forward(self, acknowledged: Sequence[Any]) -> bool:
        ends = {one.partition: one.offset for one in acknowledged}
        forward = all(offset > self._ends.get(partition, -1) for partition, offset in ends.items())
        self._ends = self._ends | ends if forward else ends
        return forward


def _taken(line: JournalLine, answer: Any) -> bool:
    """False for a line that is too large for Kafka, which our producer or Kafka itself may find out; other errors rise.

    Kafka will never take it, nor what went with it. Consumers see a gap and pull it from the feed, which has no limit.
    """
    if isinstance(answer, MessageSizeTooLargeError):
        log.warning("relay.too_large_for_kafka", type=line.type, id=str(line.id), bytes=len(line.data))
        return False
    if isinstance(answer, BaseException):
        raise answer
    return True
