"""Creates, removes, writes and reads topics for tests."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

PARTITIONS = 4


async def make(kafka: str, *topics: str, partitions: int = PARTITIONS, settings: dict[str, str] | None = None) -> None:
    """Creates the topics, with settings as Kafka names them (`max.message.bytes`)."""
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka)
    await admin.start()
    try:
        await admin.create_topics([NewTopic(topic, partitions, 1, topic_configs=settings or {}) for topic in topics])
    finally:
        await admin.close()


async def remove(kafka: str, *topics: str) -> None:
    """Removes the topics with all their records."""
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka)
    await admin.start()
    try:
        with suppress(Exception):
            await admin.delete_topics(list(topics))
    finally:
        await admin.close()


async def records(kafka: str, topic: str, partitions: int = PARTITIONS) -> list[Any]:
    """Returns all present records of a topic, in order within each partition."""
    consumer = AIOKafkaConsumer(bootstrap_servers=kafka, auto_offset_reset="earliest", enable_auto_commit=False)
    await consumer.start()
    try:
        places = [TopicPartition(topic, number) for number in range(partitions)]
        consumer.assign(places)
        ends = await consumer.end_offsets(places)
        collected: list[Any] = []
        while any([await consumer.position(place) < ends[place] for place in places]):
            for some in (await consumer.getmany(timeout_ms=200)).values():
                collected.extend(some)
        return collected
    finally:
        await consumer.stop()


async def put(
    kafka: str,
    topic: str,
    partition: int,
    value: bytes | None,
    headers: Sequence[tuple[str, Any]] = (),
) -> None:
    """Writes one record exactly as it is given, even a broken one."""
    producer = AIOKafkaProducer(bootstrap_servers=kafka, max_request_size=10_000_000, compression_type="gzip")
    await producer.start()
    try:
        await producer.send_and_wait(topic, value=value, key=b"k", partition=partition, headers=list(headers))
    finally:
        await producer.stop()


async def exists(kafka: str, topic: str) -> bool:
    """Returns true when Kafka has the topic."""
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka)
    await admin.start()
    try:
        return topic in await admin.list_topics()
    finally:
        await admin.close()
