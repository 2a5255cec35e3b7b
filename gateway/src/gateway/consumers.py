"""What the gateway follows: every service's whole journal, its own included, projected into the view."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from chassis.database import Database, Transaction
from chassis.inbox.applying import BatchHandler, Begin
from chassis.process.wakeup import Wake

from gateway.view.writing import project

SOURCES = ("tickets", "assets", "processes", "notifications", "gateway")
AHEAD = 1
"""The projection only writes, and a thing's newer version wins: one batch is made ready while the last is written."""


def projection(database: Database) -> tuple[BatchHandler, Begin, Wake]:
    """The projection as a batch handler, the transactions it runs in (over all clients), and what wakes its readers."""
    projected = Wake()

    @asynccontextmanager
    async def begin() -> AsyncIterator[Transaction]:
        async with database.system_transaction() as transaction:
            yield transaction
        projected.set()

    return project, begin, projected
