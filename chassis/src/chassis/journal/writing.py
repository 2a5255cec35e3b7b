"""Appends lines to the journal, gap-free and in commit order. Called once, as the last statement of a transaction.

Each shard has a counter row; taking it last keeps the time it is locked as short as the commit itself.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, Protocol

import orjson

from chassis.identifiers import shard_of
from chassis.journal.line import JournalLine

_COLUMNS = (
    "event_id uuid, type text, subject uuid, version int, client_id uuid, occurred_at timestamptz, "
    "recorded_at timestamptz, actor_side text, actor_name text, actor_id uuid, audience text, correlation_id uuid, "
    "causation_id uuid, addressee text, traceparent text, command_key text, command_digest text, data json"
)
_NAMES = ", ".join(column.split()[0] for column in _COLUMNS.split(", "))
_APPEND = f"""counter AS (UPDATE journal_shard SET head = head + $%(n)s WHERE shard = $%(shard)s RETURNING head)
INSERT INTO journal (shard, seq, {_NAMES})
SELECT $%(shard)s, counter.head - $%(n)s + line.ordinality, {", ".join("line." + name for name in _NAMES.split(", "))}
FROM counter, ROWS FROM (json_to_recordset($%(lines)s::json) AS ({_COLUMNS})) WITH ORDINALITY AS line"""
_LOCK = "SELECT shard FROM journal_shard WHERE shard = ANY($1::smallint[]) ORDER BY shard FOR UPDATE"


class Connection(Protocol):
    """The little of asyncpg's connection that is needed here."""

    async def execute(self, query: str, *args: Any) -> str: ...


def _row(line: JournalLine) -> dict[str, Any]:
    return {
        "event_id": line.id,
        "type": line.type,
        "subject": line.subject,
        "version": line.version,
        "client_id": line.client_id,
        "occurred_at": line.occurred_at,
        "recorded_at": line.recorded_at,
        "actor_side": line.actor_side,
        "actor_name": line.actor_name,
        "actor_id": line.actor_id,
        "audience": line.audience,
        "correlation_id": line.correlation_id,
        "causation_id": line.causation_id,
        "addressee": line.addressee,
        "traceparent": line.traceparent,
        "command_key": line.command_key,
        "command_digest": line.command_digest,
        "data": orjson.Fragment(line.data),
    }


def _by_shard(lines: Sequence[JournalLine]) -> dict[int, list[JournalLine]]:
    shards: dict[int, list[JournalLine]] = {}
    for line in lines:
        shards.setdefault(shard_of(line.subject), []).append(line)
    return shards


def _arguments(shard: int, lines: list[JournalLine]) -> tuple[int, int, str]:
    return shard, len(lines), orjson.dumps([_row(line) for line in lines]).decode()


def _append_after(parameters: int) -> str:
    return _APPEND % {"shard": parameters + 1, "n": parameters + 2, "lines": parameters + 3}


_ALONE = "WITH " + _append_after(0)


@cache
def _together_with(row_statement: str, parameters: int) -> str:
    return f"WITH written AS ({row_statement} RETURNING 1), {_append_after(parameters)}"


async def append(connection: Connection, lines: Sequence[JournalLine]) -> None:
    """Appends the lines; shards are locked in their order, so that two transactions can never wait for each other."""
    shards = _by_shard(lines)
    if len(shards) > 1:
        await connection.execute(_LOCK, sorted(shards))
    for shard in sorted(shards):
        await connection.execute(_ALONE, *_arguments(shard, shards[shard]))


async def append_with_row(
    connection: Connection, statement: str, values: Sequence[Any], lines: Sequence[JournalLine]
) -> bool:
    """Writes one row and its lines in a single round trip; false when the lines need more than one shard."""
    shards = _by_shard(lines)
    if len(shards) != 1:
        return False
    ((shard, same),) = shards.items()
    await connection.execute(_together_with(statement, len(values)), *values, *_arguments(shard, same))
    return True
