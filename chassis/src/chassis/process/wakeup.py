"""Waking a loop that waits: set as often as you like, the sleeper wakes once. Within one process."""

import asyncio


class Wake:
    """An event with any number of sleepers, each of which hears every setting that came after it last looked."""

    def __init__(self) -> None:
        self._waiters: set[asyncio.Event] = set()

    def set(self) -> None:
        """Wakes everybody."""
        for waiter in self._waiters:
            waiter.set()

    def listener(self) -> "Listener":
        """A new sleeper; close it when it is no longer needed."""
        return Listener(self._waiters)


class Listener:
    """One sleeper of a `Wake`."""

    def __init__(self, waiters: set[asyncio.Event]) -> None:
        self._waiters = waiters
        self._event = asyncio.Event()
        waiters.add(self._event)

    async def wait(self, at_most: float) -> bool:
        """Sleeps until woken or for `at_most` seconds; true when woken."""
        try:
            async with asyncio.timeout(at_most):
                await self._event.wait()
        except TimeoutError:
            return False
        self._event.clear()
        return True

    def set(self) -> None:
        """Wakes this sleeper only."""
        self._event.set()

    def close(self) -> None:
        self._waiters.discard(self._event)
