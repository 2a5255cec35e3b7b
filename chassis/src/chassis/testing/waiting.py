"""Waiting for what must come true, with a limit; never a plain sleep."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")


async def until(look: Callable[[], Awaitable[T]], at_most: float = 15.0, every: float = 0.02) -> T:
    """Looks until what it sees is true, and returns that; AssertionError with the last sight when time is up."""
    end = time.monotonic() + at_most
    while True:
        seen = await look()
        if seen:
            return seen
        if time.monotonic() > end:
            raise AssertionError(f"not within {at_most} s; last seen: {seen!r}")
        await asyncio.sleep(every)
