"""Whose turn it is to write, where one batch is made ready while the one before it is written: the order they began in."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

Turn = Callable[[], Awaitable[object]]
"""Returns when everything that began before has been written, or has failed."""


class BatchOrder:
    """One after the other. `kept` is false where nothing is made ready ahead: everybody then has their turn at once."""

    def __init__(self, *, kept: bool) -> None:
        self._kept = kept
        self._last = asyncio.Event()
        self._last.set()

    @contextmanager
    def taken(self) -> Iterator[Turn]:
        """A place behind everybody who has one; given up at the end of the block, however it ends."""
        before, mine = self._last, asyncio.Event()
        if self._kept:
            self._last = mine
        try:
            yield before.wait
        finally:
            mine.set()
