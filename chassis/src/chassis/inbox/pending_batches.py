"""Tracks pending batches: those that a consumer has begun before the previous batch was finished.

Usually there are none, because a reaction reads what the previous batch wrote. A handler that only writes may begin the next
batch while PostgreSQL works on the last one. The watermarks then keep the order, as they do between two replicas.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence

from chassis.journal.line import JournalLine

Receive = Callable[[Sequence[JournalLine]], Awaitable[None]]


class PendingBatches:
    """The batches that were begun and are not finished, oldest first."""

    def __init__(self, receive: Receive, concurrent_batches: int) -> None:
        """`concurrent_batches` is the number of batches that may be pending when the next one is read."""
        self._receive = receive
        self._allowed = concurrent_batches
        self._batches: deque[asyncio.Future[None]] = deque()

    async def begin(self, lines: Sequence[JournalLine]) -> None:
        """Begins a batch; waits while more than `concurrent_batches` are pending. Raises the error of an earlier batch."""
        self._batches.append(asyncio.ensure_future(self._receive(lines)))
        await self._wait_until(self._allowed)

    async def finish(self) -> None:
        """Returns when no batch is pending. Raises the error of a batch."""
        await self._wait_until(0)

    async def give_up(self) -> None:
        """Waits for pending batches and ignores their errors. Lines they did not apply are found missing and pulled."""
        batches, self._batches = self._batches, deque()
        await asyncio.gather(*batches, return_exceptions=True)

    async def _wait_until(self, left: int) -> None:
        while len(self._batches) > left:
            await self._batches.popleft()
