"""Orders the writes of batches that are prepared while an earlier batch is written: by the time at which they began."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

Turn = Callable[[], Awaitable[object]]
"""Returns when every batch that began earlier has been written or has failed."""


class BatchOrder:
    """Gives batches their turn one after the other. If `pipelined` is false none is prepared ahead, and each goes at once."""

    def __init__(self, *, pipelined: bool) -> None:
        self._pipelined = pipelined
        self._last = asyncio.Event()
        self._last.set()

    @contextmanager
    def taken(self) -> Iterator[Turn]:
        """Yields a turn behind all batches that have one. The turn ends with the block, also when the block fails."""
        before, mine = self._last, asyncio.Event()
        if self._pipelined:
            self._last = mine
        try:
            yield before.wait
        finally:
            mine.set()
