"""The topics of an installation: one journal topic a service, made by this deploy step and by nobody else.

The broker is told not to make topics by itself: the first client to ask would decide the number of partitions.
"""

import asyncio
import logging
import time
from collections.abc import Iterable, Sequence

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaError

from embedded_platform.awaiting import result_of
from embedded_platform.trouble import Trouble

PARTITIONS = 12
ALREADY_THERE = 36
PATIENCE = 60.0
"""Seconds a broker that just started may take until it makes topics."""


def topic_of(service: str) -> str:
    """The topic that carries a service's journal."""
    return f"{service}.events"


def ensure_topics(bootstrap: str, topics: Sequence[str], partitions: int = PARTITIONS, replicas: int = 1) -> list[str]:
    """Makes the topics that are missing; gives those it made. Waits some seconds for a broker that just started."""
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)  # it writes a line a millisecond while the broker is away
    return result_of(_ensure(bootstrap, topics, partitions, replicas))


def topic_names(bootstrap: str) -> set[str]:
    """The topics that are there."""
    return result_of(_names(bootstrap))


async def _names(bootstrap: str) -> set[str]:
    client = AIOKafkaAdminClient(bootstrap_servers=bootstrap, request_timeout_ms=10_000)
    try:
        await client.start()
        return set(await client.list_topics())
    finally:
        await client.close()


async def _ensure(bootstrap: str, topics: Sequence[str], partitions: int, replicas: int) -> list[str]:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return await _make_missing(bootstrap, topics, partitions, replicas)
        except (KafkaError, OSError, TimeoutError) as error:
            if time.monotonic() > end:
                raise Trouble(f"Kafka at {bootstrap} did not make the topics: {error!r}") from error
        await asyncio.sleep(0.25)


async def _make_missing(bootstrap: str, topics: Sequence[str], partitions: int, replicas: int) -> list[str]:
    client = AIOKafkaAdminClient(bootstrap_servers=bootstrap, request_timeout_ms=10_000)
    try:
        await client.start()
        present = set(await client.list_topics())
        missing = [topic for topic in topics if topic not in present]
        if missing:
            wanted = [NewTopic(topic, partitions, replicas) for topic in missing]
            _check((await client.create_topics(wanted)).topic_errors)
        return missing
    finally:
        await client.close()


def _check(answers: Iterable[Sequence[object]]) -> None:
    """The admin client reports faults in its answer; it does not raise them."""
    for topic, code, *reason in answers:
        if code not in (0, ALREADY_THERE):
            raise Trouble(f"Kafka did not make the topic {topic}: {reason or code}")
