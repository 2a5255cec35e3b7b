"""One transaction: reads, row writes and journal lines, sent in as few round trips as they allow.

Where connections come from is `pools.py`; how lines get their numbers is `journal/writing.py`.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

import structlog

from chassis.database import final_statement
from chassis.database.row_write import RowWrite
from chassis.database.statements import Query
from chassis.database.text_row import TextRow
from chassis.journal import writing
from chassis.journal.line import JournalLine

log = structlog.get_logger(__name__)
Row = Mapping[str, Any]
"""A row as asyncpg gives it: values by column name."""


class ForeignClient(Exception):
    """A line about a client that the transaction is not scoped to: a defect, or a forged event."""


class NotCommitted(Exception):
    """PostgreSQL rolled back instead: a statement had failed and somebody swallowed the error."""


class Transaction:
    """One transaction of a service: reads, row writes and the journal lines that belong to them.

    It begins with its first statement. What can wait for the end waits, and travels in as few statements as it can; any
    read before that sends it first, so the transaction always sees its own writes. One that is a single statement is
    sent as just that, without BEGIN and COMMIT around it.
    """

    def __init__(self, connection: Any, clients: tuple[UUID, ...] | None = None, *, begin: str = "") -> None:
        """`begin` is what to send before the first statement; empty on a connection that commits by itself."""
        self._connection = connection
        self._clients = clients
        self._entered = set(clients or ())
        self._begin = begin
        self._lines: list[JournalLine] = []
        self._waiting: RowWrite | TextRow | None = None
        self._final = final_statement.FinalStatement()

    @property
    def lines(self) -> Sequence[JournalLine]:
        """The journal lines written so far, in their order."""
        return tuple(self._lines)

    @property
    def scoped(self) -> bool:
        """False for one that sees all clients."""
        return self._clients is not None

    async def scope_to(self, *clients: UUID) -> None:
        """From here on only these clients' rows exist for this transaction; a system transaction goes on seeing all."""
        if self._clients is None or clients == self._clients:
            return
        if self._begin and self._waiting is None and self._final.write is None:
            self._begin = begin_for(clients)
        else:  # what waits goes first, under the scope it was written in
            await self.execute("SELECT set_config('app.clients', $1, true)", scope_text(clients))
        self._clients = clients
        self._entered.update(clients)

    async def rows(self, sql: str, *values: Any) -> list[Row]:
        """All rows of a query."""
        await self._get_ready()
        return list(await self._connection.fetch(sql, *values))

    async def row(self, sql: str, *values: Any) -> Row | None:
        """The first row of a query, or None."""
        await self._get_ready()
        row: Row | None = await self._connection.fetchrow(sql, *values)
        return row

    async def value(self, sql: str, *values: Any) -> Any:
        """The first value of the first row of a query, or None."""
        await self._get_ready()
        return await self._connection.fetchval(sql, *values)

    async def execute(self, sql: str, *values: Any) -> int:
        """Runs a statement; returns the number of rows it touched."""
        await self._get_ready()
        return _count(await self._connection.execute(sql, *values))

    async def write(self, row: RowWrite | TextRow, lines: Sequence[JournalLine]) -> None:
        """Writes a thing's row together with its journal lines. Refused as stale when there is no row to update."""
        await self._send_what_waits()
        self._waiting = row
        await self.note(lines)

    async def note(self, lines: Sequence[JournalLine]) -> None:
        """Adds journal lines of things that have no row of their own (a refused request)."""
        for line in lines:
            if self._clients is not None and line.client_id not in self._clients:
                raise ForeignClient(f"{line.type} is about client {line.client_id}")
        self._lines.extend(lines)

    async def write_at_the_end(self, call: final_statement.Call, values: Sequence[Any]) -> None:
        """Writes by calling a function, as late as possible."""
        await self._send_what_waits()
        self._final.write, self._final.write_values = call, values

    def check_at_the_end(self, call: final_statement.Call, values: Sequence[Any]) -> None:
        """Calls a function that refuses the whole transaction by raising; it travels with what else waits."""
        self._final.check, self._final.check_values = call, values

    async def commit(self) -> None:
        """Sends what waits, and commits."""
        if self._begin and await self._sent_alone():
            return
        await self.finish()
        if not self._begin and await self._connection.execute("COMMIT") != "COMMIT":
            raise NotCommitted("a statement of this transaction had failed")

    async def roll_back(self) -> None:
        """Undoes what was sent, if anything was."""
        if not self._begin:
            await _roll_back(self._connection)

    async def _sent_alone(self) -> bool:
        """Sends what came to one statement without BEGIN and COMMIT around it; false when it is more than one."""
        if not self._covers_all_lines():
            return False
        if self._waiting is None and not self._lines and self._final:
            await self._final.send(self._connection)
            return True
        if self._waiting is None or self._final or self._clients is None:
            return False
        shards = writing.by_shard(self._lines)
        if len(shards) != 1:
            return False
        ((shard, lines),) = shards.items()
        call = self._waiting.in_one_call(scope_text(self._clients), shard, writing.to_json(lines))
        if call is not None:
            await self._connection.execute(*call)
        return call is not None

    async def finish(self) -> None:
        """Sends what waits; after that only the commit is missing."""
        await self._cover_all_lines()
        if self._final:
            await self._send_begin()
            await self._final.send(self._connection)
        shards = writing.by_shard(self._lines)
        if self._waiting is not None and len(shards) == 1:
            await self._send_begin()
            ((shard, lines),) = shards.items()
            row, self._waiting = self._waiting, None
            await self._written(row.with_lines(shard, len(lines), writing.to_json(lines)))
            return
        await self._send_what_waits()
        if self._lines:
            await self._send_begin()
            await writing.append(self._connection, self._lines)

    async def _written(self, query: Query) -> None:
        if _count(await self._connection.execute(*query)) == 0:
            raise writing.stale_row()

    async def _cover_all_lines(self) -> None:
        """A batch may have written for several clients, one after the other; their lines go in together."""
        if not self._covers_all_lines():
            await self.scope_to(*sorted(self._entered))

    def _covers_all_lines(self) -> bool:
        return self._clients is None or all(line.client_id in self._clients for line in self._lines)

    async def _send_begin(self) -> None:
        if self._begin:
            begin, self._begin = self._begin, ""
            await self._connection.execute(begin)

    async def _get_ready(self) -> None:
        await self._send_begin()
        await self._send_what_waits()

    async def _send_what_waits(self) -> None:
        if self._final.write is not None:
            await self._send_begin()
            await self._final.send_write(self._connection)
        if self._waiting is not None:
            await self._send_begin()
            row, self._waiting = self._waiting, None
            await self._written(row.alone())


def _count(status: str) -> int:
    last = status.rsplit(" ", 1)[-1]
    return int(last) if last.isdigit() else 0


def scope_text(clients: Sequence[UUID]) -> str:
    """The clients as the setting that row-level security reads; nothing but UUIDs gets into it."""
    return ",".join(str(client) if isinstance(client, UUID) else str(UUID(client)) for client in clients)


def begin_for(clients: Sequence[UUID] | None) -> str:
    """What begins a transaction of these clients, of all for None, in one round trip."""
    scope = "" if clients is None else f"SELECT set_config('app.clients', '{scope_text(clients)}', true)"
    return f"BEGIN;{scope}"


async def _roll_back(connection: Any) -> None:
    try:
        await connection.execute("ROLLBACK")
    except Exception as error:  # a server that died leaves a connection in a state no library class describes
        log.warning("connection.thrown_away", error=repr(error))
        with suppress(Exception):  # asyncpg may have taken it out of the pool already
            connection.terminate()
