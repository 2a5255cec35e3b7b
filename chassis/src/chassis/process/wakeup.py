"""Wakes waiting loops within one process. Several calls of `set` wake a waiting loop once."""

import asyncio


class Wakeup:
    """An event with any number of listeners. Each listener notices every `set` that came after its last wait."""

    def __init__(self) -> None:
        self._waiters: set[asyncio.Event] = set()

    def set(self) -> None:
        """Wakes all listeners."""
        for waiter in self._waiters:
            waiter.set()

    def listener(self) -> "Listener":
        """Returns a new listener. Close it when it is no longer needed."""
        return Listener(self._waiters)


class Listener:
    """One listener of a `Wakeup`."""

    def __init__(self, waiters: set[asyncio.Event]) -> None:
        self._waiters = waiters
        self._event = asyncio.Event()
        waiters.add(self._event)

    async def wait(self, at_most: float) -> bool:
        """Waits until woken or for `at_most` seconds. Returns true when woken."""
        try:
            async with asyncio.timeout(at_most):
                await self._event.wait()
        except TimeoutError:
            return False
        self._event.clear()
        return True

    def set(self) -> None:
        """Wakes this listener only."""
        self._event.set()

    def close(self) -> None:
        self._waiters.discard(self._event)
