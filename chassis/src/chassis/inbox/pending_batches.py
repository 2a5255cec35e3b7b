"""Batches in work: how many a consumer may have begun without having finished the one before.

None, as a rule: a reaction reads what the batch before it wrote. A handler that only writes may begin with the next batch
while PostgreSQL is busy with the last; the watermarks then keep the order, as they do between two replicas.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence

from chassis.journal.line import JournalLine

Receive = Callable[[Sequence[JournalLine]], Awaitable[None]]


class PendingBatches:
    """The batches that were begun and not yet finished, oldest first."""

    def __init__(self, receive: Receive, ahead: int) -> None:
        """`ahead`: batches that may still be in work when the next one is read."""
        self._receive = receive
        self._ahead = ahead
        self._batches: deque[asyncio.Future[None]] = deque()

    async def begin(self, lines: Sequence[JournalLine]) -> None:
        """Begins with a batch and returns when few enough are in work; raises what went wrong with an earlier one."""
        self._batches.append(asyncio.ensure_future(self._receive(lines)))
        await self._until(self._ahead)

    async def finish(self) -> None:
        """Returns when nothing is in work; raises what went wrong."""
        await self._until(0)

    async def give_up(self) -> None:
        """Waits for what is in work, whatever becomes of it: what it left undone is found missing, and pulled."""
        batches, self._batches = self._batches, deque()
        await asyncio.gather(*batches, return_exceptions=True)

    async def _until(self, left: int) -> None:
        while len(self._batches) > left:
            await self._batches.popleft()
