"""The database: two small pools, and the transaction that keeps rows and journal together.

Plain asyncpg: the statements are PostgreSQL's own and round trips decide the speed (docs/decisions). What a row means is
each service's `storage/`; schema changes are its `migrations/`.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any
from uuid import UUID

import asyncpg
import structlog

from chassis.journal import writing
from chassis.journal.line import JournalLine
from chassis.wake import Wake

CLOSE_SECONDS = 2.0
log = structlog.get_logger(__name__)
Row = Mapping[str, Any]
"""A row as asyncpg gives it: values by column name."""


class ForeignClient(Exception):
    """A line about a client that the transaction is not scoped to: a defect, or a forged event."""


class NotCommitted(Exception):
    """PostgreSQL rolled back instead: a statement had failed and somebody swallowed the error."""


class Transaction:
    """One transaction of a service: reads, row writes and the journal lines that belong to them.

    The last row write waits for the commit, where it travels with the journal lines in one statement; any read before
    that sends it first, so the transaction always sees its own writes.
    """

    def __init__(self, connection: Any, clients: tuple[UUID, ...] | None = None) -> None:
        self._connection = connection
        self._clients = clients
        self._entered = set(clients or ())
        self._lines: list[JournalLine] = []
        self._waiting: tuple[str, Sequence[Any]] | None = None

    @property
    def lines(self) -> Sequence[JournalLine]:
        """The journal lines written so far, in their order."""
        return tuple(self._lines)

    async def scope_to(self, *clients: UUID) -> None:
        """From here on only these clients' rows exist for this transaction; a system transaction goes on seeing all."""
        if self._clients is not None and clients != self._clients:
            await self.execute("SELECT set_config('app.clients', $1, true)", ",".join(map(str, clients)))
            self._clients = clients
            self._entered.update(clients)

    async def rows(self, sql: str, *values: Any) -> list[Row]:
        """All rows of a query."""
        await self._send_waiting()
        return list(await self._connection.fetch(sql, *values))

    async def row(self, sql: str, *values: Any) -> Row | None:
        """The first row of a query, or None."""
        await self._send_waiting()
        row: Row | None = await self._connection.fetchrow(sql, *values)
        return row

    async def value(self, sql: str, *values: Any) -> Any:
        """The first value of the first row of a query, or None."""
        await self._send_waiting()
        return await self._connection.fetchval(sql, *values)

    async def execute(self, sql: str, *values: Any) -> int:
        """Runs a statement; returns the number of rows it touched."""
        await self._send_waiting()
        return _count(await self._connection.execute(sql, *values))

    async def write(self, statement: str, values: Sequence[Any], lines: Sequence[JournalLine]) -> None:
        """Writes a thing's row (one INSERT or UPDATE, without RETURNING) together with its journal lines.

        Refused as stale when the statement finds no row to write.
        """
        await self._send_waiting()
        self._waiting = (statement, values)
        await self.note(lines)

    async def note(self, lines: Sequence[JournalLine]) -> None:
        """Adds journal lines of things that have no row of their own (a refused request)."""
        for line in lines:
            if self._clients is not None and line.client_id not in self._clients:
                raise ForeignClient(f"{line.type} is about client {line.client_id}")
        self._lines.extend(lines)

    async def finish(self) -> None:
        """Sends what waits; the caller commits next."""
        await self._cover_all_lines()
        if self._waiting is not None and self._lines:
            statement, values = self._waiting
            if await writing.append_with_row(self._connection, statement, values, self._lines):
                self._waiting = None
                return
        await self._send_waiting()
        if self._lines:
            await writing.append(self._connection, self._lines)

    async def _cover_all_lines(self) -> None:
        """A batch may have written for several clients, one after the other; their lines go in together."""
        if self._clients is not None and any(line.client_id not in self._clients for line in self._lines):
            await self.scope_to(*sorted(self._entered))

    async def _send_waiting(self) -> None:
        if self._waiting is not None:
            (statement, values), self._waiting = self._waiting, None
            if _count(await self._connection.execute(statement, *values)) == 0:
                raise writing.row_is_another()


def _count(status: str) -> int:
    last = status.rsplit(" ", 1)[-1]
    return int(last) if last.isdigit() else 0


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
            scope = "" if clients is None else _scope(clients)
            await connection.execute(f"BEGIN;{scope}")
            transaction = Transaction(connection, clients)
            try:
                yield transaction
                await transaction.finish()
                if await connection.execute("COMMIT") != "COMMIT":
                    raise NotCommitted("a statement of this transaction had failed")
            except BaseException:
                await _roll_back(connection)
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


def _scope(clients: Sequence[UUID]) -> str:
    # UUIDs are the only thing that gets here, so text is safe, and BEGIN and scope cost one round trip.
    return f"SELECT set_config('app.clients', '{','.join(str(UUID(str(client))) for client in clients)}', true)"


async def _roll_back(connection: Any) -> None:
    try:
        await connection.execute("ROLLBACK")
    except Exception as error:  # a server that died leaves a connection in a state no library class describes
        log.warning("connection.thrown_away", error=repr(error))
        with suppress(Exception):  # asyncpg may have taken it out of the pool already
            connection.terminate()
