"""From the commit in the owner to the ticket in the view, held against one raw hop through Kafka in the same run."""

import asyncio
import time
from statistics import median, quantiles

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from embedded_platform.topics import ensure_topics
from testkit.api_users import ApiUser

from bench.figures import Figure, judged
from bench.setting import Setting

PAUSE = 0.05
"""Seconds between two tickets: single events, not load."""


async def visible(where: Setting, anna: ApiUser, count: int) -> list[Figure]:
    """Median and 99th percentile."""
    hops = await _hops(where, count)
    ours = await _tickets(anna, count)
    p99 = [quantiles(times, n=100)[98] for times in (ours, hops)]
    detail = {
        "hop_median_ms": median(hops) * 1000,
        "median_ms": median(ours) * 1000,
        "hop_p99_ms": p99[1] * 1000,
        "p99_ms": p99[0] * 1000,
    }
    return [
        judged("commit to view: median", [median(ours) / median(hops)], 3, "at most", **detail),
        judged("commit to view: p99", [p99[0] / p99[1]], 3, "at most", **detail),
    ]


async def _hops(where: Setting, count: int) -> list[float]:
    servers, topic = where.installation.platform.bootstrap, "bench.hop"
    await asyncio.to_thread(ensure_topics, servers, [topic], 1)
    producer = AIOKafkaProducer(bootstrap_servers=servers, acks="all")
    consumer = AIOKafkaConsumer(topic, bootstrap_servers=servers, auto_offset_reset="earliest")
    await producer.start()
    await consumer.start()
    try:
        times = []
        for number in range(count + 5):
            begun = time.perf_counter()
            await asyncio.gather(producer.send_and_wait(topic, str(number).encode()), consumer.getone())
            times.append(time.perf_counter() - begun)
            await asyncio.sleep(PAUSE)
        return times[5:]
    finally:
        await consumer.stop()
        await producer.stop()


async def _tickets(anna: ApiUser, count: int) -> list[float]:
    """The command's answer is the commit; a read that waits for version 1 ends when the view has it."""
    times = []
    for number in range(count + 5):
        ticket = await anna.post("/tickets", {"title": f"Widoczne {number}"})
        begun = time.perf_counter()
        await anna.get(f"/tickets/{ticket['id']}", at_least=1)
        times.append(time.perf_counter() - begun)
        await asyncio.sleep(PAUSE)
    return times[5:]
