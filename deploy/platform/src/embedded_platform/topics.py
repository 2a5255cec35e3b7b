"""The topics of an installation: one journal topic a service. Only this deploy step creates topics.

The broker creates none itself: the first client to ask would decide the number of partitions.
"""

import asyncio
import logging
import time
from collections.abc import Iterable, Sequence

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaError

from embedded_platform.errors import OperatorError
from embedded_platform.run_async import run_async

PARTITIONS = 12
ALREADY_THERE = 36
CREATE_SECONDS = 60.0
"""How long a broker that just started may take until it creates topics."""


def topic_of(service: str) -> str:
    """The topic that carries a service's journal."""
    return f"{service}.events"


def ensure_topics(bootstrap: str, topics: Sequence[str], partitions: int = PARTITIONS, replicas: int = 1) -> list[str]:
    """Creates the topics that are missing; returns those it created. Waits for a broker that just started."""
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)  # it writes a line a millisecond while the broker is away
    return run_async(_ensure(bootstrap, topics, partitions, replicas))


async def _ensure(bootstrap: str, topics: Sequence[str], partitions: int, replicas: int) -> list[str]:
    end = time.monotonic() + CREATE_SECONDS
    while True:
        try:
            return await _make_missing(bootstrap, topics, partitions, replicas)
        except (KafkaError, OSError, TimeoutError) as error:
            if time.monotonic() > end:
                raise OperatorError(f"Kafka at {bootstrap} did not make the topics: {error!r}") from error
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
    """Raises the errors that the admin client only reports in its answer."""
    for topic, code, *reason in answers:
        if code not in (0, ALREADY_THERE):
            raise OperatorError(f"Kafka did not make the topic {topic}: {reason or code}")
