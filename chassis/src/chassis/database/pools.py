"""The database: two small pools that transactions (`transaction.py`) run on.

Plain asyncpg: the statements are PostgreSQL's own and round trips decide the speed (docs/decisions). What a row means is
each service's `storage/`; schema changes are its `migrations/`.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import asyncpg

from chassis.database.transaction import ForeignClient, NotCommitted, Row, Transaction, begin_for
from chassis.process.wakeup import Wake

__all__ = ["Database", "ForeignClient", "NotCommitted", "Row", "Transaction"]
CLOSE_SECONDS = 2.0
_FROZEN = {
    "idle_in_transaction_session_timeout": "10s",
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "25000",
}
"""PostgreSQL ends a transaction whose process is frozen or cut off: its locks would stop everybody for as long."""


async def _no_reset(connection: Any) -> None:
    """Every setting of ours ends with its transaction, so a connection goes back without a round trip."""


class Database:
    """The pools of one service: `app` under row-level security, `system` for the relay, the feed and projections."""

    def __init__(self, app: asyncpg.Pool, system: asyncpg.Pool, committed: Wake, system_url: str = "") -> None:
        self.app = app
        self.system = system
        self.committed = committed
        self.system_url = system_url

    @classmethod
    async def connect(cls, app_url: str, system_url: str, size: int = 6) -> "Database":
        """Opens both pools; PostgreSQL may come up later, so the first connections are made on demand."""
        options: dict[str, Any] = {
            "min_size": 0,
            "timeout": 10,
            "command_timeout": 60,
            "reset": _no_reset,
            "server_settings": _FROZEN,
            "max_inactive_connection_lifetime": 120,
        }
        app = await asyncpg.create_pool(app_url, max_size=size, **options)
        system = await asyncpg.create_pool(system_url, max_size=4, **options)
        return cls(app, system, Wake(), system_url)

    async def close(self) -> None:
        """Closes both pools; what is still used after two seconds is cut."""
        for pool in (self.app, self.system):
            try:
                async with asyncio.timeout(CLOSE_SECONDS):
                    await pool.close()
            except Exception:
                pool.terminate()

    @asynccontextmanager
    async def transaction(self, *clients: UUID) -> AsyncIterator[Transaction]:
        """One transaction that sees and writes the rows of these clients only; wakes the relay when it has committed."""
        async with self._transaction(self.app, clients) as transaction:
            yield transaction

    @asynccontextmanager
    async def system_transaction(self) -> AsyncIterator[Transaction]:
        """One transaction over all clients; for the relay, the feed, projections and operators."""
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
        """A connection of the pool; one that broke in the middle is thrown away instead of going back."""
        # A time-out costs a task of its own, so it is only set where somebody has to wait.
        connection: Any = await pool.acquire(timeout=None if pool.get_idle_size() else 5)
        try:
            yield connection
        finally:
            await pool.release(connection)
