"""Holds the two small connection pools of a service. The transactions that run on them are in `transaction.py`.

It uses plain asyncpg, because the statements are PostgreSQL's own and round trips decide the speed (docs/decisions). The
mapping of rows is in `repository.py` and `state_codec.py`, schema changes are in each service's `migrations/`.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import asyncpg

from chassis.database.transaction import Transaction, begin_for
from chassis.process.wakeup import Wakeup

CLOSE_SECONDS = 2.0
_SERVER_SETTINGS = {
    "idle_in_transaction_session_timeout": "10s",
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "25000",
}
"""PostgreSQL ends the transaction of a suspended or disconnected process, because its locks would block all others."""


async def _no_reset(connection: Any) -> None:
    """Skips asyncpg's reset. Every setting ends with its transaction, so a connection is returned without a round trip."""


class Database:
    """The pools of one service: `app` under row-level security, `system` for the relay, the feed and projections."""

    def __init__(self, app: asyncpg.Pool, system: asyncpg.Pool, committed: Wakeup, system_url: str = "") -> None:
        self.app = app
        self.system = system
        self.committed = committed
        self.system_url = system_url

    @classmethod
    async def connect(cls, app_url: str, system_url: str, size: int = 6) -> "Database":
        """Opens both pools. Connections are made on demand, so PostgreSQL may start later."""
        options: dict[str, Any] = {
            "min_size": 0,
            "timeout": 10,
            "command_timeout": 60,
            "reset": _no_reset,
            "server_settings": _SERVER_SETTINGS,
            "max_inactive_connection_lifetime": 120,
        }
        app = await asyncpg.create_pool(app_url, max_size=size, **options)
        system = await asyncpg.create_pool(system_url, max_size=4, **options)
        return cls(app, system, Wakeup(), system_url)

    async def close(self) -> None:
        """Closes both pools. Terminates a pool that is still in use after two seconds."""
        for pool in (self.app, self.system):
            try:
                async with asyncio.timeout(CLOSE_SECONDS):
                    await pool.close()
            except Exception:
                pool.terminate()

    @asynccontextmanager
    async def transaction(self, *clients: UUID) -> AsyncIterator[Transaction]:
        """Yields a transaction that sees and writes only rows of these clients. Wakes the relay after a commit with lines."""
        async with self._transaction(self.app, clients) as transaction:
            yield transaction

    @asynccontextmanager
    async def system_transaction(self) -> AsyncIterator[Transaction]:
        """Yields a transaction over all clients, for the relay, the feed, projections and operators."""
        async with self._transaction(self.system, None) as transaction:
            yield transaction

    @asynccontextmanager
    async def _transaction(self, pool: asyncpg.Pool, clients: tuple[UUID, ...] | None) -> AsyncIterator[Transaction]:
        async with self.connection(pool) as connection:
            transaction = Transaction(connection, clients, begin=begin_for(clients))
            try:
                yield transaction
                await transaction.commit()
            except BaseException:
                await transaction.roll_back()
                raise
            if transaction.lines:
                self.committed.set()

    @asynccontextmanager
    async def connection(self, pool: asyncpg.Pool) -> AsyncIterator[Any]:
        """Yields a connection of the pool. A connection that breaks is discarded instead of returned."""
        # A time-out creates a task, so it is only set when the caller may have to wait.
        connection: Any = await pool.acquire(timeout=None if pool.get_idle_size() else 5)
        try:
            yield connection
        finally:
            await pool.release(connection)
