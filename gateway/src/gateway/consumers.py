"""The journals the gateway follows, its own included, and the projection it applies to them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from chassis.database import Database, Transaction
from chassis.inbox.applying import BatchHandler, Begin
from chassis.process.wakeup import Wakeup

from gateway.view.projection import project

SOURCES = ("tickets", "assets", "processes", "notifications", "gateway")
CONCURRENT_BATCHES = 1
"""Batches prepared while another is written; safe, because the projection only writes and the newer version wins."""


def projection(database: Database) -> tuple[BatchHandler, Begin, Wakeup]:
    """Returns the batch handler, its transactions (over all clients), and the signal that new rows can be read."""
    projected = Wakeup()

    @asynccontextmanager
    async def begin() -> AsyncIterator[Transaction]:
        async with database.system_transaction() as transaction:
            yield transaction
        projected.set()

    return project, begin, projected
