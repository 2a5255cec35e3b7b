"""Waits for a condition, with a time limit instead of a plain sleep."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")


async def until(look: Callable[[], Awaitable[T]], at_most: float = 15.0, every: float = 0.02) -> T:
    """Calls `look` until it returns something true, and returns that. Raises AssertionError when time is up."""
    end = time.monotonic() + at_most
    while True:
        seen = await look()
        if seen:
            return seen
        if time.monotonic() > end:
            raise AssertionError(f"not within {at_most} s; last seen: {seen!r}")
        await asyncio.sleep(every)
