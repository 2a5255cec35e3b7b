"""Sends requests, so many at a time, and counts: answers per second, their times, and the processor time they cost."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Any

import aiohttp
import psutil


@dataclass(frozen=True, slots=True)
class Request:
    """One request to send."""

    method: str
    url: str
    body: bytes | None = None
    headers: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """What a round of load showed. Times in milliseconds, processor time in milliseconds a request."""

    per_second: float
    median_ms: float
    p99_ms: float
    cpu_ms: float
    failed: int


async def measure(make: Callable[[int], Request], requests: int, at_once: int, pids: Sequence[int]) -> Measured:
    """Sends `requests` requests, `at_once` at a time, and measures; `pids` are the processes whose time counts."""
    times: list[float] = []
    failed = 0
    numbers = iter(range(requests))
    connector = aiohttp.TCPConnector(limit=at_once)
    async with aiohttp.ClientSession(connector=connector) as session:

        async def worker() -> None:
            nonlocal failed
            for number in numbers:
                begun = time.perf_counter()
                if not await send(session, make(number)):
                    failed += 1
                times.append(time.perf_counter() - begun)

        before, started = cpu_seconds(pids), time.perf_counter()
        await asyncio.gather(*(worker() for _ in range(at_once)))
        took = time.perf_counter() - started
        spent = cpu_seconds(pids) - before
    return Measured(
        requests / took, median(times) * 1000, quantiles(times, n=100)[98] * 1000, spent / requests * 1000, failed
    )


async def send(session: aiohttp.ClientSession, request: Request) -> bool:
    """True when the answer is a success."""
    async with session.request(request.method, request.url, data=request.body, headers=request.headers) as answer:
        await answer.read()
        return answer.status < 400


def cpu_seconds(pids: Sequence[int]) -> float:
    """Processor time these processes and their children have had so far."""
    total = 0.0
    for pid in pids:
        total += _of(psutil.Process(pid))
    return total


def _of(process: Any) -> float:
    total = 0.0
    for one in [process, *process.children(recursive=True)]:
        try:
            times = one.cpu_times()
            total += times.user + times.system
        except psutil.NoSuchProcess:
            continue
    return total
