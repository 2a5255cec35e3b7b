"""Runs one transaction: reads, row writes and journal lines, in as few round trips as possible.

Connections come from `pools.py`. Journal lines get their numbers in `journal/writing.py`.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

import structlog

from chassis.database import final_statement
from chassis.database.row_write import RowWrite
from chassis.database.statements import Query
from chassis.journal import writing
from chassis.journal.line import JournalLine

log = structlog.get_logger(__name__)
Row = Mapping[str, Any]
"""A row as asyncpg returns it: values by column name."""


class ForeignClient(Exception):
    """A journal line belongs to a client outside the transaction's scope. The cause is a defect or a forged event."""


class NotCommitted(Exception):
    """PostgreSQL rolled back instead of committing, because the error of a failed statement was swallowed."""


class Transaction:
    """One transaction of a service: reads, row writes and the journal lines that belong to them.

    It begins with its first statement. Writes that can be delayed stay pending and are sent in as few statements as possible.
    Any read sends them first, so the transaction always sees its own writes. A transaction that is a single statement is sent
    without BEGIN and COMMIT.
    """

    def __init__(self, connection: Any, clients: tuple[UUID, ...] | None = None, *, begin: str = "") -> None:
        """`begin` is sent before the first statement. It is empty on a connection that commits by itself."""
        self._connection = connection
        self._clients = clients
        self._all_clients = set(clients or ())
        self._begin = begin
        self._lines: list[JournalLine] = []
        self._pending_row: RowWrite | None = None
        self._final = final_statement.FinalStatement()

    @property
    def lines(self) -> Sequence[JournalLine]:
        """Returns the journal lines written so far, in order."""
        return tuple(self._lines)

    @property
    def scoped(self) -> bool:
        """Returns false for a transaction that sees all clients."""
        return self._clients is not None

    async def scope_to(self, *clients: UUID) -> None:
        """Limits the transaction to rows of these clients from here on. A system transaction still sees all clients."""
        if self._clients is None or clients == self._clients:
            return
        if self._begin and self._pending_row is None and self._final.write is None:
            self._begin = begin_for(clients)
        else:  # pending writes are sent first, under the scope they were made in
            await self.execute("SELECT set_config('app.clients', $1, true)", scope_text(clients))
        self._clients = clients
        self._all_clients.update(clients)

    async def rows(self, sql: str, *values: Any) -> list[Row]:
        """Returns all rows of a query."""
        await self._prepare()
        return list(await self._connection.fetch(sql, *values))

    async def row(self, sql: str, *values: Any) -> Row | None:
        """Returns the first row of a query, or None."""
        await self._prepare()
        row: Row | None = await self._connection.fetchrow(sql, *values)
        return row

    async def value(self, sql: str, *values: Any) -> Any:
        """Returns the first value of the first row of a query, or None."""
        await self._prepare()
        return await self._connection.fetchval(sql, *values)

    async def execute(self, sql: str, *values: Any) -> int:
        """Runs a statement and returns the number of affected rows."""
        await self._prepare()
        return _count(await self._connection.execute(sql, *values))

    async def write(self, row: RowWrite, lines: Sequence[JournalLine]) -> None:
        """Writes a thing's row with its journal lines. Refuses as stale, when it is sent, if there is no row to update."""
        await self._send_pending()
        self._pending_row = row
        await self.note(lines)

    async def note(self, lines: Sequence[JournalLine]) -> None:
        """Adds journal lines of things without a row (a refused request). Raises ForeignClient outside the scope."""
        for line in lines:
            if self._clients is not None and line.client_id not in self._clients:
                raise ForeignClient(f"{line.type} is about client {line.client_id}")
        self._lines.extend(lines)

    async def write_at_the_end(self, call: final_statement.Call, values: Sequence[Any]) -> None:
        """Delays a write that is a function call until the end of the transaction or the next read."""
        await self._send_pending()
        self._final.write, self._final.write_values = call, values

    def check_at_the_end(self, call: final_statement.Call, values: Sequence[Any]) -> None:
        """Adds a function call that rejects the whole transaction by raising. It is sent with the last statement."""
        self._final.check, self._final.check_values = call, values

    async def commit(self) -> None:
        """Sends pending writes and commits. Raises NotCommitted when an earlier statement had failed."""
        if self._begin and await self._committed_in_one_statement():
            return
        await self.finish()
        if not self._begin and await self._connection.execute("COMMIT") != "COMMIT":
            raise NotCommitted("a statement of this transaction had failed")

    async def roll_back(self) -> None:
        """Rolls back when anything was sent."""
        if not self._begin:
            await _roll_back(self._connection)

    async def _committed_in_one_statement(self) -> bool:
        """Sends a transaction of one statement without BEGIN and COMMIT. Returns false when it needs more statements."""
        if not self._scope_covers_all_lines():
            return False
        if self._pending_row is None and not self._lines and self._final:
            await self._final.send(self._connection)
            return True
        if self._pending_row is None or self._final or self._clients is None:
            return False
        shards = writing.by_shard(self._lines)
        if len(shards) != 1:
            return False
        ((shard, lines),) = shards.items()
        call = self._pending_row.in_one_call(scope_text(self._clients), shard, writing.to_json(lines))
        if call is not None:
            await self._connection.execute(*call)
        return call is not None

    async def finish(self) -> None:
        """Sends pending writes and journal lines. Afterwards only the commit is missing."""
        await self._widen_scope()
        if self._final:
            await self._send_begin()
            await self._final.send(self._connection)
        shards = writing.by_shard(self._lines)
        if self._pending_row is not None and len(shards) == 1:
            await self._send_begin()
            ((shard, lines),) = shards.items()
            row, self._pending_row = self._pending_row, None
            await self._execute_write(row.with_lines(shard, len(lines), writing.to_json(lines)))
            return
        await self._send_pending()
        if self._lines:
            await self._send_begin()
            await writing.append(self._connection, self._lines)

    async def _execute_write(self, query: Query) -> None:
        if _count(await self._connection.execute(*query)) == 0:
            raise writing.stale_row()

    async def _widen_scope(self) -> None:
        """Widens the scope to all clients the transaction wrote for, because their lines are inserted together."""
        if not self._scope_covers_all_lines():
            await self.scope_to(*sorted(self._all_clients))

    def _scope_covers_all_lines(self) -> bool:
        return self._clients is None or all(line.client_id in self._clients for line in self._lines)

    async def _send_begin(self) -> None:
        if self._begin:
            begin, self._begin = self._begin, ""
            await self._connection.execute(begin)

    async def _prepare(self) -> None:
        await self._send_begin()
        await self._send_pending()

    async def _send_pending(self) -> None:
        if self._final.write is not None:
            await self._send_begin()
            await self._final.send_write(self._connection)
        if self._pending_row is not None:
            await self._send_begin()
            row, self._pending_row = self._pending_row, None
            await self._execute_write(row.alone())


def _count(status: str) -> int:
    last = status.rsplit(" ", 1)[-1]
    return int(last) if last.isdigit() else 0


def scope_text(clients: Sequence[UUID]) -> str:
    """Returns the clients as the setting that row-level security reads. Nothing but UUIDs gets into it."""
    return ",".join(str(client) if isinstance(client, UUID) else str(UUID(client)) for client in clients)


def begin_for(clients: Sequence[UUID] | None) -> str:
    """Returns the text that begins a transaction of these clients (None: of all) in one round trip."""
    scope = "" if clients is None else f"SELECT set_config('app.clients', '{scope_text(clients)}', true)"
    return f"BEGIN;{scope}"


async def _roll_back(connection: Any) -> None:
    try:
        await connection.execute("ROLLBACK")
    except Exception as error:  # a dead server leaves a connection in a state that no library error describes
        log.warning("connection.thrown_away", error=repr(error))
        with suppress(Exception):  # asyncpg may have removed it from the pool already
            connection.terminate()
